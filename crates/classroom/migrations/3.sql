-- What waits for a teacher is found without reading all work of a run.
CREATE INDEX step_work_handed ON step_work (school_id, run_id) WHERE stage = 'handed';
CREATE INDEX step_work_help ON step_work (school_id, run_id) WHERE help = 1;
CREATE INDEX run_change_old ON run_change (school_id, changed_at);
