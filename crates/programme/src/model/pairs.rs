//! The confirmed list of pairs (school, major), typed one by one or read from a table: every fault by its cell, then all
//! or nothing.

use std::collections::{HashMap, HashSet};

use kernel::{Day, Text};
use org::model::intake::{Fields, Findings, Table};
use org::model::major::MajorCode;
use paper::sheet::{Column, Workbook};

use super::Plan;

/// A pair as somebody wrote it.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// A school's code or full name.
    pub school: String,
    /// A major's code, with or without its level.
    pub major: String,
    /// A phase's name; empty for the one that the day lies in.
    pub phase: String,
    /// From when it counts.
    pub day: Option<Day>,
}

/// A pair that can be put on the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The school, as an index into those known.
    pub school: usize,
    /// The major's code without its level.
    pub code: String,
    /// Its name in the catalogue.
    pub name: String,
    /// The phase that the list names; empty for 阶段外.
    pub phase: String,
    /// From when it counts.
    pub day: Day,
}

/// What is known before a pair is read.
pub struct Known<'a> {
    /// The day of the act.
    pub today: Day,
    /// Schools that may be named, by code and by full name.
    pub schools: &'a HashMap<String, usize>,
    /// Majors of the present catalogue, by code.
    pub majors: &'a HashMap<String, String>,
    /// Pairs that stand.
    pub standing: &'a HashSet<(usize, String)>,
    /// The present plan.
    pub plan: &'a Plan,
}

/// What is wrong, each at its field.
pub type Faults = Vec<(&'static str, Text)>;

impl Known<'_> {
    /// Reads one pair.
    ///
    /// # Errors
    /// Every fault at its field: `school`, `major`, `phase`, `day`.
    pub fn check(&self, typed: &Typed) -> Result<Pair, Faults> {
        let mut faults = Faults::new();
        let mut keep = |field, text| faults.push((field, text));
        let school = self.schools.get(typed.school.trim()).copied();
        if school.is_none() {
            keep(
                "school",
                Text::new("programme-pair-school").with("value", typed.school.trim()),
            );
        }
        let code = MajorCode::parse(&typed.major).map(|(code, _)| code.to_string());
        let name = match &code {
            Ok(code) => self.majors.get(code).cloned(),
            Err(text) => {
                keep("major", text.clone());
                None
            }
        };
        if let (Ok(code), None) = (&code, &name) {
            keep("major", Text::new("programme-pair-major").with("value", code));
        }
        let phase = self.phase(typed);
        if let Err(text) = &phase {
            keep("phase", text.clone());
        }
        match typed.day {
            None => keep("day", Text::new("web-required")),
            Some(day) if day > self.today => {
                keep("day", Text::new("programme-pair-future").with("value", day));
            }
            Some(_) => {}
        }
        if let (Some(school), Ok(code)) = (school, &code)
            && self.standing.contains(&(school, code.clone()))
        {
            keep("major", Text::new("programme-pair-stands").with("value", code));
        }
        match (school, code, name, phase, typed.day) {
            (Some(school), Ok(code), Some(name), Ok(phase), Some(day)) if faults.is_empty() => Ok(Pair {
                school,
                code,
                name,
                phase,
                day,
            }),
            _ => Err(faults),
        }
    }

    fn phase(&self, typed: &Typed) -> Result<String, Text> {
        let named = typed.phase.trim();
        if named.is_empty() {
            let phase = typed.day.and_then(|day| self.plan.phase_of(day));
            return Ok(phase.map(|phase| phase.name.clone()).unwrap_or_default());
        }
        let found = self.plan.phases.iter().find(|phase| phase.name == named);
        found
            .map(|phase| phase.name.clone())
            .ok_or_else(|| Text::new("programme-pair-phase").with("value", named))
    }
}

/// What a table of pairs would add.
#[derive(Clone, Debug)]
pub struct Preview {
    /// How many data rows the file has.
    pub total: usize,
    /// Faults and warnings, by row and column.
    pub findings: Findings,
    /// Columns of the file that were not read.
    pub unread: Vec<String>,
    rows: Vec<(u32, Pair)>,
}

impl Preview {
    /// Every row with its number, if the file has no fault: all or nothing.
    pub fn rows(&self) -> Option<&[(u32, Pair)]> {
        (!self.findings.has_faults()).then_some(self.rows.as_slice())
    }
}

const COLUMNS: [Column<'_>; 5] = [
    Column::required(
        "school",
        &[
            "院校",
            "学校",
            "院校名称",
            "学校名称",
            "院校编号",
            "院校代码",
            "学校代码",
        ],
    ),
    Column::required("major", &["专业代码", "专业编码"]),
    Column::optional("name", &["专业", "专业名称"]),
    Column::optional("phase", &["阶段", "建设阶段", "所属阶段"]),
    Column::required("day", &["确认日期", "公布日期", "认定日期", "日期"]),
];

