-- Full text: what is found, and the engine's own index over our own words (see `words.rs`).
-- A school of NULL is shared by all.
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
    title text NOT NULL
);
-- only: sqlite
CREATE UNIQUE INDEX search_entry_object ON search_entry (kind, object_id);
CREATE VIRTUAL TABLE search_text USING fts5(title, body, content = '', contentless_delete = 1);
-- end
-- only: postgres
CREATE INDEX search_entry_words ON search_entry USING gin (words);
-- end
