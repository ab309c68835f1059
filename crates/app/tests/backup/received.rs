//! A school goes to an installation with other keys, sealed for that one alone.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::Path;

use app::backup::{self, Receiver, Sealing};
use app::house;
use app::keys::anew;
use db::portable::{self, Cell};
use db::{Settings, params};
use kernel::outside::{Chance as _, SystemChance};
use kernel::vault::{Keys, Seal, Sealed, Vault};
use kernel::{Actor, Ctx, Role, SchoolId, hex};
use testkit::{Engine, KEY, NOW, SECOND_CLASS, TestApp, digests};

use crate::bench::{Place, backed_up_under, content, filed};
use crate::drill::{is_at_work, is_proved};
use crate::school::{bare, exported_for, imported, imported_under, own_but};

const STUDENTS: &[u8] = include_bytes!("../../../people/tests/data/students.xlsx");
/// The keys of the other installation.
const OTHER: [u8; 64] = [9; 64];
/// A number that stands in the roster.
const IDENTITY: &str = "330683201007209976";
/// One of somebody who teaches at two schools.
const HUMAN: &str = "110101199003070000";
const PHONE: &str = "19100001234";

fn sealed() -> Vec<Sealed> {
    house::sealed(&house::modules())
}

/// A one-time key of a place.
fn receiver(place: &Place, name: &str) -> Receiver {
    let to = place.data.path().join(name);
    backup::receive(place.data.path(), &to, SystemChance::new().seed()).unwrap();
    Receiver::read(&to).unwrap()
}

fn sealing(key: &[u8; 64], receiver: Receiver) -> Option<Sealing> {
    Some(Sealing {
        vault: Vault::new(1, key),
        receiver,
        chance: Ctx::new(NOW, Actor::System, SystemChance::new().seed()),
    })
}

async fn roster(app: &TestApp) -> String {
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    let reply = affairs
        .upload(
            "/rosters",
            &[("kind", "students")],
            ("file", "students.xlsx", STUDENTS),
        )
        .await;
    affairs.get(reply.location()).await.text()
}

/// Students of a roster, a teacher of two schools who was trained at both and signs in by telephone, and a file.
async fn filled() -> TestApp {
    let app = TestApp::new().await;
    filed(&app, "螺纹轴").await;
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    assert_eq!(affairs.post("/classes", &SECOND_CLASS).await.status, 303);
    let reply = affairs
        .upload(
            "/rosters",
            &[("kind", "students")],
            ("file", "students.xlsx", STUDENTS),
        )
        .await;
    let (preview, shown) = (
        reply.location().to_owned(),
        affairs.get(reply.location()).await.text(),
    );
    let digest = between(&shown, "name=\"digest\" value=\"");
    let done = affairs
        .post(&format!("{preview}/import"), &[("digest", digest)])
        .await;
    assert_eq!(done.status, 303);
    is_one_human(&app).await;
    for index in [0, 1] {
        is_trained(
            &app,
            index,
            ["2026-05-04,2026-05-08", "2026-06-01,2026-06-05"][index],
        )
        .await;
    }
    for _ in 0..4 {
        app::upkeep::round(&app.house).await.unwrap();
    }
    app
}

/// The teachers of the first two schools have one certificate number, and the first signs in by telephone.
async fn is_one_human(app: &TestApp) {
    let numbers = [0, 1].map(|index| app.schools()[index].number);
    let (vault, ctx) = (app.house.vault.clone(), app.house.ctx(Actor::System));
    let write = app.house.db.write(&ctx, move |ctx, tx| {
        let sealed = |purpose, text: &str| vault.seal(purpose, text.as_bytes(), ctx.bytes());
        let phone = vault.search_key("phone", PHONE);
        for school in numbers {
            tx.run(
                "UPDATE person SET identity_kind = '1', identity_sealed = $2, identity_key = $3, phone_sealed = $4, phone_key = $5 \
                 WHERE school_id = $1 AND number = 'teacher'",
                params![
                    school,
                    sealed("person.identity_sealed", HUMAN),
                    vault.search_key("person.identity_sealed", HUMAN),
                    sealed("person.phone_sealed", PHONE),
                    &phone
                ],
            )?;
        }
        let added = tx.run(
            "INSERT INTO handle (kind, school_id, value, account_id) \
             SELECT 'phone', 0, $2, account_id FROM person WHERE school_id = $1 AND number = 'teacher'",
            params![numbers[0], hex::written(&phone)],
        );
        Ok(added?)
    });
    assert_eq!(write.await.unwrap(), 1);
}

