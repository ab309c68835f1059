//! A roster read against what the school knows: what it would do, and the rows ready to be written.
//!
//! No statement here writes. Personal values leave this module sealed.

use std::collections::{BTreeMap, HashMap, HashSet};

use db::{Tx, params};
use kernel::vault::Vault;
use kernel::{Ctx, Day, Error, PersonId, Result, Role, SchoolId};

use crate::model::class::ClassId;
use crate::model::name::PersonName;
use crate::model::roster::certificate::Certificate;
use crate::model::roster::codes::StudentStatus;
use crate::model::roster::detail::StudentDetail;
use crate::model::roster::missing::MissingClass;
use crate::model::roster::student::{StudentRow, read_students};
use crate::model::roster::teacher::{GIVEN, TeacherRow, read_teachers};
use crate::model::roster::{Change, Fate, Known, KnownPerson, Matched, Preview, RosterRow, Waits};
use crate::store::classes::{self, ClassRow};
use crate::store::roster::{self, KnownStudent, KnownTeacher, TeacherDetail};

/// What personal values are sealed for.
pub(crate) const IDENTITY: &str = "person.identity_sealed";
pub(crate) const PHONE: &str = "person.phone_sealed";
/// What a telephone is keyed for: the key is a name to sign in with, too.
pub(crate) const PHONE_KEY: &str = "phone";
pub(crate) const DETAIL: &str = "student_detail.sealed";
pub(crate) const UPLOAD: &str = "roster_upload.sealed";

/// Whose roster it is; the translation key is `people-roster-of-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 学生
    Students,
    /// 教师
    Teachers,
}

impl Kind {
    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Students => "students",
            Self::Teachers => "teachers",
        }
    }

    /// The kind of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Students, Self::Teachers]
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

/// What the school knows before it reads a roster.
pub struct Base {
    kind: Kind,
    classes: HashMap<String, ClassId>,
    people: Vec<KnownPerson>,
    details: HashMap<PersonId, StudentDetail>,
    taken: HashMap<String, String>,
}

/// What a roster would do.
pub enum Plan {
    /// With students.
    Students(Preview<StudentRow>),
    /// With teachers.
    Teachers(Preview<TeacherRow>),
}

impl Plan {
    /// What keeps the roster from coming in.
    pub fn waits(&self) -> Waits {
        match self {
            Self::Students(preview) => preview.waits(),
            Self::Teachers(preview) => preview.waits(),
        }
    }

    /// Classes that the roster names and the school does not have.
    pub fn missing(&self) -> &[MissingClass] {
        match self {
            Self::Students(preview) => &preview.missing,
            Self::Teachers(preview) => &preview.missing,
        }
    }
}

/// A person as a roster has them, sealed and ready to be written.
#[derive(Clone)]
pub struct Incoming {
    /// Who it is; none for a new person.
    pub person: Option<PersonId>,
    /// What changes of a known person.
    pub changes: Vec<Change>,
    /// The name.
    pub name: PersonName,
    /// 学号 or 工号.
    pub number: String,
    /// Code of the sex.
    pub sex: Option<&'static str>,
    /// The birthday.
    pub born: Option<Day>,
    /// Kind, sealed number and search key of the certificate.
    pub identity: Option<(&'static str, Vec<u8>, Vec<u8>)>,
    /// Sealed number and search key of the phone.
    pub phone: Option<(Vec<u8>, Vec<u8>)>,
    /// What depends on the kind of the roster.
    pub part: Part,
}

/// What depends on the kind of the roster.
#[derive(Clone)]
pub enum Part {
    /// A student's.
    Student {
        /// The class.
        class: ClassId,
        /// The status.
        status: StudentStatus,
        /// When they entered.
        entered: Option<Day>,
        /// [`StudentDetail`], sealed.
        detail: Vec<u8>,
    },
    /// A teacher's.
    Teacher {
        /// What is kept.
        detail: TeacherDetail,
        /// Posts that the roster itself gives.
        roles: Vec<Role>,
    },
}

/// Reads what the school knows of people of a kind.
///
/// # Errors
/// The engine's, and an internal one for a value that does not open.
pub fn base(tx: &mut Tx<'_>, vault: &Vault, school: SchoolId, kind: Kind) -> Result<Base> {
    let classes: Vec<ClassRow> = tx.all(classes::CLASSES, params![school, None::<PersonId>])?;
    let open = classes.into_iter().filter(|class| class.ended_at.is_none());
    let taken = match kind {
        Kind::Students => roster::NUMBERS_OF_OTHERS,
        Kind::Teachers => roster::NUMBERS_OF_STUDENTS,
    };
    let taken: Vec<(String, String)> = tx.all(taken, params![school])?;
    let mut base = Base {
        kind,
        classes: open.map(|class| (class.name, class.id)).collect(),
        people: Vec::new(),
        details: HashMap::new(),
        taken: taken.into_iter().collect(),
    };
    match kind {
        Kind::Students => {
            for row in tx.all::<KnownStudent>(roster::KNOWN_STUDENTS, params![school])? {
                base.add_student(vault, row)?;
            }
        }
        Kind::Teachers => {
            for row in tx.all::<KnownTeacher>(roster::KNOWN_TEACHERS, params![school])? {
                base.people.push(known_teacher(vault, row)?);
            }
        }
    }
    Ok(base)
}

impl Base {
    fn add_student(&mut self, vault: &Vault, row: KnownStudent) -> Result<()> {
        let detail: StudentDetail = match &row.sealed {
            Some(sealed) => serde_json::from_slice(&vault.open(DETAIL, sealed).map_err(Error::internal)?)
                .map_err(Error::internal)?,
            None => StudentDetail::default(),
        };
        let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let certain = [
            ("sex", row.sex),
            ("born", day(row.birthday)),
            ("certificate", row.identity_kind),
            ("phone", opened(vault, PHONE, row.phone_sealed.as_deref())?),
            ("class", row.class),
            ("status", row.status),
            ("entered", day(row.entered)),
        ];
        let fields: BTreeMap<_, _> = certain.into_iter().chain(detail.fields()).collect();
        self.details.insert(row.person, detail);
        self.people.push(KnownPerson {
            person: row.person,
            identity: row.identity_key,
            number: row.number,
            name: row.name,
            fields,
        });
        Ok(())
    }

