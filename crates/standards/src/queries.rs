//! What pages and other modules ask about standards.
//!
//! A school course adopts from here: [`published`] finds versions by major and level, [`plans`] and [`hours`] give the courses
//! of one level and entry, [`courses`], [`goals`], [`tasks`] and [`requirements`] their parts. A pair of standard and number is
//! immutable: what it answered once it answers for ever.

use std::collections::HashMap;

use db::{Tx, params};
use kernel::{Error, Instant, Page, Result, SchoolId, Slice};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::StandardId;
use crate::model::{Course, CourseId, Leftover, Level, Standard};
use crate::store::{self, DraftRow};

pub use crate::store::{
    CourseRow, DraftLine, GoalRow, Head, HoursRow, PlanRow, RequirementRow, StandardRow, TaskRow,
};

/// A draft, opened.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The standard.
    pub standard: StandardId,
    /// Which version it will be.
    pub number: i64,
    /// Counts its changes.
    pub version: i64,
    /// What it says.
    pub content: Standard,
    /// What found no place.
    pub leftovers: Vec<Left>,
    /// What may be the same as in the last version.
    pub doubts: Vec<Doubt>,
    /// When it was last changed.
    pub updated_at: Instant,
    /// The issuer's local number.
    pub issuer: SchoolId,
    /// The issuer's name.
    pub issuer_name: String,
}

/// A line that found no place, and what a person made of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// The line and where it was met.
    pub line: Leftover,
    /// What was made of it; none while it waits.
    pub settled: Option<Settled>,
}

/// What a person made of a leftover line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Settled {
    /// Put at a place.
    Assigned(String),
    /// Left out, with the reason.
    Dismissed(String),
}

/// Something of the new version that may be something of the last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// The key of what it is: a course, a goal, a task, a requirement.
    pub label: String,
    /// The identity in the last version.
    pub old: kernel::Id<()>,
    /// Its present identity in the draft.
    pub new: kernel::Id<()>,
    /// What it was called.
    pub before: String,
    /// What it is called.
    pub after: String,
    /// How alike both are, in per cent.
    pub likeness: usize,
    /// `Some(true)`: the same; `Some(false)`: another one.
    pub same: Option<bool>,
}

/// What a list of published standards is narrowed by.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Part of the title, the major's name or code, or a course's name.
    pub text: String,
    /// `ministry`, `province` or `school`, or empty.
    pub issuer: String,
    /// The class of the catalogue of majors, or 0.
    pub class: i64,
    /// A level, or none.
    pub level: Option<Level>,
}

/// The newest published version of every standard, by major.
///
/// # Errors
/// The engine's.
pub fn published(tx: &mut Tx<'_>, filter: &Filter, slice: Slice) -> Result<Page<Head>> {
    let level = filter
        .level
        .map_or_else(|| "%".to_owned(), |level| format!("%,{},%", level.name()));
    let words = format!("%{}%", db::search::literal(&filter.text).to_lowercase());
    let (issuer, class) = (filter.issuer.as_str(), filter.class);
    let (total,): (i64,) = tx.one(store::COUNT_PUBLISHED, params![issuer, class, &level, &words])?;
    let (limit, offset) = (slice.limit(), slice.offset());
    let rows = tx.all(
        store::PUBLISHED,
        params![issuer, class, &level, &words, limit, offset],
    )?;
    Ok(Page { rows, total, slice })
}

/// How many standards have a published version.
///
/// # Errors
/// The engine's.
pub fn count_published(tx: &mut Tx<'_>) -> Result<i64> {
    let (count,): (i64,) = tx.one(store::COUNT_ALL, &[])?;
    Ok(count)
}

/// The published versions of a standard, newest first.
///
/// # Errors
/// The engine's.
pub fn history(tx: &mut Tx<'_>, id: StandardId) -> Result<Vec<Head>> {
    Ok(tx.all(store::HISTORY, params![id])?)
}

/// A published version; the newest where no number is given.
///
/// # Errors
/// `NotFound`.
pub fn head(tx: &mut Tx<'_>, id: StandardId, number: Option<i64>) -> Result<Head> {
    let number = match number {
        Some(number) => number,
        None => standard(tx, id)?.latest,
    };
    Ok(tx.one(store::HEAD, params![id, number])?)
}

/// A standard through all its versions.
///
/// # Errors
/// `NotFound`.
pub fn standard(tx: &mut Tx<'_>, id: StandardId) -> Result<StandardRow> {
    tx.once(format!("standard {id}"), |tx| {
        Ok(tx.one(store::STANDARD, params![id])?)
    })
}

