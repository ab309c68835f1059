//! Chapter 12: the plan, the confirmed list, training, and what nation, province and school read of them.

use testkit::{Person, TestApp};

use crate::hands::{between, done, fields, page, said, sent, set};
use crate::nation::{Nation, Small};
use crate::rosters::{School, brought};

/// One human under two numbers: a teacher who moved from the first province to the second.
const IDENTITY: &str = "110101199003070994";

/// The counts of the story, told at every height.
pub async fn told(app: &TestApp, nation: &Nation<'_>, school: &School<'_>) {
    plan_is_edited(&nation.officer).await;
    confirmed(nation).await;
    trained(nation).await;
    for _ in 0..4 {
        app::upkeep::round(&app.house).await.expect("facts are folded");
    }
    // One major in three schools is one; a teacher who moved province is one head at two person-times.
    let shown = page(&nation.officer, "/counts").await;
    figures(&shown, "the nation", [1, 3, 5, 4], [3, 2]);
    assert!(shown.contains("7,000"), "the edited target: {}", said(&shown));
    assert!(
        shown.contains("阶段外") && shown.contains("2023-08-01 – 2023-08-31"),
        "{}",
        said(&shown)
    );
    let first = page(&nation.provinces[0], "/counts").await;
    figures(&first, "the first province", [1, 2, 4, 4], [2, 2]);
    let second = page(&nation.provinces[1], "/counts").await;
    figures(&second, "the second province", [1, 1, 1, 1], [1, 0]);
    let own = page(&school.small.affairs, "/counts").await;
    figures(&own, "the school", [1, 1, 4, 4], [1, 2]);
    opens(nation, school).await;
}

/// Majors, schools, person-times and heads; schools that adopted and classes at work.
fn figures(shown: &str, whose: &str, first: [i64; 4], second: [i64; 2]) {
    let labels = ["专业", "院校", "师资培训人次", "师资培训人数"];
    let pairs = labels.into_iter().zip(first);
    let all = pairs.chain(["采用标准的院校", "正在实施的班级"].into_iter().zip(second));
    for (label, expected) in all {
        let value = between(shown, &format!("stat-label\">{label}<"), "</div>");
        let value = between(value, "stat-value\"", "</");
        let value = value.rsplit('>').next().unwrap_or_default();
        assert_eq!(value, expected.to_string(), "{label} of {whose}");
    }
}

/// The next plan is data: the target of the third phase changes with a reason.
async fn plan_is_edited(officer: &Person<'_>) {
    let mut fields = fields(&page(officer, "/counts/plan/edit").await);
    fields.retain(|(name, _)| name != "q");
    let names = ["trained-3", "reason"];
    for (name, value) in names.into_iter().zip(["7000", "按 2026 年部署"]) {
        set(&mut fields, name, value);
    }
    assert_eq!(
        done(officer, "/counts/plan", &sent(&fields)).await,
        "/counts/plan"
    );
    assert!(page(officer, "/counts/plan").await.contains("7,000"));
}

/// Two pairs are entered, the third comes with a list; one more is withdrawn again.
async fn confirmed(nation: &Nation<'_>) {
    let officer = &nation.officer;
    let pair = |school: &'static str, major: &'static str| {
        [("school", school), ("major", major), ("day", "2025-06-01")]
    };
    for small in &nation.schools[..2] {
        done(officer, "/counts/pairs", &pair(small.code, "0106")).await;
    }
    let list = "院校代码,专业代码,确认日期\n510197,0106,2023-08-15\n";
    let file = ("file", "pairs.csv", list.as_bytes());
    let preview = nation.provinces[1]
        .upload("/counts/pairs/import", &[], file)
        .await;
    let shown = preview.text();
    let held = between(&shown, "name=\"held\" value=\"", "\"");
    done(&nation.provinces[1], "/counts/pairs/list", &[("held", held)]).await;
    done(officer, "/counts/pairs", &pair("330199", "0403")).await;
    let path = format!("/counts/pairs?school={}", nation.schools[0].id);
    let shown = page(officer, &path).await;
    let row = shown.split("汽车维修").nth(1).expect("the pair");
    let away = between(row, "action=\"", "\"").to_owned();
    done(officer, &away, &[("reason", "评估未通过")]).await;
    let foreign = nation.provinces[0]
        .post("/counts/pairs", &pair("510197", "0403"))
        .await;
    assert_eq!(foreign.status, 422, "a province confirms its own schools only");
}

