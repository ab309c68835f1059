//! What is held of a person: their copy, and an erasure after which nothing of theirs is found anywhere, and every proof still holds.

use std::io::{Cursor, Read as _};

use app::erasures::{Applied, apply, list};
use classroom::actions::Turn;
use db::params;
use kernel::{Actor, PersonId, Role, SchoolId, Tier};
use testkit::TestApp;

use crate::work::room::Room;

const NAME: &str = "欧阳昳玥";
const IDENTITY: &str = "33010120080307765X";
const NUMBER: &str = "Z9077341";
const PHONE: &str = "13987650142";
const WORDS: &str = "昳玥的主轴转速是七百转";
const OP: &str = "019ab000-0000-7000-8000-0000000000aa";

/// A JPEG of one scan.
pub fn jpeg() -> Vec<u8> {
    let frame = [0xff, 0xc0, 0, 11, 8, 0x01, 0xe0, 0x02, 0x80, 1, 1, 0x11, 0];
    let scan = [0xff, 0xda, 0, 3, 0, 77, 0xff, 0, 2, 0xff, 0xd9];
    [&[0xff, 0xd8], &frame[..], &scan].concat()
}

/// A student of the first school with a name that nobody else has, who worked, and what may nowhere be found afterwards.
struct Subject<'a> {
    app: &'a TestApp,
    school: SchoolId,
    person: PersonId,
    markers: Vec<String>,
}

async fn subject(app: &TestApp) -> Subject<'_> {
    let room = Room::of(app, 0).await;
    room.turn(3, Turn::Open).await;
    for seat in [0, 11] {
        room.release(3, room.members[seat].1).await;
    }
    let (school, person) = (room.run.school, room.members[0].0);
    let (ctx, vault) = (app.house.ctx(Actor::System), app.house.vault.clone());
    let named = app.house.db.write(&ctx, move |ctx, tx| {
        let identity = vault.seal("person.identity_sealed", IDENTITY.as_bytes(), ctx.bytes());
        let phone = vault.seal("person.phone_sealed", PHONE.as_bytes(), ctx.bytes());
        tx.run(
            "UPDATE person SET name = $3, sort_key = $3, identity_kind = '1', identity_sealed = $4, phone_sealed = $5 \
             WHERE school_id = $1 AND id = $2",
            params![school, person, NAME, identity, phone],
        )?;
        // The other school of the nation has the same numbers.
        tx.run(
            "UPDATE handle SET value = $3 WHERE school_id = $1 AND value = \
             (SELECT number FROM person WHERE school_id = $1 AND id = $2)",
            params![school, person, NUMBER],
        )?;
        tx.run(
            "UPDATE person SET number = $3 WHERE school_id = $1 AND id = $2",
            params![school, person, NUMBER],
        )?;
        // As if they had been an administrator once.
        tx.run(
            "INSERT INTO earlier_password (account_id, hash, set_at) \
             SELECT account_id, $3, 1 FROM person WHERE school_id = $1 AND id = $2 ON CONFLICT (account_id, hash) DO NOTHING",
            params![school, person, format!("v1$00${NUMBER}")],
        )?;
        Ok(())
    });
    named.await.unwrap();
    // A reading by hand makes the new name findable.
    let office = app.at_school(Role::AcademicAffairs, 0).await;
    let set = office
        .post(
            &format!("/people/{person}/reading"),
            &[("reading", "ou yang yi yue"), ("version", "1")],
        )
        .await;
    assert_eq!(set.status, 303, "{}", set.text());
    let student = room.student(0).await;
    let photo = format!("{}/files/{}", room.at("4.2"), room.outcome("4.2", "photo"));
    let sent = student
        .upload(&photo, &[("op", OP)], ("file", "欧阳昳玥的零件.jpg", &jpeg()))
        .await;
    assert!(sent.status.is_success(), "{}", sent.text());
    let field = room.question("1.1", 0);
    let saved = student
        .post(
            &room.at("1.1"),
            &[
                (field.as_str(), WORDS),
                ("version", "0"),
                ("op", "019ab000-0000-7000-8000-0000000000ab"),
            ],
        )
        .await;
    assert!(saved.status.is_success(), "{} {}", saved.status, saved.text());
    let hash = files::Hash::of(&jpeg()).to_string();
    Subject {
        app,
        school,
        person,
        markers: [NAME, IDENTITY, PHONE, WORDS, "昳玥", &hash, NUMBER]
            .iter()
            .map(ToString::to_string)
            .collect(),
    }
}

