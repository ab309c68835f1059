//! What is listed and committed agrees with the code: the permission matrix, the route list, the classes of columns, the texts.

use std::path::Path;

/// Compares with the committed file; `GONGXUE_ACCEPT=1` writes it anew.
#[allow(
    clippy::disallowed_methods,
    reason = "a developer asks by the environment for the files to be written anew"
)]
pub fn agrees(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs")
        .join(name);
    if std::env::var_os("GONGXUE_ACCEPT").is_some() {
        std::fs::write(&path, actual).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        committed, actual,
        "docs/{name} is not what the code says; run the test with GONGXUE_ACCEPT=1 and read the diff"
    );
}

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
