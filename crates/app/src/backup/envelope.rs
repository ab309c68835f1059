//! One-time keys: the installation that a school goes to makes a pair, and the export is sealed for the public half (docs/adr/0011).
//!
//! X25519 between the receiver's pair and one that the export makes for itself, HKDF-SHA-256 over what both compute, AES-256-GCM over the
//! 64 bytes of the export's own keys. Both public halves and the school's id go into the derivation: an envelope opens for one school and one receiver.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use kernel::vault::{Seal, Vault, open_under, seal_under};
use kernel::{Ctx, hex};
use ring::hkdf::{HKDF_SHA256, Salt};
use x25519_dalek::{PublicKey, SharedSecret, StaticSecret};

use super::Fault;
use super::format::{Envelope, sha256};
use crate::keys::create_private;

/// What a file with a public half begins with; so that nobody takes another file for one.
const PUBLIC: &str = "gongxue-receiver-1 ";
/// What a file with a private half begins with.
const PRIVATE: &str = "gongxue-receiver-private-1 ";
const PURPOSE: &str = "gongxue school export 1";

/// The public half of a one-time key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Receiver(PublicKey);

impl Receiver {
    /// Reads a public half.
    ///
    /// # Errors
    /// A file that cannot be read, or is none; the private half, which stays where it was made.
    pub fn read(path: &Path) -> Result<Self, Fault> {
        let text = fs::read_to_string(path).map_err(|error| Fault::at(path, error))?;
        if text.starts_with(PRIVATE) {
            let cause = "is the private half of a one-time key: it stays where it was made; name the file that school receive wrote";
            return Err(Fault::at(path, cause));
        }
        let key = text.strip_prefix(PUBLIC).and_then(|rest| key(rest.trim()));
        let key =
            key.ok_or_else(|| Fault::at(path, "is no public half that gongxue school receive wrote"))?;
        Ok(Self(PublicKey::from(key)))
    }

    /// What both sides read to each other, to know that it is the same key: 32 hexadecimal digits in groups of four.
    pub fn words(&self) -> String {
        let digits = self.digits();
        let groups: Vec<&str> = (0..8)
            .filter_map(|group| digits.get(group * 4..group * 4 + 4))
            .collect();
        groups.join(" ")
    }

    fn digits(&self) -> String {
        sha256(&[PUBLIC.as_bytes(), self.0.as_bytes()].concat())[..32].to_owned()
    }

    /// Where its private half lies.
    fn private(&self, data: &Path) -> PathBuf {
        data.join(format!("receiver-{}.hex", &self.digits()[..16]))
    }
}

/// Makes a pair: the private half goes into a data folder, readable by its owner only, the public half into a new file.
///
/// # Errors
/// When there is a file of that name, or one cannot be written.
pub fn receive(data: &Path, to: &Path, secret: [u8; 32]) -> Result<Receiver, Fault> {
    let secret = StaticSecret::from(secret);
    let receiver = Receiver(PublicKey::from(&secret));
    if to.exists() {
        return Err(Fault::at(to, "exists already; name a new file"));
    }
    let private = receiver.private(data);
    let put = |path: &Path, text: String| {
        create_private(path)
            .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
            .map_err(|error| Fault::at(path, error))
    };
    put(
        &private,
        format!("{PRIVATE}{}\n", hex::written(secret.as_bytes())),
    )?;
    let written = put(to, format!("{PUBLIC}{}\n", hex::written(receiver.0.as_bytes())));
    if written.is_err() {
        // Nobody has its other half.
        drop(fs::remove_file(private));
    }
    written.map(|()| receiver)
}

/// Seals the keys of an export of a school for a receiver.
///
/// # Errors
/// A public half that is none: with it both sides would compute what everybody knows.
pub(super) fn seal(
    receiver: &Receiver,
    school: &str,
    keys: &[u8; 64],
    chance: &Ctx,
) -> Result<Envelope, Fault> {
    let own = StaticSecret::from(chance.bytes::<32>());
    let (sender, shared) = (PublicKey::from(&own), own.diffie_hellman(&receiver.0));
    let key = derived(&shared, (&sender, &receiver.0), school).ok_or_else(|| {
        Fault::new("the public half of the receiver is no key: make another by gongxue school receive")
    })?;
    Ok(Envelope {
        receiver: hex::written(receiver.0.as_bytes()),
        sender: hex::written(sender.as_bytes()),
        keys: hex::written(&seal_under(&Seal::Aes(key), PURPOSE, keys, chance.bytes())),
    })
}

/// An envelope that was opened, and the private half that opened it.
pub(super) struct Opened {
    /// The keys of the export.
    pub(super) vault: Vault,
    private: PathBuf,
}

