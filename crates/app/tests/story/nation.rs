//! Chapters 1 and 2: the first organisation behind its code, provinces, a city, schools, the catalogue of majors.

use testkit::{Person, TestApp};

use crate::hands::{appointed, between, done, enters, page, said, taken};

/// 专业目录 as the ministry keeps it.
const MAJORS: &str =
    "专业编码,专业名称,培养层次\n0106,数控加工（数控车工）,中级、高级、预备技师\n0403,汽车维修,中级、高级\n";

/// What stands above the schools, and the schools.
pub struct Nation<'a> {
    /// The officer of the ministry.
    pub officer: Person<'a>,
    /// The officers of 浙江 and 四川.
    pub provinces: Vec<Person<'a>>,
    /// Two schools of the first province and one of the second; the story is told in the first.
    pub schools: Vec<Small<'a>>,
}

/// A school with those who keep it.
pub struct Small<'a> {
    pub id: String,
    pub code: &'static str,
    /// Who names its people.
    pub admin: Person<'a>,
    /// 教务
    pub affairs: Person<'a>,
    /// 专业带头人
    pub leader: Person<'a>,
    /// A teacher of it.
    pub teacher: Person<'a>,
}

/// An empty installation asks for its first organisation and the persons who keep it.
pub async fn founded(app: &TestApp) -> Nation<'_> {
    let stranger = app.stranger();
    assert_eq!(stranger.get("/sign-in").await.location(), "/start");
    let code = crate::start_code(app).await;
    let fields = [
        ("code", code.as_str()),
        ("kind", "ministry"),
        ("org-code", "00"),
        ("name", "国家技工教育管理部门"),
        ("lead-name", "王建国"),
        ("lead-number", "bu-01"),
        ("system-name", "李伟"),
        ("system-number", "bu-sys"),
        ("security-name", "张玥"),
        ("security-number", "bu-sec"),
        ("audit-name", "赵翀"),
        ("audit-number", "bu-aud"),
    ];
    let started = stranger.post("/start", &fields).await;
    assert_eq!(started.status, 200, "{}", said(&started.text()));
    let codes = started.codes();
    assert_eq!(codes.len(), 4);
    assert_eq!(
        stranger.get("/start").await.status,
        404,
        "it is asked once and by nobody else"
    );
    let officer = enters(app, &codes[0]).await;
    let auditor = enters(app, &codes[3]).await;
    assert!(page(&auditor, "/audit").await.contains("任命岗位"));

    let provinces = [
        ("33", "浙江省人力资源社会保障厅", "330000"),
        ("51", "四川省人力资源社会保障厅", "510000"),
        // 兵团 counts for itself.
        ("66", "新疆生产建设兵团人力资源社会保障局", "660000"),
    ];
    let mut officers = Vec::new();
    for (code, name, region) in provinces {
        let id = registered(
            &officer,
            &[
                ("kind", "province"),
                ("code", code),
                ("name", name),
                ("region", region),
            ],
        )
        .await;
        if region != "660000" {
            officers.push(province(app, &officer, (&id, code)).await);
        }
    }
    majors(&officer).await;
    let schools = schools(app, &officers).await;
    Nation {
        officer,
        provinces: officers,
        schools,
    }
}

/// Registers an organisation; answers its id.
async fn registered(officer: &Person<'_>, fields: &[(&str, &str)]) -> String {
    let to = done(officer, "/organisations", fields).await;
    to.rsplit('/').next().unwrap_or_default().to_owned()
}

/// The ministry names the administrator of a province, who names its officer.
async fn province<'a>(app: &'a TestApp, officer: &Person<'_>, (id, code): (&str, &str)) -> Person<'a> {
    let number = |what: &str| format!("{code}-{what}");
    let at = format!("?org={id}");
    let admin = appointed(app, officer, &at, ("钱进", &number("sys"), "system-admin")).await;
    appointed(app, &admin, "", ("孙立", &number("01"), "provincial-officer")).await
}

