//! What is broken is named, and what does not fit is refused and leaves nothing.

use std::path::{Path, PathBuf};

use app::backup::{self, UNFINISHED};
use tempfile::TempDir;
use testkit::{Engine, KEY, TestApp, digests};

use crate::bench::{Place, backed_up, filed};

async fn archive() -> (TestApp, TempDir, PathBuf) {
    let app = TestApp::new().await;
    filed(&app, "一").await;
    let kept = tempfile::tempdir().unwrap();
    let file = kept.path().join("archive");
    backed_up(&app, &file).await.unwrap();
    (app, kept, file)
}

const MANIFEST: &str = "manifest.json";

/// Every entry with the place of its first byte and its length.
fn entries(file: &Path) -> Vec<(String, usize, usize)> {
    let mut archive = tar::Archive::new(std::fs::File::open(file).unwrap());
    let entries = archive.entries().unwrap().map(|entry| {
        let entry = entry.unwrap();
        let name = entry.path().unwrap().display().to_string();
        let number = |value: u64| usize::try_from(value).unwrap();
        (name, number(entry.raw_file_position()), number(entry.size()))
    });
    entries.collect()
}

fn names(file: &Path) -> Vec<String> {
    backup::check(file).unwrap().unwrap_err()
}

#[tokio::test]
async fn a_flipped_bit_anywhere_is_named_by_its_entry_and_never_restored() {
    let (_app, kept, file) = archive().await;
    let sound = std::fs::read(&file).unwrap();
    let bad = kept.path().join("bad");
    let place = Place::empty(Engine::File(tempfile::tempdir().unwrap()));
    // Every entry that is the only one of its kind, and each eighth part of a table.
    let entries = entries(&file);
    let parts = entries.iter().filter(|(name, ..)| name.starts_with("tables/"));
    let others = entries.iter().filter(|(name, ..)| !name.starts_with("tables/"));
    for (name, at, length) in others.chain(parts.step_by(8)) {
        for at in [*at, at + length / 2, at + length - 1] {
            let mut bytes = sound.clone();
            bytes[at] ^= 4;
            std::fs::write(&bad, bytes).unwrap();
            let broken = names(&bad);
            let first = if name == MANIFEST { "manifest." } else { name };
            assert!(
                broken.iter().any(|what| what.starts_with(first)),
                "{name} at {at}: {broken:?}"
            );
        }
        assert!(place.restored(&bad).await.is_err(), "{name}");
    }
    // After all these the place is still as empty as it was.
    place.restored(&file).await.unwrap();
}

#[tokio::test]
async fn an_archive_that_was_cut_off_is_named_with_the_last_entry_that_is_whole() {
    let (_app, kept, file) = archive().await;
    let sound = std::fs::read(&file).unwrap();
    let bad = kept.path().join("bad");
    let entries = entries(&file);
    let (_, at, length) = &entries[entries.len() / 2];
    std::fs::write(&bad, &sound[..at + length / 2]).unwrap();
    assert!(names(&bad)[0].ends_with(": cut off"), "{:?}", names(&bad));
    std::fs::write(&bad, &sound[..at + length.div_ceil(512) * 512]).unwrap();
    assert!(
        names(&bad)[0].contains("was cut off or never finished"),
        "{:?}",
        names(&bad)
    );
    std::fs::write(&bad, b"PK\x03\x04").unwrap();
    assert!(
        Place::empty(Engine::new())
            .restored(&bad)
            .await
            .unwrap_err()
            .to_string()
            .ends_with("is no backup of gongxue")
    );
}

#[tokio::test]
async fn other_keys_are_refused_and_nothing_is_made() {
    let (_app, _kept, file) = archive().await;
    let place = Place::with_keys(Engine::File(tempfile::tempdir().unwrap()), &[8; 64]);
    let refused = place.restored(&file).await.unwrap_err().to_string();
    assert!(refused.contains("not the keys of this backup"), "{refused}");
    assert_eq!(std::fs::read_dir(place.data.path()).unwrap().count(), 0);
    let Place { data, .. } = place;
    let text: String = KEY.iter().map(|byte| format!("{byte:02x}")).collect();
    std::fs::write(data.path().join("keys-v1.hex"), text).unwrap();
    // Keys that lie in the place already and keys that are named have to be the same.
    let place = Place {
        data,
        ..Place::with_keys(Engine::File(tempfile::tempdir().unwrap()), &[8; 64])
    };
    let refused = place.restored(&file).await.unwrap_err().to_string();
    assert!(refused.contains("kept-apart.hex: not the keys"), "{refused}");
}

#[tokio::test]
async fn a_place_that_is_used_is_refused_and_stays_as_it_was() {
    let (app, _kept, file) = archive().await;
    let used = Place::empty(Engine::new());
    used.restored(&file).await.unwrap();
    let before = digests(&used.settings());
    let refused = used.restored(&file).await.unwrap_err().to_string();
    assert!(refused.contains("is not empty"), "{refused}");
    // An empty folder beside a database that is none.
    let beside = Place {
        engine: used.engine,
        ..Place::empty(Engine::File(tempfile::tempdir().unwrap()))
    };
    let refused = beside.restored(&file).await.unwrap_err().to_string();
    assert!(refused.contains("the database is not empty"), "{refused}");
    assert_eq!(digests(&beside.settings()), before);
    let again = backed_up(&app, &file).await.unwrap_err().to_string();
    assert!(again.contains("exists already"), "{again}");
}

