//! What whoever watches an installation is told.

use crate::bench::Served;

const GREETED: &str = "A made-up nation";

/// The value of the sample that begins so.
fn sample(figures: &str, start: &str) -> f64 {
    let line = figures.lines().find(|line| line.starts_with(start));
    let line = line.unwrap_or_else(|| panic!("{start} is missing in\n{figures}"));
    line.rsplit(' ').next().unwrap().parse().unwrap()
}

#[test]
fn requests_are_counted_by_route_with_their_time_and_their_statements() {
    let data = tempfile::tempdir().unwrap();
    let served = Served::start(data.path(), &["--demo"], GREETED);
    assert_eq!(served.get("/health").status, 200);
    let before = sample(&served.get("/metrics").body, "gongxue_statements_total");
    for _ in 0..3 {
        assert_eq!(served.get("/sign-in").status, 200);
    }
    assert_eq!(served.get("/classes/0000000000000000000000").status, 303);
    assert_eq!(served.get("/nothing/of/this/name").status, 404);
    let figures = served.get("/metrics").body;
    let counted = [
        (
            r#"gongxue_requests_total{method="GET",route="/sign-in",status="200"}"#,
            3.0,
        ),
        (
            r#"gongxue_requests_total{method="GET",route="/classes/{id}",status="303"}"#,
            1.0,
        ),
        (
            r#"gongxue_requests_total{method="GET",route="unknown",status="404"}"#,
            1.0,
        ),
        (
            r#"gongxue_request_seconds_bucket{method="GET",route="/sign-in",le="+Inf"}"#,
            3.0,
        ),
        (
            r#"gongxue_request_statements_count{method="GET",route="/sign-in"}"#,
            3.0,
        ),
        (r#"gongxue_requests_under_way"#, 0.0),
    ];
    for (start, expected) in counted {
        assert_eq!(sample(&figures, start), expected, "{start}");
    }
    let of_the_page = sample(
        &figures,
        r#"gongxue_request_statements_sum{method="GET",route="/sign-in"}"#,
    );
    assert!(
        (3.0..60.0).contains(&of_the_page),
        "{of_the_page} statements for three pages"
    );
    assert!(sample(&figures, "gongxue_statements_total") >= before + of_the_page);
    assert!(sample(&figures, r#"gongxue_db_batch_writes_count"#) >= 1.0);
    assert!(sample(&figures, r#"gongxue_db_queue_length{queue="write"}"#) <= 1.0);
    assert!(!figures.contains("nothing/of/this/name"), "a path is no label");
}

#[test]
fn the_log_is_json_and_names_the_request_that_the_answer_names() {
    let data = tempfile::tempdir().unwrap();
    let mut served = Served::start(data.path(), &["--demo", "--log-json"], GREETED);
    let request = served.get("/sign-in?school=1").header("x-request-id").to_owned();
    assert_eq!(request.len(), 36, "{request}");
    let lines = served.log().map(|line| line.unwrap());
    let lines = lines.map(|line| serde_json::from_str::<serde_json::Value>(&line).expect("a line of JSON"));
    let line = lines
        .map(|line| line["fields"].clone())
        .find(|fields| fields["request"] == request)
        .unwrap();
    assert_eq!(
        (&line["path"], &line["route"], &line["status"], &line["method"]),
        (&"/sign-in".into(), &"/sign-in".into(), &200.into(), &"GET".into())
    );
    assert!(line["statements"].as_u64().unwrap() > 0);
    assert!(
        !line.to_string().contains("school=1"),
        "a query may name a person"
    );
}
