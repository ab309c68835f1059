//! Where sources and templates ask for a translation.

use std::collections::BTreeSet;

use super::super::rust::{Kind, RustFile, Token};
use super::super::tree::Tree;

/// Methods that translate the key that they are given.
const TRANSLATE: &[&str] = &["t", "ta", "t1", "t2", "t3"];

/// What the code asks of the translations.
#[derive(Default)]
pub struct Uses {
    /// Keys that must exist.
    pub asked_for: Vec<Asked>,
    /// Every literal, whether or not it is meant as a key: one that equals a key uses it.
    pub named: BTreeSet<String>,
}

/// A key and where it is asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Asked {
    pub path: String,
    pub line: usize,
    pub key: String,
}

/// Reads every template and every Rust source of the product, tests aside.
pub fn find(tree: &Tree) -> Uses {
    let mut uses = Uses::default();
    for file in tree.crates() {
        in_rust(file, &mut uses);
    }
    let owners: BTreeSet<&str> = tree.in_folder("locales").map(|(owner, _, _)| owner).collect();
    let templates = tree
        .in_folder("templates")
        .filter(|(_, path, _)| !path.ends_with(".md"));
    for (_, path, text) in templates {
        in_template(path, text, &owners, &mut uses);
    }
    uses
}

fn in_rust(file: &RustFile, uses: &mut Uses) {
    for (at, token) in file.tokens.iter().enumerate() {
        let Kind::Text(text) = &token.kind else { continue };
        if file.is_test_line(token.line) {
            continue;
        }
        uses.named.insert(text.clone());
        if is_given_to_translate(&file.tokens[..at])
            || is_key_of(text, file.crate_name(), words_of(&file.path))
        {
            uses.asked_for.push(Asked {
                path: file.path.clone(),
                line: token.line,
                key: text.clone(),
            });
        }
    }
}

/// Whether what stands before a literal is `.t(` or one of its like, `Text::new(` or `Text::key(`.
fn is_given_to_translate(before: &[Token]) -> bool {
    let [
        ..,
        third,
        second,
        name,
        Token {
            kind: Kind::Mark('('),
            ..
        },
    ] = before
    else {
        return false;
    };
    let Kind::Word(name) = &name.kind else {
        return false;
    };
    match (&third.kind, &second.kind) {
        (_, Kind::Mark('.')) => TRANSLATE.contains(&name.as_str()),
        (Kind::Mark(':'), Kind::Mark(':')) => {
            let owner = before.len().checked_sub(5).map(|at| &before[at].kind);
            matches!(name.as_str(), "new" | "key")
                && matches!(owner, Some(Kind::Word(owner)) if owner == "Text")
        }
        _ => false,
    }
}

/// How many words after its crate's name make a literal a key wherever it stands. A model names keys and little else that
/// begins so.
fn words_of(path: &str) -> usize {
    let is_model = path
        .split_once("/src/model")
        .is_some_and(|(_, rest)| rest.starts_with(['/', '.']));
    if is_model { 1 } else { LONG }
}

/// The words of a key such as `org-kind-school` after its crate's name.
const LONG: usize = 2;

/// Whether `text` has the shape of a key of `owner` with so many more words at least: it is taken as one wherever it
/// stands, since a `match` that gives keys is as usual as a call.
fn is_key_of(text: &str, owner: &str, words: usize) -> bool {
    let mut parts = text.split('-');
    let is_own = parts.next() == Some(owner);
    let rest: Vec<&str> = parts.collect();
    let is_word = |part: &&str| {
        !part.is_empty()
            && part
                .chars()
                .all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit())
    };
    is_own && rest.len() >= words && rest.iter().all(is_word)
}