impl Subject<'_> {
    /// The class ends and the student has left.
    async fn leaves(&self) {
        self.is_graded().await;
        let (school, person) = (self.school, self.person);
        let ctx = self.app.house.ctx(Actor::System);
        let done = self.app.house.db.write(&ctx, move |_, tx| {
            Ok(tx.run(
                "UPDATE enrolment SET status = '20', until_day = $3 WHERE school_id = $1 AND person_id = $2",
                params![school, person, 20_260_710_i64],
            )?)
        });
        assert!(done.await.unwrap() > 0);
    }

    /// The work of their class is through.
    async fn is_graded(&self) {
        let school = self.school;
        let ctx = self.app.house.ctx(Actor::System);
        let done = self.app.house.db.write(&ctx, move |ctx, tx| {
            tx.run(
                "UPDATE class_run SET ended_at = $2 WHERE school_id = $1",
                params![school, ctx.now],
            )?;
            Ok(tx.run(
                "UPDATE grade_sheet SET state = 'locked' WHERE school_id = $1",
                params![school],
            )?)
        });
        assert!(done.await.unwrap() > 0);
    }

    /// The address of the class whose list they are on.
    async fn class(&self) -> String {
        let (school, person) = (self.school, self.person);
        let ctx = self.app.house.ctx(Actor::System);
        let read = self.app.house.db.read(&ctx, move |_, tx| {
            Ok(tx.one::<(kernel::Id<()>,)>(
                "SELECT class_id FROM enrolment WHERE school_id = $1 AND person_id = $2 AND until_day IS NULL",
                params![school, person],
            )?)
        });
        format!("/classes/{}", read.await.unwrap().0)
    }

    fn page(&self) -> String {
        format!("/personal/{}", self.person)
    }

    async fn erase(&self) {
        let security = self.app.at_school(Role::SecurityAdmin, 0).await;
        let reply = security
            .post(
                &format!("{}/erasure", self.page()),
                &[("reason", "欧阳昳玥本人书面申请")],
            )
            .await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        let leader = self.app.at_school(Role::SchoolLeader, 0).await;
        let shown = leader.get(&self.page()).await;
        assert!(shown.text().contains("欧阳昳玥本人书面申请"));
        let reply = leader
            .post(&format!("{}/erasure/confirm", self.page()), &[])
            .await;
        assert_eq!(reply.status, 303, "{}", reply.text());
    }

    /// Every place of the database where a marker stands: `table.column: marker`.
    async fn found(&self) -> Vec<String> {
        let markers = self.markers.clone();
        let ctx = self.app.house.ctx(Actor::System);
        let read = self.app.house.db.read(&ctx, move |_, tx| {
            let schema = db::schema_of(tx)?;
            let mut found = Vec::new();
            for (table, column) in &schema.columns {
                for marker in &markers {
                    // Bytes become text on one engine and hexadecimal on the other.
                    let (plain, bytes) = (format!("%{marker}%"), format!("%{}%", kernel::hex::written(marker.as_bytes())));
                    let (count,): (i64,) = tx.one(
                        &format!(
                            "SELECT CAST(count(*) AS BIGINT) FROM {table} WHERE CAST({column} AS text) LIKE $1 \
                             OR CAST({column} AS text) LIKE $2"
                        ),
                        params![&plain, &bytes],
                    )?;
                    if count > 0 {
                        found.push(format!("{table}.{column}: {marker}"));
                    }
                }
            }
            Ok(found)
        });
        read.await.unwrap()
    }

    /// Every file under the folder that has a marker in its name or content.
    fn on_disk(&self) -> Vec<String> {
        let files::Place::Folder(folder) = self.app.files().place;
        let mut open = vec![folder];
        let mut found = Vec::new();
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else if std::fs::read(&path).unwrap() == jpeg() {
                    found.push(path.display().to_string());
                }
            }
        }
        found
    }

    /// Chains and counts, folded and verified; the counts themselves.
    async fn proved(&self) -> Vec<(String, i64)> {
        let ctx = self.app.house.ctx(Actor::System);
        let (school, id) = (self.school, self.app.schools()[0].id);
        let read = self.app.house.db.read(&ctx, move |_, tx| {
            let audit = ledger::verify_audit(tx, school, id)?;
            let facts = ledger::verify_facts(tx, school)?;
            assert!(audit.is_sound() && audit.unsealed.is_empty(), "{audit:?}");
            assert!(facts.differences.is_empty(), "{facts:?}");
            Ok(tx.all::<(String, i64)>(
                "SELECT measure, CAST(sum(amount) AS BIGINT) FROM counter WHERE school_id = $1 GROUP BY measure ORDER BY measure",
                params![school],
            )?)
        });
        read.await.unwrap()
    }
}

