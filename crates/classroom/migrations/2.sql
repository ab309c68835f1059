-- The roles of one student through all phases, for their own pages.
CREATE INDEX run_role_student ON run_role (school_id, run_id, student_id);
-- only: postgres
-- Room beside each row, so that a change of a field writes no index page: there it would meet every neighbour's save.
ALTER TABLE work_field SET (fillfactor = 70);
ALTER TABLE step_work SET (fillfactor = 70);
-- end
