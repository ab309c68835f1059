//! A grade opened to what it is made of: the pieces that the student's page and the teacher's share.

use design::model::{LearningTask, Rater};
use kernel::{Points, Text};
use web::Visit;

use super::say;
use crate::model::breakdown::{ItemBreakdown, PartScore, PartShown, Parts};
use crate::model::{MissingRule, PhaseShare, StudentView, Veiled};

/// An item as it is opened.
pub struct ItemView {
    pub name: String,
    pub marks: String,
    pub points: String,
    /// Rater, weight, rating.
    pub parts: Vec<(String, String, String)>,
    /// The reckoning in one line.
    pub formula: String,
    pub note: String,
}

/// A phase with what was earned of it.
pub struct PhaseView {
    pub name: String,
    pub earned: String,
    pub share: String,
    pub value: String,
    pub items: Vec<String>,
}

/// An ability with its level.
pub struct AbilityView {
    pub dimension: String,
    pub goal: String,
    pub observation: String,
    pub level: String,
    pub value: u8,
    pub seen: bool,
}

/// A grade to its last kept decimal, three at least: `82.910`.
pub fn exact(points: Points) -> String {
    if points.0 % 10 == 0 {
        format!("{points:.3}")
    } else {
        format!("{points:.4}")
    }
}

fn name_of(task: &LearningTask, id: design::model::ItemId) -> String {
    let item = task.items.iter().find(|item| item.id == id);
    item.map(|item| item.name.clone()).unwrap_or_default()
}

/// An item as far as its breakdown goes.
pub fn item(visit: &Visit, task: &LearningTask, shown: &ItemBreakdown) -> ItemView {
    let (parts, combined) = match &shown.parts {
        Parts::Shown(parts) => (parts.iter().map(|part| part_view(visit, part)).collect(), None),
        Parts::Combined { raters } => (Vec::new(), Some(*raters)),
    };
    let mut notes = Vec::new();
    if let Some(raters) = combined {
        notes.push(visit.text(&Text::new("assessment-combined").with("count", raters)));
    }
    if let Some(rule) = shown.stand_in {
        notes.push(visit.text(&Text::new(rule.key())));
    }
    if shown.points.is_none() {
        notes.push(say(visit, "assessment-item-open"));
    }
    ItemView {
        name: name_of(task, shown.item),
        marks: shown.marks.to_string(),
        points: shown.points.map(exact).unwrap_or_default(),
        formula: formula(visit, shown),
        parts,
        note: notes.join(" "),
    }
}

fn part_view(visit: &Visit, part: &PartShown) -> (String, String, String) {
    let score = match &part.score {
        PartScore::Single(points) => points.to_string(),
        PartScore::Mean { mean, raters } => visit.text(
            &Text::new("assessment-peers-mean")
                .with("mean", format!("{mean:.2}"))
                .with("count", raters),
        ),
        PartScore::Withheld { raters } => {
            visit.text(&Text::new("assessment-peers-few").with("count", raters))
        }
        PartScore::Missing => say(visit, "assessment-part-missing"),
    };
    (say(visit, part.rater.key()), format!("{}%", part.weight), score)
}

/// `40 × (10% × 88 + 20% × 84 + 70% × 80) = 32.640`, where every part may be seen and none was missing.
fn formula(visit: &Visit, shown: &ItemBreakdown) -> String {
    let (Parts::Shown(parts), Some(points), None) = (&shown.parts, shown.points, shown.stand_in) else {
        return String::new();
    };
    let term = |part: &PartShown| match &part.score {
        PartScore::Single(score) => Some(format!("{}% × {score}", part.weight)),
        PartScore::Mean { mean, .. } => Some(format!("{}% × {mean:.2}", part.weight)),
        PartScore::Withheld { .. } | PartScore::Missing => None,
    };
    let terms: Option<Vec<String>> = parts.iter().map(term).collect();
    let Some(terms) = terms else {
        return String::new();
    };
    let text = Text::new("assessment-formula")
        .with("marks", shown.marks)
        .with("terms", terms.join(" + "))
        .with("points", exact(points));
    visit.text(&text)
}

/// The items as their student sees them.
pub fn veiled_items(visit: &Visit, task: &LearningTask, view: &StudentView) -> Vec<ItemView> {
    let one = |veiled: &Veiled| match veiled {
        Veiled::Shown(shown) => item(visit, task, shown),
        Veiled::Together { item, marks, raters } => ItemView {
            name: name_of(task, *item),
            marks: marks.to_string(),
            points: String::new(),
            parts: Vec::new(),
            formula: String::new(),
            note: visit.text(&Text::new("assessment-together").with("count", raters)),
        },
    };
    view.items.iter().map(one).collect()
}

/// The phases with what was earned of them, and the items that each draws on.
pub fn phases(visit: &Visit, task: &LearningTask, shares: &[PhaseShare]) -> Vec<PhaseView> {
    let view = |share: &PhaseShare| {
        let items = task
            .items
            .iter()
            .filter(|item| item.phases.contains(&share.phase));
        let percent = share.share();
        PhaseView {
            name: task
                .phase(share.phase)
                .map(|phase| phase.name.clone())
                .unwrap_or_default(),
            earned: percent.map(|_| earned(visit, share)).unwrap_or_default(),
            share: percent
                .map(|percent| format!("{percent:.1}%"))
                .unwrap_or_default(),
            value: percent.map(|percent| percent.to_string()).unwrap_or_default(),
            items: items.map(|item| item.name.clone()).collect(),
        }
    };
    shares.iter().map(view).collect()
}

fn earned(visit: &Visit, share: &PhaseShare) -> String {
    let text = Text::new("assessment-phase-earned")
        .with("earned", exact(share.earned))
        .with("possible", share.possible);
    visit.text(&text)
}

/// The abilities of a task's plan with what was observed.
pub fn abilities(visit: &Visit, task: &LearningTask, levels: &[(kernel::RawId, u8)]) -> Vec<AbilityView> {
    let view = |ability: &design::model::Ability| {
        let level = levels
            .iter()
            .find(|(id, _)| *id == ability.id.raw())
            .map(|(_, level)| *level);
        let observed = level.and_then(|level| crate::model::Observed::new(level).ok());
        AbilityView {
            dimension: ability.dimension.clone(),
            goal: ability.goal.clone(),
            observation: ability.observation.clone(),
            level: observed.map_or_else(
                || say(visit, "assessment-not-observed"),
                |observed| say(visit, observed.key()),
            ),
            value: level.unwrap_or_default(),
            seen: level.is_some(),
        }
    };
    task.abilities.iter().map(view).collect()
}

/// The rater kinds that a correction can change at an item.
pub fn correctable(task: &LearningTask) -> Vec<(String, &'static str, String, Rater)> {
    let mut all = Vec::new();
    for item in &task.items {
        for rater in [Rater::Teacher, Rater::Enterprise] {
            if item.weights.of(rater) != kernel::Percent::ZERO {
                all.push((item.id.to_string(), rater.code(), item.name.clone(), rater));
            }
        }
    }
    all
}

/// The sentence of a rule for missing ratings.
pub fn rule_text(visit: &Visit, rule: MissingRule) -> String {
    say(visit, rule.key())
}
