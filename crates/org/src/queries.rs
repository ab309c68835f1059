//! What pages and other modules ask about organisations, majors and calendars.

mod calendar;
mod directory;
mod majors;

use authz::Reach;
use db::{Tx, params};
use kernel::{Error, Instant, OrgId, Page, Result, SchoolId, Slice, Tier};

use crate::model::kind::OrgKind;
use crate::model::relation::{Relation, Tie};
use crate::store::{self, OrgRow, RelationRow};

pub use crate::store::{Catalogue, OrgName};
pub use calendar::{calendar, has_term, terms};
pub use directory::ORGANISATIONS;
use directory::Sought;
pub use majors::{catalogues, latest_catalogue, major_by_code, majors};

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Org {
    /// Its id.
    pub id: OrgId,
    /// Its local number, the key of its rows.
    pub number: SchoolId,
    /// What it is.
    pub kind: OrgKind,
    /// How high it stands.
    pub tier: Tier,
    /// The code by which the offices know it.
    pub code: String,
    /// Its full name.
    pub name: String,
    /// GB/T 2260 code of its region; 0 for the nation.
    pub region: i64,
    /// A school's category, a stored code; empty for others.
    pub category: String,
    /// A school's affiliation, a stored code; empty for others.
    pub affiliation: String,
    /// 统一社会信用代码.
    pub credit_code: Option<String>,
    /// When it was registered here.
    pub created_at: Instant,
    /// Counts its amendments, from 1.
    pub version: i64,
}

impl From<OrgRow> for Org {
    fn from(row: OrgRow) -> Self {
        let kind = OrgKind::from_code(&row.kind).unwrap_or(OrgKind::Association);
        Self {
            id: row.id,
            number: row.number,
            kind,
            tier: kind.tier(),
            code: row.code,
            name: row.name,
            region: row.region,
            category: row.category,
            affiliation: row.affiliation,
            credit_code: row.credit_code,
            created_at: row.created_at,
            version: row.version,
        }
    }
}

/// # Errors
/// `NotFound` for an id of nothing.
pub fn by_id(tx: &mut Tx<'_>, id: OrgId) -> Result<Org> {
    if tx.is_reading() {
        let directory = directory::directory(tx)?;
        return directory.of_id(id).cloned().ok_or(Error::NotFound);
    }
    Ok(tx.one::<OrgRow>(store::BY_ID, params![id])?.into())
}

/// The organisation that was registered first: it keeps the installation. None in an empty one.
///
/// # Errors
/// The engine's.
pub fn keeper(tx: &mut Tx<'_>) -> Result<Option<SchoolId>> {
    Ok(tx.opt::<(SchoolId,)>(store::KEEPER, &[])?.map(|row| row.0))
}

/// # Errors
/// `NotFound` for a number of nothing.
pub fn by_number(tx: &mut Tx<'_>, number: SchoolId) -> Result<Org> {
    if tx.is_reading() {
        let directory = directory::directory(tx)?;
        return directory.numbered(number).cloned().ok_or(Error::NotFound);
    }
    Ok(tx.one::<OrgRow>(store::BY_NUMBER, params![number])?.into())
}

/// Every organisation, by number: for the command line and for upkeep, never for a page.
///
/// # Errors
/// The engine's.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Org>> {
    Ok(tx
        .all::<OrgRow>(store::ALL, &[])?
        .into_iter()
        .map(Org::from)
        .collect())
}

/// What a list of organisations is narrowed by.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Part of the name, or the beginning of its pinyin or initials.
    pub text: String,
    /// A kind's stored code, or empty.
    pub kind: String,
    /// A province's code, or 0 for all.
    pub province: i64,
}

/// The organisations within reach, by region.
///
/// # Errors
/// The engine's.
pub fn in_reach(tx: &mut Tx<'_>, reach: &Reach, filter: &Filter, slice: Slice) -> Result<Page<Org>> {
    let directory = directory::directory(tx)?;
    let found: Vec<&Org> = directory.in_reach(reach, filter).collect();
    Ok(Page {
        rows: part(found.iter().copied(), (slice.limit(), slice.offset())),
        total: i64::try_from(found.len()).unwrap_or(i64::MAX),
        slice,
    })
}