fn in_template(path: &str, text: &str, owners: &BTreeSet<&str>, uses: &mut Uses) {
    for (at, expression) in expressions(text) {
        for (inside, literal) in literals(expression) {
            uses.named.insert(literal.to_owned());
            let before = expression[..inside].trim_end();
            let is_given = TRANSLATE
                .iter()
                .any(|name| before.ends_with(&format!(".{name}(")));
            let owner = literal.split('-').next().unwrap_or_default();
            if is_given || owners.contains(owner) && is_key_of(literal, owner, LONG) {
                let line = text[..at + inside].matches('\n').count() + 1;
                uses.asked_for.push(Asked {
                    path: path.to_owned(),
                    line,
                    key: literal.to_owned(),
                });
            }
        }
    }
}

/// What stands between `{{` and `}}` or `{%` and `%}`, with its place.
fn expressions(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find('{').map(|at| from + at) {
        let end = match text[open..].get(..2) {
            Some("{{") => "}}",
            Some("{%") => "%}",
            Some("{#") => "#}",
            _ => {
                from = open + 1;
                continue;
            }
        };
        let close = text[open..].find(end).map_or(text.len(), |at| open + at);
        if end != "#}" {
            found.push((open, &text[open..close]));
        }
        from = close;
    }
    found
}

/// The string literals of an expression, each with the place of its first quote.
fn literals(expression: &str) -> Vec<(usize, &str)> {
    let quotes: Vec<usize> = expression.match_indices('"').map(|(at, _)| at).collect();
    let pairs = quotes.chunks_exact(2);
    pairs
        .map(|pair| (pair[0], &expression[pair[0] + 1..pair[1]]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(path: &str, text: &str) -> Vec<(usize, String)> {
        let tree = Tree::of(&[(path, text), ("crates/org/locales/zh.ftl", "")]);
        find(&tree)
            .asked_for
            .into_iter()
            .map(|asked| (asked.line, asked.key))
            .collect()
    }

    #[test]
    fn a_source_asks_by_a_text_by_a_page_and_by_a_key_in_a_match() {
        let text = "fn a() {\n Text::new(\"org-a\");\n kernel::Text::key(\"org-b\");\n visit.t(\"org-c\");\n \"org-kind-d\";\n}";
        let expected = [(2, "org-a"), (3, "org-b"), (4, "org-c"), (5, "org-kind-d")];
        assert_eq!(
            keys("crates/org/src/a.rs", text),
            expected.map(|(line, key)| (line, key.to_owned()))
        );
    }

    #[test]
    fn other_literals_of_a_source_ask_for_nothing() {
        let text = "fn a() { list.push(\"org-a\"); Name::new(\"org-b\"); \"paper-a-b\"; \"org-a-b-{x}\"; \"org--b-c\"; }";
        assert_eq!(keys("crates/org/src/a.rs", text), []);
    }

    #[test]
    fn a_model_asks_by_every_key_that_it_names() {
        let text = "fn a() { match b { C => \"org-a\", _ => \"org-kind-\" } }";
        let expected = [(1, "org-a".to_owned())];
        assert_eq!(keys("crates/org/src/model/a.rs", text), expected);
        assert_eq!(keys("crates/org/src/model.rs", text), expected);
        assert_eq!(keys("crates/org/src/models.rs", text), []);
    }

    #[test]
    fn tests_ask_for_nothing() {
        assert_eq!(
            keys("crates/org/tests/http.rs", "fn a() { Text::new(\"org-a\"); }"),
            []
        );
    }

    #[test]
    fn a_template_asks_in_expressions_calls_and_conditions_but_not_in_comments_or_attributes() {
        let text = "<p id=\"org-a-b\">{{ p.t(\"org-a\") }}\n{% call field(\"org-name-label\", p.t1( \"org-b\", 1)) %}{# p.t(\"org-gone\") #}";
        let expected = [(1, "org-a"), (2, "org-name-label"), (2, "org-b")];
        assert_eq!(
            keys("crates/org/templates/a.html", text),
            expected.map(|(line, key)| (line, key.to_owned()))
        );
    }

    #[test]
    fn a_literal_anywhere_counts_as_a_use() {
        let tree = Tree::of(&[("crates/org/src/a.rs", "const A: &str = \"org-a\";")]);
        assert!(find(&tree).named.contains("org-a"));
    }
}
