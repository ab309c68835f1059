//! Who may do what to organisations, the catalogue of majors and a school's calendar.

use authz::{Grant, Reach, Rule, Scope, Verb, scope_of};
use db::Tx;
use kernel::{Actor, Ctx, Error, OrgId, Problems, Result, Role, SchoolId, Seat, Text, Tier};

use crate::model::kind::OrgKind;
use crate::model::region::Region;
use crate::model::registration::Registration;
use crate::queries::{self, Org};

/// Sees organisations.
pub struct Read;
/// Registers an organisation.
pub struct Register;
/// Amends what is registered of an organisation.
pub struct Amend;
/// Begins and ends relations of an organisation upwards.
pub struct Relate;
/// Reads the catalogue of majors.
pub struct ReadMajors;
/// Imports a version of the catalogue of majors.
pub struct ImportMajors;
/// Reads a school's calendar.
pub struct ReadCalendar;
/// Sets a school's calendar.
pub struct SetCalendar;

impl Verb for Read {
    type Target = Reach;
    const NAME: &'static str = "org.read";
}
impl Verb for Register {
    type Target = Registration;
    const NAME: &'static str = "org.register";
}
impl Verb for Amend {
    type Target = Org;
    const NAME: &'static str = "org.amend";
}
impl Verb for Relate {
    type Target = Org;
    const NAME: &'static str = "org.relate";
}
impl Verb for ReadMajors {
    type Target = ();
    const NAME: &'static str = "org.read-majors";
}
impl Verb for ImportMajors {
    /// The organisation in whose chain the import stands.
    type Target = SchoolId;
    const NAME: &'static str = "org.import-majors";
}
impl Verb for ReadCalendar {
    type Target = Org;
    const NAME: &'static str = "org.read-calendar";
}
impl Verb for SetCalendar {
    type Target = Org;
    const NAME: &'static str = "org.set-calendar";
}

const NATION: (Role, Scope) = (Role::NationalOfficer, Scope::Nation);
const PROVINCE: (Role, Scope) = (Role::ProvincialOfficer, Scope::Province);
const CITY: (Role, Scope) = (Role::CityOfficer, Scope::City);

/// The policy of organisations.
pub const RULES: &[Rule] = &[
    Rule {
        verb: Read::NAME,
        allowed: &[
            NATION,
            PROVINCE,
            CITY,
            (Role::SchoolLeader, Scope::Org),
            (Role::PartyOrganisation, Scope::Org),
            (Role::AcademicAffairs, Scope::Org),
            (Role::SystemAdmin, Scope::Org),
            (Role::SecurityAdmin, Scope::Org),
            (Role::AuditAdmin, Scope::Org),
        ],
    },
    // The ministry registers provinces; a province its cities, schools and partners (人社部函〔2022〕20号, 十三).
    Rule {
        verb: Register::NAME,
        allowed: &[NATION, PROVINCE],
    },
    // An officer amends what stands below; an organisation above which nobody stands is amended by its own administrator.
    Rule {
        verb: Amend::NAME,
        allowed: &[NATION, PROVINCE, (Role::SystemAdmin, Scope::Org)],
    },
    Rule {
        verb: Relate::NAME,
        allowed: &[NATION, PROVINCE],
    },
    Rule {
        verb: ReadMajors::NAME,
        allowed: &[
            NATION,
            (Role::ProvincialOfficer, Scope::Nation),
            (Role::CityOfficer, Scope::Nation),
            (Role::SchoolLeader, Scope::Nation),
            (Role::PartyOrganisation, Scope::Nation),
            (Role::AcademicAffairs, Scope::Nation),
            (Role::MajorLeader, Scope::Nation),
            (Role::Teacher, Scope::Nation),
            (Role::ClassTeacher, Scope::Nation),
        ],
    },
    Rule {
        verb: ImportMajors::NAME,
        allowed: &[NATION],
    },
    Rule {
        verb: ReadCalendar::NAME,
        allowed: &[
            NATION,
            PROVINCE,
            CITY,
            (Role::SchoolLeader, Scope::Org),
            (Role::PartyOrganisation, Scope::Org),
            (Role::AcademicAffairs, Scope::Org),
            (Role::MajorLeader, Scope::Org),
            (Role::Teacher, Scope::Org),
            (Role::ClassTeacher, Scope::Org),
            (Role::Student, Scope::Org),
            (Role::EnterpriseMentor, Scope::Org),
        ],
    },
    Rule {
        verb: SetCalendar::NAME,
        allowed: &[(Role::AcademicAffairs, Scope::Org)],
    },
];

