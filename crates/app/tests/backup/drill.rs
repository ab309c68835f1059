//! What was backed up is restored and works.

use db::search::{self, Query, Within};
use kernel::{Actor, Role, SchoolId};
use testkit::{Engine, TestApp, digests};

use crate::bench::{Place, backed_up, content, filed};

/// Sealed and counted, every chain and every count is proved.
pub async fn is_proved(app: &TestApp) {
    let ctx = app.house.ctx(Actor::System);
    for org in &app.orgs {
        let (number, id) = (org.number, org.id);
        let read = app.house.db.read(&ctx, move |_, tx| {
            Ok((
                ledger::verify_audit(tx, number, id)?,
                ledger::verify_facts(tx, number)?,
            ))
        });
        let (audit, facts) = read.await.unwrap();
        assert!(audit.is_sound(), "{}: {audit:?}", org.name);
        assert!(facts.differences.is_empty(), "{}: {facts:?}", org.name);
    }
}

/// Somebody signs in and finds what they search for.
pub async fn is_at_work(app: &TestApp) {
    let school = app.schools()[0].id.to_string();
    let fields = [
        ("school", school.as_str()),
        ("number", "teacher"),
        ("password", app::demo::PASSWORD),
    ];
    let reply = app.stranger().post("/sign-in", &fields).await;
    assert_eq!((reply.status.as_u16(), reply.location()), (303, "/"));
    let teacher = testkit::Person::with_token(app, reply.cookie("gx_session").unwrap());
    for path in ["/", "/runs", "/tasks"] {
        assert_eq!(teacher.get(path).await.status.as_u16(), 200, "{path}");
    }
}

/// The titles of what a word finds in any school.
pub async fn hits(app: &TestApp, text: &'static str) -> Vec<String> {
    let ctx = app.house.ctx(Actor::System);
    let schools: Vec<SchoolId> = app.schools().iter().map(|school| school.number).collect();
    let found = app.house.db.read(&ctx, move |_, tx| {
        let mut hits = Vec::new();
        for school in &schools {
            let query = Query {
                text,
                kind: None,
                within: Within::School(*school),
                limit: 50,
                offset: 0,
            };
            hits.extend(search::find(tx, &query)?);
        }
        Ok(hits)
    });
    let mut titles: Vec<String> = found.await.unwrap().into_iter().map(|hit| hit.title).collect();
    titles.sort();
    titles
}

#[tokio::test]
async fn a_restored_installation_is_the_same_to_the_last_row_on_either_engine_and_goes_on() {
    let app = TestApp::new().await;
    let hash = filed(&app, "螺纹轴").await;
    app::upkeep::round(&app.house).await.unwrap();
    let kept = tempfile::tempdir().unwrap();
    let first = kept.path().join("first");
    let done = backed_up(&app, &first).await.unwrap();
    assert_eq!((done.files, done.missing.len()), (1, 0));
    assert_eq!(app::backup::check(&first).unwrap(), Ok(done.clone()));
    let original = digests(&app.settings());
    assert!(
        original.len() > 50 && original["audit_seal"].0 > 10,
        "{original:?}"
    );

    let embedded = Place::empty(Engine::File(tempfile::tempdir().unwrap()));
    assert_eq!(embedded.restored(&first).await.unwrap(), done);
    assert_eq!(digests(&embedded.settings()), original);
    let embedded = embedded.opened().await;
    assert_eq!(
        content(&embedded.files(), &hash).await.unwrap(),
        "%PDF-1.7 螺纹轴".as_bytes()
    );

    // And from there to the engine of the test.
    let second = kept.path().join("second");
    assert_eq!(backed_up(&embedded, &second).await.unwrap(), done);
    let back = Place::empty(Engine::new());
    assert_eq!(back.restored(&second).await.unwrap(), done);
    assert_eq!(digests(&back.settings()), original);
    let back = back.opened().await;

    let expected = hits(&app, "数控").await;
    assert!(!expected.is_empty());
    for restored in [&embedded, &back] {
        is_proved(restored).await;
        assert_eq!(hits(restored, "数控").await, expected);
        is_at_work(restored).await;
        app::upkeep::round(&restored.house).await.unwrap();
        is_proved(restored).await;
    }
}

#[tokio::test]
async fn a_backup_made_while_people_write_is_of_one_moment() {
    let app = TestApp::new().await;
    let kept = tempfile::tempdir().unwrap();
    let archive = kept.path().join("at-work");
    let mut making = std::pin::pin!(backed_up(&app, &archive));
    let mut written = 0;
    let done = loop {
        // A session, its audit line and what waits for the seal are one write: a backup has all of it or nothing.
        tokio::select! {
            done = &mut making => break done.unwrap(),
            _ = app.at_school(Role::Teacher, 0) => written += 1,
        }
        filed(&app, &written.to_string()).await;
    };
    assert!(written > 0);
    let place = Place::empty(Engine::new());
    assert_eq!(place.restored(&archive).await.unwrap(), done);
    let (then, now) = (digests(&place.settings()), digests(&app.settings()));
    assert!(then["session"].0 <= now["session"].0);
    assert_eq!(
        then["stored_file"].0, done.files,
        "each file has a text of its own"
    );
    let restored = place.opened().await;
    app::upkeep::round(&restored.house).await.unwrap();
    is_proved(&restored).await;
}
