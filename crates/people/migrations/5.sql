-- A search over the schools of a region is for staff: what they are found by is set apart.
ALTER TABLE person_token ADD COLUMN staff bigint NOT NULL DEFAULT 0;
