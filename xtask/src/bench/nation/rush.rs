//! Many at once: a class that opens one task, a morning's check-in, sign-ins beside the work of others.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use super::people::Cast;
use crate::Problem;
use crate::bench::{load, pages};
use crate::served::school;
use crate::served::server::Server;

/// How long the sign-ins last.
const RUSH: Duration = Duration::from_secs(5);
/// How long the check-in lasts.
const CHECK_IN: Duration = Duration::from_secs(60);
/// What a student opens in it.
const OPENED: [&str; 3] = ["/", "/work", "/results"];
/// The moment that everybody looks at a page: with it nobody asks for as many pages a minute as a session may.
const LOOK: Duration = Duration::from_millis(60);
/// Browsers that sign in at the same time, again and again.
const SIGNING_IN: usize = 8;

/// What a rush showed.
pub struct Rush {
    /// Students of the class.
    pub class: usize,
    /// From the moment when all of them open the class's work until the last has it, in milliseconds.
    pub opened: f64,
    /// How many people check in.
    pub people: usize,
    /// Their requests in a minute; none before they checked in.
    pub checked_in: f64,
    /// What one in a hundred of those takes longer than, in milliseconds.
    pub check_in_p99: f64,
    /// Sign-ins with a password a second.
    pub signed_in: f64,
    /// What one in a hundred of the others' pages takes longer than meanwhile, in milliseconds.
    pub beside: f64,
}

impl Rush {
    /// The better of each figure and of another round's.
    pub fn or_better(&mut self, other: &Self) {
        self.opened = self.opened.min(other.opened);
        self.signed_in = self.signed_in.max(other.signed_in);
        self.beside = self.beside.min(other.beside);
    }
}

/// Measures them.
///
/// Errors: a page or a sign-in that is refused.
pub fn measure(server: &Server, cast: &Cast) -> Result<Rush, Problem> {
    let home = |client: &mut crate::served::http::Client, _: usize, _: usize| client.page("/").map(drop);
    let opened = opened(cast)?;
    let (count, over) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let began = Instant::now();
    let beside = thread::scope(|scope| {
        for place in 0..SIGNING_IN {
            let (count, over) = (Arc::clone(&count), Arc::clone(&over));
            scope.spawn(move || {
                let mut people = cast.numbers.iter().cycle().skip(place);
                while over.load(Ordering::Relaxed) == 0 {
                    let Some((school, number)) = people.next() else {
                        break;
                    };
                    if school::with_password(server, school, number).is_ok() {
                        count.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
        let beside = load::run(server, pages::windows(&cast.students, 8), RUSH, home);
        over.store(1, Ordering::Relaxed);
        beside
    })?;
    Ok(Rush {
        class: cast.students.len(),
        opened,
        people: 0,
        checked_in: 0.0,
        check_in_p99: 0.0,
        signed_in: count.load(Ordering::Relaxed) as f64 / began.elapsed().as_secs_f64(),
        beside: beside.p99,
    })
}

/// Everybody checks in, as on a Monday morning: all at once and each again and again, a moment on every page.
///
/// Errors: a page or a sign-in that is refused.
pub fn check_in(server: &Server, cast: &Cast, rush: &mut Rush) -> Result<(), Problem> {
    let everybody = cast.everybody(server)?;
    let clients = pages::windows(&everybody, everybody.len());
    let took = Mutex::new(Vec::new());
    let shown = load::run(server, clients, CHECK_IN, |client, number, act| {
        let asked = Instant::now();
        client.page(OPENED[(number + act) % OPENED.len()])?;
        if let Ok(mut took) = took.lock() {
            took.push(asked.elapsed());
        }
        thread::sleep(LOOK);
        Ok(())
    })?;
    let mut took = took.into_inner().map_err(|_| "a client panicked")?;
    took.sort_unstable();
    let slow = took.get(took.len() * 99 / 100).copied().unwrap_or_default();
    rush.people = everybody.len();
    // The last of each ends a moment after the minute.
    rush.checked_in = shown.rate * CHECK_IN.as_secs_f64();
    rush.check_in_p99 = slow.as_secs_f64() * 1_000.0;
    Ok(())
}

/// The whole class opens its work at once; each on a connection that is there already.
fn opened(cast: &Cast) -> Result<f64, Problem> {
    let gate = Barrier::new(cast.students.len() + 1);
    let work = &cast.work();
    let last = thread::scope(|scope| {
        let clients: Vec<_> = cast
            .students
            .iter()
            .map(|student| {
                let (mut client, gate) = (student.window("br"), &gate);
                scope.spawn(move || {
                    let warm = client
                        .page("/health")
                        .map(drop)
                        .map_err(|problem| problem.to_string());
                    gate.wait();
                    warm?;
                    client
                        .page(work)
                        .map(|_| Instant::now())
                        .map_err(|problem| problem.to_string())
                })
            })
            .collect();
        gate.wait();
        let began = Instant::now();
        let mut last = began;
        for client in clients {
            let done = client.join().map_err(|_| "a client panicked".to_owned())??;
            last = last.max(done);
        }
        Ok::<_, String>(last - began)
    })?;
    Ok(last.as_secs_f64() * 1_000.0)
}
