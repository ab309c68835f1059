use super::codes::{Employment, StudentStatus, TeacherLevel};
use super::student::{StudentRow, read_students};
use super::teacher::{TeacherRow, read_teachers};
use super::*;
use kernel::{Id, RawId, Role};
use paper::sheet::{Workbook, read};

const STUDENTS: &[u8] = include_bytes!("../../../tests/data/students.xlsx");
const WITH_ERRORS: &[u8] = include_bytes!("../../../tests/data/students-with-errors.xlsx");
const TEACHERS: &[u8] = include_bytes!("../../../tests/data/teachers.xlsx");
const HEAD: &str = "学号,姓名,身份证号,班级";

fn classes() -> Vec<String> {
    ["数控2501班", "数控2502班"].map(str::to_owned).to_vec()
}

fn key(number: &str) -> Vec<u8> {
    format!("key of {number}").into_bytes()
}

fn students_of(workbook: &Workbook, people: &[KnownPerson]) -> Preview<StudentRow> {
    let today = "2026-11-23".parse().unwrap();
    read_students(
        workbook,
        &Known {
            today,
            classes: &classes(),
            people,
            taken: &[("J1001".to_owned(), "金工".to_owned())].into(),
            identity_key: &key,
        },
    )
}

fn students(csv: &str, people: &[KnownPerson]) -> Preview<StudentRow> {
    students_of(&read(csv.as_bytes(), "students.csv").unwrap(), people)
}

fn teachers(workbook: &Workbook) -> Preview<TeacherRow> {
    let today = "2026-11-23".parse().unwrap();
    read_teachers(
        workbook,
        &Known {
            today,
            classes: &[],
            people: &[],
            taken: &[].into(),
            identity_key: &key,
        },
    )
}

fn line(finding: &Finding) -> String {
    let severity = if finding.severity == Severity::Fault {
        "fault"
    } else {
        "warning"
    };
    let at = finding.at.map(|at| at.to_string()).unwrap_or_default();
    let args: Vec<String> = finding
        .text
        .args
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    format!("{at} {severity} {} {}\n", finding.text.key, args.join(" | "))
}

fn findings<R>(preview: &Preview<R>) -> Vec<(String, String)> {
    let place = |at: Option<paper::sheet::CellRef>| at.map(|at| at.to_string()).unwrap_or_default();
    preview
        .findings
        .0
        .iter()
        .map(|finding| (place(finding.at), finding.text.key.to_string()))
        .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected
        .iter()
        .map(|(at, key)| ((*at).to_owned(), (*key).to_owned()))
        .collect()
}

#[test]
fn the_sample_roster_has_eighty_four_students_and_no_fault() {
    let preview = students_of(&read(STUDENTS, "students.xlsx").unwrap(), &[]);
    assert_eq!(findings(&preview), []);
    let rows = preview.rows().unwrap();
    let in_class = |class: &str| rows.iter().filter(|row| row.value.class == class).count();
    assert_eq!(
        (rows.len(), in_class("数控2501班"), in_class("数控2502班")),
        (84, 44, 40)
    );
    assert_eq!((preview.total, preview.counts()), (84, [84, 0, 0, 0]));
    assert_eq!(preview.unread, [""; 0]);
    let first = &rows[0];
    assert_eq!(
        (first.row, first.value.number.as_str(), first.value.name.as_str()),
        (2, "25010630101", "李浩然")
    );
    assert_eq!(first.value.certificate.masked(), "330683********9976");
    assert_eq!(first.value.values()["major"], "数控加工（数控车工）");
    assert_eq!(
        rows.iter()
            .filter(|row| row.value.name.as_str() == "李浩然")
            .count(),
        2
    );
    assert_eq!(
        rows.iter()
            .filter(|row| row.value.name.as_str().contains('𬀩'))
            .count(),
        1
    );
    assert_eq!(
        rows.iter()
            .filter(|row| row.value.status == StudentStatus::SUSPENDED)
            .count(),
        1
    );
}

