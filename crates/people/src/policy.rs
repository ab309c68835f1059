//! Who may do what to posts, slips, sessions and the audit chain.

use authz::{Grant, Rule, Scope, Verb, scope_of};
use db::{Tx, params};
use kernel::{Actor, Ctx, Error, OrgId, PostId, Result, Role, SchoolId, Seat, Text};
use org::queries::Org;

use crate::store;

/// Sees the staff of an organisation.
pub struct ReadStaff;
/// Gives somebody a post.
pub struct Appoint;
/// Ends somebody's post.
pub struct EndPost;
/// Prints a slip with a one-time code.
pub struct IssueSlip;
/// Reads the audit chain.
pub struct ReadAudit;

impl Verb for ReadStaff {
    type Target = Org;
    const NAME: &'static str = "people.read-staff";
}
impl Verb for Appoint {
    type Target = Org;
    const NAME: &'static str = "people.appoint";
}
impl Verb for EndPost {
    type Target = HeldPost;
    const NAME: &'static str = "people.end-post";
}
impl Verb for IssueSlip {
    type Target = HeldPost;
    const NAME: &'static str = "people.issue-slip";
}
impl Verb for ReadAudit {
    type Target = SchoolId;
    const NAME: &'static str = "people.read-audit";
}

db::record! {
    /// A post in an organisation that the actor reaches.
    #[derive(Clone, Debug)]
    pub struct HeldPost {
        /// The post.
        pub id: PostId,
        /// Who holds it.
        pub person: kernel::PersonId,
        /// Their sign-in record.
        pub account: kernel::AccountId,
        /// What it is, a stored code.
        pub role: String,
        /// The organisation's number.
        pub school: SchoolId,
    }
}

const OFFICERS: [(Role, Scope); 3] = [
    (Role::NationalOfficer, Scope::Nation),
    (Role::ProvincialOfficer, Scope::Province),
    (Role::CityOfficer, Scope::City),
];

/// The policy of people.
pub const RULES: &[Rule] = &[
    Rule {
        verb: ReadStaff::NAME,
        allowed: &[
            OFFICERS[0],
            OFFICERS[1],
            OFFICERS[2],
            (Role::SchoolLeader, Scope::Org),
            (Role::PartyOrganisation, Scope::Org),
            (Role::AcademicAffairs, Scope::Org),
            (Role::SystemAdmin, Scope::Org),
            (Role::SecurityAdmin, Scope::Org),
        ],
    },
    // An officer names the first administrators of an organisation below; its own system administrator everybody else.
    Rule { verb: Appoint::NAME, allowed: &[OFFICERS[0], OFFICERS[1], (Role::SystemAdmin, Scope::Org)] },
    Rule { verb: EndPost::NAME, allowed: &[(Role::SystemAdmin, Scope::Org)] },
    Rule { verb: IssueSlip::NAME, allowed: &[OFFICERS[0], OFFICERS[1], (Role::SystemAdmin, Scope::Org)] },
    Rule { verb: ReadAudit::NAME, allowed: &[(Role::AuditAdmin, Scope::Org)] },
];

/// The roles that stand in an organisation of a tier.
pub fn roles_of(tier: kernel::Tier) -> &'static [Role] {
    use Role::{
        AcademicAffairs, AuditAdmin, CityOfficer, ClassTeacher, EnterpriseMentor, MajorLeader, NationalOfficer,
        PartyOrganisation, ProvincialOfficer, SchoolLeader, SecurityAdmin, SystemAdmin, Teacher,
    };
    match tier {
        kernel::Tier::Nation => &[NationalOfficer, SystemAdmin, SecurityAdmin, AuditAdmin],
        kernel::Tier::Province => &[ProvincialOfficer, SystemAdmin, SecurityAdmin, AuditAdmin],
        kernel::Tier::City => &[CityOfficer, SystemAdmin, SecurityAdmin, AuditAdmin],
        kernel::Tier::School => &[
            SchoolLeader,
            PartyOrganisation,
            AcademicAffairs,
            MajorLeader,
            Teacher,
            ClassTeacher,
            EnterpriseMentor,
            SystemAdmin,
            SecurityAdmin,
            AuditAdmin,
        ],
        kernel::Tier::Other => &[EnterpriseMentor, SystemAdmin, SecurityAdmin, AuditAdmin],
    }
}

