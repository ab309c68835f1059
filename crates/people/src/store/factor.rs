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
