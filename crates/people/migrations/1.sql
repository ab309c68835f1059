-- Shared: thin sign-in records, the names they sign in with, and the posts of staff.
CREATE TABLE account (
    id uuid PRIMARY KEY,
    password_hash text,
    password_at bigint,
    created_at bigint NOT NULL
);
CREATE TABLE handle (
    kind text NOT NULL,
    school_id bigint NOT NULL,
    value text NOT NULL,
    account_id uuid NOT NULL REFERENCES account (id),
    PRIMARY KEY (kind, school_id, value)
);
CREATE INDEX handle_account ON handle (account_id);
CREATE TABLE post (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account (id),
    school_id bigint NOT NULL,
    person_id uuid NOT NULL,
    role text NOT NULL,
    from_day bigint NOT NULL,
    until_day bigint,
    created_at bigint NOT NULL
);
CREATE INDEX post_account ON post (account_id);
CREATE INDEX post_school ON post (school_id, role);
-- A school's own: persons, and the posts of students.
CREATE TABLE person (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    account_id uuid,
    name text NOT NULL,
    reading text NOT NULL,
    initials text NOT NULL,
    sort_key text NOT NULL,
    reading_by_hand bigint NOT NULL,
    number text NOT NULL,
    sex text NOT NULL,
    birthday bigint,
    identity_kind text NOT NULL,
    identity_sealed bytea,
    identity_key bytea,
    phone_sealed bytea,
    phone_key bytea,
    created_at bigint NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (school_id, id)
);
CREATE UNIQUE INDEX person_number ON person (school_id, number);
CREATE INDEX person_name ON person (school_id, sort_key);
CREATE INDEX person_initials ON person (school_id, initials);
CREATE INDEX person_identity ON person (school_id, identity_key);
CREATE INDEX person_phone ON person (school_id, phone_key);
CREATE INDEX person_account ON person (school_id, account_id);
CREATE TABLE student_post (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    person_id uuid NOT NULL,
    from_day bigint NOT NULL,
    until_day bigint,
    created_at bigint NOT NULL,
    PRIMARY KEY (school_id, id),
    FOREIGN KEY (school_id, person_id) REFERENCES person (school_id, id)
);
CREATE INDEX student_post_account ON student_post (school_id, account_id);
CREATE INDEX student_post_person ON student_post (school_id, person_id);
-- The installation's own: sessions, known devices, failures, one-time codes.
CREATE TABLE session (
    id uuid PRIMARY KEY,
    token_hash bytea NOT NULL,
    account_id uuid NOT NULL,
    school_id bigint NOT NULL,
    post_id uuid NOT NULL,
    role text NOT NULL,
    created_at bigint NOT NULL,
    used_at bigint NOT NULL,
    idle bigint NOT NULL,
    shared bigint NOT NULL,
    ended_at bigint,
    agent text NOT NULL,
    address text NOT NULL
);
CREATE UNIQUE INDEX session_token ON session (token_hash);
CREATE INDEX session_account ON session (account_id);
CREATE TABLE known_device (
    account_id uuid NOT NULL,
    device bytea NOT NULL,
    last_at bigint NOT NULL,
    PRIMARY KEY (account_id, device)
);
CREATE TABLE sign_in_failure (
    account_id uuid NOT NULL,
    counter bytea NOT NULL,
    failures bigint NOT NULL,
    latest bigint NOT NULL,
    PRIMARY KEY (account_id, counter)
);
CREATE TABLE one_time_code (
    hash bytea PRIMARY KEY,
    purpose text NOT NULL,
    school_id bigint NOT NULL,
    account_id uuid,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    used_at bigint
);
CREATE INDEX one_time_code_account ON one_time_code (account_id);
