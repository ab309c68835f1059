-- A school's own: classes, who belonged to which class from when until when, and what rosters say beyond the person.
CREATE TABLE school_class (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    major_code text NOT NULL,
    major_name text NOT NULL,
    level bigint NOT NULL,
    entry_kind text NOT NULL,
    years bigint NOT NULL,
    entry_day bigint NOT NULL,
    season text NOT NULL,
    teacher_id uuid,
    created_at bigint NOT NULL,
    ended_at bigint,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, teacher_id) REFERENCES person (school_id, id)
);
CREATE UNIQUE INDEX school_class_name ON school_class (school_id, name);
-- The row without a last day is the present one; a move closes it and begins another.
CREATE TABLE enrolment (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    class_id uuid NOT NULL,
    status text NOT NULL,
    from_day bigint NOT NULL,
    until_day bigint,
    created_at bigint NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, person_id) REFERENCES person (school_id, id),
    FOREIGN KEY (school_id, class_id) REFERENCES school_class (school_id, id)
);
CREATE INDEX enrolment_class ON enrolment (school_id, class_id);
CREATE INDEX enrolment_person ON enrolment (school_id, person_id);
-- `sealed` holds nation, political status, address and guardian as JSON under the installation's key. Major, level and
-- years are the class's and not kept again.
CREATE TABLE student_detail (
    school_id bigint NOT NULL,
    person_id uuid NOT NULL,
    entered bigint,
    sealed bytea NOT NULL,
    PRIMARY KEY (school_id, person_id),
    FOREIGN KEY (school_id, person_id) REFERENCES person (school_id, id)
);
CREATE TABLE teacher_detail (
    school_id bigint NOT NULL,
    person_id uuid NOT NULL,
    department text,
    posts text,
    title text,
    education text,
    skill text,
    level bigint,
    majors text,
    courses text,
    joined bigint,
    practice_months bigint,
    employment text,
    PRIMARY KEY (school_id, person_id),
    FOREIGN KEY (school_id, person_id) REFERENCES person (school_id, id)
);
-- A roster on its way in: `sealed` is the file under the installation's key, gone as soon as it is done or has expired.
CREATE TABLE roster_upload (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    file_name text NOT NULL,
    sealed bytea,
    created_by uuid,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    confirmed_at bigint,
    done_at bigint,
    added bigint NOT NULL,
    changed bigint NOT NULL,
    moved bigint NOT NULL,
    PRIMARY KEY (school_id, id)
);
-- Beginnings that a name is found by, parted by spaces; and the roster that brought a person, unseen until it is done.
ALTER TABLE person ADD COLUMN tokens text NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN import_id uuid;
CREATE INDEX session_school ON session (school_id, used_at);