fn seated(actor: &Actor) -> Result<(Role, Seat)> {
    match (actor.role(), actor.seat()) {
        (Some(role), Some(seat)) => Ok((role, *seat)),
        _ => Err(Error::SignIn),
    }
}

/// An organisation that the actor reaches by a verb: their own where none is named. 404 for what they may not know of.
fn reached(tx: &mut Tx<'_>, ctx: &Ctx, verb: &'static str, named: Option<OrgId>) -> Result<Org> {
    let (role, seat) = seated(&ctx.actor)?;
    let Some(scope) = scope_of(RULES, verb, role) else {
        return Err(Error::Denied(Text::new("people-denied-administrators")));
    };
    let org = org::queries::by_id(tx, named.unwrap_or(seat.org))?;
    let reach = authz::Reach::of(&seat, scope);
    if reach.covers(org.region, org.number.0) || org.number == seat.school { Ok(org) } else { Err(Error::NotFound) }
}

/// # Errors
/// 401, 403 or 404.
pub fn may_read_staff(tx: &mut Tx<'_>, ctx: &Ctx, named: Option<OrgId>) -> Result<Grant<ReadStaff>> {
    Ok(Grant::issue(reached(tx, ctx, ReadStaff::NAME, named)?))
}

/// An officer may only name administrators, and only of an organisation below; a system administrator names everybody of
/// the own one.
///
/// # Errors
/// 401, 403 or 404.
pub fn may_appoint(tx: &mut Tx<'_>, ctx: &Ctx, named: Option<OrgId>, role: Option<Role>) -> Result<Grant<Appoint>> {
    let org = reached(tx, ctx, Appoint::NAME, named)?;
    let (own_role, seat) = seated(&ctx.actor)?;
    let own = org.number == seat.school;
    let allowed = match own_role {
        Role::SystemAdmin => own,
        _ => !own && role.is_none_or(Role::is_administrator),
    };
    let fits = role.is_none_or(|role| roles_of(org.tier).contains(&role));
    if allowed && fits { Ok(Grant::issue(org)) } else { Err(Error::Denied(Text::new("people-denied-administrators"))) }
}

/// The first organisation of an empty installation, at the hands of who holds the start code.
///
/// # Errors
/// 404 once anybody holds a post.
pub fn may_appoint_first(tx: &mut Tx<'_>, org: Org) -> Result<Grant<Appoint>> {
    if crate::queries::is_empty(tx)? { Ok(Grant::issue(org)) } else { Err(Error::NotFound) }
}

/// What the program itself appoints: the made-up people of a demonstration and of tests.
///
/// # Errors
/// 404 for every person.
pub fn may_appoint_as_system(ctx: &Ctx, org: Org) -> Result<Grant<Appoint>> {
    if ctx.actor == Actor::System { Ok(Grant::issue(org)) } else { Err(Error::NotFound) }
}

fn held(tx: &mut Tx<'_>, org: &Org, post: PostId) -> Result<HeldPost> {
    Ok(tx.one(store::POST_IN_SCHOOL, params![org.number, post])?)
}

/// # Errors
/// 401, 403 or 404.
pub fn may_end_post(tx: &mut Tx<'_>, ctx: &Ctx, post: PostId) -> Result<Grant<EndPost>> {
    let org = reached(tx, ctx, EndPost::NAME, None)?;
    Ok(Grant::issue(held(tx, &org, post)?))
}

/// # Errors
/// 401, 403 or 404.
pub fn may_issue_slip(tx: &mut Tx<'_>, ctx: &Ctx, named: Option<OrgId>, post: PostId) -> Result<Grant<IssueSlip>> {
    let org = reached(tx, ctx, IssueSlip::NAME, named)?;
    Ok(Grant::issue(held(tx, &org, post)?))
}

/// # Errors
/// 401 or 403.
pub fn may_read_audit(ctx: &Ctx) -> Result<Grant<ReadAudit>> {
    let (role, seat) = seated(&ctx.actor)?;
    match scope_of(RULES, ReadAudit::NAME, role) {
        Some(_) => Ok(Grant::issue(seat.school)),
        None => Err(Error::Denied(Text::new("people-denied-audit"))),
    }
}
