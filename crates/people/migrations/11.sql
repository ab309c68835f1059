-- What administrators signed in with before, so that they choose none of their last five passwords again (GB/T 22239-2019, level 3).
CREATE TABLE earlier_password (
    account_id uuid NOT NULL,
    hash text NOT NULL,
    set_at bigint NOT NULL,
    PRIMARY KEY (account_id, hash)
);
