//! Encryption of personal fields and blind search over them. The keys live outside the database.
//!
//! A sealed value is `version (1 byte) ‖ nonce (12) ‖ AES-256-GCM ciphertext`; the purpose is bound in as associated
//! data, so that a value cannot be moved to another column. Exact search compares HMAC-SHA-256 of the normalised value
//! under a separate key.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::digest::{Context, SHA256};
use ring::hmac;

/// The installation's keys: version 1 of each is made at the first start.
pub struct Vault {
    sealing: LessSafeKey,
    searching: hmac::Key,
    version: u8,
    fingerprint: String,
}

/// The bytes are not a value that this vault sealed for this purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sealed value does not open with the present key")]
pub struct Unreadable;

impl Vault {
    /// A vault from 64 bytes of key: 32 to seal with, 32 to search with.
    pub fn new(version: u8, key: &[u8; 64]) -> Self {
        let (seal, search) = key.split_at(32);
        let mut bytes = [0; 32];
        bytes.copy_from_slice(seal);
        Self {
            sealing: aead_key(&bytes),
            searching: hmac::Key::new(hmac::HMAC_SHA256, search),
            version,
            fingerprint: fingerprint(version, key),
        }
    }

    /// What tells these keys from others, 32 hexadecimal digits, and tells nothing of them: it may stand beside what they seal.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Seals a value for a purpose such as `person.phone`; the nonce is fresh chance of the request.
    pub fn seal(&self, purpose: &str, value: &[u8], nonce: [u8; 12]) -> Vec<u8> {
        let mut sealed = vec![self.version];
        sealed.extend(seal_with(&self.sealing, purpose, value, nonce));
        sealed
    }

    /// # Errors
    /// [`Unreadable`] if the bytes were not sealed here for this purpose, or were changed.
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, Unreadable> {
        match sealed.split_first() {
            Some((version, rest)) if *version == self.version => open_with(&self.sealing, purpose, rest),
            _ => Err(Unreadable),
        }
    }

    /// What an exact search compares: the same for equal values of one purpose, and nothing can be read from it.
    pub fn search_key(&self, purpose: &str, normalised: &str) -> Vec<u8> {
        let mut context = hmac::Context::with_key(&self.searching);
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
pub fn seal_under(key: &[u8; 32], purpose: &str, value: &[u8], nonce: [u8; 12]) -> Vec<u8> {
    seal_with(&aead_key(key), purpose, value, nonce)
}

/// # Errors
/// [`Unreadable`] if the bytes were not sealed under this key for this purpose.
pub fn open_under(key: &[u8; 32], purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, Unreadable> {
    open_with(&aead_key(key), purpose, sealed)
}

/// The keys are chance, so that nobody can try out what a hash of them was made from.
fn fingerprint(version: u8, key: &[u8; 64]) -> String {
    let mut hash = Context::new(&SHA256);
    hash.update(b"gongxue keys");
    hash.update(&[version]);
    hash.update(key);
    let digest = hash.finish();
    crate::hex::written(&digest.as_ref()[..16])
}

fn aead_key(key: &[u8; 32]) -> LessSafeKey {
    match UnboundKey::new(&AES_256_GCM, key) {
        Ok(key) => LessSafeKey::new(key),
        Err(_) => unreachable!("AES-256 takes any 32 bytes"),
    }
}

fn seal_with(key: &LessSafeKey, purpose: &str, value: &[u8], nonce: [u8; 12]) -> Vec<u8> {
    let mut body = value.to_vec();
    let done = key.seal_in_place_append_tag(
        Nonce::assume_unique_for_key(nonce),
        Aad::from(purpose.as_bytes()),
        &mut body,
    );
    assert!(done.is_ok(), "AES-GCM refuses only values of over 64 GiB");
    let mut sealed = nonce.to_vec();
    sealed.append(&mut body);
    sealed
}

fn open_with(key: &LessSafeKey, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let (nonce, body) = sealed.split_first_chunk::<12>().ok_or(Unreadable)?;
    let mut body = body.to_vec();
    let opened = key
        .open_in_place(
            Nonce::assume_unique_for_key(*nonce),
            Aad::from(purpose.as_bytes()),
            &mut body,
        )
        .map_err(|_| Unreadable)?;
    Ok(opened.to_vec())
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
        let print = |key: u8| Vault::new(1, &[key; 64]).fingerprint().to_owned();
        assert_eq!(print(3), print(3));
        assert_ne!(print(3), print(4));
        assert_eq!(print(3).len(), 32);
    }

    #[test]
    fn search_keys_agree_for_equal_values_of_one_purpose_only() {
        let vault = Vault::new(1, &[3; 64]);
        assert_eq!(vault.search_key("a", "1"), vault.search_key("a", "1"));
        assert_ne!(vault.search_key("a", "1"), vault.search_key("b", "1"));
    }
}
