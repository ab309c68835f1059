//! One school goes out and into another installation; the others there stay as they were.

use std::collections::BTreeMap;
use std::path::Path;

use app::backup::{self, Fault, Host, Sealing, Source, Summary};
use app::house;
use db::{Settings, Value, portable};
use files::Hash;
use kernel::SchoolId;
use kernel::outside::{Chance as _, SystemChance};
use kernel::vault::{Keys, Sealed, Vault};
use testkit::{Engine, KEY, NOW, TestApp, digests};

use crate::bench::{Place, content, filed};
use crate::drill::{hits, is_at_work, is_proved};

fn fingerprint() -> String {
    Vault::new(1, &KEY).fingerprint()
}

async fn exported(app: &TestApp, school: &str, to: &Path) -> Result<Summary, Fault> {
    exported_for(app, school, to, None).await
}

/// Exports a school, sealed for somebody or as it is.
pub async fn exported_for(
    app: &TestApp,
    school: &str,
    to: &Path,
    sealing: Option<Sealing>,
) -> Result<Summary, Fault> {
    let source = Source {
        settings: app.settings(),
        files: app.files(),
        keys: fingerprint(),
        at: NOW,
    };
    let (school, to) = (school.to_owned(), to.to_owned());
    tokio::task::spawn_blocking(move || backup::export(&source, &school, &to, sealing.as_ref()))
        .await
        .unwrap()
}

/// Imports a school into a place under a key.
pub async fn imported(place: &Place, key: &[u8; 64], from: &Path) -> Result<(Summary, Vec<String>), Fault> {
    imported_under(place, &Keys::first(1, key), from).await
}

/// Imports a school into a place under any keys.
pub async fn imported_under(
    place: &Place,
    keys: &Keys,
    from: &Path,
) -> Result<(Summary, Vec<String>), Fault> {
    let host = Host {
        settings: place.settings(),
        data: place.data.path().to_owned(),
        files: files::Settings {
            place: files::Place::Folder(place.data.path().join("files")),
        },
        vault: Vault::of(keys),
        at: NOW,
        seed: SystemChance::new().seed(),
    };
    let from = from.to_owned();
    tokio::task::spawn_blocking(move || backup::import(&from, &host))
        .await
        .unwrap()
}

/// An installation without anybody.
pub fn bare(engine: Engine) -> Place {
    let place = Place::empty(engine);
    let migrations = house::migrations(&house::modules());
    db::fill(&place.settings(), &migrations, |_| Ok::<(), db::Error>(())).unwrap();
    place
}

/// The tables of a school's rows, without its number.
fn own(settings: &Settings, school: SchoolId) -> Rows {
    own_but(settings, school, &[])
}

/// Tables, how many rows each has, and the hash of what stands in them.
pub type Rows = BTreeMap<String, (u64, Hash)>;

/// The tables of a school's rows, without its number and what is sealed in some columns.
pub fn own_but(settings: &Settings, school: SchoolId, sealed: &[Sealed]) -> Rows {
    let looked = db::look(settings, |tx| {
        let mut all = BTreeMap::new();
        for table in portable::tables(tx)? {
            let Some(place) = table.place("school_id") else {
                continue;
            };
            if ["session", "one_time_code", "job"].contains(&table.name.as_str()) {
                continue;
            }
            let of = sealed.iter().filter(|column| column.table == table.name);
            let blank: Vec<usize> = of.filter_map(|column| table.place(column.column)).collect();
            let (mut rows, mut text) = (0, String::new());
            table.each_of(tx, school, |row| {
                let mut row = row.to_vec();
                row[place] = Value::Null;
                blank.iter().for_each(|place| row[*place] = Value::Null);
                rows += 1;
                text.push_str(&format!("{row:?}\n"));
                Ok::<(), db::Error>(())
            })?;
            all.insert(table.name, (rows, Hash::of(text.as_bytes())));
        }
        Ok::<_, db::Error>(all)
    });
    looked.unwrap()
}

/// A school stands here as it was where it came from, but for the line of its arrival, which waits for its seal.
fn stands_as(settings: &Settings, school: SchoolId, original: &Rows) {
    has_arrived(settings, school, (own(settings, school), original.clone()));
}

/// The rows here are those there, and the line of the arrival.
pub fn has_arrived(settings: &Settings, school: SchoolId, (mut here, mut there): (Rows, Rows)) {
    for chain in ["audit_line", "audit_pending"] {
        let rows = |all: &mut Rows| all.remove(chain).unwrap().0;
        assert_eq!(rows(&mut here), rows(&mut there) + 1, "{chain}");
    }
    assert_eq!(here, there);
    let arrivals = db::look(settings, |tx| {
        let which = ledger::audit::Which {
            verb: "org.import-school".to_owned(),
            ..ledger::audit::Which::default()
        };
        ledger::audit::latest(tx, school, &which, 10)
            .map_err(|error| db::Error::Constraint(error.to_string()))
    });
    let newest = arrivals.unwrap().into_iter().next().unwrap();
    assert!(newest.after.contains("gongxue"), "{newest:?}");
}

/// How often what others keep has changed.
fn changes(settings: &Settings) -> BTreeMap<String, i64> {
    let all = "SELECT name, changes FROM change_count";
    let found = db::look(settings, |tx| tx.all::<(String, i64)>(all, &[]));
    found.unwrap().into_iter().collect()
}