/// Results come in: one in August 2023, one on the last day of a year, one by a teacher who moved, one not passed.
async fn trained(nation: &Nation<'_>) {
    let (first, last) = (&nation.schools[0], &nation.schools[2]);
    moved(first, "Z-1").await;
    moved(last, "Z-9").await;
    let head = "工号,姓名,培训级别,主办单位,主办层级,开始日期,结束日期,结果\n";
    let rows = "JS0406,施喆,三级,省教研室,省,2023-08-20,2023-08-28,合格\n\
                JS0407,蓝晓珺,二级,省教研室,省,2025-12-22,2025-12-31,合格\n\
                JS0402,亓文渊,一级,国家级集训基地,部,2024-12-23,2024-12-31,合格\n\
                Z-1,尉迟平,三级,省教研室,省,2025-05-05,2025-05-09,合格\n\
                JS0403,覃建新,三级,省教研室,省,2025-05-05,2025-05-09,不合格\n";
    taught(&first.affairs, &format!("{head}{rows}")).await;
    let row = "Z-9,尉迟平,二级,省教研室,省,2025-07-07,2025-07-11,合格\n";
    taught(&last.affairs, &format!("{head}{row}")).await;
    // The same level on a shared day is refused, wherever it was passed.
    let twice = format!("{head}Z-9,尉迟平,三级,省教研室,省,2025-05-09,2025-05-12,合格\n");
    let file = ("file", "results.csv", twice.as_bytes());
    let refused = last.affairs.upload("/training/import", &[], file).await;
    assert_eq!(refused.status, 422, "{}", said(&refused.text()));
}

/// The teacher who moved stands on the roster of a school.
async fn moved(small: &Small<'_>, number: &str) {
    let csv = format!("工号,姓名,证件号码,岗位\n{number},尉迟平,{IDENTITY},工学一体化教师\n");
    brought(&small.affairs, "teachers", ("moved.csv", csv.as_bytes())).await;
}

async fn taught(affairs: &Person<'_>, csv: &str) {
    let file = ("file", "results.csv", csv.as_bytes());
    let preview = affairs.upload("/training/import", &[], file).await;
    assert_eq!(preview.status, 200, "{}", said(&preview.text()));
    let shown = preview.text();
    let held = between(&shown, "name=\"held\" value=\"", "\"");
    done(affairs, "/training/results", &[("held", held)]).await;
}

/// Every number opens to its rows, as far down as the reader may see.
async fn opens(nation: &Nation<'_>, school: &School<'_>) {
    let (id, officer) = (&school.small.id, &nation.officer);
    let of_school = page(officer, &format!("/counts/schools/{id}")).await;
    assert!(of_school.contains("江南市技师学院"));
    let pairs = page(officer, "/counts/pairs").await;
    assert!(
        pairs.contains("西岭技工学校") && pairs.contains("评估未通过"),
        "{}",
        said(&pairs)
    );
    let training = page(officer, "/training").await;
    assert!(
        training.contains("江南市技师学院") && !training.contains("蓝晓珺"),
        "{}",
        said(&training)
    );
    let names = format!("/training/schools/{id}");
    assert_eq!(officer.get(&names).await.status, 403, "a ministry sees counts");
    assert!(page(&nation.provinces[0], &names).await.contains("蓝晓珺"));
    assert_eq!(nation.provinces[1].get(&names).await.status, 404);
    let region = page(officer, "/counts/regions/330000").await;
    figures(
        &region,
        "the first province, read by the ministry",
        [1, 2, 4, 4],
        [2, 2],
    );
}
