//! Networks as an operator names them: `10.0.0.0/8,192.168.4.7,2001:db8::/32`.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use serde::Deserialize;

/// A network of IPv4 or IPv6, or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    /// Its first address.
    first: IpAddr,
    /// How many bits all of its addresses share: 0 to 32, or to 128.
    shared: u32,
}

impl Network {
    /// Whether an address is of it. One of IPv4 that came in as IPv6 (`::ffff:10.0.0.7`) is what it is.
    pub fn contains(self, address: IpAddr) -> bool {
        let (first, width) = bits(self.first);
        let (address, its_width) = bits(address.to_canonical());
        width == its_width && (first ^ address) & mask(self.shared, width) == 0
    }
}

/// An address as a number, and how many bits it has.
fn bits(address: IpAddr) -> (u128, u32) {
    match address {
        IpAddr::V4(address) => (u128::from(address.to_bits()), 32),
        IpAddr::V6(address) => (address.to_bits(), 128),
    }
}

/// The first so many bits of a width.
fn mask(shared: u32, width: u32) -> u128 {
    let below = width - shared;
    u128::MAX.checked_shl(below).unwrap_or(0)
}

impl FromStr for Network {
    type Err = String;

    /// An address, or an address with how many bits are shared.
    ///
    /// # Errors
    /// In words for the operator: no address, more bits than it has, or an address within the network in place of its first, where
    /// one of the two is a slip of the pen.
    fn from_str(text: &str) -> Result<Self, String> {
        let (address, shared) = match text.split_once('/') {
            Some((address, shared)) => (address, Some(shared)),
            None => (text, None),
        };
        let first: IpAddr = address
            .parse()
            .map_err(|_| format!("{text}: {address} is no address of IPv4 or IPv6"))?;
        if first.to_canonical() != first {
            let plain = first.to_canonical();
            return Err(format!("{text}: write {plain}, which is the same address"));
        }
        let (number, width) = bits(first);
        let shared = match shared {
            None => width,
            Some(shared) => shared
                .parse()
                .ok()
                .filter(|shared| *shared <= width)
                .ok_or_else(|| format!("{text}: after the slash stands a number from 0 to {width}"))?,
        };
        if number & !mask(shared, width) != 0 {
            return Err(format!(
                "{text}: {address} is not the first address of a network of /{shared}; leave /{shared} out where this one address is meant"
            ));
        }
        Ok(Self { first, shared })
    }
}

/// Several networks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Networks(Vec<Network>);

impl Networks {
    /// Whether an address is of one of them.
    pub fn contain(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }
}

impl FromStr for Networks {
    type Err = String;

    /// Networks with commas between them.
    ///
    /// # Errors
    /// As for one [`Network`]; where a place between commas is empty.
    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split(',').map(str::trim);
        Ok(Self(parts.map(str::parse).collect::<Result<_, _>>()?))
    }
}

impl TryFrom<String> for Networks {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

/// The address that a proxy writes of whoever it speaks for, with a port or without: `10.0.0.7`, `10.0.0.7:4711`, `[2001:db8::1]:4711`.
pub fn written(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let address = bare.unwrap_or(text).parse::<IpAddr>();
    let with_port = || text.parse::<SocketAddr>().map(|socket| socket.ip());
    address
        .or_else(|_| with_port())
        .ok()
        .map(|found| found.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(networks: &str, address: &str) -> bool {
        let networks: Networks = networks.parse().unwrap();
        networks.contain(address.parse().unwrap())
    }

    #[test]
    fn an_address_is_of_a_network_or_it_is_not() {
        let named = "10.0.0.0/8, 192.168.4.7,172.16.0.0/12,2001:db8::/32,fd00::7";
        for within in [
            "10.0.0.0",
            "10.255.255.255",
            "192.168.4.7",
            "172.31.255.255",
            "2001:db8:ffff::1",
            "fd00::7",
            "::ffff:10.1.2.3",
        ] {
            assert!(of(named, within), "{within}");
        }
        for outside in [
            "9.255.255.255",
            "11.0.0.0",
            "192.168.4.8",
            "172.32.0.0",
            "2001:db9::",
            "fd00::8",
            "::10.0.0.1",
            "::ffff:11.0.0.0",
        ] {
            assert!(!of(named, outside), "{outside}");
        }
    }

    #[test]
    fn all_of_one_kind_is_none_of_the_other() {
        assert!(of("0.0.0.0/0", "203.0.113.9") && !of("0.0.0.0/0", "2001:db8::1"));
        assert!(of("::/0", "2001:db8::1") && !of("::/0", "203.0.113.9"));
        assert!(of("10.0.0.7/32", "10.0.0.7") && of("2001:db8::1/128", "2001:db8::1"));
    }

    #[test]
    fn what_names_no_network_is_refused_in_words() {
        for (typed, said) in [
            ("", "no address"),
            ("10.0.0.0/8,", "no address"),
            ("intranet", "intranet is no address"),
            ("10.0.0/8", "no address"),
            ("10.0.0.0/33", "from 0 to 32"),
            ("10.0.0.0/", "from 0 to 32"),
            ("10.0.0.0/-1", "from 0 to 32"),
            ("2001:db8::/129", "from 0 to 128"),
            ("::ffff:10.0.0.0/104", "write 10.0.0.0"),
            ("10.0.0.7/8", "not the first address"),
            ("2001:db8::1/32", "not the first address"),
        ] {
            let refused = typed.parse::<Networks>().unwrap_err();
            assert!(refused.contains(said), "{typed}: {refused}");
        }
    }

    #[test]
    fn what_a_proxy_writes_is_read_with_a_port_and_without() {
        let read = |text: &str| written(text).map(|address| address.to_string());
        for (text, address) in [
            (" 10.0.0.7 ", "10.0.0.7"),
            ("10.0.0.7:4711", "10.0.0.7"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:4711", "2001:db8::1"),
            ("::ffff:10.0.0.7", "10.0.0.7"),
        ] {
            assert_eq!(read(text).as_deref(), Some(address), "{text}");
        }
        for nothing in ["", "unknown", "10.0.0.7, 10.0.0.8", "_hidden", "10.0.0.256"] {
            assert_eq!(read(nothing), None, "{nothing}");
        }
    }
}
