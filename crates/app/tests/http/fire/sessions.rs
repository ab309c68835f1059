//! Sessions and forms under fire: fixed, stolen, parallel, renewed; tokens of nobody and of another; headers of every answer.

use std::collections::BTreeSet;

use kernel::{Instant, Role};
use testkit::{Nation, Person, Reply, TestApp};

use crate::auth::somebody;
use crate::cases::{self, Case, post_of};
use crate::sign_in::{PASSWORD, sign_in};

fn header<'a>(reply: &'a Reply, name: &str) -> &'a str {
    let value = reply.headers.get(name);
    value.and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[tokio::test]
async fn a_session_that_somebody_else_chose_is_not_the_one_that_a_sign_in_opens() {
    let app = TestApp::new().await;
    let planted = "ab".repeat(32);
    let victim = Person::with_token(&app, planted.clone());
    // The planted name is no session, so that the form's token is the browser's own.
    let reply = app.stranger().csrf();
    let school = app.schools()[0].id.to_string();
    let fields = [
        ("_csrf", reply.as_str()),
        ("school", school.as_str()),
        ("number", "teacher"),
        ("password", PASSWORD),
    ];
    let entered = victim.post_raw("/sign-in", &fields).await;
    assert_eq!(entered.status, 303);
    let token = entered.cookie("gx_session").expect("a session");
    assert!(token != planted && token.len() >= 64);
    assert_eq!(
        victim.get("/me").await.status,
        303,
        "the planted one opens nothing"
    );
    assert_eq!(Person::with_token(&app, token).get("/me").await.status, 200);
}

#[tokio::test]
async fn a_cookie_is_dead_after_the_sign_out_and_the_parallel_session_is_not() {
    let app = TestApp::new().await;
    let one = app.at_school(Role::Teacher, 0).await;
    let other = app.at_school(Role::Teacher, 0).await;
    let stolen = Person::with_token(&app, one.token().expect("a session"));
    let left = one.post("/sign-out", &[]).await;
    assert_eq!(left.cookie("gx_session").as_deref(), Some(""));
    let before = app.rows().await;
    assert_eq!(stolen.get("/me").await.status, 303);
    assert_eq!(stolen.post("/me/password", &[]).await.status, 401);
    assert_eq!(app.rows().await, before);
    assert_eq!(other.get("/me").await.status, 200);
}

#[tokio::test]
async fn a_new_password_renews_the_session_and_ends_all_others() {
    let app = TestApp::new().await;
    let reply = sign_in(&app.stranger(), &app, "teacher", PASSWORD).await;
    let mine = Person::with_token(&app, reply.cookie("gx_session").expect("a session"));
    let other = app.at_school(Role::Teacher, 0).await;
    let fields = [("present", PASSWORD), ("password", "Green-Lathe-42")];
    let changed = mine.post("/me/password", &fields).await;
    assert_eq!(changed.status, 303, "{}", changed.text());
    let renewed = changed.cookie("gx_session").expect("a new cookie");
    assert_eq!(mine.get("/me").await.status, 303, "the old cookie is dead");
    assert_eq!(other.get("/me").await.status, 303, "so is the other session");
    assert_eq!(Person::with_token(&app, renewed).get("/me").await.status, 200);
}

#[tokio::test]
async fn another_post_is_another_cookie() {
    let app = TestApp::new().await;
    let admin = app.at_school(Role::SystemAdmin, 0).await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    // The same person gets a second post.
    let given = [("name", ""), ("number", "teacher"), ("role", "major-leader")];
    let me = teacher.get("/me").await.text();
    let page = admin.get("/staff").await.text();
    let name = page
        .split("<tr")
        .find(|row| row.contains(">teacher<"))
        .and_then(|row| row.split("lang=\"zh-CN\">").nth(1))
        .and_then(|rest| rest.split('<').next())
        .expect("the teacher in the list")
        .to_owned();
    let mut given = given.map(|(field, value)| (field, value.to_owned()));
    given[0].1 = name;
    let fields: Vec<(&str, &str)> = given
        .iter()
        .map(|(field, value)| (*field, value.as_str()))
        .collect();
    let appointed = admin.post("/staff", &fields).await;
    assert!(
        appointed.status.is_success() || appointed.status == 303,
        "{}",
        appointed.text()
    );
    assert!(!me.contains("action=\"/posts/"), "one post offers no change");
    let offered = teacher.get("/").await.text();
    let change = offered
        .split("action=\"/posts/")
        .nth(1)
        .map(|rest| format!("/posts/{}", rest.split('"').next().unwrap_or_default()))
        .expect("the second post is offered");
    let changed = teacher.post(&change, &[]).await;
    assert_eq!(changed.status, 303);
    assert_eq!(
        teacher.get("/me").await.status,
        303,
        "the cookie of the first post is dead"
    );
    let second = Person::with_token(&app, changed.cookie("gx_session").expect("a new cookie"));
    assert_eq!(second.get("/me").await.status, 200);
}

