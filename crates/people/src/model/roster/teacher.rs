//! The roster of teachers, enterprise mentors and officers of a school (教师与管理人员名册).

use std::collections::BTreeMap;

use kernel::{Day, Role, Text};
use org::model::intake::{Fields, Once, Table, list};
use org::model::major::normalise_name;
use paper::sheet::{Column, SheetOut, Workbook};

use super::certificate::{Certificate, Kind};
use super::codes::{self, Employment, TeacherLevel};
use super::matching::{self, repeated};
use super::{Known, Preview, RosterRow, template};
use crate::model::name::PersonName;
use crate::model::sign_in::may_hold;

/// A post as the roster calls it, and the post of this system that it suggests. Suggesting gives no right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitledPost {
    /// The school's own word: 教务处长.
    pub title: String,
    /// What it suggests, if anything.
    pub role: Option<Role>,
}

/// A teacher, mentor or officer as a row says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeacherRow {
    /// 工号
    pub number: String,
    /// 姓名
    pub name: PersonName,
    /// 证件号码, where the roster has it.
    pub certificate: Option<Certificate>,
    /// 部门
    pub department: Option<String>,
    /// 岗位, several parted by 、.
    pub posts: Vec<TitledPost>,
    /// 职称
    pub title: Option<String>,
    /// 学历
    pub education: Option<String>,
    /// 职业技能等级
    pub skill: Option<String>,
    /// 一体化教师等级
    pub level: Option<TeacherLevel>,
    /// 任教专业, in their normal form.
    pub majors: Vec<String>,
    /// 任教课程
    pub courses: Vec<String>,
    /// 入职日期
    pub joined: Option<Day>,
    /// 企业实践累计月数
    pub practice_months: Option<u32>,
    /// 专兼职
    pub employment: Option<Employment>,
    /// 电话
    pub phone: Option<String>,
}

const COLUMNS: [Column<'_>; 15] = [
    Column::required("number", &["工号", "教师编号", "职工号", "教工号"]),
    Column::required("name", &["姓名", "教师姓名"]),
    Column::optional(
        "identity",
        &["证件号码", "身份证号", "身份证号码", "公民身份号码", "证件号"],
    ),
    Column::optional("department", &["部门", "所在部门", "系部", "院系"]),
    Column::optional("posts", &["岗位", "职务", "岗位职务", "担任岗位"]),
    Column::optional("title", &["职称", "专业技术职务", "专业技术职称"]),
    Column::optional("education", &["学历", "最高学历"]),
    Column::optional("skill", &["职业技能等级", "职业资格", "技能等级"]),
    Column::optional(
        "level",
        &["一体化教师等级", "工学一体化教师等级", "等级", "教师等级"],
    ),
    Column::optional("majors", &["任教专业", "专业"]),
    Column::optional("courses", &["任教课程", "课程", "所授课程"]),
    Column::optional("joined", &["入职日期", "入职时间", "到校日期", "参加工作时间"]),
    Column::optional(
        "practice_months",
        &["企业实践累计月数", "企业实践月数", "企业实践（月）"],
    ),
    Column::optional("employment", &["专兼职", "专/兼职", "聘任方式"]),
    Column::optional("phone", &["电话", "联系电话", "手机号码", "手机号", "手机"]),
];

/// An empty roster to be filled in; see the sheets' own words.
pub fn template() -> Vec<SheetOut> {
    template::sheets("教师花名册", &COLUMNS, template::TEACHERS)
}

/// Reads a roster of teachers and matches it with the teachers known.
pub fn read_teachers(workbook: &Workbook, known: &Known<'_>) -> Preview<TeacherRow> {
    let table = match Table::find(workbook, &COLUMNS) {
        Ok(table) => table,
        Err(findings) => return Preview::unreadable(findings),
    };
    let mut seen = (Once::default(), Once::default());
    let read = table.read(|fields| read_teacher(fields, known.today, &mut seen));
    matching::preview(&table, read, known, |_| true)
}

fn read_teacher(fields: &mut Fields<'_>, today: Day, seen: &mut (Once, Once)) -> Option<TeacherRow> {
    let name = fields
        .needed("name")
        .and_then(|text| fields.take("name", PersonName::parse(&text)));
    let shown = name.as_ref().map(ToString::to_string).unwrap_or_default();
    let number = read_number(fields, (&mut seen.0, &shown));
    let certificate = read_certificate(fields, (&mut seen.1, &shown));
    let posts = read_posts(fields);
    let level = fields
        .text("level")
        .and_then(|text| fields.take("level", TeacherLevel::parse(&text)));
    let joined = read_joined(fields, today);
    let practice_months = read_months(fields);
    let employment = fields
        .text("employment")
        .and_then(|text| fields.take("employment", Employment::parse(&text)));
    let phone = fields
        .code("phone")
        .and_then(|text| fields.take("phone", codes::phone(&text)));
    let mut listed = |key: &str| fields.text(key).map(|text| list(&text)).unwrap_or_default();
    let (majors, courses) = (listed("majors"), listed("courses"));
    let (department, title) = (fields.text("department"), fields.text("title"));
    let (education, skill) = (fields.text("education"), fields.text("skill"));
    if fields.is_faulty() {
        return None;
    }
    Some(TeacherRow {
        number: number?,
        name: name?,
        certificate,
        department,
        posts,
        title,
        education,
        skill,
        level,
        majors: majors.iter().map(|major| normalise_name(major)).collect(),
        courses,
        joined,
        practice_months,
        employment,
        phone,
    })
}

