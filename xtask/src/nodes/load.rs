//! The load while something is killed: everybody acts until it is over, and every answered write notes its moment.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::Problem;
use crate::torture::chance::Chance;
use crate::torture::held::{Acted, Stopped};
use crate::torture::tally::Tally;
use crate::torture::worker::Worker;

/// After an answer that says to try again, a client waits so long at most.
const AGAIN: Duration = Duration::from_millis(200);

/// What the kill explains.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Explains {
    /// The database's leader is killed: no connection to a node is cut.
    Refusals,
    /// A node is killed: its connections are cut.
    Cuts,
}

/// The moments at which writes were answered.
#[derive(Default)]
pub struct Acks(Mutex<Vec<Instant>>);

impl Acks {
    fn note(&self) {
        self.with(|all| all.push(Instant::now()));
    }

    /// Waits until a write is answered after a moment; gives up after `patience`.
    ///
    /// Errors: none was.
    pub fn after(&self, moment: Instant, patience: Duration) -> Result<(), Problem> {
        let began = Instant::now();
        while began.elapsed() < patience {
            if self.with(|all| all.last().is_some_and(|last| *last > moment)) {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(20));
        }
        Err(format!(
            "no write was answered for {} s after the kill",
            patience.as_secs()
        )
        .into())
    }

    /// The longest time without an answered write that ended after a moment.
    pub fn gap(&self, moment: Instant) -> Duration {
        self.with(|all| {
            all.sort_unstable();
            let pairs = all.iter().zip(all.iter().skip(1));
            let around = pairs.filter(|(_, next)| **next > moment);
            around.map(|(one, next)| *next - *one).max().unwrap_or_default()
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut Vec<Instant>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What came of a load.
#[derive(Default)]
pub struct Came {
    /// What was answered.
    pub tally: Tally,
    /// Pages and writes that were answered by "try again".
    pub refused: u64,
    /// Writes of which the house said that it does not know whether they were kept.
    pub unsure: u64,
    /// Connections that were cut.
    pub cut: u64,
}

impl Came {
    /// Adds what came of another load.
    pub fn add(&mut self, other: &Self) {
        self.tally.add(&other.tally);
        self.refused += other.refused;
        self.unsure += other.unsure;
        self.cut += other.cut;
    }
}

/// Lets everybody act while `meanwhile` runs.
///
/// Errors: its own, or the first answer that nobody may get.
pub fn acting<T>(
    (workers, chance): (&mut [Box<dyn Worker>], &mut Chance),
    explains: Explains,
    meanwhile: impl FnOnce(&Acks) -> Result<T, Problem>,
) -> Result<(Came, T), Problem> {
    let (over, acks) = (AtomicBool::new(false), Acks::default());
    let mut came = Came::default();
    let done = thread::scope(|scope| -> Result<T, Problem> {
        let (over, acks) = (&over, &acks);
        let acting: Vec<_> = workers
            .iter_mut()
            .map(|worker| {
                let chance = chance.branch();
                scope.spawn(move || until_over(worker.as_mut(), (over, acks), explains, chance))
            })
            .collect();
        let done = meanwhile(acks);
        over.store(true, Ordering::SeqCst);
        let mut wrong = None;
        for worker in acting {
            match worker.join() {
                Ok(Ok(counted)) => came.add(&counted),
                Ok(Err(problem)) => wrong = Some(problem),
                Err(_) => wrong = Some("a client panicked".to_owned()),
            }
        }
        // What a client was answered tells more than that something did not come.
        match wrong {
            Some(problem) => Err(problem.into()),
            None => done,
        }
    })?;
    Ok((came, done))
}

fn until_over(
    worker: &mut dyn Worker,
    (over, acks): (&AtomicBool, &Acks),
    explains: Explains,
    mut chance: Chance,
) -> Result<Came, String> {
    let mut came = Came::default();
    while !over.load(Ordering::SeqCst) {
        let mut most = worker.pause();
        match worker.act() {
            Ok(Acted::Answered(kind)) => {
                acks.note();
                came.tally.answered(kind);
            }
            Ok(Acted::Looked) => {}
            Ok(Acted::Busy) | Err(Stopped::Away) => {
                came.refused += 1;
                most = AGAIN;
            }
            // It waits until all is well before it looks what became of the write.
            Err(Stopped::Unsure) => {
                came.unsure += 1;
                break;
            }
            Err(Stopped::Cut(_)) if explains == Explains::Cuts => {
                came.cut += 1;
                break;
            }
            Err(other) => return Err(format!("{}: {}", worker.name(), other.told())),
        }
        let most = u64::try_from(most.as_micros()).unwrap_or(u64::MAX);
        thread::sleep(Duration::from_micros(chance.below(most + 1)));
    }
    Ok(came)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gap_is_the_longest_silence_that_ended_after_the_kill() {
        let acks = Acks::default();
        let began = Instant::now();
        let at = |millis| began + Duration::from_millis(millis);
        acks.with(|all| all.extend([0, 900, 1_000, 1_600, 1_650].map(at)));
        assert_eq!(acks.gap(at(1_100)), Duration::from_millis(600));
        assert_eq!(acks.gap(at(1_620)), Duration::from_millis(50));
        assert_eq!(acks.gap(at(2_000)), Duration::ZERO);
    }
}
