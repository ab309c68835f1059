//! The way to a server: its hosts, how long each may take, and from whom its certificate has to come.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::Config;
use tokio_postgres::config::SslMode;
use tokio_postgres::error::SqlState;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::link::Link;
use crate::pg::failed;
use crate::{Error, Result, Settings};

/// How long one host may take to answer.
pub(crate) const REACHED: Duration = Duration::from_secs(2);
/// After how long a silence it is asked whether it is still there.
const SILENT: Duration = Duration::from_secs(5);
/// How the connections are opened that fill an empty place.
const FILLING: &str = " -c synchronous_commit=off";

/// A plan looks at what the tables hold and not at the values bound to it, as on the other engine. A school that came after the server had
/// last looked is in none of its lists of common values; a plan made for it took it for one of a single row, and a class of a new
/// school of four thousand students was read in 3.4 s.
const PLANS: &str = "SET plan_cache_mode = force_generic_plan";

/// Everything that a connection is made with.
#[derive(Clone)]
pub(crate) struct Way {
    config: Config,
    /// A server that is asked for encryption, and whom it has to be known to; a socket or loopback does without.
    tls: Option<MakeRustlsConnect>,
}

impl Way {
    /// What a URL says of the way to a server, or to several of which one leads (`host1:5432,host2:5432` with
    /// `target_session_attrs=read-write`): the first that takes writes is used. A host that is switched off answers nothing at all, so
    /// that what the URL leaves open is bounded here; by itself the system would wait for minutes.
    ///
    /// `sslmode=require` asks for TLS and checks the server's certificate and name, as `verify-full` does elsewhere: against the public
    /// authorities, or those of a file of the operator's (`sslrootcert=FILE`), which alone count then.
    ///
    /// # Errors
    /// A URL that is none; a file of authorities that cannot be read, or has none.
    pub(crate) fn of(settings: &Settings) -> Result<Self> {
        let (url, authorities) = parted(&settings.url)?;
        let mut config: Config = url.parse().map_err(|cause| failed("connect", &cause))?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(REACHED);
        }
        if !url.contains("keepalives") {
            config
                .keepalives_idle(SILENT)
                .keepalives_interval(REACHED)
                .keepalives_retries(2);
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(SILENT * 2);
        }
        if authorities.is_some() {
            if url.contains("sslmode=disable") {
                return Err(wrong("sslrootcert and sslmode=disable say opposite things"));
            }
            // Who names an authority wants its server checked, and not one that says that it speaks no TLS.
            config.ssl_mode(SslMode::Require);
        }
        if settings.filling {
            let more = config.get_options().unwrap_or_default().to_owned() + FILLING;
            config.options(&more);
        }
        let tls = match config.get_ssl_mode() {
            SslMode::Require => Some(checking(roots(authorities)?)?),
            _ => None,
        };
        Ok(Self { config, tls })
    }

    /// Makes a connection.
    ///
    /// # Errors
    /// No host that answers, takes writes where that is asked for, and is who it has to be.
    pub(crate) fn connect(&self) -> Result<Link> {
        let mut link = Link::open(&self.config, self.tls.clone())?;
        match link.script(PLANS) {
            // A server that speaks the protocol and plans in a way of its own.
            Err(cause) if cause.code() == Some(&SqlState::UNDEFINED_OBJECT) => {}
            done => done.map_err(|cause| failed(PLANS, &cause))?,
        }
        Ok(link)
    }
}

/// The URL as the driver reads it, and the file of authorities that it names: the driver knows neither that nor the stricter words for
/// what is always done here.
fn parted(url: &str) -> Result<(String, Option<PathBuf>)> {
    let Some((base, query)) = url.split_once('?') else {
        return Ok((url.to_owned(), None));
    };
    let (mut kept, mut named) = (Vec::new(), Vec::new());
    for pair in query.split('&') {
        match pair.split_once('=') {
            Some(("sslrootcert", file)) => named.push(decoded(file)?),
            Some(("sslmode", "verify-full" | "verify-ca")) => kept.push("sslmode=require"),
            _ => kept.push(pair),
        }
    }
    if named.len() > 1 {
        return Err(wrong("the authority of its TLS is named twice"));
    }
    let url = if kept.is_empty() {
        base.to_owned()
    } else {
        format!("{base}?{}", kept.join("&"))
    };
    Ok((url, named.pop().map(PathBuf::from)))
}

