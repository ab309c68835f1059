//! Translations are complete and used: what the code asks for exists in both languages, both say the same things, and
//! nothing stands there that nobody asks for.
//!
//! A key that the code puts together is declared in the file by a comment line `# dynamic: people-role-*`; a text that
//! is right to look foreign, such as the name of the other language, by a comment `# as-is: why` above it.

mod catalogue;
mod uses;

use std::collections::{BTreeMap, BTreeSet};

use catalogue::{Catalogue, Message};

use super::Finding;
use super::han::has_han;
use super::tree::Tree;

/// Abbreviations and names that stand in a Chinese text as they are.
const AS_THEY_ARE: &[&str] = &[
    "A3", "A4", "CSV", "Excel", "GB18030", "ID", "JPEG", "OK", "PDF", "PNG", "QR", "URL", "UTF", "Word",
    "XML", "ZIP", "xlsx",
];

/// Finds keys that are missing, unused or of the wrong crate, and texts of the wrong language.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut chinese = BTreeMap::new();
    let mut english = BTreeMap::new();
    for (owner, path, text) in tree.in_folder("locales") {
        let catalogues = match path.rsplit('/').next() {
            Some("zh.ftl") => &mut chinese,
            Some("en.ftl") => &mut english,
            _ => continue,
        };
        let catalogue = Catalogue::parse(path, text);
        findings.extend(catalogue.junk());
        findings.extend(foreign_keys(owner, &catalogue));
        catalogues.insert(owner.to_owned(), catalogue);
    }
    findings.extend(chinese.values().flat_map(texts_without_chinese));
    findings.extend(english.values().flat_map(texts_with_chinese));
    findings.extend(differences(&chinese, &english));
    findings.extend(uses(tree, &chinese));
    findings
}

fn foreign_keys(owner: &str, catalogue: &Catalogue) -> Vec<Finding> {
    let prefix = format!("{owner}-");
    let foreign = catalogue
        .messages
        .iter()
        .filter(|message| !message.key.starts_with(&prefix));
    foreign
        .map(|message| {
            catalogue.finding(
                message,
                format!("`{}` does not begin with `{prefix}`", message.key),
            )
        })
        .collect()
}

fn texts_without_chinese(catalogue: &Catalogue) -> Vec<Finding> {
    let is_word =
        |part: &&str| part.chars().any(|sign| sign.is_ascii_alphabetic()) && !AS_THEY_ARE.contains(part);
    let foreign = catalogue.messages.iter().filter(|message| {
        let mut words = message
            .text
            .split(|sign: char| !sign.is_alphanumeric())
            .filter(is_word);
        !message.is_as_is && !has_han(&message.text) && words.next().is_some()
    });
    foreign
        .map(|message| catalogue.finding(message, format!("`{}` is not Chinese", message.key)))
        .collect()
}

fn texts_with_chinese(catalogue: &Catalogue) -> Vec<Finding> {
    let foreign = catalogue
        .messages
        .iter()
        .filter(|message| !message.is_as_is && has_han(&message.text));
    foreign
        .map(|message| catalogue.finding(message, format!("`{}` is not English", message.key)))
        .collect()
}

type Catalogues = BTreeMap<String, Catalogue>;

/// Where the two languages of a crate differ in keys or in the arguments of a key.
fn differences(chinese: &Catalogues, english: &Catalogues) -> Vec<Finding> {
    let owners: BTreeSet<&String> = chinese.keys().chain(english.keys()).collect();
    let both = owners
        .into_iter()
        .map(|owner| (owner, chinese.get(owner), english.get(owner)));
    both.flat_map(|(owner, chinese, english)| match (chinese, english) {
        (Some(chinese), Some(english)) => [
            missing_from(english, chinese),
            missing_from(chinese, english),
            other_arguments(chinese, english),
        ]
        .concat(),
        _ => vec![Finding::new(
            &format!("crates/{owner}/locales"),
            1,
            "zh.ftl and en.ftl belong together",
        )],
    })
    .collect()
}

