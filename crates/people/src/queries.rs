//! What pages and other modules ask about people.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use db::{Bind, Tx, params};
use kernel::vault::Vault;
use kernel::{AccountId, Ctx, Day, OrgId, PersonId, Result, Role, SchoolId, Slice};
use org::queries::OrgName;
use web::Wanted;

use crate::intake::IDENTITY;
use crate::model::class::ClassId;
use crate::model::name::search_query;
use crate::model::name::told_apart;
use crate::policy::{Findable, Within};
use crate::store;
use crate::store::classes::{self, PersonLine};
use crate::store::names::{self, FoundRow};
use crate::store::personal::{self, WaitingRow};

pub use crate::store::StaffRow;
pub use crate::store::classes::{ClassRow, ClassmateRow, EnrolmentRow, MemberRow, StudentRow};

/// The names of some persons of a school; who is not of it is not among them. Two of one name have the end of their numbers beside it.
///
/// # Errors
/// The engine's.
pub fn names_of(tx: &mut Tx<'_>, school: SchoolId, people: &[PersonId]) -> Result<HashMap<PersonId, String>> {
    static TEXTS: LazyLock<Vec<(usize, String)>> = LazyLock::new(|| {
        store::NAMES_SIZES
            .map(|size| (size, store::names_of(size)))
            .to_vec()
    });
    let mut names: HashMap<PersonId, (String, String)> = HashMap::with_capacity(people.len());
    let mut rest = people;
    while let Some(last) = rest.last() {
        let fits = TEXTS.iter().find(|(size, _)| *size >= rest.len());
        let Some((size, sql)) = fits.or_else(|| TEXTS.last()) else {
            break;
        };
        let (now, later) = rest.split_at(rest.len().min(*size));
        let mut values = Vec::with_capacity(size + 1);
        values.push(Bind::bind(&school));
        // What is left of the size is filled with one that is asked for anyway.
        values.extend(now.iter().map(Bind::bind));
        values.resize(size + 1, Bind::bind(last));
        names.extend(
            tx.all::<(PersonId, String, String)>(sql, &values)?
                .into_iter()
                .map(|(person, name, number)| (person, (name, number))),
        );
        rest = later;
    }
    told_apart(names.values_mut().map(|(name, number)| (name, number.as_str())));
    Ok(names
        .into_iter()
        .map(|(person, (name, _))| (person, name))
        .collect())
}

/// Who stands on the list of a class and has not left, by number.
///
/// # Errors
/// The engine's.
pub fn members(tx: &mut Tx<'_>, school: SchoolId, class: ClassId) -> Result<Vec<MemberRow>> {
    let mut members: Vec<MemberRow> = tx.all(classes::MEMBERS, params![school, class])?;
    told_apart(
        members
            .iter_mut()
            .map(|member| (&mut member.name, member.number.as_str())),
    );
    Ok(members)
}

/// Who of a class is expected in it now, for those who once were on its list.
#[derive(Clone, Debug, Default)]
pub struct Expected(Option<HashMap<PersonId, &'static str>>);

impl Expected {
    /// Why somebody is not expected in class, as a translation key; empty for who is.
    pub fn away(&self, person: PersonId) -> &'static str {
        match &self.0 {
            None => "",
            Some(members) => members.get(&person).copied().unwrap_or(LEFT),
        }
    }
}

/// The translation key of who was on the list of a class and is no longer.
pub const LEFT: &str = "people-away-left";

/// Who of a class is expected in it now.
///
/// # Errors
/// The engine's.
pub fn expected(tx: &mut Tx<'_>, school: SchoolId, class: ClassId) -> Result<Expected> {
    let members: Vec<MemberRow> = tx.all(classes::MEMBERS, params![school, class])?;
    let away = members.into_iter().map(|member| (member.person, member.away()));
    Ok(Expected(Some(away.collect())))
}

/// What a certificate number is found by without being told.
pub fn identity_key(vault: &Vault, number: &str) -> Vec<u8> {
    vault.search_key(IDENTITY, number)
}

