//! Every statement of the module.

pub const NOTE: &str = "INSERT INTO check_report (kind, org_number, at, well, said) VALUES ($1, $2, $3, $4, $5) \
    ON CONFLICT (kind, org_number) DO UPDATE SET at = excluded.at, well = excluded.well, said = excluded.said";
pub const OF_KIND: &str =
    "SELECT org_number, at, well, said FROM check_report WHERE kind = $1 ORDER BY org_number";
