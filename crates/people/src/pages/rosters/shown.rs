//! What a roster would do, as its page shows it.

use kernel::{Id, Lang, RawId, Text};
use org::model::intake::{Finding, Severity};
use ring::digest::{SHA256, digest};
use web::Visit;

use super::Opened;
use crate::intake::{Base, Plan};
use crate::model::class::EntryKind;
use crate::model::roster::missing::MissingClass;
use crate::model::roster::{Change, Fate, Preview, RosterRow};
use crate::pages::words;

/// Rows that a preview lists of each sort; the counts are of all.
const SHOWN: usize = 200;

/// A plan as a page shows it.
pub(super) struct Shown {
    pub(super) digest: String,
    /// What confirming does, in figures.
    pub(super) confirm: Text,
    /// How many findings there are.
    pub(super) found: Text,
    pub(super) total: usize,
    /// New, unchanged, changed, moved.
    pub(super) counts: [usize; 4],
    pub(super) faults: usize,
    pub(super) findings: Vec<FindingView>,
    pub(super) new: Vec<PersonView>,
    pub(super) changes: Vec<ChangeView>,
    pub(super) absent: Vec<PersonView>,
    pub(super) absent_count: usize,
    /// The translation key of what happens with them.
    pub(super) absent_said: &'static str,
    pub(super) unread: String,
    /// Classes that the school does not have, the first of them.
    pub(super) missing: Vec<MissingView>,
    /// How many there are.
    pub(super) missing_count: usize,
    /// Those of the shown ones whose rows say all that a class is made from.
    pub(super) complete: usize,
}

pub(super) struct MissingView {
    pub(super) name: String,
    pub(super) rows: usize,
    pub(super) major: String,
    pub(super) level: String,
    pub(super) years: String,
    pub(super) entry: String,
    pub(super) entered: String,
    pub(super) complete: bool,
    /// The form of a new class with what is known filled in.
    pub(super) form: String,
}

pub(super) struct FindingView {
    pub(super) at: String,
    pub(super) column: String,
    pub(super) fault: bool,
    pub(super) text: String,
}

pub(super) struct PersonView {
    pub(super) number: String,
    pub(super) name: String,
    pub(super) place: String,
}

pub(super) struct ChangeView {
    pub(super) number: String,
    pub(super) name: String,
    pub(super) moved: bool,
    pub(super) fields: Vec<(String, String, String)>,
}

pub(super) fn shown(visit: &Visit, opened: &Opened) -> Shown {
    let mut shown = of_plan(visit, opened);
    let missing = opened.plan.missing();
    shown.missing = missing
        .iter()
        .take(SHOWN)
        .map(|class| missing_view(visit, opened.id, class))
        .collect();
    shown.missing_count = missing.len();
    shown.complete = shown.missing.iter().filter(|class| class.complete).count();
    shown
}

fn missing_view(visit: &Visit, roster: RawId, class: &MissingClass) -> MissingView {
    let said = |value: Option<String>| value.unwrap_or_default();
    let major = said(class.major.clone());
    let level = said(class.level.map(|level| level.digit().to_string()));
    let years = said(class.years.map(|years| years.to_string()));
    let entered = said(class.entered.map(|day| day.to_string()));
    let entry = class
        .level
        .zip(class.years)
        .and_then(|(level, years)| EntryKind::usual(level, years))
        .map_or("", EntryKind::code);
    let roster = Id::<()>::of(roster).to_string();
    let fields = [
        ("roster", roster.as_str()),
        ("name", &class.name),
        ("major-name", &major),
        ("level", &level),
        ("entry", entry),
        ("years", &years),
        ("entry-day", &entered),
    ];
    MissingView {
        form: format!("/classes/new?{}", web::query(&fields)),
        name: class.name.clone(),
        rows: class.rows,
        level: words(visit, "org-level-", &level),
        entry: words(visit, "people-entry-", entry),
        complete: class.class().is_some(),
        major,
        years,
        entered,
    }
}

