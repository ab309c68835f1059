//! Keys that an operator changes while the binary serves.

use std::path::Path;
use std::process::Command;

use crate::bench::{Served, free, serve, until};

/// `gongxue keys …` on a folder: its exit code and what it says.
fn keys(data: &Path, words: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_gongxue"))
        .arg("keys")
        .args(words)
        .arg("--data")
        .arg(data)
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}

#[test]
fn a_key_is_changed_under_a_server_and_the_old_one_goes_when_nothing_is_left_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let served = Served::start(data, &["--demo"], "A made-up nation");
    let teacher = served.sign_in("teacher");
    let (_, alone) = keys(data, &["show"]);
    assert!(alone.starts_with("key 1  seals  "), "{alone}");
    let (code, said) = keys(data, &["retire", "1"]);
    assert_eq!(code, Some(2), "{said}");
    assert_eq!(keys(data, &["use", "2"]).0, Some(2), "there is no key 2 yet");
    let (code, said) = keys(data, &["rotate"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("key 1  opens") && said.contains("key 2  seals"),
        "{said}"
    );
    until("nothing is left of key 1", || {
        keys(data, &["show"]).1.contains("key 1  opens  0 values")
    });
    let (code, said) = keys(data, &["retire", "1"]);
    assert_eq!((code, said.contains("key 1")), (Some(0), false), "{said}");
    // The server goes on with the key that is left, and so does the next start; sessions and forms stand.
    assert_eq!(served.get_as(&teacher, "/").status, 200);
    let form = [("lang", "en"), ("back", "/")];
    assert_eq!(served.post_as(&teacher, "/language", &form).unwrap().status, 303);
    // From AES to SM4, and the key after that is one of SM4 too.
    assert_eq!(keys(data, &["rotate", "--cipher", "des"]).0, Some(2));
    let (code, said) = keys(data, &["rotate", "--cipher", "sm4"]);
    let line = |key: &str| {
        said.lines()
            .find(|line| line.starts_with(key))
            .unwrap_or_default()
    };
    assert!(
        code == Some(0) && line("key 2").ends_with("AES-256-GCM"),
        "{said}"
    );
    assert!(line("key 3  seals").ends_with("SM4-GCM"), "{said}");
    until("nothing is left of key 2", || {
        keys(data, &["show"]).1.contains("key 2  opens  0 values")
    });
    assert_eq!(keys(data, &["retire", "2"]).0, Some(0));
    let (_, said) = keys(data, &["add"]);
    assert!(
        said.contains("key 4  opens  0 values") && !said.contains("AES"),
        "{said}"
    );
    assert_eq!(served.post_as(&teacher, "/language", &form).unwrap().status, 303);
    drop(served);
    let again = Served::start(data, &["--demo"], "A made-up nation");
    assert_eq!(again.get_as(&teacher, "/").status, 200);
}

#[test]
fn an_installation_whose_keys_are_gone_does_not_start_with_others() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    drop(Served::start(data, &["--demo"], "A made-up nation"));
    let (there, aside) = (data.join("keys-v1.hex"), data.join("aside"));
    std::fs::rename(&there, &aside).unwrap();
    let output = serve(data, &free(), &["--demo"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("keys-v1.hex") && !there.exists(), "{said}");
    std::fs::rename(&aside, &there).unwrap();
    drop(Served::start(data, &["--demo"], "A made-up nation"));
}
