-- Full text anew: an entry keeps its text, so that a hit can show where it was found, and the index has words of its own for
-- the kind and the school, so that a search reads the entries of one school and not those of all. Nothing was put before.
-- only: sqlite
DROP TABLE search_text;
-- end
DROP TABLE search_entry;
CREATE TABLE search_entry (
-- only: sqlite
    index_row integer PRIMARY KEY,
-- end
    kind text NOT NULL,
    object_id uuid NOT NULL,
    school_id bigint,
-- only: postgres
    words tsvector NOT NULL,
    PRIMARY KEY (kind, object_id),
-- end
    title text NOT NULL,
    body text NOT NULL,
    place text NOT NULL,
    at bigint NOT NULL
);
-- only: sqlite
CREATE UNIQUE INDEX search_entry_object ON search_entry (kind, object_id);
CREATE VIRTUAL TABLE search_text USING fts5(words, content = '', contentless_delete = 1);
-- end
-- only: postgres
CREATE INDEX search_entry_words ON search_entry USING gin (words) WITH (fastupdate = off);
-- end
