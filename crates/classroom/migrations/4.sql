-- How often the groups, roles, duties and terms of a run were arranged anew: who changes them on what an older page shows is told.
ALTER TABLE class_run ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;
