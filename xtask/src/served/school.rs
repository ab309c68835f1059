//! A school's data, made over HTTP as its users would: sign-ins of the demonstration, classes, rosters, slips, first
//! sign-ins.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::html;
use super::http::{Client, Reached};
use crate::Problem;

/// The password of the demonstration, and of everybody who signs in for the first time here.
const PASSWORD: &str = "Gongxue-2026";

/// A column heading a line; the school's other columns are not asked for.
const HEAD: &str = "学号,姓名,性别,证件类型,证件号码,联系电话,班级,入学日期\n";

/// Somebody of the demonstration, as its sign-in page offers them.
pub struct Person {
    school: String,
    number: String,
}

impl Person {
    /// The id of their organisation.
    pub fn school(&self) -> &str {
        &self.school
    }

    /// What they sign in with there.
    pub fn number(&self) -> &str {
        &self.number
    }
}

/// Everybody whom the sign-in page of the demonstration offers, in its order.
///
/// Errors: the page is not there.
pub fn people(server: &impl Reached) -> Result<Vec<Person>, Problem> {
    let page = server.client().page("/sign-in")?.text();
    let mut people = Vec::new();
    for form in page.split("<form ").skip(1) {
        let Some(school) = html::attribute(form, "name=\"school\"", "value") else {
            continue;
        };
        let numbers = html::attributes(form, "name=\"number\" value", "value");
        people.extend(numbers.into_iter().map(|number| Person {
            school: school.clone(),
            number,
        }));
    }
    Ok(people)
}

/// A browser in which somebody with this post has signed in, at the demonstration's `place`-th organisation that has it and is a
/// school (or, for a post that no school has, is none).
///
/// Errors: there is none, or the sign-in is refused.
pub fn signed_in(
    server: &impl Reached,
    people: &[Person],
    post: &str,
    place: usize,
) -> Result<Client, Problem> {
    let is_school = |of: &Person| {
        let mut colleagues = people.iter().filter(|other| other.school == of.school);
        colleagues.any(|other| other.number == "academic-affairs")
    };
    let (at_schools, elsewhere): (Vec<&Person>, Vec<&Person>) = people
        .iter()
        .filter(|person| person.number == post)
        .partition(|person| is_school(person));
    let person = at_schools
        .into_iter()
        .chain(elsewhere)
        .nth(place)
        .ok_or_else(|| format!("the demonstration has no {post} of place {place}"))?;
    with_password(server, &person.school, &person.number)
}

/// A browser in which somebody has signed in with the password of made-up people.
///
/// Errors: it is refused.
pub fn with_password(server: &impl Reached, school: &str, number: &str) -> Result<Client, Problem> {
    let mut client = server.client();
    let token = html::token(&client.page("/sign-in")?.text());
    let fields = [
        ("_csrf", token.as_str()),
        ("school", school),
        ("number", number),
        ("password", PASSWORD),
    ];
    client.form("/sign-in", &fields, 303)?;
    Ok(client)
}

/// A class as the school registers it; gives its address.
///
/// Errors: it is refused.
pub fn class(affairs: &mut Client, name: &str) -> Result<String, Problem> {
    let token = html::token(&affairs.page("/classes/new")?.text());
    let reply = affairs.form("/classes", &class_fields(&token, name), 303)?;
    Ok(reply.header("location").to_owned())
}

/// What the form of a class sends.
pub const fn class_fields<'a>(token: &'a str, name: &'a str) -> [(&'a str, &'a str); 8] {
    [
        ("_csrf", token),
        ("name", name),
        ("major-code", "0106"),
        ("major-name", "数控加工（数控车工）"),
        ("level", "高级"),
        ("entry", "junior"),
        ("years", "5"),
        ("entry-day", "2025-09-01"),
    ]
}

/// The number of a made-up student at their school.
pub fn student_number(number: usize) -> String {
    format!("2502{number:06}")
}

/// A roster in CSV of so many made-up students for each class. Nobody here exists: the numbers are counted, and
/// their region is a whole city, which nobody's number has.
pub fn roster(first: usize, classes: &[String], each: usize) -> String {
    let mut lines = HEAD.to_owned();
    for place in 0..classes.len() * each {
        let number = first + place;
        let identity = identity(number);
        let sex = if identity.as_bytes()[16] % 2 == 1 {
            "男"
        } else {
            "女"
        };
        let _ = writeln!(
            lines,
            "{},{},{sex},居民身份证,{identity},139{number:08},{},2025-09-01",
            student_number(number),
            name(number),
            classes[place / each]
        );
    }
    lines
}

