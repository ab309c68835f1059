-- What the last check of each kind came to; of what concerns no single organisation the number is 0.
CREATE TABLE check_report (
    kind text NOT NULL,
    org_number bigint NOT NULL,
    at bigint NOT NULL,
    well bigint NOT NULL,
    said text NOT NULL,
    PRIMARY KEY (kind, org_number)
);