#[tokio::test]
async fn a_session_is_thirty_two_bytes_of_chance_of_which_the_hash_alone_is_kept() {
    let app = TestApp::new().await;
    let mut tokens = Vec::new();
    for _ in 0..3 {
        let entered = sign_in(&app.stranger(), &app, "teacher", PASSWORD).await;
        let token = entered.cookie("gx_session").expect("a session");
        let chance = token.strip_prefix(web::TOKEN_MARK).expect("the mark of a token");
        assert_eq!(kernel::hex::read(chance).map(|bytes| bytes.len()), Some(32));
        let hash = ring::digest::digest(&ring::digest::SHA256, token.as_bytes());
        let hash = hash.as_ref().to_vec();
        let ctx = app.house.ctx(kernel::Actor::System);
        let found = app.house.db.read(&ctx, move |_, tx| {
            let sql = "SELECT count(*) FROM session WHERE token_hash = $1";
            Ok(tx.one::<(i64,)>(sql, db::params![&hash])?.0)
        });
        assert_eq!(found.await.unwrap(), 1);
        tokens.push(token);
    }
    tokens.sort();
    tokens.dedup();
    assert_eq!(tokens.len(), 3);
}

#[tokio::test]
async fn every_session_of_a_post_dies_with_it_and_changes_nothing_more() {
    let app = TestApp::new().await;
    let admin = app.at_school(Role::SystemAdmin, 0).await;
    let sessions = [
        app.at_school(Role::Teacher, 0).await,
        app.at_school(Role::Teacher, 0).await,
    ];
    for session in &sessions {
        assert_eq!(session.get("/tasks").await.status, 200);
    }
    let post = post_of(&app, Role::Teacher, 0).await;
    let ended = admin.post(&format!("/staff/{post}/end"), &[]).await;
    assert_eq!(ended.status, 303, "{}", ended.text());
    let before = app.rows().await;
    for session in &sessions {
        let led = session.get("/tasks").await;
        assert_eq!(led.status, 303);
        assert!(led.location().starts_with("/sign-in?"), "{}", led.location());
        let refused = session.post("/tasks", &[("source", "sample")]).await;
        assert_eq!(refused.status, 401);
        let refused = session.post("/me/password", &[("present", PASSWORD)]).await;
        assert_eq!(refused.status, 401);
    }
    assert_eq!(app.rows().await, before);
    let anew = sign_in(&app.stranger(), &app, "teacher", PASSWORD).await;
    assert_eq!(anew.cookie("gx_session"), None, "{}", anew.status);
    assert_eq!(admin.get("/staff").await.status, 200);
    let elsewhere = app.at_school(Role::Teacher, 1).await;
    assert_eq!(
        elsewhere.get("/tasks").await.status,
        200,
        "another's post goes on"
    );
}

#[tokio::test]
async fn cookies_are_for_this_site_and_for_no_script() {
    let app = TestApp::new().await;
    let reply = sign_in(&app.stranger(), &app, "teacher", PASSWORD).await;
    let set: Vec<&str> = reply
        .headers
        .get_all("set-cookie")
        .iter()
        .filter_map(|cookie| cookie.to_str().ok())
        .collect();
    assert!(set.len() >= 2, "{set:?}");
    for cookie in set {
        // A browser takes this name from this host alone, and over TLS.
        assert!(
            cookie.starts_with("__Host-gx_") && !cookie.contains("Domain"),
            "{cookie}"
        );
        for wanted in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
            assert!(cookie.contains(wanted), "{cookie} without {wanted}");
        }
        assert!(!cookie.contains("Domain"), "{cookie} goes to names below, too");
    }
}

