//! A chromedriver of our own on a free port of the loopback.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::postgres::free_port;
use crate::{Problem, command};

/// How long chromedriver may take to listen, and to end.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running chromedriver; on drop it ends, and with it every Chromium that it started.
pub struct Chromedriver {
    port: u16,
    driver: Child,
}

impl Chromedriver {
    /// Starts chromedriver and waits until it listens.
    ///
    /// Errors: it is not installed, or does not listen within twenty seconds.
    pub fn start() -> Result<Self, Problem> {
        let port = free_port()?;
        let program = command::on_path("chromedriver")
            .ok_or("there is no chromedriver: `cargo xtask test` installs it")?;
        let driver = command::server(&program, "TERM")
            .args([&format!("--port={port}"), "--log-level=WARNING"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()?;
        let mut started = Self { port, driver };
        started.wait()?;
        Ok(started)
    }

    /// Where a WebDriver client finds it.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn wait(&mut self) -> Result<(), Problem> {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if let Some(status) = self.driver.try_wait()? {
                return Err(format!("chromedriver ended with {status}").into());
            }
            if TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err(format!("chromedriver did not listen within {} s", PATIENCE.as_secs()).into())
    }

    /// Asks it to quit every session, which a signal would leave behind as a running Chromium.
    fn shut_down(&self) -> std::io::Result<()> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(b"GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        stream.read_to_end(&mut Vec::new()).map(drop)
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        let asked = self.shut_down().is_ok();
        let began = Instant::now();
        while asked && began.elapsed() < PATIENCE {
            if !matches!(self.driver.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        // It neither answered nor ended: it may be gone, and then both calls fail harmlessly.
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