/// The teacher of a school passes a class.
async fn is_trained(app: &TestApp, index: usize, days: &str) {
    let (ctx, school) = (app.house.ctx(Actor::System), app.schools()[index].number);
    let staff = app
        .house
        .db
        .read(&ctx, move |ctx, tx| people::queries::staff(tx, ctx, school));
    let rows = staff.await.unwrap();
    let name = &rows.iter().find(|row| row.role == "teacher").unwrap().name;
    let csv = format!(
        "工号,姓名,培训级别,主办单位,主办层级,开始日期,结束日期,结果\nteacher,{name},三级,教研室,省,{days},合格\n"
    );
    let affairs = app.at_school(Role::AcademicAffairs, index).await;
    let preview = affairs
        .upload("/training/import", &[], ("file", "results.csv", csv.as_bytes()))
        .await;
    let shown = preview.text();
    let held = between(&shown, "name=\"held\" value=\"");
    let done = affairs.post("/training/results", &[("held", held)]).await;
    assert_eq!(done.status, 303, "{}", done.text());
}

fn between<'t>(text: &'t str, start: &str) -> &'t str {
    let rest = text
        .split(start)
        .nth(1)
        .unwrap_or_else(|| panic!("{start} in {text}"));
    rest.split('"').next().unwrap_or_default()
}

/// Everything that hangs on the keys of an installation: sealed values and search keys, in hexadecimal.
fn hanging(settings: &Settings) -> BTreeSet<String> {
    let looked = db::look(settings, |tx| {
        let mut all = BTreeSet::new();
        for table in portable::tables(tx)? {
            let of = sealed().into_iter().filter(|column| column.table == table.name);
            let names = of.flat_map(|column| [Some(column.column), column.search.map(|(name, _)| name)]);
            let places: Vec<usize> = names.flatten().filter_map(|name| table.place(name)).collect();
            table.each(tx, |row| {
                all.extend(places.iter().filter_map(|place| match Cell::of(&row[*place]) {
                    Cell::Bytes(bytes) => Some(hex::written(&bytes)),
                    _ => None,
                }));
                Ok::<(), db::Error>(())
            })?;
        }
        Ok::<_, db::Error>(all)
    });
    looked.unwrap()
}

/// All that an archive says, unpacked, but for its files.
fn told(archive: &Path) -> String {
    let mut archive = tar::Archive::new(std::fs::File::open(archive).unwrap());
    let mut all = String::new();
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().display().to_string();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if name.ends_with(".gz") {
            flate2::read::GzDecoder::new(bytes.as_slice())
                .read_to_string(&mut all)
                .unwrap();
        } else if name.ends_with(".json") {
            all += &String::from_utf8(bytes).unwrap();
        }
    }
    all
}

/// What a database says, in one text.
fn said(settings: &Settings) -> String {
    let looked = db::look(settings, |tx| {
        let mut text = String::new();
        for table in portable::tables(tx)? {
            table.each(tx, |row| {
                for cell in row {
                    text += &match Cell::of(cell) {
                        Cell::Bytes(bytes) => hex::written(&bytes),
                        Cell::Text(found) => found,
                        _ => String::new(),
                    };
                    text.push('\n');
                }
                Ok::<(), db::Error>(())
            })?;
        }
        Ok::<_, db::Error>(text)
    });
    looked.unwrap()
}

/// Different heads who were trained, in the nation.
async fn heads(app: &TestApp) -> i64 {
    let ctx = app.house.ctx(Actor::System);
    let read = app
        .house
        .db
        .read(&ctx, |_, tx| ledger::count::members(tx, "nation", "heads", 0));
    read.await.unwrap()
}

/// Different heads of the nation that some schools hold.
async fn heads_of(app: &TestApp, schools: [SchoolId; 2]) -> i64 {
    let ctx = app.house.ctx(Actor::System);
    let read = app.house.db.read(&ctx, move |_, tx| {
        let found: db::Result<(i64,)> = tx.one(
            "SELECT CAST(count(DISTINCT member) AS bigint) FROM member WHERE school_id IN ($1, $2) AND scope = 'nation' \
             AND measure = 'heads' AND weight > 0",
            params![schools[0], schools[1]],
        );
        Ok(found?)
    });
    read.await.unwrap().0
}

/// Exact search, sign-in by telephone and a roster that comes again find the people of the first school.
async fn is_found(app: &TestApp) {
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    let found = affairs.post("/people/find", &[("identity", IDENTITY)]).await;
    assert_eq!(found.status, 303, "{}", found.text());
    assert!(affairs.get(found.location()).await.text().contains("李浩然"));
    let unknown = affairs
        .post("/people/find", &[("identity", "330683201007209975")])
        .await;
    assert_eq!(unknown.status, 422);
    let fields = [
        ("school", ""),
        ("number", PHONE),
        ("password", app::demo::PASSWORD),
    ];
    let reply = app.stranger().post("/sign-in", &fields).await;
    assert_eq!((reply.status.as_u16(), reply.location()), (303, "/"));
    // Everybody is known by their certificate, and nothing of them reads otherwise.
    let shown = roster(app).await;
    let unchanged = shown.split("无变化").nth(1).unwrap();
    assert!(
        unchanged
            .trim_start_matches(|sign: char| !sign.is_ascii_digit())
            .starts_with("84"),
        "{shown}"
    );
}

