//! What a key seals with: AES-256-GCM, or SM4-GCM where the law of commercial cryptography (GB/T 39786-2021) asks for it.
//!
//! Both make `nonce (12) ‖ ciphertext ‖ tag (16)`; SM4-GCM is that of RFC 8998, the block cipher of GB/T 32907-2016 in the mode of NIST SP 800-38D.

use std::fmt;
use std::str::FromStr;

use aes_gcm::AesGcm;
use aes_gcm::aead::consts::U12;
use aes_gcm::aead::{AeadInOut as _, KeyInit as _};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use sm4::Sm4;

use super::Unreadable;

/// Bytes of a tag, of either cipher.
const TAG: usize = 16;

/// A way to seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cipher {
    /// AES with 256 bits of key, by ring.
    Aes,
    /// SM4 with 128 bits of key, by the crates sm4 and aes-gcm.
    Sm4,
}

impl Cipher {
    /// The word of the command line and of key files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Aes => "aes",
            Self::Sm4 => "sm4",
        }
    }
}

impl fmt::Display for Cipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Aes => "AES-256-GCM",
            Self::Sm4 => "SM4-GCM",
        })
    }
}

impl FromStr for Cipher {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let all = [Self::Aes, Self::Sm4];
        let named = all.into_iter().find(|cipher| cipher.code() == word);
        named.ok_or_else(|| "it is aes or sm4".to_owned())
    }
}

/// A key to seal with; its length says its cipher.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    /// For AES-256-GCM.
    Aes([u8; 32]),
    /// For SM4-GCM.
    Sm4([u8; 16]),
}

impl Seal {
    /// A key of a cipher from fresh chance.
    pub const fn new(cipher: Cipher, chance: &[u8; 32]) -> Self {
        match (cipher, chance.first_chunk()) {
            (Cipher::Sm4, Some(half)) => Self::Sm4(*half),
            _ => Self::Aes(*chance),
        }
    }

    /// The key of these bytes: 32 of AES, 16 of SM4, else none.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let aes = bytes.try_into().map(Self::Aes);
        aes.or_else(|_| bytes.try_into().map(Self::Sm4)).ok()
    }

    /// The key itself.
    pub const fn bytes(&self) -> &[u8] {
        match self {
            Self::Aes(key) => key,
            Self::Sm4(key) => key,
        }
    }

    /// What it seals with.
    pub const fn cipher(&self) -> Cipher {
        match self {
            Self::Aes(_) => Cipher::Aes,
            Self::Sm4(_) => Cipher::Sm4,
        }
    }
}

/// A key that is ready to be used.
pub(super) enum Ready {
    Aes(Box<LessSafeKey>),
    Sm4(Box<AesGcm<Sm4, U12>>),
}

impl Ready {
    pub(super) fn new(key: &Seal) -> Self {
        match key {
            Seal::Aes(key) => match UnboundKey::new(&AES_256_GCM, key) {
                Ok(key) => Self::Aes(Box::new(LessSafeKey::new(key))),
                Err(_) => unreachable!("AES-256 takes any 32 bytes"),
            },
            Seal::Sm4(key) => Self::Sm4(Box::new(AesGcm::new(key.into()))),
        }
    }

    pub(super) fn seal(&self, purpose: &str, value: &[u8], nonce: [u8; 12]) -> Vec<u8> {
        let mut sealed = Vec::with_capacity(nonce.len() + value.len() + TAG);
        sealed.extend(nonce);
        sealed.extend(value);
        let (about, body) = (purpose.as_bytes(), &mut sealed[nonce.len()..]);
        let tag: Option<[u8; TAG]> = match self {
            Self::Aes(key) => {
                let nonce = Nonce::assume_unique_for_key(nonce);
                let tag = key.seal_in_place_separate_tag(nonce, Aad::from(about), body);
                tag.ok().and_then(|tag| tag.as_ref().try_into().ok())
            }
            Self::Sm4(key) => {
                let tag = key.encrypt_inout_detached(&nonce.into(), about, body.into());
                tag.ok().map(Into::into)
            }
        };
        let Some(tag) = tag else {
            unreachable!("GCM refuses only values of over 64 GiB")
        };
        sealed.extend(tag);
        sealed
    }