#[test]
fn the_faulty_roster_names_its_nine_rows() {
    let preview = students_of(&read(WITH_ERRORS, "students-with-errors.xlsx").unwrap(), &[]);
    let found: String = preview.findings.0.iter().map(line).collect();
    assert_eq!(
        found,
        include_str!("../../../tests/data/students-with-errors.findings.txt")
    );
    assert_eq!((preview.total, preview.faults().count()), (20, 7));
    assert_eq!(preview.rows(), None);
    let readable: Vec<u32> = preview.readable().iter().map(|row| row.row).collect();
    assert_eq!(readable, [2, 4, 6, 8, 10, 12, 14, 15, 16, 17, 18, 20, 21]);
    // Formula and text are read as the days they show.
    let born = |wanted: u32| {
        preview
            .readable()
            .iter()
            .find(|row| row.row == wanted)
            .and_then(|row| row.value.born)
    };
    assert_eq!(born(15).map(Day::number), Some(20_091_226));
    assert_eq!(born(17).map(Day::number), Some(20_100_520));
}

#[test]
fn unknown_words_and_wrong_forms_are_named_by_their_cells() {
    let csv = "学号,姓名,性别,证件类型,证件号码,出生日期,联系电话,监护人,监护人电话,班级,培养层次,学制,学生状态\n\
        1,单小红,无,居民身份证,330102200801010016,,123,,,数控2501班,特级,七年,请假\n\
        1,曾强,女,驾驶证,330102200801010016,2008-01-01,,曾大强,13800001111,数控2501班,高级,五年,在校\n\
        3,解三,女,居民身份证,330102200801010016,2008-01-01,,解大,13800001111,数控2501班,高级,五年,在校\n\
        4,区四,女,居民身份证,330102200801010016,2008-01-01,,区大,13800001111,数控2501班,高级,五年,在校\n\
        5,Anna Lee,女,护照,E1234567,1949-12-31,,,,数控2501班,高级,五年,在校\n";
    let expected = [
        ("C2", "people-roster-sex"),
        ("F2", "org-intake-empty"),
        ("G2", "people-roster-phone"),
        ("K2", "org-level-unknown"),
        ("L2", "people-roster-years"),
        ("M2", "people-roster-status"),
        ("A3", "people-roster-number-twice"),
        ("D3", "people-roster-certificate-kind"),
        ("C4", "people-roster-sex-differs"),
        ("E4", "people-roster-identity-twice"),
        ("C5", "people-roster-sex-differs"),
        ("E5", "people-roster-identity-twice"),
        ("F6", "people-roster-age"),
    ];
    // The birthday of 2008-01-01 makes an adult on 2026-01-01: row 2 needs no guardian on 2026-11-23.
    assert_eq!(findings(&students(csv, &[])), pairs(&expected));
}

#[test]
fn a_table_without_its_columns_is_refused_as_a_whole() {
    let preview = students("姓名,性别\n单小红,女\n", &[]);
    assert_eq!(preview.rows(), None);
    assert!(preview.faults().count() > 0 && preview.faults().all(|fault| fault.at.is_none()));
}

#[test]
fn few_columns_under_other_names_are_enough() {
    let csv =
        "序号,学籍号,学生姓名,公民身份号码,行政班\n1,25010630199,单 小红,330102200801010016,数控2501班\n";
    let preview = students(csv, &[]);
    assert_eq!(preview.unread, ["序号"]);
    let row = &preview.rows().unwrap()[0].value;
    assert_eq!(
        (row.name.as_str(), row.status),
        ("单小红", StudentStatus::ENROLLED)
    );
    assert_eq!(row.born.map(Day::number), Some(20_080_101));
}

fn known(number: u128, identity: Option<&str>, student: &str, name: &str) -> KnownPerson {
    let fields = [("class", "数控2501班"), ("status", "01"), ("sex", "1")];
    KnownPerson {
        person: Id::of(RawId::from_u128(number)),
        identity: identity.map(key),
        number: student.to_owned(),
        name: name.to_owned(),
        fields: fields.map(|(field, value)| (field, value.to_owned())).into(),
    }
}

const ONE: &str = "330102200801010016";
const TWO: &str = "440305200709151233";

fn fates(preview: &Preview<StudentRow>) -> Vec<Fate> {
    preview.readable().iter().map(|row| row.fate.clone()).collect()
}

fn change(field: &'static str, old: &str, new: &str) -> Change {
    Change {
        field,
        old: old.to_owned(),
        new: new.to_owned(),
    }
}

