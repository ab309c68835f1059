//! Results of teachers' training (技工院校工学一体化教师培训标准（试行）), from a table: every fault by its cell, then all or
//! nothing.

use std::collections::HashMap;

use kernel::{Day, PersonId, Text, Tier};
use org::model::intake::{Fields, Finding, Findings, Once, Severity, Table};
use paper::sheet::{Column, Workbook};
use people::model::name;
use people::model::roster::codes::TeacherLevel;

/// How a training ended for a teacher; the translation key is `faculty-outcome-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// 合格
    Passed,
    /// 不合格
    Failed,
}

impl Outcome {
    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
        }
    }

    /// Reads the word.
    ///
    /// # Errors
    /// Another word.
    pub fn parse(text: &str) -> Result<Self, Text> {
        match text.trim() {
            "合格" | "通过" | "结业" | "优秀" | "良好" | "是" => Ok(Self::Passed),
            "不合格" | "未通过" | "不通过" | "未结业" | "否" => Ok(Self::Failed),
            other => Err(Text::new("faculty-training-outcome").with("value", other)),
        }
    }
}

/// The tier of an organiser (主办层级): 部, 省, 市 or 校.
///
/// # Errors
/// Another word.
pub fn organiser_tier(text: &str) -> Result<Tier, Text> {
    match text.trim().trim_end_matches('级') {
        "部" | "国家" | "部委" => Ok(Tier::Nation),
        "省" | "自治区" | "直辖市" | "兵团" => Ok(Tier::Province),
        "市" | "地市" => Ok(Tier::City),
        "校" | "院校" | "学校" => Ok(Tier::School),
        other => Err(Text::new("faculty-training-tier").with("value", other)),
    }
}

/// One teacher's result in one training.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrainingResult {
    /// The teacher, at the school where the training found them.
    pub teacher: PersonId,
    /// What the same human is known by at every school.
    pub head: Vec<u8>,
    /// 三级, 二级 or 一级.
    pub level: TeacherLevel,
    /// Name of the training class, if the table has it.
    pub class: Option<String>,
    /// 主办单位
    pub organiser: String,
    /// 主办层级
    pub tier: Tier,
    /// First day.
    pub first: Day,
    /// Last day; it decides the phase.
    pub last: Day,
    /// Passed or not.
    pub outcome: Outcome,
    /// 证书编号
    pub certificate: Option<String>,
}

/// A teacher of the schools that the import may write to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownTeacher {
    /// Who it is.
    pub teacher: PersonId,
    /// What the same human is known by at every school: the search key of the identity number, else the person's id.
    pub head: Vec<u8>,
    /// Search key of the certificate number, if one is kept.
    pub identity: Option<Vec<u8>>,
    /// Name of the school.
    pub school: String,
    /// 工号
    pub number: String,
    /// The name.
    pub name: String,
}

/// A result that is stored already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownResult {
    /// The human.
    pub head: Vec<u8>,
    /// Its level.
    pub level: TeacherLevel,
    /// First and last day.
    pub days: (Day, Day),
}

/// What is known before a table of results is read.
pub struct Known<'a> {
    /// The day of the import.
    pub today: Day,
    /// The teachers that a row can mean.
    pub teachers: &'a [KnownTeacher],
    /// Results stored so far, of these humans at any school.
    pub results: &'a [KnownResult],
    /// The search key of a certificate number in its normal form.
    pub identity_key: &'a dyn Fn(&str) -> Vec<u8>,
}

/// What a table of results would add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// How many data rows the file has.
    pub total: usize,
    /// Faults and warnings, by row and column.
    pub findings: Findings,
    /// Columns of the file that were not read.
    pub unread: Vec<String>,
    rows: Vec<(u32, TrainingResult)>,
}

impl Preview {
    /// Every row with its number, if the file has no fault: all or nothing.
    pub fn rows(&self) -> Option<&[(u32, TrainingResult)]> {
        (!self.findings.has_faults()).then_some(self.rows.as_slice())
    }

    /// What a person has to mend before anything is taken.
    pub fn faults(&self) -> impl Iterator<Item = &Finding> {
        self.findings.of(Severity::Fault)
    }
}

