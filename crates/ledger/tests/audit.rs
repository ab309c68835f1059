//! The chain: every line is sealed once, a change of the past shows, erasing a person does not.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "../../db/tests/support/mod.rs"]
mod support;

use db::{Db, params};
use kernel::vault::{Keys, Seal, Vault};
use kernel::{Actor, Id, Instant, OrgId, PersonId, RawId, Role, SchoolId, Seat, Tier};
use ledger::{AuditReport, Broken, Entry, Fault, audit};
use support::{Ground, MORNING, at, ctx};

const SCHOOL: SchoolId = SchoolId(7);
const NODE: RawId = RawId::from_u128(1);

fn org() -> OrgId {
    Id::of(RawId::from_u128(70))
}

fn object() -> RawId {
    RawId::from_u128(700)
}

fn opened(ground: &Ground) -> Db {
    ground.open(&[db::MIGRATIONS, ledger::MIGRATIONS])
}

/// Lines of one change each, told at that many minutes after eight.
fn tell(db: &Db, minutes: &[i64]) -> Vec<RawId> {
    let one = |minute: &i64| {
        let minute = *minute;
        db.write_now(&at(MORNING.plus(minute * Instant::MINUTE)), move |ctx, tx| {
            let entry = Entry::new("rename", "class", object())
                .before(&"数控2501")
                .after(&minute)
                .reason("误");
            ledger::record(tx, ctx, SCHOOL, entry)
        })
        .unwrap()
    };
    minutes.iter().map(one).collect()
}

fn seal(db: &Db) -> u32 {
    db.write_now(&ctx(), |ctx, tx| ledger::seal(tx, ctx.now, NODE, SCHOOL, org()))
        .unwrap()
}

fn verified(db: &Db) -> AuditReport {
    db.read_now(&ctx(), |_, tx| ledger::verify_audit(tx, SCHOOL, org()))
        .unwrap()
}

/// What somebody with the database's password could do.
fn tamper(db: &Db, sql: &'static str, line: RawId) {
    db.write_now(&ctx(), move |_, tx| Ok(tx.run(sql, params![line])?))
        .unwrap();
}

#[test]
fn a_line_says_who_did_what_in_which_post_and_request() {
    let ground = Ground::new();
    let db = opened(&ground);
    let seat = Seat {
        org: Id::of(RawId::from_u128(5)),
        school: SchoolId(5),
        tier: Tier::Province,
        region: 330_000,
    };
    let id = RawId::from_u128;
    let actor = Actor::Person {
        account: Id::of(id(1)),
        person: Id::of(id(2)),
        post: Id::of(id(3)),
        role: Role::ProvincialOfficer,
        seat,
    };
    let context = std::sync::Arc::new(ctx().acted_by(actor));
    let told = db
        .write_now(&context, |ctx, tx| {
            ledger::record(
                tx,
                ctx,
                SCHOOL,
                Entry::new("register", "school", object()).after(&["杭州"]),
            )
        })
        .unwrap();
    let lines = db
        .read_now(&ctx(), |_, tx| audit::of_object(tx, SCHOOL, object(), 10))
        .unwrap();
    let [line] = &lines[..] else { panic!("{lines:?}") };
    assert_eq!((line.id, line.at, line.request), (told, MORNING, context.request));
    assert_eq!(
        (line.account, line.post),
        (Some(Id::of(id(1))), Some(Id::of(id(3))))
    );
    assert_eq!(
        (line.actor_org, &*line.role),
        (Some(seat.org), "provincial-officer")
    );
    assert_eq!(
        (&*line.before, &*line.after, &*line.reason),
        ("", "[\"杭州\"]", "")
    );
}

#[test]
fn every_line_is_sealed_once_and_an_untouched_chain_is_sound() {
    let ground = Ground::new();
    let db = opened(&ground);
    let first = tell(&db, &[1, 2]);
    assert_eq!(verified(&db).unsealed, first, "what is not sealed yet is named");
    assert_eq!(seal(&db), 2);
    assert_eq!(seal(&db), 0);
    // A line of an earlier moment, committed later: nobody follows lines by "greater than the last seen".
    let late = tell(&db, &[0]);
    assert_eq!(seal(&db), 1);
    let report = verified(&db);
    assert!(report.is_sound() && report.unsealed.is_empty());
    let head = report.head.unwrap();
    assert_eq!((head.number, head.line), (3, late[0]));
    assert_eq!(
        db.read_now(&ctx(), |_, tx| ledger::head(tx, SCHOOL)).unwrap(),
        Some(head)
    );
}

