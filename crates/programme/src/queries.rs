//! Read models of the programme: the plan, the confirmed list, and the counts of a nation, a region or a school.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use authz::Reach;
use db::{Tx, params};
use faculty::facts::{HEADS, TRAINED, TRAINED_IN};
use kernel::{Ctx, Day, Page, Result, Slice};
use ledger::count::{self, Of};
use org::model::kind::OrgKind;
use org::queries::Org;
use org::scopes::{NATION, city_scope, province_scope, school_scope};

use crate::facts::{ADOPTED, RUNNING};
use crate::model::pairs::Known;
use crate::model::{Measure, Mode, Phase, Plan, Target};
use crate::store::{self, PairRow, PlanRow, VersionRow};

/// Whose counts are shown.
#[derive(Clone, Debug)]
pub enum View {
    /// The nation's.
    Nation,
    /// Those of a province or a city, by GB/T 2260.
    Region(i64),
    /// A school's.
    School(Org),
}

impl View {
    /// The filter's three parameters, as [`Reach::bounds`].
    pub const fn reach(&self) -> Reach {
        match self {
            Self::Nation => Reach::Nation,
            Self::Region(code) => {
                let wide = if *code % 10_000 == 0 { 9_999 } else { 99 };
                Reach::Region {
                    from: *code,
                    until: *code + wide,
                }
            }
            Self::School(school) => Reach::Org(school.number.0),
        }
    }

    /// The scope in which its members are counted.
    fn scope(&self) -> String {
        match self {
            Self::Nation => NATION.to_owned(),
            Self::Region(code) if code % 10_000 == 0 => province_scope(*code),
            Self::Region(code) => city_scope(*code),
            Self::School(school) => school_scope(school.id),
        }
    }
}

/// What the count of changes of the plan and of the confirmed list is called, see [`db::changes`].
pub(crate) const PROGRAMME: &str = "programme";

/// The measures that a dashboard shows.
pub const MEASURES: [&str; 5] = [TRAINED, TRAINED_IN, HEADS, ADOPTED, RUNNING];

/// The present plan with its version, if one is stored.
///
/// # Errors
/// The engine's.
pub fn stored_plan(tx: &mut Tx<'_>) -> Result<Option<(i64, Plan)>> {
    let plan = db::changes::kept(tx, [PROGRAMME], "programme.plan", read_plan)?;
    Ok(Option::clone(&plan))
}

fn read_plan(tx: &mut Tx<'_>) -> Result<Option<(i64, Plan)>> {
    let rows: Vec<PlanRow> = tx.all(store::PLAN, &[])?;
    let mut version = None;
    let mut phases: Vec<Phase> = Vec::new();
    let mut number = 0;
    for row in rows {
        version = Some(row.version);
        if row.number != number {
            number = row.number;
            phases.push(Phase {
                name: row.name.clone(),
                from: row.from,
                until: row.until,
                targets: Vec::new(),
            });
        }
        if let (Some(phase), Some(target)) = (phases.last_mut(), target_of(&row)) {
            phase.targets.push(target);
        }
    }
    phases
        .iter_mut()
        .for_each(|phase| phase.targets.sort_by_key(|target| target.measure));
    Ok(version.map(|version| (version, Plan { phases })))
}

fn target_of(row: &PlanRow) -> Option<Target> {
    let mode = match row.mode.as_deref()? {
        "per-phase" => Mode::PerPhase,
        _ => Mode::Cumulative,
    };
    Some(Target {
        measure: Measure::from_code(row.measure.as_deref()?)?,
        value: row.value?,
        mode,
    })
}

/// The versions of the plan, the newest first, at most twenty.
///
/// # Errors
/// The engine's.
pub fn versions(tx: &mut Tx<'_>) -> Result<Vec<VersionRow>> {
    Ok(tx.all(store::VERSIONS, &[])?)
}

/// What a list of pairs is narrowed by.
#[derive(Clone, Debug)]
pub struct Narrow {
    /// A province or city, or the nation.
    pub view: View,
    /// Only what counted by this day.
    pub until: Day,
}

