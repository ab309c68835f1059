//! What stands before the nodes: each new connection goes to the next of those that take one.

use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

use crate::Problem;
use crate::served::http::{Client, Reached};

/// A balancer; it lives as long as the process.
pub struct Balancer {
    address: SocketAddr,
    nodes: Arc<Mutex<Vec<SocketAddr>>>,
}

impl Balancer {
    /// Stands before these nodes.
    ///
    /// Errors: no port.
    pub fn before(nodes: Vec<SocketAddr>) -> Result<Self, Problem> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let nodes = Arc::new(Mutex::new(nodes));
        let before = Arc::clone(&nodes);
        std::thread::spawn(move || {
            for (first, client) in listener.incoming().flatten().enumerate() {
                let nodes = before.lock().unwrap_or_else(PoisonError::into_inner).clone();
                let tried = (0..nodes.len()).filter_map(|place| nodes.get((first + place) % nodes.len()));
                let node = tried.filter_map(|node| TcpStream::connect(node).ok()).next();
                // Where no node takes it, the browser sees a closed connection.
                if let Some(node) = node {
                    drop(carry(client, node));
                }
            }
        });
        Ok(Self { address, nodes })
    }

    /// From now on new connections go to these nodes; those that are open stay where they are.
    pub fn lead_to(&self, nodes: Vec<SocketAddr>) {
        *self.nodes.lock().unwrap_or_else(PoisonError::into_inner) = nodes;
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
