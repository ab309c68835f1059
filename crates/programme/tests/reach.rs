//! What holds for every nation: a list holds a row exactly when its reader may open it, and both are what the tiers say.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "../../db/tests/support/mod.rs"]
mod support;

use std::collections::BTreeSet;

use db::{Db, Migration, Tx};
use kernel::{Actor, Ctx, Error, Id, RawId, Result, Role, Seat, Slice, Tier};
use org::model::nation::{Province, majors, office, provinces, school};
use org::model::registration::Form;
use org::queries::{Filter, Org};
use programme::queries::Narrow;
use proptest::prelude::*;
use support::{Ground, MORNING, ctx};

/// Every row of a list on one page.
const ALL: Slice = Slice {
    number: 1,
    size: 1_000,
};

/// Which of the provinces, which city of it, which county of that.
type Place = (usize, u8, u8);

/// What is thrown for a nation.
#[derive(Clone, Debug)]
struct Thrown {
    provinces: usize,
    schools: Vec<Place>,
    cities: BTreeSet<(usize, u8)>,
}

fn thrown() -> impl Strategy<Value = Thrown> {
    let place = || (0..31_usize, prop::sample::select(vec![1_u8, 2, 11, 90]), 0..3_u8);
    (
        1..5_usize,
        prop::collection::vec(place(), 1..9),
        prop::collection::vec(place(), 0..4),
    )
        .prop_map(|(count, schools, cities)| Thrown {
            provinces: count,
            schools,
            cities: cities
                .into_iter()
                .map(|(province, city, _)| (province % count, city))
                .collect(),
        })
}

fn city(province: Province, number: u8) -> Form {
    Form {
        code: format!("{}{number:02}", province.code),
        name: format!("{}{number}", province.office),
        kind: "市".to_owned(),
        region: format!("{}{number:02}00", province.code),
        category: String::new(),
        affiliation: String::new(),
        credit: String::new(),
    }
}

fn forms(thrown: &Thrown) -> Vec<Form> {
    let provinces = provinces(thrown.provinces);
    let offices = provinces.iter().map(|province| office(Some(*province)));
    let cities = thrown
        .cities
        .iter()
        .map(|(place, number)| city(provinces[*place], *number));
    let schools = thrown
        .schools
        .iter()
        .enumerate()
        .map(|(number, (place, city, county))| {
            let (mut form, _) = school(1, number, &provinces, 100);
            let code = provinces[place % provinces.len()].code;
            form.region = format!("{code}{city:02}{county:02}");
            form
        });
    [office(None)]
        .into_iter()
        .chain(offices)
        .chain(cities)
        .chain(schools)
        .collect()
}

fn filled(tx: &mut Tx<'_>, ctx: &Ctx, forms: &[Form]) -> Result<Vec<Org>> {
    let orgs = forms
        .iter()
        .map(|form| org::nation::organisation(tx, ctx, form))
        .collect::<Result<Vec<Org>>>()?;
    org::nation::catalogue(tx, ctx, &orgs[0])?;
    programme::nation::plan(tx, ctx, &programme::model::policy(str::to_owned), &orgs[0])?;
    let majors: Vec<&str> = majors().iter().map(|major| major.code).collect();
    for school in orgs.iter().filter(|org| org.tier == Tier::School) {
        programme::nation::pairs(tx, ctx, school, (&majors, school.number.0.unsigned_abs()))?;
    }
    Ok(orgs)
}

/// The posts of an organisation's tier that look beyond it, and one that does not.
const fn roles(tier: Tier) -> [Role; 2] {
    match tier {
        Tier::Nation => [Role::NationalOfficer, Role::SystemAdmin],
        Tier::Province => [Role::ProvincialOfficer, Role::SecurityAdmin],
        Tier::City => [Role::CityOfficer, Role::SystemAdmin],
        Tier::School | Tier::Other => [Role::SchoolLeader, Role::AcademicAffairs],
    }
}

fn actor(org: &Org, role: Role) -> Actor {
    let raw = |number| Id::of(RawId::from_u128(number));
    let seat = Seat {
        org: org.id,
        school: org.number,
        tier: org.tier,
        region: org.region,
    };
    Actor::Person {
        account: Id::of(RawId::from_u128(1)),
        person: raw(2),
        post: Id::of(RawId::from_u128(3)),
        role,
        seat,
    }
}

/// Whom an office sees, told without the product: all, those whose code begins as the own one, or itself.
fn sees(reader: &Org, role: Role, other: &Org) -> bool {
    let digits = |org: &Org, count: usize| format!("{:06}", org.region)[..count].to_owned();
    let alike = |count| digits(reader, count) == digits(other, count);
    match role {
        Role::NationalOfficer => true,
        Role::ProvincialOfficer => alike(2),
        Role::CityOfficer => alike(4),
        _ => reader.number == other.number,
    }
}

