//! Chapters 6 and 7: a teacher designs the sample task; the four documents are views of one graph.

use paper::word::read::{Block, read};
use testkit::Person;

use crate::hands::{between, done, every, link_to, page, said, saves};
use crate::rosters::School;

/// 学习任务分析表, 教学活动策划表, 学习任务考核方案, 学习任务工作页.
const DOCUMENTS: [u8; 4] = [6, 7, 8, 9];

/// A task that was designed.
pub struct Task {
    /// Its address, `/tasks/…`.
    pub path: String,
    /// Its phases in order.
    pub phases: Vec<String>,
    /// Every step by its number, in order: `1.1`.
    pub steps: Vec<(String, String)>,
}

impl Task {
    /// Its id.
    pub fn id(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// The step of a number.
    pub fn step(&self, number: &str) -> &str {
        let mut steps = self.steps.iter();
        &steps.find(|(known, _)| known == number).expect("the step").1
    }
}

/// The sample comes from its description; a field saves itself; every document follows.
pub async fn designed(school: &School<'_>, course_task: &str) -> Task {
    let teacher = &school.small.teacher;
    let form = page(teacher, &format!("/tasks/new?course={course_task}")).await;
    assert!(
        form.contains("value=\"螺纹轴的数控车床加工\"") && form.contains("value=\"96\""),
        "{}",
        said(&form)
    );
    let path = done(
        teacher,
        "/tasks",
        &[("source", "sample"), ("course", course_task)],
    )
    .await;
    let shown = page(teacher, &path).await;
    for figure in [
        "螺纹轴的数控车床加工",
        "环节学时 96 / 96",
        "配分 100 / 100",
        ">18<",
        ">53<",
        "没有发现问题",
    ] {
        assert!(shown.contains(figure), "{figure} in {}", said(&shown));
    }
    let order = between(&shown, "data-order=", "</ol>");
    let task = Task {
        phases: every(order, "data-id=\""),
        steps: steps(&shown, &path),
        path,
    };
    assert_eq!((task.phases.len(), task.steps.len()), (6, 18));
    documents_follow(teacher, &task).await;
    let elsewhere = teacher.get("/tasks/0000000000000000000000").await;
    assert_eq!(elsewhere.status, 404);
    task
}

/// The steps of the outline.
fn steps(shown: &str, path: &str) -> Vec<(String, String)> {
    let counts = [3, 3, 2, 5, 2, 3];
    let numbers = (1..)
        .zip(counts)
        .flat_map(|(phase, count)| (1..=count).map(move |step| format!("{phase}.{step}")));
    let found = numbers.map(|number| {
        let address = link_to(shown, &format!("{number} "));
        let id = address.strip_prefix(&format!("{path}/nodes/")).map(str::to_owned);
        (number, id.expect("a step"))
    });
    found.collect()
}

/// Other hours of a phase stand in all four documents, on the page and in Word; undone, they are gone.
async fn documents_follow(teacher: &Person<'_>, task: &Task) {
    let before = documents(teacher, task).await;
    let phase = format!("{}/nodes/{}", task.path, task.phases[0]);
    saves(teacher, &phase, ("hours", "37.3"), "1").await;
    let after = documents(teacher, task).await;
    for ((number, old), (_, new)) in before.iter().zip(&after) {
        // Two list the phase; two say that the phases no longer sum to the task's 96.
        let said = if matches!(number, 7 | 9) {
            "37.3"
        } else {
            "（各环节合计121.3）"
        };
        assert!(!old.contains(said), "{said} stood in {number} before");
        assert!(new.contains(said), "{said} in {number}: {new}");
    }
    done(teacher, &format!("{}/undo", task.path), &[]).await;
    assert_eq!(documents(teacher, task).await, before);
    let plan = page(teacher, &format!("{}/documents/8", task.path)).await;
    assert!(!plan.contains("企评"), "the enterprise has no weight here");
}

/// The words of every document as Word has them.
async fn documents(teacher: &Person<'_>, task: &Task) -> Vec<(u8, String)> {
    let mut found = Vec::new();
    for number in DOCUMENTS {
        let base = format!("{}/documents/{number}", task.path);
        page(teacher, &base).await;
        let word = teacher.get(&format!("{base}/word")).await;
        let document = read(&word.bytes).expect("a Word file");
        let mut text = String::new();
        words(&document.blocks, &mut text);
        found.push((number, text.split_whitespace().collect()));
    }
    found
}

fn words(list: &[Block], text: &mut String) {
    for block in list {
        match block {
            Block::Paragraph(paragraph) => text.push_str(&paragraph.text),
            Block::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                cells.for_each(|cell| words(&cell.blocks, text));
            }
        }
        text.push('\n');
    }
}

/// What a copy of an item is to be: its name, its marks, its weights of self, peers, teacher and enterprise.
pub type Item<'i> = (&'i str, &'i str, [&'i str; 4]);

/// Copies a task under another name, with these items in place of its first ones and without the others.
pub async fn copied(teacher: &Person<'_>, task: &Task, name: &str, items: &[Item<'_>]) -> Task {
    let path = done(teacher, "/tasks", &[("source", task.id()), ("name", name)]).await;
    let list = page(teacher, &format!("{path}/assessment")).await;
    let table = between(&list, "<tbody>", "</tbody>");
    let places = every(table, "href=\"");
    for (place, item) in places.iter().zip(items) {
        weighed(teacher, place, *item).await;
    }
    for place in &places[items.len()..] {
        done(teacher, &format!("{place}/removal"), &[]).await;
    }
    let shown = page(teacher, &path).await;
    assert!(
        shown.contains("配分 100 / 100") && shown.contains("权重各为 100%"),
        "{}",
        said(&shown)
    );
    let order = between(&shown, "data-order=", "</ol>");
    Task {
        phases: every(order, "data-id=\""),
        steps: steps(&shown, &path),
        path,
    }
}

/// Types an item over.
async fn weighed(teacher: &Person<'_>, place: &str, (name, marks, weights): Item<'_>) {
    let [own, peer, by_teacher, enterprise] = weights;
    let fields = [
        ("name", name),
        ("marks", marks),
        ("weights.own", own),
        ("weights.peer", peer),
        ("weights.teacher", by_teacher),
        ("weights.enterprise", enterprise),
        ("peers", if peer == "0" { "" } else { "own-group" }),
    ];
    let mut version = "1".to_owned();
    for field in fields {
        let saved = saves(teacher, place, field, &version).await.text();
        version = between(&saved, "\"version\":", "}").to_owned();
    }
}
