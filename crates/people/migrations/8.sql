-- The installation's own: the second factor of an account, and the codes kept for a lost device.
CREATE TABLE second_factor (
    account_id uuid PRIMARY KEY,
    sealed bytea NOT NULL,
    begun_at bigint NOT NULL,
    confirmed_at bigint,
    last_step bigint NOT NULL
);
CREATE TABLE recovery_code (
    account_id uuid NOT NULL,
    hash bytea NOT NULL,
    used_at bigint,
    PRIMARY KEY (account_id, hash)
);
