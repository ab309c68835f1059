//! What must be there, and what must correspond to something else.

use std::collections::{HashMap, HashSet};

use kernel::Text;

use super::Found;
use crate::model::course::Course;
use crate::model::level::Level;
use crate::model::names::{bare, pairs};
use crate::model::place::Place;
use crate::model::standard::{PlanTable, RequirementRow, Standard};

/// A row of requirements has at least this many.
const REQUIREMENTS: usize = 3;
/// A goal is covered when at least this share of its letter pairs, in per cent, occurs elsewhere in the course.
const COVERED: usize = 12;

/// Where the names of courses occur, so that no course is searched for in every table.
pub struct Names {
    planned: HashSet<String>,
    required: HashMap<String, usize>,
    blocks: HashMap<String, usize>,
}

impl Names {
    pub fn of(standard: &Standard) -> Self {
        let rows = standard.plan.tables.iter().flat_map(|table| &table.rows);
        let mut blocks = HashMap::new();
        for course in &standard.courses {
            *blocks.entry(bare(&course.name)).or_default() += 1;
        }
        Self {
            planned: rows.map(|row| bare(&row.name)).collect(),
            required: standard
                .requirements
                .iter()
                .enumerate()
                .map(|(at, row)| (bare(&row.name), at))
                .collect(),
            blocks,
        }
    }
}

/// Title, major and aims.
pub fn front(standard: &Standard, found: &mut Found) {
    for (is_missing, field, key) in [
        (standard.title.is_empty(), "title", "standards-missing-title"),
        (standard.issuer.is_none(), "issuer", "standards-missing-issuer"),
        (standard.issued.is_none(), "issued", "standards-missing-date"),
    ] {
        if is_missing {
            found.doubt(Place::of(field), Text::new(key));
        }
    }
    let major = Place::of("major");
    for (is_missing, field, key) in [
        (standard.major.name.is_empty(), "name", "standards-missing-major"),
        (
            standard.major.codes.is_empty(),
            "codes",
            "standards-missing-codes",
        ),
        (
            standard.major.years.is_empty(),
            "years",
            "standards-missing-years",
        ),
    ] {
        if is_missing {
            found.fault(major.field(field), Text::new(key));
        }
    }
    let levels: HashSet<Level> = standard
        .plan
        .tables
        .iter()
        .filter_map(|table| table.level)
        .collect();
    for level in Level::ALL.into_iter().filter(|level| levels.contains(level)) {
        let text = |key| Text::new(key).with("level", level.name());
        if standard
            .aims
            .levels
            .iter()
            .all(|aim| aim.level != level || aim.text.is_empty())
        {
            found.fault(
                Place::of("aims").field("levels"),
                text("standards-level-without-aim"),
            );
        }
        let covered = |code: Option<Level>| code.is_none_or(|code| code == level);
        if !standard.major.codes.is_empty() && !standard.major.codes.iter().any(|code| covered(code.level)) {
            found.fault(major.field("codes"), text("standards-level-without-code"));
        }
    }
}

/// At least three requirements in each row, and a course block for each task.
pub fn requirements(standard: &Standard, names: &Names, found: &mut Found) {
    for (index, row) in standard.requirements.iter().enumerate() {
        let place = Place::of("requirements").item(index);
        let text = |key| Text::new(key).with("task", &row.name);
        if row.requirements.len() < REQUIREMENTS {
            let count = row.requirements.len();
            found.fault(
                place.field("requirements"),
                text("standards-requirements-few").with("count", count),
            );
        }
        if row.level.is_none() {
            found.fault(place.field("level"), text("standards-requirements-level"));
        }
        if !names.blocks.contains_key(&bare(&row.name)) {
            found.fault(place, text("standards-task-without-block"));
        }
    }
}

/// Courses of a table without a block or without a row of requirements; tables that say too little.
pub fn plan(standard: &Standard, names: &Names, found: &mut Found) {
    for (index, table) in standard.plan.tables.iter().enumerate() {
        let place = Place::of("plan").field("tables").item(index);
        plan_table(standard, table, &place, found);
        for (at, row) in table.rows.iter().enumerate() {
            let (name, place) = (bare(&row.name), place.field("rows").item(at));
            let text = |key| {
                Text::new(key)
                    .with("course", &row.name)
                    .with("table", &table.title)
            };
            if !names.blocks.contains_key(&name) {
                found.fault(place.clone(), text("standards-plan-without-block"));
            }
            let required = names
                .required
                .get(&name)
                .and_then(|at| standard.requirements.get(*at));
            match required.map(|row| row.level) {
                None => found.fault(place, text("standards-plan-without-requirements")),
                // A course belongs to its own level and to those above.
                Some(Some(level)) if table.level.is_some_and(|own| level > own) => {
                    found.fault(place, text("standards-plan-higher-level"));
                }
                Some(_) => {}
            }
        }
    }
}