/// A page of the confirmed list.
pub struct Listed {
    /// The rows, by major.
    pub page: Page<PairRow>,
    /// Distinct majors that stand among all of them.
    pub majors: i64,
    /// Distinct schools that stand among all of them.
    pub schools: i64,
    /// The schools of the rows, by number.
    pub orgs: HashMap<i64, Org>,
}

/// The confirmed list within reach.
///
/// # Errors
/// The engine's.
pub fn pairs(tx: &mut Tx<'_>, reach: &Reach, narrow: &Narrow, slice: Slice) -> Result<Listed> {
    let (from, until, own) = reach.bounds();
    let ((first, last, _), school) = match &narrow.view {
        View::School(org) => (Reach::Nation.bounds(), org.number.0),
        view => (view.reach().bounds(), 0),
    };
    let day = narrow.until;
    let (total, majors, schools): (i64, i64, i64) = tx.one(
        store::PAIR_COUNTS,
        params![from, until, own, first, last, school, day],
    )?;
    let rows: Vec<PairRow> = tx.all(
        store::PAIRS,
        params![
            from,
            until,
            own,
            first,
            last,
            school,
            day,
            slice.limit(),
            slice.offset()
        ],
    )?;
    let numbers: BTreeSet<_> = rows.iter().map(|row| row.school).collect();
    let mut orgs = HashMap::new();
    for number in numbers {
        orgs.insert(number.0, org::queries::by_number(tx, number)?);
    }
    Ok(Listed {
        page: Page { rows, total, slice },
        majors,
        schools,
        orgs,
    })
}

/// What the confirmed list knows before a pair is read.
pub struct List<'a> {
    today: Day,
    plan: &'a Plan,
    schools: HashMap<String, usize>,
    majors: HashMap<String, String>,
    standing: HashSet<(usize, String)>,
}

impl List<'_> {
    /// As the model asks for it.
    pub const fn known(&self) -> Known<'_> {
        Known {
            today: self.today,
            schools: &self.schools,
            majors: &self.majors,
            standing: &self.standing,
            plan: self.plan,
        }
    }

    /// The majors of the present catalogue, by code.
    pub const fn majors(&self) -> &HashMap<String, String> {
        &self.majors
    }
}

/// The list as it stands for these schools, found by this reach.
///
/// # Errors
/// The engine's.
pub fn list<'a>(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (reach, orgs): &(Reach, Vec<Org>),
    plan: &'a Plan,
) -> Result<List<'a>> {
    let mut schools = HashMap::new();
    let mut numbers = HashMap::new();
    for (index, org) in orgs.iter().enumerate() {
        schools.insert(org.code.clone(), index);
        schools.insert(org.name.clone(), index);
        numbers.insert(org.number.0, index);
    }
    let (from, until, own) = reach.bounds();
    let rows: Vec<(i64, String)> = tx.all(store::STANDING, params![from, until, own])?;
    let standing = rows
        .into_iter()
        .filter_map(|(number, code)| Some((*numbers.get(&number)?, code)));
    let standing = standing.collect();
    let mut majors = HashMap::new();
    if let Some(catalogue) = org::queries::latest_catalogue(tx)? {
        let found = org::queries::majors(tx, catalogue.version)?;
        majors.extend(
            found
                .into_iter()
                .map(|major| (major.code.to_string(), major.name)),
        );
    }
    Ok(List {
        today: ctx.now.day(),
        plan,
        schools,
        majors,
        standing,
    })
}

/// One province of the nation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProvinceCounts {
    /// Distinct majors on the list.
    pub majors: i64,
    /// Distinct schools on the list.
    pub schools: i64,
    /// Person-times.
    pub trained: i64,
    /// Heads.
    pub heads: i64,
}

/// Everything a dashboard counts.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// First day of each distinct major and school of the view.
    firsts: Firsts,
    /// Person-times by last day, `yyyymmdd`.
    trained: BTreeMap<i64, i64>,
    /// Distinct heads at all times.
    pub heads: i64,
    /// Schools that adopted a standard.
    pub adopted: i64,
    /// Classes that run a task.
    pub running: i64,
    /// By province; empty but for the nation.
    pub provinces: BTreeMap<i64, ProvinceCounts>,
}

