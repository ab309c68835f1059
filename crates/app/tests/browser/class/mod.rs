//! A teacher and three students in one class, each with a window of their own, two of them on phones: from the design of a
//! task through work and judgement to the grades of it, with axe on every page that they come to.

mod design;
mod grades;
mod lead;
mod work;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::bench::{Browser, DESK, PHONE, Served};

/// The school.
const SCHOOL: &str = "江南市技师学院";
/// A tablet, held upright.
const TABLET: (u32, u32) = (768, 1024);
/// Three students of one group, by the numbers that the first class of the school gives.
const STUDENTS: [(&str, &str, (u32, u32)); 3] = [
    ("25019901", "李浩然", PHONE),
    ("25019902", "单小红", PHONE),
    ("25019903", "曾志强", TABLET),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_class_goes_from_the_design_of_a_task_to_its_grades() {
    let served = Served::demo();
    let folder = tempfile::tempdir().unwrap();
    let teacher = window(&served, "teacher", DESK).await;
    let task = design::write(&teacher).await;
    let run = lead::open(&teacher, &task.id).await;
    let (one, two, three) = tokio::join!(
        window(&served, STUDENTS[0].0, STUDENTS[0].2),
        window(&served, STUDENTS[1].0, STUDENTS[1].2),
        window(&served, STUDENTS[2].0, STUDENTS[2].2),
    );
    let mut faults = [task.faults, run.faults].concat();

    faults.extend(work::waits_at_the_gate(&two, &run.id).await);
    lead::releases(&teacher, &run.id, "第1组").await;
    let board = lead::watches(&teacher, &run.id).await;
    let (answered, measured, asked) = tokio::join!(
        work::answers(&one, &run.id),
        work::measures(&two, &run.id, &folder),
        work::asks_for_help(&three, &run.id),
    );
    faults.extend([board, answered, measured, asked].concat());
    faults.extend(lead::sees_them_at_work(&teacher).await);

    faults.extend(lead::returns(&teacher, &run.id, STUDENTS[0].1).await);
    faults.extend(work::mends(&one, &run.id).await);
    faults.extend(lead::accepts(&teacher, &run.id, STUDENTS[0].1).await);

    faults.extend(grades::opens_the_round(&teacher, &run.id).await);
    let link = grades::invites(&teacher, &run.id).await;
    let mentor = Browser::open(&served).await;
    let (rated, also, by_mentor) = tokio::join!(
        grades::rates(&one, &run.id),
        grades::rates(&two, &run.id),
        grades::rates_by_link(&mentor, &link),
    );
    faults.extend([rated, also, by_mentor].concat());
    faults.extend(grades::fills_the_sheet(&teacher, &run.id).await);
    faults.extend(grades::locks(&mentor, &run.id).await);
    faults.extend(grades::reads_the_result(&one, &run.id).await);

    for browser in [teacher, one, two, three, mentor] {
        browser.close().await;
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

async fn window(served: &Served, number: &str, size: (u32, u32)) -> Browser {
    let browser = Browser::open(served).await;
    browser.resize(size).await;
    browser.command("Network.enable", json!({})).await;
    browser.sign_in(SCHOOL, number).await;
    browser
}

/// The picture that a camera would have taken: here, of the page.
async fn photo(browser: &Browser, folder: &TempDir, name: &str) -> std::path::PathBuf {
    let file = folder.path().join(name);
    browser.driver.screenshot(&file).await.unwrap();
    file
}

/// The names of the fields that the selector chooses, each as a selector of its own.
async fn fields(browser: &Browser, selector: &str) -> Vec<String> {
    let names = "return [...document.querySelectorAll(arguments[0])].map(e => `[name=\"${e.name}\"]`)";
    let names: Value = browser.run(names, vec![json!(selector)]).await;
    serde_json::from_value(names).unwrap()
}
