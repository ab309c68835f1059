//! The roster of students (学生信息).

use std::collections::{BTreeMap, HashMap, HashSet};

use kernel::{Day, Text};
use org::model::intake::{Fields, Once, Table};
use org::model::major::{Level, normalise_name};
use paper::sheet::{Column, SheetOut, Workbook};

use super::certificate::{Certificate, Kind};
use super::codes::{self, Sex, StudentStatus};
use super::matching::{self, repeated};
use super::missing::Tally;
use super::{Known, Preview, RosterRow, template};
use crate::model::name::PersonName;

/// A student as a row says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudentRow {
    /// 学号
    pub number: String,
    /// 姓名
    pub name: PersonName,
    /// 证件类型 and 证件号码
    pub certificate: Certificate,
    /// 性别, from the certificate where the file has no such column.
    pub sex: Option<Sex>,
    /// 出生日期, likewise.
    pub born: Option<Day>,
    /// 民族
    pub nation: Option<String>,
    /// 政治面貌
    pub political: Option<String>,
    /// 户籍地址
    pub address: Option<String>,
    /// 联系电话
    pub phone: Option<String>,
    /// 监护人
    pub guardian: Option<PersonName>,
    /// 监护人电话
    pub guardian_phone: Option<String>,
    /// 班级, the name of a class of the school.
    pub class: String,
    /// 专业, in its normal form.
    pub major: Option<String>,
    /// 培养层次
    pub level: Option<Level>,
    /// 学制 in years
    pub years: Option<u8>,
    /// 入学日期
    pub entered: Option<Day>,
    /// 学生状态
    pub status: StudentStatus,
}

const COLUMNS: [Column<'_>; 18] = [
    Column::required("number", &["学号", "学籍号", "学生学号"]),
    Column::required("name", &["姓名", "学生姓名"]),
    Column::optional("sex", &["性别"]),
    Column::optional("certificate", &["证件类型", "证件种类", "身份证件类型"]),
    Column::required(
        "identity",
        &[
            "证件号码",
            "身份证号",
            "身份证号码",
            "公民身份号码",
            "证件号",
            "身份证件号",
            "身份证件号码",
        ],
    ),
    Column::optional("born", &["出生日期", "出生年月日", "生日"]),
    Column::optional("nation", &["民族"]),
    Column::optional("political", &["政治面貌"]),
    Column::optional(
        "address",
        &["户籍地址", "家庭住址", "家庭地址", "户口所在地", "住址"],
    ),
    Column::optional(
        "phone",
        &[
            "联系电话",
            "手机号码",
            "手机号",
            "手机",
            "本人电话",
            "学生电话",
            "电话",
        ],
    ),
    Column::optional("guardian", &["监护人", "监护人姓名", "家长姓名", "家长"]),
    Column::optional(
        "guardian_phone",
        &[
            "监护人电话",
            "监护人联系电话",
            "监护人手机",
            "家长电话",
            "家长联系电话",
        ],
    ),
    Column::required("class", &["班级", "班级名称", "所在班级", "行政班"]),
    Column::optional("major", &["专业", "专业名称", "所学专业"]),
    Column::optional("level", &["培养层次", "培养层级", "层次"]),
    Column::optional("years", &["学制", "学习年限", "修业年限"]),
    Column::optional("entered", &["入学日期", "入学时间", "入校日期", "入学年月"]),
    Column::optional("status", &["学生状态", "学籍状态", "状态", "在校状态"]),
];

/// An empty roster to be filled in; see the sheets' own words.
pub fn template() -> Vec<SheetOut> {
    template::sheets("学生花名册", &COLUMNS, template::STUDENTS)
}

/// Ages at which nobody wonders about a student of a technical school.
const USUAL_AGES: std::ops::RangeInclusive<i32> = 14..=45;
const ADULT: i32 = 18;

/// Reads a roster of students and matches it with the students known.
pub fn read_students(workbook: &Workbook, known: &Known<'_>) -> Preview<StudentRow> {
    let table = match Table::find(workbook, &COLUMNS) {
        Ok(table) => table,
        Err(findings) => return Preview::unreadable(findings),
    };
    let mut seen = Seen::new(known);
    let read = table.read(|fields| read_student(fields, known, &mut seen));
    let in_file: HashSet<String> = read.0.iter().map(|(_, row)| row.class.clone()).collect();
    let mut preview = matching::preview(&table, read, known, |person| {
        let left = person
            .fields
            .get("status")
            .and_then(|code| StudentStatus::parse(code).ok());
        let class = person.fields.get("class");
        !left.is_some_and(StudentStatus::has_left) && class.is_some_and(|class| in_file.contains(class))
    });
    preview.missing = seen.missing.classes();
    preview
}

