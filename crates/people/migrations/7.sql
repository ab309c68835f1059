-- Erasures of one person's data: proposed by one, settled by another. The words are about the person and go with them.
CREATE TABLE erasure (
    school_id bigint NOT NULL,
    person_id uuid NOT NULL,
    proposed_by uuid,
    proposed_at bigint NOT NULL,
    reason text NOT NULL,
    outcome text NOT NULL,
    settled_by uuid,
    settled_at bigint,
    word text NOT NULL,
    PRIMARY KEY (school_id, person_id),
    FOREIGN KEY (school_id, person_id) REFERENCES person (school_id, id)
);
