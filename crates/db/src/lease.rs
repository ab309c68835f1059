//! Leases: one node at a time does a thing, without any lock that outlives it.

use kernel::{Instant, RawId};

use crate::{Migration, Result, Tx};

/// The table of leases, first of all migrations.
pub const MIGRATION: Migration = Migration {
    name: "db/1-lease",
    sql: "CREATE TABLE lease (name text PRIMARY KEY, holder uuid NOT NULL, until_at bigint NOT NULL);",
};

const CLAIM: &str = "INSERT INTO lease (name, holder, until_at) VALUES ($1, $2, $3) \
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_at = excluded.until_at \
    WHERE lease.until_at <= $4 OR lease.until_at > $5 OR lease.holder = excluded.holder";

/// A lease that has longer to go than twice what is asked for now, and an hour, was taken by a clock that was wrong.
const NEVER: i64 = Instant::HOUR;

/// Takes or renews a lease until an instant; false while another holder has it.
///
/// # Errors
/// The engine's.
pub fn claim(tx: &mut Tx<'_>, name: &str, holder: RawId, now: Instant, until: Instant) -> Result<bool> {
    let odd = until.plus(until.0 - now.0 + NEVER);
    Ok(tx.run(CLAIM, crate::params![name, holder, until, now, odd])? == 1)
}
