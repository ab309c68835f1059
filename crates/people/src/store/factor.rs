//! Statements of second factors and of the codes kept for a lost device.

use db::record;
use kernel::Instant;

/// One that was begun anew takes the place of one that was begun, never of one that is on.
pub const BEGIN: &str = "INSERT INTO second_factor (account_id, sealed, begun_at, confirmed_at, last_step) \
    VALUES ($1, $2, $3, NULL, 0) ON CONFLICT (account_id) DO UPDATE SET sealed = excluded.sealed, begun_at = excluded.begun_at \
    WHERE second_factor.confirmed_at IS NULL";
pub const FACTOR: &str = "SELECT sealed, confirmed_at, last_step FROM second_factor WHERE account_id = $1";
record! {
    /// See [`FACTOR`].
    #[derive(Clone, Debug)]
    pub struct FactorRow {
        pub sealed: Vec<u8>,
        pub confirmed_at: Option<Instant>,
        pub last_step: i64,
    }
}
pub const IS_ON: &str =
    "SELECT confirmed_at FROM second_factor WHERE account_id = $1 AND confirmed_at IS NOT NULL";
pub const CONFIRM: &str = "UPDATE second_factor SET confirmed_at = $2, last_step = $3 WHERE account_id = $1 AND confirmed_at IS NULL";
/// A step is used once: of two who try at once one changes the row.
pub const USE_STEP: &str = "UPDATE second_factor SET last_step = $2 WHERE account_id = $1 AND last_step < $2";
pub const END: &str = "DELETE FROM second_factor WHERE account_id = $1";
pub const ADD_RECOVERY: &str =
    "INSERT INTO recovery_code (account_id, hash) VALUES ($1, $2) ON CONFLICT (account_id, hash) DO NOTHING";
pub const USE_RECOVERY: &str =
    "UPDATE recovery_code SET used_at = $3 WHERE account_id = $1 AND hash = $2 AND used_at IS NULL";
pub const RECOVERIES_LEFT: &str =
    "SELECT CAST(count(*) AS BIGINT) FROM recovery_code WHERE account_id = $1 AND used_at IS NULL";
pub const DROP_RECOVERIES: &str = "DELETE FROM recovery_code WHERE account_id = $1";
pub const PASSWORD_AT: &str = "SELECT password_at FROM account WHERE id = $1";
pub const END_ALL_SESSIONS: &str =
    "UPDATE session SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL";
/// Posts of a security or audit administrator (on day `$2`) behind an account that has a password and no second factor.
pub const GUARDED: &str = "SELECT CAST(count(*) AS BIGINT) FROM post p JOIN account a ON a.id = p.account_id \
    WHERE p.account_id = $1 AND p.role IN ('security-admin', 'audit-admin') AND (p.until_day IS NULL OR p.until_day >= $2) \
    AND a.password_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM second_factor f WHERE f.account_id = a.id AND f.confirmed_at IS NOT NULL)";
/// One of the posts that somebody holds on a day (`$3`).
pub const A_POST_OF: &str = "SELECT id, person_id, account_id, role, school_id FROM post \
    WHERE school_id = $1 AND person_id = $2 AND from_day <= $3 AND (until_day IS NULL OR until_day >= $3) ORDER BY role, id LIMIT 1";
