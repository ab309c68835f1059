//! A made-up nation of any size: the same for the same seed, whole, and only in an empty place.

use std::path::Path;
use std::process::{Command, Output};

use crate::bench::{Served, Visitor};

fn gongxue(words: &[&str], data: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongxue"));
    command.args(words).arg("--data").arg(data).output().unwrap()
}

/// What the checks say of every organisation: its name and how many lines or counts were proved.
fn proved(data: &Path) -> Vec<String> {
    let proved = ["audit", "facts"].map(|what| {
        let output = gongxue(&[what, "verify"], data);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    });
    proved
        .iter()
        .flat_map(|said| said.lines().map(str::to_owned))
        .collect()
}

#[test]
fn a_seed_makes_the_same_nation_again_another_seed_another_and_each_serves() {
    const NATION: [&str; 7] = ["seed", "--provinces", "2", "--schools", "2", "--students", "60"];
    let folders: [_; 3] = std::array::from_fn(|_| tempfile::tempdir().unwrap());
    let seeds = ["1", "1", "2"];
    let said = [0, 1, 2].map(|place| {
        let words = [&NATION[..], &["--seed", seeds[place]]].concat();
        let output = gongxue(&words, folders[place].path());
        assert!(output.status.success(), "{output:?}");
        let said = String::from_utf8(output.stdout).unwrap();
        let rows = said.split_once(" students, ").unwrap().1;
        let rows = rows.split(' ').next().unwrap().parse::<u64>().unwrap();
        (rows, proved(folders[place].path()))
    });
    assert_eq!(said[0], said[1]);
    assert_ne!(said[0].1, said[2].1);
    assert!(said[0].0 > 3_000, "{}", said[0].0);
    let again = gongxue(&NATION, folders[0].path());
    assert_eq!(again.status.code(), Some(2));
    let told = String::from_utf8(again.stderr).unwrap();
    assert!(told.contains("wants an empty place"), "{told}");
    let served = Served::start(folders[0].path(), &[], "A made-up nation");
    let page = served.get("/sign-in").body;
    let names = said[0]
        .1
        .iter()
        .filter_map(|line| line.strip_prefix("ok")?.split_once(':'));
    // The last line of the counts is of all together.
    let names: Vec<&str> = names
        .map(|(name, _)| name.trim())
        .filter(|name| *name != "all together")
        .collect();
    assert_eq!(
        names.len(),
        2 * 5,
        "a ministry, two offices and two schools, proved twice"
    );
    for name in names {
        assert!(page.contains(name), "{name} in {page}");
    }
}

/// The grade sheets in a state that an office sees, each with the figures that it shows.
fn sheets(served: &Served, office: &Visitor, state: &str) -> Vec<Vec<String>> {
    let list = served.get_as(office, &format!("/grades?state={state}")).body;
    let links = list.split("href=\"/grades/").skip(1);
    let addressed = links.filter_map(|rest| rest.split('"').next());
    let ids = addressed.filter(|id| id.len() == 22 && id.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    ids.map(|id| {
        let page = served.get_as(office, &format!("/grades/{id}"));
        assert_eq!(page.status, 200, "{state}: {} {}", page.head, page.body);
        let texts = page.body.split('>').filter_map(|rest| rest.split('<').next());
        let figures = texts.filter(|text| text.parse::<f64>().is_ok());
        figures.map(str::to_owned).collect()
    })
    .collect()
}

#[test]
fn classes_of_a_seed_have_marks_of_their_own_and_sheets_stand_in_every_state() {
    const STATES: [&str; 5] = ["draft", "submitted", "checked", "correcting", "locked"];
    const SCHOOLS: usize = 3;
    let folder = tempfile::tempdir().unwrap();
    let words = ["seed", "--provinces", "1", "--schools", "3", "--students", "300"];
    let output = gongxue(&words, folder.path());
    assert!(output.status.success(), "{output:?}");
    let served = Served::start(folder.path(), &[], "A made-up nation");
    let mut seen = [0; STATES.len()];
    let mut rated: Vec<Vec<String>> = Vec::new();
    for school in 0..SCHOOLS {
        let office = served.sign_in_at("academic-affairs", school);
        for (place, state) in STATES.into_iter().enumerate() {
            let found = sheets(&served, &office, state);
            seen[place] += found.len();
            if state != "draft" {
                rated.extend(found);
            }
        }
    }
    assert!(seen.iter().all(|count| *count > 0), "{STATES:?}: {seen:?}");
    assert!(rated.len() > SCHOOLS, "{seen:?}");
    for (place, one) in rated.iter().enumerate() {
        assert!(one.len() > 100, "a sheet of {one:?}");
        for other in &rated[place + 1..] {
            let alike = one.iter().zip(other).filter(|(one, other)| one == other).count();
            assert!(
                alike * 3 < one.len().min(other.len()),
                "{alike} of {} figures are alike",
                one.len()
            );
        }
    }
}
