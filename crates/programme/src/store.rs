//! Every SQL statement of the module.

use db::record;
use kernel::{Day, Instant, RawId, SchoolId};

pub const VERSION: &str = "SELECT CAST(COALESCE(MAX(version), 0) AS BIGINT) FROM plan";
pub const ADD_PLAN: &str = "INSERT INTO plan (version, made_at, made_by, reason) VALUES ($1, $2, $3, $4)";
pub const ADD_PHASE: &str =
    "INSERT INTO plan_phase (version, number, name, from_day, until_day) VALUES ($1, $2, $3, $4, $5)";
pub const ADD_TARGET: &str =
    "INSERT INTO plan_target (version, number, measure, value, mode) VALUES ($1, $2, $3, $4, $5)";
/// The phases of the present version, each with each of its targets.
pub const PLAN: &str = "SELECT f.version, f.number, f.name, f.from_day, f.until_day, t.measure, t.value, t.mode \
    FROM plan_phase f LEFT JOIN plan_target t ON t.version = f.version AND t.number = f.number \
    WHERE f.version = (SELECT MAX(version) FROM plan) ORDER BY f.number, t.measure";
record! {
    /// See [`PLAN`].
    pub struct PlanRow {
        pub version: i64,
        pub number: i64,
        pub name: String,
        pub from: Day,
        pub until: Day,
        pub measure: Option<String>,
        pub value: Option<i64>,
        pub mode: Option<String>,
    }
}
/// The versions, the newest first.
pub const VERSIONS: &str = "SELECT version, made_at, reason FROM plan ORDER BY version DESC LIMIT 20";

pub const ADD_PAIR: &str = "INSERT INTO confirmed_pair \
    (school_id, id, major_code, major_name, region, phase, confirmed_day, created_at, created_by) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
pub const ADD_WITHDRAWAL: &str = "INSERT INTO pair_withdrawal (school_id, pair_id, withdrawn_day, at, by_account, reason) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (school_id, pair_id) DO NOTHING";
/// The pairs that stand within a reach.
pub const STANDING: &str = "SELECT p.school_id, p.major_code FROM confirmed_pair p \
    LEFT JOIN pair_withdrawal w ON w.school_id = p.school_id AND w.pair_id = p.id \
    WHERE w.pair_id IS NULL AND (p.region BETWEEN $1 AND $2 OR p.school_id = $3)";
pub const PAIR: &str = "SELECT p.school_id, p.id, p.major_code, p.major_name, p.region, p.phase, p.confirmed_day, \
    w.withdrawn_day, w.reason FROM confirmed_pair p \
    LEFT JOIN pair_withdrawal w ON w.school_id = p.school_id AND w.pair_id = p.id WHERE p.school_id = $1 AND p.id = $2";
/// Reach `$1`–`$2` or school `$3`; filter: regions `$4`–`$5`, school `$6` or 0, confirmed until `$7`.
pub const PAIRS: &str = "SELECT p.school_id, p.id, p.major_code, p.major_name, p.region, p.phase, p.confirmed_day, \
    w.withdrawn_day, w.reason FROM confirmed_pair p \
    LEFT JOIN pair_withdrawal w ON w.school_id = p.school_id AND w.pair_id = p.id \
    WHERE (p.region BETWEEN $1 AND $2 OR p.school_id = $3) AND p.region BETWEEN $4 AND $5 \
      AND ($6 = 0 OR p.school_id = $6) AND p.confirmed_day <= $7 \
    ORDER BY p.major_code, p.confirmed_day, p.id LIMIT $8 OFFSET $9";
/// How many rows [`PAIRS`] has, and how many majors and schools stand among them.
pub const PAIR_COUNTS: &str = "SELECT CAST(count(*) AS BIGINT), \
    CAST(count(DISTINCT CASE WHEN w.pair_id IS NULL THEN p.major_code END) AS BIGINT), \
    CAST(count(DISTINCT CASE WHEN w.pair_id IS NULL THEN p.school_id END) AS BIGINT) FROM confirmed_pair p \
    LEFT JOIN pair_withdrawal w ON w.school_id = p.school_id AND w.pair_id = p.id \
    WHERE (p.region BETWEEN $1 AND $2 OR p.school_id = $3) AND p.region BETWEEN $4 AND $5 \
      AND ($6 = 0 OR p.school_id = $6) AND p.confirmed_day <= $7";
record! {
    /// See [`PAIRS`].
    #[derive(Clone, Debug)]
    pub struct PairRow {
        /// The school's number.
        pub school: SchoolId,
        /// The row.
        pub id: RawId,
        /// The major's code, `0106`.
        pub code: String,
        /// Its name.
        pub name: String,
        /// Where the school lay when it was entered.
        pub region: i64,
        /// The phase named on the list; empty for 阶段外.
        pub phase: String,
        /// From when it counts.
        pub day: Day,
        /// Until when, if it was withdrawn.
        pub withdrawn: Option<Day>,
        /// Why.
        pub reason: Option<String>,
    }
}
/// Each major (kind 0) and school (kind 1) that stands within a reach, by province, with the first day it counts from.
pub const FIRST_DAYS: &str = "SELECT CAST(0 AS BIGINT), p.region / 10000 * 10000, p.major_code, MIN(p.confirmed_day) \
      FROM confirmed_pair p LEFT JOIN pair_withdrawal w ON w.school_id = p.school_id AND w.pair_id = p.id \
      WHERE w.pair_id IS NULL AND (p.region BETWEEN $1 AND $2 OR p.school_id = $3) GROUP BY p.region / 10000 * 10000, p.major_code \
    UNION ALL \
    SELECT CAST(1 AS BIGINT), p.region / 10000 * 10000, CAST(p.school_id AS TEXT), MIN(p.confirmed_day) \
      FROM confirmed_pair p LEFT JOIN pair_withdrawal w ON w.school_id = p.school_id AND w.pair_id = p.id \
      WHERE w.pair_id IS NULL AND (p.region BETWEEN $1 AND $2 OR p.school_id = $3) GROUP BY p.region / 10000 * 10000, p.school_id";

/// A version of the plan as the list of versions shows it.
pub type VersionRow = (i64, Instant, String);
