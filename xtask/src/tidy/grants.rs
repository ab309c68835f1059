//! Proof before power: a `Grant` is issued by a module's policy and nowhere else.

use super::Finding;
use super::rust::{Kind, RustFile, Token};
use super::tree::Tree;

/// Finds `Grant::issue`, with or without its type, outside policies and the crate that defines it.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let elsewhere = tree
        .crates()
        .filter(|file| file.crate_name() != "authz" && !is_policy(&file.path));
    elsewhere.flat_map(issues).collect()
}

fn is_policy(path: &str) -> bool {
    path.ends_with("/policy.rs") || path.contains("/policy/")
}

fn issues(file: &RustFile) -> Vec<Finding> {
    let starts = (0..file.tokens.len()).filter(|at| is_issue(&file.tokens[*at..]));
    starts
        .map(|at| {
            Finding::new(
                &file.path,
                file.tokens[at].line,
                "a grant is issued outside policy.rs",
            )
        })
        .collect()
}

fn is_issue(tokens: &[Token]) -> bool {
    let word = |token: &Token, name: &str| matches!(&token.kind, Kind::Word(word) if word == name);
    let Some((first, rest)) = tokens.split_first() else {
        return false;
    };
    if !word(first, "Grant") {
        return false;
    }
    let next_word = rest.iter().skip_while(|token| token.kind == Kind::Mark(':'));
    let mut depth = 0_i32;
    for token in next_word {
        match &token.kind {
            Kind::Mark('<') => depth += 1,
            Kind::Mark('>') => depth -= 1,
            Kind::Mark(':') => {}
            _ if depth > 0 => {}
            _ => return word(token, "issue"),
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        check(&Tree::of(&[(path, text)])).len()
    }

    #[test]
    fn a_grant_issued_in_a_page_is_found() {
        assert_eq!(
            count(
                "crates/org/src/pages/a.rs",
                "fn a() { let grant = Grant::issue(target); }"
            ),
            1
        );
        assert_eq!(
            count(
                "crates/org/src/pages/a.rs",
                "fn a() { authz::Grant::<Rename>::issue(target); }"
            ),
            1
        );
        assert_eq!(
            count(
                "crates/org/src/pages/a.rs",
                "fn a() { Grant::<Of<Rename>>::issue(target); }"
            ),
            1
        );
    }

    #[test]
    fn a_policy_may_issue_a_grant_and_an_action_may_take_one() {
        assert_eq!(
            count("crates/org/src/policy.rs", "fn a() { Grant::issue(target); }"),
            0
        );
        assert_eq!(
            count(
                "crates/org/src/actions/a.rs",
                "fn a(grant: Grant<Rename>) { issue(grant); }"
            ),
            0
        );
    }
}
