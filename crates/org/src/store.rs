//! Every SQL statement of the module.

use db::{Columns, FromRow, record};
use kernel::{Day, Instant, OrgId, RawId, SchoolId};

pub const NEXT_NUMBER: &str = "SELECT CAST(COALESCE(MAX(number), 0) + 1 AS BIGINT) FROM organisation";
pub const ADD: &str = "INSERT INTO organisation \
    (id, number, kind, code, name, pinyin, initials, region, category, affiliation, credit_code, created_at, version) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1) ON CONFLICT (code) DO NOTHING";
pub const BY_ID: &str = "SELECT id, number, kind, code, name, region, category, affiliation, credit_code, created_at, version FROM organisation WHERE id = $1";
/// The organisation that was registered first.
pub const KEEPER: &str = "SELECT number FROM organisation ORDER BY number LIMIT 1";
pub const BY_NUMBER: &str = "SELECT id, number, kind, code, name, region, category, affiliation, credit_code, created_at, version FROM organisation WHERE number = $1";
pub const ALL: &str = "SELECT id, number, kind, code, name, region, category, affiliation, credit_code, created_at, version FROM organisation ORDER BY number";
/// Every organisation with what it is found by, by number.
pub const DIRECTORY: &str = "SELECT id, number, kind, code, name, region, category, affiliation, credit_code, created_at, version, pinyin, initials \
    FROM organisation ORDER BY number";
pub const FIRST_NAMES: &str = "SELECT number, id, name FROM organisation WHERE number <= $1 ORDER BY number";
pub const WITHOUT_HEAD: &str = "SELECT number, id, name FROM organisation WHERE (region BETWEEN $1 AND $2 OR number = $3) \
    AND kind IN ('enterprise', 'institute', 'association') ORDER BY number";
record! {
    /// An organisation by its name.
    #[derive(Clone, Debug)]
    pub struct OrgName {
        /// Its local number.
        pub number: SchoolId,
        /// Its id.
        pub id: OrgId,
        /// Its full name.
        pub name: String,
    }
}
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
        pub version: i64,
    }
}
/// An organisation with what it is found by.
pub struct DirectoryRow {
    pub org: OrgRow,
    pub pinyin: String,
    pub initials: String,
}
impl FromRow for DirectoryRow {
    fn from_row(columns: &mut Columns<'_>) -> db::Result<Self> {
        Ok(Self {
            org: OrgRow::from_row(columns)?,
            pinyin: columns.take()?,
            initials: columns.take()?,
        })
    }
}
pub const ADD_RELATION: &str = "INSERT INTO org_relation (id, relation, lower_id, upper_id, from_day, until_day, created_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
/// Every relation of an organisation upwards, also those that have ended.
pub const RELATIONS: &str = "SELECT r.id, r.relation, r.lower_id, r.upper_id, r.from_day, r.until_day, o.name, o.kind FROM org_relation r \
    JOIN organisation o ON o.id = r.upper_id WHERE r.lower_id = $1 ORDER BY r.from_day, r.relation DESC, r.id";
record! {
    /// A relation upwards.
    #[derive(Clone, Debug)]
    pub struct RelationRow {
        pub id: RawId,
        pub relation: String,
        pub lower: OrgId,
        pub upper: OrgId,
        pub from_day: Day,
        pub until_day: Option<Day>,
        pub upper_name: String,
        pub upper_kind: String,
    }
}
pub const END_RELATION: &str = "UPDATE org_relation SET until_day = $3 WHERE id = $1 AND lower_id = $2";
/// A relation that ends before its first day has never been.
pub const DROP_RELATION: &str = "DELETE FROM org_relation WHERE id = $1 AND lower_id = $2";
pub const HOLDER_OF_CODE: &str = "SELECT id FROM organisation WHERE code = $1";
pub const AMEND: &str = "UPDATE organisation SET code = $3, name = $4, pinyin = $5, initials = $6, region = $7, category = $8, \
    affiliation = $9, credit_code = $10, version = version + 1 WHERE id = $1 AND version = $2";
