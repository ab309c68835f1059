//! Publishes a draft as the next version, which never changes afterwards.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, Hours, Problems, Result, Text};

use super::json;
use crate::model::{PlanTable, RequirementRow, Standard, Status};
use crate::policy::Publish;
use crate::queries::{self, Draft, Left};
use crate::store::{self, raw};
use crate::{StandardId, code_of, finders};

/// Publishes it as 试用 or 正式; answers the version's number.
///
/// # Errors
/// 422 for a draft without title, major or courses, or with matches that nobody has confirmed; 409 when it was changed
/// meanwhile.
pub fn publish(tx: &mut Tx<'_>, ctx: &Ctx, grant: Grant<Publish>, kind: Status) -> Result<i64> {
    let mut draft = grant.into_target();
    check(&draft)?;
    draft.content.status = kind;
    draft.content.identify(|| ctx.raw_id());
    let version = (draft.standard, draft.number);
    add_version(tx, version, &draft.content, &draft.leftovers)?;
    let (kind, by) = (code_of(&kind)?, ctx.actor.account());
    tx.run(
        store::ADD_PUBLICATION,
        params![version.0, version.1, &kind, ctx.now, by],
    )?;
    courses(tx, version, &draft.content)?;
    requirements(tx, version, &draft.content)?;
    for (position, table) in (0..).zip(&draft.content.plan.tables) {
        plan(tx, (version, position), &draft.content, table)?;
    }
    if tx.run(store::REMOVE_DRAFT, params![draft.standard, draft.version])? == 0 {
        return Err(Error::Conflict(Text::new("standards-stale")));
    }
    let before = queries::courses(tx, draft.standard, draft.number - 1)?;
    tx.run(store::SET_LATEST, params![draft.standard, draft.number])?;
    finders::index(tx, ctx, (draft.standard, &draft.content), &before)?;
    let state = serde_json::json!({ "title": draft.content.title, "version": draft.number, "kind": kind });
    let line = ledger::Entry::new("standards.publish", "standard", draft.standard.raw()).after(&state);
    ledger::record(tx, ctx, draft.issuer, line)?;
    Ok(draft.number)
}

fn check(draft: &Draft) -> Result<()> {
    let mut problems = Problems::default();
    let content = &draft.content;
    if content.title.trim().is_empty() || content.major.name.trim().is_empty() || content.courses.is_empty() {
        problems.add("kind", Text::new("standards-publish-empty"));
    }
    let open = draft.doubts.iter().filter(|doubt| doubt.same.is_none()).count();
    if open > 0 {
        problems.add("kind", Text::new("standards-publish-doubts").with("count", open));
    }
    problems.check()
}

fn add_version(
    tx: &mut Tx<'_>,
    (id, number): (StandardId, i64),
    content: &Standard,
    leftovers: &[Left],
) -> Result<()> {
    let (code, class) = major_of(content);
    let names: Vec<&str> = content
        .courses
        .iter()
        .map(|course| course.name.as_str())
        .collect();
    let words = format!(
        "{} {} {code} {}",
        content.title,
        content.major.name,
        names.join(" ")
    )
    .to_lowercase();
    let count = i64::try_from(content.courses.len()).map_err(Error::internal)?;
    let (major, levels, text, left) = (
        &content.major.name,
        levels_of(content),
        json(content)?,
        json(&leftovers)?,
    );
    tx.run(
        store::ADD_VERSION,
        params![
            id,
            number,
            &content.title,
            major,
            &code,
            class,
            &levels,
            &words,
            count,
            &text,
            &left
        ],
    )?;
    Ok(())
}

/// The major's code without its level, and its class: the first two of the code's four digits.
fn major_of(content: &Standard) -> (String, i64) {
    let code = content.major.codes.first().map_or("", |code| code.code.as_str());
    let base = code.split('-').next().unwrap_or_default();
    let class = base.get(..2).and_then(|class| class.parse().ok()).unwrap_or(0);
    (base.to_owned(), class)
}

fn levels_of(content: &Standard) -> String {
    let tables = content.plan.tables.iter().filter_map(|table| table.level);
    let rows = content.requirements.iter().filter_map(|row| row.level);
    let levels: std::collections::BTreeSet<_> = tables.chain(rows).collect();
    levels
        .iter()
        .fold(",".to_owned(), |text, level| text + level.name() + ",")
}

fn courses(tx: &mut Tx<'_>, (id, number): (StandardId, i64), content: &Standard) -> Result<()> {
    for (position, course) in (0i64..).zip(&content.courses) {
        let (course_id, level) = (
            raw(&course.id)?,
            content
                .level_of(&course.name)
                .map(|level| level.name().to_owned()),
        );
        tx.run(
            store::ADD_COURSE,
            params![
                id,
                number,
                course_id,
                position,
                course.code,
                &course.name,
                course.hours,
                level
            ],
        )?;
        for (place, goal) in (0i64..).zip(&course.goals.items) {
            tx.run(
                store::ADD_GOAL,
                params![id, number, raw(&goal.id)?, course_id, place, &goal.text],
            )?;
        }
        for (place, task) in (0i64..).zip(&course.tasks) {
            tx.run(
                store::ADD_TASK,
                params![
                    id,
                    number,
                    raw(&task.id)?,
                    course_id,
                    place,
                    &task.name,
                    task.hours
                ],
            )?;
        }
    }
    Ok(())
}

fn requirements(tx: &mut Tx<'_>, (id, number): (StandardId, i64), content: &Standard) -> Result<()> {
    let all = |row: &'_ RequirementRow| row.requirements.len();
    let mut position = 0i64;
    for row in content.requirements.iter().filter(|row| all(row) > 0) {
        let course = content
            .course_named(&row.name)
            .map(|course| raw(&course.id))
            .transpose()?;
        let level = row.level.map(|level| level.name().to_owned());
        for one in &row.requirements {
            let ability = one.ability.as_ref().map(code_of).transpose()?;
            tx.run(
                store::ADD_REQUIREMENT,
                params![
                    id,
                    number,
                    raw(&one.id)?,
                    course,
                    level,
                    position,
                    &one.text,
                    ability
                ],
            )?;
            position += 1;
        }
    }
    Ok(())
}

fn plan(
    tx: &mut Tx<'_>,
    ((id, number), position): ((StandardId, i64), i64),
    content: &Standard,
    table: &PlanTable,
) -> Result<()> {
    let (level, entry) = (
        table.level.map(|level| level.name().to_owned()),
        table.entry.as_ref().map(code_of).transpose()?,
    );
    let semesters = i64::try_from(table.semesters).map_err(Error::internal)?;
    let years = table.years.map(i64::from);
    tx.run(
        store::ADD_PLAN,
        params![id, number, position, &table.title, level, entry, years, semesters],
    )?;
    for (place, row) in (0i64..).zip(&table.rows) {
        let Some(course) = content.course_named(&row.name) else {
            continue;
        };
        let course = raw(&course.id)?;
        let all: Vec<Option<Hours>> = std::iter::once(row.hours)
            .chain(row.semesters.iter().copied())
            .collect();
        for (semester, hours) in (0i64..).zip(all) {
            let Some(hours) = hours else { continue };
            tx.run(
                store::ADD_HOURS,
                params![id, number, position, course, place, semester, hours],
            )?;
        }
    }
    Ok(())
}
