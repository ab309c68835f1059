//! How the installation stands: what its keeper sees, and what is found when somebody meddled with the database.

use db::params;
use kernel::{Actor, Instant, Role, SchoolId, Tier};
use testkit::{Person, TestApp};
use watch::model::{Kind, Report, size_text};

async fn keeper(app: &TestApp) -> Person<'_> {
    app.person(Role::SystemAdmin, app.org(Tier::Nation)).await
}

/// Checks every organisation: a round takes one.
async fn checked(app: &TestApp) {
    for _ in 0..=app.orgs.len() {
        app::upkeep::round(&app.house).await.unwrap();
    }
}

async fn note_backup(app: &TestApp, hours_ago: i64) {
    let ctx = app.house.ctx(Actor::System);
    let note = move |ctx: &kernel::Ctx, tx: &mut db::Tx<'_>| {
        let report = Report {
            org: SchoolId(0),
            at: ctx.now.plus(-hours_ago * Instant::HOUR),
            well: true,
            said: "/var/backups/night.gongxue".to_owned(),
        };
        Ok(watch::queries::note(tx, Kind::Backup, &report)?)
    };
    app.house.db.write(&ctx, note).await.unwrap();
}

/// The row of the table that begins with a name.
fn row<'a>(page: &'a str, name: &str) -> &'a str {
    let begins = page.find(&format!("<th scope=\"row\">{name}")).unwrap();
    let row = &page[begins..];
    &row[..row.find("</tr>").unwrap()]
}

#[tokio::test]
async fn a_keeper_sees_that_there_is_no_backup_and_that_every_chain_was_proved() {
    let app = TestApp::new().await;
    let desk = keeper(&app).await.get("/").await.text();
    assert!(
        desk.contains("备份过期") && desk.contains("href=\"/status\""),
        "{desk}"
    );
    let fresh = keeper(&app).await.get("/status").await.text();
    assert!(row(&fresh, "备份").contains("从未备份") && row(&fresh, "备份").contains("s-bad"));
    assert!(row(&fresh, "汇总数").contains("尚未核验"));
    checked(&app).await;
    note_backup(&app, 3).await;
    let page = keeper(&app).await.get("/status").await.text();
    let all = app.orgs.len();
    assert!(row(&page, "审计链").contains(&format!("{all} / {all}")), "{page}");
    assert!(
        row(&page, "机构计数").contains(&format!("{all} / {all}")),
        "{page}"
    );
    assert!(row(&page, "备份").contains("night.gongxue") && row(&page, "备份").contains("s-ok"));
    assert!(
        page.contains("SQLite 3.") || page.contains("PostgreSQL 1"),
        "{page}"
    );
    // The disk of the machine that tests is its own matter.
    for name in ["备份", "审计链", "机构计数", "汇总数", "待封印", "放弃的"] {
        assert!(row(&page, name).contains("s-ok"), "{name}: {page}");
    }
    let desk = keeper(&app).await.get("/").await.text();
    assert!(!desk.contains("备份过期"), "{desk}");
}

#[tokio::test]
async fn a_keeper_reads_the_version_the_engine_and_how_large_everything_is() {
    let app = TestApp::new().await;
    let ctx = app.house.ctx(Actor::System);
    let about = app.house.db.read(&ctx, |_, tx| Ok(db::about(tx)?)).await.unwrap();
    let page = keeper(&app).await.get("/status").await.text();
    let named = format!("Gongxue {} · {}", env!("CARGO_PKG_VERSION"), about.engine);
    assert!(page.contains(&named), "{named} in {page}");
    let disk = row(&page, "磁盘");
    let room = app
        .house
        .files
        .room()
        .expect("the system tells the room on its disk");
    let total = format!(" / {}</td>", size_text(room.total));
    assert!(disk.contains(&total), "{total} in {disk}");
    let free = disk.split(&total).next().unwrap().rsplit('>').next().unwrap();
    let (figure, unit) = free.split_once(' ').expect("a figure and its unit");
    let figure: f64 = figure.parse().unwrap();
    assert!(
        figure > 0.0 && ["B", "KB", "MB", "GB", "TB"].contains(&unit),
        "{free}"
    );
    let database = format!("数据库 {}", size_text(u64::try_from(about.bytes).unwrap()));
    assert!(
        about.bytes > 0 && disk.contains(&database),
        "{database} in {disk}"
    );
    assert!(disk.contains("0 个文件，0 B"), "{disk}");
}

#[tokio::test]
async fn a_line_that_somebody_changed_in_the_database_is_found_within_a_day_and_named() {
    let app = TestApp::new().await;
    checked(&app).await;
    let school = app.schools()[0].clone();
    let ctx = app.house.ctx(Actor::System);
    let (number, name) = (school.number, school.name.clone());
    let meddle = move |_: &kernel::Ctx, tx: &mut db::Tx<'_>| {
        let first: (kernel::RawId,) = tx.one(
            "SELECT line_id FROM audit_seal WHERE school_id = $1 AND number = 2",
            params![number],
        )?;
        tx.run(
            "UPDATE audit_line SET reason = 'never' WHERE school_id = $1 AND id = $2",
            params![number, first.0],
        )?;
        Ok(tx.run("UPDATE counter_total SET amount = amount + 1", &[])?)
    };
    app.house.db.write(&ctx, meddle).await.unwrap();
    checked(&app).await;
    let page = keeper(&app).await.get("/status").await.text();
    assert!(
        row(&page, "审计链").contains("s-ok"),
        "a chain is proved once a day: {page}"
    );
    app.clock.advance(25 * Instant::HOUR);
    checked(&app).await;
    let page = keeper(&app).await.get("/status").await.text();
    let audit = row(&page, "审计链");
    assert!(
        audit.contains("s-bad") && audit.contains(&format!("{name}：链在第 2 条断开")),
        "{audit}"
    );
    assert!(row(&page, "汇总数").contains("s-bad"), "{page}");
    assert!(row(&page, "机构计数").contains("s-ok"), "{page}");
    let desk = keeper(&app).await.get("/").await.text();
    assert!(desk.contains("核验发现数据有误"), "{desk}");
    // A school's own administrator has nothing to do with it.
    let own = app.at_school(Role::SystemAdmin, 0).await.get("/").await.text();
    assert!(!own.contains("/status") && !own.contains("核验"), "{own}");
}

#[tokio::test]
async fn a_backup_of_the_night_before_last_is_missed() {
    let app = TestApp::new().await;
    note_backup(&app, 27).await;
    let page = keeper(&app).await.get("/status").await.text();
    assert!(row(&page, "备份").contains("s-wait") && row(&page, "备份").contains("gongxue backup create"));
    assert!(keeper(&app).await.get("/").await.text().contains("备份过期"));
}