struct Seen<'a> {
    numbers: Once,
    identities: Once,
    missing: Tally,
    /// The classes of the school by their names as names are compared.
    classes: HashMap<String, &'a String>,
}

impl<'a> Seen<'a> {
    fn new(known: &Known<'a>) -> Self {
        // Of two that are the same but for their spelling the first in order is meant.
        let classes = known.classes.iter().rev();
        Self {
            numbers: Once::default(),
            identities: Once::default(),
            missing: Tally::default(),
            classes: classes.map(|class| (normalise_name(class), class)).collect(),
        }
    }
}

fn read_student(fields: &mut Fields<'_>, known: &Known<'_>, seen: &mut Seen<'_>) -> Option<StudentRow> {
    let name = fields
        .needed("name")
        .and_then(|text| fields.take("name", PersonName::parse(&text)));
    let shown = name.as_ref().map(ToString::to_string).unwrap_or_default();
    let number = read_number(fields, (&mut seen.numbers, &shown));
    let certificate = read_certificate(fields, (&mut seen.identities, &shown));
    let (sex, born) = read_sex_and_birthday(fields, certificate.as_ref());
    let entered = read_entry(fields, known.today);
    if let Some(born) = born {
        check_age(fields, born, entered.unwrap_or(known.today));
    }
    let (guardian, guardian_phone) = read_guardian(fields, born.map(|born| age(born, known.today)));
    let phone = fields
        .code("phone")
        .and_then(|text| fields.take("phone", codes::phone(&text)));
    let class = read_class(fields, (known.classes, &seen.classes));
    let major = fields.needed("major").map(|text| normalise_name(&text));
    let level = fields
        .needed("level")
        .and_then(|text| fields.take("level", Level::parse(&text)));
    let years = fields
        .needed("years")
        .and_then(|text| fields.take("years", codes::years(&text)));
    if let Some(Err(name)) = &class {
        let said = (major.clone(), level, years, entered);
        seen.missing.add(normalise_name(name), name, said);
    }
    let class = class.and_then(Result::ok);
    let status = fields
        .needed("status")
        .and_then(|text| fields.take("status", StudentStatus::parse(&text)));
    let (nation, political, address) = (
        fields.text("nation"),
        fields.text("political"),
        fields.text("address"),
    );
    if fields.is_faulty() {
        return None;
    }
    let status = status.unwrap_or(StudentStatus::ENROLLED);
    Some(StudentRow {
        number: number?,
        name: name?,
        certificate: certificate?,
        class: class?,
        sex,
        born,
        nation,
        political,
        address,
        phone,
        guardian,
        guardian_phone,
        major,
        level,
        years,
        entered,
        status,
    })
}

fn read_number(fields: &mut Fields<'_>, (numbers, name): (&mut Once, &str)) -> Option<String> {
    let number = fields.needed_code("number")?.to_ascii_uppercase();
    let sound = number.len() <= 30
        && number
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !sound {
        fields.fault("number", Text::new("people-roster-number").with("value", number));
        return None;
    }
    if let Err(first) = numbers.see(&number, fields.row(), name) {
        fields.fault("number", repeated("people-roster-number-twice", &number, first));
    }
    Some(number)
}

fn read_certificate(fields: &mut Fields<'_>, (identities, name): (&mut Once, &str)) -> Option<Certificate> {
    let kind = match fields.needed("certificate") {
        Some(text) => fields.take("certificate", Kind::parse(&text)),
        // Without the column every number is one of a 居民身份证; an empty cell of it is a fault by itself.
        None => Some(Kind::Resident).filter(|_| !fields.has("certificate")),
    };
    let text = fields.needed_code("identity")?;
    if fields.is_number("identity") && text.len() > 15 {
        fields.fault(
            "identity",
            Text::new("people-roster-identity-rounded").with("value", text),
        );
        return None;
    }
    let certificate = fields.take("identity", Certificate::parse(kind?, &text))?;
    if let Some(doubt) = certificate.doubt() {
        fields.warn("identity", doubt);
    }
    if let Err(first) = identities.see(certificate.reveal(), fields.row(), name) {
        fields.fault(
            "identity",
            repeated("people-roster-identity-twice", &certificate.masked(), first),
        );
    }
    Some(certificate)
}

