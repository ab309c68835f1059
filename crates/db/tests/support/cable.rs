//! A way to a server that a test can listen to and cut. Shared by the tests about connections.
#![allow(dead_code, reason = "each test binary uses its part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, Ordering};

/// Where a cable breaks.
#[derive(Clone, Copy)]
pub enum Cut {
    Nowhere,
    BeforeCommit,
    AfterCommit,
}

/// A way to the server that can be cut at a commit.
pub struct Cable {
    own: SocketAddr,
    cut: Arc<AtomicU8>,
    journeys: Arc<AtomicU32>,
}

impl Cable {
    pub fn to(url: &str) -> Self {
        let server: SocketAddr = authority(url).parse().unwrap();
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let own = listener.local_addr().unwrap();
        let cut = Arc::new(AtomicU8::new(Cut::Nowhere as u8));
        let journeys = Arc::new(AtomicU32::new(0));
        let (asked, count) = (Arc::clone(&cut), Arc::clone(&journeys));
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                carry(client, TcpStream::connect(server).unwrap(), (&asked, &count));
            }
        });
        Self { own, cut, journeys }
    }

    pub fn cut(&self, place: Cut) {
        self.cut.store(place as u8, Ordering::SeqCst);
    }

    /// How often something went to the server: who waits for each answer sends each journey at once.
    pub fn journeys(&self) -> u32 {
        self.journeys.load(Ordering::SeqCst)
    }

    pub fn url(&self, url: &str) -> String {
        url.replace(authority(url), &self.own.to_string())
    }
}

/// Host and port of a URL.
fn authority(url: &str) -> &str {
    let (_, rest) = url.split_once("://").unwrap();
    let rest = rest.split_once('@').map_or(rest, |(_, rest)| rest);
    rest.split('/').next().unwrap()
}

fn carry(mut client: TcpStream, mut server: TcpStream, (cut, count): (&Arc<AtomicU8>, &Arc<AtomicU32>)) {
    // What is small goes on at once, as on a way without us.
    client.set_nodelay(true).unwrap();
    server.set_nodelay(true).unwrap();
    let (mut back, mut from) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    let deaf = Arc::new(AtomicBool::new(false));
    let (cut, count, hears) = (Arc::clone(cut), Arc::clone(count), Arc::clone(&deaf));
    std::thread::spawn(move || {
        let mut buffer = [0; 4_096];
        while let Ok(length @ 1..) = client.read(&mut buffer) {
            let said = &buffer[..length];
            count.fetch_add(1, Ordering::SeqCst);
            let place = cut.load(Ordering::SeqCst);
            if place != Cut::Nowhere as u8 && said.windows(6).any(|word| word == b"COMMIT") {
                if place == Cut::BeforeCommit as u8 {
                    break;
                }
                deaf.store(true, Ordering::SeqCst);
            }
            if server.write_all(said).is_err() {
                break;
            }
        }
        drop((client.shutdown(Shutdown::Both), server.shutdown(Shutdown::Both)));
    });
    std::thread::spawn(move || {
        let mut buffer = [0; 4_096];
        while let Ok(length @ 1..) = from.read(&mut buffer) {
            if hears.load(Ordering::SeqCst) || back.write_all(&buffer[..length]).is_err() {
                break;
            }
        }
        drop((back.shutdown(Shutdown::Both), from.shutdown(Shutdown::Both)));
    });
}
