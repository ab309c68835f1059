use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// 2026–2027 第一学期 of the sample calendar: Tuesday 2026-09-01, 20 weeks.
fn autumn() -> Term {
    let typed = "中秋节 2026-09-25…2026-09-27\n国庆节 2026-10-01 至 2026-10-07\n\n# 国务院办公厅通知\n补班 2026-09-20 周四\n补班 2026-10-10 星期五\n";
    let (holidays, workdays) = read_typed(typed).unwrap();
    Term {
        name: TermName {
            year: 2026,
            season: Season::Autumn,
        },
        first: day("2026-09-01"),
        weeks: 20,
        holidays,
        workdays,
    }
}

fn problems(term: &Term) -> Vec<(String, String)> {
    let problems = term.check(&[]).err().unwrap_or_default();
    problems
        .0
        .into_iter()
        .map(|problem| (problem.field, problem.text.key.into_owned()))
        .collect()
}

#[test]
fn a_term_that_begins_on_a_tuesday_counts_its_weeks_from_the_monday_before() {
    let term = autumn();
    assert_eq!(term.check(&[]), Ok(()));
    assert_eq!(term.last(), day("2027-01-17"));
    for (date, week) in [
        ("2026-08-31", None),
        ("2026-09-01", Some(1)),
        ("2026-09-06", Some(1)),
        ("2026-09-07", Some(2)),
        ("2027-01-11", Some(20)),
        ("2027-01-17", Some(20)),
        ("2027-01-18", None),
    ] {
        assert_eq!(term.week_of(day(date)), week, "{date}");
    }
}

#[test]
fn holidays_have_no_classes_and_a_make_up_day_follows_another_days_timetable() {
    let term = autumn();
    for (date, timetable) in [
        ("2026-09-01", Some(2)),
        ("2026-09-05", None),
        ("2026-09-25", None),
        ("2026-09-28", Some(1)),
        ("2026-10-01", None),
        ("2026-10-07", None),
        ("2026-10-08", Some(4)),
        ("2026-10-10", Some(5)),
        ("2026-09-20", Some(4)),
        ("2026-08-31", None),
    ] {
        assert_eq!(term.timetable_of(day(date)), timetable, "{date}");
    }
    // 09-28 to 09-30 and 10-08 to 10-10 (a worked Saturday): six days.
    assert_eq!(term.teaching_days(day("2026-09-24"), day("2026-10-11")).len(), 7);
    assert_eq!(term.teaching_days(day("2026-09-25"), day("2026-10-11")).len(), 6);
    // 20 weeks of five days, less Monday 08-31, Friday 09-25 and five weekdays of 国庆, and two days made up.
    assert_eq!(
        term.teaching_days(day("2020-01-01"), day("2030-01-01")).len(),
        100 - 1 - 1 - 5 + 2
    );
    assert_eq!(term.teaching_days(day("2026-10-02"), day("2026-09-02")), []);
}

#[test]
fn a_class_counts_its_semesters_from_an_autumn_or_a_spring_entry() {
    let terms = [autumn()];
    let semester = |entry: &str, date: &str| semester_on(&terms, day(entry), day(date));
    assert_eq!(semester("2025-09-01", "2026-11-23"), Some(3));
    assert_eq!(semester("2025-09-01", "2025-09-01"), Some(1));
    assert_eq!(semester("2025-09-01", "2026-01-15"), Some(1));
    assert_eq!(semester("2025-09-01", "2026-03-01"), Some(2));
    assert_eq!(semester("2026-03-01", "2026-03-01"), Some(1));
    assert_eq!(semester("2026-03-01", "2026-11-23"), Some(2));
    assert_eq!(semester("2026-08-28", "2026-11-23"), Some(1));
    assert_eq!(semester("2021-09-01", "2027-06-01"), Some(12));
    assert_eq!(semester("2021-09-01", "2027-09-01"), None);
    assert_eq!(semester("2027-03-01", "2026-11-23"), None);
}