/// Who has a credit code.
pub const HOLDERS_OF_CREDIT: &str = "SELECT id, number, kind, code, name, region, category, affiliation, credit_code, created_at, version FROM organisation \
    WHERE credit_code = $1 ORDER BY number LIMIT 2";
pub const NAMED: &str = "SELECT id, number, kind, code, name, region, category, affiliation, credit_code, created_at, version FROM organisation \
    WHERE code = $1 OR name = $1 ORDER BY number LIMIT 1";
pub const SCHOOL_NUMBERS: &str =
    "SELECT number FROM organisation WHERE kind = 'school' AND region BETWEEN $1 AND $2 ORDER BY number";
/// The office of a region: the province's or the city's own organisation, or the ministry for region 0.
pub const OFFICE: &str = "SELECT id, number, kind, code, name, region, category, affiliation, credit_code, created_at, version FROM organisation \
    WHERE kind = $1 AND region = $2 ORDER BY number LIMIT 1";

pub const NEXT_VERSION: &str = "SELECT CAST(COALESCE(MAX(version), 0) + 1 AS BIGINT) FROM major_catalogue";
pub const ADD_CATALOGUE: &str =
    "INSERT INTO major_catalogue (version, name, imported_at, imported_by) VALUES ($1, $2, $3, $4)";
pub const ADD_MAJOR: &str =
    "INSERT INTO major (version, code, level, class, name, occupations) VALUES ($1, $2, $3, $4, $5, $6)";
pub const CATALOGUES: &str = "SELECT c.version, c.name, c.imported_at, CAST(count(DISTINCT m.code) AS BIGINT) FROM major_catalogue c \
    LEFT JOIN major m ON m.version = c.version GROUP BY c.version, c.name, c.imported_at ORDER BY c.version DESC";
record! {
    /// A version of the catalogue of majors.
    #[derive(Clone, Debug)]
    pub struct Catalogue {
        /// Counts imports from 1.
        pub version: i64,
        /// What it is called: the ministry's own title with its year.
        pub name: String,
        /// When it was imported.
        pub imported_at: Instant,
        /// How many majors it holds.
        pub majors: i64,
    }
}
pub const MAJORS: &str =
    "SELECT code, level, name, occupations FROM major WHERE version = $1 ORDER BY code, level DESC";
pub const MAJOR: &str =
    "SELECT code, level, name, occupations FROM major WHERE version = $1 AND code = $2 ORDER BY level DESC";
record! {
    /// A major at one level.
    pub struct MajorRow {
        pub code: String,
        pub level: u8,
        pub name: String,
        pub occupations: String,
    }
}

pub const TERMS: &str =
    "SELECT year, season, first_day, weeks FROM term WHERE school_id = $1 ORDER BY first_day";
pub const HOLIDAYS: &str = "SELECT year, season, first_day, last_day, name FROM term_holiday WHERE school_id = $1 ORDER BY first_day";
pub const WORKDAYS: &str =
    "SELECT year, season, day, follows FROM term_workday WHERE school_id = $1 ORDER BY day";
pub const SET_TERM: &str = "INSERT INTO term (school_id, year, season, first_day, weeks) VALUES ($1, $2, $3, $4, $5) \
    ON CONFLICT (school_id, year, season) DO UPDATE SET first_day = excluded.first_day, weeks = excluded.weeks";
pub const CLEAR_HOLIDAYS: &str =
    "DELETE FROM term_holiday WHERE school_id = $1 AND year = $2 AND season = $3";
pub const CLEAR_WORKDAYS: &str =
    "DELETE FROM term_workday WHERE school_id = $1 AND year = $2 AND season = $3";
pub const ADD_HOLIDAY: &str = "INSERT INTO term_holiday (school_id, year, season, first_day, last_day, name) VALUES ($1, $2, $3, $4, $5, $6)";
pub const ADD_WORKDAY: &str =
    "INSERT INTO term_workday (school_id, year, season, day, follows) VALUES ($1, $2, $3, $4, $5)";