fn missing_from(other: &Catalogue, catalogue: &Catalogue) -> Vec<Finding> {
    let missing = catalogue
        .messages
        .iter()
        .filter(|message| other.get(&message.key).is_none());
    missing
        .map(|message| Finding::new(&other.path, 1, format!("`{}` is missing", message.key)))
        .collect()
}

fn other_arguments(chinese: &Catalogue, english: &Catalogue) -> Vec<Finding> {
    let both = chinese
        .messages
        .iter()
        .filter_map(|message| Some((message, english.get(&message.key)?)));
    let different = both.filter(|(chinese, english)| chinese.arguments != english.arguments);
    let shown = |message: &Message| message.arguments.iter().cloned().collect::<Vec<_>>().join(", ");
    different
        .map(|(zh, en)| {
            let message = format!("`{}` takes ({}), in Chinese ({})", en.key, shown(en), shown(zh));
            english.finding(en, message)
        })
        .collect()
}

/// Keys that are asked for and missing, and keys that nobody asks for.
fn uses(tree: &Tree, catalogues: &Catalogues) -> Vec<Finding> {
    let messages = || {
        catalogues
            .values()
            .flat_map(|catalogue| catalogue.messages.iter().map(move |message| (catalogue, message)))
    };
    let keys: BTreeSet<&str> = messages().map(|(_, message)| message.key.as_str()).collect();
    let uses = uses::find(tree);
    let missing = uses
        .asked_for
        .iter()
        .filter(|asked| !keys.contains(asked.key.as_str()) && !keys.contains(own_key(asked).as_str()));
    let mut findings: Vec<Finding> = missing
        .map(|asked| {
            Finding::new(
                &asked.path,
                asked.line,
                format!("`{}` is in no translation", asked.key),
            )
        })
        .collect();

    let referred: BTreeSet<&str> = messages()
        .flat_map(|(_, message)| message.refers_to.iter().map(String::as_str))
        .collect();
    let dynamic: Vec<(&Catalogue, &str)> = catalogues
        .values()
        .flat_map(|catalogue| {
            catalogue
                .dynamic
                .iter()
                .map(move |prefix| (catalogue, prefix.as_str()))
        })
        .collect();
    let is_used = |key: &str| {
        uses.named.contains(key)
            || referred.contains(key)
            || dynamic.iter().any(|(_, prefix)| key.starts_with(prefix))
    };
    let unused = messages().filter(|(_, message)| !is_used(&message.key));
    findings.extend(
        unused.map(|(catalogue, message)| catalogue.finding(message, format!("`{}` is unused", message.key))),
    );
    let stale = dynamic
        .iter()
        .filter(|(_, prefix)| !keys.iter().any(|key| key.starts_with(prefix)));
    findings.extend(stale.map(|(catalogue, prefix)| {
        Finding::new(&catalogue.path, 1, format!("no key begins with `{prefix}`"))
    }));
    findings
}

