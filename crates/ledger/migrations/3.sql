-- What the counters of all schools and the members of all sets add up to, so that a dashboard reads a number and not a nation.
-- The fold keeps both; areas are a school's nation, province and city when its fact was folded, scopes those of the fact.
CREATE TABLE counter_total (
    measure text NOT NULL,
    scope text NOT NULL,
    period bigint NOT NULL,
    amount bigint NOT NULL,
    PRIMARY KEY (measure, scope, period)
);
CREATE TABLE member_total (
    measure text NOT NULL,
    scope text NOT NULL,
    period bigint NOT NULL,
    members bigint NOT NULL,
    PRIMARY KEY (measure, scope, period)
);
-- Nobody sums the schools up any more.
DROP INDEX counter_measure;