fn read_sex_and_birthday(
    fields: &mut Fields<'_>,
    certificate: Option<&Certificate>,
) -> (Option<Sex>, Option<Day>) {
    let sex = fields
        .needed("sex")
        .and_then(|text| fields.take("sex", Sex::parse(&text)));
    let stated = certificate.and_then(Certificate::sex);
    if let (Some(sex), Some(stated)) = (sex, stated)
        && sex != stated
    {
        fields.fault(
            "sex",
            Text::new("people-roster-sex-differs").with("stated", stated.code()),
        );
    }
    let born = fields.needed_day("born");
    let birthday = certificate.and_then(Certificate::birthday);
    if let (Some(born), Some(stated)) = (born, birthday)
        && born != stated
    {
        fields.fault(
            "born",
            Text::new("people-roster-born-differs")
                .with("value", born)
                .with("stated", stated),
        );
    }
    (sex.or(stated), born.or(birthday))
}

fn read_entry(fields: &mut Fields<'_>, today: Day) -> Option<Day> {
    let entered = fields.needed_day("entered")?;
    if entered > today {
        let (year, ..) = today.parts();
        let (_, month, day) = entered.parts();
        let near = [year - 1, year]
            .into_iter()
            .filter_map(|year| Day::new(year, month, day).ok());
        let likely: Vec<String> = near
            .filter(|day| *day <= today)
            .map(|day| day.to_string())
            .collect();
        let text = Text::new("people-roster-future")
            .with("value", entered)
            .with("likely", likely.join("、"));
        fields.fault("entered", text);
    }
    Some(entered)
}

fn check_age(fields: &mut Fields<'_>, born: Day, on: Day) {
    let age = age(born, on);
    if !USUAL_AGES.contains(&age) {
        let at = if fields.has("born") { "born" } else { "identity" };
        fields.warn(at, Text::new("people-roster-age").with("age", age).with("on", on));
    }
}

/// Whole years from birth to a day; negative before birth.
fn age(born: Day, on: Day) -> i32 {
    let ((year, month, day), (then, then_month, then_day)) = (on.parts(), born.parts());
    year - then - i32::from((month, day) < (then_month, then_day))
}

/// A minor has a guardian with a phone, if the roster has the columns at all.
fn read_guardian(fields: &mut Fields<'_>, age: Option<i32>) -> (Option<PersonName>, Option<String>) {
    let (name, phone) = if age.is_some_and(|age| age < ADULT) {
        (fields.needed("guardian"), fields.needed_code("guardian_phone"))
    } else {
        (fields.text("guardian"), fields.code("guardian_phone"))
    };
    let name = name.and_then(|text| fields.take("guardian", PersonName::parse(&text)));
    let phone = phone.and_then(|text| fields.take("guardian_phone", codes::phone(&text)));
    (name, phone)
}

/// The class of the school, or the name of one that it does not have.
fn read_class(
    fields: &mut Fields<'_>,
    (classes, by_name): (&[String], &HashMap<String, &String>),
) -> Option<Result<String, String>> {
    let text = fields.needed("class")?;
    if let Some(class) = by_name.get(&normalise_name(&text)) {
        return Some(Ok((*class).clone()));
    }
    if classes.is_empty() {
        fields.fault(
            "class",
            Text::new("people-roster-class-first").with("value", &text),
        );
        return Some(Err(text));
    }
    let known = classes
        .iter()
        .take(10)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join("、");
    fields.fault(
        "class",
        Text::new("people-roster-class")
            .with("value", &text)
            .with("classes", known),
    );
    Some(Err(text))
}

impl RosterRow for StudentRow {
    const MOVES: &'static [&'static str] = &["class", "status"];

    fn number(&self) -> &str {
        &self.number
    }

    fn name(&self) -> &PersonName {
        &self.name
    }

    fn identity(&self) -> Option<&str> {
        Some(self.certificate.reveal())
    }

    fn values(&self) -> BTreeMap<&'static str, String> {
        let optional = [
            ("sex", self.sex.map(|sex| sex.code().to_owned())),
            ("born", self.born.map(|day| day.to_string())),
            ("nation", self.nation.clone()),
            ("political", self.political.clone()),
            ("address", self.address.clone()),
            ("phone", self.phone.clone()),
            ("guardian", self.guardian.as_ref().map(ToString::to_string)),
            ("guardian_phone", self.guardian_phone.clone()),
            ("major", self.major.clone()),
            ("level", self.level.map(|level| level.digit().to_string())),
            ("years", self.years.map(|years| years.to_string())),
            ("entered", self.entered.map(|day| day.to_string())),
        ];
        let filled = optional
            .into_iter()
            .filter_map(|(field, value)| Some((field, value?)));
        let certain = [
            ("certificate", self.certificate.kind().code().to_owned()),
            ("class", self.class.clone()),
            ("status", self.status.code().to_owned()),
        ];
        filled.chain(certain).collect()
    }
}
