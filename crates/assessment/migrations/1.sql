-- What stands in for a missing rating, as the school chose; the latest row counts for grade sheets that begin after it.
CREATE TABLE missing_choice (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    rule text NOT NULL,
    reason text NOT NULL,
    chosen_by uuid NOT NULL,
    chosen_at bigint NOT NULL,
    PRIMARY KEY (school_id, id)
);
-- A grade sheet: of a class at work on a learning task (its id is the run's), or of a class and a course. Class, teacher,
-- title and last day are copied for lists. `version_id` is the version of the task by which its grades are reckoned; it
-- follows a move of the class only when the teacher says so.
CREATE TABLE grade_sheet (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    class_id uuid NOT NULL,
    teacher_id uuid NOT NULL,
    title text NOT NULL,
    last_day bigint NOT NULL,
    version_id uuid,
    rule text NOT NULL,
    state text NOT NULL,
    round_open bigint NOT NULL,
    begun_at bigint NOT NULL,
    shown_by uuid,
    shown_at bigint,
    submitted_by uuid,
    submitted_at bigint,
    checked_by uuid,
    checked_at bigint,
    locked_by uuid,
    locked_at bigint,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, class_id) REFERENCES school_class (school_id, id)
);
CREATE INDEX grade_sheet_teacher ON grade_sheet (school_id, teacher_id, state);
CREATE INDEX grade_sheet_state ON grade_sheet (school_id, state, last_day);
CREATE INDEX grade_sheet_class ON grade_sheet (school_id, class_id);
-- One rating in hundredths. `slot_id` is the rating student where students rate, and nil where the sheet holds one value
-- (teacher, enterprise); `rater_id` is who gave it last: a person, or an invitation. An emptied rating keeps its row, so that
-- its version goes on.
CREATE TABLE rating (
    school_id bigint NOT NULL,
    sheet_id uuid NOT NULL,
    student_id uuid NOT NULL,
    item_id uuid NOT NULL,
    kind text NOT NULL,
    slot_id uuid NOT NULL,
    rater_id uuid NOT NULL,
    score bigint,
    version bigint NOT NULL,
    rated_at bigint NOT NULL,
    PRIMARY KEY (school_id, sheet_id, student_id, item_id, kind, slot_id),
    FOREIGN KEY (school_id, sheet_id) REFERENCES grade_sheet (school_id, id),
    FOREIGN KEY (school_id, student_id) REFERENCES person (school_id, id)
);
CREATE INDEX rating_slot ON rating (school_id, sheet_id, slot_id);
-- The grade of an item in ten-thousandths, kept as ratings come in; NULL while it is open.
CREATE TABLE item_grade (
    school_id bigint NOT NULL,
    sheet_id uuid NOT NULL,
    student_id uuid NOT NULL,
    item_id uuid NOT NULL,
    points bigint,
    stand_in text NOT NULL,
    PRIMARY KEY (school_id, sheet_id, student_id, item_id),
    FOREIGN KEY (school_id, sheet_id) REFERENCES grade_sheet (school_id, id)
);
-- A student's line of a sheet: the total, how many grades are open, how many came with a stand-in, and why it does not count
-- for this student, where it does not.
CREATE TABLE sheet_total (
    school_id bigint NOT NULL,
    sheet_id uuid NOT NULL,
    student_id uuid NOT NULL,
    total bigint,
    open_count bigint NOT NULL,
    stand_ins bigint NOT NULL,
    -- 1 where the total would tell its student what one or two peers gave.
    veiled bigint NOT NULL,
    exempt text NOT NULL,
    PRIMARY KEY (school_id, sheet_id, student_id),
    FOREIGN KEY (school_id, sheet_id) REFERENCES grade_sheet (school_id, id),
    FOREIGN KEY (school_id, student_id) REFERENCES person (school_id, id)
);
CREATE INDEX sheet_total_student ON sheet_total (school_id, student_id);
-- What was observed of a general ability, 0 to 3. The dimension is copied, since profiles go over the years and tasks.
CREATE TABLE observation (
    school_id bigint NOT NULL,
    sheet_id uuid NOT NULL,
    student_id uuid NOT NULL,
    ability_id uuid NOT NULL,
    dimension text NOT NULL,
    level bigint,
    version bigint NOT NULL,
    observed_by uuid NOT NULL,
    observed_at bigint NOT NULL,
    PRIMARY KEY (school_id, sheet_id, student_id, ability_id),
    FOREIGN KEY (school_id, sheet_id) REFERENCES grade_sheet (school_id, id)
);
CREATE INDEX observation_student ON observation (school_id, student_id);
-- What was done to a sheet, for its history page. Rows are only added.
CREATE TABLE sheet_event (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    sheet_id uuid NOT NULL,
    act text NOT NULL,
    word text NOT NULL,
    figure bigint NOT NULL,
    student_id uuid,
    done_by uuid NOT NULL,
    done_at bigint NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, sheet_id) REFERENCES grade_sheet (school_id, id)
);
CREATE INDEX sheet_event_sheet ON sheet_event (school_id, sheet_id);
-- A correction of a locked sheet: asked for by one, settled by another. The values before it stay here.
CREATE TABLE correction (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    sheet_id uuid NOT NULL,
    student_id uuid NOT NULL,
    item_id uuid NOT NULL,
    kind text NOT NULL,
    old_state text NOT NULL,
    old_score bigint,
    new_state text NOT NULL,
    new_score bigint,
    reason text NOT NULL,
    requested_by uuid NOT NULL,
    requested_at bigint NOT NULL,
    outcome text NOT NULL,
    settled_by uuid,
    settled_at bigint,
    word text NOT NULL,
    old_total bigint,
    new_total bigint,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, sheet_id) REFERENCES grade_sheet (school_id, id)
);
CREATE INDEX correction_sheet ON correction (school_id, sheet_id);
CREATE INDEX correction_outcome ON correction (school_id, outcome);
-- An enterprise mentor's invitation to rate in one sheet.
CREATE TABLE invitation (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    sheet_id uuid NOT NULL,
    enterprise text NOT NULL,
    mentor text NOT NULL,
    code_sealed bytea NOT NULL,
    invited_by uuid NOT NULL,
    invited_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    revoked_by uuid,
    revoked_at bigint,
    first_rated_at bigint,
    rated_at bigint,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, sheet_id) REFERENCES grade_sheet (school_id, id)
);
CREATE INDEX invitation_sheet ON invitation (school_id, sheet_id);
-- Which school an invitation belongs to, for somebody who has only its link, and how often its code was guessed wrong.
CREATE TABLE invitation_door (
    id uuid PRIMARY KEY,
    school_id bigint NOT NULL,
    failures bigint NOT NULL,
    latest bigint NOT NULL
);
-- The items of a course's grade, as weighted for one class: hundredths of a per cent that sum to 100 %.
CREATE TABLE course_item (
    school_id bigint NOT NULL,
    sheet_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    weight bigint NOT NULL,
    task_sheet uuid,
    position bigint NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, sheet_id) REFERENCES grade_sheet (school_id, id)
);
CREATE INDEX course_item_sheet ON course_item (school_id, sheet_id);
CREATE INDEX course_item_task ON course_item (school_id, task_sheet);
-- How a student stands in an item of a course: sat, made-up, deferred, absent, cheated, with points in ten-thousandths.
CREATE TABLE course_sitting (
    school_id bigint NOT NULL,
    sheet_id uuid NOT NULL,
    student_id uuid NOT NULL,
    item_id uuid NOT NULL,
    state text NOT NULL,
    points bigint,
    version bigint NOT NULL,
    noted_by uuid NOT NULL,
    noted_at bigint NOT NULL,
    PRIMARY KEY (school_id, sheet_id, student_id, item_id),
    FOREIGN KEY (school_id, sheet_id) REFERENCES grade_sheet (school_id, id)
);
