//! A demonstration stays one, and an installation of real people never becomes one.

use std::path::Path;
use std::process::Output;

use crate::bench::{Served, free, serve};

const GREETED: &str = "A made-up nation";
/// What stands on the sign-in of a demonstration only.
const OFFERED: &str = "Gongxue-2026";

/// What the binary says where it does not start.
fn refused(data: &Path, flags: &[&str]) -> Output {
    serve(data, &free(), flags).output().unwrap()
}

#[test]
fn a_demonstration_goes_on_as_one_without_its_flag() {
    let data = tempfile::tempdir().unwrap();
    drop(Served::start(data.path(), &["--demo"], GREETED));
    for flags in [&[][..], &["--demo"]] {
        let served = Served::start(data.path(), flags, GREETED);
        assert!(served.get("/sign-in").body.contains(OFFERED), "{flags:?}");
    }
}

#[test]
fn an_installation_of_real_people_refuses_to_become_a_demonstration() {
    let data = tempfile::tempdir().unwrap();
    let served = Served::start(data.path(), &[], "or http");
    let code = served.said.split("with the code ").nth(1).unwrap();
    let code = code.split(';').next().unwrap().to_owned();
    let fields = [
        ("code", code.as_str()),
        ("kind", "ministry"),
        ("org-code", "00"),
        ("name", "国家技工教育管理部门"),
        ("lead-name", "王建国"),
        ("lead-number", "lead"),
        ("system-name", "李伟"),
        ("system-number", "sys"),
        ("security-name", "张玥"),
        ("security-number", "sec"),
        ("audit-name", "赵翀"),
        ("audit-number", "aud"),
    ];
    let started = served.post("/start", &format!("/start?code={code}"), &fields);
    assert_eq!(started.status, 200, "{}", started.body);
    drop(served);
    let output = refused(data.path(), &["--demo"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("people who were not made up") && said.contains("without --demo"),
        "{said}"
    );
    let served = Served::start(data.path(), &[], "Gongxue");
    let page = served.get("/sign-in");
    assert_eq!(page.status, 200);
    assert!(!page.body.contains(OFFERED), "nobody's password is offered");
}
