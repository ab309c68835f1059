//! One Fluent file: its messages with what they say, take and refer to.

use std::collections::BTreeSet;

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;

use super::super::Finding;

/// The messages of one crate in one language.
pub struct Catalogue {
    /// The file.
    pub path: String,
    /// In the order of the file.
    pub messages: Vec<Message>,
    /// Beginnings of keys that the code puts together.
    pub dynamic: Vec<String>,
    junk: Vec<Finding>,
}

/// A message.
#[derive(Default)]
pub struct Message {
    /// Its key.
    pub key: String,
    /// Everything that it can say, without what is filled in.
    pub text: String,
    /// Names of what is filled in.
    pub arguments: BTreeSet<String>,
    /// Messages that it contains.
    pub refers_to: BTreeSet<String>,
    /// Whether a comment says that it may look foreign.
    pub is_as_is: bool,
    line: usize,
}

impl Catalogue {
    /// Reads `text`; what is no Fluent is kept as a finding.
    pub fn parse(path: &str, text: &str) -> Self {
        let (resource, errors) = match parser::parse(text) {
            Ok(resource) => (resource, Vec::new()),
            Err((resource, errors)) => (resource, errors),
        };
        let line_at = |at: usize| text[..at].matches('\n').count() + 1;
        let junk = errors
            .iter()
            .map(|error| Finding::new(path, line_at(error.pos.start), error.kind.to_string()));
        let mut messages = Vec::new();
        for entry in &resource.body {
            let Entry::Message(found) = entry else { continue };
            let comment = found.comment.iter().flat_map(|comment| &comment.content);
            let mut message = Message {
                key: found.id.name.to_owned(),
                is_as_is: comment.into_iter().any(|line| line.starts_with("as-is:")),
                line: line_of(text, found.id.name),
                ..Message::default()
            };
            found.value.iter().for_each(|pattern| message.read(pattern));
            found
                .attributes
                .iter()
                .for_each(|attribute| message.read(&attribute.value));
            messages.push(message);
        }
        let dynamic = text
            .lines()
            .filter_map(|line| line.strip_prefix("# dynamic: ")?.trim().strip_suffix('*'));
        Self {
            path: path.to_owned(),
            junk: junk.collect(),
            dynamic: dynamic.map(str::to_owned).collect(),
            messages,
        }
    }

    /// The message with `key`.
    pub fn get(&self, key: &str) -> Option<&Message> {
        self.messages.iter().find(|message| message.key == key)
    }

    /// A finding about `message`.
    pub fn finding(&self, message: &Message, text: String) -> Finding {
        Finding::new(&self.path, message.line, text)
    }

    /// What could not be read, and keys that stand twice.
    pub fn junk(&self) -> Vec<Finding> {
        let mut seen = BTreeSet::new();
        let twice = self.messages.iter().filter(|message| !seen.insert(&message.key));
        let twice = twice.map(|message| self.finding(message, format!("`{}` stands twice", message.key)));
        self.junk.iter().cloned().chain(twice).collect()
    }
}

impl Message {
    fn read(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => self.text.push_str(value),
                PatternElement::Placeable { expression } => self.read_expression(expression),
            }
        }
    }

    fn read_expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.read_inline(inline),
            Expression::Select { selector, variants } => {
                self.read_inline(selector);
                variants.iter().for_each(|variant| self.read(&variant.value));
            }
        }
    }

    fn read_inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::StringLiteral { value } => self.text.push_str(value),
            InlineExpression::NumberLiteral { .. } => {}
            InlineExpression::FunctionReference { arguments, .. } => self.read_call(arguments),
            InlineExpression::MessageReference { id, .. } => {
                self.refers_to.insert(id.name.to_owned());
            }
            InlineExpression::TermReference { arguments, .. } => {
                arguments.iter().for_each(|arguments| self.read_call(arguments));
            }
            InlineExpression::VariableReference { id } => {
                self.arguments.insert(id.name.to_owned());
            }
            InlineExpression::Placeable { expression } => self.read_expression(expression),
        }
    }

    fn read_call(&mut self, arguments: &CallArguments<&str>) {
        arguments
            .positional
            .iter()
            .for_each(|argument| self.read_inline(argument));
    }
}

fn line_of(text: &str, key: &str) -> usize {
    let is_its = |line: &str| {
        line.strip_prefix(key)
            .is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    text.lines().position(is_its).map_or(1, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_tells_what_it_takes_and_refers_to_in_all_its_variants() {
        let text = "a-rows = { $count ->\n    [one] one of { a-unit }\n   *[other] { NUMBER($count) } for { $name }\n}\n";
        let catalogue = Catalogue::parse("zh.ftl", text);
        let message = catalogue.get("a-rows").unwrap();
        assert_eq!(message.arguments.iter().collect::<Vec<_>>(), ["count", "name"]);
        assert_eq!(message.refers_to.iter().collect::<Vec<_>>(), ["a-unit"]);
    }

    #[test]
    fn a_key_that_stands_twice_is_found() {
        let catalogue = Catalogue::parse("zh.ftl", "a-b = 一\na-b = 二\n");
        assert_eq!(
            catalogue.junk(),
            [Finding::new("zh.ftl", 1, "`a-b` stands twice")]
        );
    }
}
