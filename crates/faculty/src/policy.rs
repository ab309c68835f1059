//! Who may read, import and withdraw results of training.

use authz::{Grant, Reach, Rule, Scope, Verb, scope_of};
use db::{Tx, params};
use kernel::{Actor, Ctx, Error, OrgId, RawId, Result, Role, Seat, Slice, Text};
use org::model::kind::OrgKind;
use org::queries::{Filter, Org};

use crate::store::{self, ResultRow};

/// Sees how many results each school has.
pub struct ReadCounts;
/// Sees the results of a school with the teachers' names.
pub struct ReadResults;
/// Imports results.
pub struct ImportResults;
/// Withdraws a result.
pub struct WithdrawResult;

impl Verb for ReadCounts {
    type Target = Reach;
    const NAME: &'static str = "faculty.read-training-counts";
}
impl Verb for ReadResults {
    type Target = Org;
    const NAME: &'static str = "faculty.read-training";
}
impl Verb for ImportResults {
    /// The schools whose teachers the rows may mean.
    type Target = Vec<Org>;
    const NAME: &'static str = "faculty.import-training";
}
impl Verb for WithdrawResult {
    type Target = (Org, ResultRow);
    const NAME: &'static str = "faculty.withdraw-training";
}

const PROVINCE: (Role, Scope) = (Role::ProvincialOfficer, Scope::Province);
const CITY: (Role, Scope) = (Role::CityOfficer, Scope::City);
const ACADEMIC: (Role, Scope) = (Role::AcademicAffairs, Scope::Org);

/// The policy of teachers' training. The ministry sees counts of each school, never a teacher's name.
pub const RULES: &[Rule] = &[
    Rule {
        verb: ReadCounts::NAME,
        allowed: &[
            (Role::NationalOfficer, Scope::Nation),
            PROVINCE,
            CITY,
            (Role::SchoolLeader, Scope::Org),
            (Role::PartyOrganisation, Scope::Org),
            ACADEMIC,
        ],
    },
    Rule {
        verb: ReadResults::NAME,
        allowed: &[
            PROVINCE,
            CITY,
            (Role::SchoolLeader, Scope::Org),
            (Role::PartyOrganisation, Scope::Org),
            ACADEMIC,
        ],
    },
    Rule {
        verb: ImportResults::NAME,
        allowed: &[PROVINCE, ACADEMIC],
    },
    Rule {
        verb: WithdrawResult::NAME,
        allowed: &[PROVINCE, ACADEMIC],
    },
];

/// How far the actor's role carries a verb, and where they sit.
fn reach_for(ctx: &Ctx, verb: &str, denied: &'static str) -> Result<(Reach, Seat)> {
    let (Some(role), Some(seat)) = (ctx.actor.role(), ctx.actor.seat()) else {
        return Err(Error::SignIn);
    };
    let scope = scope_of(RULES, verb, role).ok_or_else(|| Error::Denied(Text::new(denied)))?;
    Ok((Reach::of(seat, scope), *seat))
}

/// # Errors
/// 401 or 403.
pub fn may_read_counts(ctx: &Ctx) -> Result<Grant<ReadCounts>> {
    Ok(Grant::issue(
        reach_for(ctx, ReadCounts::NAME, "faculty-denied-read")?.0,
    ))
}

/// A school whose results the actor reads by name.
///
/// # Errors
/// 401, 403 or 404; 404 also for what is no school.
pub fn may_read_results(tx: &mut Tx<'_>, ctx: &Ctx, school: OrgId) -> Result<Grant<ReadResults>> {
    let (reach, _) = reach_for(ctx, ReadResults::NAME, "faculty-denied-names")?;
    Ok(Grant::issue(school_within(tx, reach, school)?))
}

/// The schools that the actor imports results for: the own one, or those of the province.
///
/// # Errors
/// 401 or 403.
pub fn may_import(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Grant<ImportResults>> {
    let (reach, _) = reach_for(ctx, ImportResults::NAME, "faculty-denied-import")?;
    let filter = Filter {
        kind: OrgKind::School.code().to_owned(),
        ..Filter::default()
    };
    let every = Slice {
        number: 1,
        size: MOST_SCHOOLS,
    };
    Ok(Grant::issue(
        org::queries::in_reach(tx, &reach, &filter, every)?.rows,
    ))
}

/// More schools than any province has.
const MOST_SCHOOLS: u32 = 5_000;

/// Whether somebody brings results in at all.
pub fn would_import(ctx: &Ctx) -> bool {
    reach_for(ctx, ImportResults::NAME, "faculty-denied-import").is_ok()
}

/// What the program itself imports, for a demonstration.
///
/// # Errors
/// 404 for every person.
pub fn may_import_as_system(ctx: &Ctx, schools: Vec<Org>) -> Result<Grant<ImportResults>> {
    if ctx.actor == Actor::System {
        Ok(Grant::issue(schools))
    } else {
        Err(Error::NotFound)
    }
}

/// A result that stands.
///
/// # Errors
/// 401, 403 or 404.
pub fn may_withdraw(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    school: OrgId,
    result: RawId,
) -> Result<Grant<WithdrawResult>> {
    let (reach, _) = reach_for(ctx, WithdrawResult::NAME, "faculty-denied-import")?;
    let school = school_within(tx, reach, school)?;
    let row = tx.one(store::RESULT, params![school.number, result])?;
    Ok(Grant::issue((school, row)))
}

fn school_within(tx: &mut Tx<'_>, reach: Reach, id: OrgId) -> Result<Org> {
    let org = org::queries::by_id(tx, id)?;
    if org.kind == OrgKind::School && reach.covers(org.region, org.number.0) {
        Ok(org)
    } else {
        Err(Error::NotFound)
    }
}
