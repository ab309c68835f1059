//! The policy as a table, and its golden form.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use kernel::Role;

/// How far a role's permission reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Only what is the actor's own (their work, their sessions).
    Own,
    /// What they teach or look after: their classes, their groups, their tasks.
    Taught,
    /// Their organisation.
    Org,
    /// Every organisation of their city (属地).
    City,
    /// Every organisation of their province (属地).
    Province,
    /// Everything.
    Nation,
}

impl Scope {
    const fn letter(self) -> char {
        match self {
            Self::Own => 'o',
            Self::Taught => 't',
            Self::Org => 'O',
            Self::City => 'C',
            Self::Province => 'P',
            Self::Nation => 'N',
        }
    }
}

/// One line of a module's policy: a verb, and the roles that may do it, each within its scope.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The verb's [`crate::Verb::NAME`].
    pub verb: &'static str,
    /// Who may, and how far.
    pub allowed: &'static [(Role, Scope)],
}

/// The scope in which a role may do a verb, if it may at all.
pub fn scope_of(rules: &[Rule], verb: &str, role: Role) -> Option<Scope> {
    let rule = rules.iter().find(|rule| rule.verb == verb)?;
    rule.allowed
        .iter()
        .find(|(allowed, _)| *allowed == role)
        .map(|(_, scope)| *scope)
}

/// The matrix as text: a row a verb, a column a role, the scope's letter where they meet.
pub fn render(rules: &[Rule]) -> String {
    let verbs: BTreeSet<&str> = rules.iter().map(|rule| rule.verb).collect();
    let width = verbs.iter().map(|verb| verb.len()).max().unwrap_or(0);
    let mut text =
        String::from("o own · t taught · O organisation · C city · P province · N nation · . not at all\n\n");
    for (index, role) in Role::ALL.iter().enumerate() {
        let _ = writeln!(text, "{:width$}  {}{}", "", "| ".repeat(index), role.code());
    }
    for verb in verbs {
        let _ = write!(text, "{verb:width$} ");
        for role in Role::ALL {
            let _ = write!(
                text,
                " {}",
                scope_of(rules, verb, role).map_or('.', Scope::letter)
            );
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_shows_each_scope_where_verb_and_role_meet() {
        let rules = [Rule {
            verb: "a.do",
            allowed: &[
                (Role::ProvincialOfficer, Scope::Province),
                (Role::AuditAdmin, Scope::Org),
            ],
        }];
        let text = render(&rules);
        assert!(text.ends_with("a.do  . P . . . . . . . . . . . O\n"), "{text}");
        assert_eq!(scope_of(&rules, "a.do", Role::Teacher), None);
        assert_eq!(scope_of(&rules, "a.undo", Role::AuditAdmin), None);
    }
}
