//! The confirmed lists of a made-up nation.

use std::fmt::Write as _;

use kernel::Dice;

/// Days on which lists were confirmed, within the phases of the policy and outside.
const DAYS: [&str; 9] = [
    "2022-09-20",
    "2023-06-12",
    "2023-08-15",
    "2023-11-06",
    "2024-04-22",
    "2024-10-28",
    "2025-03-17",
    "2025-09-08",
    "2025-12-31",
];

/// The table by which an officer confirms majors of a school.
pub fn table(dice: &mut Dice, school: &str, majors: &[&str]) -> String {
    let mut csv = String::from("院校代码,专业代码,确认日期\n");
    for major in majors {
        let day = dice.pick(&DAYS).copied().unwrap_or_default();
        let _ = writeln!(csv, "{school},{major},{day}");
    }
    csv
}
