//! What it tells the counts.

use kernel::Day;
use ledger::{Fact, FactEntry};

use crate::store::SheetRow;

/// A sheet was locked: one more sheet, and so many grades, in the month of the lock.
pub fn locked(sheet: &SheetRow, day: Day, grades: i64) -> Fact {
    let (year, month, _) = day.parts();
    let period = i64::from(year) * 100 + i64::from(month);
    let add = |measure: &str, amount| FactEntry::Add {
        measure: format!("assessment.{measure}"),
        period,
        amount,
    };
    let (sheets, of_sheets) = if sheet.is_course() {
        ("locked-course-sheets", "locked-course-grades")
    } else {
        ("locked-task-sheets", "locked-task-grades")
    };
    Fact {
        kind: "assessment.sheet-locked",
        entries: vec![add(sheets, 1), add(of_sheets, grades)],
    }
}