impl Counts {
    /// How many distinct majors or schools counted by the end of a day since another, or person-times of these days.
    pub fn between(&self, measure: Measure, from: Day, until: Day) -> i64 {
        // Two phases that follow each other leave no day between them.
        if until < from {
            return 0;
        }
        let firsts = |days: &BTreeMap<String, Day>| {
            let within = days.values().filter(|day| (from..=until).contains(*day));
            i64::try_from(within.count()).unwrap_or(i64::MAX)
        };
        match measure {
            Measure::Majors => firsts(&self.firsts.majors),
            Measure::Schools => firsts(&self.firsts.schools),
            Measure::Trained => self
                .trained
                .range(from.number()..=until.number())
                .map(|(_, times)| times)
                .sum(),
        }
    }

    /// Person-times by month, `yyyymm`.
    pub fn months(&self) -> BTreeMap<i64, i64> {
        let mut months = BTreeMap::new();
        for (day, times) in &self.trained {
            *months.entry(day / 100).or_insert(0) += times;
        }
        months
    }
}

/// The two numbers of a view at all times.
#[derive(Clone, Copy, Debug)]
pub struct Headline {
    /// Distinct majors on the confirmed list.
    pub majors: i64,
    /// Distinct schools on it.
    pub schools: i64,
}

/// The two numbers of a view.
///
/// # Errors
/// The engine's.
pub fn headline(tx: &mut Tx<'_>, view: &View) -> Result<Headline> {
    let firsts = firsts(tx, view)?;
    let number = |members: &BTreeMap<String, Day>| i64::try_from(members.len()).unwrap_or(i64::MAX);
    Ok(Headline {
        majors: number(&firsts.majors),
        schools: number(&firsts.schools),
    })
}

/// From which day on each major and each school of a view counts.
#[derive(Clone, Debug, Default)]
struct Firsts {
    /// By the major's code.
    majors: BTreeMap<String, Day>,
    /// By the school's number.
    schools: BTreeMap<String, Day>,
    /// How many of both stand in each province.
    provinces: BTreeMap<i64, ProvinceCounts>,
}

/// The list is read by every dashboard: it is added up once for each of its states.
fn firsts(tx: &mut Tx<'_>, view: &View) -> Result<Arc<Firsts>> {
    let name = format!("programme.firsts {}", view.scope());
    db::changes::kept(tx, [PROGRAMME], &name, |tx| read_firsts(tx, view))
}

fn read_firsts(tx: &mut Tx<'_>, view: &View) -> Result<Firsts> {
    let (from, until, own) = view.reach().bounds();
    let rows: Vec<(i64, i64, String, Day)> = tx.all(store::FIRST_DAYS, params![from, until, own])?;
    let mut firsts = Firsts::default();
    for (kind, province, member, day) in rows {
        let of = firsts.provinces.entry(province).or_default();
        let (days, number) = if kind == 0 {
            (&mut firsts.majors, &mut of.majors)
        } else {
            (&mut firsts.schools, &mut of.schools)
        };
        *number += 1;
        let first = days.entry(member).or_insert(day);
        *first = day.min(*first);
    }
    Ok(firsts)
}

/// Counts for a view, added up once for each of their states; a constant number of statements.
///
/// # Errors
/// The engine's.
pub fn counts(tx: &mut Tx<'_>, view: &View) -> Result<Arc<Counts>> {
    let totals = MEASURES.map(count::changes_of);
    let [trained, times, heads, adopted, running] = totals.each_ref().map(String::as_str);
    let names = [PROGRAMME, trained, times, heads, adopted, running];
    let name = format!("programme.counts {}", view.scope());
    db::changes::kept(tx, names, &name, |tx| added_up(tx, view))
}

