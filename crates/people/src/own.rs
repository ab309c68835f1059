//! What this module itself holds of one person: who they are, how they sign in, what rosters said.

use db::{Tx, params};
use files::Hash;
use kernel::vault::Vault;
use kernel::{AccountId, Ctx, Error, Result, Role, Text};
use web::{Counted, Held, Personal, Section, Whose};

use crate::intake::{DETAIL, IDENTITY, PHONE, opened};
use crate::model::erasure::anonymous;
use crate::model::roster::detail::StudentDetail;
use crate::role_text;
use crate::store::classes::{EnrolmentRow, HISTORY, PERSON, PersonRow, TEACHER_DETAIL};
use crate::store::names::DROP_TOKENS;
use crate::store::personal::{self as sql, OwnPost, OwnSession};
use crate::store::roster::TeacherDetail;

/// See [`Personal`].
pub const PERSONAL: Personal = Personal {
    copy,
    binds,
    goes,
    stays: &["people-stays-person", "people-stays-audit"],
    forget,
};

fn copy(tx: &mut Tx<'_>, _: &Ctx, vault: &Vault, whose: &Whose) -> Result<Held> {
    let no_teacher: Option<kernel::PersonId> = None;
    let person: Option<PersonRow> = tx.opt(PERSON, params![whose.school, whose.person, no_teacher])?;
    let Some(person) = person else {
        return Ok(Held::default());
    };
    let enrolments: Vec<EnrolmentRow> = tx.all(HISTORY, params![whose.school, whose.person])?;
    let posts: Vec<OwnPost> = tx.all(sql::OWN_POSTS, params![whose.school, whose.person])?;
    let teacher: Option<TeacherDetail> = tx.opt(TEACHER_DETAIL, params![whose.school, whose.person])?;
    let sessions: Vec<OwnSession> = match whose.account {
        Some(account) => tx.all(sql::OWN_SESSIONS, params![account, whose.school])?,
        None => Vec::new(),
    };
    let classes = enrolments.into_iter().map(|row| {
        let until = row.until_day.map(|day| day.to_string()).unwrap_or_default();
        vec![row.class_name, row.from_day.to_string(), until]
    });
    let posts = posts.into_iter().map(|(role, from, until)| {
        let until = until.map(|day| day.to_string()).unwrap_or_default();
        vec![role, from.to_string(), until]
    });
    let sessions = sessions
        .into_iter()
        .map(|(from, used, agent, address)| vec![from.minute_text(), used.minute_text(), agent, address]);
    let (since, until) = (Text::new("people-since"), Text::new("people-until"));
    Ok(Held {
        sections: vec![
            Section {
                title: Text::new("people-copy-person"),
                columns: vec![Text::new("people-copy-field"), Text::new("people-copy-value")],
                rows: facts(vault, &person, teacher)?,
            },
            Section {
                title: Text::new("people-history"),
                columns: vec![Text::new("people-field-class"), since.clone(), until.clone()],
                rows: classes.collect(),
            },
            Section {
                title: Text::new("people-posts"),
                columns: vec![Text::new("people-post"), since.clone(), until],
                rows: posts.collect(),
            },
            Section {
                title: Text::new("people-sessions"),
                columns: vec![
                    since,
                    Text::new("people-session-used"),
                    Text::new("people-session-agent"),
                    Text::new("people-session-address"),
                ],
                rows: sessions.collect(),
            },
        ],
        files: Vec::new(),
    })
}

/// Fields by their stored names and values by their stored codes, which the page of the copy puts into words.
fn facts(vault: &Vault, person: &PersonRow, teacher: Option<TeacherDetail>) -> Result<Vec<Vec<String>>> {
    let mut facts = vec![
        ("name", person.name.clone()),
        ("number", person.number.clone()),
        ("reading", person.reading.clone()),
        ("sex", person.sex.clone()),
        (
            "born",
            person.birthday.map(|day| day.to_string()).unwrap_or_default(),
        ),
        ("certificate", person.identity_kind.clone()),
        (
            "identity",
            opened(vault, IDENTITY, person.identity_sealed.as_deref())?,
        ),
        ("phone", opened(vault, PHONE, person.phone_sealed.as_deref())?),
        (
            "entered",
            person.entered.map(|day| day.to_string()).unwrap_or_default(),
        ),
    ];
    if let Some(sealed) = &person.detail_sealed {
        let json = vault.open(DETAIL, sealed).map_err(Error::internal)?;
        let detail: StudentDetail = serde_json::from_slice(&json).map_err(Error::internal)?;
        facts.extend(detail.fields());
    }
    if let Some(teacher) = teacher {
        let number = |value: Option<String>| value.unwrap_or_default();
        facts.extend([
            ("department", number(teacher.department)),
            ("posts", number(teacher.posts)),
            ("title", number(teacher.title)),
            ("education", number(teacher.education)),
            ("skill", number(teacher.skill)),
            ("majors", number(teacher.majors)),
            ("courses", number(teacher.courses)),
            (
                "joined",
                teacher.joined.map(|day| day.to_string()).unwrap_or_default(),
            ),
        ]);
    }
    let told = facts.into_iter().filter(|(_, value)| !value.is_empty());
    Ok(told.map(|(field, value)| vec![field.to_owned(), value]).collect())
}

/// A role of a stored code, for whoever reads the copy.
pub fn role_of(code: &str) -> Option<Text> {
    Role::from_code(code).map(role_text)
}

fn binds(tx: &mut Tx<'_>, ctx: &Ctx, whose: &Whose) -> Result<Vec<Text>> {
    let (classes, posts, looks_after, uploads): (i64, i64, i64, i64) = tx.one(
        sql::BOUND,
        params![whose.school, whose.person, ctx.now.day(), ctx.now],
    )?;
    let told = [
        (classes, "people-binds-class"),
        (posts, "people-binds-post"),
        (looks_after, "people-binds-class-teacher"),
        (uploads, "people-binds-roster"),
    ];
    let held = told.into_iter().filter(|(count, _)| *count > 0);
    Ok(held.map(|(_, key)| Text::new(key)).collect())
}

fn goes(tx: &mut Tx<'_>, _: &Ctx, whose: &Whose) -> Result<Counted> {
    let account = whose.account.unwrap_or(AccountId::of(kernel::RawId::nil()));
    let (sessions, tokens): (i64, i64) = tx.one(sql::HELD, params![whose.school, whose.person, account])?;
    Ok(vec![
        (Text::new("people-goes-person"), 1),
        (Text::new("people-goes-sessions"), sessions),
        (Text::new("people-goes-tokens"), tokens),
        (Text::new("people-goes-audit"), 1),
    ])
}

fn forget(tx: &mut Tx<'_>, ctx: &Ctx, whose: &Whose) -> Result<Vec<Hash>> {
    let (school, person) = (whose.school, whose.person);
    let (name, number) = anonymous(person);
    tx.run(sql::MAKE_ANONYMOUS, params![school, person, name, number])?;
    tx.run(DROP_TOKENS, params![school, person])?;
    tx.run(sql::DROP_STUDENT_DETAIL, params![school, person])?;
    tx.run(sql::DROP_TEACHER_DETAIL, params![school, person])?;
    let last = ctx.now.day().plus(-1);
    tx.run(sql::END_OWN_STUDENT_POSTS, params![school, person, last])?;
    tx.run(sql::END_ENROLMENT, params![school, person, last])?;
    if let Some(account) = whose.account {
        for statement in sql::FORGET_ACCOUNT {
            tx.run(statement, params![account, school])?;
        }
    }
    ledger::erase_person(tx, ctx, school, person)?;
    Ok(Vec::new())
}
