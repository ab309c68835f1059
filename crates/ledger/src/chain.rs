//! The chain of hashes: each line's hash covers the line and the hash before it. Pure.

use kernel::{OrgId, RawId};
use ring::digest::{Context, SHA256};

use crate::Line;

/// A SHA-256 digest.
pub type Hash = [u8; 32];

/// What the first line of a chain is chained to.
pub(crate) const START: Hash = [0; 32];

/// SHA-256 of the hash before and the canonical bytes of a line.
pub(crate) fn link(previous: &Hash, org: OrgId, line: &Line) -> Hash {
    let mut context = Context::new(&SHA256);
    context.update(previous);
    context.update(&canonical(org, line));
    let mut hash = START;
    hash.copy_from_slice(context.finish().as_ref());
    hash
}

/// The bytes that are hashed: the form's name, then every field with its length before it (64 bits, most significant
/// byte first), so that no two lines have the same bytes. The organisation is its UUID, never its local number.
fn canonical(org: OrgId, line: &Line) -> Vec<u8> {
    let mut bytes = b"gongxue-audit-1".to_vec();
    let mut put = |field: &[u8]| {
        bytes.extend_from_slice(&(field.len() as u64).to_be_bytes());
        bytes.extend_from_slice(field);
    };
    let bytes_of = |id: Option<RawId>| id.map(|id| id.into_bytes().to_vec()).unwrap_or_default();
    put(org.raw().as_bytes());
    put(line.id.as_bytes());
    put(&line.at.0.to_be_bytes());
    put(&bytes_of(line.account.map(|id| id.raw())));
    put(&bytes_of(line.post.map(|id| id.raw())));
    put(&bytes_of(line.actor_org.map(|id| id.raw())));
    put(line.object.as_bytes());
    put(line.request.as_bytes());
    let texts = [
        &line.role,
        &line.verb,
        &line.object_kind,
        &line.before,
        &line.after,
        &line.reason,
        &line.personal,
    ];
    for text in texts {
        put(text.as_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use kernel::{Id, Instant};

    use super::*;

    fn line() -> Line {
        Line {
            id: RawId::from_u128(1),
            at: Instant(2),
            account: None,
            post: None,
            actor_org: None,
            role: "system".into(),
            verb: "make".into(),
            object_kind: "thing".into(),
            object: RawId::from_u128(3),
            before: String::new(),
            after: "{}".into(),
            reason: String::new(),
            personal: String::new(),
            request: RawId::from_u128(4),
        }
    }

    #[test]
    fn the_hash_is_that_of_the_published_form() {
        // Computed apart with Python's hashlib from the description of `canonical`.
        let hash = link(&START, Id::of(RawId::from_u128(9)), &line());
        assert_eq!(
            kernel::hex::written(&hash),
            "74bdcab03bedb31571a5984121e1fcebe9e1a12f38a88a03d69e4bc828e766ee"
        );
    }

    #[test]
    fn moving_text_between_fields_changes_the_hash() {
        let org = Id::of(RawId::from_u128(9));
        let moved = Line {
            verb: "maket".into(),
            object_kind: "hing".into(),
            ..line()
        };
        assert_ne!(link(&START, org, &line()), link(&START, org, &moved));
        assert_ne!(link(&START, org, &line()), link(&[1; 32], org, &line()));
        assert_ne!(
            link(&START, org, &line()),
            link(&START, Id::of(RawId::from_u128(8)), &line())
        );
    }
}