/// Opens a place under its own keys.
async fn opened(place: Place, key: &[u8; 64]) -> TestApp {
    let app = place.opened().await;
    app.house.vault.adopt(&Keys::first(1, key));
    app
}

#[tokio::test]
async fn a_school_goes_to_an_installation_with_other_keys_and_back_and_everybody_is_found_there() {
    let app = filled().await;
    let kept = tempfile::tempdir().unwrap();
    let [one, two, back] = ["one", "two", "back"].map(|name| kept.path().join(name));
    let schools = [0, 1].map(|index| app.schools()[index].clone());
    let host = bare(Engine::File(tempfile::tempdir().unwrap()));
    for (index, archive) in [(0, &one), (1, &two)] {
        let receiver = receiver(&host, &format!("receiver-{index}"));
        let done = exported_for(&app, &schools[index].name, archive, sealing(&KEY, receiver)).await;
        let done = done.unwrap();
        assert_eq!(backup::check(archive).unwrap(), Ok(done));
    }
    let old = hanging(&app.settings());
    assert!(old.len() > 300, "{}", old.len());
    let text = told(&one);
    assert!(
        text.contains("李浩然") && !text.contains(IDENTITY) && !text.contains(HUMAN) && !text.contains(PHONE)
    );
    assert_eq!(old.iter().find(|value| text.contains(value.as_str())), None);

    imported(&host, &OTHER, &one).await.unwrap();
    imported(&host, &OTHER, &two).await.unwrap();
    let text = said(&host.settings());
    assert_eq!(old.iter().find(|value| text.contains(value.as_str())), None);
    let before = digests(&host.settings());
    let again = imported(&host, &OTHER, &one).await.unwrap_err().to_string();
    assert!(again.contains("used already"), "{again}");
    assert_eq!(digests(&host.settings()), before);
    let host = opened(host, &OTHER).await;
    is_proved(&host).await;
    is_at_work(&host).await;
    is_found(&host).await;
    let numbers = [schools[0].number, schools[1].number];
    assert_eq!(heads(&host).await, heads_of(&app, numbers).await);
    assert_eq!(
        content(&host.files(), &files::Hash::of("%PDF-1.7 螺纹轴".as_bytes()))
            .await
            .unwrap(),
        "%PDF-1.7 螺纹轴".as_bytes()
    );

    // And from there to the engine of the test and the first keys, under which every search key is what it was.
    app::upkeep::round(&host.house).await.unwrap();
    let home = bare(Engine::new());
    let receiver = receiver(&home, "receiver");
    exported_for(&host, &schools[0].name, &back, sealing(&OTHER, receiver))
        .await
        .unwrap();
    imported(&home, &KEY, &back).await.unwrap();
    let rows = |app: &TestApp, school| own_but(&app.settings(), school, &sealed());
    let home = opened(home, &KEY).await;
    let (here, there) = (rows(&home, SchoolId(1)), rows(&host, SchoolId(1)));
    let first = rows(&app, schools[0].number);
    for table in [
        "person",
        "student_detail",
        "member",
        "counter",
        "training_result",
        "step_work",
    ] {
        assert!(first[table].0 > 0, "{table}");
        assert_eq!(here[table], first[table], "{table}");
    }
    // Facts and members were counted under their names of the other keys, and stand under those of the first again.
    assert_ne!(there["member"], first["member"]);
    assert_eq!(
        (here["fact"].0, here["audit_line"].0),
        (there["fact"].0, there["audit_line"].0 + 1)
    );
    is_proved(&home).await;
    is_at_work(&home).await;
    is_found(&home).await;
}

/// The keys of an installation that began with AES and seals with SM4.
fn with_sm4(key: &[u8; 64]) -> Keys {
    let mut keys = Keys::first(1, key);
    keys.seals.insert(2, Seal::Sm4([key[0]; 16]));
    keys.using = 2;
    keys
}

/// How many values the first and the second key of an application sealed.
async fn sealed_by(app: &TestApp) -> [i64; 2] {
    let ctx = app.house.ctx(Actor::System);
    let read = app.house.db.read(&ctx, |_, tx| {
        Ok([anew::count(tx, &sealed(), 1)?, anew::count(tx, &sealed(), 2)?])
    });
    read.await.unwrap()
}

