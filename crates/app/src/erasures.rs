//! `gongxue erasures list` and `apply`: who was erased is erased again where an older backup was restored.
//!
//! The list names organisations and persons by their ids, which tell nothing by themselves and stay when a school moves.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::Arc;

use db::Db;
use files::Files;
use kernel::outside::{Chance, SystemChance};
use kernel::{Actor, Ctx, OrgId, PersonId, SchoolId};
use web::Personal;

use crate::config::{Again, Erasures};
use crate::house;
use crate::opened::{Opened, runtime};

/// What became of the people of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Erased again.
    pub erased: usize,
    /// Were erased already.
    pub known: usize,
    /// Are not there.
    pub absent: usize,
    /// Erased again, and files of theirs lie there still: the server drops them once it runs.
    pub left: usize,
}

/// Does what was asked; answers that all is well.
///
/// # Errors
/// What an operator has to be told.
pub fn run(asked: Erasures) -> Result<bool, String> {
    let runtime = runtime()?;
    match asked {
        Erasures::List(place) => {
            let Opened { db, ctx, .. } = Opened::at(place)?;
            let text = runtime.block_on(list(&db, &ctx))?;
            let _ = std::io::stdout().lock().write_all(text.as_bytes());
        }
        Erasures::Apply(Again { place, from }) => {
            let text =
                std::fs::read_to_string(&from).map_err(|error| format!("{}: {error}", from.display()))?;
            let Opened { place, db, ctx } = Opened::at(place)?;
            let files = Files::open(&place.files()).map_err(|error| error.to_string())?;
            let done = runtime.block_on(apply((&db, &files), &ctx, &text))?;
            if done.left > 0 {
                let _ = writeln!(
                    std::io::stdout().lock(),
                    "files of {} could not be dropped; the server tries it again until they are",
                    done.left
                );
            }
            let _ = writeln!(
                std::io::stdout().lock(),
                "erased again {}, erased before {}, not here {}",
                done.erased,
                done.known,
                done.absent
            );
        }
    }
    Ok(true)
}

/// The list: a line each, the organisation's id and the person's.
///
/// # Errors
/// The engine's.
pub async fn list(db: &Db, ctx: &Arc<Ctx>) -> Result<String, String> {
    let read = db.read(ctx, |_, tx| {
        Ok((org::queries::all(tx)?, people::queries::erased(tx)?))
    });
    let (orgs, erased) = read.await.map_err(|error| error.to_string())?;
    let ids: HashMap<SchoolId, OrgId> = orgs.into_iter().map(|org| (org.number, org.id)).collect();
    let line = |(school, person): (SchoolId, PersonId)| Some(format!("{} {person}\n", ids.get(&school)?));
    Ok(erased.into_iter().filter_map(line).collect())
}

/// Erases again whom a list names, a transaction each, and drops their files.
///
/// # Errors
/// A line that is none, with its number; the engine's.
pub async fn apply((db, files): (&Db, &Files), ctx: &Arc<Ctx>, list: &str) -> Result<Applied, String> {
    let orgs = db.read(ctx, |_, tx| org::queries::all(tx));
    let orgs = orgs.await.map_err(|error| error.to_string())?;
    let numbers: HashMap<OrgId, SchoolId> = orgs.into_iter().map(|org| (org.id, org.number)).collect();
    let of: Vec<Personal> = house::modules()
        .iter()
        .filter_map(|module| module.personal)
        .collect();
    let mut done = Applied::default();
    for (number, line) in (1..)
        .zip(list.lines())
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let parsed = line
            .trim()
            .split_once(' ')
            .and_then(|(org, person)| Some((org.parse::<OrgId>().ok()?, person.parse::<PersonId>().ok()?)));
        let (org, person) =
            parsed.ok_or_else(|| format!("line {number} names no organisation and person"))?;
        let Some(school) = numbers.get(&org).copied() else {
            done.absent += 1;
            continue;
        };
        let of = of.clone();
        // Every erasure is an act of its own, with ids of its own.
        let ctx = Arc::new(Ctx::new(ctx.now, Actor::System, SystemChance::new().seed()));
        let erased = db.write(&ctx, move |ctx, tx| {
            match people::queries::is_erased(tx, school, person)? {
                Some(false) => {
                    let grant = people::policy::may_erase_again(tx, ctx, (school, person))?;
                    people::actions::erase(tx, ctx, &grant, &of).map(Some)
                }
                Some(true) => Ok(None),
                None => Err(kernel::Error::NotFound),
            }
        });
        match erased.await {
            Ok(Some(gone)) => {
                if files::drop_unused(files, db, &ctx, &gone).await.is_err() {
                    done.left += 1;
                }
                done.erased += 1;
            }
            Ok(None) => done.known += 1,
            Err(kernel::Error::NotFound) => done.absent += 1,
            Err(other) => return Err(other.to_string()),
        }
    }
    Ok(done)
}
