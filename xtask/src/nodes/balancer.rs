//! What stands before the nodes: each new connection goes to the next of those that take one.

use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::Problem;
use crate::served::http::{Client, Reached};

/// A balancer; it lives as long as the process.
pub struct Balancer {
    address: SocketAddr,
}

impl Balancer {
    /// Stands before these nodes.
    ///
    /// Errors: no port.
    pub fn before(nodes: Vec<SocketAddr>) -> Result<Self, Problem> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let next = Arc::new(AtomicUsize::new(0));
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let first = next.fetch_add(1, Ordering::Relaxed);
                let tried = (0..nodes.len()).filter_map(|place| nodes.get((first + place) % nodes.len()));
                let node = tried.filter_map(|node| TcpStream::connect(node).ok()).next();
                // Where no node takes it, the browser sees a closed connection.
                if let Some(node) = node {
                    drop(carry(client, node));
                }
            }
        });
        Ok(Self { address })
    }
}

impl Reached for Balancer {
    fn client(&self) -> Client {
        Client::new(self.address)
    }
}

fn carry(client: TcpStream, node: TcpStream) -> io::Result<()> {
    client.set_nodelay(true)?;
    node.set_nodelay(true)?;
    let (back, from) = (client.try_clone()?, node.try_clone()?);
    std::thread::spawn(move || copy(client, node));
    std::thread::spawn(move || copy(from, back));
    Ok(())
}

/// Carries what comes until one end closes, and closes both.
fn copy(mut from: TcpStream, mut to: TcpStream) {
    drop(io::copy(&mut from, &mut to));
    drop((from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both)));
}