    /// Numbers and names of some of the known people, in the order in which all are known.
    pub fn named(&self, wanted: &[PersonId]) -> impl Iterator<Item = (&str, &str)> {
        let wanted: HashSet<PersonId> = wanted.iter().copied().collect();
        let people = self.people.iter();
        people
            .filter(move |known| wanted.contains(&known.person))
            .map(|known| (known.number.as_str(), known.name.as_str()))
    }

    /// What a file would do.
    ///
    /// # Errors
    /// At the field `file`, when it is no table that can be read.
    pub fn plan(&self, vault: &Vault, today: Day, (name, bytes): (&str, &[u8])) -> Result<Plan> {
        let workbook = paper::sheet::read(bytes, name).map_err(|error| Error::field("file", error.text()))?;
        let mut classes: Vec<String> = self.classes.keys().cloned().collect();
        classes.sort();
        let key = |number: &str| crate::queries::identity_key(vault, number);
        let known = Known {
            today,
            classes: &classes,
            people: &self.people,
            taken: &self.taken,
            identity_key: &key,
        };
        Ok(match self.kind {
            Kind::Students => Plan::Students(read_students(&workbook, &known)),
            Kind::Teachers => Plan::Teachers(read_teachers(&workbook, &known)),
        })
    }

    /// The rows of a plan without faults that change anything, new people first. `ctx` gives each sealed value its nonce
    /// and must serve nothing else.
    ///
    /// # Errors
    /// An internal one for a value that is no JSON.
    pub fn incoming(&self, vault: &Vault, ctx: &Ctx, plan: &Plan) -> Result<Vec<Incoming>> {
        let mut rows: Vec<Incoming> = match plan {
            Plan::Students(preview) => changing(preview)
                .map(|row| self.student(vault, ctx, row))
                .collect::<Result<_>>()?,
            Plan::Teachers(preview) => changing(preview)
                .map(|row| Ok(teacher(vault, ctx, row)))
                .collect::<Result<_>>()?,
        };
        rows.sort_by_key(|row| row.person.is_some());
        Ok(rows)
    }

