//! Who may do what to posts, slips, sessions, the audit chain, classes, rosters and people.

use authz::{Grant, Reach, Rule, Scope, Verb, scope_of};
use db::{Tx, params};
use kernel::{
    AccountId, Actor, Ctx, Error, OrgId, PersonId, PostId, Result, Role, SchoolId, Seat, Text, Tier,
};
use org::queries::Org;

use crate::model::class::ClassId;
use crate::store;
use crate::store::classes::{self, ClassRow, PersonRow, StudentRow};

mod factor;
mod personal;
mod sessions;
mod slips;

pub use factor::{FactorOf, ResetFactor, may_reset_factor, may_reset_factor_as_system, may_see_factors};
pub use personal::{
    ConfirmErasure, CopyPerson, ProposeErasure, ReadErasures, may_confirm_erasure, may_copy_own,
    may_copy_person, may_erase_again, may_propose_erasure, may_read_erasures, may_settle, settles_for,
    subject,
};
pub(crate) use sessions::slips_within;
pub use sessions::{
    may_end_any_session, may_issue_class_slips, may_read_audit, may_see_contacts, may_slip_classes,
    session_of,
};
pub use slips::{FirstSlip, may_issue_first_slips, may_issue_slip, may_issue_slip_as_system};

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
/// Sees the classes of a school, or one's own as their class teacher.
pub struct ReadClasses;
/// Makes classes, ends them, names their class teachers.
pub struct ManageClasses;
/// Brings in rosters of students and teachers.
pub struct ImportRoster;
/// Sees people and what rosters say of them.
pub struct ReadPeople;
/// Finds somebody by the exact number of a certificate.
pub struct FindByIdentity;
/// Sets how a name is read.
pub struct SetReading;
/// Finds people by their names.
pub struct FindPeople;
/// Prints the slips of a class, or of one of its students.
pub struct IssueClassSlips;
/// Sees and ends sessions of the whole organisation.
pub struct EndAnySession;

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

impl Verb for ReadClasses {
    type Target = Within;
    const NAME: &'static str = "people.read-classes";
}
impl Verb for ManageClasses {
    type Target = SchoolId;
    const NAME: &'static str = "people.manage-classes";
}
impl Verb for ImportRoster {
    type Target = SchoolId;
    const NAME: &'static str = "people.import-roster";
}
impl Verb for ReadPeople {
    type Target = Within;
    const NAME: &'static str = "people.read-people";
}
impl Verb for FindByIdentity {
    type Target = SchoolId;
    const NAME: &'static str = "people.find-by-identity";
}
impl Verb for FindPeople {
    type Target = Findable;
    const NAME: &'static str = "people.find-people";
}
impl Verb for SetReading {
    type Target = PersonRow;
    const NAME: &'static str = "people.set-reading";
}
impl Verb for IssueClassSlips {
    type Target = SlipsOf;
    const NAME: &'static str = "people.issue-class-slips";
}
impl Verb for EndAnySession {
    type Target = SchoolId;
    const NAME: &'static str = "people.end-any-session";
}

/// A school, and with a class teacher only their classes of it: the one predicate of lists and single reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Within {
    /// The school.
    pub school: SchoolId,
    /// The class teacher whose classes alone are reached; none for the whole school.
    pub teacher: Option<PersonId>,
}

/// Whom a search by name finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Findable {
    /// Above a school: staff within reach, and no student. For the ministry that is its own, since no province is its.
    Staff(Reach),
    /// People of the own school.
    School {
        /// The school, and with a class teacher only their classes.
        within: Within,
        /// Students are found.
        students: bool,
        /// Those who are no students are found.
        staff: bool,
        /// What rosters say of a person may be looked at.
        cards: bool,
    },
}

/// The students whose slips are made.
#[derive(Clone, Debug)]
pub struct SlipsOf {
    /// Their class.
    pub class: ClassRow,
    /// Those on its list.
    pub students: Vec<StudentRow>,
}