/// The catalogue is looked at, then taken as a whole.
async fn majors(officer: &Person<'_>) {
    let file = ("file", "majors.csv", MAJORS.as_bytes());
    let preview = officer
        .upload("/majors/import", &[("name", "2026年版")], file)
        .await;
    assert_eq!(preview.status, 200, "{}", said(&preview.text()));
    let shown = preview.text();
    let table = between(&shown, "name=\"table\"", "</textarea>");
    let (_, table) = table.split_once('>').expect("a table");
    let fields = [("name", "2026年版"), ("table", table)];
    assert_eq!(done(officer, "/majors", &fields).await, "/majors");
    let list = page(officer, "/majors").await;
    assert!(list.contains("第 1 版 · 2 个专业"), "{}", said(&list));
}

/// A province registers a city and its schools; each officer sees what is below and nothing else.
async fn schools<'a>(app: &'a TestApp, officers: &[Person<'a>]) -> Vec<Small<'a>> {
    let city = [
        ("kind", "city"),
        ("code", "3301"),
        ("name", "江南市人力资源和社会保障局"),
        ("region", "330100"),
    ];
    registered(&officers[0], &city).await;
    let mut wrong = school("330199", "江南市技师学院", "330100", "12330000470009999F").to_vec();
    let refused = officers[0].post("/organisations", &wrong).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("校验不通过") && refused.text().contains("江南市技师学院"));
    wrong.retain(|(field, _)| *field != "credit");
    let made = [
        (
            0,
            school("330199", "江南市技师学院", "330100", "12330000470009999E"),
        ),
        (
            0,
            school("330298", "滨海高级技工学校", "330200", "12330200470008888P"),
        ),
        (
            1,
            school("510197", "西岭技工学校", "510100", "12510100470006666M"),
        ),
    ];
    let mut schools = Vec::new();
    for (at, form) in made {
        let id = registered(&officers[at], &form).await;
        schools.push(kept(app, &officers[at], (id, form[1].1)).await);
    }
    let seen = page(&officers[0], "/organisations").await;
    assert!(
        seen.contains("江南市技师学院") && !seen.contains("西岭技工学校"),
        "{}",
        said(&seen)
    );
    let foreign = format!("/organisations/{}", schools[2].id);
    assert_eq!(officers[0].get(&foreign).await.status, 404);
    schools
}

fn school(
    code: &'static str,
    name: &'static str,
    region: &'static str,
    credit: &'static str,
) -> [(&'static str, &'static str); 7] {
    [
        ("kind", "school"),
        ("code", code),
        ("name", name),
        ("region", region),
        ("category", "technician"),
        ("affiliation", "city"),
        ("credit", credit),
    ]
}

/// The province names the system administrator of a school, who names its people, and they enter.
async fn kept<'a>(app: &'a TestApp, officer: &Person<'_>, (id, code): (String, &'static str)) -> Small<'a> {
    let at = format!("?org={id}");
    let admin = appointed(app, officer, &at, ("席书锐", "JS0601", "system-admin")).await;
    let refused = officer
        .post(
            &format!("/staff{at}"),
            &[
                ("name", "罗启文"),
                ("number", "JS0302"),
                ("role", "school-leader"),
            ],
        )
        .await;
    assert_eq!(refused.status, 403, "an officer names administrators only");
    let affairs = appointed(app, &admin, "", ("祝海蓉", "JS0311", "academic-affairs")).await;
    let leader = appointed(app, &admin, "", ("亓文渊", "JS0402", "major-leader")).await;
    let teacher = appointed(app, &admin, "", ("施喆", "JS0406", "teacher")).await;
    calendar(&affairs).await;
    Small {
        id,
        code,
        admin,
        affairs,
        leader,
        teacher,
    }
}

/// The term of the story with its holidays and a Saturday that is worked.
async fn calendar(affairs: &Person<'_>) {
    let fields = [
        ("year", "2026"),
        ("season", "autumn"),
        ("first", "2026-09-01"),
        ("weeks", "20"),
        ("exceptions", "国庆节 2026-10-01…2026-10-07\n补班 2026-10-10 周五"),
    ];
    let reply = affairs.upload("/calendar", &fields, ("file", "", b"")).await;
    assert_eq!(taken("/calendar", &reply), "/calendar?term=2026-autumn");
}
