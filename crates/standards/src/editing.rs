//! Mending a standard by places: what kind of value stands where, and what it becomes. Pure.
//!
//! A standard is mended in its serialised form and read back, so that no value can be stored that the model does not take.

use kernel::{Error, Hours, Percent, Result, Text};
use serde::Serialize;
use serde_json::Value;

use crate::matches::pointer;
use crate::model::{
    ContentGroup, ContentPart, Course, Entry, Goal, Grade, Jobs, Knowledge, Level, LevelAim, LevelCode,
    Place, PlanRow, ProcessItem, Qualification, ReferenceTask, Requirement, RequirementRow, Site, Standard,
    Step, StudyYears,
};

/// What a field holds, and so how it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Paragraphs or items, a line each.
    Lines,
    /// One line.
    Line,
    /// 学时
    Hours,
    /// A weight in per cent.
    Percent,
    /// A whole number.
    Number,
    /// One of a fixed vocabulary, by stored name; its translation keys begin with this.
    Choice(&'static str, &'static [&'static str]),
}

const LEVELS: Kind = Kind::Choice("standards-level-", &["intermediate", "advanced", "technician"]);
const ENTRIES: Kind = Kind::Choice(
    "standards-entry-",
    &[
        "junior-school",
        "senior-school",
        "intermediate-worker",
        "advanced-worker",
    ],
);
const GRADES: Kind = Kind::Choice("standards-grade-", &["five", "four", "three", "two", "one"]);
const ABILITIES: Kind = Kind::Choice(
    "standards-ability-",
    &["professional", "general", "vocational", "civic"],
);

/// Longer texts are refused: no field of a standard comes near it.
const LONGEST: usize = 60_000;

/// The place that a text names.
pub fn place_of(text: &str) -> Place {
    text.split('.')
        .fold(Place::default(), |place, part| place.field(part))
}

/// The value at a place.
pub fn at(standard: &Standard, place: &Place) -> Option<Value> {
    serde_json::to_value(standard)
        .ok()?
        .pointer(&pointer(place))
        .cloned()
}

/// A short version of a value: it changes when the value does.
pub fn version_of(value: &Value) -> String {
    // FNV-1a; a writer's stale sight has to be noticed, nobody has to be kept from forging one.
    let hash = value
        .to_string()
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    format!("{hash:016x}")
}

/// [`version_of`] the value at a place.
pub fn version_at(standard: &Standard, place: &Place) -> Option<String> {
    at(standard, place).map(|value| version_of(&value))
}

/// What the field at a place holds; none for what is no field, such as a list of courses.
pub fn kind(place: &Place, value: &Value) -> Option<Kind> {
    let fields: Vec<&str> = place
        .steps()
        .filter_map(|step| {
            if let Step::Field(name) = step {
                Some(name)
            } else {
                None
            }
        })
        .collect();
    match (*fields.last()?, value) {
        ("id", _) => None,
        ("hours" | "semesters", Value::Null | Value::Number(_)) => Some(Kind::Hours),
        ("weight" | "process_weight" | "final_weight", _) => Some(Kind::Percent),
        ("year" | "month", _) => Some(Kind::Number),
        ("years", Value::Null | Value::Number(_)) => Some(Kind::Number),
        ("level", _) => Some(LEVELS),
        ("entry", _) => Some(ENTRIES),
        ("grade", _) => Some(GRADES),
        ("ability", Value::Null | Value::String(_)) => Some(ABILITIES),
        (_, Value::Array(items)) if items.iter().all(Value::is_string) => Some(Kind::Lines),
        (_, Value::String(_) | Value::Null) => Some(Kind::Line),
        _ => None,
    }
}

/// A value as it is typed.
pub fn typed(kind: Kind, value: &Value) -> String {
    let number = || value.as_i64();
    match kind {
        Kind::Lines => lines(value).join("\n"),
        Kind::Hours => number().map(|hours| Hours(hours).to_string()).unwrap_or_default(),
        Kind::Percent => number()
            .map(|weight| Percent(weight).to_string())
            .unwrap_or_default(),
        Kind::Number => number().map(|number| number.to_string()).unwrap_or_default(),
        Kind::Line | Kind::Choice(..) => value.as_str().unwrap_or_default().to_owned(),
    }
}

/// The paragraphs of a value.
pub fn lines(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        Value::String(text) if !text.is_empty() => vec![text.clone()],
        _ => Vec::new(),
    }
}

