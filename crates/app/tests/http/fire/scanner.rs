//! A scanner for viruses before every door for files: what it finds is nowhere, and a file of which it says nothing goes no further.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::net::UnixListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use kernel::{Role, Tier};
use testkit::{Nation, Person, Reply, TestApp};

use crate::auth::somebody;
use crate::cases::{self, Case, File};

/// Longer than a scanner of these tests needs, whatever else the machine does.
const LONG: Duration = Duration::from_secs(30);
const SHORT: Duration = Duration::from_millis(200);

/// The text that every scanner finds (eicar.org), in two halves, so that none finds it in this file.
fn eicar() -> Vec<u8> {
    let halves = [
        r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-",
        "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
    ];
    halves.concat().into_bytes()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// How a made-up clamd behaves.
#[derive(Clone, Copy)]
enum Manner {
    /// It reads to the end, and finds the text above.
    Finds,
    /// It takes the connection and everything on it, and says nothing.
    Silent,
    /// It says that the file is larger than what it takes, and hangs up.
    Refuses,
    /// It hangs up at once.
    HangsUp,
}

/// What somebody asks on one connection, and what is answered.
fn served(mut line: impl Read + Write, manner: Manner) -> std::io::Result<()> {
    let mut command = Vec::new();
    while command.last() != Some(&0) {
        let mut byte = [0];
        line.read_exact(&mut byte)?;
        command.push(byte[0]);
    }
    match manner {
        Manner::HangsUp => return Ok(()),
        Manner::Refuses => return line.write_all(b"INSTREAM size limit exceeded. ERROR\0"),
        Manner::Silent => return line.read_to_end(&mut command).map(drop),
        Manner::Finds => {}
    }
    if command == b"zPING\0" {
        return line.write_all(b"PONG\0");
    }
    assert_eq!(command, b"zINSTREAM\0");
    let mut file = Vec::new();
    loop {
        let mut length = [0; 4];
        line.read_exact(&mut length)?;
        let length = u64::from(u32::from_be_bytes(length));
        if length == 0 {
            break;
        }
        (&mut line).take(length).read_to_end(&mut file)?;
    }
    if holds(&file, &eicar()) {
        line.write_all(b"stream: Eicar-<b>Signature FOUND\0")
    } else {
        line.write_all(b"stream: OK\0")
    }
}

/// A made-up clamd: its address, and how often it was asked.
fn clamd(manner: Manner) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("tcp:{}", listener.local_addr().unwrap());
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    std::thread::spawn(move || {
        for line in listener.incoming().flatten() {
            count.fetch_add(1, Ordering::SeqCst);
            std::thread::spawn(move || drop(served(line, manner)));
        }
    });
    (address, asked)
}

fn doors() -> Vec<(&'static Case, File)> {
    let doors: Vec<_> = cases::all()
        .filter_map(|case| case.file.map(|file| (case, file)))
        .collect();
    assert!(doors.len() >= 8, "{}", doors.len());
    doors
}

/// The name of a door's file; where its form does without one, any.
const fn name(file: &File) -> &'static str {
    if file.name.is_empty() {
        "table.csv"
    } else {
        file.name
    }
}

async fn put(person: &Person<'_>, (door, path): (&Case, &str), file: (&str, &str, &[u8])) -> Reply {
    let fields = door.fields(person.app()).await;
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    person.upload(path, &fields, file).await
}

#[tokio::test]
async fn what_the_scanner_finds_is_refused_at_every_door_with_its_name_and_nothing_is_stored() {
    let nation = Nation::load().await;
    let (scanner, asked) = clamd(Manner::Finds);
    for (door, file) in doors() {
        let app = nation.copy().await;
        let path = door.path(&app).await;
        let node = app.asking_scanner(&scanner, LONG);
        let person = somebody(&node, &door.right).await;
        let (rows, stored, before) = (node.rows().await, node.stored(), asked.load(Ordering::SeqCst));
        // Behind what the door takes, so that only the scanner has anything against it.
        let bytes = [(file.bytes)(), eicar()].concat();
        let reply = put(&person, (door, &path), (file.field, name(&file), &bytes)).await;
        let text = reply.text();
        assert_eq!(reply.status, 422, "{}: {text}", door.route);
        assert!(text.contains("病毒"), "{}: {text}", door.route);
        assert!(
            text.contains("Eicar-&#60;b&#62;Signature"),
            "{}: {text}",
            door.route
        );
        assert_eq!(
            (node.rows().await, node.stored()),
            (rows, stored),
            "{}",
            door.route
        );
        assert_eq!(asked.load(Ordering::SeqCst), before + 1, "{}", door.route);
        if file.name.is_empty() {
            continue;
        }
        // The same file without it is taken as ever.
        let bytes = (file.bytes)();
        let reply = put(&person, (door, &path), (file.field, file.name, &bytes)).await;
        assert_eq!(reply.status, door.answer, "{}: {}", door.route, reply.text());
        assert_eq!(asked.load(Ordering::SeqCst), before + 2, "{}", door.route);
    }
}

