//! Who may do what to organisations.

use authz::{Grant, Reach, Rule, Scope, Verb, scope_of};
use db::Tx;
use kernel::{Actor, Ctx, Error, OrgId, Problems, Result, Role, Text};

use crate::model::kind::OrgKind;
use crate::model::registration::Registration;
use crate::queries::{self, Org};

/// Sees organisations.
pub struct Read;
/// Registers an organisation.
pub struct Register;

impl Verb for Read {
    type Target = Reach;
    const NAME: &'static str = "org.read";
}
impl Verb for Register {
    type Target = Registration;
    const NAME: &'static str = "org.register";
}

/// The policy of organisations.
pub const RULES: &[Rule] = &[
    Rule {
        verb: Read::NAME,
        allowed: &[
            (Role::NationalOfficer, Scope::Nation),
            (Role::ProvincialOfficer, Scope::Province),
            (Role::CityOfficer, Scope::City),
            (Role::SchoolLeader, Scope::Org),
            (Role::PartyOrganisation, Scope::Org),
            (Role::AcademicAffairs, Scope::Org),
            (Role::SystemAdmin, Scope::Org),
            (Role::SecurityAdmin, Scope::Org),
            (Role::AuditAdmin, Scope::Org),
        ],
    },
    // The ministry registers provinces; a province its cities, schools and partners (人社部函〔2022〕20号, 十三).
    Rule { verb: Register::NAME, allowed: &[(Role::NationalOfficer, Scope::Nation), (Role::ProvincialOfficer, Scope::Province)] },
];

/// How far the actor sees organisations.
///
/// # Errors
/// 401 or 403.
pub fn may_read(ctx: &Ctx) -> Result<Grant<Read>> {
    let (Some(role), Some(seat)) = (ctx.actor.role(), ctx.actor.seat()) else {
        return Err(Error::SignIn);
    };
    match scope_of(RULES, Read::NAME, role) {
        Some(scope) => Ok(Grant::issue(Reach::of(seat, scope))),
        None => Err(Error::Denied(Text::new("org-denied-read"))),
    }
}

/// One organisation within reach.
///
/// # Errors
/// 401, 403 or 404.
pub fn readable(tx: &mut Tx<'_>, ctx: &Ctx, id: OrgId) -> Result<Org> {
    let grant = may_read(ctx)?;
    let org = queries::by_id(tx, id)?;
    if grant.target().covers(org.region, org.number.0) { Ok(org) } else { Err(Error::NotFound) }
}

/// The kinds that the actor registers.
pub fn kinds_for(ctx: &Ctx) -> &'static [OrgKind] {
    match ctx.actor.role() {
        Some(Role::NationalOfficer) => &[OrgKind::Province, OrgKind::Institute, OrgKind::Association],
        Some(Role::ProvincialOfficer) => {
            &[OrgKind::School, OrgKind::City, OrgKind::Enterprise, OrgKind::Institute, OrgKind::Association]
        }
        _ => &[],
    }
}

/// # Errors
/// 401, 403; 422 at `kind` or `region` for what lies outside.
pub fn may_register(ctx: &Ctx, new: Registration) -> Result<Grant<Register>> {
    let (Some(role), Some(seat)) = (ctx.actor.role(), ctx.actor.seat()) else {
        return Err(Error::SignIn);
    };
    let Some(scope) = scope_of(RULES, Register::NAME, role) else {
        return Err(Error::Denied(Text::new("org-denied-register")));
    };
    let mut problems = Problems::default();
    if !kinds_for(ctx).contains(&new.kind) {
        problems.add("kind", Text::new("org-kind-outside"));
    }
    if !Reach::of(seat, scope).covers(new.region.code(), -2) {
        problems.add("region", Text::new("org-region-outside"));
    }
    problems.check()?;
    Ok(Grant::issue(new))
}

/// What the program itself registers: the first organisation of an installation, a demonstration.
///
/// # Errors
/// 404 for every person.
pub fn may_register_as_system(ctx: &Ctx, new: Registration) -> Result<Grant<Register>> {
    if ctx.actor == Actor::System { Ok(Grant::issue(new)) } else { Err(Error::NotFound) }
}