/// The system administrator of every school has had another password.
async fn chose_before(app: &TestApp) {
    let ctx = app.house.ctx(kernel::Actor::System);
    let chosen = app.house.db.write(&ctx, |_, tx| {
        Ok(tx.run(
            "INSERT INTO earlier_password (account_id, hash, set_at) \
             SELECT account_id, 'v1$00$00', 1 FROM post WHERE role = 'system-admin' \
             ON CONFLICT (account_id, hash) DO NOTHING",
            &[],
        )?)
    });
    chosen.await.unwrap();
}

#[tokio::test]
async fn a_school_moves_to_another_installation_with_all_that_is_its_own_and_disturbs_no_other() {
    let app = TestApp::new().await;
    let hash = filed(&app, "螺纹轴").await;
    chose_before(&app).await;
    app::upkeep::round(&app.house).await.unwrap();
    let (first, second) = (app.schools()[0].clone(), app.schools()[1].clone());
    let kept = tempfile::tempdir().unwrap();
    let [one, two, back] = ["one", "two", "back"].map(|name| kept.path().join(name));
    let done = exported(&app, &first.name, &one).await.unwrap();
    assert_eq!((done.files, done.missing.len()), (1, 0));
    exported(&app, &second.code, &two).await.unwrap();
    assert_eq!(backup::check(&one).unwrap(), Ok(done.clone()));

    let host = bare(Engine::File(tempfile::tempdir().unwrap()));
    let (arrived, told) = imported(&host, &KEY, &one).await.unwrap();
    assert_eq!(arrived, done);
    // The offices above it are not here.
    assert!(
        !told.is_empty() && told.iter().all(|line| line.contains("was left out")),
        "{told:?}"
    );
    let original = own(&app.settings(), first.number);
    assert!(
        original["person"].0 > 5 && original["step_work"].0 > 5,
        "{original:?}"
    );
    stands_as(&host.settings(), SchoolId(1), &original);
    assert_eq!(
        digests(&host.settings())["earlier_password"].0,
        1,
        "an administrator's earlier passwords go along, and nobody else's"
    );
    let counted = changes(&host.settings());
    assert_eq!((counted["organisation"], counted["programme"]), (1, 1));
    for measure in ["total trained", "total heads", "total adopted", "total running"] {
        assert_eq!(counted.get(measure), Some(&1), "{measure}: {counted:?}");
    }
    imported(&host, &KEY, &two).await.unwrap();
    let counted = changes(&host.settings());
    assert_eq!((counted["organisation"], counted["programme"]), (2, 2));
    stands_as(&host.settings(), SchoolId(1), &original);
    stands_as(
        &host.settings(),
        SchoolId(2),
        &own(&app.settings(), second.number),
    );
    let before = digests(&host.settings());
    let again = imported(&host, &KEY, &one).await.unwrap_err().to_string();
    assert!(again.contains("is here already"), "{again}");
    assert_eq!(digests(&host.settings()), before);

    let host = host.opened().await;
    assert_eq!(host.schools()[0].id, first.id);
    is_proved(&host).await;
    is_at_work(&host).await;
    assert!(!hits(&host, "数控").await.is_empty());
    assert_eq!(
        content(&host.files(), &hash).await.unwrap(),
        "%PDF-1.7 螺纹轴".as_bytes()
    );

    // And from there to the engine of the test, after somebody worked there.
    app::upkeep::round(&host.house).await.unwrap();
    let done = exported(&host, &first.id.to_string(), &back).await.unwrap();
    let home = bare(Engine::new());
    assert_eq!(imported(&home, &KEY, &back).await.unwrap().0, done);
    stands_as(&home.settings(), SchoolId(1), &own(&host.settings(), SchoolId(1)));
    let home = home.opened().await;
    is_proved(&home).await;
    is_at_work(&home).await;
}

#[tokio::test]
async fn a_school_under_other_keys_and_an_archive_of_another_kind_are_refused() {
    let app = TestApp::new().await;
    let kept = tempfile::tempdir().unwrap();
    let (school, whole) = (kept.path().join("school"), kept.path().join("whole"));
    exported(&app, &app.schools()[2].name, &school).await.unwrap();
    crate::bench::backed_up(&app, &whole).await.unwrap();
    let host = bare(Engine::new());
    let before = digests(&host.settings());
    let refused = imported(&host, &[8; 64], &school).await.unwrap_err().to_string();
    assert!(
        refused.contains("sealed under other keys") && refused.contains("gongxue school receive"),
        "{refused}"
    );
    let refused = imported(&host, &KEY, &whole).await.unwrap_err().to_string();
    assert!(refused.contains("gongxue restore"), "{refused}");
    assert_eq!(digests(&host.settings()), before);
    let refused = Place::empty(Engine::new()).restored(&school).await.unwrap_err();
    assert!(refused.to_string().contains("gongxue school import"), "{refused}");
    let office = app.org(kernel::Tier::Nation);
    let none = exported(&app, &office.name, &kept.path().join("none"))
        .await
        .unwrap_err();
    assert!(none.to_string().contains("is no school"), "{none}");
    let none = exported(&app, "nowhere", &kept.path().join("none"))
        .await
        .unwrap_err();
    assert!(none.to_string().contains("there is no organisation"), "{none}");
    assert!(!kept.path().join("none.part").exists());
}
