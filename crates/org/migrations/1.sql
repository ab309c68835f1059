-- Shared: organisations and what connects them. `number` is this installation's own small number of an organisation.
CREATE TABLE organisation (
    id uuid PRIMARY KEY,
    number bigint NOT NULL UNIQUE,
    kind text NOT NULL,
    code text NOT NULL UNIQUE,
    name text NOT NULL,
    pinyin text NOT NULL,
    initials text NOT NULL,
    region bigint NOT NULL,
    category text NOT NULL,
    affiliation text NOT NULL,
    credit_code text,
    created_at bigint NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX organisation_region ON organisation (region, kind);
CREATE TABLE org_relation (
    id uuid PRIMARY KEY,
    relation text NOT NULL,
    lower_id uuid NOT NULL REFERENCES organisation (id),
    upper_id uuid NOT NULL REFERENCES organisation (id),
    from_day bigint NOT NULL,
    until_day bigint,
    created_at bigint NOT NULL
);
CREATE INDEX org_relation_lower ON org_relation (lower_id);
CREATE INDEX org_relation_upper ON org_relation (upper_id);
-- Shared: versions of the catalogue of majors. An import makes a version and changes none.
CREATE TABLE major_catalogue (
    version bigint PRIMARY KEY,
    name text NOT NULL,
    imported_at bigint NOT NULL,
    imported_by uuid
);
CREATE TABLE major (
    version bigint NOT NULL REFERENCES major_catalogue (version),
    code text NOT NULL,
    level bigint NOT NULL,
    class bigint NOT NULL,
    name text NOT NULL,
    occupations text NOT NULL,
    PRIMARY KEY (version, code, level)
);
-- A school's own: its calendar, a term at a time.
CREATE TABLE term (
    school_id bigint NOT NULL,
    year bigint NOT NULL,
    season text NOT NULL,
    first_day bigint NOT NULL,
    weeks bigint NOT NULL,
    PRIMARY KEY (school_id, year, season)
);
CREATE TABLE term_holiday (
    school_id bigint NOT NULL,
    year bigint NOT NULL,
    season text NOT NULL,
    first_day bigint NOT NULL,
    last_day bigint NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (school_id, year, season, first_day),
    FOREIGN KEY (school_id, year, season) REFERENCES term (school_id, year, season)
);
CREATE TABLE term_workday (
    school_id bigint NOT NULL,
    year bigint NOT NULL,
    season text NOT NULL,
    day bigint NOT NULL,
    follows bigint NOT NULL,
    PRIMARY KEY (school_id, year, season, day),
    FOREIGN KEY (school_id, year, season) REFERENCES term (school_id, year, season)
);
