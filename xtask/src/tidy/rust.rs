//! One Rust source as the checks see it: its tokens without comments and documentation, its functions, its test code.

use std::ops::RangeInclusive;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Block, Lit, Meta, Signature, Visibility};

use crate::Problem;

/// A parsed source.
pub struct RustFile {
    /// Relative to the top of the working tree.
    pub path: String,
    /// As it stands in the file.
    pub text: String,
    /// Every token that is no comment, documentation included in the comments.
    pub tokens: Vec<Token>,
    /// Every function with a body.
    pub functions: Vec<Function>,
    /// Whether all of it is test code.
    pub is_test: bool,
    test_lines: Vec<RangeInclusive<usize>>,
    modules_for_tests: Vec<String>,
}

/// A token and where it stands.
pub struct Token {
    /// Counted from 1.
    pub line: usize,
    /// What it is.
    pub kind: Kind,
}

/// What a check asks of a token.
#[derive(Debug, PartialEq, Eq)]
pub enum Kind {
    /// An identifier or keyword.
    Word(String),
    /// A string literal's value.
    Text(String),
    /// One character of an operator, or a bracket.
    Mark(char),
    /// Any other literal.
    Value,
}

/// A function with a body.
pub struct Function {
    /// Its name.
    pub name: String,
    /// The line of its `fn` and that of its last brace.
    pub lines: RangeInclusive<usize>,
    /// Whether it is `pub` without restriction.
    pub is_public: bool,
    /// Whether it has a doc comment.
    pub is_documented: bool,
}

impl Function {
    /// Lines from its `fn` to its last brace.
    pub fn length(&self) -> usize {
        self.lines.end() - self.lines.start() + 1
    }
}

impl RustFile {
    /// Parses `text`.
    ///
    /// Errors: it is no Rust; the problem names the place.
    pub fn parse(path: &str, text: &str) -> Result<Self, Problem> {
        let at = |error: syn::Error| format!("{path}:{}: {error}", error.span().start().line);
        let stream: TokenStream = syn::parse_str(text).map_err(at)?;
        let file: syn::File = syn::parse2(stream.clone()).map_err(at)?;
        let mut seen = Seen::default();
        seen.visit_file(&file);
        let mut tokens = Vec::new();
        flatten(stream, &mut tokens);
        Ok(Self {
            path: path.to_owned(),
            text: text.to_owned(),
            tokens,
            functions: seen.functions,
            is_test: is_test_path(path),
            test_lines: seen.test_lines,
            modules_for_tests: seen.modules_for_tests,
        })
    }

    /// Whether `line` belongs to a test.
    pub fn is_test_line(&self, line: usize) -> bool {
        self.is_test || self.test_lines.iter().any(|lines| lines.contains(&line))
    }

    /// The crate that it belongs to, by its folder.
    pub fn crate_name(&self) -> &str {
        self.path
            .strip_prefix("crates/")
            .and_then(|rest| rest.split('/').next())
            .unwrap_or("xtask")
    }

    /// String literals outside tests, with their lines.
    pub fn production_texts(&self) -> impl Iterator<Item = (usize, &str)> {
        self.tokens.iter().filter_map(|token| match &token.kind {
            Kind::Text(text) if !self.is_test_line(token.line) => Some((token.line, text.as_str())),
            _ => None,
        })
    }

    /// Identifiers and keywords outside tests, with their lines.
    pub fn production_words(&self) -> impl Iterator<Item = (usize, &str)> {
        self.tokens.iter().filter_map(|token| match &token.kind {
            Kind::Word(word) if !self.is_test_line(token.line) => Some((token.line, word.as_str())),
            _ => None,
        })
    }

    /// Where the modules that it declares for tests live, without `.rs`.
    pub fn test_modules(&self) -> Vec<String> {
        let (folder, name) = self.path.rsplit_once('/').unwrap_or(("", &self.path));
        let own = match name {
            "lib.rs" | "main.rs" | "mod.rs" => folder.to_owned(),
            name => format!("{folder}/{}", name.trim_end_matches(".rs")),
        };
        self.modules_for_tests
            .iter()
            .map(|module| format!("{own}/{module}"))
            .collect()
    }
}

fn is_test_path(path: &str) -> bool {
    let named = path
        .split('/')
        .any(|part| matches!(part, "tests" | "tests.rs" | "benches"));
    named || path.starts_with("crates/testkit/")
}

/// What a walk over the syntax tree collects.
#[derive(Default)]
struct Seen {
    functions: Vec<Function>,
    test_lines: Vec<RangeInclusive<usize>>,
    modules_for_tests: Vec<String>,
}

impl Seen {
    fn function(
        &mut self,
        signature: &Signature,
        block: &Block,
        attributes: &[Attribute],
        door: &Visibility,
    ) {
        let lines = signature.fn_token.span.start().line..=block.brace_token.span.close().end().line;
        if attributes.iter().any(is_for_tests) {
            self.test_lines.push(lines.clone());
        }
        let is_documented = attributes
            .iter()
            .any(|attribute| attribute.path().is_ident("doc"));
        self.functions.push(Function {
            name: signature.ident.to_string(),
            lines,
            is_public: matches!(door, Visibility::Public(_)),
            is_documented,
        });
    }
}

