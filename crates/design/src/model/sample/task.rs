//! The sample task itself: where it comes from, what is given and what has to be provided.

use super::markdown::Row;
use super::{Source, Unreadable, listed};
use crate::model::ids::StepId;
use crate::model::phase::Phase;
use crate::model::task::{
    Analysis, Audience, Feature, LearningTask, Material, Origin, Provision, Reach, Requirement, Sheet,
};

pub(super) fn task(source: &mut Source<'_>, phases: Vec<Phase>) -> Result<LearningTask, Unreadable> {
    let (id, course) = (source.id(), source.id());
    let facts = source.task.get("一、")?;
    let fact = |name| facts.row("字段", name)?.words("内容");
    let hours = facts.row("字段", "基准学时")?.number("内容")?;
    let mut task = LearningTask::empty(id, course, &fact("学习任务名称")?, hours);
    task.origin = Origin {
        enterprise: fact("任务来源企业")?,
        duration: fact("企业工作时长")?,
        previous: fact("前序任务")?,
        next: fact("后续任务")?,
        grouping: fact("班额与分组")?,
    };
    task.scenario.clone_from(&source.task.get("2.1")?.text);
    task.analysis = analysis(source)?;
    task.phases = phases;
    task.materials = materials(source, &task)?;
    task.requirements = requirements(source)?;
    task.features = features(source)?;
    task.provisions = provisions(source, &task)?;
    task.sheets = sheets(source)?;
    Ok(task)
}

fn analysis(source: &Source<'_>) -> Result<Analysis, Unreadable> {
    let section = source.task.get("学情")?;
    let part = |name| section.row("项目", name)?.words("内容");
    Ok(Analysis {
        value: String::new(),
        basis: part("学生基础")?,
        gaps: part("学生不足")?,
        remedies: part("改进方法")?,
        focus: part("重点")?,
        difficulty: part("难点")?,
    })
}

fn materials(source: &mut Source<'_>, task: &LearningTask) -> Result<Vec<Material>, Unreadable> {
    let read = |row: Row<'_>| {
        Ok((
            row.words("资料")?,
            row.words("版本或规格")?,
            reach(row, "用在哪些步骤", task)?,
        ))
    };
    let rows = rows(source, "2.2", read)?;
    source.nodes(rows, |id, position, (name, edition, reach)| {
        Ok(Material {
            id,
            position,
            name,
            edition,
            reach,
        })
    })
}

fn requirements(source: &mut Source<'_>) -> Result<Vec<Requirement>, Unreadable> {
    let rows = rows(source, "2.3", |row| {
        Ok((row.words("要求")?, row.words("判定依据")?))
    })?;
    source.nodes(rows, |id, position, (text, evidence)| {
        Ok(Requirement {
            id,
            position,
            text,
            evidence,
        })
    })
}

fn features(source: &mut Source<'_>) -> Result<Vec<Feature>, Unreadable> {
    let rows = rows(source, "代表性特征", |row| {
        Ok((row.words("特征")?, row.words("说明")?))
    })?;
    source.nodes(rows, |id, position, (name, text)| {
        Ok(Feature {
            id,
            position,
            name,
            text,
        })
    })
}

fn provisions(source: &mut Source<'_>, task: &LearningTask) -> Result<Vec<Provision>, Unreadable> {
    let read = |row: Row<'_>| {
        Ok((
            row.words("类别")?,
            row.words("名称")?,
            row.words("数量")?,
            reach(row, "步骤", task)?,
        ))
    };
    let rows = rows(source, "八、", read)?;
    source.nodes(rows, |id, position, (kind, name, quantity, reach)| {
        Ok(Provision {
            id,
            position,
            kind,
            name,
            quantity,
            reach,
        })
    })
}

fn sheets(source: &mut Source<'_>) -> Result<Vec<Sheet>, Unreadable> {
    let mut found = Vec::new();
    for (number, audience) in [
        ("2.4", Audience::Students),
        ("7.1", Audience::Teachers),
        ("7.2", Audience::Teachers),
    ] {
        let section = source.task.get(number)?;
        let title = section.heading.trim_start_matches(number).trim().to_owned();
        found.push((title, audience, section.table()));
    }
    source.nodes(found, |id, position, (title, audience, (columns, rows))| {
        Ok(Sheet {
            id,
            position,
            title,
            audience,
            columns,
            rows,
        })
    })
}

fn rows<T>(
    source: &Source<'_>,
    section: &str,
    read: impl FnMut(Row<'_>) -> Result<T, Unreadable>,
) -> Result<Vec<T>, Unreadable> {
    source.task.get(section)?.rows().map(read).collect()
}

/// `4.3、4.5` as steps; `全部` and `全程` as the whole task.
pub(super) fn reach(row: Row<'_>, column: &str, task: &LearningTask) -> Result<Reach, Unreadable> {
    let cell = row.get(column)?;
    if matches!(cell, "全部" | "全程") {
        return Ok(Reach::Throughout);
    }
    let step = |number: &str| -> Option<StepId> {
        task.steps()
            .find(|(other, ..)| other.to_string() == number)
            .map(|(_, _, step)| step.id)
    };
    let steps =
        listed(cell).map(|number| step(number).ok_or_else(|| row.unreadable(column, "numbers of steps")));
    steps.collect::<Result<_, _>>().map(Reach::Steps)
}
