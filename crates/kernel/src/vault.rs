//! Encryption of personal fields and blind search over them. The keys live outside the database.
//!
//! A sealed value is `version (1 byte) ‖ nonce (12) ‖ ciphertext`, of AES-256-GCM or SM4-GCM as the key of that version says; the
//! purpose is bound in as associated data, so that a value cannot be moved to another column. Exact search compares HMAC-SHA-256 of the normalised value
//! under a separate key.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use ring::digest::{Context, SHA256};
use ring::hmac;

mod cipher;

use cipher::Ready;
pub use cipher::{Cipher, Seal};

/// The keys themselves, on their way between their file and a vault.
#[derive(Clone, PartialEq, Eq)]
pub struct Keys {
    /// What values are sealed with, by version: each opens what was sealed with it.
    pub seals: BTreeMap<u8, Seal>,
    /// The version that seals; it is one of them.
    pub using: u8,
    /// What exact search compares under; it has no versions, since nobody could compute it anew for a code on paper.
    pub search: [u8; 32],
}

impl Keys {
    /// The keys of a first start, which seal with AES.
    pub fn first(version: u8, key: &[u8; 64]) -> Self {
        let half = |at: usize| std::array::from_fn(|place| key[at + place]);
        Self {
            seals: BTreeMap::from([(version, Seal::Aes(half(0)))]),
            using: version,
            search: half(32),
        }
    }

    /// What tells a version from others, 32 hexadecimal digits, and tells nothing of it: it may stand beside what is sealed.
    pub fn fingerprint(&self, version: u8) -> Option<String> {
        let seal = self.seals.get(&version)?;
        let mut hash = Context::new(&SHA256);
        // The keys are chance, so that nobody can try out what a hash of them was made from.
        hash.update(b"gongxue keys");
        hash.update(&[version]);
        // Keys of AES were there before there were others, and their fingerprints stand in backups.
        if seal.cipher() != Cipher::Aes {
            hash.update(seal.cipher().code().as_bytes());
        }
        hash.update(seal.bytes());
        hash.update(&self.search);
        Some(crate::hex::written(&hash.finish().as_ref()[..16]))
    }
}

/// Statements that find what a column holds sealed. Its rows are known by a school and an id.
#[derive(Clone, Copy, Debug)]
pub struct Sealed {
    /// The table.
    pub table: &'static str,
    /// The column, whose values are sealed or `NULL`.
    pub column: &'static str,
    /// What its values are sealed for.
    pub purpose: &'static str,
    /// The column beside it that exact search compares, and for what its values are keyed ([`Vault::search_key`]); none where nobody searches.
    pub search: Option<(&'static str, &'static str)>,
    /// School, id and value of rows after a school ($1) and an id ($2), in this order, of another version than $3; at most $4.
    pub others: &'static str,
    /// Puts a value ($3) into a row ($1, $2) that still holds the one read ($4).
    pub put: &'static str,
    /// How many values are of a version ($1).
    pub count: &'static str,
}

/// The installation's keys at work: version 1 of each is made at the first start, others come while it runs.
pub struct Vault {
    ring: RwLock<Arc<Ring>>,
}

/// Keys that are ready to be used.
struct Ring {
    seals: BTreeMap<u8, Ready>,
    using: u8,
    cipher: Cipher,
    searching: hmac::Key,
    fingerprint: String,
    known: Vec<String>,
}

impl Ring {
    fn of(keys: &Keys) -> Self {
        let print = |version| keys.fingerprint(version).unwrap_or_default();
        Self {
            seals: keys
                .seals
                .iter()
                .map(|(version, key)| (*version, Ready::new(key)))
                .collect(),
            using: keys.using,
            cipher: keys.seals.get(&keys.using).map_or(Cipher::Aes, Seal::cipher),
            searching: hmac::Key::new(hmac::HMAC_SHA256, &keys.search),
            fingerprint: print(keys.using),
            known: keys.seals.keys().copied().map(print).collect(),
        }
    }
}

/// The bytes are not a value that this vault sealed for this purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sealed value does not open with the present keys")]
pub struct Unreadable;

impl Vault {
    /// A vault from 64 bytes of key: 32 to seal with, 32 to search with.
    pub fn new(version: u8, key: &[u8; 64]) -> Self {
        Self::of(&Keys::first(version, key))
    }

    /// A vault of these keys.
    pub fn of(keys: &Keys) -> Self {
        Self {
            ring: RwLock::new(Arc::new(Ring::of(keys))),
        }
    }

