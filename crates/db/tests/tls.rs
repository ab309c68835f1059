//! TLS to a database server: whose certificate is believed. Before the server of the test, or in its place where the engine is a file,
//! stands one that takes connections as PostgreSQL does and speaks TLS; its certificate was made for the tests of TLS to browsers.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/mod.rs"]
mod support;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use db::{Settings, look};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use support::Ground;

const CERT: &str = include_str!("../../app/tests/served/tls/one.pem");
const OTHER: &str = include_str!("../../app/tests/served/tls/two.pem");
const KEY: &str = include_str!("../../app/tests/served/tls/one-key.pem");
/// What a client asks before anything else: eight bytes long, version 1234.5679.
const WANTS_TLS: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];
/// What it asks once it speaks TLS: version 3.0, after its length.
const STARTS: [u8; 4] = [0, 3, 0, 0];
/// `FATAL: full` with the code of somebody who is not let in.
const FULL: &[u8] = b"E\0\0\0\x1fSFATAL\0C28000\0Mfull of it\0\0";

/// Takes connections that ask for TLS, and counts those that came through it.
fn server(behind: Option<String>) -> (u16, Arc<AtomicU32>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let cert = CertificateDer::from_pem_slice(CERT.as_bytes()).unwrap();
    let key = PrivateKeyDer::from_pem_slice(KEY.as_bytes()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert], key)
        .unwrap();
    let (config, through) = (Arc::new(config), Arc::new(AtomicU32::new(0)));
    let count = Arc::clone(&through);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (config, count, behind) = (Arc::clone(&config), Arc::clone(&count), behind.clone());
            std::thread::spawn(move || drop(spoken(stream, config, (&count, behind))));
        }
    });
    (port, through)
}

fn spoken(
    mut stream: TcpStream,
    config: Arc<ServerConfig>,
    (count, behind): (&AtomicU32, Option<String>),
) -> std::io::Result<()> {
    let mut asked = [0; 8];
    stream.read_exact(&mut asked)?;
    if asked != WANTS_TLS {
        return Ok(());
    }
    stream.write_all(b"S")?;
    let mut line = StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
    let mut start = [0; 8];
    line.read_exact(&mut start)?;
    assert_eq!(start[4..], STARTS);
    count.fetch_add(1, Ordering::SeqCst);
    match behind {
        None => {
            line.write_all(FULL)?;
            line.flush()
        }
        Some(behind) => passed_on(line, &start, &behind),
    }
}

/// Passes on what both sides say, one after the other: a client of a database waits for its answer.
fn passed_on(
    mut line: StreamOwned<ServerConnection, TcpStream>,
    start: &[u8],
    behind: &str,
) -> std::io::Result<()> {
    let mut server = TcpStream::connect(behind)?;
    server.write_all(start)?;
    let pause = Some(std::time::Duration::from_millis(5));
    line.sock.set_read_timeout(pause)?;
    server.set_read_timeout(pause)?;
    loop {
        if !moved(&mut line, &mut server)? || !moved(&mut server, &mut line)? {
            return Ok(());
        }
    }
}

/// Moves what has come; whether more may come.
fn moved(from: &mut impl Read, to: &mut impl Write) -> std::io::Result<bool> {
    let mut bytes = [0; 16_384];
    match from.read(&mut bytes) {
        Ok(0) => Ok(false),
        Ok(read) => {
            to.write_all(&bytes[..read])?;
            to.flush().map(|()| true)
        }
        Err(error)
            if matches!(
                error.kind(),
                std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut
            ) =>
        {
            Ok(true)
        }
        Err(error) => Err(error),
    }
}

fn asked(url: &str) -> Result<i64, String> {
    let found = look(&Settings::new(url), |tx| {
        tx.one::<(i64,)>("SELECT CAST(41 + 1 AS bigint)", &[])
    });
    found
        .map(|row| row.0)
        .map_err(|error: db::Error| error.to_string())
}

fn file(folder: &tempfile::TempDir, name: &str, pem: &str) -> PathBuf {
    let file = folder.path().join(name);
    std::fs::write(&file, pem).unwrap();
    file
}

#[test]
fn a_server_is_believed_for_the_authority_that_the_operator_names_and_for_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let (port, through) = server(None);
    let url = format!("postgres://somebody@127.0.0.1:{port}/any");
    let right = file(&folder, "right.pem", CERT);
    let wrong = file(&folder, "wrong.pem", OTHER);
    let public = asked(&format!("{url}?sslmode=require")).unwrap_err();
    assert!(public.contains("UnknownIssuer"), "{public}");
    let other = asked(&format!("{url}?sslrootcert={}", wrong.display())).unwrap_err();
    assert!(other.contains("certificate"), "{other}");
    assert_eq!(through.load(Ordering::SeqCst), 0, "nothing was told to it");
    // Without any word for sslmode, too, and with that of libpq.
    for mode in ["", "&sslmode=require", "&sslmode=verify-full"] {
        let said = asked(&format!("{url}?sslrootcert={}{mode}", right.display())).unwrap_err();
        assert!(said.contains("full of it"), "{said}");
    }
    assert_eq!(through.load(Ordering::SeqCst), 3);
    // Its certificate is for another name.
    let named = format!(
        "postgres://somebody@other.example:{port}/any?hostaddr=127.0.0.1&sslrootcert={}",
        right.display()
    );
    let said = asked(&named).unwrap_err();
    assert!(said.contains("certificate"), "{said}");
    assert_eq!(through.load(Ordering::SeqCst), 3);
}

#[test]
fn a_database_behind_an_authority_of_ones_own_answers() {
    let ground = Ground::new();
    if !ground.is_server() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (scheme, rest) = ground.settings.url.split_once("://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let (user, behind) = host
        .split_once('@')
        .map_or(("", host), |(user, host)| (user, host));
    let (port, through) = server(Some(behind.to_owned()));
    let at = if user.is_empty() { "" } else { "@" };
    let sign = if path.contains('?') { '&' } else { '?' };
    let ca = file(&folder, "ca.pem", CERT);
    let url = format!(
        "{scheme}://{user}{at}127.0.0.1:{port}/{path}{sign}sslrootcert={}",
        ca.display()
    );
    assert_eq!(asked(&url), Ok(42));
    assert_eq!(through.load(Ordering::SeqCst), 1);
}
