//! From what somebody sees to the line of the log that says why, and what a line never says.

use serde_json::Value;

use crate::bench::Answer;
use crate::place::Place;

/// The number that a page of ours shows to whoever was refused.
fn shown(page: &Answer) -> &str {
    let code = page.body.split("<code>").nth(1);
    let code = code.unwrap_or_else(|| panic!("no number on {}: {}", page.status, page.body));
    code.split("</code>").next().unwrap()
}

/// The lines of the log that carry a number.
fn of(place: &Place, number: &str) -> Vec<Value> {
    let mut lines = place.lines();
    lines.retain(|line| line["fields"]["request"] == number);
    lines
}

#[test]
fn the_number_on_an_error_page_finds_its_cause_in_the_log_and_the_page_says_nothing_of_it() {
    let place = Place::new();
    let served = place.serve(&["--log-json"]);
    let teacher = served.sign_in("teacher");
    // Once in what a page reads, once where the border looks for the session.
    for (table, path) in [("learning_task", "/tasks"), ("session", "/me")] {
        place.meddle(format!("ALTER TABLE {table} RENAME TO gone_astray"));
        let page = served.get_as(&teacher, path);
        place.meddle(format!("ALTER TABLE gone_astray RENAME TO {table}"));
        assert_eq!(page.status, 500, "{}", page.body);
        let number = shown(&page);
        assert_eq!(number, page.header("x-request-id"));
        let lines = of(&place, number);
        let causes: Vec<&Value> = lines.iter().filter(|line| line["level"] == "ERROR").collect();
        assert_eq!(causes.len(), 1, "{lines:?}");
        let told = &causes[0]["fields"];
        assert_eq!(
            (&told["message"], &told["path"]),
            (&"internal error".into(), &path.into())
        );
        let cause = told["cause"].as_str().unwrap();
        assert!(
            cause.contains(table) && (cause.contains("no such table") || cause.contains("does not exist")),
            "{cause}"
        );
        let answered = lines.iter().find(|line| line["fields"]["message"] == "request");
        assert_eq!(answered.unwrap()["fields"]["status"], 500);
        let begins = &cause[..cause.len().min(20)];
        for inner in [begins, "learning_task", "no such table", "does not exist", "SQL"] {
            assert!(!page.body.contains(inner), "{inner} in {}", page.body);
        }
        assert_eq!(served.get_as(&teacher, path).status, 200, "it goes on");
    }
}

#[test]
fn the_number_on_the_page_of_any_other_refusal_is_that_of_its_line() {
    let place = Place::new();
    // Nobody listens there: no file is taken.
    let served = place.serve(&["--log-json", "--scanner", "tcp:127.0.0.1:1"]);
    let teacher = served.sign_in("teacher");
    let affairs = served.sign_in("academic-affairs");
    let unheard = served.upload_as(&affairs, "/rosters", ("kind", "students"), (b"1,2\n", 1));
    let refusals = [
        (404, served.get("/nothing/of/this/name")),
        (404, served.get_as(&teacher, "/tasks/0000000000000000000000")),
        (403, served.get_as(&teacher, "/audit")),
        (401, served.post("/tasks", "/sign-in", &[])),
        (503, unheard),
    ];
    for (status, page) in &refusals {
        assert_eq!(page.status, *status, "{}", page.body);
        let number = shown(page);
        assert_eq!(number, page.header("x-request-id"));
        let lines = of(&place, number);
        let answered: Vec<&Value> = lines
            .iter()
            .filter(|line| line["fields"]["message"] == "request")
            .collect();
        assert_eq!(answered.len(), 1, "{lines:?}");
        assert_eq!(answered[0]["fields"]["status"], *status);
    }
    let [.., (_, unheard)] = &refusals;
    let lines = of(&place, shown(unheard));
    let why = lines.iter().find(|line| line["level"] == "ERROR");
    let why = why.unwrap()["fields"]["error"].as_str().unwrap();
    assert!(why.to_lowercase().contains("refused"), "{why}");
    assert!(!unheard.body.contains(why), "{}", unheard.body);
}

