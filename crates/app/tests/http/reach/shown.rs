//! What lists show: their pages, asked for over HTTP by somebody in a certain post.

use std::collections::BTreeSet;

use db::{Tx, params};
use kernel::{Actor, Ctx, Id, RawId, Result, Role, Seat, Tier};
use people::actions::{NewSession, open_session, switch_post};
use people::model::sign_in::Device;
use people::model::sign_in::whence::Whence;
use ring::digest::{SHA256, digest};
use testkit::{Person, TestApp};

use super::made::Made;
use super::{CLASSES, Kind, NUMBERS, TASKS, TRAINED_FROM};

/// Where a list stands.
#[derive(Clone, Copy, Debug)]
enum At {
    /// On a page of its own, behind links that begin so.
    Page(&'static str, &'static [&'static str]),
    /// What the search box finds in a group, behind links that begin so.
    Search(&'static str, &'static str, &'static [&'static str]),
    /// On a page for each organisation.
    Staff,
    /// On a page for each class.
    Students,
    /// On a page for each school.
    Results,
    /// Without links; the page shows what is read here.
    Lines,
}

/// A list: the kinds of rows that it holds, and where.
#[derive(Debug)]
pub struct List {
    pub kinds: &'static [Kind],
    at: At,
}

const fn list(kinds: &'static [Kind], at: At) -> List {
    List { kinds, at }
}

const PEOPLE: &[&str] = &["href=\"/people/"];
/// A card where the reader may see it, and a line of a page for others.
const FOUND: &[&str] = &["href=\"/people/", "#person-"];

/// Every list of personal data.
pub const LISTS: [List; 16] = [
    list(&[Kind::People], At::Page("/people", PEOPLE)),
    list(&[Kind::Named], At::Page("/people?q=25", PEOPLE)),
    list(&[Kind::Classes], At::Page("/classes", &["href=\"/classes/"])),
    list(&[Kind::Students], At::Students),
    list(&[Kind::Staff], At::Staff),
    list(&[Kind::Runs], At::Page("/runs?whose=school", &["href=\"/runs/"])),
    list(&[Kind::OwnRuns], At::Page("/runs", &["href=\"/runs/"])),
    list(&[Kind::Work], At::Page("/work", &["href=\"/work/"])),
    list(
        &[Kind::Sheets, Kind::Unbegun],
        At::Page("/grades", &["href=\"/grades/"]),
    ),
    list(&[Kind::Lines], At::Lines),
    list(
        &[Kind::Tasks],
        At::Page("/tasks?whose=school", &["href=\"/tasks/"]),
    ),
    list(&[Kind::OwnTasks], At::Page("/tasks", &["href=\"/tasks/"])),
    list(&[Kind::Results], At::Results),
    list(
        &[Kind::FoundStudents, Kind::FoundStaff],
        At::Search("people", NUMBERS, FOUND),
    ),
    list(
        &[Kind::FoundClasses],
        At::Search("classes", CLASSES, &["href=\"/classes/"]),
    ),
    list(
        &[Kind::FoundTasks],
        At::Search("tasks", TASKS, &["href=\"/tasks/"]),
    ),
];

/// A session for every actor, in their post.
pub fn sessions(tx: &mut Tx<'_>, ctx: &Ctx, actors: &[Actor]) -> Result<Vec<String>> {
    actors.iter().map(|actor| session(tx, ctx, actor)).collect()
}

fn session(tx: &mut Tx<'_>, ctx: &Ctx, actor: &Actor) -> Result<String> {
    let Actor::Person {
        account, post, seat, ..
    } = actor
    else {
        return Err(kernel::Error::NotFound);
    };
    let new = NewSession {
        account: *account,
        school: seat.school,
        device: Device::Own,
        browser: vec![1],
        agent: "test".to_owned(),
        address: String::new(),
        whence: Whence::Near,
    };
    // It leads to the first of their posts: from there they go on to this one.
    let token = open_session(tx, ctx, &new)?;
    let hash = digest(&SHA256, token.as_bytes()).as_ref().to_vec();
    let (session,): (RawId,) = tx.one("SELECT id FROM session WHERE token_hash = $1", params![hash])?;
    let acting = Ctx::new(ctx.now, actor.clone(), ctx.bytes());
    Ok(switch_post(tx, &acting, (session, Whence::Near), *post)?.0)
}

/// Lists that a role was told are none of theirs: that hangs on the role alone, so nobody else of it asks again.
pub type Denied = BTreeSet<(Role, usize)>;

/// What the list in this place shows somebody: nothing, where it is none of theirs.
pub async fn by(
    app: &TestApp,
    made: &Made,
    (actor, token): (&Actor, &str),
    place: usize,
    denied: &mut Denied,
) -> BTreeSet<String> {
    let (Some(role), Some(seat)) = (actor.role(), actor.seat()) else {
        return BTreeSet::new();
    };
    let (person, list) = (Person::with_token(app, token.to_owned()), &LISTS[place]);
    let mut shown = BTreeSet::new();
    if let At::Lines = list.at {
        shown.extend(lines(app, actor).await);
        return shown;
    }
    for path in paths(made, seat, list.at) {
        if denied.contains(&(role, place)) {
            break;
        }
        let Some(page) = page(&person, &path).await else {
            denied.insert((role, place));
            break;
        };
        match list.at {
            At::Page(_, marks) | At::Search(.., marks) => shown.extend(ids(&page, marks)),
            At::Results => shown.extend(after(&page, "YS").into_iter().map(|number| format!("YS{number}"))),
            At::Staff | At::Students | At::Lines => shown.extend(ids(&page, &["id=\"person-"])),
        }
    }
    shown
}

/// The pages that a list stands on.
fn paths(made: &Made, seat: &Seat, at: At) -> Vec<String> {
    // Above the schools all is asked for; in a school the own one and the others, whose pages are none.
    let orgs = made
        .orgs
        .iter()
        .filter(|org| seat.tier != Tier::School || org.tier == Tier::School);
    match at {
        At::Page(path, _) => vec![path.to_owned()],
        At::Search(group, text, _) => {
            let text: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
            vec![format!("/search?q={text}&in={group}")]
        }
        At::Staff => orgs.map(|org| format!("/staff?org={}", org.id)).collect(),
        At::Results => orgs
            .map(|org| format!("/training/schools/{}?from={TRAINED_FROM}", org.id))
            .collect(),
        At::Students => {
            let classes = made.rows.iter().filter(|row| row.kind == Kind::Classes);
            classes.map(|class| format!("/classes/{}", class.id)).collect()
        }
        At::Lines => Vec::new(),
    }
}

/// The content of a page: empty where there is none for this reader, and none where there is none for their post.
async fn page(person: &Person<'_>, path: &str) -> Option<String> {
    let reply = person.get(path).await;
    let status = reply.status.as_u16();
    assert!(
        [200, 403, 404].contains(&status),
        "{path}: {status} {}",
        reply.location()
    );
    let text = reply.text();
    let (_, content) = text.split_once("<main")?;
    assert!(!content.contains("page=2"), "{path} has a second page");
    match status {
        403 => None,
        404 => Some(String::new()),
        _ => Some(content.to_owned()),
    }
}

/// The ids that follow any of these marks.
fn ids(page: &str, marks: &[&str]) -> BTreeSet<String> {
    let words = marks.iter().flat_map(|mark| after(page, mark));
    words.filter(|word| word.parse::<Id<()>>().is_ok()).collect()
}

/// The words that follow a mark.
fn after(page: &str, mark: &str) -> Vec<String> {
    let rest = page.split(mark).skip(1);
    let word = |rest: &str| {
        rest.chars()
            .take_while(|letter| letter.is_alphanumeric() || "-_".contains(*letter))
            .collect()
    };
    rest.map(word).collect()
}

/// The sheets in which a student has a line: the page links those only whose grades are shown.
async fn lines(app: &TestApp, actor: &Actor) -> Vec<String> {
    let ctx = app.house.ctx(actor.clone());
    let read = app.house.db.read(&ctx, |ctx, tx| {
        let Some(desk) = super::allowed(assessment::policy::may_read_own(ctx)) else {
            return Ok(Vec::new());
        };
        let sheets = assessment::queries::sheets_of_student(tx, desk.school, desk.person)?;
        Ok(sheets.iter().map(|sheet| sheet.id.to_string()).collect())
    });
    read.await.unwrap()
}