#[test]
fn a_later_roster_matches_by_identity_then_by_number() {
    let people = [known(1, Some(ONE), "A1", "单小红"), known(2, None, "A2", "曾强")];
    let person = |place: usize| people[place].person;
    let same = students(&format!("{HEAD}\nA1,单小红,{ONE},数控2501班\n"), &people);
    assert_eq!(fates(&same), [Fate::Unchanged(person(0))]);
    assert_eq!(same.absent(), [person(1)]);
    let renamed = students(&format!("{HEAD}\nA9,单晓红,{ONE},数控2501班\n"), &people);
    let changes = vec![change("number", "A1", "A9"), change("name", "单小红", "单晓红")];
    assert_eq!(fates(&renamed), [Fate::Changed(person(0), changes)]);
    let by_number = students(&format!("{HEAD}\nA2,曾强,{TWO},数控2501班\n"), &people);
    let changes = vec![change("identity", "", "********1233")];
    assert_eq!(fates(&by_number), [Fate::Changed(person(1), changes)]);
    let new = students(&format!("{HEAD}\nA3,解三,{TWO},数控2501班\n"), &people);
    assert_eq!(fates(&new), [Fate::New]);
}

#[test]
fn a_new_class_or_status_is_a_move() {
    let people = [
        known(1, Some(ONE), "A1", "单小红"),
        known(2, Some(TWO), "A2", "曾强"),
    ];
    let csv = format!("{HEAD},学生状态\nA1,单小红,{ONE},数控2502班,在校\nA2,曾强,{TWO},数控2501班,休学\n");
    let preview = students(&csv, &people);
    let expected = [
        Fate::Moved(
            people[0].person,
            vec![change("class", "数控2501班", "数控2502班")],
        ),
        Fate::Moved(people[1].person, vec![change("status", "01", "05")]),
    ];
    assert_eq!(fates(&preview), expected);
    assert_eq!(preview.counts(), [0, 0, 0, 2]);
}

#[test]
fn a_number_that_belongs_to_somebody_else_is_a_fault() {
    let people = [
        known(1, Some(ONE), "A1", "单小红"),
        known(2, Some(TWO), "A2", "曾强"),
    ];
    let other_name = students(
        &format!("{HEAD}\nA1,解三,371202201005209997,数控2501班\n"),
        &people,
    );
    assert_eq!(
        findings(&other_name),
        pairs(&[("A2", "people-roster-number-taken")])
    );
    let crossed = students(&format!("{HEAD}\nA2,单小红,{ONE},数控2501班\n"), &people);
    assert_eq!(findings(&crossed), pairs(&[("A2", "people-roster-number-taken")]));
    assert!(crossed.absent().is_empty());
    // The same name with another number on the certificate: a correction, to be looked at.
    let corrected = students(
        &format!("{HEAD}\nA1,单小红,371202201005209997,数控2501班\n"),
        &people,
    );
    assert_eq!(
        findings(&corrected),
        pairs(&[("C2", "people-roster-identity-changed")])
    );
    assert!(corrected.rows().is_some());
    // One row finds the person by identity, another the same person by number.
    let twice = students(
        &format!("{HEAD}\nA9,单小红,{ONE},数控2501班\nA1,单小红,371202201005209997,数控2501班\n"),
        &people,
    );
    assert_eq!(findings(&twice), pairs(&[("A3", "people-roster-person-twice")]));
}

#[test]
fn a_student_cannot_take_the_number_of_a_teacher() {
    let preview = students(&format!("{HEAD}\nJ1001,单小红,{ONE},数控2501班\n"), &[]);
    assert_eq!(findings(&preview), pairs(&[("A2", "people-roster-number-taken")]));
}

#[test]
fn only_the_classes_of_the_file_have_absent_students_and_who_left_is_not_missed() {
    let mut people = vec![
        known(1, Some(ONE), "A1", "单小红"),
        known(2, None, "A2", "曾强"),
        known(3, None, "A3", "解三"),
    ];
    people[1].fields.insert("class", "数控2502班".to_owned());
    people[2].fields.insert("status", "45".to_owned());
    let preview = students(&format!("{HEAD}\nA7,区四,{TWO},数控2501班\n"), &people);
    assert_eq!(preview.absent(), [people[0].person]);
}

#[test]
fn twenty_thousand_rows_are_read_at_once() {
    let rows: String = (0..20_000)
        .map(|number| format!("{number},区四,E{number:08},数控2501班,护照\n"))
        .collect();
    let preview = students(&format!("{HEAD},证件类型\n{rows}"), &[]);
    assert_eq!(preview.rows().map(<[_]>::len), Some(20_000));
}