#[tokio::test]
async fn a_find_stands_at_its_field_in_the_readers_language() {
    let app = TestApp::new().await;
    let node = app.asking_scanner(&clamd(Manner::Finds).0, LONG);
    let office = node.at_school(Role::AcademicAffairs, 0).await.in_english();
    let file = ("file", "students.csv", eicar());
    let reply = office
        .upload("/rosters", &[("kind", "students")], (file.0, file.1, &file.2))
        .await;
    let text = reply.text();
    assert_eq!(reply.status, 422, "{text}");
    let at = text.find("id=\"f-file-error\"").unwrap();
    assert!(text[at..].contains("The virus scan finds"), "{text}");
}

#[tokio::test]
async fn a_file_of_which_nothing_is_heard_goes_no_further_and_may_be_sent_again() {
    let nation = Nation::load().await;
    let nobody = {
        // Its port is free again, and refuses.
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("tcp:{}", listener.local_addr().unwrap())
    };
    let scanners = [
        (clamd(Manner::Silent).0, SHORT),
        (clamd(Manner::Refuses).0, LONG),
        (clamd(Manner::HangsUp).0, LONG),
        (nobody, LONG),
        ("unix:/nowhere/clamd.ctl".to_owned(), LONG),
    ];
    for (scanner, patience) in scanners {
        let app = nation.copy().await;
        let node = app.asking_scanner(&scanner, patience);
        for (door, file) in doors() {
            let path = door.path(&app).await;
            let person = somebody(&node, &door.right).await;
            let (rows, stored) = (node.rows().await, node.stored());
            let bytes = (file.bytes)();
            let reply = put(&person, (door, &path), (file.field, name(&file), &bytes)).await;
            let text = reply.text();
            assert_eq!(reply.status, 503, "{scanner} {}: {text}", door.route);
            assert!(reply.headers.contains_key("retry-after"));
            assert!(text.contains("请稍后再试"), "{text}");
            assert_eq!(
                (node.rows().await, node.stored()),
                (rows, stored),
                "{}",
                door.route
            );
        }
    }
}

#[tokio::test]
async fn the_keeper_sees_whether_the_scanner_answers() {
    let app = TestApp::new().await;
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("clamd.ctl");
    let scanner = format!("unix:{}", socket.display());
    let node = app.asking_scanner(&scanner, LONG);
    let shown = async |node: &TestApp| {
        let keeper = node.person(Role::SystemAdmin, node.org(Tier::Nation)).await;
        let page = keeper.get("/status").await.text();
        let from = page.find("<th scope=\"row\">病毒扫描").unwrap();
        page[from..].split("</tr>").next().unwrap().to_owned()
    };
    assert!(shown(&app).await.contains("没有设置"));
    assert!(shown(&node).await.contains("尚未询问"));
    app::upkeep::round(&node.house).await.unwrap();
    let away = settled(async || Some(shown(&node).await).filter(|row| row.contains("没有应答"))).await;
    assert!(away.contains("s-bad") && away.contains(&scanner), "{away}");
    let listener = UnixListener::bind(&socket).unwrap();
    std::thread::spawn(move || {
        for line in listener.incoming().flatten() {
            drop(served(line, Manner::Finds));
        }
    });
    app::upkeep::round(&node.house).await.unwrap();
    let there = settled(async || Some(shown(&node).await).filter(|row| row.contains("s-ok"))).await;
    assert!(there.contains("有应答"), "{there}");
}

/// What comes when a task beside the requests has done its work.
async fn settled<T>(look: impl AsyncFn() -> Option<T>) -> T {
    for _ in 0..3_000 {
        if let Some(found) = look().await {
            return found;
        }
        tokio::task::yield_now().await;
    }
    panic!("it did not come");
}
