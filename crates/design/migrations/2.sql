-- The school course: which published version of a standard the school follows for one major, level and entry, the courses of
-- that plan, and how each 参考性学习任务 was converted.
CREATE TABLE adoption (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    standard_id uuid NOT NULL,
    -- The exact published version, and its table of 课程安排.
    number bigint NOT NULL,
    plan bigint NOT NULL,
    major_code text NOT NULL,
    major_name text NOT NULL,
    level text NOT NULL,
    entry text NOT NULL,
    years bigint NOT NULL,
    semesters bigint NOT NULL,
    -- 教学计划总学时 of all classes of courses, where the school gave it.
    plan_hours bigint,
    -- Where the school lay when it adopted: a withdrawal is counted where the adoption was.
    region bigint NOT NULL,
    adopted_at bigint NOT NULL,
    adopted_by uuid NOT NULL,
    changed_at bigint NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (school_id, id)
);
CREATE INDEX adoption_region ON adoption (region);
-- An adoption that no longer stands.
CREATE TABLE adoption_withdrawal (
    school_id bigint NOT NULL,
    adoption_id uuid NOT NULL,
    withdrawn_at bigint NOT NULL,
    withdrawn_by uuid NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (school_id, adoption_id),
    FOREIGN KEY (school_id, adoption_id) REFERENCES adoption (school_id, id)
);
-- A course of the plan. A 工学一体化课程 has the identity of its course in the standard as its base, other classes have none.
CREATE TABLE school_course (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    adoption_id uuid NOT NULL,
    class text NOT NULL,
    base_id uuid,
    name text NOT NULL,
    hours bigint NOT NULL,
    note text NOT NULL,
    -- How many 参考性学习任务 the base has: as many conversions are due.
    reference_count bigint NOT NULL,
    position bigint NOT NULL,
    version bigint NOT NULL,
    changes bigint NOT NULL,
    created_at bigint NOT NULL,
    changed_at bigint NOT NULL,
    removed_at bigint,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, adoption_id) REFERENCES adoption (school_id, id)
);
CREATE INDEX school_course_adoption ON school_course (school_id, adoption_id);
CREATE TABLE course_semester (
    school_id bigint NOT NULL,
    course_id uuid NOT NULL,
    semester bigint NOT NULL,
    hours bigint NOT NULL,
    PRIMARY KEY (school_id, course_id, semester),
    FOREIGN KEY (school_id, course_id) REFERENCES school_course (school_id, id)
);
-- What became of a 参考性学习任务 of the standard, and the 校本学习任务 that came of it.
CREATE TABLE course_conversion (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    course_id uuid NOT NULL,
    reference_id uuid NOT NULL,
    position bigint NOT NULL,
    decision text NOT NULL,
    reason text NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (school_id, id),
    UNIQUE (school_id, course_id, reference_id),
    FOREIGN KEY (school_id, course_id) REFERENCES school_course (school_id, id)
);
CREATE TABLE course_task (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    course_id uuid NOT NULL,
    conversion_id uuid NOT NULL,
    position bigint NOT NULL,
    name text NOT NULL,
    description text NOT NULL,
    hours bigint NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, conversion_id) REFERENCES course_conversion (school_id, id)
);
CREATE INDEX course_task_course ON course_task (school_id, course_id);
-- Every change of a course, numbered within it, so that a stale one can be told by whom and when. Rows are only added.
CREATE TABLE course_change (
    school_id bigint NOT NULL,
    course_id uuid NOT NULL,
    number bigint NOT NULL,
    row_id uuid NOT NULL,
    act text NOT NULL,
    field text NOT NULL,
    value_before text NOT NULL,
    value_after text NOT NULL,
    version bigint NOT NULL,
    op uuid,
    person_id uuid NOT NULL,
    changed_at bigint NOT NULL,
    PRIMARY KEY (school_id, course_id, number),
    FOREIGN KEY (school_id, course_id) REFERENCES school_course (school_id, id)
);
CREATE INDEX course_change_row ON course_change (school_id, row_id, field);
CREATE INDEX course_change_op ON course_change (school_id, op);
CREATE INDEX course_change_person ON course_change (school_id, person_id, changed_at);
-- A learning task that is designed for one of a course's tasks.
ALTER TABLE learning_task ADD COLUMN course_task_id uuid;
CREATE INDEX learning_task_course ON learning_task (school_id, course_id);
-- The list of tasks sums the phases and the items of each: it reads those nodes and no other.
DROP INDEX task_node_task;
CREATE INDEX task_node_task ON task_node (school_id, task_id, kind);