#[test]
fn a_changed_line_is_named_with_its_number() {
    let ground = Ground::new();
    let db = opened(&ground);
    let lines = tell(&db, &[1, 2, 3]);
    seal(&db);
    tamper(&db, "UPDATE audit_line SET reason = 'x' WHERE id = $1", lines[1]);
    let broken = Broken {
        number: 2,
        line: lines[1],
        fault: Fault::Changed,
    };
    assert_eq!(verified(&db).broken, Some(broken));
    assert!(!verified(&db).is_sound());
}

#[test]
fn a_removed_line_is_a_gap_and_a_removed_end_is_a_lost_line() {
    let ground = Ground::new();
    let db = opened(&ground);
    let lines = tell(&db, &[1, 2, 3]);
    seal(&db);
    tamper(&db, "DELETE FROM audit_seal WHERE line_id = $1", lines[2]);
    let report = verified(&db);
    assert_eq!((report.broken, report.lost), (None, vec![lines[2]]));
    tamper(&db, "DELETE FROM audit_seal WHERE line_id = $1", lines[0]);
    let gap = Broken {
        number: 1,
        line: lines[1],
        fault: Fault::Missing,
    };
    assert_eq!(verified(&db).broken, Some(gap));
}

#[test]
fn a_chain_is_that_of_its_organisation_whatever_its_local_number() {
    let ground = Ground::new();
    let db = opened(&ground);
    let lines = tell(&db, &[1]);
    seal(&db);
    let other = Id::of(RawId::from_u128(71));
    let report = db
        .read_now(&ctx(), move |_, tx| ledger::verify_audit(tx, SCHOOL, other))
        .unwrap();
    assert_eq!(
        report.broken,
        Some(Broken {
            number: 1,
            line: lines[0],
            fault: Fault::Changed
        })
    );
    // Moved to another installation, the school has another number there.
    for (off, on) in [
        (
            "ALTER TABLE audit_seal RENAME TO s",
            "CREATE TABLE audit_seal AS SELECT 9 AS school_id, number, line_id, hash FROM s",
        ),
        (
            "ALTER TABLE audit_line RENAME TO l",
            "CREATE TABLE audit_line AS SELECT 9 AS school_id, id, at, account_id, \
            post_id, actor_org, role, verb, object_kind, object_id, before_state, after_state, reason, personal, \
            request_id FROM l",
        ),
    ] {
        db.write_now(&ctx(), move |_, tx| Ok((tx.run(off, &[])?, tx.run(on, &[])?)))
            .unwrap();
    }
    let report = db
        .read_now(&ctx(), |_, tx| ledger::verify_audit(tx, SchoolId(9), org()))
        .unwrap();
    assert!(report.is_sound() && report.head.is_some());
}

#[test]
fn while_another_node_holds_the_lease_nothing_is_sealed() {
    let ground = Ground::new();
    let db = opened(&ground);
    tell(&db, &[1]);
    seal(&db);
    tell(&db, &[2]);
    let other = |now: Instant| {
        let node = RawId::from_u128(2);
        db.write_now(&at(now), move |ctx, tx| {
            ledger::seal(tx, ctx.now, node, SCHOOL, org())
        })
        .unwrap()
    };
    assert_eq!(other(MORNING.plus(Instant::SECOND)), 0);
    assert_eq!(other(MORNING.plus(Instant::MINUTE)), 1);
}

