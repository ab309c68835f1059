//! Organisations, majors and calendars over HTTP.

use kernel::{Role, Tier};
use testkit::TestApp;

const MAJORS: &str = "专业编码,专业名称,培养层次\n0106,数控加工（数控车工）,高级\n0403,汽车维修,中级、高级\n0999,新专业,中级\n";
/// A term as the form sends it.
pub const TERM: &[(&str, &str)] = &[
    ("year", "2026"),
    ("season", "autumn"),
    ("first", "2026-09-01"),
    ("weeks", "19"),
    ("exceptions", "国庆节 2026-10-01…2026-10-07"),
];
const NO_FILE: (&str, &str, &[u8]) = ("file", "", b"");

fn school(code: &'static str) -> [(&'static str, &'static str); 7] {
    [
        ("kind", "school"),
        ("code", code),
        ("name", "东江技师学院"),
        ("region", "330100"),
        ("category", "technician"),
        ("affiliation", "city"),
        ("credit", "12330000470007777C"),
    ]
}

#[tokio::test]
async fn a_school_is_registered_found_by_its_initials_and_seen_by_its_province_only() {
    let app = TestApp::new().await;
    let officer = app.person(Role::ProvincialOfficer, app.org(Tier::Province)).await;
    let reply = officer.post("/organisations", &school("330188")).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.text());
    let page = officer.get(reply.location()).await.text();
    assert!(
        page.contains("东江技师学院") && page.contains("江南市人力资源和社会保障局"),
        "{page}"
    );
    let address = reply.location().to_owned();
    assert!(
        officer
            .get("/organisations?q=djjsxy")
            .await
            .text()
            .contains("东江技师学院")
    );
    assert!(
        app.stranger()
            .get("/sign-in/schools?q=djjs")
            .await
            .text()
            .contains("东江技师学院")
    );
    let other = app
        .orgs
        .iter()
        .filter(|org| org.tier == Tier::Province)
        .nth(1)
        .unwrap();
    let other = app.person(Role::ProvincialOfficer, other).await;
    assert_eq!(other.get(&address).await.status.as_u16(), 404);
    assert!(
        !other
            .get("/organisations?q=djjsxy")
            .await
            .text()
            .contains("东江技师学院")
    );
    let national = app.person(Role::NationalOfficer, app.org(Tier::Nation)).await;
    assert!(
        national
            .in_english()
            .get(&address)
            .await
            .text()
            .contains("Relations upwards")
    );
}

#[tokio::test]
async fn a_refused_form_keeps_what_was_typed_and_names_the_fault() {
    let app = TestApp::new().await;
    let officer = app.person(Role::ProvincialOfficer, app.org(Tier::Province)).await;
    let mut fields = school("330188");
    fields[6].1 = "12330000470009999F";
    let reply = officer.post("/organisations", &fields).await;
    assert_eq!(reply.status.as_u16(), 422);
    let page = reply.text();
    assert!(
        page.contains("校验不通过") && page.contains("value=\"东江技师学院\""),
        "{page}"
    );
    let taken = officer.post("/organisations", &school("330199")).await;
    assert!(taken.status.as_u16() == 422 && taken.text().contains("已登记过"));
}

#[tokio::test]
async fn a_stale_form_is_told_that_somebody_amended_meanwhile() {
    let app = TestApp::new().await;
    let officer = app.person(Role::ProvincialOfficer, app.org(Tier::Province)).await;
    let address = format!("/organisations/{}", app.schools()[0].id);
    let mut fields = school("330199").to_vec();
    fields.push(("version", "1"));
    assert_eq!(officer.post(&address, &fields).await.status.as_u16(), 303);
    assert!(
        officer
            .get(&address)
            .await
            .text()
            .contains("江南市技师学院 → 东江技师学院")
    );
    assert_eq!(officer.post(&address, &fields).await.status.as_u16(), 409);
}

