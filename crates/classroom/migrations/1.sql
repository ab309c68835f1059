-- A class at work on a frozen version of a learning task. The title is the task's name in that version, for lists.
CREATE TABLE class_run (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    class_id uuid NOT NULL,
    task_id uuid NOT NULL,
    version_id uuid NOT NULL,
    title text NOT NULL,
    teacher_id uuid NOT NULL,
    first_day bigint NOT NULL,
    last_day bigint NOT NULL,
    reason text NOT NULL,
    place text NOT NULL,
    group_reason text NOT NULL,
    rotation text NOT NULL,
    opened_at bigint NOT NULL,
    ended_at bigint,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, class_id) REFERENCES school_class (school_id, id),
    FOREIGN KEY (school_id, version_id) REFERENCES learning_task_version (school_id, id)
);
CREATE INDEX class_run_class ON class_run (school_id, class_id);
CREATE INDEX class_run_teacher ON class_run (school_id, teacher_id, last_day);
CREATE INDEX class_run_task ON class_run (school_id, task_id);
CREATE TABLE run_group (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    run_id uuid NOT NULL,
    name text NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, run_id) REFERENCES class_run (school_id, id)
);
CREATE INDEX run_group_run ON run_group (school_id, run_id);
-- A student's place in a group; the position is the order in which roles go round.
CREATE TABLE run_seat (
    school_id bigint NOT NULL,
    run_id uuid NOT NULL,
    student_id uuid NOT NULL,
    group_id uuid NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (school_id, run_id, student_id),
    FOREIGN KEY (school_id, run_id) REFERENCES class_run (school_id, id),
    FOREIGN KEY (school_id, group_id) REFERENCES run_group (school_id, id),
    FOREIGN KEY (school_id, student_id) REFERENCES person (school_id, id)
);
CREATE INDEX run_seat_student ON run_seat (school_id, student_id);
CREATE TABLE run_role (
    school_id bigint NOT NULL,
    run_id uuid NOT NULL,
    phase_id uuid NOT NULL,
    student_id uuid NOT NULL,
    role text NOT NULL,
    PRIMARY KEY (school_id, run_id, phase_id, student_id, role),
    FOREIGN KEY (school_id, run_id) REFERENCES class_run (school_id, id)
);
-- Steps that only some roles do; a step without a row is everybody's.
CREATE TABLE run_duty (
    school_id bigint NOT NULL,
    run_id uuid NOT NULL,
    step_id uuid NOT NULL,
    role text NOT NULL,
    PRIMARY KEY (school_id, run_id, step_id, role),
    FOREIGN KEY (school_id, run_id) REFERENCES class_run (school_id, id)
);
-- A phase of a run; one without a row was not opened. The due day is the teacher's, for the steps of the phase.
CREATE TABLE run_phase (
    school_id bigint NOT NULL,
    run_id uuid NOT NULL,
    phase_id uuid NOT NULL,
    door text NOT NULL,
    due_day bigint,
    until_at bigint,
    opened_at bigint,
    closed_at bigint,
    PRIMARY KEY (school_id, run_id, phase_id),
    FOREIGN KEY (school_id, run_id) REFERENCES class_run (school_id, id)
);
-- The teacher's word to a group at a gate.
CREATE TABLE run_gate (
    school_id bigint NOT NULL,
    run_id uuid NOT NULL,
    phase_id uuid NOT NULL,
    group_id uuid NOT NULL,
    released_by uuid NOT NULL,
    released_at bigint NOT NULL,
    PRIMARY KEY (school_id, run_id, phase_id, group_id),
    FOREIGN KEY (school_id, run_id) REFERENCES class_run (school_id, id)
);
-- The work of an owner (a student, or a group where the step is the group's) at a step.
CREATE TABLE step_work (
    school_id bigint NOT NULL,
    run_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    step_id uuid NOT NULL,
    owner_kind text NOT NULL,
    stage text NOT NULL,
    word text NOT NULL,
    help bigint NOT NULL,
    version bigint NOT NULL,
    changed_by uuid NOT NULL,
    changed_at bigint NOT NULL,
    PRIMARY KEY (school_id, run_id, owner_id, step_id),
    FOREIGN KEY (school_id, run_id) REFERENCES class_run (school_id, id)
);
-- One field of it: a question or an outcome, of a table one cell; row and column are -1 elsewhere. `ops` are the ids of the
-- saves that made it, newest last, so that a repeated save is known.
CREATE TABLE work_field (
    school_id bigint NOT NULL,
    run_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    step_id uuid NOT NULL,
    node_id uuid NOT NULL,
    row_no bigint NOT NULL,
    column_no bigint NOT NULL,
    kind text NOT NULL,
    value text NOT NULL,
    version bigint NOT NULL,
    ops text NOT NULL,
    changed_by uuid NOT NULL,
    changed_at bigint NOT NULL,
    PRIMARY KEY (school_id, run_id, owner_id, step_id, node_id, row_no, column_no),
    FOREIGN KEY (school_id, run_id) REFERENCES class_run (school_id, id)
);
-- Every handing in, taking back, acceptance and return, with the teacher's word. Rows are only added.
CREATE TABLE work_move (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    run_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    step_id uuid NOT NULL,
    act text NOT NULL,
    word text NOT NULL,
    moved_by uuid NOT NULL,
    moved_at bigint NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, run_id) REFERENCES class_run (school_id, id)
);
CREATE INDEX work_move_place ON work_move (school_id, run_id, owner_id, step_id);
-- What changed lately, for live boards: a row a change, swept after an hour. `item` is the owner and step of a cell, or
-- empty where the whole board changed.
CREATE TABLE run_change (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    run_id uuid NOT NULL,
    item text NOT NULL,
    changed_at bigint NOT NULL,
    PRIMARY KEY (school_id, id)
);
CREATE INDEX run_change_run ON run_change (school_id, run_id, changed_at);
-- Moves of a running class to another version of its task.
CREATE TABLE run_move (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    run_id uuid NOT NULL,
    from_version uuid NOT NULL,
    to_version uuid NOT NULL,
    reason text NOT NULL,
    moved_by uuid NOT NULL,
    moved_at bigint NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, run_id) REFERENCES class_run (school_id, id)
);
-- Assessment items that somebody has rated, as assessment tells: changing what they weigh needs a reason.
CREATE TABLE run_rated (
    school_id bigint NOT NULL,
    run_id uuid NOT NULL,
    item_id uuid NOT NULL,
    rated_at bigint NOT NULL,
    PRIMARY KEY (school_id, run_id, item_id),
    FOREIGN KEY (school_id, run_id) REFERENCES class_run (school_id, id)
);
