//! A client under torture: it acts until the server is gone, and compares after the next start.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::chance::Chance;
use super::held::{Acted, Fate, Stopped, in_words};
use super::tally::Tally;
use crate::Problem;
use crate::served::http::{Client, Reply};
use crate::served::server::Server;

/// How long a cut connection may come before the kill that explains it.
const GRACE: Duration = Duration::from_millis(100);

/// One client with what it knows of the places that only it writes to.
pub trait Worker: Send {
    /// Who it is, for a person who reads what was lost.
    fn name(&self) -> String;

    /// Acts once.
    ///
    /// Errors: the connection was cut, or the answer is wrong.
    fn act(&mut self) -> Result<Acted, Stopped>;

    /// Reads its places over HTTP after a start, and compares.
    ///
    /// Errors: something that was answered is not there, or something is there half.
    fn settle(&mut self) -> Result<Fate, Problem>;

    /// How long it thinks between two acts, at most.
    fn pause(&self) -> Duration {
        Duration::from_millis(40)
    }
}

/// Lets every worker act for `time`, kills the server in the middle of it, and counts.
///
/// Errors: a wrong answer, a connection that was cut before the kill, or a server that ended by itself.
pub fn killed_under_load(
    server: &mut Server,
    workers: &mut [Box<dyn Worker>],
    time: Duration,
    chance: &mut Chance,
) -> Result<Tally, Problem> {
    let killing = AtomicBool::new(false);
    let killing = &killing;
    let mut tally = Tally::default();
    let told = thread::scope(|scope| {
        let acting: Vec<_> = workers
            .iter_mut()
            .map(|worker| {
                let chance = chance.branch();
                scope.spawn(move || until_killed(worker.as_mut(), killing, chance))
            })
            .collect();
        thread::sleep(time);
        killing.store(true, Ordering::SeqCst);
        let killed = server.kill().map_err(|problem| problem.to_string());
        let mut told = vec![killed];
        for worker in acting {
            match worker.join() {
                Ok(Ok(counted)) => tally.add(&counted),
                Ok(Err(problem)) => told.push(Err(problem)),
                Err(_) => told.push(Err("a client panicked".to_owned())),
            }
        }
        told
    });
    told.into_iter().collect::<Result<Vec<()>, String>>()?;
    Ok(tally)
}

fn until_killed(worker: &mut dyn Worker, killing: &AtomicBool, mut chance: Chance) -> Result<Tally, String> {
    let mut tally = Tally::default();
    while !killing.load(Ordering::SeqCst) {
        match worker.act() {
            Ok(Acted::Answered(kind)) => tally.answered(kind),
            Ok(Acted::Busy) => tally.busy(),
            Ok(Acted::Looked) => {}
            Err(Stopped::Cut(how)) => {
                thread::sleep(GRACE);
                if killing.load(Ordering::SeqCst) {
                    break;
                }
                return Err(format!(
                    "{}: cut off by a server that was not killed: {how}",
                    worker.name()
                ));
            }
            Err(other) => return Err(format!("{}: {}", worker.name(), other.told())),
        }
        let most = u64::try_from(worker.pause().as_micros()).unwrap_or(u64::MAX);
        thread::sleep(Duration::from_micros(chance.below(most + 1)));
    }
    Ok(tally)
}

/// Lets every worker compare, one after the other, and counts what became of the writes on their way.
///
/// Errors: the first that is lost or half there.
pub fn settled(workers: &mut [Box<dyn Worker>]) -> Result<Tally, Problem> {
    let mut tally = Tally::default();
    for worker in workers {
        let fate = worker
            .settle()
            .map_err(|problem| format!("{}: {problem}", worker.name()))?;
        match fate {
            Fate::Still => {}
            Fate::Arrived(kind) => tally.arrived(kind),
            Fate::Gone(kind) => tally.gone(kind),
        }
    }
    Ok(tally)
}

/// The same browser after a start: its cookies, and a new connection.
pub fn reconnect(client: &mut Client) {
    *client = client.window("identity");
}

/// A page that is read between two writes.
///
/// Errors: the connection was cut, or the page is not there.
pub fn look(client: &mut Client, path: &str) -> Result<String, Stopped> {
    Ok(fetch(client, path)?.text())
}

/// A page or a picture that is read between two writes.
///
/// Errors: as of [`look`].
pub fn fetch(client: &mut Client, path: &str) -> Result<Reply, Stopped> {
    let ask = crate::served::http::Ask::get(path);
    let reply = client
        .send(&ask)
        .map_err(|problem| Stopped::Cut(problem.to_string()))?;
    match reply.status {
        200 => Ok(reply),
        503 => match in_words(path, &reply.text()) {
            Ok(()) => Err(Stopped::Away),
            Err(problem) => Err(Stopped::Wrong(problem)),
        },
        other => Err(Stopped::Wrong(format!("GET {path} answered {other}"))),
    }
}
