//! A database file that is not what was left there: found at the start, named, refused, and nothing of it changed.

use std::fs;
use std::path::Path;

use crate::bench::{Served, free, serve};

const GREETED: &str = "A made-up nation";

/// What a start says that is refused.
fn refused(data: &Path) -> String {
    let before = fs::read(data.join("gongxue.db")).unwrap();
    let done = serve(data, &free(), &[]).output().unwrap();
    assert_eq!(done.status.code(), Some(2), "{done:?}");
    assert_eq!(
        fs::read(data.join("gongxue.db")).unwrap(),
        before,
        "nothing was changed"
    );
    String::from_utf8(done.stderr).unwrap()
}

fn stopped(data: &Path, flags: &[&str], signal: &str) {
    let mut served = Served::start(data, flags, GREETED);
    served.signal(signal);
    served.ended();
}

#[test]
fn a_file_that_lost_its_end_or_one_byte_is_found_at_the_start_and_refused() {
    let data = tempfile::tempdir().unwrap();
    let data = data.path();
    stopped(data, &["--demo"], "-TERM");
    let file = data.join("gongxue.db");
    let whole = fs::read(&file).unwrap();
    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    fs::write(&file, &flipped).unwrap();
    let said = refused(data);
    assert!(said.contains("gongxue.db is not what was left there"), "{said}");
    assert!(
        said.contains("gongxue restore") && said.contains("gongxue.db.left"),
        "{said}"
    );
    fs::write(&file, &whole[..whole.len() - 5_000]).unwrap();
    let said = refused(data);
    assert!(said.contains("its end is missing"), "{said}");
    // A second start says the same, and the file that was left is let in.
    assert!(refused(data).contains("its end is missing"));
    fs::write(&file, &whole).unwrap();
    stopped(data, &[], "-TERM");
    stopped(data, &[], "-TERM");
}

#[test]
fn after_a_crash_a_broken_file_is_found_by_its_structure() {
    let data = tempfile::tempdir().unwrap();
    let data = data.path();
    stopped(data, &["--demo"], "-TERM");
    stopped(data, &[], "-KILL");
    assert!(!data.join("gongxue.db.left").exists());
    // What the log holds is taken in first.
    stopped(data, &[], "-TERM");
    fs::remove_file(data.join("gongxue.db.left")).unwrap();
    let file = data.join("gongxue.db");
    let whole = fs::read(&file).unwrap();
    fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    let said = refused(data);
    assert!(
        said.contains("its end is missing") || said.contains("is broken"),
        "{said}"
    );
    let mut holed = whole;
    holed[8_192..40_960].fill(0xa5);
    fs::write(&file, &holed).unwrap();
    let said = refused(data);
    assert!(said.contains("is broken"), "{said}");
}