#[tokio::test]
async fn a_restore_that_was_broken_off_leaves_a_mark_and_can_be_done_again() {
    let (_app, kept, file) = archive().await;
    let mut bytes = std::fs::read(&file).unwrap();
    let (_, at, _) = entries(&file)
        .into_iter()
        .rfind(|entry| entry.0.starts_with("files/"))
        .unwrap();
    bytes[at] ^= 1;
    let bad = kept.path().join("bad");
    std::fs::write(&bad, bytes).unwrap();
    let place = Place::empty(Engine::new());
    let refused = place.restored(&bad).await.unwrap_err().to_string();
    assert!(refused.contains("nothing was restored: files/"), "{refused}");
    assert!(place.data.path().join(UNFINISHED).exists());
    place.restored(&file).await.unwrap();
    assert!(!place.data.path().join(UNFINISHED).exists());
}

#[tokio::test]
async fn a_file_that_is_gone_is_named_and_keeps_nothing_else_from_being_saved() {
    let app = TestApp::new().await;
    let (gone, kept) = (filed(&app, "一").await, filed(&app, "二").await);
    let files::Place::Folder(folder) = app.files().place;
    let path = folder.join(&gone.as_str()[..2]).join(gone.as_str());
    std::fs::remove_file(path).unwrap();
    let to = tempfile::tempdir().unwrap();
    let file = to.path().join("archive");
    let done = backed_up(&app, &file).await.unwrap();
    assert_eq!(done.files, 1);
    assert!(
        done.missing.len() == 1 && done.missing[0].starts_with(gone.as_str()),
        "{done}"
    );
    let place = Place::empty(Engine::new());
    assert_eq!(place.restored(&file).await.unwrap(), done);
    let restored = place.opened().await;
    assert!(crate::bench::content(&restored.files(), &kept).await.is_ok());
}

/// The first blocks of an archive: its head.
fn head_of(file: &Path) -> Vec<u8> {
    let (_, at, length) = entries(file).remove(0);
    let bytes = std::fs::read(file).unwrap();
    bytes[..at + length.div_ceil(512) * 512].to_vec()
}

/// A header of a file with holes, of no byte, that says it were so long.
fn with_holes(name: &str, length: u64) -> Vec<u8> {
    let mut header = tar::Header::new_gnu();
    header.set_path(name).unwrap();
    header.set_entry_type(tar::EntryType::GNUSparse);
    header.set_size(0);
    let gnu = header.as_gnu_mut().unwrap();
    gnu.set_real_size(length);
    gnu.sparse[0].set_offset(length);
    gnu.sparse[0].set_length(0);
    header.set_cksum();
    header.as_bytes().to_vec()
}

fn packed(megabytes: usize) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..megabytes {
        std::io::Write::write_all(&mut packed, &[b'\n'; 1 << 20]).unwrap();
    }
    packed.finish().unwrap()
}

fn entry(name: &str, size: u64, bytes: &[u8]) -> Vec<u8> {
    let mut header = tar::Header::new_gnu();
    header.set_path(name).unwrap();
    header.set_size(size);
    header.set_cksum();
    let mut entry = header.as_bytes().to_vec();
    entry.extend_from_slice(bytes);
    entry.resize(entry.len().div_ceil(512) * 512, 0);
    entry
}

#[tokio::test]
async fn an_archive_that_would_unpack_to_a_hundred_gigabytes_is_named_before_it_fills_memory() {
    let (_app, kept, file) = archive().await;
    let (head, bad) = (head_of(&file), kept.path().join("bad"));
    let place = Place::empty(Engine::File(tempfile::tempdir().unwrap()));
    let part = "tables/account/000001.jsonl.gz";
    let hole = format!("files/ab/{}", "ab".repeat(32));
    let bomb = packed(129);
    for (name, further, expected) in [
        (
            part,
            entry(part, bomb.len() as u64, &bomb),
            "unpacks to more than any part may be",
        ),
        (&hole, with_holes(&hole, 100 << 30), "is no plain file"),
        (
            &hole,
            entry(&hole, 100 << 30, &[0; 512]),
            "is larger than any entry may be",
        ),
        (part, entry(part, 3 << 20, &[0; 512]), "cut off"),
    ] {
        std::fs::write(&bad, [head.as_slice(), &further, &[0; 1024]].concat()).unwrap();
        let broken = names(&bad);
        assert_eq!(
            broken[0],
            format!("{name}: {}", broken[0].rsplit(": ").next().unwrap()),
            "{broken:?}"
        );
        assert!(broken[0].contains(expected), "{broken:?}");
        let refused = place.restored(&bad).await.unwrap_err().to_string();
        assert!(
            refused.contains("nothing was restored") && refused.contains(expected),
            "{refused}"
        );
    }
    std::fs::write(&bad, [with_holes("head.json", 100 << 30), vec![0; 1024]].concat()).unwrap();
    let refused = backup::check(&bad).unwrap();
    assert!(refused.is_err());
    let refused = place.restored(&bad).await.unwrap_err().to_string();
    assert!(refused.contains("is no backup of gongxue"), "{refused}");
    // The place is as empty as it was.
    place.restored(&file).await.unwrap();
}