/// Reads a table of pairs.
pub fn read_pairs(workbook: &Workbook, known: &Known<'_>) -> Preview {
    let table = match Table::find(workbook, &COLUMNS) {
        Ok(table) => table,
        Err(findings) => {
            return Preview {
                total: 0,
                findings,
                unread: Vec::new(),
                rows: Vec::new(),
            };
        }
    };
    let mut seen = HashMap::new();
    let (rows, findings) = table.read(|fields| read_row(fields, known, &mut seen));
    Preview {
        total: table.len(),
        findings,
        unread: table.unread(),
        rows,
    }
}

fn read_row(
    fields: &mut Fields<'_>,
    known: &Known<'_>,
    seen: &mut HashMap<(usize, String), u32>,
) -> Option<Pair> {
    let typed = Typed {
        school: fields.needed("school").unwrap_or_default(),
        major: fields.needed_code("major").unwrap_or_default(),
        phase: fields.text("phase").unwrap_or_default(),
        day: fields.needed_day("day"),
    };
    if fields.is_faulty() {
        return None;
    }
    let pair = match known.check(&typed) {
        Ok(pair) => pair,
        Err(faults) => {
            faults.into_iter().for_each(|(key, text)| fields.fault(key, text));
            return None;
        }
    };
    let name = fields.text("name");
    if let Some(name) = name.filter(|name| org::model::major::normalise_name(name) != pair.name) {
        let text = Text::new("programme-pair-name")
            .with("value", name)
            .with("name", &pair.name);
        fields.warn("name", text);
    }
    if let Some(row) = seen.insert((pair.school, pair.code.clone()), fields.row()) {
        fields.fault("major", Text::new("programme-pair-twice").with("other", row));
        return None;
    }
    Some(pair)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::policy;

    fn read(csv: &str, standing: &[(usize, &str)]) -> Preview {
        let schools = HashMap::from([
            ("330199".to_owned(), 0),
            ("江南市技师学院".to_owned(), 0),
            ("330298".to_owned(), 1),
        ]);
        let majors = HashMap::from([("0106".to_owned(), "数控加工（数控车工）".to_owned())]);
        let plan = policy(str::to_owned);
        let known = Known {
            today: "2026-11-24".parse().unwrap(),
            schools: &schools,
            majors: &majors,
            standing: &standing
                .iter()
                .map(|(school, code)| (*school, (*code).to_owned()))
                .collect(),
            plan: &plan,
        };
        read_pairs(&paper::sheet::read(csv.as_bytes(), "list.csv").unwrap(), &known)
    }

    fn faults(csv: &str, standing: &[(usize, &str)]) -> Vec<(String, String)> {
        let found = read(csv, standing).findings.0.into_iter();
        let place = |at: Option<paper::sheet::CellRef>| at.map(|at| at.to_string()).unwrap_or_default();
        found
            .map(|finding| (place(finding.at), finding.text.key.into_owned()))
            .collect()
    }

    #[test]
    fn a_pair_is_read_by_code_or_name_and_lies_in_the_phase_of_its_day() {
        let preview = read(
            "学校,专业代码,确认日期\n江南市技师学院,0106-3,2023-07-31\n330298,0106,2023-08-15\n",
            &[],
        );
        let rows: Vec<(usize, &str, &str)> = preview
            .rows()
            .unwrap()
            .iter()
            .map(|(_, pair)| (pair.school, pair.code.as_str(), pair.phase.as_str()))
            .collect();
        assert_eq!(rows, [(0, "0106", "programme-policy-phase-1"), (1, "0106", "")]);
    }

    #[test]
    fn every_fault_is_named_by_its_cell() {
        let csv = "学校,专业代码,阶段,确认日期\n510197,0106,,2025-01-01\n330298,0199,,2025-01-01\n\
            330298,0106,第九阶段,2025-01-01\n330298,0106,,2027-01-01\n330199,0106,,2025-01-01\n";
        let expected = [
            ("A2", "programme-pair-school"),
            ("B3", "programme-pair-major"),
            ("C4", "programme-pair-phase"),
            ("D5", "programme-pair-future"),
            ("B6", "programme-pair-stands"),
        ];
        let expected: Vec<_> = expected
            .iter()
            .map(|(at, key)| ((*at).to_owned(), (*key).to_owned()))
            .collect();
        assert_eq!(faults(csv, &[(0, "0106")]), expected);
    }

    #[test]
    fn a_pair_stands_once_in_a_file() {
        let csv = "学校,专业代码,确认日期\n330199,0106,2025-01-01\n江南市技师学院,0106-4,2025-02-01\n";
        assert_eq!(
            faults(csv, &[]),
            [("B3".to_owned(), "programme-pair-twice".to_owned())]
        );
        assert!(read(csv, &[]).rows().is_none());
    }
}
