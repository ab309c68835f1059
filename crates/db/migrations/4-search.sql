-- Every word of an entry stands in the index under its school, so that a search reads nothing of other schools. What was indexed
-- before is found by these indexes and indexed anew when the program starts, and again from time to time, since older programs
-- go on indexing as they did while an installation is upgraded.
-- only: sqlite
ALTER TABLE search_entry ADD COLUMN form integer NOT NULL DEFAULT 1;
CREATE INDEX search_entry_older ON search_entry (index_row) WHERE form = 1;
-- end
-- only: postgres
CREATE INDEX search_entry_older ON search_entry (at) WHERE NOT (words @@ CAST('f2' AS tsquery));
-- end
