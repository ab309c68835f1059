-- Shared: the policy's plan in its versions; the highest is the present one. A version is never changed.
CREATE TABLE plan (
    version bigint PRIMARY KEY,
    made_at bigint NOT NULL,
    made_by uuid,
    reason text NOT NULL
);
CREATE TABLE plan_phase (
    version bigint NOT NULL REFERENCES plan (version),
    number bigint NOT NULL,
    name text NOT NULL,
    from_day bigint NOT NULL,
    until_day bigint NOT NULL,
    PRIMARY KEY (version, number)
);
CREATE TABLE plan_target (
    version bigint NOT NULL,
    number bigint NOT NULL,
    measure text NOT NULL,
    value bigint NOT NULL,
    mode text NOT NULL,
    PRIMARY KEY (version, number, measure),
    FOREIGN KEY (version, number) REFERENCES plan_phase (version, number)
);
-- Shared: the officers' confirmed list of (school, major). The region is the school's on the day it was entered.
CREATE TABLE confirmed_pair (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    major_code text NOT NULL,
    major_name text NOT NULL,
    region bigint NOT NULL,
    phase text NOT NULL,
    confirmed_day bigint NOT NULL,
    created_at bigint NOT NULL,
    created_by uuid,
    PRIMARY KEY (school_id, id)
);
CREATE INDEX confirmed_pair_major ON confirmed_pair (major_code, confirmed_day);
CREATE INDEX confirmed_pair_region ON confirmed_pair (region, confirmed_day);
CREATE TABLE pair_withdrawal (
    school_id bigint NOT NULL,
    pair_id uuid NOT NULL,
    withdrawn_day bigint NOT NULL,
    at bigint NOT NULL,
    by_account uuid,
    reason text NOT NULL,
    PRIMARY KEY (school_id, pair_id),
    FOREIGN KEY (school_id, pair_id) REFERENCES confirmed_pair (school_id, id)
);
