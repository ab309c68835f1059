//! Every statement of the module.

pub(crate) const ADD: &str = "INSERT INTO job (id, kind, school_id, payload, request_id, created_at, run_at, attempts, \
    held_until, fault) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, '')";

/// A job whose holder did not come back is free again at the end of its hold.
pub(crate) const ANY_DUE: &str = "SELECT id FROM job \
    WHERE given_up_at IS NULL AND run_at <= $1 AND held_until <= $1 LIMIT 1";
pub(crate) const CLAIM: &str = "UPDATE job SET holder = $1, held_until = $2, attempts = attempts + 1 WHERE id IN \
    (SELECT id FROM job WHERE given_up_at IS NULL AND run_at <= $3 AND held_until <= $3 ORDER BY run_at, id LIMIT $4) \
    RETURNING id, kind, school_id, payload, attempts";

/// Only its holder may finish a job: who came too late finds it held by another, or gone.
pub(crate) const DONE: &str = "DELETE FROM job WHERE id = $1 AND holder = $2";
pub(crate) const AGAIN: &str =
    "UPDATE job SET holder = NULL, held_until = 0, run_at = $3, fault = $4 WHERE id = $1 AND holder = $2";
pub(crate) const GIVE_UP: &str = "UPDATE job SET holder = NULL, held_until = 0, given_up_at = $3, fault = $4 WHERE id = $1 AND holder = $2";

pub(crate) const GIVEN_UP: &str = "SELECT id, kind, school_id, created_at, given_up_at, attempts, fault FROM job \
    WHERE given_up_at IS NOT NULL ORDER BY given_up_at DESC, id LIMIT $1";
pub(crate) const REVIVE: &str =
    "UPDATE job SET given_up_at = NULL, attempts = 0, run_at = $2 WHERE id = $1 AND given_up_at IS NOT NULL";
pub(crate) const DISCARD: &str = "DELETE FROM job WHERE id = $1 AND given_up_at IS NOT NULL";
