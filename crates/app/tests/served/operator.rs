//! What an operator does: reads the help, starts twice, ends it, proves its chains; and a browser that sends too much.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use db::{Db, Settings, params};
use kernel::{Actor, Ctx};

use crate::bench::{Served, free, serve, until};

const GREETED: &str = "A made-up nation";

fn gongxue(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gongxue"))
        .args(arguments)
        .output()
        .unwrap()
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn verified(data: &Path, what: &str) -> (Option<i32>, String) {
    let output = gongxue(&[what, "verify", "--data", data.to_str().unwrap()]);
    (output.status.code(), said(&output.stdout) + &said(&output.stderr))
}

#[test]
fn the_help_says_what_it_does_and_how_with_examples() {
    let whole = gongxue(&["--help"]);
    let text = said(&whole.stdout);
    assert_eq!(whole.status.code(), Some(0));
    for word in [
        "Usage: gongxue",
        "serve",
        "audit",
        "facts",
        "Examples:",
        "gongxue serve --demo",
        "--version",
    ] {
        assert!(text.contains(word), "{word} in {text}");
    }
    let serving = said(&gongxue(&["serve", "--help"]).stdout);
    for word in [
        "--data",
        "--listen",
        "--database",
        "--public-url",
        "--demo",
        "--log-json",
        "GONGXUE_DATA",
        "127.0.0.1:8080",
    ] {
        assert!(serving.contains(word), "{word} in {serving}");
    }
    let wrong = gongxue(&["serve", "--prot", "80"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(said(&wrong.stderr).contains("--prot"), "{}", said(&wrong.stderr));
    assert!(said(&gongxue(&["--version"]).stdout).starts_with("gongxue "));
}

#[cfg(target_os = "linux")]
#[test]
fn a_log_on_a_full_disk_keeps_nobody_from_working() {
    let data = tempfile::tempdir().unwrap();
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let served = Served::start_logging(data.path(), &["--demo"], GREETED, full.into());
    let teacher = served.sign_in("teacher");
    assert_eq!(served.get_as(&teacher, "/tasks").status, 200);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_named_in_one_sentence() {
    let data = tempfile::tempdir().unwrap();
    // A folder stands where the lock should: nobody may write that, whoever they are.
    std::fs::create_dir(data.path().join("in-use.lock")).unwrap();
    let refused = serve(data.path(), &free(), &[]).output().unwrap();
    let text = said(&refused.stderr);
    assert_eq!(
        (refused.status.code(), text.lines().count()),
        (Some(2), 1),
        "{text}"
    );
    assert!(
        text.contains("cannot be written") && text.contains(data.path().to_str().unwrap()),
        "{text}"
    );
}

#[test]
fn a_second_start_on_the_same_folder_says_that_it_is_in_use_and_disturbs_nothing() {
    let data = tempfile::tempdir().unwrap();
    let first = Served::start(data.path(), &["--demo"], GREETED);
    let second = serve(data.path(), &free(), &[]).output().unwrap();
    assert_eq!(second.status.code(), Some(2));
    let text = said(&second.stderr);
    assert!(
        text.contains("is in use by another gongxue") && text.contains(data.path().to_str().unwrap()),
        "{text}"
    );
    assert_eq!(first.get("/sign-in").status, 200);
    assert_eq!(first.get("/health").status, 200);
}

#[test]
fn ctrl_c_ends_it_cleanly_though_somebody_listens_and_the_next_start_goes_on() {
    let data = tempfile::tempdir().unwrap();
    let mut served = Served::start(data.path(), &["--demo"], GREETED);
    let teacher = served.sign_in("teacher");
    let runs = served.get_as(&teacher, "/runs").body;
    let run = runs
        .split("href=\"/runs/")
        .find(|rest| rest.chars().nth(22) == Some('"'));
    let run = run.expect("a run")[..22].to_owned();
    let board = served.get_as(&teacher, &format!("/runs/{run}/board")).body;
    let events = board.split("data-live=\"").nth(1);
    let events = events.map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&"));
    let _stream = served.listen(
        &teacher,
        &events.unwrap_or_else(|| format!("/runs/{run}/events?since=0")),
    );
    served.signal("-INT");
    assert_eq!(served.ended(), Some(0));
    let again = Served::start(data.path(), &[], GREETED);
    assert_eq!(
        again.get_as(&teacher, "/runs").status,
        200,
        "who was signed in still is"
    );
}

#[test]
fn the_chains_and_the_counts_are_proved_and_a_changed_line_is_named() {
    let data = tempfile::tempdir().unwrap();
    let mut served = Served::start(data.path(), &["--demo"], GREETED);
    served.sign_in("teacher");
    // The worker seals and counts within seconds.
    until("the sealing", || settled(data.path()));
    served.signal("-TERM");
    assert_eq!(served.ended(), Some(0));
    for what in ["audit", "facts"] {
        let (code, text) = verified(data.path(), what);
        assert_eq!(code, Some(0), "{text}");
        assert!(
            text.lines().count() >= 6 && text.lines().all(|line| line.starts_with("ok")),
            "{text}"
        );
    }
    tampered(data.path());
    let (code, text) = verified(data.path(), "audit");
    assert_eq!(code, Some(1), "{text}");
    let bad: Vec<&str> = text.lines().filter(|line| line.starts_with("BAD")).collect();
    assert_eq!(bad.len(), 1, "{text}");
    assert!(
        bad[0].contains("the chain breaks at line") && bad[0].contains("not what was sealed"),
        "{}",
        bad[0]
    );
    let empty = tempfile::tempdir().unwrap();
    let (code, text) = verified(empty.path(), "audit");
    assert_eq!(code, Some(2));
    assert!(text.contains("holds no database"), "{text}");
    assert_eq!(
        std::fs::read_dir(empty.path()).unwrap().count(),
        0,
        "a check makes nothing"
    );
}

/// Whether every line is sealed and every fact counted.
fn settled(data: &Path) -> bool {
    let (audit, facts) = (verified(data, "audit").1, verified(data, "facts").1);
    !audit.contains("not sealed yet") && !facts.contains("wait to be counted")
}

/// Somebody with the file in hand changes what an audit line says.
fn tampered(data: &Path) {
    let url = format!("sqlite:{}", data.join("gongxue.db").display());
    let migrations = app::house::migrations(&app::house::modules());
    let db = Db::open(&Settings::new(url), &migrations).unwrap();
    let ctx = Arc::new(Ctx::new(kernel::Instant(1), Actor::System, [1; 32]));
    let changed = db.write_now(&ctx, |_, tx| {
        let (id,): (kernel::RawId,) = tx.one(
            "SELECT id FROM audit_line WHERE verb = 'people.sign-in' ORDER BY id LIMIT 1",
            params![],
        )?;
        Ok(tx.run(
            "UPDATE audit_line SET verb = 'people.sign-out' WHERE id = $1",
            params![id],
        )?)
    });
    assert_eq!(changed.unwrap(), 1);
}

#[test]
fn who_sends_two_hundred_megabytes_reads_why_they_are_refused() {
    let data = tempfile::tempdir().unwrap();
    let served = Served::start(data.path(), &["--demo"], GREETED);
    let affairs = served.sign_in("academic-affairs");
    let block = vec![b'1'; 1 << 20];
    let answer = served.upload_as(&affairs, "/rosters", ("kind", "students"), (&block, 200));
    assert_eq!(answer.status, 413);
    assert!(
        answer.body.contains("文件太大") && answer.body.contains("一次最多上传 32 MB"),
        "{}",
        answer.body
    );
    assert_eq!(served.get_as(&affairs, "/rosters").status, 200);
}

#[test]
fn a_served_installation_is_backed_up_verified_and_restored_by_the_command_line() {
    let (data, kept) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let served = Served::start(data.path(), &["--demo"], GREETED);
    let at = |name: &str| kept.path().join(name).to_str().unwrap().to_owned();
    let (archive, new) = (at("archive"), at("new"));
    let told = |arguments: &[&str]| {
        let output = gongxue(arguments);
        (output.status.code(), said(&output.stdout) + &said(&output.stderr))
    };
    let create = [
        "backup",
        "create",
        "--data",
        data.path().to_str().unwrap(),
        "--to",
        &archive,
    ];
    let (code, text) = told(&create);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.starts_with("ok   ") && text.contains(" rows of "), "{text}");
    let (code, text) = told(&create);
    assert_eq!((code, text.lines().count()), (Some(2), 1), "{text}");
    assert!(text.contains("exists already"), "{text}");
    assert_eq!(told(&["backup", "verify", &archive]).0, Some(0));
    drop(served);

    let (code, text) = told(&["restore", "--from", &archive, "--data", &new]);
    assert_eq!((code, text.lines().count()), (Some(2), 1), "{text}");
    assert!(
        text.contains("--keys FILE") && !Path::new(&new).exists(),
        "{text}"
    );
    let keys = data.path().join("keys-v1.hex");
    let restore = [
        "restore",
        "--from",
        &archive,
        "--data",
        &new,
        "--keys",
        keys.to_str().unwrap(),
    ];
    let (code, text) = told(&restore);
    assert_eq!(code, Some(0), "{text}");
    let restored = Served::start(Path::new(&new), &[], GREETED);
    let teacher = restored.sign_in("teacher");
    assert_eq!(restored.get_as(&teacher, "/runs").status, 200);
    drop(restored);

    std::fs::write(Path::new(&new).join("unfinished-restore"), b"").unwrap();
    let output = serve(Path::new(&new), &free(), &[]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said(&output.stderr).contains("was not finished"),
        "{}",
        said(&output.stderr)
    );

    let mut bytes = std::fs::read(&archive).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 512].fill(7);
    std::fs::write(&archive, bytes).unwrap();
    let (code, text) = told(&["backup", "verify", &archive]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.lines().all(|line| line.starts_with("BAD  ")), "{text}");
}
