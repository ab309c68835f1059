//! What it tells the counts.

use kernel::Day;
use ledger::{Fact, FactEntry};

use crate::store::SheetRow;

/// A sheet was locked: one more sheet, and so many grades, in the month of the lock.
pub fn locked(sheet: &SheetRow, day: Day, grades: i64) -> Fact {
    let (sheets, of_sheets) = measures(sheet);
    Fact {
        kind: "assessment.sheet-locked",
        entries: vec![add(sheets, day, 1), add(of_sheets, day, grades)],
    }
}

/// A correction gave a student of a locked sheet the grade that was still open (a deferred exam was sat), or took one away: so
/// many more grades, in the month of the correction.
pub fn graded(sheet: &SheetRow, day: Day, grades: i64) -> Fact {
    Fact {
        kind: "assessment.grade-settled",
        entries: vec![add(measures(sheet).1, day, grades)],
    }
}

fn measures(sheet: &SheetRow) -> (&'static str, &'static str) {
    if sheet.is_course() {
        (
            "assessment.locked-course-sheets",
            "assessment.locked-course-grades",
        )
    } else {
        ("assessment.locked-task-sheets", "assessment.locked-task-grades")
    }
}

fn add(measure: &str, day: Day, amount: i64) -> FactEntry {
    let (year, month, _) = day.parts();
    FactEntry::Add {
        measure: measure.to_owned(),
        period: i64::from(year) * 100 + i64::from(month),
        amount,
    }
}
