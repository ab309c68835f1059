//! Texts for users are translations: a Rust source outside the exceptions below holds no Chinese text.

use super::Finding;
use super::tree::Tree;

/// Where Chinese texts are content and no message. A folder ends with `/`; `*` stands for one crate.
const CONTENT: &[&str] = &[
    // Terms of the field, and what an import looks for in a document.
    "crates/*/src/model/",
    "crates/*/src/model.rs",
    // What stands inside documents of any kind: names of typefaces, numerals, marks of a column's head.
    "crates/paper/src/",
];

/// Finds Chinese texts in Rust sources. Tests may hold any.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let sources = tree
        .crates()
        .filter(|file| !CONTENT.iter().any(|place| is_in(place, &file.path)));
    sources
        .flat_map(|file| {
            let texts = file.production_texts().filter(|(_, text)| has_han(text));
            texts.map(|(line, text)| {
                Finding::new(
                    &file.path,
                    line,
                    format!("\"{text}\" belongs into the translations"),
                )
            })
        })
        .collect()
}

/// Whether `text` holds a Chinese character.
pub fn has_han(text: &str) -> bool {
    text.chars().any(|sign| {
        matches!(sign, '\u{3007}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
    })
}

fn is_in(place: &str, path: &str) -> bool {
    let Some((before, after)) = place.split_once('*') else {
        return path.starts_with(place);
    };
    let rest = path
        .strip_prefix(before)
        .and_then(|rest| rest.find('/').map(|at| &rest[at..]));
    rest.is_some_and(|rest| rest.starts_with(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "const A: &str = \"保存\";";

    #[test]
    fn a_chinese_text_in_a_page_is_found() {
        let findings = check(&Tree::of(&[("crates/org/src/pages/a.rs", TEXT)]));
        assert_eq!(
            findings,
            [Finding::new(
                "crates/org/src/pages/a.rs",
                1,
                "\"保存\" belongs into the translations"
            )]
        );
    }

    #[test]
    fn terms_of_a_model_and_tests_may_be_chinese() {
        let tree = Tree::of(&[
            ("crates/org/src/model/kind.rs", TEXT),
            ("crates/org/tests/http.rs", TEXT),
            ("crates/org/src/a.rs", "// 保存\nfn a() {}"),
        ]);
        assert_eq!(check(&tree), []);
    }

    #[test]
    fn rare_characters_of_names_are_chinese_too() {
        assert!(has_han("𬀩"));
        assert!(!has_han("A4, ①（一）"[..4].as_ref()));
    }
}
