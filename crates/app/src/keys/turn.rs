//! `gongxue keys …`: another key comes, seals, and the old one goes, while the installation is at work.

use std::io::Write as _;

use db::Settings;
use kernel::outside::{Chance as _, SystemChance};
use kernel::vault::{Cipher, Keys, Seal, Sealed};

use super::{KEYS, anew, load, present, replace};
use crate::config::{KeysOf, NewKey, Place, Turn};
use crate::house;

/// Does what was asked and prints how the keys stand; answers whether all is well.
///
/// # Errors
/// What kept it from being done, in words for the operator.
pub fn run(turn: Turn) -> Result<bool, String> {
    let place = match &turn {
        Turn::Show(place) | Turn::Add(NewKey { place, .. }) | Turn::Rotate(NewKey { place, .. }) => place,
        Turn::Use(KeysOf { place, .. }) | Turn::Retire(KeysOf { place, .. }) => place,
    };
    let place = place.clone().settled()?;
    place.must_exist()?;
    present(&place.data)?;
    let mut keys = load(&place.data.join(KEYS))?;
    match turn {
        Turn::Show(_) => {}
        Turn::Add(new) => {
            add(&mut keys, new.cipher)?;
        }
        Turn::Rotate(new) => keys.using = add(&mut keys, new.cipher)?,
        Turn::Use(KeysOf { key: version, .. }) => {
            known(&keys, version)?;
            keys.using = version;
        }
        Turn::Retire(KeysOf { key: version, .. }) => retire(&mut keys, version, &place)?,
    }
    if load(&place.data.join(KEYS))? != keys {
        replace(&place.data, &keys)?;
    }
    show(&keys, &place)?;
    Ok(true)
}

/// A new key, which seals nothing yet, of a cipher or of the same as the key that seals; gives its version.
fn add(keys: &mut Keys, cipher: Option<Cipher>) -> Result<u8, String> {
    let newest = keys.seals.keys().next_back().copied().unwrap_or_default();
    let version = newest
        .checked_add(1)
        .ok_or("there were 255 keys, and a value has room for no more")?;
    let present = keys.seals.get(&keys.using).map_or(Cipher::Aes, Seal::cipher);
    let seal = Seal::new(cipher.unwrap_or(present), &SystemChance::new().seed());
    keys.seals.insert(version, seal);
    Ok(version)
}

fn known(keys: &Keys, version: u8) -> Result<(), String> {
    if keys.seals.contains_key(&version) {
        Ok(())
    } else {
        Err(format!("there is no key {version} in {KEYS}"))
    }
}

fn retire(keys: &mut Keys, version: u8, place: &Place) -> Result<(), String> {
    known(keys, version)?;
    if keys.using == version {
        return Err(format!(
            "key {version} seals; let another one seal first: gongxue keys rotate"
        ));
    }
    let left = counted(place, &[version])?.first().copied().unwrap_or_default();
    if left > 0 {
        return Err(format!(
            "{left} values are sealed with key {version}; a server at work seals them anew, which gongxue keys show counts"
        ));
    }
    keys.seals.remove(&version);
    Ok(())
}

/// A line a key: how much it sealed, and what it does now.
fn show(keys: &Keys, place: &Place) -> Result<(), String> {
    let versions: Vec<u8> = keys.seals.keys().copied().collect();
    let counts = counted(place, &versions)?;
    let mut out = std::io::stdout().lock();
    for ((version, seal), count) in keys.seals.iter().zip(counts) {
        let word = if *version == keys.using { "seals" } else { "opens" };
        let print = keys.fingerprint(*version).unwrap_or_default();
        // Whoever reads may have read enough.
        let cipher = seal.cipher();
        let _ = writeln!(out, "key {version}  {word}  {count} values  {print}  {cipher}");
    }
    Ok(())
}

/// How many values each version sealed, at one moment.
fn counted(place: &Place, versions: &[u8]) -> Result<Vec<i64>, String> {
    let sealed: Vec<Sealed> = house::sealed(&house::modules());
    let settings = Settings::new(place.database_url());
    let counts = db::look(&settings, |tx| {
        let mut counts = Vec::with_capacity(versions.len());
        for version in versions {
            counts.push(anew::count(tx, &sealed, *version).map_err(Told::of)?);
        }
        Ok(counts)
    });
    counts.map_err(|Told(cause)| cause)
}

/// What an operator is told of a fault.
struct Told(String);

impl Told {
    fn of(error: kernel::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<db::Error> for Told {
    fn from(error: db::Error) -> Self {
        Self(error.to_string())
    }
}