/// A read that may be denied: `None`, when the role does not do it at all or the row lies outside.
fn allowed<T>(read: Result<T>) -> Option<T> {
    match read {
        Ok(value) => Some(value),
        Err(Error::Denied(_) | Error::NotFound) => None,
        Err(other) => panic!("{other:?}"),
    }
}

fn numbers<'a>(orgs: impl IntoIterator<Item = &'a Org>) -> BTreeSet<i64> {
    orgs.into_iter().map(|org| org.number.0).collect()
}

/// The organisations that a reader's lists hold, and those that open by themselves; the first has to be the second.
fn organisations(tx: &mut Tx<'_>, ctx: &Ctx, orgs: &[Org]) -> Result<Option<[BTreeSet<i64>; 4]>> {
    let Some(grant) = allowed(org::policy::may_read(ctx)) else {
        return Ok(None);
    };
    let reach = grant.target();
    let listed = org::queries::in_reach(tx, reach, &Filter::default(), ALL)?;
    assert_eq!(
        listed.total,
        listed.rows.len() as i64,
        "the number above a list is that of its rows"
    );
    let named = org::queries::names_in_reach(tx, reach)?;
    let mut found = BTreeSet::new();
    let mut opened = BTreeSet::new();
    for org in orgs {
        let hits = org::queries::find_in_reach(tx, reach, &org.name, (ALL.limit(), 0))?;
        found.extend(numbers(&hits));
        if allowed(org::policy::readable(tx, ctx, org.id)).is_some() {
            opened.insert(org.number.0);
        }
    }
    let named = named.iter().map(|name| name.number.0).collect();
    Ok(Some([numbers(&listed.rows), named, found, opened]))
}

/// The schools whose pairs a reader's list holds, and those with pairs that open by themselves.
fn confirmed(tx: &mut Tx<'_>, ctx: &Ctx, orgs: &[Org]) -> Result<Option<[BTreeSet<i64>; 2]>> {
    let Some(grant) = allowed(programme::policy::may_read(tx, ctx)) else {
        return Ok(None);
    };
    let narrow = |view| Narrow {
        view,
        until: MORNING.day(),
    };
    let own = grant.target().clone();
    let reach = own.reach();
    let listed = programme::queries::pairs(tx, &reach, &narrow(own), ALL)?;
    assert_eq!(
        listed.page.total,
        listed.page.rows.len() as i64,
        "the number above a list is that of its rows"
    );
    let mut opened = BTreeSet::new();
    for org in orgs {
        if let Some(grant) = allowed(programme::policy::may_read_school(tx, ctx, org.id)) {
            let one = programme::queries::pairs(tx, &reach, &narrow(grant.target().clone()), ALL)?;
            opened.extend(one.page.rows.iter().map(|row| row.school.0));
        }
    }
    Ok(Some([
        listed.page.rows.iter().map(|row| row.school.0).collect(),
        opened,
    ]))
}

fn with_pairs(db: &Db) -> BTreeSet<i64> {
    let read = |_: &Ctx, tx: &mut Tx<'_>| {
        programme::queries::pairs(
            tx,
            &authz::Reach::Nation,
            &Narrow {
                view: programme::queries::View::Nation,
                until: MORNING.day(),
            },
            ALL,
        )
    };
    let listed = db.read_now(&ctx(), read).unwrap();
    listed.page.rows.iter().map(|row| row.school.0).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_list_holds_a_row_exactly_when_its_reader_may_open_it(thrown in thrown()) {
        let ground = Ground::new();
        let modules = [org::module().migrations, programme::module().migrations];
        let migrations: Vec<Migration> = [db::MIGRATIONS, ledger::MIGRATIONS].into_iter().chain(modules).flatten().copied().collect();
        let db = ground.open(&[&migrations]);
        let forms = forms(&thrown);
        let orgs = db.write_now(&ctx(), move |ctx, tx| filled(tx, ctx, &forms)).unwrap();
        let with_pairs = with_pairs(&db);
        for (reader, role) in orgs.iter().flat_map(|org| roles(org.tier).map(|role| (org, role))) {
            let ctx = ctx().acted_by(actor(reader, role));
            let (organisations, confirmed) = {
                let orgs = orgs.clone();
                let read = move |ctx: &Ctx, tx: &mut Tx<'_>| Ok((organisations(tx, ctx, &orgs)?, confirmed(tx, ctx, &orgs)?));
                db.read_now(&std::sync::Arc::new(ctx), read).unwrap()
            };
            let seen = numbers(orgs.iter().filter(|org| sees(reader, role, org)));
            if let Some(lists) = organisations {
                for list in lists {
                    prop_assert_eq!(&list, &seen, "{:?} of {}", role, &reader.name);
                }
            }
            if let Some(lists) = confirmed {
                let seen: BTreeSet<i64> = seen.intersection(&with_pairs).copied().collect();
                for list in lists {
                    prop_assert_eq!(&list, &seen, "pairs of {:?} of {}", role, &reader.name);
                }
            }
        }
    }
}
