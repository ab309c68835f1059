//! Who opens which page of a nation: people of its first school, its officers.

use crate::Problem;
use crate::served::html;
use crate::served::http::Client;
use crate::served::school::{self, Person, signed_in};
use crate::served::server::Server;

use super::sheet::Kind;

/// Who is signed in.
pub struct Cast {
    /// A student of a class at work each.
    pub students: Vec<Client>,
    /// School and number of each, to sign in with.
    pub numbers: Vec<(String, String)>,
    teacher: Client,
    affairs: Client,
    province: Client,
    ministry: Client,
    class: String,
    /// The run of the students' class.
    run: String,
    locked: String,
    step: String,
}

/// A page with who opens it.
pub struct Page<'a> {
    /// What it is called in the table.
    pub name: &'static str,
    /// Whose it is, and with it its bar.
    pub kind: Kind,
    /// Its address.
    pub path: String,
    /// Who opens it, in turns.
    pub browsers: &'a [Client],
}

/// Signs everybody in.
///
/// Errors: the nation has nobody of a kind.
pub fn cast(server: &Server) -> Result<Cast, Problem> {
    let people = school::people(server)?;
    let post = |post: &str| signed_in(server, &people, post, 0);
    let (teacher, affairs) = (post("teacher")?, post("academic-affairs")?);
    let first = people.iter().find(|person| person.number() == "academic-affairs");
    let school = first
        .map(Person::school)
        .ok_or("the nation has no school")?
        .to_owned();
    let classes = classes(server, &affairs, &school)?;
    let [over, working] = classes.as_slice() else {
        return Err("no two classes of the first school can sign in".into());
    };
    let run = linked(&teacher, &format!("/runs?class={}", working.id()), "/runs/")?;
    let locked = linked(&teacher, &format!("/runs?class={}", over.id()), "/runs/")?;
    let mut students = Vec::new();
    for number in &working.numbers {
        students.push(school::with_password(server, &school, number)?);
    }
    let work = run.replace("/runs/", "/work/");
    let pupil = students.first().ok_or("a class without students")?;
    let step = linked(pupil, &work, &format!("{work}/steps/"))?;
    Ok(Cast {
        numbers: working
            .numbers
            .iter()
            .map(|number| (school.clone(), number.clone()))
            .collect(),
        students,
        teacher,
        affairs,
        province: signed_in(server, &people, "provincial-officer", 0)?,
        ministry: signed_in(server, &people, "national-officer", 0)?,
        class: working.address.clone(),
        locked: locked.replace("/runs/", "/grades/"),
        run,
        step,
    })
}

impl Cast {
    /// Students of as many schools as it takes for [`EVERYBODY`], each signed in.
    ///
    /// Errors: a sign-in is refused.
    pub fn everybody(&self, server: &Server) -> Result<Vec<Client>, Problem> {
        let people = school::people(server)?;
        let offices = people
            .iter()
            .filter(|person| person.number() == "academic-affairs");
        let mut everybody = Vec::new();
        for office in offices {
            let affairs = school::with_password(server, office.school(), office.number())?;
            for class in classes(server, &affairs, office.school())? {
                for number in &class.numbers {
                    if everybody.len() == EVERYBODY {
                        return Ok(everybody);
                    }
                    everybody.push(school::with_password(server, office.school(), number)?);
                }
            }
        }
        Ok(everybody)
    }

    /// The address of the students' work.
    pub fn work(&self) -> String {
        self.run.replace("/runs/", "/work/")
    }
}

/// People that check in, where so many can sign in.
const EVERYBODY: usize = 500;

/// The first address on a page that is an id below `start`.
fn linked(browser: &Client, page: &str, start: &str) -> Result<String, Problem> {
    /// Letters and digits of an id.
    const ID: usize = 22;
    let text = browser.window("identity").page(page)?.text();
    let found = html::attributes(&text, &format!("href=\"{start}"), "href");
    let is_id = |href: &String| {
        let id = href.strip_prefix(start);
        id.is_some_and(|id| id.len() == ID && id.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    };
    found
        .into_iter()
        .find(is_id)
        .ok_or_else(|| format!("{page} links to nothing below {start}").into())
}

/// A class whose students have passwords.
struct Class {
    address: String,
    numbers: Vec<String>,
}

impl Class {
    fn id(&self) -> &str {
        self.address.rsplit('/').next().unwrap_or_default()
    }
}

/// The first two classes of the list whose students can sign in.
fn classes(server: &Server, affairs: &Client, school: &str) -> Result<Vec<Class>, Problem> {
    let list = affairs.window("identity").page("/classes")?.text();
    let mut found = Vec::new();
    for address in html::attributes(&list, "href=\"/classes/", "href") {
        if address.len() != "/classes/".len() + 22 || found.len() == 2 {
            continue;
        }
        let page = affairs.window("identity").page(&address)?.text();
        let numbers: Vec<String> = page
            .split("data-label=\"学号\">")
            .skip(1)
            .filter_map(|rest| Some(rest.split('<').next()?.to_owned()))
            .collect();
        let Some(first) = numbers.first() else { continue };
        if school::with_password(server, school, first).is_ok() {
            found.push(Class { address, numbers });
        }
    }
    Ok(found)
}

/// The pages that are asked for.
///
/// Errors: a page that should be linked to is not.
pub fn pages(cast: &Cast) -> Result<Vec<Page<'_>>, Problem> {
    let page = |name, kind, path: &str, browsers| Page {
        name,
        kind,
        path: path.to_owned(),
        browsers,
    };
    let one = std::slice::from_ref::<Client>;
    let (teacher, affairs) = (one(&cast.teacher), one(&cast.affairs));
    let task = school::link(&cast.teacher, "/tasks", "/tasks/")?;
    let standard = school::link(&cast.teacher, "/standards", "/standards/")?;
    Ok(vec![
        page("home of a student", Kind::Daily, "/", &cast.students),
        page("step of a work page", Kind::Daily, &cast.step, &cast.students),
        page("home of a teacher", Kind::Daily, "/", teacher),
        page("live board", Kind::Daily, &format!("{}/board", cast.run), teacher),
        page("grade sheet", Kind::Daily, &cast.locked, teacher),
        page("learning task", Kind::Daily, &task, teacher),
        page("standard", Kind::Daily, &standard, teacher),
        page(
            "home of the office of academic affairs",
            Kind::Daily,
            "/",
            affairs,
        ),
        page("class", Kind::Daily, &cast.class, affairs),
        page(
            "people of the school by pinyin",
            Kind::Daily,
            "/people?q=wang",
            affairs,
        ),
        page(
            "search from a school",
            Kind::Daily,
            "/search?q=%E6%95%B0%E6%8E%A7",
            teacher,
        ),
        page(
            "search over a province",
            Kind::Search,
            "/search?q=wang",
            one(&cast.province),
        ),
        page(
            "search over the standards",
            Kind::Search,
            "/search?q=%E6%95%B0%E6%8E%A7",
            one(&cast.ministry),
        ),
        page(
            "dashboard of a province",
            Kind::Dashboard,
            "/counts",
            one(&cast.province),
        ),
        page(
            "dashboard of the nation",
            Kind::Dashboard,
            "/counts",
            one(&cast.ministry),
        ),
    ])
}
