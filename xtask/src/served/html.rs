//! What is read in a page: how many elements it has, and the values that a form of it would send.

/// How many elements a page has, as a browser counts them.
pub fn elements(page: &str) -> usize {
    let mut rest = page;
    let mut count = 0;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if rest.starts_with("!--") {
            rest = rest.split_once("-->").map_or("", |(_, after)| after);
        } else if rest.starts_with(|first: char| first.is_ascii_alphabetic()) {
            count += 1;
            if rest.starts_with("script") {
                rest = rest.split_once("</script").map_or("", |(_, after)| after);
            }
        }
    }
    count
}

/// The value of an attribute of the first tag that has `mark` in it.
pub fn attribute(page: &str, mark: &str, name: &str) -> Option<String> {
    let tag = tags(page).find(|tag| tag.contains(mark))?;
    value(tag, name)
}

/// The values of an attribute of every tag that has `mark` in it.
pub fn attributes(page: &str, mark: &str, name: &str) -> Vec<String> {
    tags(page)
        .filter(|tag| tag.contains(mark))
        .filter_map(|tag| value(tag, name))
        .collect()
}

/// The fields that a form of this action would send as it stands: inputs, chosen options, texts.
pub fn form(page: &str, action: &str) -> Vec<(String, String)> {
    let mark = format!("action=\"{action}\"");
    let forms = page.split("<form").skip(1);
    let mut own = forms.filter(|form| form.split('>').next().is_some_and(|tag| tag.contains(&mark)));
    let form = own
        .next()
        .and_then(|form| form.split("</form").next())
        .unwrap_or_default();
    let (mut fields, mut select): (Vec<(String, String)>, _) = (Vec::new(), None);
    for piece in form.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let value_of = |name| value(tag, name);
        match tag.split(char::is_whitespace).next().unwrap_or_default() {
            "input" if tag.contains("\"checkbox\"") || tag.contains("\"radio\"") => {
                let is_chosen = tag.contains(" checked");
                fields.extend(value_of("name").filter(|_| is_chosen).zip(value_of("value")));
            }
            "input" => {
                fields.extend(value_of("name").map(|name| (name, value_of("value").unwrap_or_default())));
            }
            "textarea" => fields.extend(value_of("name").map(|name| (name, text.to_owned()))),
            "select" => select = value_of("name"),
            "option" => {
                let is_first = |name: &String| fields.last().is_none_or(|(last, _)| last != name);
                match (&select, value_of("value")) {
                    (Some(name), Some(value)) if is_first(name) => fields.push((name.clone(), value)),
                    (Some(_), Some(value)) if tag.contains(" selected") => {
                        if let Some(last) = fields.last_mut() {
                            last.1 = value;
                        }
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    fields
}

/// A field that saves itself.
pub struct Saved {
    /// Its name.
    pub name: String,
    /// What stands in it.
    pub value: String,
    /// How often it was saved.
    pub version: u64,
    /// It takes lines of text, and no measure.
    pub is_text: bool,
}

/// Every field of a page that saves itself.
pub fn saved_fields(page: &str) -> Vec<Saved> {
    let pieces = page
        .split('<')
        .filter(|piece| piece.contains(" data-autosave=\""));
    let field = |piece: &str| {
        let (tag, text) = piece.split_once('>')?;
        let is_text = tag.starts_with("textarea");
        Some(Saved {
            name: value(tag, "name")?,
            value: if is_text {
                text.trim_start_matches('\n').to_owned()
            } else {
                value(tag, "value").unwrap_or_default()
            },
            version: value(tag, "data-version")?.parse().ok()?,
            is_text,
        })
    };
    pieces.filter_map(field).collect()
}

/// The text between two marks, where both are there.
pub fn between<'a>(page: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = page.split_once(before)?;
    rest.split_once(after).map(|(text, _)| text)
}

/// What stands in every element of a name that holds text only.
pub fn contents(page: &str, name: &str) -> Vec<String> {
    let open = format!("<{name}");
    page.split(&open)
        .skip(1)
        .filter_map(|piece| Some(piece.split_once('>')?.1.split('<').next()?.to_owned()))
        .collect()
}

/// The token that this page's forms and scripts send.
pub fn token(page: &str) -> String {
    attribute(page, "name=\"csrf\"", "content").unwrap_or_default()
}

fn tags(page: &str) -> impl Iterator<Item = &str> {
    page.split('<')
        .skip(1)
        .filter_map(|piece| piece.split('>').next())
}

fn value(tag: &str, name: &str) -> Option<String> {
    let (_, after) = tag.split_once(&format!(" {name}=\""))?;
    let (value, _) = after.split_once('"')?;
    Some(value.replace("&#38;", "&").replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!DOCTYPE html><html><meta name="csrf" content="t1"><!-- <p> --><script>if (a<b) {}</script>
        <a class="x" href="/a?b=1&amp;c=2">1 < 2</a><a class="x" href="/b">b</a></html>"#;

    #[test]
    fn elements_are_counted_without_comments_closing_tags_and_scripts() {
        assert_eq!(elements(PAGE), 5);
    }

    #[test]
    fn attributes_are_found_by_a_mark_of_their_tag() {
        assert_eq!(token(PAGE), "t1");
        assert_eq!(attributes(PAGE, "class=\"x\"", "href"), ["/a?b=1&c=2", "/b"]);
        assert_eq!(attribute(PAGE, "class=\"y\"", "href"), None);
    }

    #[test]
    fn a_form_is_read_as_it_would_be_sent() {
        let page = r#"<form action="/a"><input name="x" value="0"></form><form method="post" action="/b">
            <input type="hidden" name="_csrf" value="t"><input type="checkbox" name="c" value="1">
            <select name="s"><option value="1">a</option><option value="2" selected>b</option></select>
            <textarea name="t" rows="2">so</textarea><button name="again" value="1">b</button></form>"#;
        let read = form(page, "/b");
        let read: Vec<(&str, &str)> = read
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(read, [("_csrf", "t"), ("s", "2"), ("t", "so")]);
    }

    #[test]
    fn fields_that_save_themselves_are_read_with_their_versions() {
        let page = "<textarea name=\"a\" data-autosave=\"/s\" data-version=\"2\">\nso</textarea>\
            <input name=\"b\" value=\"36.1\" data-autosave=\"/s\" data-version=\"0\"><input name=\"c\">";
        let read = saved_fields(page);
        let read: Vec<_> = read
            .iter()
            .map(|field| {
                (
                    field.name.as_str(),
                    field.value.as_str(),
                    field.version,
                    field.is_text,
                )
            })
            .collect();
        assert_eq!(read, [("a", "so", 2, true), ("b", "36.1", 0, false)]);
        assert_eq!(between(page, "autosave=\"", "\""), Some("/s"));
    }

    #[test]
    fn the_text_of_elements_is_found_by_their_name() {
        assert_eq!(contents(PAGE, "a"), ["1 ", "b"]);
    }
}
