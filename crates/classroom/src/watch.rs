//! Looks for changes of the runs that somebody on this node watches, and tells their boards which cells to fetch.
//!
//! Changes are not followed by "greater than the last seen": commits do not come in the order of their moments. Each look
//! reads the last five seconds again and drops what was told before.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use kernel::{Actor, Instant, RawId, Result, SchoolId};
use serde_json::json;
use tokio::sync::broadcast::Receiver;
use web::{House, News, Watched};

use crate::change::topic;
use crate::model::{Owner, RunId};
use crate::queries;
use crate::queries::lead::{self, Change, Seen};

/// How long a change of another node can go unseen.
const LOOK: Duration = Duration::from_millis(300);
/// A class that hands in at once rings many times: one look after it serves all.
const GATHER: Duration = Duration::from_millis(15);
/// How far back each look reads again.
pub(crate) const OVERLAP: i64 = 5 * Instant::SECOND;

/// A run that is watched.
type Place = (SchoolId, RunId);

/// Starts to look for the changes of all that is watched on this node; it ends when nothing is.
pub(crate) fn start(house: Arc<House>) {
    tokio::spawn(async move {
        let mut bell = house.live.listen();
        let mut told = HashMap::new();
        let mut looked = house.ctx(Actor::System).now;
        loop {
            let places: Vec<Place> = house.live.watched().iter().filter_map(place).collect();
            if places.is_empty() {
                return;
            }
            match look(&house, &places, (&mut told, looked)).await {
                Ok(at) => looked = at,
                Err(error) => tracing::warn!(%error, "the boards were not told what changed"),
            }
            tokio::select! {
                () = house.live.over() => return,
                () = tokio::time::sleep(LOOK) => {}
                () = rung(&mut bell, &places) => tokio::time::sleep(GATHER).await,
            }
        }
    });
}

fn place(watched: &Watched) -> Option<Place> {
    let run = watched.topic.strip_prefix("run:")?.parse().ok()?;
    Some((SchoolId(watched.about), run))
}

/// Waits for a ring that concerns one of these runs.
async fn rung(bell: &mut Receiver<Arc<str>>, places: &[Place]) {
    while let Ok(heard) = bell.recv().await {
        if places.iter().any(|(_, run)| topic(*run) == *heard) {
            return;
        }
    }
    // Rings were missed: one of them may have been for us.
}

/// One look, from a little before the last that succeeded: while the database is away, other nodes may still have changed
/// something. Answers its own moment.
async fn look(
    house: &House,
    places: &[Place],
    (told, looked): (&mut HashMap<RawId, Instant>, Instant),
) -> Result<Instant> {
    let ctx = house.ctx(Actor::System);
    let since = looked.min(ctx.now).plus(-OVERLAP);
    told.retain(|_, at| *at > since);
    let asked = places.to_vec();
    let read = move |_: &kernel::Ctx, tx: &mut db::Tx<'_>| lead::changes(tx, &asked, since);
    let mut fresh: BTreeMap<RunId, Vec<Change>> = BTreeMap::new();
    for change in house.db.read(&ctx, read).await? {
        if !told.contains_key(&change.id) {
            fresh.entry(change.run).or_default().push(change);
        }
    }
    for (school, run) in places {
        let Some(changes) = fresh.remove(run) else {
            continue;
        };
        let seen: Vec<(RawId, Instant)> = changes.iter().map(|change| (change.id, change.at)).collect();
        let all = news(house, (*school, *run), changes)
            .await
            .unwrap_or_else(|error| {
                // What cannot be read piece by piece is fetched again as a whole: no change is lost by it.
                tracing::warn!(%error, "the changes of a run could not be read");
                vec![News::Event("reload", "".into())]
            });
        all.into_iter()
            .for_each(|news| house.live.tell(&topic(*run), news));
        told.extend(seen);
    }
    Ok(ctx.now)
}

/// What the boards of one run are told of its changes.
pub(crate) async fn news(house: &House, place: Place, changes: Vec<Change>) -> Result<Vec<News>> {
    if changes.is_empty() {
        return Ok(Vec::new());
    }
    let ctx = house.ctx(Actor::System);
    let whole = changes.iter().any(|change| change.item.is_none());
    let read = move |_: &kernel::Ctx, tx: &mut db::Tx<'_>| {
        let run = queries::run(tx, place.0, place.1)?;
        let ended = run.ended_at.is_some();
        let seen = if whole { None } else { Some(lead::seen(tx, &run)?) };
        Ok((ended, seen))
    };
    let (ended, seen) = house.db.read(&ctx, read).await?;
    let mut news = vec![match seen {
        Some(seen) => cells(&seen, &changes),
        None => News::Event("reload", "".into()),
    }];
    if ended {
        news.push(News::End);
    }
    Ok(news)
}

/// The names of the cells, of their steps' heads and of the sums.
fn cells(seen: &Seen, changes: &[Change]) -> News {
    let mut ids = BTreeSet::from(["sum".to_owned()]);
    for (owner, step) in changes.iter().filter_map(|change| change.item) {
        let key = seen.keys.step(step);
        let of = |seat: &&queries::SeatRow| {
            [Owner::Student(seat.student), Owner::Group(seat.group)]
                .iter()
                .any(|known| known.raw() == owner)
        };
        let members = seen.seats().iter().filter(of);
        ids.extend(members.map(|seat| format!("{}{key}", seen.keys.student(seat.student))));
        ids.insert(format!("h{key}"));
    }
    News::Event("cells", json!({ "ids": ids }).to_string().into())
}
