//! Keys that change while people work: old values open until they are sealed anew, and none is left behind.

use std::collections::BTreeSet;
use std::sync::Arc;

use app::keys::anew;
use kernel::vault::{Keys, Seal, Sealed};
use kernel::{Actor, Role};
use testkit::TestApp;

/// A step so short that there are several.
const STEP: i64 = 7;

fn sealed() -> Vec<Sealed> {
    app::house::sealed(&app::house::modules())
}

async fn count(app: &TestApp, version: u8) -> i64 {
    let ctx = app.house.ctx(Actor::System);
    let read = app
        .house
        .db
        .read(&ctx, move |_, tx| anew::count(tx, &sealed(), version));
    read.await.unwrap()
}

async fn seal_anew(app: &TestApp) -> u64 {
    let house = Arc::clone(&app.house);
    let ctx = move || house.ctx(Actor::System);
    let house = &app.house;
    anew::all(&house.db, &ctx, &house.vault, (&sealed(), STEP))
        .await
        .unwrap()
}

/// A key beside the first one, which seals from now on.
fn turned(seal: Seal) -> Keys {
    let mut keys = Keys::first(1, &testkit::KEY);
    keys.seals.insert(2, seal);
    keys.using = 2;
    keys
}

#[tokio::test]
async fn after_a_new_key_every_value_opens_and_none_stays_with_the_old_one() {
    every_value_goes_to(Seal::Aes([42; 32])).await;
}

#[tokio::test]
async fn after_a_key_of_sm4_every_value_opens_and_none_stays_with_aes() {
    every_value_goes_to(Seal::Sm4([42; 16])).await;
}

async fn every_value_goes_to(seal: Seal) {
    let app = TestApp::new().await;
    let before = count(&app, 1).await;
    assert!(before > 4 * STEP, "more than one step: {before}");
    app.house.vault.adopt(&turned(seal));
    let office = app.at_school(Role::AcademicAffairs, 0).await;
    assert_eq!(office.get("/rosters").await.status, 200);
    assert_eq!(seal_anew(&app).await, u64::try_from(before).unwrap());
    assert_eq!((count(&app, 1).await, count(&app, 2).await), (0, before));
    assert_eq!(seal_anew(&app).await, 0, "nothing is left to do");
    let mut keys = turned(seal);
    keys.seals.remove(&1);
    app.house.vault.adopt(&keys);
    // Every value opens under the one key that is left, for its purpose.
    let mut opened = BTreeSet::new();
    for column in sealed() {
        let vault = Arc::clone(&app.house.vault);
        let ctx = app.house.ctx(Actor::System);
        let read = app.house.db.read(&ctx, move |_, tx| {
            // Of another version than one that never was: all of them.
            let rows: Vec<(i64, kernel::RawId, Vec<u8>)> = tx.all(
                column.others,
                db::params![i64::MIN, kernel::RawId::nil(), [0_u8].as_slice(), 100_000_i64],
            )?;
            for (_, _, value) in &rows {
                vault
                    .open(column.purpose, value)
                    .map_err(kernel::Error::internal)?;
            }
            Ok(rows.len())
        });
        if read.await.unwrap() > 0 {
            opened.insert(column.purpose);
        }
    }
    assert!(opened.contains("student_detail.sealed"), "{opened:?}");
}

#[tokio::test]
async fn what_is_written_while_values_are_sealed_anew_stays_as_it_was_written() {
    let app = TestApp::new().await;
    let ctx = app.house.ctx(Actor::System);
    let put = app.house.db.write(&ctx, move |_, tx| {
        let mut changed = Vec::new();
        for column in sealed() {
            let row: Option<(i64, kernel::RawId, Vec<u8>)> = tx.opt(
                column.others,
                db::params![i64::MIN, kernel::RawId::nil(), [2_u8].as_slice(), 1_i64],
            )?;
            let Some((school, id, old)) = row else {
                continue;
            };
            let stale = [old.as_slice(), &[0]].concat();
            let new = [9_u8].as_slice();
            changed.push(tx.run(column.put, db::params![school, id, new, &stale])?);
            changed.push(tx.run(column.put, db::params![school, id, new, &old])?);
        }
        Ok(changed)
    });
    let changed = put.await.unwrap();
    assert!(
        changed.len() >= 2 && changed.chunks(2).all(|pair| pair == [0, 1]),
        "{changed:?}"
    );
}