/// Stands for the number of an organisation that has none yet, so that only its region decides.
const UNNUMBERED: i64 = -2;

/// How far the actor's role does a verb; the text says who can, where it cannot at all.
fn reach_for(ctx: &Ctx, verb: &str, denied: &'static str) -> Result<(Reach, Seat)> {
    let (Some(role), Some(seat)) = (ctx.actor.role(), ctx.actor.seat()) else {
        return Err(Error::SignIn);
    };
    let scope = scope_of(RULES, verb, role).ok_or_else(|| Error::Denied(Text::new(denied)))?;
    Ok((Reach::of(seat, scope), *seat))
}

/// An organisation looked up through what the actor reaches.
fn within(tx: &mut Tx<'_>, reach: Reach, id: OrgId) -> Result<Org> {
    let org = queries::by_id(tx, id)?;
    if reach.covers(org.region, org.number.0) {
        Ok(org)
    } else {
        Err(Error::NotFound)
    }
}

/// How far the actor sees organisations.
///
/// # Errors
/// 401 or 403.
pub fn may_read(ctx: &Ctx) -> Result<Grant<Read>> {
    Ok(Grant::issue(reach_for(ctx, Read::NAME, "org-denied-read")?.0))
}

/// One organisation within reach.
///
/// # Errors
/// 401, 403 or 404.
pub fn readable(tx: &mut Tx<'_>, ctx: &Ctx, id: OrgId) -> Result<Org> {
    within(tx, *may_read(ctx)?.target(), id)
}

/// The kinds that the actor registers, for the form that asks.
///
/// # Errors
/// 401 or 403.
pub fn registrable(ctx: &Ctx) -> Result<&'static [OrgKind]> {
    reach_for(ctx, Register::NAME, "org-denied-register")?;
    Ok(kinds_for(ctx))
}

/// The kinds that the actor registers; none for most.
pub fn kinds_for(ctx: &Ctx) -> &'static [OrgKind] {
    match ctx.actor.role() {
        Some(Role::NationalOfficer) => &[OrgKind::Province, OrgKind::Institute, OrgKind::Association],
        Some(Role::ProvincialOfficer) => &[
            OrgKind::School,
            OrgKind::City,
            OrgKind::Enterprise,
            OrgKind::Institute,
            OrgKind::Association,
        ],
        _ => &[],
    }
}

