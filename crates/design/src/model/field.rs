//! The fields of a node: what a page shows of them, and what is read from what somebody typed. A value of the wrong form is
//! refused here, so that every stored node reads back as the model's type.

use kernel::{Hours, Id, Percent, Points, Text};
use serde_json::{Map, Value, json};

use super::ids::{PhaseId, StepId};
use super::measured::Quantity;
use super::task::LearningTask;

/// A field of a node.
#[derive(Debug)]
pub struct Field {
    /// Where it stands in the node, `work.content`.
    pub path: &'static str,
    /// The translation key of its name.
    pub label: &'static str,
    /// What it holds.
    pub form: Form,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A short text.
    Line,
    /// A longer text.
    Words,
    /// 学时
    Hours,
    /// 配分, 分值
    Marks,
    /// A share in per cent.
    Percent,
    /// Yes or no.
    Flag,
    /// What the teacher has to confirm; empty for no gate.
    Gate,
    /// One of these codes, with the translation keys of their names; the empty code is none.
    Choice(&'static [(&'static str, &'static str)]),
    /// The form of an outcome.
    Outcome,
    /// Steps by their numbers `1.1、2.3`; empty for all of them.
    Reach,
    /// Phases by their numbers `1、2`.
    Phases,
    /// One text a line.
    Lines,
    /// Texts between `|`.
    Cells,
    /// Rows of texts between `|`.
    Grid,
    /// A signed size.
    Quantity,
    /// 0 to 4.
    Digit,
}

/// The forms of an outcome.
pub const OUTCOMES: &[(&str, &str)] = &[
    ("text", "design-outcome-text"),
    ("table", "design-outcome-table"),
    ("photo", "design-outcome-photo"),
    ("file", "design-outcome-file"),
    ("measured", "design-outcome-measured"),
];

/// The longest text of a field, in characters.
pub const LONGEST: usize = 10_000;
/// The longest text of a line.
pub const LONGEST_LINE: usize = 500;

impl Form {
    /// The value of a field in which nothing is written yet.
    pub fn blank(self) -> Value {
        match self {
            Self::Line | Self::Words => json!(""),
            Self::Hours | Self::Marks | Self::Percent | Self::Quantity | Self::Digit => json!(0),
            Self::Flag => json!(false),
            Self::Gate => Value::Null,
            Self::Choice(codes) => codes.first().map_or(Value::Null, |(code, _)| choice(code)),
            Self::Outcome => json!({ "form": "text" }),
            Self::Reach => json!("Throughout"),
            Self::Phases | Self::Lines | Self::Cells | Self::Grid => json!([]),
        }
    }

    /// Reads what somebody typed. The task gives the numbers of steps and phases.
    ///
    /// # Errors
    /// A text that says what was expected.
    pub fn read(self, typed: &str, task: &LearningTask) -> Result<Value, Text> {
        let typed = typed.replace("\r\n", "\n");
        let typed = typed.trim();
        let longest = if self == Self::Line { LONGEST_LINE } else { LONGEST };
        if typed.chars().count() > longest {
            return Err(Text::new("design-too-long").with("most", longest));
        }
        match self {
            Self::Line => Ok(json!(typed.replace('\n', " "))),
            Self::Words => Ok(json!(typed)),
            Self::Hours => hours(typed),
            Self::Marks => within_100(
                typed.parse::<Points>().ok(),
                Points::whole(100),
                "design-no-marks",
            ),
            Self::Percent => within_100(percent(typed), Percent::whole(100), "design-no-percent"),
            Self::Flag => Ok(json!(typed == "1")),
            Self::Gate if typed.is_empty() => Ok(Value::Null),
            Self::Gate => Ok(json!({ "text": typed })),
            Self::Choice(codes) => one_of(codes, typed).map(choice),
            Self::Outcome => one_of(OUTCOMES, typed).map(outcome),
            Self::Reach => reach(typed, task),
            Self::Phases => phases(typed, task),
            Self::Lines => Ok(json!(typed.lines().map(str::trim).collect::<Vec<_>>())),
            Self::Cells => Ok(json!(cells(typed))),
            Self::Grid => Ok(json!(typed.lines().map(cells).collect::<Vec<_>>())),
            Self::Quantity => {
                let size: Quantity = typed
                    .parse()
                    .map_err(|_| Text::new("design-measured-no-number"))?;
                Ok(json!(size.0))
            }
            Self::Digit => match typed.parse::<u8>() {
                Ok(digit @ 0..=4) => Ok(json!(digit)),
                _ => Err(Text::new("design-no-digit")),
            },
        }
    }

