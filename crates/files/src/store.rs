//! Every statement of the module.

pub(crate) const ADD: &str = "INSERT INTO stored_file (school_id, id, hash, size, media_type, name, created_at, \
    created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
pub(crate) const FIND: &str = "SELECT id, hash, size, media_type, name, created_at, created_by FROM stored_file \
    WHERE school_id = $1 AND id = $2";
/// Across all schools: what an operator is told.
pub(crate) const STORED: &str = "SELECT count(*), CAST(COALESCE(sum(size), 0) AS bigint) FROM stored_file";
/// Across all schools: what a copy of the whole installation has to hold.
pub(crate) const HASHES: &str = "SELECT DISTINCT hash FROM stored_file ORDER BY hash";
/// Across all schools: the same content is stored once for all of them.
pub(crate) const IS_USED: &str = "SELECT id FROM stored_file WHERE hash = $1 LIMIT 1";
pub(crate) const OF_ACCOUNT: &str =
    "SELECT id, hash, name FROM stored_file WHERE school_id = $1 AND created_by = $2 ORDER BY id";
pub(crate) const DROP: &str = "DELETE FROM stored_file WHERE school_id = $1 AND id = $2";
pub(crate) const UNNAME: &str =
    "UPDATE stored_file SET name = $3, created_by = NULL WHERE school_id = $1 AND id = $2";