/// The search keys of a school's certificate numbers: the same human has the same one at every school.
///
/// # Errors
/// The engine's.
pub fn identity_keys(tx: &mut Tx<'_>, school: SchoolId) -> Result<HashMap<PersonId, Vec<u8>>> {
    Ok(tx
        .all::<(PersonId, Vec<u8>)>(store::IDENTITY_KEYS, params![school])?
        .into_iter()
        .collect())
}

/// The organisations of a demonstration that its sign-in page offers: the first of them, where it is a whole nation.
pub(crate) const OFFERED: i64 = 12;

/// One person of each post in each of the first organisations, in the order of the roles: for whoever tries a demonstration.
///
/// # Errors
/// The engine's.
pub fn one_of_each_post(tx: &mut Tx<'_>) -> Result<Vec<(SchoolId, Role, String)>> {
    let rows: Vec<store::DemoRow> = tx.all(store::DEMO, params![OFFERED])?;
    let known = |row: store::DemoRow| {
        let role = Role::from_code(&row.role).filter(|_| !row.number.is_empty());
        Some((row.school, role?, row.number))
    };
    let mut people: Vec<_> = rows.into_iter().filter_map(known).collect();
    people.sort_by_key(|(school, role, _)| (*school, Role::ALL.iter().position(|known| known == role)));
    Ok(people)
}

/// Whether nobody holds any post yet: the installation is empty.
///
/// # Errors
/// The engine's.
pub fn is_empty(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(tx.opt::<(kernel::PostId,)>(store::ANY_POST, &[])?.is_none())
}

/// The staff of an organisation today, by name.
///
/// # Errors
/// The engine's.
pub fn staff(tx: &mut Tx<'_>, ctx: &Ctx, school: SchoolId) -> Result<Vec<StaffRow>> {
    Ok(tx.all(store::STAFF, params![school, ctx.now.day()])?)
}

/// Who signs in with a number at an organisation: the person and their name.
///
/// # Errors
/// The engine's.
pub fn by_number(tx: &mut Tx<'_>, school: SchoolId, number: &str) -> Result<Option<(PersonId, String)>> {
    let found: Option<(PersonId, String, Option<AccountId>)> =
        tx.opt(store::PERSON_BY_NUMBER, params![school, number])?;
    Ok(found.map(|(person, name, _)| (person, name)))
}

/// Who is behind a sign-in record.
#[derive(Clone, Debug)]
pub struct HolderFacts {
    /// Their name.
    pub name: String,
    /// What they sign in with.
    pub number: String,
    /// The posts they hold today.
    pub roles: Vec<Role>,
}

/// The stored forms of what somebody signs in with and, of an administrator, signed in with before, as far as they are kept.
///
/// # Errors
/// The engine's.
pub(crate) fn last_passwords(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = tx.all(store::LAST_PASSWORDS, params![account])?;
    Ok(rows.into_iter().map(|(hash,)| hash).collect())
}

/// Who is behind a sign-in record, as one organisation knows them.
///
/// # Errors
/// `NotFound` when the organisation knows nobody with it.
pub fn holder(tx: &mut Tx<'_>, ctx: &Ctx, school: SchoolId, account: AccountId) -> Result<HolderFacts> {
    let row: store::HolderRow = tx.one(store::HOLDER, params![school, account])?;
    let posts: Vec<store::PostRow> = tx.all(store::POSTS, params![account, ctx.now.day()])?;
    let roles = posts
        .iter()
        .filter_map(|post| Role::from_code(&post.role))
        .collect();
    Ok(HolderFacts {
        name: row.name,
        number: row.number,
        roles,
    })
}

/// The names behind the sign-in records that an organisation knows.
///
/// # Errors
/// The engine's.
pub fn account_names(tx: &mut Tx<'_>, school: SchoolId) -> Result<HashMap<AccountId, String>> {
    Ok(tx
        .all::<(AccountId, String)>(store::ACCOUNT_NAMES, params![school])?
        .into_iter()
        .collect())
}

/// Where the tokens of names and numbers that begin as typed begin and end; none where nothing is typed.
pub(crate) fn beginning(text: &str) -> Option<(Vec<u8>, Vec<u8>)> {
    let from = search_query(text).into_bytes();
    let until = [from.as_slice(), &[0xff]].concat();
    (!from.is_empty()).then_some((from, until))
}