#[tokio::test]
async fn a_credit_code_that_stands_already_is_refused_at_its_field_with_the_name_of_its_holder() {
    let app = TestApp::new().await;
    let officer = app.person(Role::ProvincialOfficer, app.org(Tier::Province)).await;
    let holder = app.schools()[0].clone();
    let before = app.rows().await;
    let mut fields = school("330188").to_vec();
    fields[6].1 = "12330000470009999e";
    let refused = officer.post("/organisations", &fields).await;
    let page = refused.text();
    assert_eq!(refused.status, 422, "{page}");
    assert!(
        page.contains("id=\"f-credit-error\"")
            && page.contains(&format!("12330000470009999E 已由“{}”登记", holder.name))
            && page.contains("东江技师学院"),
        "{page}"
    );
    // An enterprise is no other legal person.
    let enterprise = [
        ("kind", "enterprise"),
        ("code", "E-330188"),
        ("name", "东江数控机床有限公司"),
        ("region", "330100"),
        ("credit", "12330000470009999E"),
    ];
    assert_eq!(officer.post("/organisations", &enterprise).await.status, 422);
    // Who may not know of the holder is not told the name.
    let other = app
        .orgs
        .iter()
        .filter(|org| org.tier == Tier::Province)
        .nth(1)
        .unwrap();
    let stranger = app.person(Role::ProvincialOfficer, other).await;
    (fields[1].1, fields[3].1) = ("510188", "510100");
    let refused = stranger.post("/organisations", &fields).await;
    let page = refused.text();
    assert_eq!(refused.status, 422, "{page}");
    assert!(
        page.contains("已由其他地区的单位登记") && !page.contains(&holder.name),
        "{page}"
    );
    // Amended into another's it is refused as well, and its own it keeps.
    let second = format!("/organisations/{}", app.schools()[1].id);
    let mut amended = school("330188").to_vec();
    (amended[3].1, amended[6].1) = ("330200", "12330000470009999E");
    amended.push(("version", "1"));
    assert_eq!(officer.post(&second, &amended).await.status, 422);
    assert_eq!(app.rows().await, before);
    amended[6].1 = "12330200470008888P";
    assert_eq!(officer.post(&second, &amended).await.status, 303);
}

#[tokio::test]
async fn who_reaches_one_organisation_is_led_to_it() {
    let app = TestApp::new().await;
    let leader = app.at_school(Role::SchoolLeader, 0).await;
    let reply = leader.get("/organisations").await;
    assert_eq!(
        reply.location(),
        format!("/organisations/{}", app.schools()[0].id)
    );
}

#[tokio::test]
async fn a_catalogue_is_looked_at_before_the_whole_of_it_is_imported() {
    let app = TestApp::new().await;
    let officer = app.person(Role::NationalOfficer, app.org(Tier::Nation)).await;
    let before = app.rows().await;
    let file = ("file", "majors.csv", MAJORS.as_bytes());
    let preview = officer
        .upload("/majors/import", &[("name", "2027年版")], file)
        .await;
    assert_eq!(preview.status.as_u16(), 200);
    let page = preview.text();
    assert!(
        page.contains("导入 3 个专业为新版本") && page.contains("新专业") && page.contains("汽车维修"),
        "{page}"
    );
    assert_eq!(app.rows().await, before, "a look changes nothing");
    let field = page
        .split("name=\"table\"")
        .nth(1)
        .and_then(|rest| rest.split_once('>'));
    let table = field
        .and_then(|(_, rest)| rest.split("</textarea>").next())
        .unwrap();
    let done = officer
        .post("/majors", &[("name", "2027年版"), ("table", table)])
        .await;
    assert_eq!(
        (done.status.as_u16(), done.location()),
        (303, "/majors"),
        "{}",
        done.text()
    );
    let teacher = app.at_school(Role::Teacher, 0).await;
    let list = teacher.get("/majors").await.text();
    assert!(
        list.contains("新专业") && list.contains("第 2 版 · 3 个专业"),
        "{list}"
    );
    assert!(
        teacher
            .get("/majors?version=1&q=qcwx")
            .await
            .text()
            .contains("汽车维修工")
    );
}

#[tokio::test]
async fn every_fault_of_a_catalogue_is_named_by_its_cell_and_nothing_is_taken() {
    let app = TestApp::new().await;
    let officer = app.person(Role::NationalOfficer, app.org(Tier::Nation)).await;
    let before = app.rows().await;
    let faulty = "专业编码,专业名称\n9901-3,航天\n0106-3,\n";
    let reply = officer
        .upload(
            "/majors/import",
            &[("name", "2027年版")],
            ("file", "majors.csv", faulty.as_bytes()),
        )
        .await;
    assert_eq!(reply.status.as_u16(), 422);
    let page = reply.text();
    assert!(
        page.contains("文件有 2 处错误") && page.contains("<b>A2</b>") && page.contains("<b>B3</b>"),
        "{page}"
    );
    assert!(page.contains("value=\"2027年版\""));
    let none = officer.upload("/majors/import", &[("name", "")], NO_FILE).await;
    assert!(none.status.as_u16() == 422 && none.text().contains("请选择文件"));
    let provincial = app.person(Role::ProvincialOfficer, app.org(Tier::Province)).await;
    let refused = provincial
        .upload(
            "/majors/import",
            &[("name", "2027年版")],
            ("file", "majors.csv", MAJORS.as_bytes()),
        )
        .await;
    assert_eq!(refused.status.as_u16(), 403);
    assert_eq!(app.rows().await, before);
}