fn unpacked(bytes: Vec<u8>) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = Vec::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        all.push((file.name().to_owned(), bytes));
    }
    all
}

#[tokio::test]
async fn a_person_gets_a_copy_of_what_is_held_of_them_and_of_nobody_else() {
    let app = TestApp::new().await;
    let subject = subject(&app).await;
    let student = app.known(subject.school, subject.person).await;
    let reply = student.post("/me/copy", &[]).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    let files = unpacked(reply.bytes.clone());
    let text = |name: &str| {
        let (_, bytes) = files.iter().find(|(known, _)| known == name).unwrap();
        String::from_utf8(bytes.clone()).unwrap()
    };
    for page in [text("index.html"), text("data.json")] {
        for marker in [NAME, IDENTITY, PHONE, WORDS, NUMBER] {
            assert!(page.contains(marker), "{marker}: {page}");
        }
    }
    assert!(
        files
            .iter()
            .any(|(name, bytes)| name.starts_with("files/") && *bytes == jpeg())
    );
    // Nobody of the class is named in it.
    let ctx = app.house.ctx(Actor::System);
    let (school, person) = (subject.school, subject.person);
    let others = app.house.db.read(&ctx, move |_, tx| {
        Ok(tx.all::<(String,)>(
            "SELECT number FROM person WHERE school_id = $1 AND id <> $2",
            params![school, person],
        )?)
    });
    for (number,) in others.await.unwrap() {
        assert!(!text("data.json").contains(&format!("\"{number}\"")), "{number}");
    }
    // The security administrator makes the same for who asks in writing, and both stand in the chain.
    let security = app.at_school(Role::SecurityAdmin, 0).await;
    let copy = security.post(&format!("{}/copy", subject.page()), &[]).await;
    assert_eq!(copy.status, 200);
    let auditor = app.at_school(Role::AuditAdmin, 0).await;
    let lines = auditor.get("/audit?act=people.copy-person").await.text();
    assert!(lines.matches("提供个人信息副本").count() >= 3, "{lines}");
}