/// A page of the people of a school and how many there are: those at work and in class, or everybody whose name or number begins as
/// typed.
///
/// # Errors
/// The engine's.
pub(crate) fn listed(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    within: &Within,
    (class, text): (Option<ClassId>, &str),
    slice: Slice,
) -> Result<(Vec<PersonLine>, i64)> {
    let Within { school, teacher } = *within;
    let (limit, offset) = (slice.limit(), slice.offset());
    let (rows, (total,)) = match beginning(text) {
        Some((from, until)) if class.is_none() && teacher.is_none() => (
            tx.all(
                classes::NAMED_ANYWHERE,
                params![school, &from, &until, limit, offset],
            )?,
            tx.one(classes::COUNT_NAMED_ANYWHERE, params![school, &from, &until])?,
        ),
        Some((from, until)) => (
            tx.all(
                classes::NAMED,
                params![school, class, teacher, &from, &until, limit, offset],
            )?,
            tx.one(
                classes::COUNT_NAMED,
                params![school, class, teacher, &from, &until],
            )?,
        ),
        None => {
            let today = ctx.now.day();
            (
                tx.all(
                    classes::PEOPLE,
                    params![school, class, teacher, today, limit, offset],
                )?,
                tx.one(classes::COUNT_PEOPLE, params![school, class, teacher, today])?,
            )
        }
    };
    Ok((rows, total))
}

/// People whose name or number begins as typed, by name. Above a school who is called just so first, then by organisation; a single letter finds nobody.
///
/// # Errors
/// The engine's.
pub(crate) fn find_people(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    reach: &Findable,
    orgs: &[OrgName],
    wanted: &Wanted,
) -> Result<Vec<FoundRow>> {
    let Some((from, until)) = beginning(&wanted.text) else {
        return Ok(Vec::new());
    };
    let today = ctx.now.day();
    match reach {
        Findable::School {
            within,
            students,
            staff,
            ..
        } => Ok(tx.all(
            names::FIND,
            params![
                within.school,
                from,
                until,
                within.teacher,
                *students,
                *staff,
                wanted.limit,
                wanted.offset,
                today
            ],
        )?),
        Findable::Staff(_) if from.len() < 2 || orgs.is_empty() => Ok(Vec::new()),
        Findable::Staff(_) => find_staff(tx, orgs, (&from, &until, today), wanted),
    }
}

/// Those who hold a post today, who is called just so first, by organisation and what they were found by: read piece by piece until there are enough, since most
/// of what begins alike is somebody who does so, once.
fn find_staff(
    tx: &mut Tx<'_>,
    orgs: &[OrgName],
    (from, until, today): (&[u8], &[u8], Day),
    wanted: &Wanted,
) -> Result<Vec<FoundRow>> {
    /// Rows that are read at first beyond what is wanted: a few are found twice, or have left.
    const MORE: i64 = 3;
    let schools = db::list::filled(orgs.iter().map(|org| org.number).collect(), SchoolId(-1));
    let sql = names::staff_in(schools.len());
    let number = |number: i64| usize::try_from(number).unwrap_or_default();
    let enough = number(wanted.offset + wanted.limit);
    let (mut read, mut piece) = (0_i64, wanted.offset + wanted.limit + MORE);
    let (mut seen, mut found) = (HashSet::new(), Vec::new());
    loop {
        let mut values = params![from, until, today, piece, read].to_vec();
        values.extend(schools.iter().map(Bind::bind));
        let rows: Vec<FoundRow> = tx.all(&sql, &values)?;
        let is_last = rows.len() < number(piece);
        let in_post = rows.into_iter().filter(|row| row.role.is_some());
        found.extend(in_post.filter(|row| seen.insert((row.school, row.person))));
        if is_last || found.len() >= enough {
            break;
        }
        read += piece;
        piece *= 4;
    }
    Ok(found
        .into_iter()
        .skip(number(wanted.offset))
        .take(number(wanted.limit))
        .collect())
}

