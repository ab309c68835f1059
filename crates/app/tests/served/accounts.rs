//! Two accounts of a database server: one owns the schema and upgrades it, the other serves and may change rows alone.

use std::process::Command;

use crate::bench::{Served, free, serve};

/// The server of the tests, where they run on one.
#[allow(
    clippy::disallowed_methods,
    reason = "the test's engine is chosen by the environment"
)]
fn server() -> Option<String> {
    let url = std::env::var("GONGXUE_TEST_DATABASE").unwrap_or_default();
    url.starts_with("postgres").then_some(url)
}

fn run(url: &str, sql: &str) -> Result<(), postgres::Error> {
    postgres::Client::connect(url, postgres::NoTls)?.batch_execute(sql)
}

/// The address of a database on the server as an account has it.
fn at(server: &str, account: &str, database: &str) -> String {
    let (scheme, rest) = server.split_once("://").unwrap();
    let host = rest.split(['/', '?']).next().unwrap();
    let host = host.rsplit('@').next().unwrap();
    let query = server.split_once('?').map(|(_, query)| format!("?{query}"));
    format!(
        "{scheme}://{account}@{host}/{database}{}",
        query.unwrap_or_default()
    )
}

/// The lines of docs/operations.md that an operator is told to run, for other names than theirs.
fn told(marked: &str, [owner, serving, database]: [&str; 3]) -> String {
    let page = include_str!("../../../../docs/operations.md");
    let begins = page.find(marked).expect(marked) + marked.len();
    let lines = &page[begins..begins + page[begins..].find("```").unwrap()];
    lines
        .replace("gongxue_owner", owner)
        .replace("gongxue_serve", serving)
        .replace("DATABASE gongxue", &format!("DATABASE {database}"))
}

/// What goes again however the test ends.
struct Gone {
    server: String,
    names: [String; 3],
}

impl Drop for Gone {
    fn drop(&mut self) {
        let [owner, serving, database] = &self.names;
        for sql in [
            format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)"),
            format!("DROP ROLE IF EXISTS {owner}"),
            format!("DROP ROLE IF EXISTS {serving}"),
        ] {
            run(&self.server, &sql).ok();
        }
    }
}

#[test]
fn whoever_serves_needs_no_right_to_change_the_schema_that_another_account_upgrades() {
    let Some(server) = server() else { return };
    let id = std::process::id();
    let names = [format!("gxo_{id}"), format!("gxs_{id}"), format!("gxa_{id}")];
    let gone = Gone { server, names };
    let [owner, serving, database] = gone.names.each_ref().map(String::as_str);
    for sql in [
        format!("CREATE ROLE {owner} LOGIN"),
        format!("CREATE ROLE {serving} LOGIN"),
        format!("CREATE DATABASE {database} OWNER {owner}"),
    ] {
        run(&gone.server, &sql).unwrap();
    }
    let [own, less] = [owner, serving].map(|account| at(&gone.server, account, database));
    let granted = told(
        "```sql\n-- in the database, as its owner\n",
        [owner, serving, database],
    );
    run(&own, &granted).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();

    // Nothing is there yet, and this account may not make it.
    let flags = ["--demo", "--database", &less];
    let refused = serve(data, &free(), &flags).output().unwrap();
    let said = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(2), "{said}");
    assert!(said.contains("gongxue upgrade"), "{said}");

    let upgraded = Command::new(env!("CARGO_BIN_EXE_gongxue"))
        .args(["upgrade", "--database", &own, "--data"])
        .arg(data)
        .output()
        .unwrap();
    let said = String::from_utf8(upgraded.stderr).unwrap();
    assert_eq!(upgraded.status.code(), Some(0), "{said}");
    let kept = told("```sql\n-- after the first upgrade\n", [owner, serving, database]);
    run(&own, &kept).unwrap();

    // Everything that pages and the work beside them do is done with rows alone.
    let served = Served::start(data, &flags, "A made-up nation");
    let teacher = served.sign_in("teacher");
    assert_eq!(served.get_as(&teacher, "/").status, 200);
    let form = [("lang", "en"), ("back", "/")];
    assert_eq!(served.post_as(&teacher, "/language", &form).unwrap().status, 303);
    let figures = served.get("/metrics").body;
    let mut failures = figures
        .lines()
        .filter(|line| line.starts_with("gongxue_task_failures_total{"))
        .peekable();
    assert!(failures.peek().is_some(), "{figures}");
    assert!(failures.all(|line| line.ends_with(" 0")), "{figures}");
    drop(served);
    for change in [
        "CREATE TABLE more (id bigint)",
        "DROP TABLE person",
        "TRUNCATE person",
        "DELETE FROM audit_line",
        "UPDATE audit_seal SET number = 0",
    ] {
        assert!(run(&less, change).is_err(), "{change}");
    }
}
