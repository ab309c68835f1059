//! The scopes of the counts in which something of a school stands.

use kernel::OrgId;

/// The scopes in which something of a school is counted once: nation, province, city and the school itself.
pub fn scopes(region: i64, school: OrgId) -> [String; 4] {
    [
        NATION.to_owned(),
        province_scope(region),
        city_scope(region),
        school_scope(school),
    ]
}

/// The kinds of areas that have totals of their own, as the scopes of [`areas`] begin.
pub const AREAS: [&str; 3] = [NATION, "province", "city"];

/// The scopes of the areas in which a school of this region lies.
pub fn areas(region: i64) -> [String; 3] {
    [NATION.to_owned(), province_scope(region), city_scope(region)]
}

/// The scope of the nation.
pub const NATION: &str = "nation";

/// The scope of the province that a region lies in.
pub fn province_scope(region: i64) -> String {
    format!("province:{}", region / 10_000 * 10_000)
}

/// The scope of the city that a region lies in.
pub fn city_scope(region: i64) -> String {
    format!("city:{}", region / 100 * 100)
}

/// The scope of a school.
pub fn school_scope(school: OrgId) -> String {
    format!("school:{school}")
}