/// # Errors
/// 401, 403; 422 at `kind` or `region` for what lies outside.
pub fn may_register(ctx: &Ctx, new: Registration) -> Result<Grant<Register>> {
    let (reach, _) = reach_for(ctx, Register::NAME, "org-denied-register")?;
    let mut problems = Problems::default();
    if !kinds_for(ctx).contains(&new.kind) {
        problems.add("kind", Text::new("org-kind-outside"));
    }
    if !reach.covers(new.region.code(), UNNUMBERED) {
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
    if ctx.actor == Actor::System {
        Ok(Grant::issue(new))
    } else {
        Err(Error::NotFound)
    }
}

/// An organisation that the actor amends, and where it may be moved to.
///
/// # Errors
/// 401, 403 or 404; 422 at `region` for a region outside the actor's.
pub fn may_amend(tx: &mut Tx<'_>, ctx: &Ctx, id: OrgId, to: Option<Region>) -> Result<Grant<Amend>> {
    let org = readable(tx, ctx, id)?;
    let (reach, seat) = reach_for(ctx, Amend::NAME, "org-denied-amend")?;
    let allowed = match ctx.actor.role() {
        Some(Role::SystemAdmin) => queries::relations(tx, id)?.is_empty(),
        _ => is_below(&org, &seat),
    };
    if !allowed {
        return Err(Error::Denied(Text::new("org-denied-amend")));
    }
    let is_own = seat.school == org.number;
    if to.is_some_and(|to| !is_own && !reach.covers(to.code(), UNNUMBERED)) {
        return Err(Error::field("region", Text::new("org-region-outside")));
    }
    Ok(Grant::issue(org))
}

/// An organisation whose relations upwards the actor keeps.
///
/// # Errors
/// 401, 403 or 404.
pub fn may_relate(tx: &mut Tx<'_>, ctx: &Ctx, id: OrgId) -> Result<Grant<Relate>> {
    let org = readable(tx, ctx, id)?;
    let (_, seat) = reach_for(ctx, Relate::NAME, "org-denied-relate")?;
    if is_below(&org, &seat) {
        Ok(Grant::issue(org))
    } else {
        Err(Error::Denied(Text::new("org-denied-relate")))
    }
}

/// An organisation that may be named as the upper end of a relation: an office above everybody knows, another only who reaches it.
///
/// # Errors
/// 401 or 403; 422 at `upper` for one that is not known.
pub fn nameable(tx: &mut Tx<'_>, ctx: &Ctx, text: &str) -> Result<Org> {
    let reach = *may_read(ctx)?.target();
    let found = queries::named(tx, text)?.filter(|org| {
        matches!(org.tier, Tier::Nation | Tier::Province) || reach.covers(org.region, org.number.0)
    });
    found.ok_or_else(|| Error::field("upper", Text::new("org-upper-unknown").with("value", text.trim())))
}

const fn is_below(org: &Org, seat: &Seat) -> bool {
    matches!(
        (seat.tier, org.tier),
        (
            Tier::Nation,
            Tier::Province | Tier::City | Tier::School | Tier::Other
        ) | (Tier::Province, Tier::City | Tier::School | Tier::Other)
    )
}

/// # Errors
/// 401 or 403.
pub fn may_read_majors(ctx: &Ctx) -> Result<Grant<ReadMajors>> {
    reach_for(ctx, ReadMajors::NAME, "org-denied-majors")?;
    Ok(Grant::issue(()))
}

/// # Errors
/// 401 or 403.
pub fn may_import_majors(ctx: &Ctx) -> Result<Grant<ImportMajors>> {
    let (_, seat) = reach_for(ctx, ImportMajors::NAME, "org-denied-import")?;
    Ok(Grant::issue(seat.school))
}

/// What the program itself imports, for a demonstration.
///
/// # Errors
/// 404 for every person.
pub fn may_import_majors_as_system(ctx: &Ctx, chain: SchoolId) -> Result<Grant<ImportMajors>> {
    if ctx.actor == Actor::System {
        Ok(Grant::issue(chain))
    } else {
        Err(Error::NotFound)
    }
}

/// A school whose calendar the actor reads: the own one where none is named.
///
/// # Errors
/// 401, 403 or 404; 404 also for what is no school.
pub fn may_read_calendar(tx: &mut Tx<'_>, ctx: &Ctx, named: Option<OrgId>) -> Result<Grant<ReadCalendar>> {
    let (reach, seat) = reach_for(ctx, ReadCalendar::NAME, "org-denied-calendar")?;
    let org = within(tx, reach, named.unwrap_or(seat.org))?;
    if org.kind == OrgKind::School {
        Ok(Grant::issue(org))
    } else {
        Err(Error::NotFound)
    }
}

/// The actor's own school.
///
/// # Errors
/// 401 or 403; 404 for what is no school.
pub fn may_set_calendar(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Grant<SetCalendar>> {
    let (reach, seat) = reach_for(ctx, SetCalendar::NAME, "org-denied-set-calendar")?;
    Ok(Grant::issue(within(tx, reach, seat.org)?))
}

/// What the program itself sets, for a demonstration.
///
/// # Errors
/// 404 for every person.
pub fn may_set_calendar_as_system(ctx: &Ctx, school: Org) -> Result<Grant<SetCalendar>> {
    if ctx.actor == Actor::System {
        Ok(Grant::issue(school))
    } else {
        Err(Error::NotFound)
    }
}
