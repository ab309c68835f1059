//! The load generator: so many clients, each with a connection and a session of its own, for a bounded time.

use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use crate::Problem;
use crate::served::http::Client;
use crate::served::server::Server;

/// What a load showed.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    /// Requests.
    pub count: usize,
    /// Requests a second.
    pub rate: f64,
    /// The middle of all times to the whole answer, in milliseconds.
    pub p50: f64,
    /// What one in a hundred takes longer than, in milliseconds.
    pub p99: f64,
    /// The server's processor time a request, in milliseconds.
    pub cpu: f64,
}

/// Lets every client act again and again for `time`, all at once. `act` gets the number of the client and of its act.
///
/// Errors: the first act that failed.
pub fn run(
    server: &Server,
    clients: Vec<Client>,
    time: Duration,
    act: impl Fn(&mut Client, usize, usize) -> Result<(), Problem> + Sync,
) -> Result<Shown, Problem> {
    let gate = Barrier::new(clients.len() + 1);
    let (act, gate) = (&act, &gate);
    let (times, used, took) = thread::scope(|scope| {
        let begun: Vec<_> = clients
            .into_iter()
            .enumerate()
            .map(|(number, client)| scope.spawn(move || one(client, number, (gate, time), act)))
            .collect();
        gate.wait();
        let (before, began) = (server.used(), Instant::now());
        let mut times = Vec::new();
        for client in begun {
            let done = client.join().map_err(|_| "a client panicked".to_owned())?;
            times.extend(done?);
        }
        let took = began.elapsed();
        let used = server.used().and_then(|after| Ok(after - before?));
        Ok::<_, String>((times, used, took))
    })?;
    let mut times = times;
    times.sort_unstable();
    let at = |share: usize| {
        let place = (times.len() * share / 100).min(times.len().saturating_sub(1));
        times.get(place).copied().unwrap_or_default().as_secs_f64() * 1_000.0
    };
    Ok(Shown {
        count: times.len(),
        rate: times.len() as f64 / took.as_secs_f64(),
        p50: at(50),
        p99: at(99),
        cpu: used?.as_secs_f64() * 1_000.0 / times.len().max(1) as f64,
    })
}

/// One client; its first act opens its connection and is not timed.
fn one(
    mut client: Client,
    number: usize,
    (gate, time): (&Barrier, Duration),
    act: &(impl Fn(&mut Client, usize, usize) -> Result<(), Problem> + Sync),
) -> Result<Vec<Duration>, String> {
    let first = act(&mut client, number, 0);
    // Whoever failed comes to the gate too: the others wait for all.
    gate.wait();
    first.map_err(|problem| problem.to_string())?;
    let (mut times, began) = (Vec::new(), Instant::now());
    while began.elapsed() < time {
        let asked = Instant::now();
        act(&mut client, number, times.len() + 1).map_err(|problem| problem.to_string())?;
        times.push(asked.elapsed());
    }
    Ok(times)
}