/// A crate may ask through a helper that puts its own name in front: `said("part-cover")` in `standards`.
fn own_key(asked: &uses::Asked) -> String {
    let owner = asked.path.split('/').nth(1).unwrap_or_default();
    format!("{owner}-{}", asked.key)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: (&str, &str) = (
        "crates/org/templates/a.html",
        "{{ p.t(\"org-save\") }} {{ p.t1(\"org-rows\", \"count\", n) }}",
    );
    const ZH: (&str, &str) = (
        "crates/org/locales/zh.ftl",
        "org-save = 保存\norg-rows = { $count } 行\n",
    );
    const EN: (&str, &str) = (
        "crates/org/locales/en.ftl",
        "org-save = Save\norg-rows = { $count } rows\n",
    );

    fn findings(files: &[(&str, &str)]) -> Vec<String> {
        check(&Tree::of(files)).iter().map(Finding::to_string).collect()
    }

    #[test]
    fn complete_translations_that_are_used_pass() {
        assert_eq!(findings(&[PAGE, ZH, EN]), [""; 0]);
    }

    #[test]
    fn a_key_that_a_page_asks_for_and_no_translation_has_is_found() {
        let page = ("crates/org/templates/b.html", "\n{{ p.t(\"org-delete\") }}");
        assert_eq!(
            findings(&[PAGE, ZH, EN, page]),
            ["crates/org/templates/b.html:2: `org-delete` is in no translation"]
        );
    }

    #[test]
    fn a_key_that_is_missing_in_one_language_is_found() {
        let en = (EN.0, "org-save = Save\n");
        assert_eq!(
            findings(&[PAGE, ZH, en]),
            ["crates/org/locales/en.ftl:1: `org-rows` is missing"]
        );
    }

    #[test]
    fn a_crate_with_one_language_only_is_found() {
        assert_eq!(
            findings(&[PAGE, ZH]),
            ["crates/org/locales:1: zh.ftl and en.ftl belong together"]
        );
    }

    #[test]
    fn arguments_that_differ_are_found() {
        let en = (EN.0, "org-save = Save\norg-rows = { $rows } rows\n");
        let expected = "crates/org/locales/en.ftl:2: `org-rows` takes (rows), in Chinese (count)";
        assert_eq!(findings(&[PAGE, ZH, en]), [expected]);
    }

    #[test]
    fn a_key_that_nobody_asks_for_is_found_unless_it_is_declared_dynamic() {
        let zh = format!("{}org-kind-school = 学校\n", ZH.1);
        let en = format!("{}org-kind-school = School\n", EN.1);
        let unused = ["crates/org/locales/zh.ftl:3: `org-kind-school` is unused"];
        assert_eq!(findings(&[PAGE, (ZH.0, &zh), (EN.0, &en)]), unused);
        let declared = format!("# dynamic: org-kind-*\n\n{zh}");
        assert_eq!(findings(&[PAGE, (ZH.0, &declared), (EN.0, &en)]), [""; 0]);
    }

    #[test]
    fn a_declaration_that_no_key_meets_is_found() {
        let zh = format!("# dynamic: org-gone-*\n\n{}", ZH.1);
        assert_eq!(
            findings(&[PAGE, (ZH.0, &zh), EN]),
            ["crates/org/locales/zh.ftl:1: no key begins with `org-gone-`"]
        );
    }

    #[test]
    fn texts_in_the_wrong_language_are_found_unless_they_say_why() {
        let page = (
            "crates/org/templates/a.html",
            "{{ p.t(\"org-a\") }}{{ p.t(\"org-b\") }}",
        );
        let zh = ("crates/org/locales/zh.ftl", "org-a = Save\norg-b = PDF\n");
        let en = ("crates/org/locales/en.ftl", "org-a = Save\norg-b = 文件\n");
        let expected = [
            "crates/org/locales/zh.ftl:1: `org-a` is not Chinese",
            "crates/org/locales/en.ftl:2: `org-b` is not English",
        ];
        assert_eq!(findings(&[page, zh, en]), expected);
        let zh = (
            "crates/org/locales/zh.ftl",
            "# as-is: the name of the other language\norg-a = English\norg-b = PDF\n",
        );
        let en = (
            "crates/org/locales/en.ftl",
            "org-a = Save\n# as-is: the name of the other language\norg-b = 中文\n",
        );
        assert_eq!(findings(&[page, zh, en]), [""; 0]);
    }

    #[test]
    fn a_key_with_the_name_of_another_crate_is_found() {
        let page = ("crates/org/templates/a.html", "{{ p.t(\"web-save\") }}");
        let (zh, en) = (
            ("crates/org/locales/zh.ftl", "web-save = 保存\n"),
            ("crates/org/locales/en.ftl", "web-save = Save\n"),
        );
        let expected = [
            "crates/org/locales/en.ftl:1: `web-save` does not begin with `org-`",
            "crates/org/locales/zh.ftl:1: `web-save` does not begin with `org-`",
        ];
        assert_eq!(findings(&[page, zh, en]), expected);
    }

    #[test]
    fn a_file_that_cannot_be_read_as_fluent_is_found() {
        let zh = (ZH.0, "org-save = 保存\norg-rows = { $count 行\n");
        let found = findings(&[PAGE, zh, EN]);
        assert!(found[0].starts_with("crates/org/locales/zh.ftl:2: "), "{found:?}");
    }
}