/// Gives a field a value as typed. A course's name changes wherever the course is named.
///
/// # Errors
/// 404 for a place that is no field, 422 at `value` for what it does not take.
pub fn set(standard: &Standard, place: &Place, value: &str) -> Result<Standard> {
    if value.len() > LONGEST {
        return Err(refused("standards-too-long"));
    }
    let steps: Vec<Step<'_>> = place.steps().collect();
    if let [Step::Field("courses"), Step::Item(index), Step::Field("name")] = steps.as_slice() {
        let mut renamed = standard.clone();
        if *index >= renamed.courses.len() {
            return Err(Error::NotFound);
        }
        renamed.rename_course(*index, value.trim());
        return Ok(renamed);
    }
    change(standard, place, |slot| {
        let kind = kind(place, slot).ok_or(Error::NotFound)?;
        *slot = parsed(kind, value.trim(), slot)?;
        Ok(())
    })
}

/// Adds a line to the text at a place.
///
/// # Errors
/// 404 for a place that is no text.
pub fn append(standard: &Standard, place: &Place, line: &str) -> Result<Standard> {
    change(standard, place, |slot| match (kind(place, slot), &mut *slot) {
        (Some(Kind::Lines), Value::Array(items)) => {
            items.push(Value::from(line));
            Ok(())
        }
        (Some(Kind::Line), slot) => {
            *slot = Value::from(format!("{}{line}", slot.as_str().unwrap_or_default()));
            Ok(())
        }
        _ => Err(Error::NotFound),
    })
}

/// Adds an empty item at the end of a list.
///
/// # Errors
/// 404 for a place that is no list of items.
pub fn add(standard: &Standard, place: &Place) -> Result<Standard> {
    let item = empty_item(standard, place).ok_or(Error::NotFound)?;
    change(standard, place, |slot| {
        slot.as_array_mut().ok_or(Error::NotFound)?.push(item);
        Ok(())
    })
}

/// Takes an item out of its list.
///
/// # Errors
/// 404 for a place that is no item of a list that [`add`] knows.
pub fn remove(standard: &Standard, place: &Place) -> Result<Standard> {
    let (list, index) = place
        .to_string()
        .rsplit_once('.')
        .map(|(list, index)| (list.to_owned(), index.to_owned()))
        .ok_or(Error::NotFound)?;
    let (list, index) = (
        place_of(&list),
        index.parse::<usize>().map_err(|_| Error::NotFound)?,
    );
    empty_item(standard, &list).ok_or(Error::NotFound)?;
    change(standard, &list, |slot| {
        let items = slot
            .as_array_mut()
            .filter(|items| index < items.len())
            .ok_or(Error::NotFound)?;
        items.remove(index);
        Ok(())
    })
}

fn change(
    standard: &Standard,
    place: &Place,
    act: impl FnOnce(&mut Value) -> Result<()>,
) -> Result<Standard> {
    let mut stored = serde_json::to_value(standard).map_err(Error::internal)?;
    act(stored.pointer_mut(&pointer(place)).ok_or(Error::NotFound)?)?;
    serde_json::from_value(stored).map_err(|_| refused("standards-value-refused"))
}

fn refused(key: &'static str) -> Error {
    Error::field("value", Text::new(key))
}

/// What was typed as a value of its kind; a line left empty stays a text where one stood before.
fn parsed(kind: Kind, value: &str, before: &Value) -> Result<Value> {
    let blank = value.is_empty();
    let scaled = |number: std::result::Result<i64, kernel::number::NotANumber>, key| {
        number.map(Value::from).map_err(|_| refused(key))
    };
    match kind {
        Kind::Lines => Ok(value
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect()),
        Kind::Line if blank && !before.is_string() => Ok(Value::Null),
        Kind::Line => Ok(Value::from(value.lines().collect::<Vec<_>>().join(" "))),
        _ if blank => Ok(Value::Null),
        Kind::Hours => scaled(
            value.parse::<Hours>().map(|hours| hours.0),
            "standards-hours-expected",
        ),
        Kind::Percent => {
            let plain = value.trim_end_matches(['%', '％']);
            scaled(
                plain.parse::<Percent>().map(|weight| weight.0),
                "standards-percent-expected",
            )
        }
        Kind::Number => value
            .parse::<u16>()
            .map(Value::from)
            .map_err(|_| refused("standards-number-expected")),
        Kind::Choice(_, names) if names.contains(&value) => Ok(Value::from(value)),
        Kind::Choice(..) => Err(refused("standards-value-refused")),
    }
}

