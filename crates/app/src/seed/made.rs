//! What a nation is made of, made up piece by piece beside the writing.

use std::sync::mpsc::SyncSender;

use kernel::vault::Vault;
use kernel::{Actor, Ctx, Day, Dice, Error, Instant, Result};
use org::model::major::Level;
use org::model::nation::{self, Major, Province};
use org::model::registration::Form;
use people::model::class::{EntryKind, NewClass};
use people::model::nation::{Names, class_name};
use people::nation::{Cohort, Maker};

/// How large it shall be.
pub struct Wanted {
    /// The provinces, in which schools take turns.
    pub provinces: Vec<Province>,
    /// Schools in all.
    pub schools: usize,
    /// Students of a school, as a mean.
    pub students: usize,
    /// What chance begins with.
    pub seed: u64,
    /// The first moment of today.
    pub now: Instant,
}

/// A piece of a nation, in the order in which they are written.
pub enum Piece {
    /// A school begins.
    School(Head),
    /// Classes of it.
    Classes {
        /// When they entered.
        at: Instant,
        /// They.
        cohorts: Vec<Cohort>,
    },
    /// All its people are there: now they work.
    End {
        /// Its number in the nation.
        number: usize,
        /// The codes of the majors that it teaches.
        majors: Vec<&'static str>,
    },
}

/// What a school begins with.
pub struct Head {
    /// Its number in the nation, from 0.
    pub number: usize,
    /// Its registration.
    pub form: Form,
    /// Who teaches.
    pub teachers: Vec<people::nation::Newcomer>,
}

/// Students that are written at once.
const AT_ONCE: usize = 1_000;
/// Students for each teacher.
const FOR_A_TEACHER: usize = 18;
/// People of earlier schools are numbered below; no school has more.
const OF_A_SCHOOL: u64 = 20_000;

/// Makes everything up and hands it on.
///
/// # Errors
/// Internal ones only; where nobody takes any more, it ends.
pub fn all(wanted: &Wanted, vault: &Vault, send: &SyncSender<Piece>) -> Result<()> {
    let names = Names::default();
    for number in 0..wanted.schools {
        let ctx = Ctx::new(
            wanted.now,
            Actor::System,
            Dice::of(wanted.seed, &[3, number as u64]).seed(),
        );
        let maker = Maker {
            vault,
            ctx: &ctx,
            names: &names,
        };
        if !school(wanted, &maker, number, send)? {
            return Ok(());
        }
    }
    Ok(())
}

/// Answers whether somebody takes it still.
fn school(wanted: &Wanted, maker: &Maker<'_>, number: usize, send: &SyncSender<Piece>) -> Result<bool> {
    let (form, size) = nation::school(wanted.seed, number, &wanted.provinces, wanted.students);
    let mut dice = Dice::of(wanted.seed, &[4, number as u64]);
    let majors = majors(&mut dice, size);
    let first = number as u64 * OF_A_SCHOOL;
    let head = Head {
        number,
        form,
        teachers: maker.teachers(&mut dice, ("T", first, size.div_ceil(FOR_A_TEACHER)))?,
    };
    if send.send(Piece::School(head)).is_err() {
        return Ok(false);
    }
    let mut next = first + size.div_ceil(FOR_A_TEACHER) as u64;
    for year in entries(wanted.now.day())? {
        let (mut left, mut order, mut waiting, mut held) = (size.div_ceil(3), 0, Vec::new(), 0);
        while left > 0 {
            let count = (30 + dice.below(21)).min(left);
            let class = class(&majors, order, year)?;
            let prefix = format!("{:02}{:02}{:02}", year % 100, order % 97 + 1, dice.below(90) + 10);
            let prefix = format!("{prefix}{order:02}");
            let cohort = maker.cohort(&mut dice, class, (&prefix, next, count))?;
            next += count as u64;
            waiting.push(cohort);
            (left, order, held) = (left - count, order + 1, held + count);
            if held >= AT_ONCE || left == 0 {
                let cohorts = std::mem::take(&mut waiting);
                held = 0;
                let at = first_day(year)?.start();
                // The order of the pieces tells ids apart that were given on one day.
                let at = at.plus(9 * Instant::HOUR + (number * 100 + order) as i64 * 1_000);
                if send.send(Piece::Classes { at, cohorts }).is_err() {
                    return Ok(false);
                }
            }
        }
    }
    let majors = majors.iter().map(|major| major.code).collect();
    Ok(send.send(Piece::End { number, majors }).is_ok())
}

/// The years in which the classes that are at school entered.
fn entries(today: Day) -> Result<[i64; 3]> {
    let (year, month, _) = today.parts();
    let last = i64::from(year) - i64::from(month < 9);
    Ok([last - 2, last - 1, last])
}

fn first_day(year: i64) -> Result<Day> {
    Day::from_number(year * 10_000 + 901).map_err(Error::internal)
}

/// The majors that a school teaches: four to twelve, more where it is larger.
fn majors(dice: &mut Dice, size: usize) -> Vec<Major> {
    let mut all = nation::majors();
    let count = (4 + size / 700).min(12).min(all.len());
    // Every school teaches the first, of which there is a standard.
    let mut chosen: Vec<Major> = all.drain(..1.min(all.len())).collect();
    while chosen.len() < count {
        chosen.push(all.swap_remove(dice.below(all.len())));
    }
    chosen
}

/// The `order`-th class that enters in a year: the majors take turns.
fn class(majors: &[Major], order: usize, year: i64) -> Result<NewClass> {
    let turns = majors.len().max(1);
    let major = majors
        .get(order % turns)
        .ok_or_else(|| Error::internal("a school without majors"))?;
    let higher = major.level == Level::Advanced;
    let entry_kind = if order % 3 != 2 || !higher {
        EntryKind::Junior
    } else {
        EntryKind::Senior
    };
    Ok(NewClass {
        name: class_name(major.name, year, order / turns + 1),
        major_code: major.code.to_owned(),
        major_name: major.name.to_owned(),
        level: major.level,
        entry_kind,
        years: if higher && entry_kind == EntryKind::Junior {
            5
        } else {
            3
        },
        entry_day: first_day(year)?,
        teacher: None,
    })
}
