//! The crates below the domain know none of its words: who reads `web` or `db` need not know what a learning task is.

use super::Finding;
use super::rust::RustFile;
use super::tree::Tree;

/// Crates without a word of the domain.
const WORDLESS: &[&str] = &["web", "db"];

/// Words of the domain, in the singular, as they stand in identifiers and texts.
const WORDS: &[&str] = &[
    "adoption",
    "assessment",
    "classroom",
    "competence",
    "course",
    "curriculum",
    "grade",
    "learning_task",
    "lesson",
    "mentor",
    "occupation",
    "outcome",
    "pupil",
    "rating",
    "roster",
    "semester",
    "standard",
    "student",
    "teacher",
    "teaching",
    "training",
    "work_page",
    "work_step",
];

/// Finds words of the domain in identifiers and texts outside tests.
pub fn check(tree: &Tree) -> Vec<Finding> {
    tree.crates()
        .filter(|file| WORDLESS.contains(&file.crate_name()))
        .flat_map(words_in)
        .collect()
}

fn words_in(file: &RustFile) -> Vec<Finding> {
    let identifiers = file.production_words();
    let all = identifiers.chain(file.production_texts());
    let found = all.filter_map(|(line, text)| Some((line, domain_word(text)?)));
    found
        .map(|(line, word)| Finding::new(&file.path, line, format!("`{word}` is a word of the domain")))
        .collect()
}

/// The first word of the domain in `text`, whatever way its words are joined.
fn domain_word(text: &str) -> Option<&'static str> {
    let plain = format!("_{}_", in_snake_case(text));
    WORDS
        .iter()
        .copied()
        .find(|word| plain.contains(&format!("_{word}_")) || plain.contains(&format!("_{word}s_")))
}

fn in_snake_case(text: &str) -> String {
    let mut plain = String::with_capacity(text.len() + 8);
    let mut after_small = false;
    for sign in text.chars() {
        if after_small && sign.is_ascii_uppercase() {
            plain.push('_');
        }
        plain.push(if sign.is_alphanumeric() {
            sign.to_ascii_lowercase()
        } else {
            '_'
        });
        after_small = sign.is_ascii_lowercase();
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(path: &str, text: &str) -> Vec<String> {
        check(&Tree::of(&[(path, text)]))
            .into_iter()
            .map(|finding| finding.message)
            .collect()
    }

    #[test]
    fn a_word_of_the_domain_is_found_however_it_is_joined() {
        assert_eq!(
            findings("crates/web/src/a.rs", "struct LearningTask;"),
            ["`learning_task` is a word of the domain"]
        );
        assert_eq!(
            findings("crates/db/src/a.rs", "fn all_grades() {}"),
            ["`grade` is a word of the domain"]
        );
        assert_eq!(
            findings("crates/web/src/a.rs", "const A: &str = \"/standards\";"),
            ["`standard` is a word of the domain"]
        );
    }

    #[test]
    fn words_that_only_contain_one_are_not_mistaken_for_it() {
        assert_eq!(
            findings("crates/web/src/a.rs", "fn upgrade() {} struct Generating;"),
            [""; 0]
        );
    }

    #[test]
    fn the_domain_may_use_its_words_and_comments_may_explain_with_them() {
        assert_eq!(
            findings("crates/design/src/a.rs", "struct LearningTask;"),
            [""; 0]
        );
        assert_eq!(
            findings("crates/web/src/a.rs", "/// As a standard needs it.\nfn a() {}"),
            [""; 0]
        );
    }
}