fn plan_table(standard: &Standard, table: &PlanTable, place: &Place, found: &mut Found) {
    let text = |key| Text::new(key).with("table", &table.title);
    let (Some(level), Some(entry)) = (table.level, table.entry) else {
        found.fault(place.clone(), text("standards-plan-unnamed"));
        return;
    };
    if let Some(years) = table
        .years
        .filter(|years| usize::from(*years) * 2 != table.semesters)
    {
        found.doubt(
            place.field("semesters"),
            text("standards-plan-semesters")
                .with("years", years)
                .with("count", table.semesters),
        );
    }
    let stated = standard
        .major
        .years
        .iter()
        .filter(|one| one.level == level && one.entry == entry);
    let mut stated = stated.peekable();
    let agrees = |years: u8| table.years.is_none_or(|own| own == years);
    if !standard.major.years.is_empty() && (stated.peek().is_none() || !stated.any(|one| agrees(one.years))) {
        found.fault(place.field("years"), text("standards-plan-years"));
    }
}

/// The parts of a course block, and what in it must correspond.
pub fn course(standard: &Standard, names: &Names, index: usize, found: &mut Found) {
    let Some(course) = standard.courses.get(index) else {
        return;
    };
    let place = &Place::of("courses").item(index);
    parts(course, place, found);
    let text = |key| Text::new(key).with("course", &course.name);
    let work = &course.work;
    let (objects, requirements) = (work.objects.len(), work.requirements.len());
    if objects != requirements && objects > 0 && requirements > 0 {
        let text = text("standards-work-unequal")
            .with("objects", objects)
            .with("requirements", requirements);
        found.fault(place.field("work.requirements"), text);
    }
    let name = bare(&course.name);
    if !names.planned.contains(&name) {
        found.fault(place.clone(), text("standards-block-without-plan"));
    }
    let row = names
        .required
        .get(&name)
        .and_then(|index| standard.requirements.get(*index));
    if row.is_none() {
        found.fault(place.field("goals"), text("standards-goals-without-requirements"));
    }
    if names.blocks.get(&name).is_some_and(|count| *count > 1) {
        found.fault(place.field("name"), text("standards-course-twice"));
    }
    goals(row, course, place, found);
}

/// What a block must have.
fn parts(course: &Course, place: &Place, found: &mut Found) {
    let text = |key| Text::new(key).with("course", &course.name);
    let work = &course.work;
    for (is_missing, field) in [
        (course.description.is_empty(), "description"),
        (work.objects.is_empty(), "work.objects"),
        (work.tools.is_empty() && work.equipment.is_empty(), "work.tools"),
        (work.methods.is_empty(), "work.methods"),
        (work.organisation.is_empty(), "work.organisation"),
        (work.requirements.is_empty(), "work.requirements"),
        (course.goals.items.is_empty(), "goals"),
        (course.content.groups.is_empty(), "content"),
        (course.tasks.is_empty(), "tasks"),
        (course.teaching.teachers.is_empty(), "teaching.teachers"),
        (course.assessment.process.is_empty(), "assessment.process"),
        (
            course.assessment.final_task.requirements.is_empty(),
            "assessment.final_task",
        ),
    ] {
        if is_missing {
            found.fault(
                place.field(field),
                text("standards-course-part-missing").with("field", field.replace('.', "-")),
            );
        }
    }
}

/// Goals that nothing else of the course speaks of: no requirement, work, content, task or assessment.
fn goals(row: Option<&RequirementRow>, course: &Course, place: &Place, found: &mut Found) {
    let requirements = row.iter().flat_map(|row| &row.requirements).map(|one| &one.text);
    let work = &course.work;
    let work = work
        .objects
        .iter()
        .chain(&work.requirements)
        .chain(&work.methods)
        .chain(&course.description);
    let parts = course
        .content
        .groups
        .iter()
        .flat_map(|group| &group.parts)
        .flat_map(|part| &part.text);
    let tasks = course.tasks.iter().flat_map(|task| &task.description);
    let (process, last) = (&course.assessment.process, &course.assessment.final_task);
    let assessed = process
        .iter()
        .flat_map(|item| &item.text)
        .chain(&last.situation)
        .chain(&last.requirements);
    let texts = requirements.chain(work).chain(parts).chain(tasks).chain(assessed);
    let spoken: HashSet<(char, char)> = texts.flat_map(|text| pairs(text).into_keys()).collect();
    for (index, goal) in course.goals.items.iter().enumerate() {
        let own = pairs(&goal.text);
        let shared = own.keys().filter(|pair| spoken.contains(pair)).count();
        if !own.is_empty() && shared * 100 < own.len() * COVERED {
            let text = Text::new("standards-goal-uncovered")
                .with("course", &course.name)
                .with("goal", &goal.text);
            found.doubt(place.field("goals").field("items").item(index), text);
        }
    }
}