const COLUMNS: [Column<'_>; 12] = [
    Column::optional("number", &["工号", "教师编号", "职工号", "教工号"]),
    Column::optional(
        "identity",
        &["证件号码", "身份证号", "身份证号码", "公民身份号码", "证件号"],
    ),
    Column::required("name", &["姓名", "教师姓名"]),
    Column::optional("school", &["学校", "所在学校", "单位", "工作单位", "院校"]),
    Column::required(
        "level",
        &["培训级别", "培训等级", "级别", "等级", "一体化教师等级"],
    ),
    Column::optional("class", &["培训班", "培训班名称", "培训项目", "培训名称", "班次"]),
    Column::required("organiser", &["主办单位", "举办单位", "培训机构", "组织单位"]),
    Column::required(
        "tier",
        &["主办层级", "主办单位层级", "培训层级", "组织层级", "层级"],
    ),
    Column::required("first", &["开始日期", "培训开始日期", "开始时间", "起始日期"]),
    Column::required("last", &["结束日期", "培训结束日期", "结束时间", "截止日期"]),
    Column::required(
        "outcome",
        &["结果", "培训结果", "考核结果", "是否合格", "考核结论"],
    ),
    Column::optional("certificate", &["证书编号", "证书号", "合格证书编号"]),
];

/// Reads a table of training results.
pub fn read_results(workbook: &Workbook, known: &Known<'_>) -> Preview {
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
    let mut reader = Reader::new(known);
    let (rows, findings) = table.read(|fields| reader.read(fields));
    Preview {
        total: table.len(),
        findings,
        unread: table.unread(),
        rows,
    }
}

/// A training of one human, where it came from: a row of this file, or stored before.
struct Held {
    days: (Day, Day),
    row: Option<u32>,
}

struct Reader<'a> {
    known: &'a Known<'a>,
    by_identity: HashMap<&'a [u8], Vec<&'a KnownTeacher>>,
    by_number: HashMap<&'a str, Vec<&'a KnownTeacher>>,
    held: HashMap<(Vec<u8>, TeacherLevel), Vec<Held>>,
    certificates: Once,
}

impl<'a> Reader<'a> {
    fn new(known: &'a Known<'a>) -> Self {
        let mut reader = Self {
            known,
            by_identity: HashMap::new(),
            by_number: HashMap::new(),
            held: HashMap::new(),
            certificates: Once::default(),
        };
        for teacher in known.teachers {
            if let Some(identity) = &teacher.identity {
                reader.by_identity.entry(identity).or_default().push(teacher);
            }
            reader.by_number.entry(&teacher.number).or_default().push(teacher);
        }
        for result in known.results {
            let held = Held {
                days: result.days,
                row: None,
            };
            reader
                .held
                .entry((result.head.clone(), result.level))
                .or_default()
                .push(held);
        }
        reader
    }

    fn read(&mut self, fields: &mut Fields<'_>) -> Option<TrainingResult> {
        let teacher = self.read_teacher(fields);
        let level = fields
            .needed("level")
            .and_then(|text| fields.take("level", TeacherLevel::parse(&text)));
        let organiser = fields.needed("organiser");
        let tier = fields
            .needed("tier")
            .and_then(|text| fields.take("tier", organiser_tier(&text)));
        let days = read_days(fields, self.known.today);
        let outcome = fields
            .needed("outcome")
            .and_then(|text| fields.take("outcome", Outcome::parse(&text)));
        let certificate = self.read_certificate(fields, outcome);
        let class = fields.text("class");
        if let (Some(teacher), Some(level), Some(days)) = (teacher, level, days) {
            self.guard(fields, (teacher, level), days);
        }
        if fields.is_faulty() {
            return None;
        }
        let (teacher, (first, last)) = (teacher?, days?);
        let (level, organiser, tier, outcome) = (level?, organiser?, tier?, outcome?);
        let head = teacher.head.clone();
        let teacher = teacher.teacher;
        Some(TrainingResult {
            teacher,
            head,
            level,
            class,
            organiser,
            tier,
            first,
            last,
            outcome,
            certificate,
        })
    }

