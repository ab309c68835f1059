//! TLS as the binary speaks it: a page behind it, a certificate that is replaced while people are connected, what is too old or
//! too plain. The certificates were made for these tests, for this machine's own address, and protect nothing.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned, SupportedProtocolVersion};

use crate::bench::{Served, free, serve, until};

const ONE: [&str; 2] = [include_str!("tls/one.pem"), include_str!("tls/one-key.pem")];
const TWO: [&str; 2] = [include_str!("tls/two.pem"), include_str!("tls/two-key.pem")];
const GREETED: &str = "A made-up nation";

type Browser = StreamOwned<ClientConnection, TcpStream>;

/// Where the files of the operator are; they hold this pair.
fn pair(folder: &Path, [cert, key]: [&str; 2]) -> [PathBuf; 2] {
    let [to_cert, to_key] = ["cert.pem", "key.pem"].map(|name| folder.join(name));
    std::fs::write(&to_key, key).unwrap();
    std::fs::write(&to_cert, cert).unwrap();
    [to_cert, to_key]
}

fn flags([cert, key]: &[PathBuf; 2]) -> Vec<&str> {
    let (cert, key) = (cert.to_str().unwrap(), key.to_str().unwrap());
    vec!["--demo", "--tls-cert", cert, "--tls-key", key]
}

/// A connection of somebody who trusts both certificates; none where the two do not come together.
fn browser(
    address: &str,
    versions: &[&'static SupportedProtocolVersion],
    protocols: &[&str],
) -> Option<Browser> {
    let mut roots = RootCertStore::empty();
    for [cert, _] in [ONE, TWO] {
        roots
            .add(CertificateDer::from_pem_slice(cert.as_bytes()).unwrap())
            .unwrap();
    }
    let mut config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_protocol_versions(versions)
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
    let name = ServerName::try_from("127.0.0.1").unwrap();
    let mut connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    connection.complete_io(&mut stream).ok()?;
    Some(StreamOwned::new(connection, stream))
}

fn shown(browser: &Browser) -> Vec<u8> {
    browser.conn.peer_certificates().unwrap()[0].to_vec()
}

fn der(pair: [&str; 2]) -> Vec<u8> {
    CertificateDer::from_pem_slice(pair[0].as_bytes())
        .unwrap()
        .to_vec()
}

/// Asks for a page over HTTP/1.1; the head of the answer.
fn head(browser: &mut Browser, path: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n");
    browser.write_all(request.as_bytes()).unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        browser.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.unwrap().parse().unwrap()];
    browser.read_exact(&mut body).unwrap();
    head
}

#[test]
fn a_page_behind_tls_has_secure_cookies_and_asks_for_tls_from_then_on() {
    let folder = tempfile::tempdir().unwrap();
    let files = pair(folder.path(), ONE);
    let served = Served::start(&folder.path().join("data"), &flags(&files), GREETED);
    assert!(served.said.contains("https://127.0.0.1"), "{}", served.said);
    for version in [&rustls::version::TLS13, &rustls::version::TLS12] {
        let mut browser = browser(served.address(), &[version], &[]).unwrap();
        let head = head(&mut browser, "/sign-in");
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        assert!(head.contains("strict-transport-security: max-age="), "{head}");
        let cookie = head.lines().find(|line| line.starts_with("set-cookie:")).unwrap();
        assert!(
            cookie.contains(": __Host-") && cookie.contains("Secure"),
            "{cookie}"
        );
    }
    let newer = browser(served.address(), &[&rustls::version::TLS13], &["h2", "http/1.1"]).unwrap();
    assert_eq!(newer.conn.alpn_protocol(), Some(&b"h2"[..]));
    assert!(answers_in_frames(newer));
}

/// Whether the server speaks HTTP/2: its first frame, after the client's greeting, is one of settings.
fn answers_in_frames(mut browser: Browser) -> bool {
    browser
        .write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0")
        .unwrap();
    let mut frame = [0; 9];
    browser.read_exact(&mut frame).unwrap();
    frame[3] == 4
}

#[test]
fn a_certificate_that_is_replaced_is_shown_to_the_next_browser_and_cuts_nobody_off() {
    let folder = tempfile::tempdir().unwrap();
    let files = pair(folder.path(), ONE);
    let served = Served::start(&folder.path().join("data"), &flags(&files), GREETED);
    let open = || browser(served.address(), rustls::ALL_VERSIONS, &[]).unwrap();
    let mut early = open();
    assert_eq!(shown(&early), der(ONE));
    head(&mut early, "/health");
    pair(folder.path(), TWO);
    served.signal("-HUP");
    until("a new certificate", || shown(&open()) == der(TWO));
    assert!(head(&mut early, "/health").starts_with("HTTP/1.1 200"));
    // Half a pair is refused, and the last good one stays.
    std::fs::write(&files[1], ONE[1]).unwrap();
    served.signal("-HUP");
    std::fs::write(&files[0], ONE[0]).unwrap();
    until("the first certificate again", || shown(&open()) == der(ONE));
}

#[test]
fn whoever_speaks_tls_1_1_or_none_at_all_gets_no_page() {
    let folder = tempfile::tempdir().unwrap();
    let files = pair(folder.path(), ONE);
    let served = Served::start(&folder.path().join("data"), &flags(&files), GREETED);
    // A greeting of TLS 1.1 (3, 2) with one suite and the signatures it takes; the answer is a fatal alert, "protocol version".
    let mut greeting = vec![22, 3, 1, 0, 55, 1, 0, 0, 51, 3, 2];
    greeting.extend([7; 32]);
    greeting.extend([0, 0, 2, 0xc0, 0x09, 1, 0]);
    greeting.extend([0, 8, 0, 13, 0, 4, 0, 2, 4, 3]);
    let mut old = TcpStream::connect(served.address()).unwrap();
    old.write_all(&greeting).unwrap();
    let mut answer = Vec::new();
    old.read_to_end(&mut answer).ok();
    assert_eq!(answer.first(), Some(&21), "{answer:?}");
    assert_eq!(answer.get(5..7), Some(&[2, 70][..]), "{answer:?}");
    let mut plain = TcpStream::connect(served.address()).unwrap();
    plain.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    plain.read_to_end(&mut answer).ok();
    assert!(!answer.starts_with(b"HTTP"), "{answer:?}");
}

#[test]
fn the_plain_address_leads_to_the_public_one_whatever_host_was_named() {
    let folder = tempfile::tempdir().unwrap();
    let files = pair(folder.path(), ONE);
    let plain = free();
    let mut more = flags(&files);
    more.extend(["--redirect", &plain, "--public-url", "https://gongxue.example.cn"]);
    let _served = Served::start(&folder.path().join("data"), &more, GREETED);
    let mut stream = TcpStream::connect(&plain).unwrap();
    stream
        .write_all(b"GET /runs?page=2 HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 308"), "{answer}");
    assert!(
        answer.contains("location: https://gongxue.example.cn/runs?page=2\r\n"),
        "{answer}"
    );
}

#[test]
fn files_that_are_no_pair_or_half_of_one_keep_it_from_starting() {
    let folder = tempfile::tempdir().unwrap();
    let files = pair(folder.path(), [ONE[0], TWO[1]]);
    let data = folder.path().join("data");
    let told = |flags: &[&str]| {
        let output = serve(&data, &free(), flags).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr).unwrap()
    };
    let no_pair = told(&flags(&files));
    assert!(no_pair.contains("key.pem"), "{no_pair}");
    assert!(told(&flags(&files)[..3]).contains("--tls-key"));
    assert!(!data.join("gongxue.db").exists(), "nothing was made");
}
