//! Where a request comes from.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use kernel::network::{Networks, written};

/// An address as it is shown, and as it is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Whence {
    /// What stands beside a session: what a proxy wrote, even where that is no address.
    pub(crate) shown: String,
    /// The address, if one is known.
    pub(crate) address: Option<IpAddr>,
}

/// The longest that is shown.
const LONGEST: usize = 64;

/// The peer's address. Of a proxy, which is a peer of this machine or one that the operator named, the last address of
/// `X-Forwarded-For`: the proxy itself wrote it, and what stands before it anybody may have made up. Nobody else's word is taken.
pub(crate) fn whence(request: &Parts, proxies: &Networks) -> Whence {
    let Some(peer) = request.extensions.get::<ConnectInfo<SocketAddr>>() else {
        return Whence::default();
    };
    let peer = peer.0.ip().to_canonical();
    let is_proxy = peer.is_loopback() || proxies.contain(peer);
    let headers = request.headers.get_all("x-forwarded-for");
    let last = headers.iter().next_back().filter(|_| is_proxy);
    match last {
        None => Whence {
            shown: peer.to_string(),
            address: Some(peer),
        },
        Some(header) => {
            let said = header.to_str().unwrap_or_default();
            let said = said.rsplit(',').next().unwrap_or_default().trim();
            Whence {
                shown: said.chars().take(LONGEST).collect(),
                address: written(said),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&str]) -> (String, Option<String>) {
        let mut request = axum::http::Request::builder();
        for line in forwarded {
            request = request.header("x-forwarded-for", *line);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        let peer: SocketAddr = peer.parse().unwrap();
        parts.extensions.insert(ConnectInfo(peer));
        let found = whence(&parts, &"10.0.0.2".parse().unwrap());
        (found.shown, found.address.map(|address| address.to_string()))
    }

    fn is(peer: &str, forwarded: &[&str], address: &str) {
        assert_eq!(
            seen(peer, forwarded),
            (address.to_owned(), Some(address.to_owned())),
            "{peer} {forwarded:?}"
        );
    }

    #[test]
    fn a_proxy_is_believed_for_the_last_address_and_nobody_else_for_any() {
        is("203.0.113.9:5", &[], "203.0.113.9");
        is("203.0.113.9:5", &["10.0.0.7"], "203.0.113.9");
        is("127.0.0.1:5", &[], "127.0.0.1");
        is("127.0.0.1:5", &["10.0.0.7"], "10.0.0.7");
        is("[::1]:5", &["2001:db8::7"], "2001:db8::7");
        is("10.0.0.2:5", &["10.0.0.7, 203.0.113.9"], "203.0.113.9");
        is("[::ffff:10.0.0.2]:5", &["203.0.113.9"], "203.0.113.9");
        is("10.0.0.2:5", &["10.0.0.7", "203.0.113.9"], "203.0.113.9");
        is("10.0.0.3:5", &["10.0.0.7"], "10.0.0.3");
    }

    #[test]
    fn what_a_proxy_writes_and_is_no_address_is_none() {
        assert_eq!(seen("10.0.0.2:5", &["unknown"]), ("unknown".to_owned(), None));
        assert_eq!(seen("10.0.0.2:5", &["10.0.0.7,"]), (String::new(), None));
    }
}
