//! TLS for `gongxue serve`: the certificate, which is read again while it serves, and the way from a connection to a stream that
//! pages can go through.
//!
//! TLS 1.3 and 1.2, by rustls over ring; HTTP/2 where the browser offers it.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::http::header::LOCATION;
use axum::http::{HeaderName, StatusCode, Uri};
use axum::serve::IncomingStream;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// How often the files are looked at.
const LOOK: Duration = Duration::from_secs(2);
/// How long a browser may take to agree on keys.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// After a connection could not be taken, as when all files are open.
const BREATH: Duration = Duration::from_millis(100);
/// Streams that wait for a place; beyond that the system's own queue fills.
const WAITING: usize = 64;

/// The two files of an operator, in PEM.
#[derive(Clone, Debug)]
pub struct Files {
    /// The certificate, and after it those of its issuers.
    pub cert: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// What the files held when they were read last.
type Read = (Vec<u8>, Vec<u8>);

impl Files {
    /// They can be read and are a pair.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn checked(&self) -> Result<(), String> {
        self.parsed(&self.read()?).map(drop)
    }

    fn read(&self) -> Result<Read, String> {
        let of = |path: &Path| fs::read(path).map_err(|error| format!("{}: {error}", path.display()));
        Ok((of(&self.cert)?, of(&self.key)?))
    }

    fn parsed(&self, (cert, key): &Read) -> Result<CertifiedKey, String> {
        let told = |path: &Path, error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let chain: Result<Vec<CertificateDer<'static>>, _> = CertificateDer::pem_slice_iter(cert).collect();
        let chain = chain.map_err(|error| told(&self.cert, &error))?;
        if chain.is_empty() {
            return Err(told(&self.cert, &"holds no certificate in PEM"));
        }
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|error| told(&self.key, &error))?;
        let provider = rustls::crypto::ring::default_provider();
        CertifiedKey::from_der(chain, key, &provider).map_err(|error| told(&self.key, &error))
    }
}

/// The certificate that the next browser is shown.
#[derive(Debug)]
struct Shown(RwLock<Arc<CertifiedKey>>);

impl ResolvesServerCert for Shown {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        // Whoever panicked with the lock had not put anything else there.
        Some(Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// A listener whose connections speak TLS. Slow browsers agree on keys beside each other and hold nobody up.
pub struct Listener {
    ready: Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    address: SocketAddr,
}

/// Where a browser is, behind TLS as in the clear.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

impl Connected<IncomingStream<'_, Listener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Listener>) -> Self {
        Self(*stream.remote_addr())
    }
}

impl axum::serve::Listener for Listener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(ready) => ready,
            // The task that accepts lives as long as this; without it there is nothing to wait for.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        Ok(self.address)
    }
}

/// Speaks TLS on a listener, and reads the files again whenever they change or SIGHUP comes. Files that are no pair are told to
/// the log, and the last good ones stay.
///
/// # Errors
/// Files that cannot be read or are no pair.
pub fn listen(listener: TcpListener, files: Files) -> Result<Listener, String> {
    let read = files.read()?;
    let shown = Arc::new(Shown(RwLock::new(Arc::new(files.parsed(&read)?))));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
        .map_err(|error| error.to_string())?
        .with_no_client_auth()
        .with_cert_resolver(Arc::clone(&shown) as Arc<dyn ResolvesServerCert>);
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let (out, ready) = channel(WAITING);
    tokio::spawn(keep(files, read, shown, out.clone()));
    tokio::spawn(accept(listener, TlsAcceptor::from(Arc::new(config)), out));
    Ok(Listener { ready, address })
}

type Out = Sender<(TlsStream<TcpStream>, SocketAddr)>;

async fn accept(listener: TcpListener, acceptor: TlsAcceptor, out: Out) {
    loop {
        let accepted = tokio::select! {
            () = out.closed() => return,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, address)) = accepted else {
            tokio::time::sleep(BREATH).await;
            continue;
        };
        // A page goes out in one piece, so that nothing is gained by waiting for more.
        drop(stream.set_nodelay(true));
        let (acceptor, out) = (acceptor.clone(), out.clone());
        tokio::spawn(async move {
            match tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await {
                Ok(Ok(stream)) => drop(out.send((stream, address)).await),
                Ok(Err(error)) => tracing::debug!(%address, %error, "no TLS came about"),
                Err(_) => tracing::debug!(%address, "no TLS came about in time"),
            }
        });
    }
}

/// Reads the files again until nobody listens any more.
async fn keep(files: Files, mut last: Read, shown: Arc<Shown>, out: Out) {
    let mut asked = Asked::new();
    loop {
        tokio::select! {
            () = out.closed() => return,
            () = tokio::time::sleep(LOOK) => {}
            () = asked.again() => {}
        }
        // A file that is just being replaced is looked at again in a moment.
        let Ok(read) = files.read() else {
            continue;
        };
        if read == last {
            continue;
        }
        match files.parsed(&read) {
            Ok(pair) => {
                *shown.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(pair);
                tracing::info!(cert = %files.cert.display(), "the certificate was read again");
            }
            Err(error) => tracing::error!(%error, "the new certificate is not used; the last one stays"),
        }
        last = read;
    }
}

/// The operator's signal to read the files at once.
struct Asked {
    #[cfg(unix)]
    signal: Option<tokio::signal::unix::Signal>,
}

impl Asked {
    #[cfg(unix)]
    fn new() -> Self {
        let signal = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup());
        Self { signal: signal.ok() }
    }

    #[cfg(unix)]
    async fn again(&mut self) {
        match &mut self.signal {
            Some(signal) => drop(signal.recv().await),
            None => std::future::pending().await,
        }
    }

    #[cfg(not(unix))]
    const fn new() -> Self {
        Self {}
    }

    #[cfg(not(unix))]
    async fn again(&mut self) {
        std::future::pending().await
    }
}

/// Leads whoever comes in the clear to the same page at the public address, whatever host they named.
pub async fn lead(public: Arc<str>, uri: Uri) -> (StatusCode, [(HeaderName, String); 1]) {
    let path = uri.path_and_query().map_or("/", |asked| asked.as_str());
    (
        StatusCode::PERMANENT_REDIRECT,
        [(LOCATION, format!("{public}{path}"))],
    )
}
