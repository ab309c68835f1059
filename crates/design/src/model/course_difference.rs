//! How a school course differs from the course of the standard that it was converted from.

use kernel::Hours;

use super::course::{Base, Conversion, ReferenceTask, SchoolCourse, SchoolTask};

/// What of a task differs from its 参考性学习任务.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// 名称
    Name,
    /// 学习任务描述
    Description,
    /// 学时
    Hours,
    /// 任务个数
    Count,
}

impl Part {
    /// The translation key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Name => "design-differs-name",
            Self::Description => "design-differs-description",
            Self::Hours => "design-differs-hours",
            Self::Count => "design-differs-count",
        }
    }
}

/// A 参考性学习任务 beside what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// As the standard has it.
    pub reference: &'a ReferenceTask,
    /// What became of it; none while nothing is decided.
    pub conversion: Option<&'a Conversion>,
    /// What differs; nothing while nothing is decided.
    pub parts: Vec<Part>,
}

impl Line<'_> {
    /// By how many hours the school's tasks together are longer; negative where they are shorter.
    pub fn hours(&self) -> Hours {
        let own = self.conversion.map_or(self.reference.hours, Conversion::hours);
        own - self.reference.hours
    }
}

/// Every 参考性学习任务 of the base with what became of it, in the standard's order.
pub fn lines(course: &SchoolCourse) -> Vec<Line<'_>> {
    let references = course.base.iter().flat_map(|base| &base.tasks);
    references
        .map(|reference| {
            let conversion = course.conversion(reference.id);
            Line {
                reference,
                conversion,
                parts: conversion.map_or_else(Vec::new, |conversion| parts(reference, conversion)),
            }
        })
        .collect()
}

fn parts(reference: &ReferenceTask, conversion: &Conversion) -> Vec<Part> {
    let differs = |of: fn(&ReferenceTask, &SchoolTask) -> bool| {
        let mut tasks = conversion.tasks.iter();
        tasks.any(|task| of(reference, task))
    };
    let found = [
        (Part::Name, differs(|reference, task| task.name != reference.name)),
        (
            Part::Description,
            differs(|reference, task| task.description.trim() != reference.description.trim()),
        ),
        (Part::Hours, conversion.hours() != reference.hours),
        (Part::Count, conversion.tasks.len() != 1),
    ];
    let differing = found.into_iter().filter(|(_, differs)| *differs);
    differing.map(|(part, _)| part).collect()
}

/// The hours of each semester: of the standard, of the school.
pub fn semesters(course: &SchoolCourse, base: &Base) -> Vec<(Hours, Hours)> {
    let hours = |row: &[Hours], index: usize| row.get(index).copied().unwrap_or_default();
    let count = course.semesters.len().max(base.semesters.len());
    (0..count)
        .map(|index| (hours(&base.semesters, index), hours(&course.semesters, index)))
        .collect()
}
