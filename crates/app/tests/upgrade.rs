//! An installation of an earlier version comes up with what that version had stored, on every engine.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "../../db/tests/support/mod.rs"]
mod support;

use db::{Db, Migration, params};
use kernel::{RawId, SchoolId};
use support::{Ground, ctx};

/// What the version before totals and marked staff knew of the schema.
fn before() -> Vec<Migration> {
    let later = [
        "ledger/3-totals",
        "org/2-totals",
        "people/5-staff",
        "people/6-staff-marked",
    ];
    let all = app::house::migrations(&app::house::modules());
    let kept: Vec<Migration> = all.into_iter().filter(|one| !later.contains(&one.name)).collect();
    assert!(kept.iter().any(|one| one.name == "people/4-accounts"));
    kept
}

fn now() -> Vec<Migration> {
    app::house::migrations(&app::house::modules())
}

/// Three schools of two provinces with what was counted of them, and two people of whom one held a post.
fn stored_by_the_version_before(db: &Db) {
    db.write_now(&ctx(), |_, tx| {
        for (number, region) in [(1_i64, 330_102_i64), (2, 330_203), (3, 440_106)] {
            let id = RawId::from_u128(u128::from(number.unsigned_abs()));
            tx.run(
                "INSERT INTO organisation (id, number, kind, code, name, pinyin, initials, region, category, affiliation, \
                 created_at, version) VALUES ($1, $2, 'school', $3, $3, '', '', $4, '', '', 0, 1)",
                params![id, number, format!("S{number}"), region],
            )?;
            for (measure, period, amount) in [("trained", 20_240_601_i64, number), ("trained", 20_240_602, 10)] {
                tx.run(
                    "INSERT INTO counter (school_id, measure, period, amount) VALUES ($1, $2, $3, $4)",
                    params![number, measure, period, amount],
                )?;
            }
            let member = |scope: &str, member: &str| (scope.to_owned(), member.to_owned());
            for (scope, member) in [member("nation", "0101"), member("nation", &format!("020{number}"))] {
                tx.run(
                    "INSERT INTO member (school_id, scope, measure, period, member, weight) VALUES ($1, $2, 'majors', 0, $3, 1)",
                    params![number, scope, member],
                )?;
            }
        }
        for (person, post) in [(11_u128, true), (12, false)] {
            let id = RawId::from_u128(person);
            tx.run(
                "INSERT INTO person (school_id, id, name, reading, sort_key, reading_by_hand, number, sex, \
                 identity_kind, created_at, version) VALUES (1, $1, 'n', '', '', 0, $2, '', '', 0, 1)",
                params![id, person.to_string()],
            )?;
            tx.run(
                "INSERT INTO person_token (school_id, token, person_id) VALUES (1, $1, $2)",
                params![&b"zhang"[..], id],
            )?;
            if post {
                tx.run("INSERT INTO account (id, created_at) VALUES ($1, 0)", params![id])?;
                tx.run(
                    "INSERT INTO post (id, account_id, school_id, person_id, role, from_day, created_at) \
                     VALUES ($1, $1, 1, $1, 'teacher', 20240101, 0)",
                    params![id],
                )?;
            }
        }
        Ok(())
    })
    .unwrap();
}

#[test]
fn what_was_counted_before_there_were_totals_is_in_them() {
    let ground = Ground::new();
    stored_by_the_version_before(&Db::open(&ground.settings, &before()).unwrap());
    let db = Db::open(&ground.settings, &now()).unwrap();
    db.read_now(&ctx(), |_, tx| {
        use ledger::count::{Of, by_period, members};
        let wrong = ledger::verify_totals(tx, &org::scopes::AREAS)?;
        assert_eq!(wrong, []);
        let zhejiang = by_period(tx, Of::Area("province:330000"), "trained", 0..=i64::MAX)?;
        assert_eq!(
            zhejiang.into_iter().collect::<Vec<_>>(),
            [(20_240_601, 3), (20_240_602, 20)]
        );
        let city = by_period(tx, Of::Area("city:440100"), "trained", 0..=i64::MAX)?;
        assert_eq!(
            city.into_iter().collect::<Vec<_>>(),
            [(20_240_601, 3), (20_240_602, 10)]
        );
        assert_eq!(members(tx, "nation", "majors", 0)?, 4);
        let staff: Vec<(RawId, bool)> = tx.all(
            "SELECT person_id, staff FROM person_token ORDER BY person_id",
            &[],
        )?;
        assert_eq!(
            staff,
            [(RawId::from_u128(11), true), (RawId::from_u128(12), false)]
        );
        Ok(())
    })
    .unwrap();
}

/// How that version takes a lease.
const CLAIM_BEFORE: &str = "INSERT INTO lease (name, holder, until_at) VALUES ($1, $2, $3) \
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_at = excluded.until_at \
    WHERE lease.until_at <= $4 OR lease.holder = excluded.holder";