/// The first address below `start` that a page links to.
///
/// Errors: there is none.
pub fn link(browser: &Client, page: &str, start: &str) -> Result<String, Problem> {
    let text = browser.window("identity").page(page)?.text();
    let found = html::attributes(&text, &format!("href=\"{start}"), "href");
    found
        .into_iter()
        .find(|href| href.len() > start.len() + 20 && !href.contains('#'))
        .ok_or_else(|| format!("{page} links to nothing below {start}").into())
}

/// What an import took.
pub struct Imported {
    /// From sending the file to the page that shows what it would do.
    pub preview: Duration,
    /// From the decision to the last person written.
    pub written: Duration,
}

/// Brings a roster in, as its office would: sent, looked at, decided.
///
/// Errors: it has faults, or is refused.
pub fn import(affairs: &mut Client, csv: &str) -> Result<Imported, Problem> {
    let token = html::token(&affairs.page("/rosters")?.text());
    let began = Instant::now();
    let fields = [("_csrf", token.as_str()), ("kind", "students")];
    let sent = affairs.upload("/rosters", &fields, ("students.csv", csv.as_bytes()), 303)?;
    let preview = sent.header("location").to_owned();
    let page = affairs.page(&preview)?.text();
    let looked = Instant::now();
    let digest = html::attribute(&page, "name=\"digest\"", "value")
        .ok_or("the roster has faults: nothing can be imported")?;
    let fields = [("_csrf", html::token(&page)), ("digest", digest)];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    affairs.form(&format!("{preview}/import"), &fields, 303)?;
    Ok(Imported {
        preview: looked - began,
        written: looked.elapsed(),
    })
}

/// Prints the slips of a class and lets every student of it sign in for the first time; gives their browsers.
///
/// Errors: a slip or a sign-in is refused.
pub fn first_sign_ins(
    server: &impl Reached,
    affairs: &mut Client,
    class: &str,
) -> Result<Vec<Client>, Problem> {
    let token = html::token(&affairs.page(class)?.text());
    let slips = affairs
        .form(&format!("{class}/slips"), &[("_csrf", &token)], 200)?
        .text();
    let codes = html::contents(&slips, "code");
    if codes.is_empty() {
        return Err("the page of slips has no codes".into());
    }
    let enter = |code: &String| {
        let mut client = server.client();
        let token = html::token(&client.page(&format!("/first?code={code}"))?.text());
        let fields = [
            ("_csrf", token.as_str()),
            ("code", code),
            ("password", "Jixiao-Gongyi-26"),
        ];
        client.form("/first", &fields, 303)?;
        Ok(client)
    };
    codes.iter().map(enter).collect()
}

/// A number of GB 11643 with its check digit, of somebody of about sixteen.
fn identity(number: usize) -> String {
    const WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const DIGITS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let (day, order) = (number / 1_000 % 336, number % 1_000);
    let date = format!("2009{:02}{:02}", day / 28 + 1, day % 28 + 1);
    let body = format!("320600{date}{order:03}");
    let sum: usize = body
        .bytes()
        .zip(WEIGHTS)
        .map(|(digit, weight)| usize::from(digit - b'0') * weight)
        .sum();
    format!("{body}{}", DIGITS[sum % 11])
}

/// Names of two and three characters as they are common; none is constant over a class.
fn name(number: usize) -> String {
    const SURNAMES: [&str; 17] = [
        "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "单", "尉迟",
        "欧阳",
    ];
    const FIRST: [&str; 13] = [
        "浩", "雨", "志", "文", "嘉", "静", "国", "晓", "明", "海", "子", "思", "俊",
    ];
    const SECOND: [&str; 11] = ["然", "桐", "强", "博", "怡", "栋", "婷", "远", "涛", "轩", "琪"];
    format!(
        "{}{}{}",
        SURNAMES[number % SURNAMES.len()],
        FIRST[number / 3 % FIRST.len()],
        if number.is_multiple_of(5) {
            ""
        } else {
            SECOND[number / 7 % SECOND.len()]
        }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_identity_numbers_are_all_different_and_have_their_check_digit() {
        let numbers: std::collections::HashSet<String> = (0..20_000).map(identity).collect();
        assert_eq!(numbers.len(), 20_000);
        // 21 + 18 + 30 + 4 + 27 + 9 + 5 = 114, which leaves 4 over 11 times 10: the digit 8.
        assert_eq!(identity(0), "320600200901010008");
    }

    #[test]
    fn a_roster_has_a_line_a_student_and_every_class() {
        let csv = roster(1, &["甲班".to_owned(), "乙班".to_owned()], 3);
        assert_eq!(csv.lines().count(), 7);
        assert_eq!(csv.matches("甲班").count(), 3);
        assert_eq!(csv.matches("乙班").count(), 3);
    }
}
