//! Who may do what to standards. Published versions are for everybody who has signed in; drafts are the issuer's alone.

use authz::{Grant, Rule, Scope, Verb, scope_of};
use db::Tx;
use kernel::{Actor, Ctx, Error, OrgId, Result, Role, SchoolId, Text, Tier};
use org::queries::Org;

use crate::StandardId;
use crate::queries::{self, Draft, Head};
use crate::store::StandardRow;

/// Reads published versions.
pub struct Read;
/// Reads a draft.
pub struct ReadDraft;
/// Imports a standard, or begins its next version.
pub struct Import;
/// Mends a draft.
pub struct EditDraft;
/// Publishes a draft.
pub struct Publish;

impl Verb for Read {
    type Target = ();
    const NAME: &'static str = "standards.read";
}
impl Verb for ReadDraft {
    type Target = Draft;
    const NAME: &'static str = "standards.read-draft";
}
/// Who issues, and which standard's next version it is; none for a new standard.
#[derive(Debug)]
pub struct Issuing {
    /// The issuer.
    pub org: Org,
    /// The standard.
    pub standard: Option<StandardRow>,
}
impl Verb for Import {
    type Target = Issuing;
    const NAME: &'static str = "standards.import";
}
impl Verb for EditDraft {
    type Target = Draft;
    const NAME: &'static str = "standards.edit-draft";
}
impl Verb for Publish {
    type Target = Draft;
    const NAME: &'static str = "standards.publish";
}

/// 国家标准 by the ministry, 地方标准 by a province, 校本标准 by a school: each within its own organisation.
const ISSUERS: &[(Role, Scope)] = &[
    (Role::NationalOfficer, Scope::Org),
    (Role::ProvincialOfficer, Scope::Org),
    (Role::AcademicAffairs, Scope::Org),
    (Role::MajorLeader, Scope::Org),
];

/// The policy of standards.
pub const RULES: &[Rule] = &[
    Rule {
        verb: Read::NAME,
        allowed: &[
            (Role::NationalOfficer, Scope::Nation),
            (Role::ProvincialOfficer, Scope::Nation),
            (Role::CityOfficer, Scope::Nation),
            (Role::SchoolLeader, Scope::Nation),
            (Role::PartyOrganisation, Scope::Nation),
            (Role::AcademicAffairs, Scope::Nation),
            (Role::MajorLeader, Scope::Nation),
            (Role::Teacher, Scope::Nation),
            (Role::ClassTeacher, Scope::Nation),
            (Role::Student, Scope::Nation),
            (Role::EnterpriseMentor, Scope::Nation),
            (Role::SystemAdmin, Scope::Nation),
            (Role::SecurityAdmin, Scope::Nation),
            (Role::AuditAdmin, Scope::Nation),
        ],
    },
    Rule {
        verb: ReadDraft::NAME,
        allowed: ISSUERS,
    },
    Rule {
        verb: Import::NAME,
        allowed: ISSUERS,
    },
    Rule {
        verb: EditDraft::NAME,
        allowed: ISSUERS,
    },
    Rule {
        verb: Publish::NAME,
        allowed: ISSUERS,
    },
];

fn allowed(ctx: &Ctx, verb: &str) -> Result<OrgId> {
    let (Some(role), Some(seat)) = (ctx.actor.role(), ctx.actor.seat()) else {
        return Err(Error::SignIn);
    };
    match scope_of(RULES, verb, role) {
        Some(_) => Ok(seat.org),
        None => Err(Error::Denied(Text::new("standards-denied"))),
    }
}

/// # Errors
/// 401.
pub fn may_read(ctx: &Ctx) -> Result<Grant<Read>> {
    allowed(ctx, Read::NAME)?;
    Ok(Grant::issue(()))
}

/// One published version; the newest where no number is given.
///
/// # Errors
/// 401 or 404.
pub fn readable(tx: &mut Tx<'_>, ctx: &Ctx, id: StandardId, number: Option<i64>) -> Result<Head> {
    may_read(ctx)?;
    queries::head(tx, id, number)
}

