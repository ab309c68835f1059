//! A made-up confirmed list for the schools of a demonstration.

use std::fmt::Write as _;

/// Which school (by its place), which major, from when: some majors in several schools, one day in no phase.
const PAIRS: [(usize, &str, &str); 16] = [
    (0, "0106", "2022-09-20"),
    (1, "0106", "2022-09-20"),
    (0, "0127", "2022-09-20"),
    (2, "0119", "2023-06-12"),
    (2, "0106", "2023-08-15"),
    (0, "0209", "2023-11-06"),
    (1, "0203", "2023-11-06"),
    (1, "0403", "2024-04-22"),
    (2, "0403", "2024-04-22"),
    (0, "0108", "2024-10-28"),
    (1, "0301", "2024-10-28"),
    (0, "0113", "2025-03-17"),
    (1, "0113", "2025-03-17"),
    (2, "0501", "2025-03-17"),
    (2, "0514", "2025-09-08"),
    (0, "0301", "2025-12-31"),
];

/// A table of pairs, as an officer would import it.
pub fn table(schools: &[&str]) -> String {
    let mut csv = String::from("院校代码,专业代码,确认日期\n");
    for (place, major, day) in PAIRS {
        if let Some(school) = schools.get(place) {
            let _ = writeln!(csv, "{school},{major},{day}");
        }
    }
    csv
}
