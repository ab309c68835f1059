//! Phases and steps of the sample, with activities, questions, outcomes and resources.

use kernel::Points;

use super::markdown::Row;
use super::{Source, Unreadable, listed};
use crate::model::measured::Measured;
use crate::model::outcome::{By, Outcome, OutcomeKind, Table};
use crate::model::phase::{Gate, Phase, Tag};
use crate::model::position::Position;
use crate::model::step::{Activity, Actor, GuidingQuestion, Knowledge, QuestionKind, Resource, Step, Work};

pub(super) fn phases(source: &mut Source<'_>) -> Result<Vec<Phase>, Unreadable> {
    let count = source.task.get("三、")?.rows().count();
    (0..count).map(|index| phase(source, index)).collect()
}

fn phase(source: &mut Source<'_>, index: usize) -> Result<Phase, Unreadable> {
    let id = source.id();
    let number = (index + 1).to_string();
    let row = source.task.get("三、")?.row("序号", &number)?;
    let tag = Tag::from_code(row.get("标签")?).ok_or_else(|| row.unreadable("标签", "a tag"))?;
    let gates = source.forms.get("放行")?;
    let gate = match gates.row("环节", &number) {
        Ok(row) => Some(Gate {
            text: row.words("教师确认")?,
        }),
        Err(_) => None,
    };
    let mut phase = Phase {
        id,
        position: Position::nth(index),
        name: row.words("学习环节")?,
        tag,
        hours: row.number("学时")?,
        goal: row.words("学习目标")?,
        gate,
        steps: Vec::new(),
    };
    let mut numbers = Vec::new();
    for row in source.task.get("四、")?.rows() {
        if row.get("学习环节")? == phase.name {
            numbers.push(row.words("步骤")?);
        }
    }
    for (index, number) in numbers.iter().enumerate() {
        phase.steps.push(step(source, number, Position::nth(index))?);
    }
    Ok(phase)
}

fn step(source: &mut Source<'_>, number: &str, position: Position) -> Result<Step, Unreadable> {
    let id = source.id();
    let taught = source.task.get("四、")?.row("步骤", number)?;
    let worked = source.task.get("五、")?.row("步骤", number)?;
    let roles = source.forms.get("分角色")?;
    let mut step = Step {
        id,
        position,
        name: taught.words("学习步骤")?,
        hours: taught.number("学时")?,
        work: work(worked)?,
        knowledge: Knowledge {
            practical: worked.words("实践知识")?,
            theory: worked.words("理论知识")?,
            professional: worked.words("职业素养")?,
            civic: String::new(),
        },
        differs_by_role: roles.row("步骤", number).is_ok(),
        activities: Vec::new(),
        questions: Vec::new(),
        outcomes: Vec::new(),
        resources: Vec::new(),
    };
    let (pupils, teacher) = (taught.words("学生活动")?, taught.words("教师活动")?);
    let resources = taught.words("学习资源")?;
    step.activities = activities(source, &pupils, &teacher)?;
    step.questions = questions(source, number)?;
    step.outcomes = outcomes(source, number)?;
    step.resources = source.nodes(listed(&resources), |id, position, name| {
        Ok(Resource {
            id,
            position,
            name: name.to_owned(),
        })
    })?;
    Ok(step)
}

fn work(row: Row<'_>) -> Result<Work, Unreadable> {
    Ok(Work {
        content: row.words("具体工作内容")?,
        tools: row.words("工具、材料、设备")?,
        organisation: row.words("劳动组织关系")?,
        method: row.words("工作方法")?,
        result: row.words("工作成果")?,
        requirement: row.words("工作要求")?,
    })
}

