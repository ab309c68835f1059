-- Standards and their published versions are shared: everybody who has signed in reads them.
CREATE TABLE standard (
    id uuid NOT NULL PRIMARY KEY,
    issuer_org uuid NOT NULL,
    issuer_number bigint NOT NULL,
    issuer_name text NOT NULL,
    issuer text NOT NULL,
    -- The newest published version; 0 before the first.
    latest bigint NOT NULL,
    created_at bigint NOT NULL
);
CREATE INDEX standard_of_issuer ON standard (issuer_number);

-- What is being worked on: at most one draft of each standard.
CREATE TABLE standard_draft (
    standard_id uuid NOT NULL PRIMARY KEY REFERENCES standard (id),
    number bigint NOT NULL,
    version bigint NOT NULL,
    title text NOT NULL,
    content text NOT NULL,
    leftovers text NOT NULL,
    doubts text NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);

-- The files that drafts were imported from, kept as they were sent.
CREATE TABLE standard_source (
    standard_id uuid NOT NULL REFERENCES standard (id),
    id uuid NOT NULL,
    number bigint NOT NULL,
    name text NOT NULL,
    bytes bytea NOT NULL,
    sent_at bigint NOT NULL,
    PRIMARY KEY (standard_id, id)
);

-- A published version. It is written once; no statement changes or deletes it.
CREATE TABLE standard_version (
    standard_id uuid NOT NULL REFERENCES standard (id),
    number bigint NOT NULL,
    title text NOT NULL,
    major_name text NOT NULL,
    major_code text NOT NULL,
    major_class bigint NOT NULL,
    levels text NOT NULL,
    words text NOT NULL,
    courses bigint NOT NULL,
    content text NOT NULL,
    leftovers text NOT NULL,
    PRIMARY KEY (standard_id, number)
);
CREATE TABLE standard_publication (
    standard_id uuid NOT NULL,
    number bigint NOT NULL,
    kind text NOT NULL,
    published_at bigint NOT NULL,
    published_by uuid,
    PRIMARY KEY (standard_id, number),
    FOREIGN KEY (standard_id, number) REFERENCES standard_version (standard_id, number)
);

-- What other modules point at, by identities that live through all versions.
CREATE TABLE standard_course (
    standard_id uuid NOT NULL,
    number bigint NOT NULL,
    course_id uuid NOT NULL,
    position bigint NOT NULL,
    code text,
    name text NOT NULL,
    hours bigint,
    level text,
    PRIMARY KEY (standard_id, number, course_id),
    FOREIGN KEY (standard_id, number) REFERENCES standard_version (standard_id, number)
);
CREATE TABLE standard_goal (
    standard_id uuid NOT NULL,
    number bigint NOT NULL,
    goal_id uuid NOT NULL,
    course_id uuid NOT NULL,
    position bigint NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (standard_id, number, goal_id),
    FOREIGN KEY (standard_id, number, course_id) REFERENCES standard_course (standard_id, number, course_id)
);
CREATE TABLE standard_task (
    standard_id uuid NOT NULL,
    number bigint NOT NULL,
    task_id uuid NOT NULL,
    course_id uuid NOT NULL,
    position bigint NOT NULL,
    name text NOT NULL,
    hours bigint,
    PRIMARY KEY (standard_id, number, task_id),
    FOREIGN KEY (standard_id, number, course_id) REFERENCES standard_course (standard_id, number, course_id)
);
CREATE TABLE standard_requirement (
    standard_id uuid NOT NULL,
    number bigint NOT NULL,
    requirement_id uuid NOT NULL,
    course_id uuid,
    level text,
    position bigint NOT NULL,
    text text NOT NULL,
    ability text,
    PRIMARY KEY (standard_id, number, requirement_id),
    FOREIGN KEY (standard_id, number) REFERENCES standard_version (standard_id, number)
);
CREATE TABLE standard_plan (
    standard_id uuid NOT NULL,
    number bigint NOT NULL,
    position bigint NOT NULL,
    title text NOT NULL,
    level text,
    entry text,
    years bigint,
    semesters bigint NOT NULL,
    PRIMARY KEY (standard_id, number, position),
    FOREIGN KEY (standard_id, number) REFERENCES standard_version (standard_id, number)
);
-- The hours of a course in one semester of a plan; semester 0 holds its 基准学时.
CREATE TABLE standard_hours (
    standard_id uuid NOT NULL,
    number bigint NOT NULL,
    plan bigint NOT NULL,
    course_id uuid NOT NULL,
    position bigint NOT NULL,
    semester bigint NOT NULL,
    hours bigint NOT NULL,
    PRIMARY KEY (standard_id, number, plan, course_id, semester),
    FOREIGN KEY (standard_id, number, plan) REFERENCES standard_plan (standard_id, number, position)
);