fn read_number(fields: &mut Fields<'_>, (numbers, name): (&mut Once, &str)) -> Option<String> {
    let number = fields.needed_code("number")?.to_ascii_uppercase();
    if number.len() > 30
        || !number
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    {
        fields.fault("number", Text::new("people-roster-number").with("value", number));
        return None;
    }
    if let Err(first) = numbers.see(&number, fields.row(), name) {
        fields.fault("number", repeated("people-roster-number-twice", &number, first));
    }
    Some(number)
}

/// A teacher's number that looks like an identity number is checked as one; any other only by its shape.
fn read_certificate(fields: &mut Fields<'_>, (identities, name): (&mut Once, &str)) -> Option<Certificate> {
    let text = fields.code("identity")?;
    let kind = if text.len() == 18 {
        Kind::Resident
    } else {
        Kind::Other
    };
    let certificate = fields.take("identity", Certificate::parse(kind, &text))?;
    if let Err(first) = identities.see(certificate.reveal(), fields.row(), name) {
        fields.fault(
            "identity",
            repeated("people-roster-identity-twice", &certificate.masked(), first),
        );
    }
    Some(certificate)
}

fn read_posts(fields: &mut Fields<'_>) -> Vec<TitledPost> {
    let titles = fields.text("posts").map(|text| list(&text)).unwrap_or_default();
    let mut posts: Vec<TitledPost> = Vec::new();
    for title in titles {
        let role = suggested_role(&title);
        let held: Vec<Role> = posts.iter().filter_map(|post| post.role).collect();
        match role.map(|role| may_hold(&held, role)) {
            Some(Err(text)) => fields.fault("posts", text),
            Some(Ok(())) => {
                if role.is_some_and(|role| !GIVEN.contains(&role)) {
                    let text = Text::new("people-roster-post-appointed").with("value", &title);
                    fields.warn("posts", text);
                }
            }
            None => fields.warn("posts", Text::new("people-roster-post").with("value", &title)),
        }
        posts.push(TitledPost { title, role });
    }
    posts
}

/// Posts that a roster gives by naming them: they bring no power over others. All others are appointed by the system
/// administrator, and the preview says so.
pub const GIVEN: [Role; 3] = [Role::Teacher, Role::ClassTeacher, Role::EnterpriseMentor];

/// The post of this system that a school's word for a post suggests.
fn suggested_role(title: &str) -> Option<Role> {
    let ends = |words: &[&str]| words.iter().any(|word| title.ends_with(word));
    match title {
        "系统管理员" => Some(Role::SystemAdmin),
        "安全管理员" | "安全保密管理员" => Some(Role::SecurityAdmin),
        "审计管理员" | "安全审计员" => Some(Role::AuditAdmin),
        "班主任" | "辅导员" => Some(Role::ClassTeacher),
        "企业导师" | "企业兼职教师" => Some(Role::EnterpriseMentor),
        "专业带头人" | "系主任" | "系部主任" | "专业负责人" => Some(Role::MajorLeader),
        "课程负责人" => Some(Role::Teacher),
        _ if title.starts_with('党') && ends(&["书记", "委员"]) => Some(Role::PartyOrganisation),
        _ if ends(&["院长", "校长"]) => Some(Role::SchoolLeader),
        _ if title.starts_with("教务") => Some(Role::AcademicAffairs),
        _ if ends(&["教师", "教员"]) => Some(Role::Teacher),
        _ => None,
    }
}

fn read_joined(fields: &mut Fields<'_>, today: Day) -> Option<Day> {
    let joined = fields.day("joined")?;
    if joined > today {
        fields.fault(
            "joined",
            Text::new("people-roster-joined-future").with("value", joined),
        );
    }
    Some(joined)
}

fn read_months(fields: &mut Fields<'_>) -> Option<u32> {
    let text = fields.code("practice_months")?;
    let months = text
        .trim_end_matches('月')
        .trim_end_matches('个')
        .trim()
        .parse::<u32>()
        .ok();
    let months = months.filter(|months| *months <= 600);
    fields.take(
        "practice_months",
        months.ok_or_else(|| Text::new("people-roster-months").with("value", text)),
    )
}

impl RosterRow for TeacherRow {
    const MOVES: &'static [&'static str] = &["department", "posts"];

    fn number(&self) -> &str {
        &self.number
    }

    fn name(&self) -> &PersonName {
        &self.name
    }

    fn identity(&self) -> Option<&str> {
        self.certificate.as_ref().map(Certificate::reveal)
    }

    fn values(&self) -> BTreeMap<&'static str, String> {
        let titles: Vec<&str> = self.posts.iter().map(|post| post.title.as_str()).collect();
        let joined = |all: &[String]| Some(all.join("、")).filter(|text| !text.is_empty());
        let values = [
            ("department", self.department.clone()),
            ("posts", Some(titles.join("、")).filter(|text| !text.is_empty())),
            ("title", self.title.clone()),
            ("education", self.education.clone()),
            ("skill", self.skill.clone()),
            ("level", self.level.map(|level| level.digit().to_string())),
            ("majors", joined(&self.majors)),
            ("courses", joined(&self.courses)),
            ("joined", self.joined.map(|day| day.to_string())),
            (
                "practice_months",
                self.practice_months.map(|months| months.to_string()),
            ),
            (
                "employment",
                self.employment.map(|employment| employment.code().to_owned()),
            ),
            ("phone", self.phone.clone()),
        ];
        values
            .into_iter()
            .filter_map(|(field, value)| Some((field, value?)))
            .collect()
    }
}
