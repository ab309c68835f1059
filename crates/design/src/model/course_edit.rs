//! The fields of a school course that a page saves one by one: a value of the wrong form is refused here.

use kernel::{Hours, RawId, Text};

use super::course::{Decision, SchoolCourse};
use super::field::{LONGEST, LONGEST_LINE};

/// What a field belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The course itself.
    Course,
    /// A semester of it, from 1.
    Semester(usize),
    /// A conversion, by its place.
    Conversion(usize),
    /// A task, by the places of its conversion and its own.
    Task(usize, usize),
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Where.
    pub part: Part,
    /// What stood there.
    pub before: String,
    /// What stands there.
    pub after: String,
}

/// Why nothing was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The course has no such row or field.
    NotThere,
    /// The task is taken as it stands in the standard.
    Kept,
    /// The value has another form.
    Wrong(Text),
}

/// Writes what was typed into the field of a row: the course, one of its conversions, or one of their tasks.
///
/// # Errors
/// Why not; the course is unchanged then.
pub fn write(
    course: &mut SchoolCourse,
    row: RawId,
    (field, typed): (&str, &str),
) -> Result<Written, Refused> {
    if course.id.raw() == row {
        return of_course(course, field, typed);
    }
    for (at, conversion) in course.conversions.iter_mut().enumerate() {
        if conversion.id.raw() == row {
            return match field {
                "reason" => words(&mut conversion.reason, typed, Part::Conversion(at)),
                _ => Err(Refused::NotThere),
            };
        }
        let kept = conversion.decision == Decision::Kept;
        let mut tasks = conversion.tasks.iter_mut().enumerate();
        let Some((place, task)) = tasks.find(|(_, task)| task.id.raw() == row) else {
            continue;
        };
        let part = Part::Task(at, place);
        return match field {
            "name" | "description" | "hours" if kept => Err(Refused::Kept),
            "name" => line(&mut task.name, typed, part),
            "description" => words(&mut task.description, typed, part),
            "hours" => hours(&mut task.hours, typed, part),
            _ => Err(Refused::NotThere),
        };
    }
    Err(Refused::NotThere)
}

fn of_course(course: &mut SchoolCourse, field: &str, typed: &str) -> Result<Written, Refused> {
    match field {
        // What is taken of the standard is called as it is there.
        "name" if course.class.needs_base() => Err(Refused::NotThere),
        "name" if typed.trim().is_empty() => Err(Refused::Wrong(Text::new("web-required"))),
        "name" => line(&mut course.name, typed, Part::Course),
        "note" => words(&mut course.note, typed, Part::Course),
        "hours" => hours(&mut course.hours, typed, Part::Course),
        other => {
            let number = other.strip_prefix('s').and_then(|number| number.parse().ok());
            let semester: usize = number.ok_or(Refused::NotThere)?;
            let place = semester.checked_sub(1).ok_or(Refused::NotThere)?;
            let slot = course.semesters.get_mut(place).ok_or(Refused::NotThere)?;
            hours(slot, typed, Part::Semester(semester))
        }
    }
}

fn line(slot: &mut String, typed: &str, part: Part) -> Result<Written, Refused> {
    text(slot, typed.trim(), part, LONGEST_LINE)
}

fn words(slot: &mut String, typed: &str, part: Part) -> Result<Written, Refused> {
    text(slot, typed.trim(), part, LONGEST)
}

fn text(slot: &mut String, typed: &str, part: Part, most: usize) -> Result<Written, Refused> {
    if typed.chars().count() > most {
        return Err(Refused::Wrong(Text::new("design-too-long").with("most", most)));
    }
    let before = std::mem::replace(slot, typed.to_owned());
    Ok(Written {
        part,
        before,
        after: typed.to_owned(),
    })
}

fn hours(slot: &mut Hours, typed: &str, part: Part) -> Result<Written, Refused> {
    let after = match typed.trim() {
        "" => Hours::ZERO,
        typed => typed
            .parse()
            .map_err(|_| Refused::Wrong(Text::new("design-no-hours")))?,
    };
    let before = std::mem::replace(slot, after);
    Ok(Written {
        part,
        before: before.to_string(),
        after: after.to_string(),
    })
}