/// A node of the version before would add to the counts and not to the totals: it finds no lease to fold by.
#[test]
fn a_node_of_the_version_before_folds_no_more() {
    let ground = Ground::new();
    let old = Db::open(&ground.settings, &before()).unwrap();
    stored_by_the_version_before(&old);
    let claims = |db: &Db, name: &'static str| {
        db.write_now(&ctx(), move |ctx, tx| {
            let until = ctx.now.plus(1);
            let taken = tx.run(CLAIM_BEFORE, params![name, RawId::from_u128(7), until, ctx.now])?;
            Ok(taken == 1)
        })
        .unwrap()
    };
    assert!(claims(&old, "project:1"));
    let new = Db::open(&ground.settings, &now()).unwrap();
    assert!(!claims(&old, "project:1"));
    assert!(!claims(&old, "project:3"));
    assert!(claims(&new, "fold:1"));
}

/// Nodes that are started together wait for each other.
#[test]
fn many_nodes_that_start_at_once_upgrade_once() {
    let ground = Ground::new();
    if !ground.is_server() {
        return;
    }
    stored_by_the_version_before(&Db::open(&ground.settings, &before()).unwrap());
    std::thread::scope(|scope| {
        let nodes: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| Db::open(&ground.settings, &now()).map(drop)))
            .collect();
        for node in nodes {
            node.join().unwrap().unwrap();
        }
    });
    let db = Db::open(&ground.settings, &now()).unwrap();
    db.read_now(&ctx(), |_, tx| {
        assert_eq!(ledger::verify_totals(tx, &org::scopes::AREAS)?, []);
        let sum = ledger::count::sum(
            tx,
            ledger::count::Of::School(SchoolId(3)),
            "trained",
            0..=i64::MAX,
        )?;
        assert_eq!(sum, 13);
        Ok(())
    })
    .unwrap();
}

/// Entries of the search that are indexed anew, over several transactions.
const ENTRIES: i64 = 1_800;

/// What the version before the search by schools stored: people, counts, and entries in its own form.
fn stored_long_ago(settings: &db::Settings) {
    let later = [
        "db/4-search",
        "people/7-erasures",
        "people/8-second-factors",
        "people/9-longest-lives",
        "people/10-erasures-that-wait",
    ];
    let known: Vec<Migration> = before()
        .into_iter()
        .filter(|one| !later.contains(&one.name))
        .collect();
    let db = Db::open(settings, &known).unwrap();
    stored_by_the_version_before(&db);
    db.write_now(&ctx(), |_, tx| {
        for row in 0..ENTRIES {
            let id = RawId::from_u128(1_000 + u128::from(row.unsigned_abs()));
            let title = format!("t{row}");
            tx.run(
                "INSERT INTO search_entry (index_row, kind, object_id, school_id, title, body, place, at) \
                 VALUES ($1, 'task', $2, 1, $3, '', '', 0)",
                params![row + 1, id, &title],
            )?;
            tx.run(
                "INSERT INTO search_text (rowid, words) VALUES ($1, $2)",
                params![row + 1, &title],
            )?;
        }
        Ok(())
    })
    .unwrap();
}

/// The schema as the engine keeps it, and what the steps made of the rows.
fn outcome(settings: &db::Settings) -> (Vec<(String, String)>, Vec<i64>) {
    let db = Db::open(settings, &now()).unwrap();
    db.read_now(&ctx(), |_, tx| {
        let schema = tx.all(
            "SELECT name, coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'search_text%' ORDER BY name",
            &[],
        )?;
        let mut counts = Vec::new();
        for count in [
            "SELECT count(*) FROM migration",
            "SELECT count(*) FROM search_entry WHERE form = 2",
            "SELECT count(*) FROM person_token WHERE staff = 1",
            "SELECT CAST(sum(amount) AS bigint) FROM counter_total",
            "SELECT CAST(sum(members) AS bigint) FROM member_total",
        ] {
            counts.push(tx.one::<(i64,)>(count, &[])?.0);
        }
        assert_eq!(ledger::verify_totals(tx, &org::scopes::AREAS)?, []);
        for row in [0, ENTRIES - 1] {
            let text = format!("t{row}");
            let found = db::search::find(
                tx,
                &db::search::Query {
                    text: &text,
                    kind: None,
                    within: db::search::Within::School(SchoolId(1)),
                    limit: 200,
                    offset: 0,
                },
            )?;
            assert!(found.iter().any(|hit| hit.title == text), "{text}");
        }
        Ok((schema, counts))
    })
    .unwrap()
}

/// The program itself, killed a little later each time, comes to what one that nobody disturbs comes to.
#[allow(
    clippy::disallowed_methods,
    reason = "a kill comes at a moment that nobody waits for"
)]
#[test]
fn an_upgrade_that_is_killed_goes_on_at_the_next_start() {
    if Ground::new().is_server() {
        return;
    }
    let place = |folder: &tempfile::TempDir| {
        let settings = db::Settings::new(format!("sqlite:{}", folder.path().join("gongxue.db").display()));
        stored_long_ago(&settings);
        settings
    };
    let (whole, killed) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (undisturbed, disturbed) = (place(&whole), place(&killed));
    let wanted = outcome(&undisturbed);
    assert_eq!(wanted.1[1], ENTRIES);
    let mut kills = 0;
    for wait in (1_u64..).map(|turn| turn * 12) {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_gongxue"))
            .args(["facts", "verify", "--data"])
            .arg(killed.path())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        if program.try_wait().unwrap().is_some() {
            break;
        }
        program.kill().unwrap();
        program.wait().unwrap();
        kills += 1;
    }
    assert!(kills > 0);
    assert_eq!(outcome(&disturbed), wanted);
}
