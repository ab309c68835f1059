//! The verbs of organisations over a database of their own.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use db::{Db, Settings, Tx};
use kernel::{AccountId, Actor, Ctx, Day, Error, Id, Instant, PersonId, PostId, RawId, Result, Role, Seat};
use org::actions::{NewRelation, amend, end_relation, import_majors, register, relate, set_term};
use org::model::calendar::{Season, Term, TermName, read_typed};
use org::model::kind::OrgKind;
use org::model::registration::Form;
use org::model::relation::Relation;
use org::{policy, queries};
use queries::Org;

/// a Monday morning in November 2026 in Shanghai.
const NOW: Instant = Instant(1_795_399_200 * Instant::SECOND);

struct Nation {
    db: Db,
    orgs: Vec<Org>,
    _folder: tempfile::TempDir,
}

impl Nation {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = Settings::new(format!("sqlite:{}", folder.path().join("org.db").display()));
        settings.twice = true;
        let migrations: Vec<db::Migration> = db::MIGRATIONS
            .iter()
            .chain(ledger::MIGRATIONS)
            .chain(org::module().migrations)
            .copied()
            .collect();
        let db = Db::open(&settings, &migrations).unwrap();
        let orgs = db
            .write_now(&ctx(Actor::System), |ctx, tx| org::demo::load(tx, ctx))
            .unwrap();
        Self {
            db,
            orgs,
            _folder: folder,
        }
    }

    fn org(&self, code: &str) -> &Org {
        self.orgs.iter().find(|org| org.code == code).unwrap()
    }

    /// Somebody with a role at an organisation.
    fn actor(&self, role: Role, code: &str) -> Actor {
        let org = self.org(code);
        let seat = Seat {
            org: org.id,
            school: org.number,
            tier: org.tier,
            region: org.region,
        };
        let (account, person, post): (AccountId, PersonId, PostId) = (raw(1), raw(2), raw(3));
        Actor::Person {
            account,
            person,
            post,
            role,
            seat,
        }
    }

    fn write<T: Send + 'static>(
        &self,
        actor: &Actor,
        act: impl Fn(&Ctx, &mut Tx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.db.write_now(&ctx(actor.clone()), act)
    }

    fn read<T: Send + 'static>(&self, ask: impl Fn(&mut Tx) -> Result<T> + Send + 'static) -> T {
        self.db
            .read_now(&ctx(Actor::System), move |_, tx| ask(tx))
            .unwrap()
    }

    fn count(&self) -> (usize, i64) {
        let lines: (i64,) =
            self.read(|tx| Ok(tx.one("SELECT CAST(count(*) AS BIGINT) FROM audit_line", &[])?));
        (self.read(queries::all).len(), lines.0)
    }
}

fn raw<T: ?Sized>(number: u128) -> Id<T> {
    Id::of(RawId::from_u128(number))
}

