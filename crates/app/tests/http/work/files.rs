//! Photos and files: sent once, seen by the group and the school's teachers, by nobody else.

use axum::http::StatusCode;
use classroom::actions::Turn;
use kernel::Role;
use testkit::{Person, Reply, TestApp};

use super::room::Room;

const OP: &str = "019ab000-0000-7000-8000-00000000000a";

/// A JPEG of one scan with an EXIF block that names a place.
fn jpeg(shade: u8) -> Vec<u8> {
    let exif = b"\xff\xe1\x00\x0cExif\0\0GPS!";
    let frame = [0xff, 0xc0, 0, 11, 8, 0x01, 0xe0, 0x02, 0x80, 1, 1, 0x11, 0];
    let scan = [0xff, 0xda, 0, 3, 0, shade, 0xff, 0, 2, 0xff, 0xd9];
    [&[0xff, 0xd8], &exif[..], &frame, &scan].concat()
}

struct Shop<'a> {
    room: Room<'a>,
    student: Person<'a>,
    upload: String,
}

/// The machine shop: phase 4 open to everybody, a photo is asked for in 4.2 of each student.
async fn shop(app: &TestApp) -> Shop<'_> {
    let room = Room::of(app, 1).await;
    room.turn(3, Turn::Open).await;
    for seat in [0, 11] {
        room.release(3, room.members[seat].1).await;
    }
    let upload = format!("{}/files/{}", room.at("4.2"), room.outcome("4.2", "photo"));
    let student = room.student(0).await;
    Shop {
        room,
        student,
        upload,
    }
}

impl Shop<'_> {
    async fn send(&self, op: &str, shade: u8) -> Reply {
        let bytes = jpeg(shade);
        self.student
            .upload(&self.upload, &[("op", op)], ("file", "photo.jpg", &bytes))
            .await
    }
}