#[tokio::test]
async fn a_session_of_before_is_known_by_its_plain_name_and_no_session_of_now_is() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let now = teacher.token().unwrap();
    let old = "5a".repeat(32);
    let hash = |token: &str| {
        ring::digest::digest(&ring::digest::SHA256, token.as_bytes())
            .as_ref()
            .to_vec()
    };
    let of_before = app.at_school(Role::Teacher, 1).await.token().unwrap();
    let (present, before) = (hash(&of_before), hash(&old));
    let ctx = app.house.ctx(kernel::Actor::System);
    let put = app.house.db.write(&ctx, move |_, tx| {
        let sql = "UPDATE session SET token_hash = $2 WHERE token_hash = $1";
        Ok(tx.run(sql, db::params![&present, &before])?)
    });
    assert_eq!(put.await.unwrap(), 1);
    let stranger = app.stranger();
    let plain = async |token: &str| {
        let cookie = format!("gx_session={token}");
        stranger
            .get_with("/me", ("cookie", &cookie))
            .await
            .status
            .as_u16()
    };
    assert_eq!(plain(&old).await, 200);
    assert_eq!(plain(&now).await, 303, "others could have set it under this name");
    // Where a browser has both, its own counts.
    let cookie = format!("gx_session={old}");
    let own = app.schools()[0].name.clone();
    let both = teacher.get_with("/me", ("cookie", &cookie)).await.text();
    assert!(both.contains(&own), "{both}");
}