#[test]
fn every_fault_of_a_term_stands_at_its_field() {
    let holiday = |name: &str, first: &str, last: &str| Holiday {
        first: day(first),
        last: day(last),
        name: name.to_owned(),
    };
    let faulty = Term {
        first: day("2026-03-02"),
        holidays: vec![
            holiday("清明节", "2026-04-06", "2026-04-04"),
            holiday("暑假", "2026-07-20", "2026-08-31"),
            holiday("暑假", "2026-07-19", "2026-07-25"),
        ],
        workdays: vec![
            Workday {
                day: day("2026-04-01"),
                follows: 1,
            },
            Workday {
                day: day("2026-05-09"),
                follows: 6,
            },
            Workday {
                day: day("2027-05-09"),
                follows: 1,
            },
        ],
        ..autumn()
    };
    let expected = [
        ("first", "org-calendar-season"),
        ("holidays", "org-calendar-holiday-backwards"),
        ("holidays", "org-calendar-holiday-outside"),
        ("holidays", "org-calendar-holiday-outside"),
        ("holidays", "org-calendar-holiday-twice"),
        ("workdays", "org-calendar-workday-free"),
        ("workdays", "org-calendar-workday-follows"),
        ("workdays", "org-calendar-workday-outside"),
    ];
    assert_eq!(
        problems(&faulty),
        expected.map(|(field, key)| (field.to_owned(), key.to_owned()))
    );
    assert_eq!(
        problems(&Term { weeks: 0, ..autumn() }),
        [("weeks".to_owned(), "org-calendar-weeks".to_owned())]
    );
    assert!(
        !autumn().is_unusual()
            && Term {
                weeks: 12,
                ..autumn()
            }
            .is_unusual()
    );
}

#[test]
fn terms_of_a_school_do_not_overlap() {
    let spring = Term {
        name: TermName {
            year: 2026,
            season: Season::Spring,
        },
        first: day("2027-01-17"),
        weeks: 20,
        holidays: vec![],
        workdays: vec![],
    };
    let keys: Vec<_> = spring
        .check(&[autumn()])
        .unwrap_err()
        .0
        .into_iter()
        .map(|problem| problem.text.key)
        .collect();
    assert_eq!(keys, ["org-calendar-season", "org-calendar-overlap"]);
    let later = Term {
        first: day("2027-02-22"),
        ..spring
    };
    assert_eq!(later.check(&[autumn(), later.clone()]), Ok(()));
}

#[test]
fn a_line_that_is_not_understood_is_named() {
    let problems =
        read_typed("国庆节 2026-10-01\n国庆\n补班 2026-10-10\n元旦 2027-01-03…2027-01-01").unwrap_err();
    let fields: Vec<_> = problems.0.iter().map(|problem| problem.field.as_str()).collect();
    assert_eq!(fields, ["line-2", "line-3", "line-4"]);
    let keys: Vec<_> = problems
        .0
        .iter()
        .map(|problem| problem.text.key.as_ref())
        .collect();
    assert_eq!(
        keys,
        [
            "org-calendar-line",
            "org-calendar-line",
            "org-calendar-holiday-backwards"
        ]
    );
}

#[test]
fn holidays_are_read_from_a_table_with_faults_by_cell() {
    let read = |csv: &str| read_entries(&paper::sheet::read(csv.as_bytes(), "calendar.csv").unwrap());
    let good = "名称,开始日期,结束日期,执行课表\n国庆节,2026-10-01,2026-10-07,\n补班,2026-10-10,,周五\n中秋节,2026-09-25,2026-09-27,\n";
    let ((holidays, workdays), findings) = read(good).unwrap();
    assert_eq!(findings.0, []);
    assert_eq!(
        holidays
            .iter()
            .map(|holiday| holiday.name.as_str())
            .collect::<Vec<_>>(),
        ["中秋节", "国庆节"]
    );
    assert_eq!(
        workdays,
        [Workday {
            day: day("2026-10-10"),
            follows: 5
        }]
    );
    let bad = "名称,开始日期,结束日期,执行课表\n国庆节,2026-10-07,2026-10-01,\n补班,2026-10-10,,周六\n,2026-09-25,,\n元旦,2027-13-01,,\n";
    let places: Vec<_> = read(bad)
        .unwrap_err()
        .0
        .iter()
        .filter_map(|finding| finding.at)
        .map(|at| at.to_string())
        .collect();
    assert_eq!(places, ["C2", "D3", "A4", "B5"]);
}

#[test]
fn exceptions_written_as_lines_read_back_the_same() {
    let term = autumn();
    let lines = typed((&term.holidays, &term.workdays));
    assert!(
        lines.starts_with("补班 2026-09-20 周四\n中秋节 2026-09-25…2026-09-27\n"),
        "{lines}"
    );
    assert_eq!(read_typed(&lines), Ok((term.holidays, term.workdays)));
}

#[test]
fn a_terms_name_stands_in_an_address() {
    let name = autumn().name;
    assert_eq!(name.to_string(), "2026-autumn");
    assert_eq!("2026-autumn".parse(), Ok(name));
    for text in ["", "2026", "2026-summer", "1-autumn", "x-spring"] {
        assert_eq!(text.parse::<TermName>(), Err(NotATerm), "{text}");
    }
}