fn of_plan(visit: &Visit, opened: &Opened) -> Shown {
    match &opened.plan {
        Plan::Students(preview) => {
            let mut shown = of_preview(visit, &opened.base, preview);
            let new = preview
                .readable()
                .iter()
                .filter(|row| row.fate == Fate::New)
                .take(SHOWN);
            shown.new = new
                .map(|row| PersonView {
                    number: row.value.number.clone(),
                    name: row.value.name.to_string(),
                    place: row.value.class.clone(),
                })
                .collect();
            shown
        }
        Plan::Teachers(preview) => {
            let mut shown = of_preview(visit, &opened.base, preview);
            shown.absent_said = "people-roster-absent-teachers";
            let new = preview
                .readable()
                .iter()
                .filter(|row| row.fate == Fate::New)
                .take(SHOWN);
            shown.new = new
                .map(|row| PersonView {
                    number: row.value.number.clone(),
                    name: row.value.name.to_string(),
                    place: row.value.department.clone().unwrap_or_default(),
                })
                .collect();
            shown
        }
    }
}

fn of_preview<R: RosterRow>(visit: &Visit, base: &Base, preview: &Preview<R>) -> Shown {
    let changed = preview.readable().iter().filter_map(|row| match &row.fate {
        Fate::Changed(_, changes) => Some((row, false, changes)),
        Fate::Moved(_, changes) => Some((row, true, changes)),
        Fate::New | Fate::Unchanged(_) => None,
    });
    let changes = changed.take(SHOWN).map(|(row, moved, changes)| ChangeView {
        number: row.value.number().to_owned(),
        name: row.value.name().to_string(),
        moved,
        fields: changes.iter().map(|change| field(visit, change)).collect(),
    });
    let absent = preview.absent();
    let absent = base.named(absent.get(..SHOWN).unwrap_or(absent));
    let absent = absent.map(|(number, name)| PersonView {
        number: number.to_owned(),
        name: name.to_owned(),
        place: String::new(),
    });
    let [new, _, changed_count, moved] = preview.counts();
    let (faults, warnings) = (preview.faults().count(), preview.warnings().count());
    Shown {
        digest: digest_of(preview),
        confirm: Text::new("people-roster-confirm")
            .with("new", new)
            .with("changed", changed_count)
            .with("moved", moved),
        found: Text::new("people-roster-findings")
            .with("faults", faults)
            .with("warnings", warnings),
        total: preview.total,
        counts: preview.counts(),
        faults,
        findings: preview
            .findings
            .0
            .iter()
            .take(5 * SHOWN)
            .map(|finding| finding_view(visit, finding))
            .collect(),
        new: Vec::new(),
        changes: changes.collect(),
        absent: absent.collect(),
        absent_count: preview.absent().len(),
        absent_said: "people-roster-absent-text",
        missing: Vec::new(),
        missing_count: 0,
        complete: 0,
        unread: preview
            .unread
            .join(if visit.lang() == Lang::Zh { "、" } else { ", " }),
    }
}

/// What was looked at: the fate of every row. Whoever confirms another one has to look again.
fn digest_of<R>(preview: &Preview<R>) -> String {
    let fates: String = preview
        .readable()
        .iter()
        .map(|row| format!("{} {:?}\n", row.row, row.fate))
        .collect();
    kernel::hex::written(&digest(&SHA256, fates.as_bytes()).as_ref()[..8])
}

fn finding_view(visit: &Visit, finding: &Finding) -> FindingView {
    let column = finding
        .text
        .args
        .iter()
        .find(|(name, _)| name == "column")
        .map(|(_, value)| value.clone());
    FindingView {
        at: finding.at.map(|at| at.to_string()).unwrap_or_default(),
        column: column.unwrap_or_default(),
        fault: finding.severity == Severity::Fault,
        text: visit.text(&finding.text),
    }
}

fn field(visit: &Visit, change: &Change) -> (String, String, String) {
    let word = |value: &str| match change.field {
        "status" => words(visit, "people-status-", value),
        "sex" => words(visit, "people-sex-", value),
        "certificate" => words(visit, "people-certificate-", value),
        "employment" => words(visit, "people-employment-", value),
        "level" => words(visit, "people-teacher-level-", value),
        _ => value.to_owned(),
    };
    (
        words(visit, "people-field-", change.field),
        word(&change.old),
        word(&change.new),
    )
}