#[test]
fn one_run_is_bounded_and_the_next_goes_on_where_it_ended() {
    let ground = Ground::new();
    let db = opened(&ground);
    db.write_now(&ctx(), |ctx, tx| {
        for _ in 0..ledger::FULL_RUN + 3 {
            ledger::record(tx, ctx, SCHOOL, Entry::new("touch", "class", object()))?;
        }
        Ok(())
    })
    .unwrap();
    assert_eq!((seal(&db), seal(&db)), (ledger::FULL_RUN, 3));
    let report = verified(&db);
    assert!(report.is_sound());
    assert_eq!(
        report.head.map(|head| head.number),
        Some(i64::from(ledger::FULL_RUN) + 3)
    );
}

/// A vault that seals with AES, and one that came to seal with SM4.
fn vaults() -> [Keys; 2] {
    let first = Keys::first(1, &[4; 64]);
    let mut turned = first.clone();
    turned.seals.insert(2, Seal::Sm4([6; 16]));
    turned.using = 2;
    [first, turned]
}

#[test]
fn an_erased_persons_values_are_gone_and_the_chain_still_verifies() {
    let [first, turned] = vaults();
    // Before SM4 came, after it, and what was sealed before it beside what was sealed after.
    for (before, after) in [(&first, &first), (&turned, &turned), (&first, &turned)] {
        are_gone_once_erased(before, after);
    }
}

fn are_gone_once_erased(before: &Keys, after: &Keys) {
    let ground = Ground::new();
    let db = opened(&ground);
    let (wang, li): (PersonId, PersonId) = (Id::of(RawId::from_u128(21)), Id::of(RawId::from_u128(22)));
    let tell = |phone: &'static str, keys: &Keys| {
        let keys = keys.clone();
        db.write_now(&ctx(), move |ctx, tx| {
            let vault = Vault::of(&keys);
            let entry = Entry::new("change-phone", "person", object())
                .personal(&vault, wang, "phone.after", phone)
                .personal(&vault, li, "name", "李四");
            ledger::record(tx, ctx, SCHOOL, entry)
        })
        .unwrap()
    };
    let values = || {
        let keys = after.clone();
        db.read_now(&ctx(), move |_, tx| {
            let lines = audit::latest(tx, SCHOOL, &audit::Which::default(), 10)?;
            let vault = Vault::of(&keys);
            let mut values = Vec::new();
            for line in &lines {
                assert!(
                    !line.personal.contains("1910") && !line.personal.contains('李'),
                    "stored sealed only"
                );
                values.extend(audit::personal_values(tx, &vault, SCHOOL, line)?);
            }
            Ok(values
                .into_iter()
                .map(|value| (value.person, value.value))
                .collect::<Vec<_>>())
        })
        .unwrap()
    };
    tell("19100007889", before);
    seal(&db);
    assert_eq!(
        values(),
        [(wang, Some("19100007889".into())), (li, Some("李四".into()))]
    );
    db.write_now(&ctx(), move |ctx, tx| ledger::erase_person(tx, ctx, SCHOOL, wang))
        .unwrap();
    assert_eq!(values(), [(wang, None), (li, Some("李四".into()))]);
    tell("19100001111", after);
    seal(&db);
    let gone: Vec<_> = values()
        .into_iter()
        .filter(|(person, _)| *person == wang)
        .collect();
    assert_eq!(
        gone,
        [(wang, None), (wang, None)],
        "no later value is kept either"
    );
    let report = verified(&db);
    assert!(report.is_sound() && report.head.is_some_and(|head| head.number == 2));
}

#[test]
fn no_statement_of_the_module_deletes_or_changes_a_line_or_a_seal() {
    let statements = include_str!("../src/store.rs");
    for table in ["audit_line", "audit_seal"] {
        for verb in ["DELETE FROM", "UPDATE"] {
            assert!(!statements.contains(&format!("{verb} {table}")), "{verb} {table}");
        }
    }
}

#[test]
fn every_column_of_this_module_is_classified() {
    let ground = Ground::new();
    let db = opened(&ground);
    let schema = db.read_now(&ctx(), |_, tx| Ok(db::schema_of(tx)?)).unwrap();
    let mut list = db::columns::Classification::default();
    list.add(db::COLUMNS).unwrap();
    list.add(ledger::COLUMNS).unwrap();
    assert_eq!(list.faults(&schema), Vec::<String>::new());
}