/// So many of a list, after so many others.
fn part<'d>(orgs: impl Iterator<Item = &'d Org>, (limit, offset): (i64, i64)) -> Vec<Org> {
    let number = |number: i64| usize::try_from(number).unwrap_or_default();
    orgs.skip(number(offset)).take(number(limit)).cloned().collect()
}

/// Organisations within reach by part of the name, or the beginning of pinyin or initials, by region.
///
/// # Errors
/// The engine's.
pub fn find_in_reach(tx: &mut Tx<'_>, reach: &Reach, text: &str, slice: (i64, i64)) -> Result<Vec<Org>> {
    if Sought::of(text).is_nothing() {
        return Ok(Vec::new());
    }
    let filter = Filter {
        text: text.to_owned(),
        ..Filter::default()
    };
    let directory = directory::directory(tx)?;
    Ok(part(directory.in_reach(reach, &filter), slice))
}

/// The organisations within reach that have no post for who answers for them: enterprises, institutes and associations.
///
/// # Errors
/// The engine's.
pub fn without_head(tx: &mut Tx<'_>, reach: &Reach) -> Result<Vec<OrgName>> {
    let (from, until, own) = reach.bounds();
    Ok(tx.all(store::WITHOUT_HEAD, params![from, until, own])?)
}

/// The names of all organisations within reach.
///
/// # Errors
/// The engine's.
pub fn names_in_reach(tx: &mut Tx<'_>, reach: &Reach) -> Result<Vec<OrgName>> {
    Ok(directory::directory(tx)?.names(reach))
}

/// The names of the organisations up to a number: those that were registered first.
///
/// # Errors
/// The engine's.
pub fn first_names(tx: &mut Tx<'_>, most: i64) -> Result<Vec<OrgName>> {
    Ok(tx.all(store::FIRST_NAMES, params![most])?)
}

/// Organisations by part of the name, or the beginning of pinyin or initials: the sign-in's chooser. At most twelve.
///
/// # Errors
/// The engine's.
pub fn find_schools(tx: &mut Tx<'_>, text: &str) -> Result<Vec<Org>> {
    /// Choices that are offered at once.
    const OFFERED: i64 = 12;
    if Sought::of(text).is_nothing() {
        return Ok(Vec::new());
    }
    Ok(part(directory::directory(tx)?.found(text), (OFFERED, 0)))
}

/// The relations of an organisation upwards by date, also those that have ended.
///
/// # Errors
/// The engine's.
pub fn relations(tx: &mut Tx<'_>, id: OrgId) -> Result<Vec<RelationRow>> {
    Ok(tx.all(store::RELATIONS, params![id])?)
}

impl RelationRow {
    /// The relation as the rules see it.
    pub fn tie(&self) -> Tie {
        let relation = Relation::from_code(&self.relation).unwrap_or(Relation::Guidance);
        Tie {
            relation,
            lower: self.lower,
            upper: self.upper,
            since: self.from_day,
            until: self.until_day,
        }
    }
}

/// The organisation with this code or full name.
///
/// # Errors
/// The engine's.
pub fn named(tx: &mut Tx<'_>, text: &str) -> Result<Option<Org>> {
    Ok(tx
        .opt::<OrgRow>(store::NAMED, params![text.trim()])?
        .map(Org::from))
}

/// The numbers of the schools whose region lies between two codes, both included.
///
/// # Errors
/// The engine's.
pub fn school_numbers_in(tx: &mut Tx<'_>, (from, until): (i64, i64)) -> Result<Vec<SchoolId>> {
    Ok(tx
        .all::<(SchoolId,)>(store::SCHOOL_NUMBERS, params![from, until])?
        .into_iter()
        .map(|(number,)| number)
        .collect())
}

/// The office that registered organisations of a region stand under.
///
/// # Errors
/// The engine's.
pub fn office(tx: &mut Tx<'_>, kind: OrgKind, region: i64) -> Result<Option<Org>> {
    Ok(tx
        .opt::<OrgRow>(store::OFFICE, params![kind.code(), region])?
        .map(Org::from))
}
