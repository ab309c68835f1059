//! A teacher's board that is open all the time, as a browser holds it: its stream, and another one where that breaks.

use std::io::{BufRead as _, ErrorKind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::Problem;
use crate::served::html;
use crate::served::http::{Client, Reached};
use crate::served::school;

/// Where the class works whose board is watched: as the load opens its run.
const PLACE: &str = "数控实训中心 2 号车间";
/// How often a silent stream is left to see whether all is over.
const SILENCE: Duration = Duration::from_millis(500);
/// After how long a stream that cannot be opened is tried again.
const AGAIN: Duration = Duration::from_secs(1);

/// A board that is watched; it is left on drop.
pub struct Board {
    /// Who watches.
    pub teacher: Client,
    seen: Arc<Seen>,
}

#[derive(Default)]
struct Seen {
    last: Mutex<Option<Instant>>,
    opened: AtomicU64,
    over: AtomicBool,
}

impl Board {
    /// Signs a teacher in and opens the board of the class at work.
    ///
    /// Errors: there is none.
    pub fn open(house: &impl Reached) -> Result<Self, Problem> {
        let people = school::people(house)?;
        let mut teacher = school::signed_in(house, &people, "teacher", 0)?;
        let page = teacher.page("/runs")?.text();
        let before = page
            .split_once(&format!(">{PLACE}<"))
            .map(|(before, _)| before)
            .ok_or("the class at work is not in the list of runs")?;
        let run = before
            .rsplit("href=\"/runs/")
            .find_map(|rest| rest.get(..22).filter(|_| rest.get(22..23) == Some("\"")))
            .ok_or("the run of the class at work has no address")?;
        let page = teacher.page(&format!("/runs/{run}/board"))?.text();
        let stream = html::attribute(&page, " data-live=\"", "data-live").ok_or("the board is not live")?;
        let seen = Arc::new(Seen::default());
        let (watcher, client) = (Arc::clone(&seen), teacher.window("identity"));
        std::thread::spawn(move || watch(&client, &stream, &watcher));
        let board = Self { teacher, seen };
        while board.opened() == 0 {
            std::thread::sleep(SILENCE);
        }
        Ok(board)
    }

    /// Waits until something is told after a moment.
    ///
    /// Errors: nothing was.
    pub fn told_after(&self, moment: Instant, patience: Duration) -> Result<(), Problem> {
        let began = Instant::now();
        while began.elapsed() < patience {
            let last = *self.seen.last.lock().unwrap_or_else(PoisonError::into_inner);
            if last.is_some_and(|last| last > moment) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Err(format!("the board was told nothing for {} s", patience.as_secs()).into())
    }

    /// How often its stream was opened.
    pub fn opened(&self) -> u64 {
        self.seen.opened.load(Ordering::SeqCst)
    }
}

impl Drop for Board {
    fn drop(&mut self) {
        self.seen.over.store(true, Ordering::SeqCst);
    }
}

fn watch(client: &Client, path: &str, seen: &Seen) {
    while !seen.over.load(Ordering::SeqCst) {
        let Ok(mut stream) = client.events(path, SILENCE) else {
            std::thread::sleep(AGAIN);
            continue;
        };
        seen.opened.fetch_add(1, Ordering::SeqCst);
        let mut line = String::new();
        while !seen.over.load(Ordering::SeqCst) {
            match stream.read_line(&mut line) {
                Ok(0) => break,
                Ok(_) => {
                    if line.starts_with("event: cells") || line.starts_with("event: reload") {
                        *seen.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
                    }
                    line.clear();
                }
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
                Err(_) => break,
            }
        }
    }
}