#[tokio::test]
async fn who_sits_in_a_running_class_is_not_erased_and_a_refusal_needs_a_reason() {
    let app = TestApp::new().await;
    let subject = subject(&app).await;
    let security = app.at_school(Role::SecurityAdmin, 0).await;
    let leader = app.at_school(Role::SchoolLeader, 0).await;
    let path = format!("{}/erasure", subject.page());
    assert!(
        security
            .get(&subject.page())
            .await
            .text()
            .contains("仍在班级名单中")
    );
    assert_eq!(security.post(&path, &[("reason", "申请")]).await.status, 409);
    subject.leaves().await;
    assert_eq!(security.post(&path, &[("reason", " ")]).await.status, 422);
    assert_eq!(leader.post(&format!("{path}/confirm"), &[]).await.status, 409);
    assert_eq!(security.post(&path, &[("reason", "申请")]).await.status, 303);
    assert_eq!(
        security.post(&path, &[("reason", "另一个")]).await.status,
        409,
        "what waits is answered first"
    );
    assert_eq!(
        leader
            .post(&format!("{path}/decline"), &[("word", "")])
            .await
            .status,
        422
    );
    assert_eq!(security.post(&format!("{path}/confirm"), &[]).await.status, 403);
    let desk = leader.get("/").await.text();
    assert!(desk.contains("审批删除个人信息"), "{desk}");
    let declined = leader
        .post(&format!("{path}/decline"), &[("word", "成绩有争议")])
        .await;
    assert_eq!(declined.status, 303);
    assert!(security.get(&subject.page()).await.text().contains("成绩有争议"));
    assert_eq!(leader.post(&format!("{path}/confirm"), &[]).await.status, 409);
    assert!(!subject.found().await.is_empty(), "all is still there");
}

#[tokio::test]
async fn after_an_erasure_no_column_and_no_file_holds_anything_of_the_person() {
    let app = TestApp::new().await;
    let subject = subject(&app).await;
    subject.leaves().await;
    app::upkeep::round(&app.house).await.unwrap();
    let before = subject.found().await;
    for place in [
        "person.name",
        "work_field.value",
        "stored_file.hash",
        "stored_file.name",
        "handle.value",
        "earlier_password.hash",
    ] {
        assert!(
            before.iter().any(|found| found.starts_with(place)),
            "the walk sees {place}: {before:?}"
        );
    }
    assert_eq!(subject.on_disk().len(), 1);
    let counts = subject.proved().await;
    subject.erase().await;
    app::upkeep::round(&app.house).await.unwrap();
    assert_eq!(subject.found().await, Vec::<String>::new());
    assert_eq!(subject.on_disk(), Vec::<String>::new());
    assert_eq!(subject.proved().await, counts);
    // Nobody finds or reads them, signs in as them, or erases them twice.
    for (role, pages) in [
        (
            Role::SchoolLeader,
            vec![
                "/people".to_owned(),
                format!("/search?q={}", "ouyangyiyue"),
                subject.page(),
            ],
        ),
        (
            Role::SecurityAdmin,
            vec![
                format!("/personal?number={}", NUMBER),
                subject.page(),
                "/sessions".to_owned(),
            ],
        ),
        (Role::AuditAdmin, vec!["/audit".to_owned()]),
    ] {
        let person = app.at_school(role, 0).await;
        for page in pages {
            let text = person.get(&page).await.text();
            assert!(!text.contains(NAME) && !text.contains("昳玥"), "{role:?} {page}");
        }
    }
    let leader = app.at_school(Role::SchoolLeader, 0).await;
    let again = leader
        .post(&format!("{}/erasure/confirm", subject.page()), &[])
        .await;
    assert_eq!(again.status, 409);
    // In a restored backup, where they still were, they are erased again by the list, once.
    let ctx = app.house.ctx(Actor::System);
    let text = list(&app.house.db, &ctx).await.unwrap();
    assert_eq!(text.lines().count(), 1, "{text}");
    let done = apply((&app.house.db, &app.house.files), &ctx, &text)
        .await
        .unwrap();
    assert_eq!(
        done,
        Applied {
            known: 1,
            ..Applied::default()
        }
    );
}