    /// The value as it is shown for editing.
    pub fn show(self, value: &Value, task: &LearningTask) -> String {
        let number = value.as_i64().unwrap_or_default();
        match self {
            Self::Line | Self::Words | Self::Choice(_) => text(value).to_owned(),
            Self::Hours => Hours(number).to_string(),
            Self::Marks => Points(number).to_string(),
            Self::Percent => Percent(number).to_string(),
            Self::Quantity => Quantity(number).to_string(),
            Self::Digit => number.to_string(),
            Self::Flag => if value == &json!(true) { "1" } else { "" }.to_owned(),
            Self::Gate => value.get("text").map(text).unwrap_or_default().to_owned(),
            Self::Outcome => value.get("form").map(text).unwrap_or_default().to_owned(),
            Self::Reach => match value.get("Steps") {
                Some(steps) => listed(steps, |id: StepId| {
                    task.number_of(id).map(|number| number.to_string())
                }),
                None => String::new(),
            },
            Self::Phases => listed(value, |id: PhaseId| {
                let index = task.phases.iter().position(|phase| phase.id == id)?;
                Some((index + 1).to_string())
            }),
            Self::Lines => joined(value, "\n"),
            Self::Cells => joined(value, " | "),
            Self::Grid => {
                let rows = value.as_array().into_iter().flatten();
                rows.map(|row| joined(row, " | ")).collect::<Vec<_>>().join("\n")
            }
        }
    }

    /// The codes that are offered, with the keys of their names.
    pub const fn choices(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Choice(codes) => codes,
            Self::Outcome => OUTCOMES,
            _ => &[],
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn choice(code: &str) -> Value {
    if code.is_empty() { Value::Null } else { json!(code) }
}

fn one_of(codes: &'static [(&'static str, &'static str)], typed: &str) -> Result<&'static str, Text> {
    let found = codes.iter().find(|(code, _)| *code == typed);
    found
        .map(|(code, _)| *code)
        .ok_or_else(|| Text::new("design-no-choice"))
}

fn outcome(form: &str) -> Value {
    match form {
        "table" => json!({ "form": form, "detail": { "columns": [], "rows": [] } }),
        "measured" => {
            let detail = json!({ "unit": "mm", "nominal": 0, "lower": 0, "upper": 0, "decimals": 3 });
            json!({ "form": form, "detail": detail })
        }
        _ => json!({ "form": form }),
    }
}

fn hours(typed: &str) -> Result<Value, Text> {
    match typed.parse::<Hours>() {
        Ok(hours) if hours <= Hours::whole(9_999) => Ok(json!(hours)),
        _ => Err(Text::new("design-no-hours")),
    }
}

fn percent(typed: &str) -> Option<Percent> {
    typed.trim_end_matches(['%', '％']).parse().ok()
}

fn within_100<T: PartialOrd + serde::Serialize>(
    value: Option<T>,
    most: T,
    key: &'static str,
) -> Result<Value, Text> {
    match value {
        Some(value) if value <= most => Ok(json!(value)),
        _ => Err(Text::new(key)),
    }
}

fn cells(line: &str) -> Vec<String> {
    if line.trim().is_empty() {
        return Vec::new();
    }
    line.split(['|', '｜', '\t'])
        .map(|cell| cell.trim().to_owned())
        .collect()
}

/// The parts of `1.1、2.3`, `1.1, 2.3` or `1.1 2.3`.
fn parts(typed: &str) -> impl Iterator<Item = String> {
    let plain: String = typed.chars().map(kernel::number::half_width).collect();
    let parts: Vec<String> = plain
        .split([',', '、', ';', ' ', '\n'])
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect();
    parts.into_iter()
}

fn reach(typed: &str, task: &LearningTask) -> Result<Value, Text> {
    if typed.is_empty() || typed == "全程" {
        return Ok(json!("Throughout"));
    }
    let step = |part: String| {
        let found = task.steps().find(|(number, ..)| number.to_string() == part);
        found
            .map(|(_, _, step)| step.id)
            .ok_or_else(|| Text::new("design-no-step").with("number", part))
    };
    let steps: Vec<StepId> = parts(typed).map(step).collect::<Result<_, _>>()?;
    Ok(json!({ "Steps": steps }))
}

fn phases(typed: &str, task: &LearningTask) -> Result<Value, Text> {
    let phase = |part: String| {
        let index = part
            .parse::<usize>()
            .ok()
            .and_then(|number| number.checked_sub(1));
        let found = index.and_then(|index| task.phases.get(index));
        found
            .map(|phase| phase.id)
            .ok_or_else(|| Text::new("design-no-phase").with("number", part))
    };
    let phases: Vec<PhaseId> = parts(typed).map(phase).collect::<Result<_, _>>()?;
    Ok(json!(phases))
}

fn listed<T>(value: &Value, name: impl Fn(Id<T>) -> Option<String>) -> String {
    let ids = value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|id| text(id).parse().ok());
    ids.filter_map(name).collect::<Vec<_>>().join("、")
}

fn joined(value: &Value, by: &str) -> String {
    value
        .as_array()
        .into_iter()
        .flatten()
        .map(text)
        .collect::<Vec<_>>()
        .join(by)
}

/// The value at a path.
pub fn get<'v>(node: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    let mut names = path.split('.');
    let first = node.get(names.next()?)?;
    names.try_fold(first, |value, name| value.get(name))
}

/// Puts a value at a path, making what lies on the way.
pub fn put(node: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            node.insert(path.to_owned(), value);
        }
        Some((name, rest)) => {
            let inner = node.entry(name.to_owned()).or_insert_with(|| json!({}));
            if let Some(inner) = inner.as_object_mut() {
                put(inner, rest, value);
            }
        }
    }
}