    /// The one teacher whom a row means: by certificate number, else by 工号, within the school if the row names one.
    fn read_teacher(&self, fields: &mut Fields<'_>) -> Option<&'a KnownTeacher> {
        let wanted = name::normalise(&fields.needed("name")?);
        let identity = fields.code("identity").map(|text| text.to_ascii_uppercase());
        let number = fields.code("number").map(|text| text.to_ascii_uppercase());
        let school = fields.text("school");
        let key = identity.as_deref().map(self.known.identity_key);
        let by_identity = key.as_deref().and_then(|key| self.by_identity.get(key));
        let by_number = || number.as_deref().and_then(|number| self.by_number.get(number));
        let found = by_identity
            .or_else(by_number)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let in_school =
            |teacher: &&&KnownTeacher| school.as_ref().is_none_or(|school| teacher.school == *school);
        let fitting: Vec<_> = found.iter().filter(in_school).copied().collect();
        let place = if fields.has("number") {
            "number"
        } else {
            "identity"
        };
        match fitting.as_slice() {
            [teacher] if name::normalise(&teacher.name) == wanted => Some(teacher),
            [teacher] => {
                fields.fault(
                    "name",
                    Text::new("faculty-training-name")
                        .with("value", wanted)
                        .with("name", &teacher.name),
                );
                None
            }
            [] if identity.is_none() && number.is_none() => {
                fields.fault(place, Text::new("faculty-training-who"));
                None
            }
            [] => {
                fields.fault(place, Text::new("faculty-training-unknown").with("name", wanted));
                None
            }
            _ => {
                fields.fault(place, Text::new("faculty-training-several").with("name", wanted));
                None
            }
        }
    }

    fn read_certificate(&mut self, fields: &mut Fields<'_>, outcome: Option<Outcome>) -> Option<String> {
        let certificate = fields.code("certificate")?;
        if outcome == Some(Outcome::Failed) {
            fields.warn(
                "certificate",
                Text::new("faculty-training-certificate-failed").with("value", &certificate),
            );
        }
        if let Err((row, _)) = self.certificates.see(&certificate, fields.row(), "") {
            let text = Text::new("faculty-training-certificate-twice")
                .with("value", &certificate)
                .with("other", row);
            fields.fault("certificate", text);
        }
        Some(certificate)
    }

    /// The same human, the same level and a shared day are the same training twice.
    fn guard(&mut self, fields: &mut Fields<'_>, who: (&KnownTeacher, TeacherLevel), days: (Day, Day)) {
        let (teacher, level) = who;
        let held = self.held.entry((teacher.head.clone(), level)).or_default();
        if let Some(other) = held.iter().find(|other| overlap(other.days, days)) {
            let text = match other.row {
                Some(row) => Text::new("faculty-training-twice-in-file").with("other", row),
                None => Text::new("faculty-training-twice"),
            };
            let text = text.with("name", &teacher.name).with("level", named(level));
            fields.fault(
                "first",
                text.with("first", other.days.0).with("last", other.days.1),
            );
        }
        held.push(Held {
            days,
            row: Some(fields.row()),
        });
    }
}

/// Whether two trainings share a day.
pub fn overlap(one: (Day, Day), other: (Day, Day)) -> bool {
    one.0 <= other.1 && other.0 <= one.1
}

fn read_days(fields: &mut Fields<'_>, today: Day) -> Option<(Day, Day)> {
    let (first, last) = (fields.needed_day("first"), fields.needed_day("last"));
    let (first, last) = (first?, last?);
    if last < first {
        fields.fault(
            "last",
            Text::new("faculty-training-backwards")
                .with("first", first)
                .with("last", last),
        );
        return None;
    }
    if last > today {
        fields.fault("last", Text::new("faculty-training-future").with("value", last));
        return None;
    }
    Some((first, last))
}

/// The name of a level in a text's choice between them.
const fn named(level: TeacherLevel) -> &'static str {
    match level {
        TeacherLevel::Third => "third",
        TeacherLevel::Second => "second",
        TeacherLevel::First => "first",
    }
}

#[cfg(test)]
mod tests;