/// The issuer that the actor acts for, and a new standard.
///
/// # Errors
/// 401 or 403.
pub fn may_import(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Grant<Import>> {
    let org = allowed(ctx, Import::NAME)?;
    let org = org::queries::by_id(tx, org)?;
    Ok(Grant::issue(Issuing { org, standard: None }))
}

/// The organisation in whose name the actor may import, by its number: decides what a desk shows, and proves nothing.
///
/// # Errors
/// 401 or 403.
pub fn would_import(ctx: &Ctx) -> Result<SchoolId> {
    allowed(ctx, Import::NAME)?;
    ctx.actor.seat().map(|seat| seat.school).ok_or(Error::SignIn)
}

/// Whether somebody publishes standards that other organisations teach by.
pub fn issues_for_others(ctx: &Ctx) -> bool {
    let office = ctx.actor.seat().is_some_and(|seat| seat.tier != Tier::School);
    office && would_import(ctx).is_ok()
}

/// A standard of the actor's organisation whose next version is begun.
///
/// # Errors
/// 401, 403 or 404; 409 while a draft is open.
pub fn may_begin_next(tx: &mut Tx<'_>, ctx: &Ctx, id: StandardId) -> Result<Grant<Import>> {
    let standard = queries::standard(tx, id)?;
    let own = ctx
        .actor
        .seat()
        .is_some_and(|seat| seat.org == standard.issuer_org);
    if !own && standard.latest == 0 {
        return Err(if ctx.actor.seat().is_some() {
            Error::NotFound
        } else {
            Error::SignIn
        });
    }
    let org = allowed(ctx, Import::NAME)?;
    if !own {
        return Err(Error::Denied(
            Text::new("standards-denied-issuer").with("issuer", &standard.issuer_name),
        ));
    }
    if queries::draft(tx, id)?.is_some() {
        return Err(Error::Conflict(Text::new("standards-draft-open")));
    }
    let org = org::queries::by_id(tx, org)?;
    Ok(Grant::issue(Issuing {
        org,
        standard: Some(standard),
    }))
}

/// What the program itself imports, for a demonstration.
///
/// # Errors
/// 404 for every person.
pub fn may_import_as_system(ctx: &Ctx, org: Org) -> Result<Grant<Import>> {
    as_system(ctx)?;
    Ok(Grant::issue(Issuing { org, standard: None }))
}

/// # Errors
/// 401, 403 or 404.
pub fn may_read_draft(tx: &mut Tx<'_>, ctx: &Ctx, id: StandardId) -> Result<Grant<ReadDraft>> {
    Ok(Grant::issue(own_draft(tx, ctx, ReadDraft::NAME, id)?))
}

/// # Errors
/// 401, 403 or 404; 409 where there is no draft, since a published version never changes.
pub fn may_edit(tx: &mut Tx<'_>, ctx: &Ctx, id: StandardId) -> Result<Grant<EditDraft>> {
    Ok(Grant::issue(own_draft(tx, ctx, EditDraft::NAME, id)?))
}

/// # Errors
/// 401, 403 or 404; 409 where there is no draft.
pub fn may_publish(tx: &mut Tx<'_>, ctx: &Ctx, id: StandardId) -> Result<Grant<Publish>> {
    Ok(Grant::issue(own_draft(tx, ctx, Publish::NAME, id)?))
}

/// What the program itself publishes, for a demonstration.
///
/// # Errors
/// 404 for every person.
pub fn may_publish_as_system(tx: &mut Tx<'_>, ctx: &Ctx, id: StandardId) -> Result<Grant<Publish>> {
    as_system(ctx)?;
    Ok(Grant::issue(queries::draft(tx, id)?.ok_or(Error::NotFound)?))
}

fn as_system(ctx: &Ctx) -> Result<()> {
    if ctx.actor == Actor::System {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// A draft of the actor's organisation. Nobody else knows of it.
fn own_draft(tx: &mut Tx<'_>, ctx: &Ctx, verb: &str, id: StandardId) -> Result<Draft> {
    let Some(seat) = ctx.actor.seat() else {
        return Err(Error::SignIn);
    };
    let standard = queries::standard(tx, id)?;
    if standard.issuer_org != seat.org {
        return Err(Error::NotFound);
    }
    allowed(ctx, verb)?;
    queries::draft(tx, id)?.ok_or_else(|| Error::Conflict(Text::new("standards-no-draft")))
}