/// A value of a URL, its `%XX` read.
fn decoded(value: &str) -> Result<String> {
    let mut parts = value.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let byte = part.split_at_checked(2).and_then(|(code, rest)| {
            let digits = code.bytes().all(|sign| sign.is_ascii_hexdigit());
            let byte = u8::from_str_radix(code, 16).ok().filter(|_| digits)?;
            Some((byte, rest))
        });
        let (byte, rest) = byte.ok_or_else(|| wrong("a % without its two digits in sslrootcert"))?;
        bytes.push(byte);
        bytes.extend(rest.bytes());
    }
    String::from_utf8(bytes).map_err(|_| wrong("sslrootcert is no text"))
}

/// Those whose word for a server is taken: the operator's own, or the public ones.
fn roots(authorities: Option<PathBuf>) -> Result<RootCertStore> {
    let Some(file) = authorities else {
        return Ok(RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        });
    };
    let told = |cause: &dyn std::fmt::Display| wrong(format!("{}: {cause}", file.display()));
    let bytes = std::fs::read(&file).map_err(|cause| told(&cause))?;
    let mut roots = RootCertStore::empty();
    for authority in CertificateDer::pem_slice_iter(&bytes) {
        let authority = authority.map_err(|cause| told(&cause))?;
        roots.add(authority).map_err(|cause| told(&cause))?;
    }
    if roots.is_empty() {
        return Err(told(&"holds no certificate in PEM"));
    }
    Ok(roots)
}

fn checking(roots: RootCertStore) -> Result<MakeRustlsConnect> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(wrong)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

fn wrong(cause: impl ToString) -> Error {
    Error::Engine {
        statement: "connect".to_owned(),
        cause: cause.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_gives_its_authority_away_and_the_rest_to_the_driver() {
        let split = |url: &str| parted(url).unwrap();
        let plain = "postgres://a@h/d";
        assert_eq!(split(plain), (plain.to_owned(), None));
        assert_eq!(
            split("postgres://a@h/d?sslrootcert=/etc/a%20b%2Fc.pem"),
            (plain.to_owned(), Some("/etc/a b/c.pem".into()))
        );
        assert_eq!(
            split("postgres://a@h/d?sslmode=verify-full&sslrootcert=c.pem&connect_timeout=3"),
            (
                format!("{plain}?sslmode=require&connect_timeout=3"),
                Some("c.pem".into())
            )
        );
        for url in [
            "?sslrootcert=a&sslrootcert=b",
            "?sslrootcert=%2",
            "?sslrootcert=%zz",
            "?sslrootcert=%ff",
        ] {
            assert!(parted(&format!("{plain}{url}")).is_err(), "{url}");
        }
    }

    #[test]
    fn an_authority_that_is_none_or_contradicted_keeps_it_from_connecting() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ca.pem");
        let said = |query: &str| {
            let url = format!("postgres://a@h/d?sslrootcert={}{query}", file.display());
            Way::of(&Settings::new(url)).err().map(|error| error.to_string())
        };
        assert!(said("").unwrap().contains("ca.pem"), "there is no such file");
        std::fs::write(&file, "no certificate").unwrap();
        assert!(said("").unwrap().contains("holds no certificate"));
        std::fs::write(&file, include_str!("../../app/tests/served/tls/one.pem")).unwrap();
        assert_eq!(said(""), None);
        assert!(said("&sslmode=disable").unwrap().contains("opposite"));
    }
}
