//! Files are put first and noted second; what is noted is found, what is not is swept.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "../../db/tests/support/mod.rs"]
mod support;

use files::{Files, Hash, Kind, Limits, Place, Settings, Upload};
use kernel::outside::SystemClock;
use kernel::time::Clock;
use kernel::{Error, Id, Instant, SchoolId};
use support::{Ground, MORNING, at, ctx};

const OURS: SchoolId = SchoolId(1);

fn opened(folder: &tempfile::TempDir) -> Files {
    Files::open(&Settings {
        place: Place::Folder(folder.path().join("files")),
    })
    .unwrap()
}

fn pdf(text: &str) -> Upload {
    Upload::check(
        format!("%PDF-1.7 {text}").as_bytes(),
        "application/pdf",
        &Limits::ATTACHMENT,
    )
    .unwrap()
}

#[tokio::test]
async fn a_file_is_found_by_its_school_with_what_it_is_and_who_stored_it() {
    let (ground, folder) = (Ground::new(), tempfile::tempdir().unwrap());
    let (db, files) = (ground.open(&[db::MIGRATIONS, files::MIGRATIONS]), opened(&folder));
    let upload = pdf("工作页");
    files.put(&upload).await.unwrap();
    let noted = upload.clone();
    let id = db
        .write(&ctx(), move |ctx, tx| {
            files::note(tx, ctx, OURS, &noted, "工作页.pdf")
        })
        .await
        .unwrap();
    let row = db
        .read(&ctx(), move |_, tx| files::find(tx, OURS, id))
        .await
        .unwrap();
    assert_eq!(
        (row.name.as_str(), row.media_type.as_str()),
        ("工作页.pdf", Kind::Pdf.media_type())
    );
    assert_eq!((row.size, row.created_at, row.created_by), (18, MORNING, None));
    assert_eq!(files.get(&row.hash().unwrap()).await.unwrap(), upload.bytes());
    let other = db
        .read(&ctx(), move |_, tx| files::find(tx, SchoolId(2), id))
        .await;
    assert!(matches!(other, Err(Error::NotFound)));
    let unknown = db
        .read(&ctx(), |_, tx| {
            files::find(tx, OURS, Id::of(kernel::RawId::nil()))
        })
        .await;
    assert!(matches!(unknown, Err(Error::NotFound)));
}

#[tokio::test]
async fn the_same_content_is_stored_once_and_other_content_is_not_found() {
    let folder = tempfile::tempdir().unwrap();
    let files = opened(&folder);
    files.put(&pdf("a")).await.unwrap();
    files.put(&pdf("a")).await.unwrap();
    let hash = pdf("a").hash().clone();
    let path = folder
        .path()
        .join("files")
        .join(&hash.as_str()[..2])
        .join(hash.as_str());
    assert!(path.is_file());
    assert!(matches!(files.get(pdf("b").hash()).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn content_that_was_changed_on_the_disk_is_not_given_out() {
    let folder = tempfile::tempdir().unwrap();
    let files = opened(&folder);
    files.put(&pdf("a")).await.unwrap();
    let hash = pdf("a").hash().clone();
    let path = folder
        .path()
        .join("files")
        .join(&hash.as_str()[..2])
        .join(hash.as_str());
    std::fs::write(path, "%PDF-1.7 b").unwrap();
    assert!(matches!(files.get(&hash).await, Err(Error::Internal(_))));
}

#[tokio::test]
async fn what_no_row_points_at_is_swept_after_a_day() {
    let (ground, folder) = (Ground::new(), tempfile::tempdir().unwrap());
    let (db, files) = (ground.open(&[db::MIGRATIONS, files::MIGRATIONS]), opened(&folder));
    let (kept, orphan) = (pdf("kept"), pdf("orphan"));
    files.put(&kept).await.unwrap();
    files.put(&orphan).await.unwrap();
    let noted = kept.clone();
    db.write(&ctx(), move |ctx, tx| {
        files::note(tx, ctx, OURS, &noted, "kept.pdf")
    })
    .await
    .unwrap();
    // A process that was killed in the middle of a put leaves the piece beside the name.
    let hash = orphan.hash().as_str();
    let piece = folder.path().join(format!("files/{}/{hash}#1", &hash[..2]));
    std::fs::write(&piece, b"%PD").unwrap();
    // The store dates its objects by the system's clock.
    let now = SystemClock.now();
    assert_eq!(
        files::sweep(&files, &db, &at(now.plus(Instant::DAY - Instant::HOUR)))
            .await
            .unwrap(),
        0
    );
    assert_eq!(
        files::sweep(&files, &db, &at(now.plus(Instant::DAY + Instant::HOUR)))
            .await
            .unwrap(),
        2
    );
    assert!(!piece.exists() && files.get(kept.hash()).await.is_ok());
    assert!(matches!(files.get(orphan.hash()).await, Err(Error::NotFound)));
}

#[test]
fn a_hash_is_64_lower_hexadecimal_digits() {
    // FIPS 180-4's example for "abc".
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(Hash::of(b"abc").as_str(), abc);
    assert_eq!(abc.parse::<Hash>().unwrap().to_string(), abc);
    for text in [
        "",
        "abc",
        &abc.to_uppercase(),
        &abc[1..],
        "../../../../../../../../../../../../../../../../../../../etc/passwd000",
    ] {
        assert!(text.parse::<Hash>().is_err(), "{text}");
    }
}

#[test]
fn every_column_of_this_module_is_classified() {
    let ground = Ground::new();
    let db = ground.open(&[db::MIGRATIONS, files::MIGRATIONS]);
    let schema = db.read_now(&ctx(), |_, tx| Ok(db::schema_of(tx)?)).unwrap();
    let mut list = db::columns::Classification::default();
    list.add(db::COLUMNS).unwrap();
    list.add(files::COLUMNS).unwrap();
    assert_eq!(list.faults(&schema), Vec::<String>::new());
}
