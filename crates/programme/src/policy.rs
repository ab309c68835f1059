//! Who may read the counts, keep the confirmed list and edit the plan.

use authz::{Grant, Reach, Rule, Scope, Verb, scope_of};
use db::{Tx, params};
use kernel::{Actor, Ctx, Error, OrgId, RawId, Result, Role, SchoolId, Seat, Slice, Text, Tier};
use org::model::kind::OrgKind;
use org::model::region::Region;
use org::queries::{Filter, Org};

use crate::queries::View;
use crate::store::{self, PairRow};

/// Reads a dashboard and the rows behind it.
pub struct Read;
/// Puts pairs (school, major) on the confirmed list.
pub struct ConfirmPairs;
/// Withdraws a pair from the list.
pub struct WithdrawPair;
/// Edits the plan.
pub struct EditPlan;

impl Verb for Read {
    type Target = View;
    const NAME: &'static str = "programme.read-counts";
}
impl Verb for ConfirmPairs {
    /// The schools that may be named, and the reach they were found by.
    type Target = (Reach, Vec<Org>);
    const NAME: &'static str = "programme.confirm-pairs";
}
impl Verb for WithdrawPair {
    type Target = (Org, PairRow);
    const NAME: &'static str = "programme.withdraw-pair";
}
impl Verb for EditPlan {
    /// The organisation in whose chain the edit stands.
    type Target = SchoolId;
    const NAME: &'static str = "programme.edit-plan";
}

const NATION: (Role, Scope) = (Role::NationalOfficer, Scope::Nation);
const PROVINCE: (Role, Scope) = (Role::ProvincialOfficer, Scope::Province);

/// The policy of the programme.
pub const RULES: &[Rule] = &[
    Rule {
        verb: Read::NAME,
        allowed: &[
            NATION,
            PROVINCE,
            (Role::CityOfficer, Scope::City),
            (Role::SchoolLeader, Scope::Org),
            (Role::PartyOrganisation, Scope::Org),
            (Role::AcademicAffairs, Scope::Org),
        ],
    },
    // The ministry confirms, and a province for its own schools (人社部函〔2022〕20号, 十三).
    Rule {
        verb: ConfirmPairs::NAME,
        allowed: &[NATION, PROVINCE],
    },
    Rule {
        verb: WithdrawPair::NAME,
        allowed: &[NATION, PROVINCE],
    },
    Rule {
        verb: EditPlan::NAME,
        allowed: &[NATION],
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

/// What the actor reads: everything within their own reach.
///
/// # Errors
/// 401 or 403.
pub fn may_read(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Grant<Read>> {
    let (_, seat) = reach_for(ctx, Read::NAME, "programme-denied-read")?;
    let view = match seat.tier {
        Tier::Nation => View::Nation,
        Tier::Province | Tier::City => View::Region(seat.region),
        Tier::School | Tier::Other => View::School(org::queries::by_id(tx, seat.org)?),
    };
    Ok(Grant::issue(view))
}

/// A province or city within the actor's reach.
///
/// # Errors
/// 401, 403 or 404.
pub fn may_read_region(ctx: &Ctx, code: i64) -> Result<Grant<Read>> {
    let (reach, _) = reach_for(ctx, Read::NAME, "programme-denied-read")?;
    let known =
        Region::from_code(code).is_some_and(|region| matches!(region.tier(), Tier::Province | Tier::City));
    if known && reach.covers(code, UNNUMBERED) {
        Ok(Grant::issue(View::Region(code)))
    } else {
        Err(Error::NotFound)
    }
}

/// No organisation has this number, so that only the region is asked about.
const UNNUMBERED: i64 = -1;

/// A school within the actor's reach.
///
/// # Errors
/// 401, 403 or 404.
pub fn may_read_school(tx: &mut Tx<'_>, ctx: &Ctx, id: OrgId) -> Result<Grant<Read>> {
    let (reach, _) = reach_for(ctx, Read::NAME, "programme-denied-read")?;
    Ok(Grant::issue(View::School(school_within(tx, reach, id)?)))
}

/// Whose rows a list is narrowed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Everything within the actor's reach.
    All,
    /// A province's or a city's, by GB/T 2260.
    Region(i64),
    /// A school's.
    School(OrgId),
}

/// What a list is narrowed to, as far as the actor reads it.
///
/// # Errors
/// As [`may_read`], [`may_read_region`] and [`may_read_school`].
pub fn may_read_narrowed(tx: &mut Tx<'_>, ctx: &Ctx, wanted: Wanted) -> Result<Grant<Read>> {
    match wanted {
        Wanted::All => may_read(tx, ctx),
        Wanted::Region(code) => may_read_region(ctx, code),
        Wanted::School(id) => may_read_school(tx, ctx, id),
    }
}

/// The schools whose pairs the actor may confirm.
///
/// # Errors
/// 401 or 403.
pub fn may_confirm(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Grant<ConfirmPairs>> {
    let (reach, _) = reach_for(ctx, ConfirmPairs::NAME, "programme-denied-confirm")?;
    let filter = Filter {
        kind: OrgKind::School.code().to_owned(),
        ..Filter::default()
    };
    let every = Slice {
        number: 1,
        size: MOST_SCHOOLS,
    };
    let schools = org::queries::in_reach(tx, &reach, &filter, every)?.rows;
    Ok(Grant::issue((reach, schools)))
}

/// More schools than the nation has.
const MOST_SCHOOLS: u32 = 10_000;

/// What the program itself confirms, for a demonstration.
///
/// # Errors
/// 404 for every person.
pub fn may_confirm_as_system(ctx: &Ctx, schools: Vec<Org>) -> Result<Grant<ConfirmPairs>> {
    if ctx.actor == Actor::System {
        Ok(Grant::issue((Reach::Nation, schools)))
    } else {
        Err(Error::NotFound)
    }
}

/// A pair of a school within reach.
///
/// # Errors
/// 401, 403 or 404.
pub fn may_withdraw(tx: &mut Tx<'_>, ctx: &Ctx, school: OrgId, pair: RawId) -> Result<Grant<WithdrawPair>> {
    let (reach, _) = reach_for(ctx, WithdrawPair::NAME, "programme-denied-confirm")?;
    let school = school_within(tx, reach, school)?;
    let row = tx.one(store::PAIR, params![school.number, pair])?;
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

/// # Errors
/// 401 or 403.
pub fn may_edit_plan(ctx: &Ctx) -> Result<Grant<EditPlan>> {
    let (_, seat) = reach_for(ctx, EditPlan::NAME, "programme-denied-plan")?;
    Ok(Grant::issue(seat.school))
}

/// What an installation begins with, in the chain of its first organisation.
///
/// # Errors
/// 404 for every person.
pub fn may_edit_plan_as_system(ctx: &Ctx, chain: SchoolId) -> Result<Grant<EditPlan>> {
    if ctx.actor == Actor::System {
        Ok(Grant::issue(chain))
    } else {
        Err(Error::NotFound)
    }
}