/// The address of the picture in a piece of a page.
fn address(piece: &str) -> String {
    let start = piece.find("src=\"/work/").expect("a picture") + 5;
    piece[start..].split('"').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_photo_is_kept_without_its_place_and_seen_by_the_group_and_the_teachers_alone() {
    let app = TestApp::new().await;
    let shop = shop(&app).await;
    let reply = shop.send(OP, 1).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let photo = address(&reply.text());
    assert!(
        shop.student
            .get(&shop.room.at("4.2"))
            .await
            .text()
            .contains(&photo)
    );
    let mate = shop.room.student(1).await;
    let teacher = app.at_school(Role::Teacher, 1).await;
    for person in [&shop.student, &mate, &teacher] {
        let seen = person.get(&photo).await;
        assert_eq!(seen.status, StatusCode::OK);
        let header = |name: &str| seen.headers[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), "image/jpeg");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert!(header("cache-control").starts_with("private"));
        assert!(header("content-disposition").starts_with("inline"));
        assert!(!seen.bytes.windows(4).any(|four| four == b"GPS!") && seen.bytes.starts_with(&[0xff, 0xd8]));
    }
    let others = [
        shop.room.student(11).await,
        app.at_school(Role::Student, 2).await,
        app.at_school(Role::Teacher, 2).await,
        app.at_school(Role::SecurityAdmin, 1).await,
    ];
    for (index, person) in others.iter().enumerate() {
        assert_eq!(person.get(&photo).await.status, StatusCode::NOT_FOUND, "{index}");
    }
    assert_eq!(app.stranger().get(&photo).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_photo_that_is_sent_twice_is_kept_once_and_another_stands_beside_it() {
    let app = TestApp::new().await;
    let shop = shop(&app).await;
    let first = shop.send(OP, 1).await.text();
    let before = app.rows().await;
    let again = shop.send(OP, 1).await;
    assert_eq!(
        (again.status, address(&again.text())),
        (StatusCode::OK, address(&first))
    );
    // The same picture in another sending is the same picture.
    let same = shop.send("019ab000-0000-7000-8000-00000000000b", 1).await;
    assert_eq!(address(&same.text()), address(&first));
    assert_eq!(app.rows().await, before);
    let second = shop.send("019ab000-0000-7000-8000-00000000000c", 2).await.text();
    let page = shop.student.get(&shop.room.at("4.2")).await.text();
    assert!(
        page.contains(&address(&first)) && page.contains(&address(&second)),
        "{page}"
    );
    let file = address(&first).rsplit('/').next().unwrap().to_owned();
    let removal = format!("{}/{file}/removal", shop.upload);
    assert_eq!(
        shop.student.post(&removal, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    let page = shop.student.get(&shop.room.at("4.2")).await.text();
    assert!(!page.contains(&address(&first)) && page.contains(&address(&second)));
    assert_eq!(
        shop.student.get(&address(&first)).await.status,
        StatusCode::NOT_FOUND
    );
    let before = app.rows().await;
    assert_eq!(
        shop.student.post(&removal, &[]).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(app.rows().await, before);
}

#[tokio::test]
async fn what_is_no_photo_is_refused_with_what_is_taken_and_changes_nothing() {
    let app = TestApp::new().await;
    let shop = shop(&app).await;
    let before = app.rows().await;
    let many: Vec<u8> = [&[0xff, 0xd8, 0xff][..], &vec![0; 9 << 20]].concat();
    let cases: [(&str, &[u8], &str); 4] = [
        ("page.html", b"<script>alert(1)</script>", "不能识别该文件"),
        ("empty.jpg", b"", "文件是空的"),
        ("big.jpg", &many, "最多 8 MB"),
        ("card.pdf", b"%PDF-1.7", "这里不能上传"),
    ];
    for (name, bytes, said) in cases {
        let refused = shop
            .student
            .upload(&shop.upload, &[("op", OP)], ("file", name, bytes))
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(refused.text().contains(said), "{name}: {}", refused.text());
    }
    // Nor where no photo is asked for, nor in another run.
    let text = shop.upload.replace(
        &shop.room.outcome("4.2", "photo"),
        &shop.room.outcome("4.2", "text"),
    );
    for (person, path) in [
        (&shop.student, &text),
        (&app.at_school(Role::Student, 2).await, &shop.upload),
    ] {
        let refused = person
            .upload(path, &[("op", OP)], ("file", "photo.jpg", &jpeg(1)))
            .await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(app.rows().await, before);
}

#[tokio::test]
async fn a_file_comes_back_under_its_name_as_a_download() {
    let app = TestApp::new().await;
    let shop = shop(&app).await;
    let upload = format!(
        "{}/files/{}",
        shop.room.at("4.1"),
        shop.room.outcome("4.1", "file")
    );
    let sent = shop
        .student
        .upload(&upload, &[("op", OP)], ("file", "程序单.pdf", b"%PDF-1.7 O0301"))
        .await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.text());
    let piece = sent.text();
    assert!(piece.contains("程序单.pdf"), "{piece}");
    let start = piece.find("href=\"/work/").unwrap() + 6;
    let file = shop.student.get(piece[start..].split('"').next().unwrap()).await;
    let header = file.headers["content-disposition"].to_str().unwrap();
    assert!(
        header.starts_with("attachment") && header.contains("%E7%A8%8B%E5%BA%8F%E5%8D%95.pdf"),
        "{header}"
    );
    assert_eq!(
        (file.headers["content-type"].to_str().unwrap(), &file.bytes[..]),
        ("application/pdf", &b"%PDF-1.7 O0301"[..])
    );
}

#[tokio::test]
async fn a_picture_that_is_also_something_else_comes_back_as_the_picture_alone() {
    let app = TestApp::new().await;
    let shop = shop(&app).await;
    let more = b"PK\x03\x04 word/document.xml <html><script>gx1()</script></html>";
    let bytes = [&jpeg(3)[..], more].concat();
    let names = [
        "../../../etc/passwd",
        "C:\\windows\\win.ini",
        "a<img src=x onerror=gx1()>.jpg",
        "gpj.\u{202e}exe.jpg",
        "con.jpg",
    ];
    let long = "长".repeat(300);
    for (number, name) in names.into_iter().chain([long.as_str()]).enumerate() {
        let op = format!("019ab000-0000-7000-8000-0000000000{:02x}", number + 32);
        let sent = shop
            .student
            .upload(&shop.upload, &[("op", &op)], ("file", name, &bytes))
            .await;
        assert_eq!(sent.status, StatusCode::OK, "{name}: {}", sent.text());
        let piece = sent.text();
        assert!(
            !piece.contains("<img src=x") && !piece.contains('\u{202e}'),
            "{piece}"
        );
        let seen = shop.student.get(&address(&piece)).await;
        assert_eq!(seen.bytes[..], jpeg_without_place(3)[..], "{name}");
        let header = |name: &str| seen.headers[name].to_str().unwrap().to_owned();
        assert_eq!(
            (header("content-type"), header("x-content-type-options")),
            ("image/jpeg".to_owned(), "nosniff".to_owned())
        );
        let place = header("content-disposition");
        for never in ["..", "/", "\\", "<", "%E2%80%AE", "%2F", "%5C"] {
            assert!(!place.contains(never), "{place}");
        }
    }
    let before = app.rows().await;
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>gx1()</script></svg>";
    for name in ["图.svg", "图.jpg"] {
        let refused = shop
            .student
            .upload(&shop.upload, &[("op", OP)], ("file", name, svg))
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(!refused.text().contains("<script>gx1"), "{}", refused.text());
    }
    assert_eq!(app.rows().await, before);
}

/// What is kept of [`jpeg`].
fn jpeg_without_place(shade: u8) -> Vec<u8> {
    let whole = jpeg(shade);
    [&whole[..2], &whole[16..]].concat()
}
