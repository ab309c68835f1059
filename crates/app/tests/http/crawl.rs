//! Every page that a person can come to by links, for every role and in both languages: each answers, and says nothing in
//! the wrong words.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::LazyLock;

use kernel::{Role, Tier};
use testkit::{Person, Reply, TestApp};

use crate::figures::{figure, figures};
use crate::html::{self, Read, Said};

/// Pages of one role.
const PAGES: usize = 150;
/// Statements of one page at most.
const STATEMENTS: u64 = 10;
/// Pages of one role that differ in their ids only.
const ALIKE: usize = 3;
/// The post of each role that is looked through.
pub const POSTS: [(Role, Tier); 15] = [
    (Role::NationalOfficer, Tier::Nation),
    (Role::ProvincialOfficer, Tier::Province),
    (Role::CityOfficer, Tier::City),
    (Role::SystemAdmin, Tier::Province),
    (Role::SchoolLeader, Tier::School),
    (Role::PartyOrganisation, Tier::School),
    (Role::AcademicAffairs, Tier::School),
    (Role::MajorLeader, Tier::School),
    (Role::Teacher, Tier::School),
    (Role::ClassTeacher, Tier::School),
    (Role::Student, Tier::School),
    (Role::EnterpriseMentor, Tier::School),
    (Role::SystemAdmin, Tier::School),
    (Role::SecurityAdmin, Tier::School),
    (Role::AuditAdmin, Tier::School),
];

/// The keys of every text.
static KEYS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let modules = app::house::modules();
    let shell = include_str!("../../../web/locales/zh.ftl");
    let files = modules.iter().map(|module| module.texts.0).chain([shell]);
    let lines = files
        .flat_map(str::lines)
        .filter_map(|line| line.split_once(" ="));
    lines.map(|(key, _)| key).collect()
});

/// Every page, and on the embedded engine how its statements are planned: what reads a table or a school's part of one is listed, so
/// that a new one is looked at.
#[tokio::test]
async fn every_page_that_a_role_comes_to_answers_and_speaks_chinese_and_reads_no_wider_than_listed() {
    let app = crawled(|person| person).await;
    let wide = testkit::wide_readings(&app.settings());
    if !wide.is_empty() {
        testkit::agrees("plans-of-pages.txt", &lines(&wide));
    }
}

fn lines(wide: &BTreeSet<String>) -> String {
    wide.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
}

#[tokio::test]
async fn every_page_that_a_role_comes_to_answers_and_speaks_english() {
    crawled(|person| person.in_english()).await;
}

async fn crawled(reading: for<'a> fn(Person<'a>) -> Person<'a>) -> TestApp {
    figures();
    let app = TestApp::new().await;
    let mut faults = Faults::default();
    look_through(&reading(app.stranger()), ("nobody", "/sign-in"), &mut faults).await;
    let mut seen = 0;
    for (role, tier) in POSTS {
        let person = reading(app.person(role, app.org(tier)).await);
        seen += look_through(&person, (role.code(), "/"), &mut faults).await;
    }
    assert!(seen > 200, "only {seen} pages were seen");
    assert!(faults.0.is_empty(), "{faults}");
    app
}

/// Faults, each with the first place where it was seen and how often.
#[derive(Default)]
struct Faults(BTreeMap<String, (String, usize)>);

impl Faults {
    fn add(&mut self, fault: String, (who, path): (&str, &str)) {
        let place = || (format!("{who} at {path}"), 0);
        self.0.entry(fault).or_insert_with(place).1 += 1;
    }
}

impl std::fmt::Display for Faults {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0
            .iter()
            .try_for_each(|(fault, (place, count))| writeln!(out, "{fault}\n    {place}, {count} times"))
    }
}

/// Follows links from a page until there are no more, or enough; answers how many pages it saw.
async fn look_through(person: &Person<'_>, (who, from): (&str, &str), faults: &mut Faults) -> usize {
    let mut waiting = VecDeque::from([from.to_owned()]);
    let mut known = BTreeSet::from([from.to_owned()]);
    let mut alike: BTreeMap<String, usize> = BTreeMap::new();
    let mut seen = 0;
    while let Some(path) = waiting.pop_front() {
        if seen == PAGES {
            break;
        }
        seen += 1;
        let (path, reply) = followed(person, path).await;
        let place = (who, path.as_str());
        if reply.status != 200 {
            faults.add(format!("{} from {}", reply.status, shape(&path)), place);
            continue;
        }
        if !is_page(&reply) {
            continue;
        }
        if let Some(count) = too_many_statements(person, &path).await {
            faults.add(format!("{count} statements for {}", shape(&path)), place);
        }
        let text = reply.text();
        let page = html::read(&text);
        for fault in faults_of(&page) {
            faults.add(fault, place);
        }
        for link in links(&page) {
            let count = alike.entry(shape(&link)).or_default();
            if *count < ALIKE && known.insert(link.clone()) {
                *count += 1;
                waiting.push_back(link);
            }
        }
    }
    seen
}