/// The classes of a school, those that have ended last; with a class teacher only theirs.
///
/// # Errors
/// The engine's.
pub fn classes(tx: &mut Tx<'_>, school: SchoolId, teacher: Option<PersonId>) -> Result<Vec<ClassRow>> {
    Ok(tx.all(classes::CLASSES, params![school, teacher])?)
}

/// What the classes of a school are called.
///
/// # Errors
/// The engine's.
pub fn class_names(tx: &mut Tx<'_>, school: SchoolId) -> Result<HashMap<ClassId, String>> {
    let rows: Vec<(ClassId, String)> = tx.all(classes::CLASS_NAMES, params![school])?;
    Ok(rows.into_iter().collect())
}

/// A class of a school.
///
/// # Errors
/// `NotFound` for another school's.
pub fn class(tx: &mut Tx<'_>, school: SchoolId, class: ClassId) -> Result<ClassRow> {
    tx.once(format!("class {} {class}", school.0), |tx| {
        Ok(tx.one(classes::CLASS, params![school, class, None::<PersonId>])?)
    })
}

/// The students on the list of a class, by number; those who have left stand there with that status.
///
/// # Errors
/// The engine's.
pub fn students(tx: &mut Tx<'_>, school: SchoolId, class: ClassId) -> Result<Vec<StudentRow>> {
    Ok(tx.all(classes::STUDENTS, params![school, class])?)
}

/// Everybody who is or was in a class, by number: what is kept of their work needs their names.
///
/// # Errors
/// The engine's.
pub fn classmates(tx: &mut Tx<'_>, school: SchoolId, class: ClassId) -> Result<Vec<ClassmateRow>> {
    let mut mates: Vec<ClassmateRow> = tx.all(classes::CLASSMATES, params![school, class])?;
    told_apart(
        mates
            .iter_mut()
            .map(|mate| (&mut mate.name, mate.number.as_str())),
    );
    Ok(mates)
}

/// The classes and statuses of a student, the present one first.
///
/// # Errors
/// The engine's.
pub fn enrolments(tx: &mut Tx<'_>, school: SchoolId, person: PersonId) -> Result<Vec<EnrolmentRow>> {
    Ok(tx.all(classes::HISTORY, params![school, person])?)
}

/// Everybody of all organisations whose data were erased.
///
/// # Errors
/// The engine's.
pub fn erased(tx: &mut Tx<'_>) -> Result<Vec<(SchoolId, PersonId)>> {
    Ok(tx.all(personal::ALL_ERASED, &[])?)
}

/// Whether somebody's data were erased; none where nobody has this id.
///
/// # Errors
/// The engine's.
pub fn is_erased(tx: &mut Tx<'_>, school: SchoolId, person: PersonId) -> Result<Option<bool>> {
    let row: Option<personal::SubjectRow> = tx.opt(personal::SUBJECT, params![school, person])?;
    Ok(row.map(|row| row.is_erased()))
}

/// The erasures that wait at organisations without a head within the reader's reach.
///
/// # Errors
/// The engine's.
pub(crate) fn waiting_elsewhere(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Vec<(OrgId, String, WaitingRow)>> {
    let Some(reach) = crate::policy::settles_for(ctx) else {
        return Ok(Vec::new());
    };
    let waiting: Vec<WaitingRow> = tx.all(personal::WAITING, params![])?;
    if waiting.is_empty() {
        return Ok(Vec::new());
    }
    let orgs = org::queries::without_head(tx, &reach)?;
    let of = |row: WaitingRow| {
        let org = orgs.iter().find(|org| org.number == row.school)?;
        Some((org.id, org.name.clone(), row))
    };
    Ok(waiting.into_iter().filter_map(of).collect())
}

/// How many erasures wait for the reader's word: of their own organisation, and of those without a head within their reach.
///
/// # Errors
/// The engine's.
pub(crate) fn erasures_to_settle(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<i64> {
    let school = crate::policy::may_read_erasures(tx, ctx, None)?.into_target();
    let (own,): (i64,) = tx.one(personal::COUNT_WAITING, params![school])?;
    let others = waiting_elsewhere(tx, ctx)?.len();
    Ok(own + i64::try_from(others).unwrap_or(i64::MAX))
}
