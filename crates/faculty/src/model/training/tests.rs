use super::*;
use kernel::{Id, RawId};

const HEAD: &str = "工号,姓名,级别,主办单位,主办层级,开始日期,结束日期,结果,证书编号\n";

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn key(number: &str) -> Vec<u8> {
    format!("key of {number}").into_bytes()
}

fn teacher(id: u128, school: &str, number: &str, name: &str) -> KnownTeacher {
    KnownTeacher {
        teacher: Id::of(RawId::from_u128(id)),
        head: vec![id as u8],
        identity: None,
        school: school.to_owned(),
        number: number.to_owned(),
        name: name.to_owned(),
    }
}

fn teachers() -> Vec<KnownTeacher> {
    let mut all = vec![
        teacher(1, "江南市技师学院", "JS0406", "施喆"),
        teacher(2, "江南市技师学院", "JS0413", "阿依古丽·托合提"),
        teacher(3, "滨海高级技工学校", "JS0406", "单小红"),
    ];
    all[2].identity = Some(key("330102200801010016"));
    all
}

fn read_with(csv: &str, results: &[KnownResult]) -> Preview {
    let workbook = paper::sheet::read(csv.as_bytes(), "training.csv").unwrap();
    let known = Known {
        today: day("2026-11-23"),
        teachers: &teachers(),
        results,
        identity_key: &key,
    };
    read_results(&workbook, &known)
}

fn findings(preview: &Preview) -> Vec<(String, String)> {
    let place = |finding: &Finding| finding.at.map(|at| at.to_string()).unwrap_or_default();
    preview
        .findings
        .0
        .iter()
        .map(|finding| (place(finding), finding.text.key.to_string()))
        .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected
        .iter()
        .map(|(at, key)| ((*at).to_owned(), (*key).to_owned()))
        .collect()
}

#[test]
fn results_are_read_for_the_teachers_they_mean() {
    let csv = "学校,工号,证件号码,姓名,级别,主办单位,主办层级,开始日期,结束日期,结果,证书编号,课时\n\
        江南市技师学院,JS0406,,施喆,三级,浙江省技工教研室,省,2023-07-24,2023-08-02,合格,Z1,60\n\
        滨海高级技工学校,JS0406,,单小红,二级,中国就业培训技术指导中心,部级,2024-12-20,2024-12-31,不合格,,60\n\
        ,,330102200801010016,单小红,一级,滨海市人社局,市,2025/3/1,2025/3/5,通过,,40\n\
        ,js0413,,阿依古丽•托合提,三级,江南市技师学院,校,2025-03-01,2025-03-05,合格,,40\n";
    let preview = read_with(csv, &[]);
    assert_eq!(findings(&preview), []);
    assert_eq!(preview.unread, ["课时"]);
    let rows = preview.rows().unwrap();
    let ids: Vec<u128> = rows
        .iter()
        .map(|(_, result)| result.teacher.raw().as_u128())
        .collect();
    assert_eq!(ids, [1, 3, 3, 2]);
    let first = &rows[0].1;
    assert_eq!(
        (first.level, first.tier, first.outcome),
        (TeacherLevel::Third, Tier::Province, Outcome::Passed)
    );
    assert_eq!((first.first, first.last), (day("2023-07-24"), day("2023-08-02")));
    assert_eq!(rows[1].1.outcome, Outcome::Failed);
    assert_eq!(rows[3].1.tier, Tier::School);
}

#[test]
fn the_same_teacher_and_level_on_a_shared_day_is_refused() {
    let stored = [KnownResult {
        head: vec![1],
        level: TeacherLevel::Third,
        days: (day("2024-05-01"), day("2024-05-10")),
    }];
    let school = "学校,".to_owned() + HEAD;
    let row = |level: &str, first: &str, last: &str| {
        format!("江南市技师学院,JS0406,施喆,{level},省厅,省,{first},{last},合格,\n")
    };
    let csv = school
        + &row("三级", "2024-05-10", "2024-05-20")
        + &row("三级", "2024-05-21", "2024-05-30")
        + &row("三级", "2024-05-30", "2024-06-02")
        + &row("二级", "2024-05-01", "2024-05-10");
    let expected = [
        ("G2", "faculty-training-twice"),
        ("G4", "faculty-training-twice-in-file"),
    ];
    let preview = read_with(&csv, &stored);
    assert_eq!(findings(&preview), pairs(&expected));
    assert_eq!(preview.rows(), None);
}

#[test]
fn every_fault_of_a_row_is_named_by_its_cell() {
    let csv = HEAD.to_owned()
        + "JS0413,阿依古丽,三级,省厅,省,2024-05-01,2024-05-10,合格,Z1\n"
        + "JS9999,无名,四级,,县,2024-05-10,2024-05-01,优,Z1\n"
        + "JS0406,施喆,三级,省厅,省,2026-11-20,2026-11-24,不合格,Z2\n"
        + ",施喆,三级,省厅,省,x,2024-05-01,合格,\n";
    let expected = [
        ("B2", "faculty-training-name"),
        ("A3", "faculty-training-unknown"),
        ("C3", "people-roster-teacher-level"),
        ("D3", "org-intake-empty"),
        ("E3", "faculty-training-tier"),
        ("G3", "faculty-training-backwards"),
        ("H3", "faculty-training-outcome"),
        ("I3", "faculty-training-certificate-twice"),
        ("A4", "faculty-training-several"),
        ("G4", "faculty-training-future"),
        ("I4", "faculty-training-certificate-failed"),
        ("A5", "faculty-training-who"),
        ("F5", "org-intake-no-day"),
    ];
    let preview = read_with(&csv, &[]);
    assert_eq!(findings(&preview), pairs(&expected));
    assert_eq!((preview.total, preview.faults().count()), (4, 12));
}

#[test]
fn trainings_that_touch_share_a_day_and_neighbours_do_not() {
    let may = (day("2024-05-01"), day("2024-05-10"));
    assert!(overlap(may, (day("2024-05-10"), day("2024-05-12"))));
    assert!(overlap(may, (day("2024-04-01"), day("2024-06-01"))));
    assert!(!overlap(may, (day("2024-05-11"), day("2024-05-12"))));
}