impl<'ast> Visit<'ast> for Seen {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, &item.block, &item.attrs, &item.vis);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, &item.block, &item.attrs, &item.vis);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.function(&item.sig, block, &item.attrs, &Visibility::Inherited);
        }
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if item.attrs.iter().any(is_for_tests) {
            match &item.content {
                Some((brace, _)) => self
                    .test_lines
                    .push(item.mod_token.span.start().line..=brace.span.close().end().line),
                None => self.modules_for_tests.push(item.ident.to_string()),
            }
        }
        visit::visit_item_mod(self, item);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        if item.attrs.iter().any(is_for_tests) {
            self.test_lines
                .push(item.impl_token.span.start().line..=item.brace_token.span.close().end().line);
        }
        visit::visit_item_impl(self, item);
    }
}

/// `#[cfg(test)]` and its like, `#[test]`, `#[tokio::test]`.
fn is_for_tests(attribute: &Attribute) -> bool {
    if attribute
        .path()
        .segments
        .last()
        .is_some_and(|segment| segment.ident == "test")
    {
        return true;
    }
    let Meta::List(list) = &attribute.meta else {
        return false;
    };
    let mut tokens = Vec::new();
    flatten(list.tokens.clone(), &mut tokens);
    let has = |name: &str| {
        tokens
            .iter()
            .any(|token| token.kind == Kind::Word(name.to_owned()))
    };
    attribute.path().is_ident("cfg") && has("test") && !has("not")
}

/// The tokens in order, brackets as marks, documentation left out.
fn flatten(stream: TokenStream, into: &mut Vec<Token>) {
    let mut trees = stream.into_iter().peekable();
    while let Some(tree) = trees.next() {
        let line = tree.span().start().line;
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = brackets(group.delimiter());
                into.extend(open.map(|mark| Token {
                    line,
                    kind: Kind::Mark(mark),
                }));
                let end = group.span_close().end().line;
                flatten(group.stream(), into);
                into.extend(close.map(|mark| Token {
                    line: end,
                    kind: Kind::Mark(mark),
                }));
            }
            TokenTree::Ident(word) => into.push(Token {
                line,
                kind: Kind::Word(word.to_string()),
            }),
            TokenTree::Punct(mark) if mark.as_char() == '#' => {
                let inner =
                    trees.next_if(|next| matches!(next, TokenTree::Punct(mark) if mark.as_char() == '!'));
                if trees.next_if(is_documentation).is_none() {
                    into.push(Token {
                        line,
                        kind: Kind::Mark('#'),
                    });
                    into.extend(inner.map(|_| Token {
                        line,
                        kind: Kind::Mark('!'),
                    }));
                }
            }
            TokenTree::Punct(mark) => into.push(Token {
                line,
                kind: Kind::Mark(mark.as_char()),
            }),
            TokenTree::Literal(literal) => {
                let kind = match Lit::new(literal) {
                    Lit::Str(text) => Kind::Text(text.value()),
                    _ => Kind::Value,
                };
                into.push(Token { line, kind });
            }
        }
    }
}

fn is_documentation(tree: &TokenTree) -> bool {
    let TokenTree::Group(group) = tree else {
        return false;
    };
    let first = group.stream().into_iter().next();
    matches!(first, Some(TokenTree::Ident(word)) if group.delimiter() == Delimiter::Bracket && word == "doc")
}

fn brackets(delimiter: Delimiter) -> (Option<char>, Option<char>) {
    match delimiter {
        Delimiter::Parenthesis => (Some('('), Some(')')),
        Delimiter::Brace => (Some('{'), Some('}')),
        Delimiter::Bracket => (Some('['), Some(']')),
        Delimiter::None => (None, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = r#"//! Owns nothing.

/// Says "hello".
pub fn hello() -> String {
    format!("hello {}", 1)
}

impl Thing {
    fn quiet(&self) {}
}

#[cfg(test)]
mod tests {
    #[test]
    fn works() {
        assert_eq!(super::hello(), "hello 1");
    }
}
"#;

    #[test]
    fn functions_are_seen_with_their_length_their_door_and_their_words() {
        let file = RustFile::parse("crates/kernel/src/a.rs", SOURCE).unwrap();
        let seen: Vec<_> = file
            .functions
            .iter()
            .map(|function| {
                (
                    &*function.name,
                    function.length(),
                    function.is_public,
                    function.is_documented,
                )
            })
            .collect();
        assert_eq!(
            seen,
            [
                ("hello", 3, true, true),
                ("quiet", 1, false, false),
                ("works", 3, false, false)
            ]
        );
    }

    #[test]
    fn texts_are_seen_inside_macros_but_not_in_documentation_or_tests() {
        let file = RustFile::parse("crates/kernel/src/a.rs", SOURCE).unwrap();
        assert_eq!(file.production_texts().collect::<Vec<_>>(), [(5, "hello {}")]);
    }

    #[test]
    fn test_code_is_known_by_its_attribute_and_by_its_path() {
        let file = RustFile::parse("crates/kernel/src/a.rs", SOURCE).unwrap();
        assert!(!file.is_test_line(4));
        assert!(file.is_test_line(15));
        assert!(
            RustFile::parse("crates/kernel/tests/a.rs", "")
                .unwrap()
                .is_test_line(1)
        );
    }

    #[test]
    fn what_is_compiled_only_outside_tests_is_no_test() {
        let file = RustFile::parse("crates/kernel/src/a.rs", "#[cfg(not(test))]\nmod real {\n}").unwrap();
        assert!(!file.is_test_line(2));
    }

    #[test]
    fn a_source_that_is_no_rust_is_named_with_its_place() {
        let problem = RustFile::parse("crates/kernel/src/a.rs", "fn a() {}\nfn b( {}")
            .err()
            .unwrap();
        assert!(
            problem.to_string().starts_with("crates/kernel/src/a.rs:2: "),
            "{problem}"
        );
    }
}