impl Opened {
    /// Opens the envelope of a school by a private half of a data folder, and compares the keys with their fingerprint.
    ///
    /// # Errors
    /// Where the folder has no private half for it, or the envelope was changed.
    pub(super) fn of(
        data: &Path,
        envelope: &Envelope,
        (school, fingerprint): (&str, &str),
    ) -> Result<Self, Fault> {
        let changed = || Fault::new("the export is broken, nothing was imported: its keys do not open");
        let (Some(receiver), Some(sender), Some(sealed)) = (
            key(&envelope.receiver),
            key(&envelope.sender),
            hex::read(&envelope.keys),
        ) else {
            return Err(changed());
        };
        let receiver = Receiver(PublicKey::from(receiver));
        let private = receiver.private(data);
        if !private.exists() {
            return Err(Fault::new(format!(
                "the export is sealed for the one-time key {}, and {} holds no private half of it: it was used already, or made for another \
                installation; make a key here by gongxue school receive, and let the school be exported for that",
                receiver.words(),
                data.display()
            )));
        }
        let text = fs::read_to_string(&private).map_err(|error| Fault::at(&private, error))?;
        let own = text.strip_prefix(PRIVATE).and_then(|rest| key(rest.trim()));
        let own = StaticSecret::from(
            own.ok_or_else(|| Fault::at(&private, "is no private half of a one-time key"))?,
        );
        let sender = PublicKey::from(sender);
        let opened = derived(&own.diffie_hellman(&sender), (&sender, &receiver.0), school)
            .and_then(|key| open_under(&Seal::Aes(key), PURPOSE, &sealed).ok())
            .and_then(|keys| <[u8; 64]>::try_from(keys).ok())
            .map(|keys| Vault::new(1, &keys))
            .filter(|vault| vault.fingerprint() == fingerprint);
        Ok(Self {
            vault: opened.ok_or_else(changed)?,
            private,
        })
    }

    /// The import is done: what was sealed for this key opens no more.
    ///
    /// # Errors
    /// When the private half cannot be removed.
    pub(super) fn used(&self) -> Result<(), Fault> {
        fs::remove_file(&self.private).map_err(|error| Fault::at(&self.private, error))
    }
}

fn key(text: &str) -> Option<[u8; 32]> {
    hex::read(text)?.try_into().ok()
}

/// None where the other half is one that makes the same secret with everybody's.
fn derived(
    shared: &SharedSecret,
    (sender, receiver): (&PublicKey, &PublicKey),
    school: &str,
) -> Option<[u8; 32]> {
    if !shared.was_contributory() {
        return None;
    }
    let salt = Salt::new(HKDF_SHA256, PURPOSE.as_bytes());
    let secret = salt.extract(shared.as_bytes());
    let about = [
        sender.as_bytes().as_slice(),
        receiver.as_bytes(),
        school.as_bytes(),
    ];
    let mut key = [0; 32];
    let filled = secret
        .expand(&about, HKDF_SHA256)
        .and_then(|derived| derived.fill(&mut key));
    filled.ok().map(|()| key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Actor, Instant};

    fn chance() -> Ctx {
        Ctx::new(Instant(0), Actor::System, [5; 32])
    }

    #[test]
    fn an_envelope_opens_for_its_receiver_and_school_only() {
        let (data, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let public = data.path().join("receiver");
        let receiver = receive(data.path(), &public, [7; 32]).unwrap();
        assert!(Receiver::read(&public).unwrap() == receiver);
        assert_eq!(receiver.words().len(), 39);
        let envelope = seal(&receiver, "school", &[3; 64], &chance()).unwrap();
        let print = Vault::new(1, &[3; 64]).fingerprint();
        let opened = |data: &Path, envelope: &Envelope, school: &str, print: &str| {
            Opened::of(data, envelope, (school, print)).map_err(|fault| fault.to_string())
        };
        assert_eq!(
            opened(data.path(), &envelope, "school", &print)
                .unwrap()
                .vault
                .fingerprint(),
            print
        );
        let refused = |data: &Path, envelope: &Envelope, school: &str, print: &str| {
            opened(data, envelope, school, print).err().unwrap()
        };
        assert!(refused(data.path(), &envelope, "other", &print).contains("do not open"));
        assert!(refused(data.path(), &envelope, "school", "other").contains("do not open"));
        let mut changed = envelope.clone();
        changed
            .keys
            .replace_range(..1, if changed.keys.starts_with('0') { "1" } else { "0" });
        assert!(refused(data.path(), &changed, "school", &print).contains("do not open"));
        changed = envelope.clone();
        changed.sender = "00".repeat(32);
        assert!(refused(data.path(), &changed, "school", &print).contains("do not open"));
        receive(other.path(), &other.path().join("receiver"), [8; 32]).unwrap();
        assert!(refused(other.path(), &envelope, "school", &print).contains("used already"));
        opened(data.path(), &envelope, "school", &print)
            .unwrap()
            .used()
            .unwrap();
        assert!(refused(data.path(), &envelope, "school", &print).contains("used already"));
    }

    #[test]
    fn a_half_that_is_none_and_the_private_one_are_refused() {
        let data = tempfile::tempdir().unwrap();
        let public = data.path().join("receiver");
        let receiver = receive(data.path(), &public, [7; 32]).unwrap();
        assert!(
            receive(data.path(), &public, [8; 32]).is_err(),
            "it overwrites nothing"
        );
        let private = Receiver::read(&receiver.private(data.path()))
            .err()
            .unwrap()
            .to_string();
        assert!(private.contains("private half"), "{private}");
        fs::write(&public, "gongxue-receiver-1 00").unwrap();
        assert!(Receiver::read(&public).is_err());
        let zero = Receiver(PublicKey::from([0; 32]));
        assert!(seal(&zero, "school", &[3; 64], &chance()).is_err());
    }
}
