//! What pages ask about training, and what an import has to know before it reads a row.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::RangeInclusive;

use authz::Reach;
use db::{Bind as _, Tx, params};
use kernel::vault::Vault;
use kernel::{Ctx, Day, Page, PersonId, Result, SchoolId, Slice};
use ledger::count;
use org::model::kind::OrgKind;
use org::queries::{Filter, Org};
use paper::sheet::Workbook;
use people::model::roster::codes::TeacherLevel;

use crate::facts;
use crate::model::training::{Known, KnownResult, KnownTeacher, Preview, read_results};
use crate::store::{self, ResultRow};

/// Heads that a statement asks for at once.
const HEADS: usize = 512;

/// A school with its person-times.
#[derive(Clone, Debug)]
pub struct SchoolCount {
    /// The school.
    pub school: Org,
    /// Person-times that ended within the days asked for.
    pub trained: i64,
    /// Distinct heads at all times.
    pub heads: i64,
}

/// The schools within reach with their person-times between two days.
///
/// # Errors
/// The engine's.
pub fn by_school(
    tx: &mut Tx<'_>,
    reach: &Reach,
    (province, days): (i64, &RangeInclusive<Day>),
    slice: Slice,
) -> Result<Page<SchoolCount>> {
    let filter = Filter {
        kind: OrgKind::School.code().to_owned(),
        province,
        ..Filter::default()
    };
    let page = org::queries::in_reach(tx, reach, &filter, slice)?;
    let days = days.start().number()..=days.end().number();
    let numbers = page.rows.iter().map(|school| school.number).collect();
    let trained = count::sum_of_each(tx, numbers, facts::TRAINED, days)?;
    let scopes = page
        .rows
        .iter()
        .map(|school| facts::school_scope(school.id))
        .collect();
    let heads = count::members_of_each(tx, scopes, facts::HEADS, 0)?;
    let counted = |school: Org| SchoolCount {
        trained: trained.get(&school.number).copied().unwrap_or_default(),
        heads: heads
            .get(&facts::school_scope(school.id))
            .copied()
            .unwrap_or_default(),
        school,
    };
    Ok(Page {
        rows: page.rows.into_iter().map(counted).collect(),
        total: page.total,
        slice,
    })
}

/// A school's results that end between two days, the latest first; withdrawn ones say so.
///
/// # Errors
/// The engine's.
pub fn results(
    tx: &mut Tx<'_>,
    school: SchoolId,
    days: &RangeInclusive<Day>,
    slice: Slice,
) -> Result<Page<ResultRow>> {
    let (from, until) = (days.start(), days.end());
    let (total,): (i64,) = tx.one(store::RESULT_COUNT, params![school, from, until])?;
    let rows = tx.all(
        store::RESULTS,
        params![school, from, until, slice.limit(), slice.offset()],
    )?;
    Ok(Page { rows, total, slice })
}

/// A table read against what is known, with the school of each teacher it can mean.
pub struct Checked {
    /// What the table would add.
    pub preview: Preview,
    /// Where each known teacher teaches, as an index into the schools asked about.
    pub school_of: HashMap<PersonId, usize>,
    /// The teachers' names.
    pub names: HashMap<PersonId, String>,
}

/// Reads a table of results for the teachers of these schools.
///
/// # Errors
/// The engine's.
pub fn check(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    schools: &[Org],
    workbook: &Workbook,
    vault: &Vault,
) -> Result<Checked> {
    let mut teachers = Vec::new();
    let mut school_of = HashMap::new();
    for (index, school) in schools.iter().enumerate() {
        for teacher in teachers_of(tx, ctx, school)? {
            school_of.insert(teacher.teacher, index);
            teachers.push(teacher);
        }
    }
    let results = stored(tx, &teachers)?;
    let known = Known {
        today: ctx.now.day(),
        teachers: &teachers,
        results: &results,
        identity_key: &|number| people::queries::identity_key(vault, number),
    };
    let preview = read_results(workbook, &known);
    let names = teachers
        .into_iter()
        .map(|known| (known.teacher, known.name))
        .collect();
    Ok(Checked {
        preview,
        school_of,
        names,
    })
}

/// Everybody who holds a post of a school today, once.
fn teachers_of(tx: &mut Tx<'_>, ctx: &Ctx, school: &Org) -> Result<Vec<KnownTeacher>> {
    let keys = people::queries::identity_keys(tx, school.number)?;
    let mut seen = HashSet::new();
    let mut teachers = Vec::new();
    for row in people::queries::staff(tx, ctx, school.number)? {
        if !seen.insert(row.person) {
            continue;
        }
        let identity = keys.get(&row.person).cloned();
        let unknown = || row.person.raw().as_bytes().to_vec();
        teachers.push(KnownTeacher {
            teacher: row.person,
            head: identity.clone().unwrap_or_else(unknown),
            identity,
            school: school.name.clone(),
            number: row.number.to_ascii_uppercase(),
            name: row.name,
        });
    }
    Ok(teachers)
}

fn stored(tx: &mut Tx<'_>, teachers: &[KnownTeacher]) -> Result<Vec<KnownResult>> {
    let heads: BTreeSet<&[u8]> = teachers.iter().map(|teacher| teacher.head.as_slice()).collect();
    let heads: Vec<&[u8]> = heads.into_iter().collect();
    let mut known = Vec::new();
    for asked in heads.chunks(HEADS) {
        let asked = db::list::filled(asked.to_vec(), &[]);
        let values: Vec<_> = asked.iter().map(|head| head.bind()).collect();
        let rows: Vec<(Vec<u8>, u8, Day, Day)> = tx.all(&store::spans_of(asked.len()), &values)?;
        known.extend(rows.into_iter().filter_map(|(head, level, first, last)| {
            Some(KnownResult {
                head,
                level: TeacherLevel::from_digit(level)?,
                days: (first, last),
            })
        }));
    }
    Ok(known)
}