    /// Takes these keys in place of its own, at once and for everybody who holds this vault.
    pub fn adopt(&self, keys: &Keys) {
        // Whoever panicked with the lock had not put anything else there.
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Ring::of(keys));
    }

    fn ring(&self) -> Arc<Ring> {
        Arc::clone(&self.ring.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// What tells the key that seals from others, 32 hexadecimal digits: see [`Keys::fingerprint`].
    pub fn fingerprint(&self) -> String {
        self.ring().fingerprint.clone()
    }

    /// Whether one of the keys has this fingerprint.
    pub fn knows(&self, fingerprint: &str) -> bool {
        self.ring().known.iter().any(|known| known == fingerprint)
    }

    /// The version that seals.
    pub fn using(&self) -> u8 {
        self.ring().using
    }

    /// The versions that open, the oldest first.
    pub fn versions(&self) -> Vec<u8> {
        self.ring().seals.keys().copied().collect()
    }

    /// A key of somebody's own, of the cipher that seals now: see [`seal_under`].
    pub fn new_key(&self, chance: &[u8; 32]) -> Seal {
        Seal::new(self.ring().cipher, chance)
    }

    /// Seals a value for a purpose such as `person.phone`; the nonce is fresh chance of the request.
    pub fn seal(&self, purpose: &str, value: &[u8], nonce: [u8; 12]) -> Vec<u8> {
        let ring = self.ring();
        let Some(key) = ring.seals.get(&ring.using) else {
            unreachable!("the version that seals is one of the keys")
        };
        let mut sealed = vec![ring.using];
        sealed.extend(key.seal(purpose, value, nonce));
        sealed
    }

    /// # Errors
    /// [`Unreadable`] if the bytes were not sealed here for this purpose, were changed, or their key was retired.
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, Unreadable> {
        let (version, rest) = sealed.split_first().ok_or(Unreadable)?;
        let ring = self.ring();
        let key = ring.seals.get(version).ok_or(Unreadable)?;
        key.open(purpose, rest)
    }

    /// What an exact search compares: the same for equal values of one purpose, and nothing can be read from it.
    pub fn search_key(&self, purpose: &str, normalised: &str) -> Vec<u8> {
        let mut context = hmac::Context::with_key(&self.ring().searching);
        context.update(purpose.as_bytes());
        context.update(&[0]);
        context.update(normalised.as_bytes());
        context.sign().as_ref().to_vec()
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault(…)")
    }
}

/// Seals under a key of its own, for values that are erased by destroying that key.
pub fn seal_under(key: &Seal, purpose: &str, value: &[u8], nonce: [u8; 12]) -> Vec<u8> {
    Ready::new(key).seal(purpose, value, nonce)
}

/// # Errors
/// [`Unreadable`] if the bytes were not sealed under this key for this purpose.
pub fn open_under(key: &Seal, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, Unreadable> {
    Ready::new(key).open(purpose, sealed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_opens_only_for_its_purpose_and_unchanged() {
        let vault = Vault::new(1, &[3; 64]);
        let mut sealed = vault.seal("person.phone", "19100007889".as_bytes(), [9; 12]);
        assert_eq!(
            vault.open("person.phone", &sealed),
            Ok("19100007889".as_bytes().to_vec())
        );
        assert_eq!(vault.open("person.identity", &sealed), Err(Unreadable));
        *sealed.last_mut().unwrap() ^= 1;
        assert_eq!(vault.open("person.phone", &sealed), Err(Unreadable));
        assert_eq!(vault.open("person.phone", &[]), Err(Unreadable));
    }

    #[test]
    fn keys_are_told_apart_by_their_fingerprints() {
        let print = |key: u8| Vault::new(1, &[key; 64]).fingerprint();
        assert_eq!(print(3), print(3));
        assert_ne!(print(3), print(4));
        assert_eq!(print(3).len(), 32);
    }

    #[test]
    fn a_key_of_sm4_seals_beside_those_of_aes_and_has_a_fingerprint_of_its_own() {
        let mut keys = Keys::first(1, &[3; 64]);
        let vault = Vault::of(&keys);
        let old = vault.seal("a", b"x", [9; 12]);
        keys.seals.insert(2, Seal::Sm4([5; 16]));
        keys.using = 2;
        vault.adopt(&keys);
        let new = vault.seal("a", b"x", [9; 12]);
        assert_eq!((new[0], new.len()), (2, old.len()));
        assert_eq!(vault.open("a", &old), Ok(b"x".to_vec()));
        assert_eq!(vault.open("a", &new), Ok(b"x".to_vec()));
        assert_eq!(vault.open("b", &new), Err(Unreadable));
        assert_eq!(vault.new_key(&[8; 32]).cipher(), Cipher::Sm4);
        let print = keys.fingerprint(2);
        keys.seals.insert(2, Seal::Aes([5; 32]));
        assert_ne!(keys.fingerprint(2), print);
    }

    #[test]
    fn search_keys_agree_for_equal_values_of_one_purpose_only() {
        let vault = Vault::new(1, &[3; 64]);
        assert_eq!(vault.search_key("a", "1"), vault.search_key("a", "1"));
        assert_ne!(vault.search_key("a", "1"), vault.search_key("b", "1"));
    }

    #[test]
    fn a_new_key_seals_and_the_old_one_opens_until_it_is_retired() {
        let mut keys = Keys::first(1, &[3; 64]);
        let vault = Vault::of(&keys);
        let (old, found) = (vault.seal("a", b"x", [9; 12]), vault.search_key("a", "x"));
        let first = vault.fingerprint();
        keys.seals.insert(2, Seal::Aes([5; 32]));
        vault.adopt(&keys);
        assert_eq!(vault.seal("a", b"x", [9; 12])[0], 1, "it is only known yet");
        keys.using = 2;
        vault.adopt(&keys);
        let new = vault.seal("a", b"x", [9; 12]);
        assert_eq!((new[0], vault.using(), vault.versions()), (2, 2, vec![1, 2]));
        assert_eq!(vault.open("a", &old), Ok(b"x".to_vec()));
        assert_eq!(vault.open("a", &new), Ok(b"x".to_vec()));
        assert_eq!(vault.search_key("a", "x"), found);
        assert!(vault.knows(&first) && vault.fingerprint() != first);
        keys.seals.remove(&1);
        vault.adopt(&keys);
        assert_eq!(vault.open("a", &old), Err(Unreadable));
        assert_eq!(vault.open("a", &new), Ok(b"x".to_vec()));
        assert!(!vault.knows(&first));
    }
}