#[tokio::test]
async fn a_term_is_set_by_the_affairs_office_of_the_school_itself() {
    let app = TestApp::new().await;
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    let reply = affairs.upload("/calendar", TERM, NO_FILE).await;
    assert_eq!(
        (reply.status.as_u16(), reply.location()),
        (303, "/calendar?term=2026-autumn"),
        "{}",
        reply.text()
    );
    let page = affairs.get("/calendar?term=2026-autumn").await.text();
    assert!(
        page.contains("2026–2027 学年第一学期") && page.contains("2026-09-01 – 2027-01-10"),
        "{page}"
    );
    let neighbour = app.at_school(Role::Teacher, 1).await;
    assert!(
        neighbour
            .get("/calendar?term=2026-autumn")
            .await
            .text()
            .contains("2027-01-17")
    );
    let elsewhere = format!("/calendar?org={}", app.schools()[0].id);
    assert_eq!(neighbour.get(&elsewhere).await.status.as_u16(), 404);
    let before = app.rows().await;
    let refused = app
        .at_school(Role::Teacher, 0)
        .await
        .upload("/calendar", TERM, NO_FILE)
        .await;
    assert_eq!(refused.status.as_u16(), 403);
    assert_eq!(app.rows().await, before);
}

#[tokio::test]
async fn a_table_fills_in_the_form_and_sets_nothing() {
    let app = TestApp::new().await;
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    let before = app.rows().await;
    let table = "名称,开始日期,结束日期,执行课表\n国庆节,2026-10-01,2026-10-08,\n补班,2026-10-10,,周五\n";
    let reply = affairs
        .upload("/calendar", TERM, ("file", "calendar.csv", table.as_bytes()))
        .await;
    let page = reply.text();
    assert_eq!(reply.status.as_u16(), 200);
    assert!(
        page.contains("国庆节 2026-10-01…2026-10-08\n补班 2026-10-10 周五"),
        "{page}"
    );
    let broken = affairs
        .upload(
            "/calendar",
            TERM,
            ("file", "calendar.csv", "名称,开始日期\n国庆节,某日\n".as_bytes()),
        )
        .await;
    assert_eq!(broken.status.as_u16(), 422);
    assert!(broken.text().contains("<b>B2</b>") && broken.text().contains("国庆节 2026-10-01…2026-10-07"));
    assert_eq!(app.rows().await, before);
}

#[tokio::test]
async fn faults_of_a_term_stand_at_their_fields() {
    let app = TestApp::new().await;
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    let fields = [
        ("year", "2026"),
        ("season", "autumn"),
        ("first", "2026-09-01"),
        ("weeks", "20"),
        ("exceptions", "补班 2026-10-13 周五\n??"),
    ];
    let reply = affairs.upload("/calendar", &fields, NO_FILE).await;
    assert_eq!(reply.status.as_u16(), 422);
    assert!(reply.text().contains("第 2 行“??”看不懂") && reply.text().contains("补班 2026-10-13 周五"));
    let backwards = [
        ("year", "2026"),
        ("season", "autumn"),
        ("first", "2026-09-01"),
        ("weeks", "20"),
        ("exceptions", "国庆节 2026-10-07…2026-10-01"),
    ];
    let reply = affairs.upload("/calendar", &backwards, NO_FILE).await.text();
    assert!(
        reply.contains("国庆节：结束日期 2026-10-01 早于开始日期 2026-10-07"),
        "{reply}"
    );
    let fields = [
        ("year", "2026"),
        ("season", "autumn"),
        ("first", "2026-09-01"),
        ("weeks", "20"),
        ("exceptions", "补班 2026-10-13 周五"),
    ];
    let reply = affairs.upload("/calendar", &fields, NO_FILE).await;
    assert!(
        reply.status.as_u16() == 422 && reply.text().contains("不是周末"),
        "{}",
        reply.text()
    );
}