/// What a published version says, with what was left over of its import.
///
/// # Errors
/// `NotFound`.
pub fn content(tx: &mut Tx<'_>, id: StandardId, number: i64) -> Result<(Standard, Vec<Left>)> {
    let (content, leftovers): (String, String) = tx.one(store::CONTENT, params![id, number])?;
    Ok((stored(&content)?, stored(&leftovers)?))
}

/// The newest published version of each standard, by its id.
///
/// # Errors
/// The engine's.
pub fn newest(tx: &mut Tx<'_>) -> Result<HashMap<StandardId, i64>> {
    let rows: Vec<(StandardId, i64)> = tx.all(store::NEWEST, &[])?;
    Ok(rows.into_iter().collect())
}

/// The block of one course of a published version, with all it says; the blocks are read and parsed once in a process.
///
/// # Errors
/// `NotFound`.
pub fn course(tx: &mut Tx<'_>, id: StandardId, number: i64, course: CourseId) -> Result<Course> {
    #[derive(Deserialize)]
    struct Blocks {
        courses: Vec<Course>,
    }
    let blocks = tx.kept(format!("blocks {id} {number}"), |tx| {
        let (content, _): (String, String) = tx.one(store::CONTENT, params![id, number])?;
        stored::<Blocks>(&content)
    })?;
    let mut courses = blocks.courses.iter();
    let found = courses.find(|block| block.id.0 == Some(course));
    found.cloned().ok_or(Error::NotFound)
}

/// The title of a published version.
///
/// # Errors
/// `NotFound`.
pub fn title(tx: &mut Tx<'_>, id: StandardId, number: i64) -> Result<String> {
    let title = tx.kept(format!("title {id} {number}"), |tx| {
        Ok(head(tx, id, Some(number))?.title)
    })?;
    Ok(title.as_ref().clone())
}

/// The courses of a published version, in the order of its blocks.
///
/// # Errors
/// The engine's.
pub fn courses(tx: &mut Tx<'_>, id: StandardId, number: i64) -> Result<Vec<CourseRow>> {
    Ok(tx.all(store::COURSES, params![id, number])?)
}

/// The goals of all courses of a published version, course by course.
///
/// # Errors
/// The engine's.
pub fn goals(tx: &mut Tx<'_>, id: StandardId, number: i64) -> Result<Vec<GoalRow>> {
    Ok(tx.all(store::GOALS, params![id, number])?)
}

/// The 参考性学习任务 of all courses of a published version, course by course, with their hours.
///
/// # Errors
/// The engine's.
pub fn tasks(tx: &mut Tx<'_>, id: StandardId, number: i64) -> Result<Vec<TaskRow>> {
    Ok(tx.all(store::TASKS, params![id, number])?)
}

/// The 职业能力要求 of a published version.
///
/// # Errors
/// The engine's.
pub fn requirements(tx: &mut Tx<'_>, id: StandardId, number: i64) -> Result<Vec<RequirementRow>> {
    Ok(tx.all(store::REQUIREMENTS, params![id, number])?)
}

/// The tables of 课程安排 of a published version: one for each level and point of entry.
///
/// # Errors
/// The engine's.
pub fn plans(tx: &mut Tx<'_>, id: StandardId, number: i64) -> Result<Vec<PlanRow>> {
    Ok(tx.all(store::PLANS, params![id, number])?)
}

/// The courses of one table in teaching order, each with its 基准学时 (semester 0) and the hours of its semesters.
///
/// # Errors
/// The engine's.
pub fn hours(tx: &mut Tx<'_>, id: StandardId, number: i64, plan: i64) -> Result<Vec<HoursRow>> {
    Ok(tx.all(store::HOURS, params![id, number, plan])?)
}

/// The open draft of a standard. For this module's policy; nobody else may see one.
pub(crate) fn draft(tx: &mut Tx<'_>, id: StandardId) -> Result<Option<Draft>> {
    let row: Option<DraftRow> = tx.opt(store::DRAFT, params![id])?;
    row.map(opened).transpose()
}

/// The open drafts of an organisation.
pub(crate) fn drafts_of(tx: &mut Tx<'_>, issuer: SchoolId) -> Result<Vec<DraftLine>> {
    Ok(tx.all(store::DRAFTS_OF, params![issuer])?)
}

fn opened(row: DraftRow) -> Result<Draft> {
    Ok(Draft {
        standard: row.standard,
        number: row.number,
        version: row.version,
        content: stored(&row.content)?,
        leftovers: stored(&row.leftovers)?,
        doubts: stored(&row.doubts)?,
        updated_at: row.updated_at,
        issuer: row.issuer,
        issuer_name: row.issuer_name,
    })
}

fn stored<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(Error::internal)
}