/// The lines of slow statements.
fn slow(place: &Place) -> Vec<Value> {
    let mut lines = place.lines();
    lines.retain(|line| line["fields"]["message"] == "a slow statement");
    lines
}

#[test]
fn a_slow_statement_stands_in_the_log_with_its_name_its_time_and_its_request_and_with_nobodys_data() {
    let place = Place::new();
    // None takes ten minutes, and every one takes nought milliseconds or more.
    drop(place.serve(&["--log-json", "--slow-statement", "600000"]));
    assert_eq!(slow(&place).len(), 0);
    let served = place.serve(&["--log-json", "--slow-statement", "0"]);
    let admin = served.sign_in("system-admin");
    let (name, number) = ("尉迟翀翀", "T-77190017");
    let fields = [("name", name), ("number", number), ("role", "national-officer")];
    let appointed = served.post_as(&admin, "/staff", &fields).unwrap();
    assert!([200, 303].contains(&appointed.status), "{}", appointed.body);
    let request = appointed.header("x-request-id");
    let lines = slow(&place);
    for line in &lines {
        let line = &line["fields"];
        let (statement, text) = (
            line["statement"].as_str().unwrap(),
            line["text"].as_str().unwrap(),
        );
        let act = statement.split(' ').next().unwrap();
        assert!(text.to_lowercase().starts_with(act) && !act.is_empty(), "{line}");
        assert!(line["micros"].is_u64(), "{line}");
        assert_eq!(line["request"].as_str().map(str::len), Some(36), "{line}");
    }
    let written = lines
        .iter()
        .map(|line| &line["fields"])
        .find(|line| line["request"] == request && line["statement"] == "insert post");
    let text = written.expect("the new post")["text"].as_str().unwrap();
    assert!(
        text.starts_with("INSERT INTO post ") && text.contains("$1"),
        "{text}"
    );
    let all = std::fs::read_to_string(place.log()).unwrap();
    for value in [name, number, app::demo::PASSWORD] {
        assert!(!all.contains(value), "{value} stands in the log");
    }
}

#[test]
fn what_somebody_sends_makes_no_line_of_the_log_of_its_own_and_no_other_fields() {
    let forged = "2026-01-01T00:00:00.000000Z ERROR forged";
    for look in [&["--log-json"][..], &[]] {
        let place = Place::new();
        let served = place.serve(look);
        let path = "/nothing%0A2026-01-01T00:00:00.000000Z%20ERROR%20forged%22,%22level%22:%22ERROR%22%1B[2J";
        let agent =
            "user-agent: \"},\"level\":\"ERROR\" \\u001b[2J\r\nx-forwarded-for: \"\\n forged, 10.0.0.1\r\n";
        assert_eq!(served.ask(&format!("GET {path}"), agent).status, 404);
        let number = format!("\n{forged}\u{1b}[2J");
        let fields = [
            ("school", "x\ny"),
            ("number", number.as_str()),
            ("password", "no"),
        ];
        let refused = served.post("/sign-in", "/sign-in", &fields);
        assert!(refused.status >= 400, "{}", refused.status);
        let text = std::fs::read_to_string(place.log()).unwrap();
        assert!(text.contains("/nothing%0A"), "the request has its line: {text}");
        assert!(!text.contains(forged) && !text.contains('\u{1b}'), "{text}");
        if look.is_empty() {
            let dated = |line: &str| line.starts_with("20") && line[..32].contains("Z ");
            assert!(text.lines().all(dated), "{text}");
            continue;
        }
        for line in place.lines() {
            assert_ne!(line["level"], "ERROR", "{line}");
            let at = line["timestamp"].as_str().unwrap();
            assert!(at.ends_with('Z'), "{at} is no time of UTC");
        }
    }
}
