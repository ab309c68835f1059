//! What a reader does with a page: finds a link, fills in a form, sends it.

use testkit::{Person, Reply, TestApp};

/// The password that everybody of the story chooses.
pub const PASSWORD: &str = "Blue-Lathe-7";

/// What a reader sees of a page, for a failing test.
pub fn said(page: &str) -> String {
    let main = page.split("<main").nth(1).unwrap_or(page);
    let texts = main
        .split('>')
        .map(|piece| piece.split('<').next().unwrap_or_default().trim());
    let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
    texts.join(" ").chars().take(3_000).collect()
}

/// What stands between two marks, the first time.
pub fn between<'p>(page: &'p str, before: &str, after: &str) -> &'p str {
    let (_, rest) = page
        .split_once(before)
        .unwrap_or_else(|| panic!("{before} is not in {}", said(page)));
    rest.split(after).next().unwrap_or_default()
}

/// What stands after every such mark, up to a quote, without doubles and in order.
pub fn every(page: &str, mark: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for rest in page.split(mark).skip(1) {
        let word = rest.split('"').next().unwrap_or_default().to_owned();
        if !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

/// The address of the link that this text stands in.
pub fn link_to(page: &str, text: &str) -> String {
    let before = page.split(text).next().filter(|before| before.len() < page.len());
    let before = before.unwrap_or_else(|| panic!("{text} is not in {}", said(page)));
    let start = before.rfind("href=\"").expect("a link") + 6;
    before[start..].split('"').next().unwrap_or_default().to_owned()
}

/// An attribute of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(rest.split('"').next().unwrap_or_default().to_owned())
}

/// Every field of the forms on a page with the value that it holds.
pub fn fields(page: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for tag in page.split('<').skip(1) {
        let Some(name) = attribute(tag, "name").filter(|name| name != "_csrf") else {
            continue;
        };
        if tag.starts_with("input") {
            let is_off = (tag.contains("checkbox") || tag.contains("radio")) && !tag.contains(" checked");
            if !is_off {
                found.push((name, attribute(tag, "value").unwrap_or_default()));
            }
        } else if tag.starts_with("select") {
            found.push((name, chosen(page, tag)));
        }
    }
    found
}

/// The value that a select holds: of the chosen option, else of the first.
fn chosen(page: &str, tag: &str) -> String {
    let body = between(page, &format!("<{tag}"), "</select>");
    let options = || body.split("<option").skip(1);
    let option = options()
        .find(|option| option.contains(" selected"))
        .or_else(|| options().next());
    option
        .and_then(|option| attribute(option, "value"))
        .unwrap_or_default()
}

/// Sets a field of a form.
pub fn set(fields: &mut Vec<(String, String)>, name: &str, value: &str) {
    fields.retain(|(field, _)| field != name);
    fields.push((name.to_owned(), value.to_owned()));
}

/// Fields of a form as they are sent.
pub fn sent(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

/// Sends a form that is taken and leads on; answers where to.
pub async fn done(person: &Person<'_>, path: &str, fields: &[(&str, &str)]) -> String {
    let reply = person.post(path, fields).await;
    taken(path, &reply)
}

/// Where an answer leads that took what was sent.
pub fn taken(path: &str, reply: &Reply) -> String {
    assert_eq!(reply.status, 303, "{path}: {}", said(&reply.text()));
    reply.location().to_owned()
}

/// A page that is there.
pub async fn page(person: &Person<'_>, path: &str) -> String {
    let reply = person.get(path).await;
    assert_eq!(reply.status, 200, "{path}: {}", said(&reply.text()));
    reply.text()
}

/// Saves one field as a page does by itself.
pub async fn saves(person: &Person<'_>, path: &str, field: (&str, &str), version: &str) -> Reply {
    let reply = person.post(path, &[field, ("version", version)]).await;
    assert_eq!(reply.status, 200, "{path} {field:?}: {}", said(&reply.text()));
    reply
}

/// Enters with the code of a slip and chooses a password.
pub async fn enters<'a>(app: &'a TestApp, code: &str) -> Person<'a> {
    let reply = app
        .stranger()
        .post("/first", &[("code", code), ("password", PASSWORD)])
        .await;
    assert_eq!(taken("/first", &reply), "/");
    Person::with_token(app, reply.cookie("gx_session").expect("a session"))
}

/// Names somebody to a post and lets them enter.
pub async fn appointed<'a>(
    app: &'a TestApp,
    by: &Person<'_>,
    at: &str,
    (name, number, role): (&str, &str, &str),
) -> Person<'a> {
    let path = format!("/staff{at}");
    let slip = by
        .post(&path, &[("name", name), ("number", number), ("role", role)])
        .await;
    assert_eq!(slip.status, 200, "{name}: {}", said(&slip.text()));
    enters(app, &slip.codes().remove(0)).await
}