    fn student(&self, vault: &Vault, ctx: &Ctx, row: &Matched<StudentRow>) -> Result<Incoming> {
        let value = &row.value;
        let (person, changes) = split(&row.fate);
        let class = *self.classes.get(&value.class).ok_or(Error::NotFound)?;
        let before = person
            .and_then(|person| self.details.get(&person))
            .cloned()
            .unwrap_or_default();
        let detail = serde_json::to_vec(&before.after(value)).map_err(Error::internal)?;
        let detail = vault.seal(DETAIL, &detail, ctx.bytes());
        Ok(Incoming {
            person,
            changes,
            name: value.name.clone(),
            number: value.number.clone(),
            sex: value.sex.map(crate::model::roster::codes::Sex::code),
            born: value.born,
            identity: Some(identity(vault, ctx, &value.certificate)),
            phone: value.phone.as_deref().map(|phone| self::phone(vault, ctx, phone)),
            part: Part::Student {
                class,
                status: value.status,
                entered: value.entered,
                detail,
            },
        })
    }
}

fn known_teacher(vault: &Vault, row: KnownTeacher) -> Result<KnownPerson> {
    let detail = row.detail;
    let number = |value: Option<u32>| value.map(|value| value.to_string()).unwrap_or_default();
    let fields = [
        ("department", detail.department.unwrap_or_default()),
        ("posts", detail.posts.unwrap_or_default()),
        ("title", detail.title.unwrap_or_default()),
        ("education", detail.education.unwrap_or_default()),
        ("skill", detail.skill.unwrap_or_default()),
        ("level", number(detail.level.map(u32::from))),
        ("majors", detail.majors.unwrap_or_default()),
        ("courses", detail.courses.unwrap_or_default()),
        (
            "joined",
            detail.joined.map(|day| day.to_string()).unwrap_or_default(),
        ),
        ("practice_months", number(detail.practice_months)),
        ("employment", detail.employment.unwrap_or_default()),
        ("phone", opened(vault, PHONE, row.phone_sealed.as_deref())?),
    ];
    Ok(KnownPerson {
        person: row.person,
        identity: row.identity_key,
        number: row.number,
        name: row.name,
        fields: fields.into(),
    })
}

fn teacher(vault: &Vault, ctx: &Ctx, row: &Matched<TeacherRow>) -> Incoming {
    let value = &row.value;
    let (person, changes) = split(&row.fate);
    let words = value.values();
    let word = |field: &str| words.get(field).cloned();
    let roles = value
        .posts
        .iter()
        .filter_map(|post| post.role)
        .filter(|role| GIVEN.contains(role))
        .collect();
    let detail = TeacherDetail {
        department: word("department"),
        posts: word("posts"),
        title: word("title"),
        education: word("education"),
        skill: word("skill"),
        level: value.level.map(crate::model::roster::codes::TeacherLevel::digit),
        majors: word("majors"),
        courses: word("courses"),
        joined: value.joined,
        practice_months: value.practice_months,
        employment: word("employment"),
    };
    Incoming {
        person,
        changes,
        name: value.name.clone(),
        number: value.number.clone(),
        sex: value
            .certificate
            .as_ref()
            .and_then(Certificate::sex)
            .map(crate::model::roster::codes::Sex::code),
        born: value.certificate.as_ref().and_then(Certificate::birthday),
        identity: value
            .certificate
            .as_ref()
            .map(|certificate| identity(vault, ctx, certificate)),
        phone: value.phone.as_deref().map(|phone| self::phone(vault, ctx, phone)),
        part: Part::Teacher { detail, roles },
    }
}

fn changing<R>(preview: &Preview<R>) -> impl Iterator<Item = &Matched<R>> {
    preview
        .rows()
        .unwrap_or_default()
        .iter()
        .filter(|row| !matches!(row.fate, Fate::Unchanged(_)))
}

fn split(fate: &Fate) -> (Option<PersonId>, Vec<Change>) {
    match fate {
        Fate::New => (None, Vec::new()),
        Fate::Unchanged(person) => (Some(*person), Vec::new()),
        Fate::Changed(person, changes) | Fate::Moved(person, changes) => (Some(*person), changes.clone()),
    }
}

fn identity(vault: &Vault, ctx: &Ctx, certificate: &Certificate) -> (&'static str, Vec<u8>, Vec<u8>) {
    let number = certificate.reveal();
    (
        certificate.kind().code(),
        vault.seal(IDENTITY, number.as_bytes(), ctx.bytes()),
        vault.search_key(IDENTITY, number),
    )
}

/// The key is the sign-in page's own, so that the phone is a name to sign in with.
fn phone(vault: &Vault, ctx: &Ctx, phone: &str) -> (Vec<u8>, Vec<u8>) {
    (
        vault.seal(PHONE, phone.as_bytes(), ctx.bytes()),
        vault.search_key(PHONE_KEY, phone),
    )
}

/// A sealed text; empty where there is none.
///
/// # Errors
/// An internal one when it does not open.
pub(crate) fn opened(vault: &Vault, purpose: &str, sealed: Option<&[u8]>) -> Result<String> {
    let Some(sealed) = sealed else {
        return Ok(String::new());
    };
    String::from_utf8(vault.open(purpose, sealed).map_err(Error::internal)?).map_err(Error::internal)
}