/// `S-1.1-1 …；S-1.1-2 …` for students, sentences parted by `；` for the teacher; the numbers follow from the order.
fn activities(source: &mut Source<'_>, pupils: &str, teacher: &str) -> Result<Vec<Activity>, Unreadable> {
    let pupils = pupils.split('；').map(|part| {
        let numbered = part
            .trim()
            .strip_prefix("S-")
            .and_then(|rest| rest.split_once(' '));
        (Actor::Student, numbered.map_or(part.trim(), |(_, text)| text))
    });
    let all = pupils.chain(teacher.split('；').map(|part| (Actor::Teacher, part.trim())));
    source.nodes(all, |id, position, (actor, text)| {
        Ok(Activity {
            id,
            position,
            actor,
            text: text.to_owned(),
        })
    })
}

fn questions(source: &mut Source<'_>, number: &str) -> Result<Vec<GuidingQuestion>, Unreadable> {
    let mut found = Vec::new();
    for row in source.task.get("六、")?.rows() {
        if row.get("步骤")? == number {
            let kind = kind(row.get("题型")?).ok_or_else(|| row.unreadable("题型", "a kind of question"))?;
            found.push((kind, row.words("引导问题")?, row.words("答案要点")?));
        }
    }
    source.nodes(found, |id, position, (kind, prompt, answer)| {
        Ok(GuidingQuestion {
            id,
            position,
            kind,
            prompt,
            answer,
            marks: Points::whole(1),
        })
    })
}

fn kind(name: &str) -> Option<QuestionKind> {
    Some(match name {
        "简答" => QuestionKind::Short,
        "填空" => QuestionKind::Blank,
        "选择" => QuestionKind::Choice,
        "选择+说明" => QuestionKind::ChoiceWithReason,
        "判断" => QuestionKind::Judgement,
        "判断+说明" => QuestionKind::JudgementWithReason,
        "计算" => QuestionKind::Calculation,
        "开放" => QuestionKind::Open,
        _ => return None,
    })
}

/// The outcomes that the task names, in the form that the second file gives them, then the measured values.
fn outcomes(source: &mut Source<'_>, number: &str) -> Result<Vec<Outcome>, Unreadable> {
    let named = source.task.get("四、")?.row("步骤", number)?.get("学习成果")?;
    let forms = source.forms.get("学习成果")?;
    let mut found = Vec::new();
    for title in listed(named) {
        let row = forms
            .rows()
            .find(|row| row.get("步骤") == Ok(number) && row.get("学习成果") == Ok(title));
        let missing = || Unreadable {
            place: format!("{number} {title}"),
            what: "the form of an outcome",
        };
        let row = row.ok_or_else(missing)?;
        found.push((title.to_owned(), form(row)?, by(row)?));
    }
    for row in source
        .forms
        .get("测量值")?
        .rows()
        .filter(|row| row.get("步骤") == Ok(number))
    {
        found.push((
            row.words("名称")?,
            OutcomeKind::Measured(measured(row)?),
            by(row)?,
        ));
    }
    source.nodes(found, |id, position, (title, kind, by)| {
        Ok(Outcome {
            id,
            position,
            title,
            kind,
            required: true,
            by,
        })
    })
}

fn form(row: Row<'_>) -> Result<OutcomeKind, Unreadable> {
    Ok(match row.get("形式")? {
        "text" => OutcomeKind::Text,
        "photo" => OutcomeKind::Photo,
        "file" => OutcomeKind::File,
        "table" => OutcomeKind::Table(Table {
            columns: listed(row.get("表头")?).map(str::to_owned).collect(),
            rows: listed(row.get("行")?).map(str::to_owned).collect(),
        }),
        _ => return Err(row.unreadable("形式", "text, table, photo or file")),
    })
}

fn measured(row: Row<'_>) -> Result<Measured, Unreadable> {
    Ok(Measured {
        unit: row.words("单位")?,
        nominal: row.number("公称")?,
        lower: row.number("下偏差")?,
        upper: row.number("上偏差")?,
        decimals: row.number("小数位")?,
    })
}

fn by(row: Row<'_>) -> Result<By, Unreadable> {
    match row.get("提交")? {
        "student" => Ok(By::Student),
        "group" => Ok(By::Group),
        _ => Err(row.unreadable("提交", "student or group")),
    }
}