    pub(super) fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, Unreadable> {
        let (nonce, body) = sealed.split_first_chunk::<12>().ok_or(Unreadable)?;
        let (mut body, about) = (body.to_vec(), purpose.as_bytes());
        let opened = match self {
            Self::Aes(key) => {
                let nonce = Nonce::assume_unique_for_key(*nonce);
                let opened = key.open_in_place(nonce, Aad::from(about), &mut body);
                opened.map(drop).map_err(drop)
            }
            Self::Sm4(key) => {
                let (value, tag) = body.split_last_chunk_mut::<TAG>().ok_or(Unreadable)?;
                let tag = (*tag).into();
                key.decrypt_inout_detached(&(*nonce).into(), about, value.into(), &tag)
                    .map_err(drop)
            }
        };
        opened.map_err(|()| Unreadable)?;
        body.truncate(body.len().saturating_sub(TAG));
        Ok(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aes_gcm::aead::inout::InOutBuf;
    use sm4::cipher::BlockCipherEncrypt as _;

    fn bytes(text: &str) -> Vec<u8> {
        crate::hex::read(&text.replace([' ', '\n'], "").to_lowercase()).unwrap()
    }

    #[test]
    fn sm4_is_the_cipher_of_gb_t_32907_appendix_a() {
        let key: [u8; 16] = bytes("0123456789ABCDEFFEDCBA9876543210").try_into().unwrap();
        let cipher = Sm4::new(&key.into());
        let mut block = key.into();
        cipher.encrypt_block(&mut block);
        // Example 1: one block under a key of the same bytes.
        assert_eq!(block.as_slice(), bytes("681EDF34D206965E86B3E94F536E4246"));
        // Example 2: the same a million times over.
        let mut block = key.into();
        for _ in 0..1_000_000 {
            cipher.encrypt_block(&mut block);
        }
        assert_eq!(block.as_slice(), bytes("595298C7C6FD271F0402F804C33D3F66"));
    }

    #[test]
    fn sm4_gcm_is_that_of_rfc_8998_appendix_a_1() {
        let key: [u8; 16] = bytes("0123456789ABCDEFFEDCBA9876543210").try_into().unwrap();
        let nonce: [u8; 12] = bytes("00001234567800000000ABCD").try_into().unwrap();
        let about = bytes("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2");
        let plain = bytes(
            "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD\
             EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA",
        );
        let Ready::Sm4(ready) = Ready::new(&Seal::Sm4(key)) else {
            panic!("a key of 16 bytes is one of SM4")
        };
        let mut body = plain;
        let buffer: InOutBuf<'_, '_, u8> = body.as_mut_slice().into();
        let tag = ready
            .encrypt_inout_detached(&nonce.into(), &about, buffer)
            .unwrap();
        assert_eq!(
            body,
            bytes(
                "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735\
                 D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
            )
        );
        assert_eq!(tag.as_slice(), bytes("83DE3541E4C2B58177E065A9BF7B62EC"));
    }

    #[test]
    fn either_cipher_opens_what_it_sealed_for_its_purpose_and_unchanged() {
        for key in [Seal::Aes([7; 32]), Seal::Sm4([7; 16])] {
            let ready = Ready::new(&key);
            for value in [&b""[..], b"x", &[5; 1_000]] {
                let sealed = ready.seal("a", value, [9; 12]);
                assert_eq!(sealed.len(), 12 + value.len() + TAG);
                assert_eq!(ready.open("a", &sealed), Ok(value.to_vec()));
                assert_eq!(ready.open("b", &sealed), Err(Unreadable));
                for at in [0, 12, sealed.len() - 1] {
                    let mut changed = sealed.clone();
                    changed[at] ^= 1;
                    assert_eq!(ready.open("a", &changed), Err(Unreadable), "{at}");
                }
                for cut in 0..sealed.len().min(40) {
                    assert_eq!(ready.open("a", &sealed[..cut]), Err(Unreadable), "{cut}");
                }
            }
        }
    }

    #[test]
    fn a_key_says_its_cipher_by_its_length() {
        for cipher in [Cipher::Aes, Cipher::Sm4] {
            let key = Seal::new(cipher, &[3; 32]);
            assert_eq!(key.cipher(), cipher);
            assert!(Seal::of(key.bytes()) == Some(key));
            assert_eq!(cipher.code().parse(), Ok(cipher));
        }
        assert!(Seal::of(&[1; 24]).is_none() && "des".parse::<Cipher>().is_err());
    }
}
