//! What a page saves without a button: fields, orders, cells of a sheet and photos, each as the form that its script sends.

use super::found::{Found, Tag, Written};
use crate::html;

/// The attributes that hold such an address.
pub const ATTRIBUTES: [&str; 4] = ["data-autosave", "data-order", "data-photo", "data-sheet"];

/// All of them, with what stands on the page as if it had just been written.
pub fn saved_by_themselves(page: &str) -> Vec<Found> {
    let mut found = Vec::new();
    // Most pages have none, and the crawls look at many.
    if !ATTRIBUTES.iter().any(|name| page.contains(name)) {
        return found;
    }
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        let (inside, after) = html::cut(&rest[start..]);
        rest = after;
        let tag = Tag::of(inside);
        found.extend(field(&tag, rest));
        found.extend(tag.value("data-order").map(|path| order(path, rest)));
        found.extend(tag.value("data-sheet").map(|path| sheet(path, rest)));
        found.extend(tag.value("data-photo").map(photo));
    }
    found
}

fn form(path: &str, fields: &[(&str, &str)]) -> Found {
    let fields = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Found {
        posts: true,
        by_itself: true,
        fields: fields.collect(),
        ..Found::address(path)
    }
}

fn field(tag: &Tag, rest: &str) -> Option<Found> {
    let (path, name) = (tag.value("data-autosave")?, tag.value("name")?);
    let is_chosen = tag.name == "select" || tag.value("type") == Some("checkbox");
    let value = match tag.name.as_str() {
        "textarea" => html::plain(rest.split("</textarea").next().unwrap_or_default()),
        "select" => chosen(rest),
        _ => tag.value("value").unwrap_or_default().to_owned(),
    };
    let version = tag.value("data-version").unwrap_or_default();
    let mut form = form(
        path,
        &[(name, value.trim_start_matches('\n')), ("version", version)],
    );
    if !is_chosen {
        form.written = vec![Written {
            name: name.to_owned(),
            wants: tag.value("inputmode").unwrap_or_default().to_owned(),
        }];
    }
    Some(form)
}

/// The option of a select that is chosen.
fn chosen(rest: &str) -> String {
    let options = rest.split("</select").next().unwrap_or_default();
    let mut options = options.split("<option").skip(1);
    let tag = options.find(|option| {
        option
            .split('>')
            .next()
            .is_some_and(|tag| tag.contains(" selected"))
    });
    let tag = tag.map(|option| Tag::of(&format!("option{}", html::cut(&format!("<{option}")).0)));
    tag.and_then(|tag| tag.value("value").map(str::to_owned))
        .unwrap_or_default()
}

/// The rows of a list in the order in which they stand.
fn order(path: &str, rest: &str) -> Found {
    let list = rest.split("</ol").next().unwrap_or_default();
    let ids: Vec<&str> = list
        .split("data-id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    form(path, &[("ids", &ids.join(","))])
}

/// The first cell of a sheet that can be written.
fn sheet(path: &str, rest: &str) -> Found {
    let cells = rest.split("</table").next().unwrap_or_default();
    let start = cells.find("<td data-cell=").unwrap_or_default();
    let (inside, after) = html::cut(&cells[start..]);
    let cell = Tag::of(inside);
    let value = html::plain(after.split('<').next().unwrap_or_default());
    let sent = serde_json::json!([{
        "cell": cell.value("data-cell").unwrap_or_default(),
        "value": value,
        "version": cell.value("data-version").unwrap_or("0"),
    }]);
    form(path, &[("cells", &sent.to_string())])
}

/// A photo that is none: whoever may send one is told so.
fn photo(path: &str) -> Found {
    Found {
        file: Some("file".to_owned()),
        ..form(path, &[("op", "019ab000-0000-7000-8000-00000000f1fe")])
    }
}

#[test]
fn what_saves_itself_is_sent_as_its_script_would() {
    let page = "<textarea name=\"a\" data-autosave=\"/f\" data-version=\"3\">\nx &amp; y</textarea>\
        <select name=\"s\" data-autosave=\"/f\" data-version=\"1\"><option value=\"1\"><option value=\"2\" selected></select>\
        <ol data-order=\"/o\"><li data-id=\"p\"><li data-id=\"q\"></ol><div data-photo=\"/p\"></div>\
        <table data-sheet=\"/c?show=x\"><tr><td>n</td><td data-cell=\"s:i\" data-version=\"2\">87</td></tr></table>";
    let found = saved_by_themselves(page);
    let shown: Vec<String> = found
        .iter()
        .map(|found| format!("{} {:?} {}", found.path, found.fields, found.written.len()))
        .collect();
    let cells = r#"[{\"cell\":\"s:i\",\"value\":\"87\",\"version\":\"2\"}]"#;
    assert_eq!(
        shown,
        [
            r#"/f [("a", "x & y"), ("version", "3")] 1"#.to_owned(),
            r#"/f [("s", "2"), ("version", "1")] 0"#.to_owned(),
            r#"/o [("ids", "p,q")] 0"#.to_owned(),
            r#"/p [("op", "019ab000-0000-7000-8000-00000000f1fe")] 0"#.to_owned(),
            format!(r#"/c?show=x [("cells", "{cells}")] 0"#),
        ]
    );
}
