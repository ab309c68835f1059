//! Every SQL statement of the module.

use db::record;
use kernel::{Day, Instant, OrgId, SchoolId};

pub const NEXT_NUMBER: &str = "SELECT CAST(COALESCE(MAX(number), 0) + 1 AS BIGINT) FROM organisation";
pub const ADD: &str = "INSERT INTO organisation \
    (id, number, kind, code, name, pinyin, initials, region, category, affiliation, credit_code, created_at, version) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1) ON CONFLICT (code) DO NOTHING";
pub const BY_ID: &str = "SELECT id, number, kind, code, name, region, category, affiliation, credit_code, created_at FROM organisation WHERE id = $1";
pub const BY_NUMBER: &str = "SELECT id, number, kind, code, name, region, category, affiliation, credit_code, created_at FROM organisation WHERE number = $1";
pub const ALL: &str = "SELECT id, number, kind, code, name, region, category, affiliation, credit_code, created_at FROM organisation ORDER BY number";
/// Reach: `$1`–`$2` regions or number `$3`; filter: `$4` a beginning or part of the name, `$5` of pinyin or initials, `$6` kind or ''.
pub const IN_REACH: &str = "SELECT id, number, kind, code, name, region, category, affiliation, credit_code, created_at FROM organisation \
    WHERE (region BETWEEN $1 AND $2 OR number = $3) \
      AND (name LIKE $4 OR pinyin LIKE $5 OR initials LIKE $5) AND ($6 = '' OR kind = $6) \
    ORDER BY region, number LIMIT $7 OFFSET $8";
pub const COUNT_IN_REACH: &str = "SELECT CAST(count(*) AS BIGINT) FROM organisation \
    WHERE (region BETWEEN $1 AND $2 OR number = $3) \
      AND (name LIKE $4 OR pinyin LIKE $5 OR initials LIKE $5) AND ($6 = '' OR kind = $6)";
pub const FIND: &str = "SELECT id, number, kind, code, name, region, category, affiliation, credit_code, created_at FROM organisation \
    WHERE name LIKE $1 OR pinyin LIKE $2 OR initials LIKE $2 ORDER BY name LIMIT 12";
record! {
    /// An organisation as it is stored.
    #[derive(Clone, Debug)]
    pub struct OrgRow {
        pub id: OrgId,
        pub number: SchoolId,
        pub kind: String,
        pub code: String,
        pub name: String,
        pub region: i64,
        pub category: String,
        pub affiliation: String,
        pub credit_code: Option<String>,
        pub created_at: Instant,
    }
}
pub const ADD_RELATION: &str = "INSERT INTO org_relation (id, relation, lower_id, upper_id, from_day, until_day, created_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
pub const RELATIONS: &str = "SELECT r.relation, o.id, o.name, r.from_day, r.until_day FROM org_relation r \
    JOIN organisation o ON o.id = r.upper_id WHERE r.lower_id = $1 ORDER BY r.from_day";
record! {
    /// A relation upwards.
    #[derive(Clone, Debug)]
    pub struct RelationRow {
        pub relation: String,
        pub upper: OrgId,
        pub upper_name: String,
        pub from_day: Day,
        pub until_day: Option<Day>,
    }
}
/// The office of a region: the province's or the city's own organisation, or the ministry for region 0.
pub const OFFICE: &str = "SELECT id, number, kind, code, name, region, category, affiliation, credit_code, created_at FROM organisation \
    WHERE kind = $1 AND region = $2 ORDER BY number LIMIT 1";
