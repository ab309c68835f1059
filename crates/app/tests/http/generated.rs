//! What is listed and committed agrees with the code: the permission matrix, the route list, the classes of columns, the texts.

use std::collections::BTreeSet;
use std::path::Path;

use testkit::agrees;

#[test]
fn the_permission_matrix_is_the_committed_one() {
    let rules: Vec<authz::Rule> = app::house::modules()
        .iter()
        .flat_map(|module| module.rules)
        .copied()
        .collect();
    agrees("permissions.txt", &authz::render(&rules));
}

#[test]
fn the_route_list_is_the_committed_one() {
    let modules = app::house::modules();
    let mut text = String::new();
    for module in &modules {
        for route in module.routes.list() {
            let open = if route.open { "  open" } else { "" };
            text.push_str(&format!(
                "{:<11} {:<6} {}{open}\n",
                module.name, route.method, route.path
            ));
        }
    }
    agrees("routes.txt", &text);
}

#[test]
fn texts_stand_in_both_languages_without_a_fault() {
    let modules = app::house::modules();
    let sources: Vec<_> = modules.iter().map(|module| module.texts).collect();
    assert!(web::Texts::new(&sources).is_ok());
}

#[tokio::test]
async fn every_column_is_classified() {
    let app = testkit::TestApp::empty().await;
    let mut lists = db::columns::Classification::default();
    for list in app::house::columns(&app::house::modules()) {
        lists.add(list).unwrap();
    }
    let ctx = app.house.ctx(kernel::Actor::System);
    let schema = app
        .house
        .db
        .read(&ctx, |_, tx| Ok(db::schema_of(tx)?))
        .await
        .unwrap();
    assert_eq!(lists.faults(&schema), Vec::<String>::new());
}

/// Both engines have to come to the same schema, and every change of it is seen in a review.
#[tokio::test]
async fn the_schema_is_the_committed_one_on_every_engine() {
    let app = testkit::TestApp::empty().await;
    let mut lists = db::columns::Classification::default();
    for list in app::house::columns(&app::house::modules()) {
        lists.add(list).unwrap();
    }
    let of_one = |part: &db::columns::Part| {
        let column = lists.columns.get(&(part.table.clone(), part.name.clone()));
        column.is_some_and(|column| column.engine.is_some())
    };
    let ctx = app.house.ctx(kernel::Actor::System);
    let parts = app.house.db.read(&ctx, |_, tx| Ok(db::parts_of(tx)?));
    let mut text = String::new();
    // The indexes of the search are each engine's own.
    let own = |part: &db::columns::Part| part.table == "search_entry" && part.is.contains("index on");
    for part in parts
        .await
        .unwrap()
        .iter()
        .filter(|part| !of_one(part) && !own(part))
    {
        text.push_str(&format!("{}.{}: {}\n", part.table, part.name, part.is));
    }
    agrees("schema.txt", &text);
}

/// Every test of the product and of its tools, by its name: a function under the mark of one (`cargo xtask tidy` lets none be passed over).
fn tests(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            tests(&path, names);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            names.extend(tests_of(&std::fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The tests of one source.
fn tests_of(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut is_marked = false;
    for line in source.lines().map(str::trim_start) {
        if line == "#[test]" || line.starts_with("#[tokio::test") {
            is_marked = true;
        } else if is_marked {
            let line = line.strip_prefix("async ").unwrap_or(line);
            let named = line.strip_prefix("fn ").and_then(|rest| rest.split('(').next());
            names.extend(named.map(str::to_owned));
            is_marked = named.is_none();
        }
    }
    names
}

#[test]
fn a_function_without_the_mark_of_a_test_is_none() {
    let source = "
        fn plain_as_any_function() {}
        #[test]
        #[allow(
            clippy::float_cmp,
        )]
        fn one_under_its_mark() {}
        fn the_next_is_none() {}
        #[tokio::test(flavor = \"multi_thread\")]
        async fn one_that_waits() {}
    ";
    assert_eq!(tests_of(source), ["one_under_its_mark", "one_that_waits"]);
}

/// A sentence with underscores is a test; shorter names are something else.
fn is_test(named: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    named.bytes().all(plain) && named.matches('_').count() > 2
}

#[test]
fn the_security_table_names_tests_that_exist() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = std::fs::read_to_string(top.join("docs/security.md")).unwrap();
    let mut names = BTreeSet::new();
    for folder in ["crates", "xtask"] {
        tests(&top.join(folder), &mut names);
    }
    let rows: Vec<Vec<&str>> = text
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| ---"))
        .map(|line| line.trim_matches(['|', ' ']).split(" | ").collect())
        .collect();
    let mut told = 0;
    for row in &rows {
        assert!(row.len() == 3 && !row[2].trim().is_empty(), "{row:?}");
        for named in row[2]
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|named| is_test(named))
        {
            assert!(names.contains(named), "{}: there is no test {named}", row[0]);
            told += 1;
        }
    }
    assert!(told > 100, "{told}");
    let numbers: Vec<Vec<u32>> = rows
        .iter()
        .filter_map(|row| {
            row[0]
                .split('.')
                .map(|part| part.parse().ok())
                .collect::<Option<Vec<u32>>>()
        })
        .collect();
    assert_eq!(numbers.len(), 253, "levels 1 and 2 of ASVS 5.0");
    assert!(numbers.is_sorted() && numbers.windows(2).all(|two| two[0] != two[1]));
}
