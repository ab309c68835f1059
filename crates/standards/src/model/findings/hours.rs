//! Sums of hours and weights.

use std::collections::HashMap;

use kernel::{Hours, Percent, Text};

use super::Found;
use crate::model::course::Course;
use crate::model::names::bare;
use crate::model::place::Place;
use crate::model::standard::{PlanRow, PlanTable, Standard};

/// Semesters against 基准学时, rows against the printed 总学时, rows against the course blocks.
pub fn plan(standard: &Standard, found: &mut Found) {
    let hours: HashMap<String, Option<Hours>> = standard
        .courses
        .iter()
        .map(|course| (bare(&course.name), course.hours))
        .collect();
    for (index, table) in standard.plan.tables.iter().enumerate() {
        let place = Place::of("plan").field("tables").item(index);
        for (at, row) in table.rows.iter().enumerate() {
            plan_row(table, row, &place.field("rows").item(at), found);
            let course = hours.get(&bare(&row.name)).copied().flatten();
            if let (Some(planned), Some(course)) = (row.hours, course)
                && planned != course
            {
                let text = named("standards-hours-plan-course", row)
                    .with("planned", planned)
                    .with("base", course);
                found.fault(
                    place.field("rows").item(at).field("hours"),
                    text.with("table", &table.title),
                );
            }
        }
        total(table, &place, found);
    }
}

fn plan_row(table: &PlanTable, row: &PlanRow, place: &Place, found: &mut Found) {
    let Some(base) = row.hours else {
        found.fault(
            place.field("hours"),
            named("standards-hours-plan-missing", row).with("table", &table.title),
        );
        return;
    };
    let sum: Hours = row.semesters.iter().flatten().copied().sum();
    if sum != base {
        let text = named("standards-hours-semesters", row)
            .with("sum", sum)
            .with("base", base);
        found.fault(place.field("semesters"), text.with("table", &table.title));
    }
}

fn total(table: &PlanTable, place: &Place, found: &mut Found) {
    let place = place.field("total");
    let Some(total) = &table.total else {
        found.doubt(
            place,
            Text::new("standards-hours-total-missing").with("table", &table.title),
        );
        return;
    };
    let sums = table.sums();
    let (printed, sum) = (total.hours.unwrap_or_default(), sums.hours.unwrap_or_default());
    if printed != sum {
        let text = Text::new("standards-hours-total")
            .with("printed", printed)
            .with("sum", sum);
        found.fault(place.field("hours"), text.with("table", &table.title));
    }
    for (index, sum) in sums.semesters.iter().enumerate() {
        let (printed, sum) = (
            total.semesters.get(index).copied().flatten().unwrap_or_default(),
            sum.unwrap_or_default(),
        );
        if printed != sum {
            let text = Text::new("standards-hours-total-semester").with("semester", index + 1);
            let text = text
                .with("printed", printed)
                .with("sum", sum)
                .with("table", &table.title);
            found.fault(place.field("semesters").item(index), text);
        }
    }
}

/// Σ参考学时 = 基准学时, and 过程性 + 终结性 = 100 %.
pub fn course(course: &Course, place: &Place, found: &mut Found) {
    let text = |key| Text::new(key).with("course", &course.name);
    match course.hours {
        None => found.fault(place.field("hours"), text("standards-hours-missing")),
        Some(base) if !course.tasks.is_empty() && course.task_hours() != base => {
            found.fault(
                place.field("tasks"),
                text("standards-hours-tasks")
                    .with("sum", course.task_hours())
                    .with("base", base),
            );
        }
        Some(_) => {}
    }
    for (index, task) in course
        .tasks
        .iter()
        .enumerate()
        .filter(|(_, task)| task.hours.is_none())
    {
        found.fault(
            place.field("tasks").item(index),
            text("standards-hours-task-missing").with("task", &task.name),
        );
    }
    weights(course, &place.field("assessment"), found);
}

fn weights(course: &Course, place: &Place, found: &mut Found) {
    let assessment = &course.assessment;
    let text = |key| Text::new(key).with("course", &course.name);
    let (Some(process), Some(last)) = (assessment.process_weight, assessment.final_weight) else {
        found.fault(place.clone(), text("standards-weights-missing"));
        return;
    };
    if process + last != Percent::whole(100) {
        found.fault(
            place.clone(),
            text("standards-weights-sum")
                .with("process", process)
                .with("final", last),
        );
    }
    let items: Option<Vec<Percent>> = assessment.process.iter().map(|item| item.weight).collect();
    let sum: Percent = items.unwrap_or_default().into_iter().sum();
    if !assessment.process.is_empty() && sum != process {
        found.fault(
            place.field("process"),
            text("standards-weights-process")
                .with("sum", sum)
                .with("process", process),
        );
    }
    let lead = assessment.lead.join("");
    for (word, weight, field) in [
        ("过程性考核成绩", process, "process_weight"),
        ("终结性考核成绩", last, "final_weight"),
    ] {
        if let Some(said) = crate::model::import::percent_after(&lead, word).filter(|said| *said != weight) {
            found.fault(
                place.field(field),
                text("standards-weights-lead")
                    .with("said", said)
                    .with("weight", weight),
            );
        }
    }
}

fn named(key: &'static str, row: &PlanRow) -> Text {
    Text::new(key).with("course", &row.name)
}
