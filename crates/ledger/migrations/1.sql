-- Audit lines: who, what, when, before and after; chained by hash per organisation once sealed.
-- An account, post and organisation of the actor are NULL where the program itself acted.
CREATE TABLE audit_line (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    at bigint NOT NULL,
    account_id uuid,
    post_id uuid,
    actor_org uuid,
    role text NOT NULL,
    verb text NOT NULL,
    object_kind text NOT NULL,
    object_id uuid NOT NULL,
    before_state text NOT NULL,
    after_state text NOT NULL,
    reason text NOT NULL,
    personal text NOT NULL,
    request_id uuid NOT NULL,
    PRIMARY KEY (school_id, id)
);
CREATE INDEX audit_line_object ON audit_line (school_id, object_id, id);
CREATE TABLE audit_pending (
    school_id bigint NOT NULL,
    line_id uuid NOT NULL,
    PRIMARY KEY (school_id, line_id),
    FOREIGN KEY (school_id, line_id) REFERENCES audit_line (school_id, id)
);
CREATE TABLE audit_seal (
    school_id bigint NOT NULL,
    number bigint NOT NULL,
    line_id uuid NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (school_id, number),
    FOREIGN KEY (school_id, line_id) REFERENCES audit_line (school_id, id)
);
CREATE UNIQUE INDEX audit_seal_line ON audit_seal (school_id, line_id);
-- The key under which the personal values of one person's audit lines are sealed; NULL once it was destroyed.
CREATE TABLE person_key (
    school_id bigint NOT NULL,
    person_id uuid NOT NULL,
    sealed_key bytea,
    erased_at bigint,
    PRIMARY KEY (school_id, person_id)
);
-- Facts: what modules tell each other. A fact adds (or takes back) amounts, and members of scopes.
CREATE TABLE fact (
    school_id bigint NOT NULL,
    id uuid NOT NULL,
    at bigint NOT NULL,
    kind text NOT NULL,
    entries text NOT NULL,
    PRIMARY KEY (school_id, id)
);
CREATE TABLE fact_pending (
    school_id bigint NOT NULL,
    fact_id uuid NOT NULL,
    PRIMARY KEY (school_id, fact_id),
    FOREIGN KEY (school_id, fact_id) REFERENCES fact (school_id, id)
);
-- Additive measures: school × measure × period.
CREATE TABLE counter (
    school_id bigint NOT NULL,
    measure text NOT NULL,
    period bigint NOT NULL,
    amount bigint NOT NULL,
    PRIMARY KEY (school_id, measure, period)
);
CREATE INDEX counter_measure ON counter (measure, period, school_id, amount);
-- Distinct measures: a member counts in a scope while a school holds it there with a weight above zero.
CREATE TABLE member (
    school_id bigint NOT NULL,
    scope text NOT NULL,
    measure text NOT NULL,
    period bigint NOT NULL,
    member text NOT NULL,
    weight bigint NOT NULL,
    PRIMARY KEY (school_id, scope, measure, period, member)
);
CREATE INDEX member_scope ON member (scope, measure, period, member, weight);