/// A request of its own: no two make the same ids.
fn ctx(actor: Actor) -> Arc<Ctx> {
    static REQUESTS: AtomicU8 = AtomicU8::new(0);
    Arc::new(Ctx::new(
        NOW,
        actor,
        [REQUESTS.fetch_add(1, Ordering::Relaxed); 32],
    ))
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn school(code: &str, region: &str) -> Form {
    Form {
        code: code.into(),
        name: "宁波第二技师学院".into(),
        kind: "school".into(),
        region: region.into(),
        category: "technician".into(),
        affiliation: "city".into(),
        credit: "123300004700188898".into(),
    }
}

fn registered(nation: &Nation, actor: &Actor, form: &Form) -> Result<Org> {
    let form = form.clone();
    nation.write(actor, move |ctx, tx| {
        let new = form.parse().map_err(Error::Invalid)?;
        register(tx, ctx, &policy::may_register(ctx, new)?)
    })
}

fn fault<T: std::fmt::Debug>(outcome: Result<T>) -> (String, String) {
    match outcome.unwrap_err() {
        Error::Invalid(problems) => (problems.0[0].field.clone(), problems.0[0].text.key.to_string()),
        Error::Denied(text) => ("denied".into(), text.key.to_string()),
        Error::Conflict(text) => ("conflict".into(), text.key.to_string()),
        Error::NotFound => ("not found".into(), String::new()),
        other => panic!("{other}"),
    }
}

fn pair(one: &str, other: &str) -> (String, String) {
    (one.to_owned(), other.to_owned())
}

#[test]
fn a_registered_school_gets_the_next_number_its_offices_and_a_line_in_its_chain() {
    let nation = Nation::new();
    let (before, lines) = nation.count();
    let new = registered(
        &nation,
        &nation.actor(Role::ProvincialOfficer, "33"),
        &school("330188", "330100"),
    )
    .unwrap();
    assert_eq!(new.number.0, i64::try_from(before).unwrap() + 1);
    assert_eq!(nation.count(), (before + 1, lines + 1));
    let (id, number) = (new.id, new.number);
    let uppers: Vec<(String, String)> = nation
        .read(move |tx| queries::relations(tx, id))
        .into_iter()
        .map(|row| (row.relation, row.upper_name))
        .collect();
    let city = nation.org("3301").name.clone();
    assert_eq!(
        uppers,
        [
            ("territory".to_owned(), city.clone()),
            ("subordination".to_owned(), city)
        ]
    );
    let chain: (i64,) = nation.read(move |tx| {
        Ok(tx.one(
            "SELECT CAST(count(*) AS BIGINT) FROM audit_line WHERE school_id = $1",
            db::params![number],
        )?)
    });
    assert_eq!(chain.0, 1);
}

#[test]
fn a_refused_registration_changes_nothing() {
    let nation = Nation::new();
    let before = nation.count();
    let officer = nation.actor(Role::ProvincialOfficer, "33");
    let refused = [
        (school("330199", "330100"), pair("code", "org-code-taken")),
        (school("330188", "510100"), pair("region", "org-region-outside")),
        (
            Form {
                credit: "12330000470009999F".into(),
                ..school("330188", "330100")
            },
            pair("credit", "org-credit-check"),
        ),
        (
            Form {
                kind: "city".into(),
                credit: String::new(),
                ..school("330188", "330100")
            },
            pair("region", "org-office-taken"),
        ),
        (
            Form {
                kind: "province".into(),
                credit: String::new(),
                ..school("330188", "330000")
            },
            pair("kind", "org-kind-outside"),
        ),
    ];
    for (form, expected) in refused {
        assert_eq!(fault(registered(&nation, &officer, &form)), expected, "{form:?}");
    }
    for role in [Role::CityOfficer, Role::SchoolLeader, Role::SystemAdmin] {
        let outcome = registered(&nation, &nation.actor(role, "3301"), &school("330188", "330100"));
        assert_eq!(fault(outcome), pair("denied", "org-denied-register"));
    }
    assert_eq!(nation.count(), before);
}

#[test]
fn a_person_is_never_the_program_itself() {
    let nation = Nation::new();
    let outcome = nation.write(&nation.actor(Role::NationalOfficer, "00"), |ctx, tx| {
        let new = school("330188", "330100").parse().map_err(Error::Invalid)?;
        register(tx, ctx, &policy::may_register_as_system(ctx, new)?)
    });
    assert_eq!(fault(outcome), pair("not found", ""));
}

#[test]
fn the_ministry_registers_the_corps_as_a_province_of_its_own() {
    let nation = Nation::new();
    let corps = Form {
        code: "66".into(),
        name: "新疆生产建设兵团".into(),
        kind: "province".into(),
        region: "660000".into(),
        ..Form::default()
    };
    let corps = registered(&nation, &nation.actor(Role::NationalOfficer, "00"), &corps).unwrap();
    assert_eq!((corps.kind, corps.region), (OrgKind::Province, 660_000));
    let seat = Seat {
        org: corps.id,
        school: corps.number,
        tier: corps.tier,
        region: corps.region,
    };
    let officer = Actor::Person {
        account: raw(1),
        person: raw(2),
        post: raw(3),
        role: Role::ProvincialOfficer,
        seat,
    };
    assert_eq!(
        fault(registered(&nation, &officer, &school("650188", "650100"))),
        pair("region", "org-region-outside")
    );
    assert_eq!(
        registered(&nation, &officer, &school("660188", "660100"))
            .unwrap()
            .region,
        660_100
    );
}

fn amended(nation: &Nation, actor: &Actor, (id, version): (kernel::OrgId, i64), form: Form) -> Result<()> {
    nation.write(actor, move |ctx, tx| {
        let new = form.parse().map_err(Error::Invalid)?;
        let grant = policy::may_amend(tx, ctx, id, Some(new.region))?;
        amend(tx, ctx, &grant, (&new, version))
    })
}

#[test]
fn an_amended_school_moves_under_the_office_of_its_new_region_and_keeps_its_history() {
    let nation = Nation::new();
    let officer = nation.actor(Role::ProvincialOfficer, "33");
    let id = nation.org("330298").id;
    // The demonstration registered it today, so its first relation never held a whole day: 滨海 moves from 330200 to 330100.
    amended(&nation, &officer, (id, 1), school("330298", "330100")).unwrap();
    let rows = nation.read(move |tx| queries::relations(tx, id));
    let city = nation.org("3301").id;
    assert!(
        rows.iter()
            .all(|row| row.upper == city && row.until_day.is_none()),
        "{rows:?}"
    );
    assert_eq!(rows.len(), 2);
    let found = nation.read(|tx| queries::find_schools(tx, "nbdejsxy"));
    assert_eq!(found.iter().map(|org| org.id).collect::<Vec<_>>(), [id]);
    // Somebody else saw version 1 and comes late.
    assert_eq!(
        fault(amended(&nation, &officer, (id, 1), school("330298", "330100"))),
        pair("conflict", "org-amended-meanwhile")
    );
}

#[test]
fn who_may_not_know_an_organisation_gets_404_and_who_may_not_amend_it_gets_403() {
    let nation = Nation::new();
    let (id, own) = (nation.org("330199").id, nation.org("330199").region);
    assert_eq!(own, 330_100);
    let form = || school("330199", "330100");
    let refused = [
        (nation.actor(Role::ProvincialOfficer, "51"), pair("not found", "")),
        (nation.actor(Role::SchoolLeader, "330298"), pair("not found", "")),
        (
            nation.actor(Role::CityOfficer, "3301"),
            pair("denied", "org-denied-amend"),
        ),
        (
            nation.actor(Role::SystemAdmin, "330199"),
            pair("denied", "org-denied-amend"),
        ),
        (
            nation.actor(Role::Teacher, "330199"),
            pair("denied", "org-denied-read"),
        ),
    ];
    for (actor, expected) in refused {
        assert_eq!(
            fault(amended(&nation, &actor, (id, 1), form())),
            expected,
            "{actor:?}"
        );
    }
    let away = amended(
        &nation,
        &nation.actor(Role::ProvincialOfficer, "33"),
        (id, 1),
        school("330199", "510100"),
    );
    assert_eq!(fault(away), pair("region", "org-region-outside"));
    let taken = amended(
        &nation,
        &nation.actor(Role::ProvincialOfficer, "33"),
        (id, 1),
        school("330298", "330100"),
    );
    assert_eq!(fault(taken), pair("code", "org-code-taken"));
}

#[test]
fn relations_are_dated_and_kept() {
    let nation = Nation::new();
    let officer = nation.actor(Role::ProvincialOfficer, "33");
    let (lower, upper) = (nation.org("330199").id, nation.org("33").id);
    let advised = move |since: &str, until: Option<&str>| NewRelation {
        relation: Relation::Guidance,
        upper,
        since: day(since),
        until: until.map(day),
    };
    let begin = |new: NewRelation| {
        nation.write(&officer, move |ctx, tx| {
            let grant = policy::may_relate(tx, ctx, lower)?;
            relate(tx, ctx, &grant, &new)
        })
    };
    assert_eq!(
        fault(begin(advised("2026-02-01", Some("2026-01-31")))),
        pair("until", "org-relation-dates")
    );
    let id = begin(advised("2026-01-01", None)).unwrap();
    assert_eq!(
        fault(begin(advised("2026-06-01", None))),
        pair("since", "org-relation-twice")
    );
    let end = |last: &str| {
        let last = day(last);
        nation.write(&officer, move |ctx, tx| {
            let grant = policy::may_relate(tx, ctx, lower)?;
            end_relation(tx, ctx, &grant, (id, last))
        })
    };
    assert_eq!(fault(end("2025-12-31")), pair("until", "org-relation-dates"));
    end("2026-05-31").unwrap();
    assert_eq!(fault(end("2026-06-30")), pair("conflict", "org-relation-ended"));
    begin(advised("2026-06-01", None)).unwrap();
    let days: Vec<(i64, Option<i64>)> = nation
        .read(move |tx| queries::relations(tx, lower))
        .iter()
        .filter(|row| row.relation == "guidance")
        .map(|row| (row.from_day.number(), row.until_day.map(Day::number)))
        .collect();
    assert_eq!(days, [(20_260_101, Some(20_260_531)), (20_260_601, None)]);
}

#[test]
fn a_list_shows_what_the_reach_covers_and_the_filter_leaves() {
    let nation = Nation::new();
    let names = |code: &str, role: Role, text: &str, kind: &str| -> Vec<String> {
        let (text, kind) = (text.to_owned(), kind.to_owned());
        let filter = queries::Filter {
            text,
            kind,
            province: 0,
        };
        let seen = nation.write(&nation.actor(role, code), move |ctx, tx| {
            let grant = policy::may_read(ctx)?;
            queries::in_reach(tx, grant.target(), &filter, kernel::Slice::page(1))
        });
        let seen = seen.unwrap();
        assert_eq!(i64::try_from(seen.rows.len()).unwrap(), seen.total);
        seen.rows.into_iter().map(|org| org.code).collect()
    };
    assert_eq!(names("00", Role::NationalOfficer, "", "").len(), 8);
    assert_eq!(
        names("33", Role::ProvincialOfficer, "", ""),
        ["33", "3301", "330199", "330100-Q01", "330298"]
    );
    assert_eq!(names("3301", Role::CityOfficer, "", "school"), ["330199"]);
    assert_eq!(names("330298", Role::SchoolLeader, "", ""), ["330298"]);
    assert_eq!(names("00", Role::NationalOfficer, "XLJG", ""), ["510197"]);
    assert_eq!(
        names("00", Role::NationalOfficer, "100%_", ""),
        Vec::<String>::new()
    );
}

#[test]
fn an_imported_catalogue_is_a_version_and_changes_none_before_it() {
    let nation = Nation::new();
    let first = nation.read(|tx| queries::majors(tx, 1));
    assert_eq!(first.len(), 12);
    let kept = first[..2].to_vec();
    let version = nation.write(&nation.actor(Role::NationalOfficer, "00"), move |ctx, tx| {
        import_majors(tx, ctx, &policy::may_import_majors(ctx)?, ("2027", &kept))
    });
    assert_eq!(version.unwrap(), 2);
    assert_eq!(nation.read(|tx| queries::majors(tx, 2)), first[..2]);
    assert_eq!(nation.read(|tx| queries::majors(tx, 1)), first);
    let code = first[0].code;
    let found = nation.read(move |tx| queries::major_by_code(tx, 2, code));
    assert_eq!(found.as_ref(), first.first());
    let latest = nation.read(queries::latest_catalogue).unwrap();
    assert_eq!((latest.version, latest.majors), (2, 2));
    let refused = nation.write(&nation.actor(Role::ProvincialOfficer, "33"), |ctx, _| {
        policy::may_import_majors(ctx).map(drop)
    });
    assert_eq!(fault(refused), pair("denied", "org-denied-import"));
}

#[test]
fn a_term_is_set_by_the_schools_own_affairs_office_and_replaces_what_stood_there() {
    let nation = Nation::new();
    let number = nation.org("330199").number;
    let (holidays, workdays) = read_typed("国庆节 2026-10-01…2026-10-08\n补班 2026-10-10 周五").unwrap();
    let name = TermName {
        year: 2026,
        season: Season::Autumn,
    };
    let term = Term {
        name,
        first: day("2026-09-01"),
        weeks: 18,
        holidays,
        workdays,
    };
    let set = |role: Role, term: &Term| {
        let term = term.clone();
        nation.write(&nation.actor(role, "330199"), move |ctx, tx| {
            let grant = policy::may_set_calendar(tx, ctx)?;
            set_term(tx, ctx, &grant, &term)
        })
    };
    assert_eq!(
        fault(set(Role::Teacher, &term)),
        pair("denied", "org-denied-set-calendar")
    );
    assert_eq!(
        fault(set(
            Role::AcademicAffairs,
            &Term {
                weeks: 40,
                ..term.clone()
            }
        )),
        pair("weeks", "org-calendar-weeks")
    );
    set(Role::AcademicAffairs, &term).unwrap();
    let terms = nation.read(move |tx| queries::calendar(tx, number));
    assert_eq!(terms.len(), 2);
    assert_eq!(terms[0], term);
    let other = nation.org("330298").number;
    assert_eq!(nation.read(move |tx| queries::calendar(tx, other))[0].weeks, 20);
}

#[test]
fn school_numbers_of_a_region_are_those_of_its_schools() {
    let nation = Nation::new();
    let numbers = nation.read(|tx| queries::school_numbers_in(tx, (330_000, 339_999)));
    assert_eq!(
        numbers,
        [nation.org("330199").number, nation.org("330298").number]
    );
}