/// Nothing of it is taken from what is kept: it would be older than what is made of it.
fn added_up(tx: &mut Tx<'_>, view: &View) -> Result<Counts> {
    let mut counts = Counts {
        firsts: read_firsts(tx, view)?,
        ..Counts::default()
    };
    let scope = view.scope();
    counts.heads = count::members(tx, &scope, HEADS, 0)?;
    counts.trained = trained(tx, view)?;
    counts.adopted = count::members(tx, &scope, ADOPTED, 0)?;
    counts.running = count::members(tx, &scope, RUNNING, 0)?;
    if matches!(view, View::Nation) {
        counts.provinces = counts.firsts.provinces.clone();
        add_provinces(tx, &mut counts.provinces)?;
    }
    Ok(counts)
}

/// Person-times of a view, by day.
///
/// # Errors
/// The engine's.
pub fn trained(tx: &mut Tx<'_>, view: &View) -> Result<BTreeMap<i64, i64>> {
    let scope = view.scope();
    let of = match view {
        View::School(school) => Of::School(school.number),
        View::Nation | View::Region(_) => Of::Area(&scope),
    };
    count::by_period(tx, of, TRAINED, 0..=i64::MAX)
}

fn add_provinces(tx: &mut Tx<'_>, provinces: &mut BTreeMap<i64, ProvinceCounts>) -> Result<()> {
    for (city, times) in count::by_period(tx, Of::Area(NATION), TRAINED_IN, 0..=999_999)? {
        provinces.entry(city / 10_000 * 10_000).or_default().trained += times;
    }
    let scopes = provinces.keys().map(|code| province_scope(*code)).collect();
    let heads = count::members_of_each(tx, scopes, HEADS, 0)?;
    for (code, counts) in provinces {
        counts.heads = heads.get(&province_scope(*code)).copied().unwrap_or_default();
    }
    Ok(())
}

/// A school of the second figure.
pub struct SecondRow {
    /// The school.
    pub school: Org,
    /// It adopted a standard.
    pub adopted: bool,
    /// Its classes that run.
    pub running: i64,
}

/// The rows of the second figure and what they add up to.
pub struct Second {
    /// The schools.
    pub page: Page<SecondRow>,
    /// Schools that adopted a standard.
    pub adopted: i64,
    /// Classes that run.
    pub running: i64,
}

/// The schools of a view that adopted a standard or run classes, by region and name.
///
/// # Errors
/// The engine's.
pub fn second(tx: &mut Tx<'_>, view: &View, slice: Slice) -> Result<Second> {
    /// More schools than the nation has.
    const MOST: u32 = 10_000;
    let every = Slice {
        number: 1,
        size: MOST,
    };
    let schools = match view {
        View::School(school) => vec![school.clone()],
        View::Nation | View::Region(_) => {
            let filter = org::queries::Filter {
                kind: OrgKind::School.code().to_owned(),
                ..org::queries::Filter::default()
            };
            org::queries::in_reach(tx, &view.reach(), &filter, every)?.rows
        }
    };
    let scopes: Vec<String> = schools.iter().map(|school| school_scope(school.id)).collect();
    let adopted = count::members_of_each(tx, scopes.clone(), ADOPTED, 0)?;
    let running = count::members_of_each(tx, scopes, RUNNING, 0)?;
    let of = |counts: &BTreeMap<String, i64>, school: &Org| {
        counts.get(&school_scope(school.id)).copied().unwrap_or_default()
    };
    let mut rows: Vec<SecondRow> = schools
        .into_iter()
        .map(|school| SecondRow {
            adopted: of(&adopted, &school) > 0,
            running: of(&running, &school),
            school,
        })
        .filter(|row| row.adopted || row.running > 0)
        .collect();
    rows.sort_by(|one, other| {
        let key = |row: &SecondRow| (row.school.region, row.school.name.clone());
        key(one).cmp(&key(other))
    });
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let count = |filter: fn(&SecondRow) -> i64| rows.iter().map(filter).sum();
    let (adopted, running) = (count(|row| i64::from(row.adopted)), count(|row| row.running));
    let from = usize::try_from(slice.offset()).unwrap_or(usize::MAX);
    let size = usize::try_from(slice.limit()).unwrap_or(usize::MAX);
    Ok(Second {
        page: Page {
            rows: rows.into_iter().skip(from).take(size).collect(),
            total,
            slice,
        },
        adopted,
        running,
    })
}