/// How many statements a page takes that was read before, where that is more than a page may take.
async fn too_many_statements(person: &Person<'_>, path: &str) -> Option<u64> {
    let before = figure("gongxue_statements_total");
    person.get(path).await;
    let count = figure("gongxue_statements_total") - before;
    (count > STATEMENTS).then_some(count)
}

/// The answer behind redirects, with its path.
pub async fn followed(person: &Person<'_>, path: String) -> (String, Reply) {
    let reply = person.get(&path).await;
    if reply.status == 303 && reply.location().starts_with('/') {
        let next = reply.location().to_owned();
        let reply = person.get(&next).await;
        return (next, reply);
    }
    (path, reply)
}

pub fn is_page(reply: &Reply) -> bool {
    let kind = reply.headers.get("content-type");
    kind.is_some_and(|kind| kind.to_str().unwrap().starts_with("text/html"))
}

/// Where a page leads: links, fragments that it fetches, pictures, scripts and styles. What is printed is printed by the
/// authorization cases.
fn links(page: &Read) -> Vec<String> {
    let own = page
        .attributes
        .iter()
        .filter(|(tag, name, _)| match name.as_str() {
            "href" => tag != "use",
            "src" | "hx-get" => true,
            _ => false,
        });
    let paths = own.map(|(_, _, value)| value.split('#').next().unwrap_or_default());
    paths
        .filter(|path| path.starts_with('/') && !path.ends_with("/pdf"))
        .map(str::to_owned)
        .collect()
}

/// A path without its ids and numbers and without the values of its query.
pub fn shape(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let part = |part: &str| {
        let id = part.len() == 22 || part.len() == 36;
        if id || (!part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())) {
            "{}".to_owned()
        } else {
            part.to_owned()
        }
    };
    let parts: Vec<String> = path.split('/').map(part).collect();
    let names: Vec<&str> = query
        .split('&')
        .filter_map(|pair| pair.split('=').next())
        .collect();
    format!("{}?{}", parts.join("/"), names.join("&"))
}

fn faults_of(page: &Read) -> Vec<String> {
    let mut faults = page.unbalanced.clone();
    let english = page.values("lang").next() == Some("en");
    let ids: BTreeSet<&str> = page.values("id").collect();
    let mut once = BTreeSet::new();
    for id in page.values("id").filter(|id| !once.insert(*id)) {
        faults.push(format!("two elements are #{id}"));
    }
    let anchors = page.values("href").filter_map(|href| href.strip_prefix('#'));
    for anchor in anchors.filter(|anchor| !ids.contains(anchor)) {
        faults.push(format!("nothing is #{anchor}"));
    }
    // What the audit kept of a row is shown as it was kept.
    for said in page.said.iter().filter(|said| said.tag != "code") {
        let shown: String = said.text.chars().take(60).collect();
        if said.text.contains(['{', '}']) {
            faults.push(format!("a placeholder: {shown} in {}", said.at));
        }
        let mut words = said
            .text
            .split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '-');
        if let Some(key) = words.find(|word| is_key(word)) {
            faults.push(format!("the key {key} in {}", said.at));
        }
        if english && !said.marked && is_chinese(said) {
            faults.push(format!("content without its language: {shown} in {}", said.at));
        }
    }
    faults
}

/// Whether it is Chinese as a whole, which is to be marked; an English sentence may hold a name. That no text of the interface
/// is in the wrong language is tidy's business.
fn is_chinese(said: &Said) -> bool {
    let mut words = said.text.split(|sign: char| !sign.is_ascii_alphabetic());
    said.between && said.text.chars().any(is_han) && !words.any(|word| word.len() > 1)
}

/// Whether a word is a key of a text, or looks like one that has none.
fn is_key(word: &str) -> bool {
    static OWNERS: LazyLock<BTreeSet<&str>> =
        LazyLock::new(|| KEYS.iter().filter_map(|key| key.split('-').next()).collect());
    let parts: Vec<&str> = word.split('-').collect();
    KEYS.contains(word)
        || (parts.len() > 2
            && OWNERS.contains(parts[0])
            && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'))
}

fn is_han(sign: char) -> bool {
    matches!(sign, '\u{3007}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[test]
fn keys_and_shapes_are_told() {
    assert!(is_key("people-sign-in") && is_key("design-nav-nothing"));
    assert!(!is_key("web") && !is_key("class-teacher"));
    assert_eq!(
        shape("/tasks/0196b1a0-0000-7000-8000-000000000000/documents/7?part=2&q="),
        "/tasks/{}/documents/{}?part&q"
    );
}