#[test]
fn the_sample_of_teachers_has_twenty_four_rows_below_its_title() {
    let preview = teachers(&read(TEACHERS, "teachers.xlsx").unwrap());
    // Nine hold posts that a roster does not give, and are told so; two have words that are no post here.
    let appointed = ["D3", "D4", "D5", "D6", "D8", "D9", "D24", "D25", "D26"];
    let expected = appointed
        .map(|cell| (cell, "people-roster-post-appointed"))
        .into_iter()
        .chain([("D7", "people-roster-post"), ("D20", "people-roster-post")]);
    let mut expected: Vec<(&str, &str)> = expected.collect();
    expected.sort_by_key(|(cell, _)| cell[1..].parse::<u32>().unwrap_or_default());
    assert_eq!(findings(&preview), pairs(&expected));
    let rows = preview.rows().unwrap();
    assert_eq!(rows.len(), 24);
    let named = |name: &str| {
        &rows
            .iter()
            .find(|row| row.value.name.as_str() == name)
            .unwrap()
            .value
    };
    let head = named("薄志成");
    assert_eq!(head.courses, ["配合件数控车床加工", "数控车削工艺优化与工装设计"]);
    assert_eq!(
        (head.level, head.practice_months),
        (Some(TeacherLevel::First), Some(18))
    );
    assert_eq!(head.majors, ["数控加工（数控车工）"]);
    assert_eq!(named("解红梅").employment, Some(Employment::PartTime));
    assert_eq!(named("阿依古丽·托合提").posts[0].role, Some(Role::ClassTeacher));
    let roles = |role: Role| {
        rows.iter()
            .filter(|row| row.value.posts.iter().any(|post| post.role == Some(role)))
            .count()
    };
    let counted = [
        (Role::PartyOrganisation, 1),
        (Role::SchoolLeader, 1),
        (Role::AcademicAffairs, 2),
        (Role::MajorLeader, 2),
        (Role::Teacher, 9),
        (Role::EnterpriseMentor, 3),
        (Role::SystemAdmin, 1),
        (Role::SecurityAdmin, 1),
        (Role::AuditAdmin, 1),
    ];
    for (role, count) in counted {
        assert_eq!(roles(role), count, "{role:?}");
    }
}

#[test]
fn a_teachers_faults_are_named_by_their_cells() {
    let csv = "工号,姓名,证件号码,岗位,等级,企业实践月数,专兼职,入职日期\n\
        J1,单小红,330102200801010017,班主任、工学一体化教师,特级,很多,退休,2036-09-01\n\
        J1,曾强,,系统管理员、审计管理员,三级,3个月,专职,2020-09-01\n";
    let expected = [
        ("C2", "people-roster-identity-check"),
        ("E2", "people-roster-teacher-level"),
        ("F2", "people-roster-months"),
        ("G2", "people-roster-employment"),
        ("H2", "people-roster-joined-future"),
        ("A3", "people-roster-number-twice"),
        ("D3", "people-roster-post-appointed"),
        ("D3", "people-post-exclusive"),
    ];
    assert_eq!(
        findings(&teachers(&read(csv.as_bytes(), "teachers.csv").unwrap())),
        pairs(&expected)
    );
}

#[test]
fn classes_that_are_not_there_are_told_once_each_with_what_most_rows_say_of_them() {
    let file = "学号,姓名,身份证号,班级,专业,培养层次,学制,入学日期\n\
        25010630201,李一,330127201008211235,数控2503班,数控加工（数控车工）,高级,五年,2025-09-01\n\
        25010630202,李二,,数控 2503 班,数控加工（数控车工）,高级,五年,2025-09-08\n\
        25010630203,李三,,数控2503班,数控加工（数控车工）,高级,五年,2025-09-08\n\
        25010630204,李四,,焊接2501班,焊接加工,,三年,2025-09-01\n\
        25010630205,李五,,数控2501班,数控加工（数控车工）,高级,五年,2025-09-01\n";
    let missing = students(file, &[]).missing;
    let told: Vec<(&str, usize)> = missing.iter().map(|one| (one.name.as_str(), one.rows)).collect();
    assert_eq!(told, [("数控2503班", 3), ("焊接2501班", 1)]);
    let class = missing[0].class().unwrap();
    assert_eq!(
        (
            class.level.digit(),
            class.years,
            class.entry_kind.code(),
            class.entry_day.to_string()
        ),
        (3, 5, "junior", "2025-09-08".to_owned())
    );
    // Nothing is guessed where the rows are silent.
    assert_eq!(missing[1].class(), None);
}
