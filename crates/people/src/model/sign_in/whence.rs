//! From where administrators work (GB/T 22239-2019, level 3, 入侵防范 c): from anywhere, or from named networks only.

use std::net::IpAddr;

use kernel::Role;
use kernel::network::Networks;

/// Where somebody is, as far as the operator named where administrators may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whence {
    /// In a named network, or anywhere where none is named.
    Near,
    /// Not there, or nobody knows where.
    Elsewhere,
}

/// Where an address is.
pub fn whence(named: Option<&Networks>, from: Option<IpAddr>) -> Whence {
    match named {
        None => Whence::Near,
        Some(named) if from.is_some_and(|from| named.contain(from)) => Whence::Near,
        Some(_) => Whence::Elsewhere,
    }
}

/// Whether a post may be used from there: the three administrators' from a named network only, everybody else's from anywhere.
pub fn may_be_used(role: Role, whence: Whence) -> bool {
    whence == Whence::Near || !role.is_administrator()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_networks_are_named_the_three_administrators_are_kept_out_elsewhere_and_nobody_else_is() {
        let named: Networks = "10.0.0.0/8".parse().unwrap();
        let from = |address: &str| Some(address.parse().unwrap());
        assert_eq!(whence(Some(&named), from("10.1.2.3")), Whence::Near);
        assert_eq!(whence(Some(&named), from("203.0.113.9")), Whence::Elsewhere);
        assert_eq!(whence(Some(&named), None), Whence::Elsewhere, "nobody knows");
        assert_eq!(whence(None, from("203.0.113.9")), Whence::Near);
        assert_eq!(whence(None, None), Whence::Near);
        let kept_out: Vec<Role> = Role::ALL
            .into_iter()
            .filter(|role| !may_be_used(*role, Whence::Elsewhere))
            .collect();
        assert_eq!(
            kept_out,
            [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin]
        );
        assert!(Role::ALL.into_iter().all(|role| may_be_used(role, Whence::Near)));
    }
}