db::record! {
    /// A post in an organisation that the actor reaches.
    #[derive(Clone, Debug)]
    pub struct HeldPost {
        /// The post.
        pub id: PostId,
        /// Who holds it.
        pub person: PersonId,
        /// Their sign-in record.
        pub account: AccountId,
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
    Rule {
        verb: Appoint::NAME,
        allowed: &[OFFICERS[0], OFFICERS[1], (Role::SystemAdmin, Scope::Org)],
    },
    Rule {
        verb: EndPost::NAME,
        allowed: &[(Role::SystemAdmin, Scope::Org)],
    },
    Rule {
        verb: IssueSlip::NAME,
        allowed: &[OFFICERS[0], OFFICERS[1], (Role::SystemAdmin, Scope::Org)],
    },
    Rule {
        verb: ReadAudit::NAME,
        allowed: &[(Role::AuditAdmin, Scope::Org)],
    },
    Rule {
        verb: ReadClasses::NAME,
        allowed: &[
            (Role::SchoolLeader, Scope::Org),
            (Role::PartyOrganisation, Scope::Org),
            (Role::AcademicAffairs, Scope::Org),
            (Role::MajorLeader, Scope::Org),
            (Role::Teacher, Scope::Org),
            (Role::ClassTeacher, Scope::Taught),
            (Role::SystemAdmin, Scope::Org),
        ],
    },
    Rule {
        verb: ManageClasses::NAME,
        allowed: &[(Role::AcademicAffairs, Scope::Org)],
    },
    Rule {
        verb: ImportRoster::NAME,
        allowed: &[(Role::AcademicAffairs, Scope::Org)],
    },
    // What a roster says of a person is for those who look after that person.
    Rule {
        verb: ReadPeople::NAME,
        allowed: &[
            (Role::SchoolLeader, Scope::Org),
            (Role::AcademicAffairs, Scope::Org),
            (Role::ClassTeacher, Scope::Taught),
        ],
    },
    // Above a school people are found within the reader's province only, and a ministry finds no student.
    Rule {
        verb: FindPeople::NAME,
        allowed: &[
            (Role::NationalOfficer, Scope::Org),
            (Role::ProvincialOfficer, Scope::Province),
            (Role::CityOfficer, Scope::City),
            (Role::SchoolLeader, Scope::Org),
            (Role::PartyOrganisation, Scope::Org),
            (Role::AcademicAffairs, Scope::Org),
            (Role::MajorLeader, Scope::Org),
            (Role::Teacher, Scope::Org),
            (Role::ClassTeacher, Scope::Taught),
            (Role::SystemAdmin, Scope::Org),
            (Role::SecurityAdmin, Scope::Org),
        ],
    },
    Rule {
        verb: FindByIdentity::NAME,
        allowed: &[(Role::AcademicAffairs, Scope::Org)],
    },
    Rule {
        verb: SetReading::NAME,
        allowed: &[
            (Role::AcademicAffairs, Scope::Org),
            (Role::ClassTeacher, Scope::Taught),
        ],
    },
    Rule {
        verb: IssueClassSlips::NAME,
        allowed: &[
            (Role::ClassTeacher, Scope::Taught),
            (Role::SystemAdmin, Scope::Org),
        ],
    },
    Rule {
        verb: EndAnySession::NAME,
        allowed: &[(Role::SecurityAdmin, Scope::Org)],
    },
    Rule {
        verb: ResetFactor::NAME,
        allowed: &[(Role::SecurityAdmin, Scope::Org)],
    },
    // Who answers for the protection of personal data proposes; who answers for the organisation confirms. An enterprise, an institute and
    // an association have no post that does: there it is the office that registers them, nation or province.
    Rule {
        verb: ReadErasures::NAME,
        allowed: &[
            (Role::SecurityAdmin, Scope::Org),
            (Role::SchoolLeader, Scope::Org),
            OFFICERS[0],
            OFFICERS[1],
            (Role::CityOfficer, Scope::Org),
        ],
    },
    Rule {
        verb: CopyPerson::NAME,
        allowed: &[(Role::SecurityAdmin, Scope::Org)],
    },
    Rule {
        verb: ProposeErasure::NAME,
        allowed: &[(Role::SecurityAdmin, Scope::Org)],
    },
    Rule {
        verb: ConfirmErasure::NAME,
        allowed: &[
            (Role::SchoolLeader, Scope::Org),
            OFFICERS[0],
            OFFICERS[1],
            (Role::CityOfficer, Scope::Org),
        ],
    },
];

/// The roles that stand in an organisation of a tier.
pub fn roles_of(tier: Tier) -> &'static [Role] {
    use Role::{
        AcademicAffairs, AuditAdmin, CityOfficer, ClassTeacher, EnterpriseMentor, MajorLeader,
        NationalOfficer, PartyOrganisation, ProvincialOfficer, SchoolLeader, SecurityAdmin, SystemAdmin,
        Teacher,
    };
    match tier {
        Tier::Nation => &[NationalOfficer, SystemAdmin, SecurityAdmin, AuditAdmin],
        Tier::Province => &[ProvincialOfficer, SystemAdmin, SecurityAdmin, AuditAdmin],
        Tier::City => &[CityOfficer, SystemAdmin, SecurityAdmin, AuditAdmin],
        Tier::School => &[
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
        Tier::Other => &[EnterpriseMentor, SystemAdmin, SecurityAdmin, AuditAdmin],
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
    let reach = Reach::of(&seat, scope);
    if reach.covers(org.region, org.number.0) || org.number == seat.school {
        Ok(org)
    } else {
        Err(Error::NotFound)
    }
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
pub fn may_appoint(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    named: Option<OrgId>,
    role: Option<Role>,
) -> Result<Grant<Appoint>> {
    let org = reached(tx, ctx, Appoint::NAME, named)?;
    let (own_role, seat) = seated(&ctx.actor)?;
    let own = org.number == seat.school;
    let allowed = match own_role {
        Role::SystemAdmin => own,
        _ => !own && role.is_none_or(Role::is_administrator),
    };
    let fits = role.is_none_or(|role| roles_of(org.tier).contains(&role));
    if allowed && fits {
        Ok(Grant::issue(org))
    } else {
        Err(Error::Denied(Text::new("people-denied-administrators")))
    }
}

/// The roles that the actor may name in an organisation they appoint in, for the form that offers them.
pub fn roles_to_name(ctx: &Ctx, org: &Org) -> Vec<Role> {
    let own = ctx.actor.role() == Some(Role::SystemAdmin);
    let offered = roles_of(org.tier).iter().copied();
    offered.filter(|role| own || role.is_administrator()).collect()
}

/// The first organisation of an empty installation, at the hands of who holds the start code.
///
/// # Errors
/// 404 once anybody holds a post.
pub fn may_appoint_first(tx: &mut Tx<'_>, org: Org) -> Result<Grant<Appoint>> {
    if crate::queries::is_empty(tx)? {
        Ok(Grant::issue(org))
    } else {
        Err(Error::NotFound)
    }
}

/// What the program itself appoints: the made-up people of a demonstration and of tests.
///
/// # Errors
/// 404 for every person.
pub fn may_appoint_as_system(ctx: &Ctx, org: Org) -> Result<Grant<Appoint>> {
    if ctx.actor == Actor::System {
        Ok(Grant::issue(org))
    } else {
        Err(Error::NotFound)
    }
}

/// Whether the actor ends posts of this organisation, for the page that shows them.
pub fn may_end_posts(ctx: &Ctx, org: &Org) -> bool {
    let allowed = |(role, seat): (Role, Seat)| {
        seat.school == org.number && scope_of(RULES, EndPost::NAME, role).is_some()
    };
    seated(&ctx.actor).is_ok_and(allowed)
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

/// How far the actor reaches by a verb of their own organisation.
fn within(ctx: &Ctx, verb: &'static str, denied: &'static str) -> Result<Within> {
    let (role, seat) = seated(&ctx.actor)?;
    let Some(scope) = scope_of(RULES, verb, role) else {
        return Err(Error::Denied(Text::new(denied)));
    };
    let teacher = if scope == Scope::Taught {
        ctx.actor.person()
    } else {
        None
    };
    Ok(Within {
        school: seat.school,
        teacher,
    })
}

/// A class that the actor reaches.
fn class_within(tx: &mut Tx<'_>, within: Within, class: ClassId) -> Result<ClassRow> {
    Ok(tx.one(classes::CLASS, params![within.school, class, within.teacher])?)
}

/// Whether the lists of classes belong on somebody's desk: who teaches has the classes at work there, and finds the others in the menu.
pub fn looks_after_classes(ctx: &Ctx) -> bool {
    !matches!(ctx.actor.role(), Some(Role::Teacher | Role::MajorLeader))
}

/// # Errors
/// 401 or 403.
pub fn may_read_classes(ctx: &Ctx) -> Result<Grant<ReadClasses>> {
    Ok(Grant::issue(within(
        ctx,
        ReadClasses::NAME,
        "people-denied-classes",
    )?))
}

/// One class within the reach of [`may_read_classes`].
///
/// # Errors
/// 401, 403 or 404.
pub fn may_read_class(tx: &mut Tx<'_>, ctx: &Ctx, class: ClassId) -> Result<ClassRow> {
    let grant = may_read_classes(ctx)?;
    class_within(tx, *grant.target(), class)
}

/// # Errors
/// 401 or 403.
pub fn may_manage_classes(ctx: &Ctx) -> Result<Grant<ManageClasses>> {
    Ok(Grant::issue(
        within(ctx, ManageClasses::NAME, "people-denied-affairs")?.school,
    ))
}

/// What the program itself makes: the made-up classes of a demonstration and of tests.
///
/// # Errors
/// 404 for every person.
pub fn may_manage_classes_as_system(ctx: &Ctx, school: SchoolId) -> Result<Grant<ManageClasses>> {
    if ctx.actor == Actor::System {
        Ok(Grant::issue(school))
    } else {
        Err(Error::NotFound)
    }
}

/// # Errors
/// 401 or 403.
pub fn may_import_roster(ctx: &Ctx) -> Result<Grant<ImportRoster>> {
    Ok(Grant::issue(
        within(ctx, ImportRoster::NAME, "people-denied-affairs")?.school,
    ))
}

/// See [`may_manage_classes_as_system`].
///
/// # Errors
/// 404 for every person.
pub fn may_import_roster_as_system(ctx: &Ctx, school: SchoolId) -> Result<Grant<ImportRoster>> {
    if ctx.actor == Actor::System {
        Ok(Grant::issue(school))
    } else {
        Err(Error::NotFound)
    }
}

/// # Errors
/// 401 or 403.
pub fn may_read_people(ctx: &Ctx) -> Result<Grant<ReadPeople>> {
    Ok(Grant::issue(within(
        ctx,
        ReadPeople::NAME,
        "people-denied-people",
    )?))
}

/// Whom the actor finds by name: staff where they may read staff, students where they may read classes or people. An office
/// above schools finds staff only.
///
/// # Errors
/// 401 or 403.
pub fn may_find_people(ctx: &Ctx) -> Result<Grant<FindPeople>> {
    let (role, seat) = seated(&ctx.actor)?;
    let within = within(ctx, FindPeople::NAME, "people-denied-people")?;
    if matches!(seat.tier, Tier::Nation | Tier::Province | Tier::City) {
        let scope = scope_of(RULES, FindPeople::NAME, role).unwrap_or(Scope::Org);
        return Ok(Grant::issue(Findable::Staff(Reach::of(&seat, scope))));
    }
    let may = |verb: &str| scope_of(RULES, verb, role).is_some();
    let cards = may(ReadPeople::NAME);
    Ok(Grant::issue(Findable::School {
        within,
        students: cards || may(ReadClasses::NAME),
        staff: (cards || may(ReadStaff::NAME)) && within.teacher.is_none(),
        cards,
    }))
}

/// One person within the reach of [`may_read_people`].
///
/// # Errors
/// 401, 403 or 404.
pub fn may_read_person(tx: &mut Tx<'_>, ctx: &Ctx, person: PersonId) -> Result<PersonRow> {
    let within = may_read_people(ctx)?.into_target();
    Ok(tx.one(classes::PERSON, params![within.school, person, within.teacher])?)
}

/// # Errors
/// 401 or 403.
pub fn may_find_by_identity(ctx: &Ctx) -> Result<Grant<FindByIdentity>> {
    Ok(Grant::issue(
        within(ctx, FindByIdentity::NAME, "people-denied-affairs")?.school,
    ))
}

/// # Errors
/// 401, 403 or 404.
pub fn may_set_reading(tx: &mut Tx<'_>, ctx: &Ctx, person: PersonId) -> Result<Grant<SetReading>> {
    let within = within(ctx, SetReading::NAME, "people-denied-affairs")?;
    Ok(Grant::issue(tx.one(
        classes::PERSON,
        params![within.school, person, within.teacher],
    )?))
}