#[tokio::test]
async fn what_sm4_seals_is_restored_under_its_keys_and_goes_to_another_installation_that_seals_so() {
    let app = filled().await;
    let keys = with_sm4(&KEY);
    app.house.vault.adopt(&keys);
    let house = std::sync::Arc::clone(&app.house);
    let ctx = move || house.ctx(Actor::System);
    let house = &app.house;
    anew::all(&house.db, &ctx, &house.vault, (&sealed(), anew::STEP))
        .await
        .unwrap();
    let [old, all] = sealed_by(&app).await;
    assert!(old == 0 && all > 100, "{old} and {all}");
    let kept = tempfile::tempdir().unwrap();
    let [backup, archive] = ["backup", "archive"].map(|name| kept.path().join(name));

    backed_up_under(&app, &keys, &backup).await.unwrap();
    let place = Place::empty(Engine::new());
    let refused = place.restored(&backup).await.unwrap_err().to_string();
    assert!(refused.contains("not the keys of this backup"), "{refused}");
    let lines = [
        format!("1 {}", hex::written(&KEY[..32])),
        format!("2 sm4 {}", hex::written(&[KEY[0]; 16])),
        format!("use 2\nsearch {}", hex::written(&KEY[32..])),
    ];
    std::fs::write(&place.keys, lines.join("\n")).unwrap();
    place.restored(&backup).await.unwrap();
    let kept_keys = app::keys::load(&place.data.path().join(app::keys::KEYS)).unwrap();
    assert!(kept_keys == keys);
    let restored = place.opened().await;
    restored.house.vault.adopt(&kept_keys);
    assert_eq!(sealed_by(&restored).await, [0, all]);
    is_found(&restored).await;

    let host = bare(Engine::new());
    let sealing = Sealing {
        vault: Vault::of(&keys),
        receiver: receiver(&host, "receiver"),
        chance: Ctx::new(NOW, Actor::System, SystemChance::new().seed()),
    };
    exported_for(&app, &app.schools()[0].name, &archive, Some(sealing))
        .await
        .unwrap();
    let other = with_sm4(&OTHER);
    imported_under(&host, &other, &archive).await.unwrap();
    let host = host.opened().await;
    host.house.vault.adopt(&other);
    let [old, all] = sealed_by(&host).await;
    assert!(old == 0 && all > 50, "{old} and {all}");
    is_proved(&host).await;
    is_at_work(&host).await;
    is_found(&host).await;
}

#[tokio::test]
async fn an_export_for_another_or_one_that_was_changed_is_refused_and_nothing_is_stored() {
    let app = TestApp::new().await;
    let kept = tempfile::tempdir().unwrap();
    let [archive, broken, none] = ["archive", "broken", "none"].map(|name| kept.path().join(name));
    let (host, wrong) = (bare(Engine::new()), bare(Engine::new()));
    let school = app.schools()[0].name.clone();
    let for_host = receiver(&host, "receiver");
    receiver(&wrong, "receiver");
    exported_for(&app, &school, &archive, sealing(&KEY, for_host))
        .await
        .unwrap();
    let refused = async |place: &Place, archive: &Path| {
        let before = digests(&place.settings());
        let refused = imported(place, &OTHER, archive).await.unwrap_err().to_string();
        assert_eq!(digests(&place.settings()), before, "{refused}");
        refused
    };
    let said = refused(&wrong, &archive).await;
    assert!(said.contains("made for another installation"), "{said}");

    let bytes = std::fs::read(&archive).unwrap();
    for (mark, further, expected) in [
        ("\"sender\": \"", 0, "its keys do not open"),
        (
            "tables/person/000001.jsonl.gz",
            600,
            "the export is broken, nothing was imported: tables/person/",
        ),
        (
            "tables/work_field/000001.jsonl.gz",
            600,
            "the export is broken, nothing was imported: tables/work_field/",
        ),
    ] {
        let at = bytes
            .windows(mark.len())
            .position(|part| part == mark.as_bytes())
            .unwrap();
        let mut changed = bytes.clone();
        changed[at + mark.len() + further] ^= 1;
        std::fs::write(&broken, changed).unwrap();
        let said = refused(&host, &broken).await;
        assert!(said.contains(expected), "{said}");
    }
    std::fs::write(&broken, &bytes[..bytes.len() / 2]).unwrap();
    let said = refused(&host, &broken).await;
    assert!(said.contains("nothing was imported"), "{said}");

    // Who lost a key of the installation cannot give the school out, and leaves no half of an archive.
    let lost = exported_for(&app, &school, &none, sealing(&OTHER, for_host)).await;
    let lost = lost.unwrap_err().to_string();
    assert!(
        lost.contains("does not open with the keys that sealed it"),
        "{lost}"
    );
    assert!(std::fs::read_dir(kept.path()).unwrap().count() == 2);

    // The key is used by the import that succeeds, and by none before.
    imported(&host, &OTHER, &archive).await.unwrap();
    let said = refused(&host, &archive).await;
    assert!(said.contains("used already"), "{said}");
}
