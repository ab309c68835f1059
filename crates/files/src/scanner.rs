//! A scanner for viruses beside the program: clamd, or whatever else speaks its `INSTREAM` (clamd(8)).
//!
//! Promises: a file of which nothing was heard, in time and whole, is never taken for a clean one.

use std::fmt;
use std::io;
#[cfg(unix)]
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Files that are asked about at once: clamd has ten threads unless its operator says otherwise.
const AT_ONCE: usize = 8;
/// Bytes of a file that are sent at once.
const CHUNK: usize = 64 << 10;
/// An answer is one line; whoever says more is no scanner.
const LONGEST_ANSWER: u64 = 1_024;

/// Where a scanner listens: `tcp:127.0.0.1:3310` or `unix:/run/clamav/clamd.ctl`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A host, or its address, and a port.
    Tcp(String),
    /// A socket of this machine.
    #[cfg(unix)]
    Unix(PathBuf),
}

impl FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("tcp", at))
                if at
                    .rsplit_once(':')
                    .is_some_and(|(host, port)| is_host(host, port)) =>
            {
                Ok(Self::Tcp(at.to_owned()))
            }
            #[cfg(unix)]
            Some(("unix", path)) if path.starts_with('/') => Ok(Self::Unix(path.into())),
            _ => Err("it is tcp:HOST:PORT or unix:/PATH".to_owned()),
        }
    }
}

fn is_host(host: &str, port: &str) -> bool {
    !host.is_empty() && port.parse::<u16>().is_ok_and(|port| port > 0)
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(at) => write!(f, "tcp:{at}"),
            #[cfg(unix)]
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

/// What a scanner says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It finds nothing.
    Clean,
    /// It finds what it calls so; at most 100 signs, none of them a control sign.
    Found(String),
}

/// Why nothing is known of a file: the scanner cannot be reached, does not answer in time or says something else.
#[derive(Debug)]
pub struct Unheard(String);

impl fmt::Display for Unheard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unheard {}

/// Whether a scanner answered when it was asked last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody asked it yet.
    Unasked,
    /// It answered.
    Reached,
    /// It did not.
    Away,
}

/// A scanner that is asked about every file.
#[derive(Debug)]
pub struct Scanner {
    at: Address,
    patience: Duration,
    slots: Semaphore,
    standing: AtomicU8,
}

impl Scanner {
    /// How long it may take over one file, with the wait for its turn.
    pub const PATIENCE: Duration = Duration::from_secs(20);

    /// The scanner at an address, that has so long for each file.
    pub const fn new(at: Address, patience: Duration) -> Self {
        Self {
            at,
            patience,
            slots: Semaphore::const_new(AT_ONCE),
            standing: AtomicU8::new(Standing::Unasked as u8),
        }
    }

    /// Where it listens.
    pub const fn address(&self) -> &Address {
        &self.at
    }

    /// Whether it answered when it was asked last.
    pub fn standing(&self) -> Standing {
        match self.standing.load(Ordering::Relaxed) {
            0 => Standing::Unasked,
            1 => Standing::Reached,
            _ => Standing::Away,
        }
    }

    /// Asks about a file.
    ///
    /// # Errors
    /// Where nothing was heard of it, or nothing that is a verdict on all of it.
    pub async fn ask(&self, bytes: &[u8]) -> Result<Verdict, Unheard> {
        self.answered(self.about(bytes)).await
    }

    /// Asks whether it is there.
    ///
    /// # Errors
    /// Where it is not, or not in time.
    pub async fn ping(&self) -> Result<(), Unheard> {
        self.answered(async {
            let mut line = self.connect().await?;
            line.write_all(b"zPING\0").await?;
            match heard(&mut line).await?.as_str() {
                "PONG" => Ok(()),
                other => Err(strange(other)),
            }
        })
        .await
    }

    /// Waits for an answer as long as there is patience, and notes whether one came.
    async fn answered<T>(&self, answer: impl Future<Output = io::Result<T>>) -> Result<T, Unheard> {
        let answer = timeout(self.patience, answer).await;
        let (standing, answer) = match answer {
            Ok(Ok(answer)) => (Standing::Reached, Ok(answer)),
            Ok(Err(error)) => (Standing::Away, Err(error.to_string())),
            Err(_) => (
                Standing::Away,
                Err(format!("no answer in {} s", self.patience.as_secs_f32())),
            ),
        };
        self.standing.store(standing as u8, Ordering::Relaxed);
        answer.map_err(|cause| Unheard(format!("{}: {cause}", self.at)))
    }

