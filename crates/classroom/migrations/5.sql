-- In which group the owner sat when the work was accepted: what that group did together at the step stays as it was accepted.
ALTER TABLE step_work ADD COLUMN group_id UUID;
UPDATE step_work SET group_id = (SELECT s.group_id FROM run_seat s WHERE s.school_id = step_work.school_id
    AND s.run_id = step_work.run_id AND s.student_id = step_work.owner_id) WHERE stage = 'accepted';
CREATE INDEX step_work_group ON step_work (school_id, run_id, group_id, step_id) WHERE group_id IS NOT NULL;
