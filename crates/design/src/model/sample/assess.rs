//! Assessment items and general abilities of the sample.

use kernel::Percent;

use super::markdown::Row;
use super::task::reach;
use super::{Source, Unreadable};
use crate::model::assess::{Ability, AssessmentItem, Peers, Weights};
use crate::model::ids::{ItemId, PhaseId};
use crate::model::position::Position;
use crate::model::task::LearningTask;

pub(super) fn fill(source: &mut Source<'_>, task: &mut LearningTask) -> Result<(), Unreadable> {
    let names: Vec<String> = source
        .task
        .get("9.1")?
        .rows()
        .map(|row| row.words("考核项目"))
        .collect::<Result<_, _>>()?;
    let phases: Vec<PhaseId> = task.phases.iter().map(|phase| phase.id).collect();
    for (index, name) in names.iter().enumerate() {
        let place = (source.id(), Position::nth(index));
        task.items.push(item(source, place, name, &phases)?);
    }
    let mut rows = Vec::new();
    for row in source.task.get("9.4")?.rows() {
        rows.push((
            row.words("培养维度")?,
            row.words("培养目标")?,
            row.words("观察要点")?,
            reach(row, "观察步骤", task)?,
            row.words("记录方式")?,
        ));
    }
    task.abilities = source.nodes(
        rows,
        |id, position, (dimension, goal, observation, reach, record)| {
            Ok(Ability {
                id,
                position,
                dimension,
                goal,
                observation,
                reach,
                record,
            })
        },
    )?;
    Ok(())
}

fn item(
    source: &Source<'_>,
    (id, position): (ItemId, Position),
    name: &str,
    phases: &[PhaseId],
) -> Result<AssessmentItem, Unreadable> {
    let about = source.task.get("9.1")?.row("考核项目", name)?;
    let judged = source.task.get("9.2")?.row("考核项目", name)?;
    let made_of = source.task.get("9.3")?.row("考核项目", name)?;
    let peers = match source.forms.get("互评")?.row("考核项目", name) {
        Ok(row) => Some(peers(row)?),
        Err(_) => None,
    };
    Ok(AssessmentItem {
        id,
        position,
        name: name.to_owned(),
        marks: made_of.number("配分")?,
        weights: Weights {
            own: made_of.number("自评权重")?,
            peer: made_of.number("互评权重")?,
            teacher: made_of.number("师评权重")?,
            enterprise: Percent::ZERO,
        },
        peers,
        phases: drawn_on(about, phases)?,
        basis: about.words("考核要点")?,
        explanation: String::new(),
        organisation: judged.words("考核组织")?,
        form: judged.words("成果形式")?,
        method: judged.words("评价方式")?,
        standard: judged.words("评价标准")?,
    })
}

fn peers(row: Row<'_>) -> Result<Peers, Unreadable> {
    match row.get("互评来源")? {
        "own-group" => Ok(Peers::OwnGroup),
        "other-groups" => Ok(Peers::OtherGroups),
        _ => Err(row.unreadable("互评来源", "own-group or other-groups")),
    }
}

/// `4 实施计划、5 检查控制` or `1～6 全过程` as phases.
fn drawn_on(row: Row<'_>, phases: &[PhaseId]) -> Result<Vec<PhaseId>, Unreadable> {
    let cell = row.get("学习环节")?;
    let broken = || row.unreadable("学习环节", "numbers of phases");
    let mut drawn = Vec::new();
    for part in super::listed(cell) {
        let numbers = part.split_whitespace().next().ok_or_else(broken)?;
        let (first, last) = numbers.split_once('～').unwrap_or((numbers, numbers));
        let (first, last): (usize, usize) = (
            first.parse().map_err(|_| broken())?,
            last.parse().map_err(|_| broken())?,
        );
        let range = first
            .checked_sub(1)
            .and_then(|first| phases.get(first..last))
            .ok_or_else(broken)?;
        drawn.extend_from_slice(range);
    }
    Ok(drawn)
}