#[tokio::test]
async fn every_kind_of_answer_carries_the_headers_that_bind_a_browser() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let page = teacher.get("/me").await;
    let asset = page.text().split("href=\"/assets/").nth(1).map(|rest| {
        let path = rest.split('"').next().unwrap_or_default();
        format!("/assets/{path}")
    });
    let answers = [
        ("a page", page),
        ("an asset", teacher.get(&asset.expect("a stylesheet")).await),
        ("no asset", teacher.get("/assets/0/none.css").await),
        ("nothing there", teacher.get("/nothing").await),
        ("a redirect", app.stranger().get("/me").await),
        ("a refused form", teacher.post_raw("/tasks", &[]).await),
        ("what is not theirs", teacher.get("/audit").await),
        ("data", teacher.get_with("/nothing", ("x-csrf-token", "x")).await),
        ("the sign-in", app.stranger().get("/sign-in").await),
    ];
    for (what, reply) in &answers {
        assert_eq!(header(reply, "x-content-type-options"), "nosniff", "{what}");
        assert_eq!(header(reply, "referrer-policy"), "same-origin", "{what}");
        assert_eq!(
            header(reply, "cross-origin-resource-policy"),
            "same-origin",
            "{what}"
        );
        assert!(
            header(reply, "strict-transport-security").starts_with("max-age=31536000"),
            "{what}"
        );
        let policy = header(reply, "content-security-policy");
        for wanted in [
            "default-src",
            "frame-ancestors 'none'",
            "object-src 'none'",
            "base-uri 'none'",
        ] {
            assert!(policy.contains(wanted), "{what}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{what}: {policy}");
        // What holds anything of anybody is a page or data; an asset is the same for all.
        if header(reply, "content-type").starts_with("text/html")
            || header(reply, "content-type").starts_with("application/json")
        {
            assert_eq!(header(reply, "cache-control"), "no-store", "{what}");
        }
    }
    let kept = answers
        .iter()
        .filter(|(_, reply)| header(reply, "cache-control") == "no-store");
    assert!(kept.count() >= 6, "pages and data are among them");
    let worker = teacher.get("/sw.js").await;
    assert_eq!(header(&worker, "x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn no_page_of_another_origin_is_let_to_read_an_answer() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let origin = ("origin", "https://other.example");
    for path in [
        "/",
        "/me",
        "/tasks",
        "/sign-in",
        "/nothing",
        "/sw.js",
        "/assets/0/none.css",
    ] {
        for person in [&teacher, &app.stranger()] {
            let reply = person.get_with(path, origin).await;
            let lets = |name: &axum::http::HeaderName| name.as_str().starts_with("access-control-");
            assert!(!reply.headers.keys().any(lets), "{path}: {:?}", reply.headers);
        }
    }
}

/// Every route that changes something, with ids of nothing.
fn changing() -> Vec<String> {
    let modules = app::house::modules();
    let routes = modules.iter().flat_map(|module| module.routes.list());
    let changing = routes.filter(|route| route.method != "GET");
    let filled = |part: &str| {
        if part.starts_with('{') {
            "0000000000000000000000".to_owned()
        } else {
            part.to_owned()
        }
    };
    changing
        .map(|route| route.path.split('/').map(filled).collect::<Vec<_>>().join("/"))
        .collect()
}

#[tokio::test]
async fn every_form_without_a_token_or_with_that_of_another_is_refused_and_changes_nothing() {
    let app = TestApp::new().await;
    let people = [
        app.at_school(Role::Teacher, 0).await,
        app.at_school(Role::SystemAdmin, 0).await,
        app.person(Role::NationalOfficer, app.org(kernel::Tier::Nation))
            .await,
    ];
    let foreign = app.at_school(Role::AcademicAffairs, 0).await.csrf();
    let before = app.rows().await;
    let routes = changing();
    assert!(routes.len() > 80, "{}", routes.len());
    for path in &routes {
        for person in &people {
            for token in [None, Some(""), Some("0000"), Some(foreign.as_str())] {
                let fields: Vec<(&str, &str)> = token.map(|token| ("_csrf", token)).into_iter().collect();
                let reply = person.post_raw(path, &fields).await;
                // Some say first that the address is of nothing.
                assert!(
                    [403, 404].contains(&reply.status.as_u16()),
                    "{path} with {token:?}: {}",
                    reply.status
                );
            }
        }
    }
    assert_eq!(app.rows().await, before);
    assert_eq!(people[0].get("/me").await.status, 200, "nobody was signed out");
}

/// The cases of the routes that read a multipart body, found by what they answer: every other one finds no token in it.
async fn reading_multipart(app: &TestApp) -> Vec<&'static Case> {
    let mut doors = Vec::new();
    let mut known = BTreeSet::new();
    for case in cases::all().filter(|case| case.route.starts_with("POST ")) {
        if !known.insert(case.route) {
            continue;
        }
        let path = case.path(app).await;
        let person = somebody(app, &case.right).await;
        let token = person.csrf();
        let reply = person
            .upload_raw(&path, &[("_csrf", &token)], ("none", "", b""))
            .await;
        if reply.status != 403 {
            doors.push(case);
        }
    }
    doors
}

#[tokio::test]
async fn every_file_without_a_token_or_with_that_of_another_is_refused_to_whoever_may_send_it_and_is_stored_nowhere()
 {
    let nation = Nation::load().await;
    let doors = reading_multipart(&nation.copy().await).await;
    let files = cases::all().filter(|case| case.file.is_some());
    let files: BTreeSet<&str> = files.map(|case| case.route).collect();
    let found: BTreeSet<&str> = doors.iter().map(|door| door.route).collect();
    assert_eq!(
        found, files,
        "left: what reads files, right: whose case sends one"
    );
    assert!(doors.len() >= 8, "{}", doors.len());
    for door in doors {
        let app = nation.copy().await;
        let (path, fields) = (door.path(&app).await, door.fields(&app).await);
        let person = somebody(&app, &door.right).await;
        let foreign = app.at_school(Role::AcademicAffairs, 1).await.csrf();
        let before = (app.rows().await, app.stored());
        let file = door.file.expect("a file");
        let bytes = (file.bytes)();
        let own = person.csrf();
        let send = async |token: Option<&str>| {
            let token = token.map(|token| ("_csrf", token));
            let fields = fields.iter().map(|(name, value)| (*name, value.as_str()));
            let fields: Vec<(&str, &str)> = token.into_iter().chain(fields).collect();
            let reply = person
                .upload_raw(&path, &fields, (file.field, file.name, &bytes))
                .await;
            reply.status.as_u16()
        };
        for token in [None, Some(""), Some("0000"), Some(foreign.as_str())] {
            assert_eq!(send(token).await, 403, "{} with {token:?}", door.route);
            assert_eq!((app.rows().await, app.stored()), before, "{}", door.route);
        }
        // It was the token and nothing else.
        assert_eq!(send(Some(&own)).await, door.answer, "{}", door.route);
    }
}

#[tokio::test]
async fn a_name_that_is_nobodys_is_delayed_like_one_that_is_somebodys() {
    let app = TestApp::new().await;
    let mut said = Vec::new();
    for number in ["teacher", "nobody-at-all"] {
        let mut answers = Vec::new();
        for _ in 0..5 {
            let reply = sign_in(&app.stranger(), &app, number, "wrong").await;
            answers.push((reply.status.as_u16(), reply.text().contains("5 秒")));
        }
        said.push(answers);
    }
    assert_eq!(said[0], said[1]);
    assert_eq!(said[0].last(), Some(&(429, true)));
    app.clock.advance(6 * Instant::SECOND);
    assert_eq!(
        sign_in(&app.stranger(), &app, "nobody-at-all", "wrong")
            .await
            .status,
        422
    );
    app.clock.advance(25 * Instant::HOUR);
    app::upkeep::round(&app.house).await.unwrap();
    let failures = app
        .rows()
        .await
        .into_iter()
        .find(|row| row.0 == "sign_in_failure");
    assert_eq!(failures.unwrap().1, 0, "guesses leave nothing behind");
}
