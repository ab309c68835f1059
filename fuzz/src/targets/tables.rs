//! Tables: rosters, results, pairs, majors and calendars all come as workbooks or CSV.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use kernel::Day;
use paper::sheet::{Limits, Workbook, read_within};
use programme::model::Plan;

use super::{cut, package};

/// Small ones, so that what breaks them is found in small files.
const LIMITS: Limits = Limits {
    bytes: 1 << 20,
    cells: 20_000,
    unpacked: 8 << 20,
};

static TODAY: LazyLock<Day> = LazyLock::new(|| Day::new(2026, 11, 24).expect("a day"));
static PLAN: LazyLock<Plan> = LazyLock::new(|| programme::model::policy(str::to_owned));

/// A packed workbook.
pub fn sheet(data: &[u8]) {
    if let Ok(workbook) = read_within(data, "a.xlsx", LIMITS) {
        understood(&workbook);
    }
}

/// A sheet, its shared strings, its styles and the workbook that names them, cut at zero bytes.
pub fn sheet_of_parts(data: &[u8]) {
    const ROOT: &[u8] = br#"<Relationships><Relationship Id="r1" Type="/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    const BOOK: &[u8] = br#"<workbook xmlns:r="r"><sheets><sheet name="a" r:id="r1"/></sheets></workbook>"#;
    const PARTS: &[u8] = br#"<Relationships><Relationship Id="r1" Type="/worksheet" Target="s.xml"/><Relationship Id="r2" Type="/sharedStrings" Target="t.xml"/><Relationship Id="r3" Type="/styles" Target="u.xml"/></Relationships>"#;
    let mut texts = cut(data);
    let mut next = || texts.next().unwrap_or_default();
    let (sheet, strings, styles, book) = (next(), next(), next(), next());
    let bytes = package(&[
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", if book.is_empty() { BOOK } else { book }),
        ("xl/_rels/workbook.xml.rels", PARTS),
        ("xl/s.xml", sheet),
        ("xl/t.xml", strings),
        ("xl/u.xml", styles),
    ]);
    self::sheet(&bytes);
}

/// Text in any of its encodings.
pub fn csv(data: &[u8]) {
    if let Ok(workbook) = read_within(data, "a.csv", LIMITS) {
        understood(&workbook);
    }
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = org::model::calendar::read_typed(text);
    }
}

/// Every reader of tables that the house has.
fn understood(workbook: &Workbook) {
    let key = |number: &str| number.as_bytes().to_vec();
    let known = people::model::roster::Known {
        today: *TODAY,
        classes: &["24CNC1".to_owned()],
        people: &[],
        taken: &HashMap::new(),
        identity_key: &key,
    };
    let _ = people::model::roster::student::read_students(workbook, &known);
    let _ = people::model::roster::teacher::read_teachers(workbook, &known);
    let known = faculty::model::training::Known {
        today: *TODAY,
        teachers: &[],
        results: &[],
        identity_key: &key,
    };
    let _ = faculty::model::training::read_results(workbook, &known);
    let known = programme::model::pairs::Known {
        today: *TODAY,
        schools: &HashMap::from([("Z01".to_owned(), 1)]),
        majors: &HashMap::from([("0106".to_owned(), "CNC".to_owned())]),
        standing: &HashSet::new(),
        plan: &PLAN,
    };
    let _ = programme::model::pairs::read_pairs(workbook, &known);
    let _ = org::model::major::read_catalogue(workbook);
    let _ = org::model::calendar::read_entries(workbook);
}