/// A new item of the list at a place.
fn empty_item(standard: &Standard, place: &Place) -> Option<Value> {
    let steps: Vec<Step<'_>> = place.steps().collect();
    let fields: Vec<&str> = steps
        .iter()
        .filter_map(|step| {
            if let Step::Field(name) = step {
                Some(*name)
            } else {
                None
            }
        })
        .collect();
    let (level, entry) = (Level::Intermediate, Entry::JuniorSchool);
    match (fields.as_slice(), steps.as_slice()) {
        (["courses"], _) => json(&Course::default()),
        (["courses", "goals", "items"], _) => json(&Goal::default()),
        (["courses", "tasks"], _) => json(&ReferenceTask::default()),
        (["courses", "content", "groups"], _) => json(&group()),
        (["courses", "assessment", "process"], _) => json(&ProcessItem::default()),
        (["requirements"], _) => json(&RequirementRow {
            level: Some(level),
            ..RequirementRow::default()
        }),
        (["requirements", "requirements"], _) => json(&Requirement::default()),
        (["advice", "sites", "rows"], _) => json(&Site::default()),
        (["major", "codes"], _) => json(&LevelCode {
            level: Some(level),
            code: String::new(),
        }),
        (["major", "years"], _) => json(&StudyYears {
            level,
            entry,
            years: 3,
        }),
        (["major", "jobs"], _) => json(&Jobs {
            level: Some(level),
            text: String::new(),
        }),
        (["major", "qualifications"], _) => json(&Qualification {
            occupation: String::new(),
            grade: Some(Grade::Four),
            level: Some(level),
        }),
        (["aims", "levels"], _) => json(&LevelAim {
            level,
            text: Vec::new(),
        }),
        (
            _,
            [
                Step::Field("plan"),
                Step::Field("tables"),
                Step::Item(table),
                Step::Field("rows"),
            ],
        ) => {
            let table = standard.plan.tables.get(*table)?;
            json(&PlanRow {
                semesters: vec![None; table.semesters],
                ..PlanRow::default()
            })
        }
        _ => None,
    }
}

fn group() -> ContentGroup {
    let part = |kind| ContentPart {
        kind,
        text: Vec::new(),
    };
    ContentGroup {
        title: String::new(),
        parts: vec![part(Knowledge::Practice), part(Knowledge::Theory)],
    }
}

fn json(value: &impl Serialize) -> Option<Value> {
    serde_json::to_value(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standard() -> Standard {
        let course = Course {
            name: "A".to_owned(),
            hours: Some(Hours::whole(480)),
            ..Course::default()
        };
        let row = RequirementRow {
            name: "A".to_owned(),
            ..RequirementRow::default()
        };
        Standard {
            courses: vec![course],
            requirements: vec![row],
            ..Standard::default()
        }
    }

    #[test]
    fn a_field_takes_only_what_it_is_made_for() {
        let place = place_of("courses.0.hours");
        assert_eq!(
            set(&standard(), &place, "96.5").unwrap().courses[0].hours,
            Some(Hours(9_650))
        );
        assert_eq!(set(&standard(), &place, "").unwrap().courses[0].hours, None);
        assert!(matches!(set(&standard(), &place, "many"), Err(Error::Invalid(_))));
        assert!(matches!(
            set(&standard(), &place_of("courses.1.hours"), "1"),
            Err(Error::NotFound)
        ));
        assert!(matches!(
            set(&standard(), &place_of("courses"), "1"),
            Err(Error::NotFound | Error::Invalid(_))
        ));
    }

    #[test]
    fn a_renamed_course_is_renamed_where_it_is_required_too() {
        let renamed = set(&standard(), &place_of("courses.0.name"), "B").unwrap();
        assert_eq!(
            (
                renamed.courses[0].name.as_str(),
                renamed.requirements[0].name.as_str()
            ),
            ("B", "B")
        );
    }

    #[test]
    fn paragraphs_are_lines_and_a_line_without_place_joins_them() {
        let place = place_of("courses.0.description");
        let two = set(&standard(), &place, " one \n\n two ").unwrap();
        assert_eq!(two.courses[0].description, ["one", "two"]);
        assert_eq!(
            append(&two, &place, "three").unwrap().courses[0]
                .description
                .len(),
            3
        );
    }

    #[test]
    fn an_item_is_added_at_the_end_and_taken_out_by_its_place() {
        let list = place_of("courses.0.tasks");
        let one = add(&standard(), &list).unwrap();
        assert_eq!(one.courses[0].tasks.len(), 1);
        assert_eq!(remove(&one, &list.item(0)).unwrap().courses[0].tasks, []);
        assert!(matches!(remove(&one, &list.item(1)), Err(Error::NotFound)));
        assert!(matches!(add(&one, &place_of("title")), Err(Error::NotFound)));
    }

    #[test]
    fn a_version_changes_with_the_value() {
        let place = place_of("courses.0.hours");
        let other = set(&standard(), &place, "1").unwrap();
        assert_ne!(version_at(&standard(), &place), version_at(&other, &place));
        assert_eq!(version_at(&standard(), &place), version_at(&standard(), &place));
    }
}