#[tokio::test]
async fn a_list_of_erasures_erases_again_where_they_are_still_there() {
    let app = TestApp::new().await;
    let subject = subject(&app).await;
    let ctx = app.house.ctx(Actor::System);
    let line = format!("{} {}\n", app.schools()[0].id, subject.person);
    // Even in the midst of a class: it was decided before.
    let done = apply((&app.house.db, &app.house.files), &ctx, &line)
        .await
        .unwrap();
    assert_eq!(
        done,
        Applied {
            erased: 1,
            ..Applied::default()
        }
    );
    // The job that drops their files has nothing left to do, and goes with the server's next look.
    app::upkeep::round(&app.house).await.unwrap();
    assert_eq!(subject.found().await, Vec::<String>::new());
    assert_eq!(subject.on_disk(), Vec::<String>::new());
    assert_eq!(list(&app.house.db, &ctx).await.unwrap(), line);
    assert!(
        apply((&app.house.db, &app.house.files), &ctx, "nobody\n")
            .await
            .is_err()
    );
}

#[tokio::test]
async fn an_erasure_is_done_although_its_files_cannot_be_dropped_and_they_go_once_they_can() {
    let app = TestApp::new().await;
    let subject = subject(&app).await;
    subject.leaves().await;
    let hash = files::Hash::of(&jpeg()).to_string();
    let files::Place::Folder(folder) = app.files().place;
    let (of_file, aside) = (folder.join(&hash[..2]), folder.join("aside"));
    // Where the folder of the file is none, it can be neither read nor removed, whoever runs this.
    std::fs::rename(&of_file, &aside).unwrap();
    std::fs::write(&of_file, "").unwrap();
    subject.erase().await;
    let leader = app.at_school(Role::SchoolLeader, 0).await;
    assert!(leader.get(&subject.page()).await.text().contains("已删除"));
    app::upkeep::round(&app.house).await.unwrap();
    let left = subject.found().await;
    assert!(
        !left.is_empty() && left.iter().all(|place| place.starts_with("job.")),
        "the job keeps what it has to drop, and nothing else: {left:?}"
    );
    std::fs::remove_file(&of_file).unwrap();
    std::fs::rename(&aside, &of_file).unwrap();
    assert_eq!(subject.on_disk().len(), 1);
    app.clock.advance(kernel::Instant::HOUR);
    app::upkeep::round(&app.house).await.unwrap();
    assert_eq!(subject.on_disk(), Vec::<String>::new());
    assert_eq!(subject.found().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_file_that_is_gone_already_keeps_no_erasure_waiting() {
    let app = TestApp::new().await;
    let subject = subject(&app).await;
    subject.leaves().await;
    std::fs::remove_file(&subject.on_disk()[0]).unwrap();
    subject.erase().await;
    app::upkeep::round(&app.house).await.unwrap();
    assert_eq!(subject.found().await, Vec::<String>::new());
}

#[tokio::test]
async fn what_an_enterprise_proposes_waits_at_the_office_of_its_province_and_is_settled_there() {
    let app = TestApp::new().await;
    let enterprise = app.orgs.iter().find(|org| org.tier == Tier::Other).unwrap();
    let (school, ctx) = (enterprise.number, app.house.ctx(Actor::System));
    let mentor = app.house.db.write(&ctx, move |_, tx| {
        let (person,): (PersonId,) = tx.one(
            "SELECT person_id FROM post WHERE school_id = $1 AND role = 'enterprise-mentor'",
            params![school],
        )?;
        tx.run(
            "UPDATE post SET until_day = 20200101 WHERE school_id = $1 AND person_id = $2",
            params![school, person],
        )?;
        Ok(person)
    });
    let path = format!("/personal/{}", mentor.await.unwrap());
    let security = app.person(Role::SecurityAdmin, enterprise).await;
    let proposed = security
        .post(&format!("{path}/erasure"), &[("reason", "本人书面申请")])
        .await;
    assert_eq!(proposed.status, 303, "{}", proposed.text());
    let own = security.post(&format!("{path}/erasure/confirm"), &[]).await;
    assert_eq!(own.status, 403, "who proposes does not confirm");

    let officer = app.person(Role::ProvincialOfficer, app.org(Tier::Province)).await;
    let desk = officer.get("/").await.text();
    assert!(desk.contains("审批删除个人信息"), "{desk}");
    let list = officer.get("/personal").await.text();
    let link = format!("{path}?org={}", enterprise.id);
    assert!(list.contains(&link) && list.contains(&enterprise.name), "{list}");
    let elsewhere = app.orgs.iter().rfind(|org| org.tier == Tier::Province).unwrap();
    let other = app.person(Role::ProvincialOfficer, elsewhere).await;
    assert!(!other.get("/personal").await.text().contains(&enterprise.name));
    assert_eq!(
        officer.get(&path).await.status,
        404,
        "it is no person of the office"
    );
    let shown = officer.get(&link).await.text();
    assert!(
        shown.contains("本人书面申请") && !shown.contains("/copy\""),
        "{shown}"
    );
    let action = format!("{path}/erasure/confirm?org={}", enterprise.id);
    assert!(shown.contains(&action), "{shown}");
    let done = officer.post(&action, &[]).await;
    assert_eq!((done.status.as_u16(), done.location()), (303, link.as_str()));
    assert!(officer.get(&link).await.text().contains("已删除"));
    assert!(!officer.get("/personal").await.text().contains(&enterprise.name));
    assert!(!officer.get("/").await.text().contains("审批删除个人信息"));
    // The line stands in the chain of the enterprise.
    let auditor = app.person(Role::AuditAdmin, enterprise).await;
    let lines = auditor.get("/audit?act=people.confirm-erasure").await.text();
    assert!(lines.contains("删除个人信息"), "{lines}");
}

#[tokio::test]
async fn who_finished_with_their_class_is_erased_although_no_roster_ever_said_that_they_left() {
    let app = TestApp::new().await;
    let subject = subject(&app).await;
    subject.is_graded().await;
    let security = app.at_school(Role::SecurityAdmin, 0).await;
    let path = format!("{}/erasure", subject.page());
    assert_eq!(security.post(&path, &[("reason", "申请")]).await.status, 409);
    let office = app.at_school(Role::AcademicAffairs, 0).await;
    let end = format!("{}/end", subject.class().await);
    let ended = office.post(&end, &[("reason", "2026 届毕业")]).await;
    assert_eq!(ended.status, 303, "{}", ended.text());
    subject.erase().await;
    app::upkeep::round(&app.house).await.unwrap();
    assert_eq!(subject.found().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_roster_that_nobody_decided_about_keeps_nobody_from_being_erased_for_ever() {
    let app = TestApp::new().await;
    let subject = subject(&app).await;
    subject.leaves().await;
    let (school, ctx) = (subject.school, app.house.ctx(Actor::System));
    let staged = app.house.db.write(&ctx, move |ctx, tx| {
        Ok(tx.run(
            "INSERT INTO roster_upload (school_id, id, kind, file_name, sealed, created_by, created_at, expires_at, \
             added, changed, moved) VALUES ($1, $2, 'students', 'x.csv', $3, $4, $5, $6, 0, 0, 0)",
            params![school, ctx.raw_id(), vec![1_u8], ctx.raw_id(), ctx.now, ctx.now.plus(kernel::Instant::HOUR)],
        )?)
    });
    staged.await.unwrap();
    let security = app.at_school(Role::SecurityAdmin, 0).await;
    let path = format!("{}/erasure", subject.page());
    assert_eq!(security.post(&path, &[("reason", "申请")]).await.status, 409);
    app.clock.advance(2 * kernel::Instant::HOUR);
    let security = app.at_school(Role::SecurityAdmin, 0).await;
    assert_eq!(security.post(&path, &[("reason", "申请")]).await.status, 303);
}