    async fn about(&self, bytes: &[u8]) -> io::Result<Verdict> {
        let _slot = self.slots.acquire().await.map_err(io::Error::other)?;
        let mut line = self.connect().await?;
        let sent = send(&mut line, bytes).await;
        // A scanner that has seen enough says so and hangs up: what it said tells more than that the line broke.
        let said = heard(&mut line).await.unwrap_or_default();
        match (verdict(&said), sent) {
            (Some(Verdict::Found(what)), _) => Ok(Verdict::Found(what)),
            (Some(Verdict::Clean), Ok(())) => Ok(Verdict::Clean),
            (None, Ok(())) | (_, Err(_)) if !said.is_empty() => Err(strange(&said)),
            (_, Err(error)) => Err(error),
            (None, Ok(())) => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }

    async fn connect(&self) -> io::Result<Box<dyn Line>> {
        match &self.at {
            Address::Tcp(at) => Ok(Box::new(TcpStream::connect(at).await?)),
            #[cfg(unix)]
            Address::Unix(path) => Ok(Box::new(tokio::net::UnixStream::connect(path).await?)),
        }
    }
}

/// A connection to a scanner.
trait Line: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Line for T {}

/// A file as `INSTREAM` takes it: pieces behind their length, and a length of nothing.
async fn send(line: &mut Box<dyn Line>, bytes: &[u8]) -> io::Result<()> {
    line.write_all(b"zINSTREAM\0").await?;
    for piece in bytes.chunks(CHUNK) {
        line.write_u32(u32::try_from(piece.len()).map_err(io::Error::other)?)
            .await?;
        line.write_all(piece).await?;
    }
    line.write_u32(0).await?;
    line.flush().await
}

async fn heard(line: &mut Box<dyn Line>) -> io::Result<String> {
    let mut said = Vec::new();
    let mut line = line.take(LONGEST_ANSWER);
    while !said.ends_with(b"\0") && line.read_buf(&mut said).await? > 0 {}
    let said = String::from_utf8_lossy(&said);
    Ok(said.trim_end_matches(['\0', '\n', '\r']).to_owned())
}

/// `stream: OK`, or `stream: NAME FOUND`.
fn verdict(said: &str) -> Option<Verdict> {
    let said = said.strip_prefix("stream: ")?;
    match said.strip_suffix(" FOUND") {
        Some(name) => {
            let name = name.chars().filter(|sign| !sign.is_control());
            Some(Verdict::Found(name.take(100).collect()))
        }
        None => (said == "OK").then_some(Verdict::Clean),
    }
}

fn strange(said: &str) -> io::Error {
    io::Error::other(format!("it says {said:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_port_of_a_host_or_a_socket_of_this_machine() {
        for text in [
            "tcp:127.0.0.1:3310",
            "tcp:[::1]:3310",
            "tcp:clamd:3310",
            "unix:/run/clamav/clamd.ctl",
        ] {
            assert_eq!(text.parse::<Address>().unwrap().to_string(), text);
        }
        for text in [
            "127.0.0.1:3310",
            "tcp:127.0.0.1",
            "tcp::3310",
            "tcp:a:0",
            "tcp:a:x",
            "unix:clamd.ctl",
            "http://a:1",
            "",
        ] {
            assert!(text.parse::<Address>().is_err(), "{text}");
        }
    }

    #[test]
    fn only_the_words_of_the_protocol_are_a_verdict() {
        assert_eq!(verdict("stream: OK"), Some(Verdict::Clean));
        assert_eq!(
            verdict("stream: Win.Test\u{1}.EICAR_HDB-1 FOUND"),
            Some(Verdict::Found("Win.Test.EICAR_HDB-1".to_owned()))
        );
        for said in [
            "",
            "OK",
            "stream: ",
            "stream: OK ERROR",
            "INSTREAM size limit exceeded. ERROR",
            "stream: x ERROR",
        ] {
            assert_eq!(verdict(said), None, "{said}");
        }
    }
}
