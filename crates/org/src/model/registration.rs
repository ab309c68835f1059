//! Registering an organisation: from what an officer typed to a valid value, or every fault at its field.

use kernel::number::half_width;
use kernel::{Problems, Text, Tier, check};

use super::kind::{Affiliation, Category, OrgKind};
use super::region::Region;

/// The fields of the form, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct Form {
    /// The code by which the offices know it (院校编号 for a school).
    pub code: String,
    /// The full name.
    pub name: String,
    /// A code or word of [`OrgKind`].
    pub kind: String,
    /// Six digits of GB/T 2260; empty for the ministry.
    pub region: String,
    /// A school's [`Category`].
    pub category: String,
    /// A school's [`Affiliation`].
    pub affiliation: String,
    /// 统一社会信用代码.
    pub credit: String,
}

/// A valid organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// Upper-case letters and digits, at most 20.
    pub code: String,
    /// The full name.
    pub name: String,
    /// What it is.
    pub kind: OrgKind,
    /// Where it is.
    pub region: Region,
    /// Category and affiliation of a school, nothing for others.
    pub school: Option<(Category, Affiliation)>,
    /// 统一社会信用代码, upper case; offices may be without.
    pub credit: Option<String>,
}

impl Form {
    /// Reads the form.
    ///
    /// # Errors
    /// Every fault, at the name of its field.
    pub fn parse(&self) -> Result<Registration, Problems> {
        let mut problems = Problems::default();
        let code = problems.take("code", parse_code(&self.code));
        let name = problems.take("name", parse_name(&self.name));
        let kind = problems.take("kind", OrgKind::parse(&self.kind));
        let region = kind.and_then(|kind| problems.take("region", parse_region(kind, &self.region)));
        let school = match kind {
            Some(OrgKind::School) => self.parse_school(&mut problems),
            _ => None,
        };
        let credit = problems.take("credit", parse_credit(kind, &self.credit));
        match (code, name, kind, region, credit) {
            (Some(code), Some(name), Some(kind), Some(region), Some(credit)) if problems.is_empty() => {
                Ok(Registration {
                    code,
                    name,
                    kind,
                    region,
                    school,
                    credit,
                })
            }
            _ => Err(problems),
        }
    }

    fn parse_school(&self, problems: &mut Problems) -> Option<(Category, Affiliation)> {
        let category = chosen(&self.category, "org-category-empty").and_then(Category::parse);
        let category = problems.take("category", category);
        let affiliation = chosen(&self.affiliation, "org-affiliation-empty").and_then(Affiliation::parse);
        let affiliation = problems.take("affiliation", affiliation);
        Some((category?, affiliation?))
    }
}

/// What was typed or chosen, or the text that asks for it.
fn chosen<'a>(text: &'a str, asking: &'static str) -> Result<&'a str, Text> {
    match text.trim() {
        "" => Err(Text::new(asking)),
        text => Ok(text),
    }
}

fn narrow(text: &str) -> String {
    text.trim()
        .chars()
        .map(half_width)
        .collect::<String>()
        .to_ascii_uppercase()
}

fn parse_code(text: &str) -> Result<String, Text> {
    let code = narrow(text);
    let sound = (2..=20).contains(&code.len())
        && code
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if sound {
        Ok(code)
    } else {
        Err(Text::new("org-code-shape"))
    }
}

fn parse_name(text: &str) -> Result<String, Text> {
    let name = text.trim();
    match name.chars().count() {
        2..=60 => Ok(name.to_owned()),
        _ => Err(Text::new("org-name-length").with("least", 2).with("most", 60)),
    }
}

fn parse_region(kind: OrgKind, text: &str) -> Result<Region, Text> {
    if kind == OrgKind::Ministry {
        return if text.trim().is_empty() {
            Ok(Region::NATION)
        } else {
            Err(Text::new("org-region-nation"))
        };
    }
    let region = Region::parse(chosen(text, "org-region-empty")?)?;
    let fits = match kind.tier() {
        Tier::Province => region.tier() == Tier::Province,
        Tier::City => region.tier() == Tier::City,
        _ => true,
    };
    if fits {
        Ok(region)
    } else {
        Err(Text::new("org-region-tier")
            .with("kind", kind.code())
            .with("value", text.trim()))
    }
}

fn parse_credit(kind: Option<OrgKind>, text: &str) -> Result<Option<String>, Text> {
    let credit = narrow(text);
    if credit.is_empty() {
        let needed = matches!(kind, Some(OrgKind::School | OrgKind::Enterprise));
        return if needed {
            Err(Text::new("org-credit-empty"))
        } else {
            Ok(None)
        };
    }
    if check::credit::is_valid(&credit) {
        Ok(Some(credit))
    } else {
        Err(Text::new("org-credit-check").with("value", credit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn school() -> Form {
        Form {
            code: "330199a".into(),
            name: " 江南市技师学院 ".into(),
            kind: "school".into(),
            region: "330100".into(),
            category: "技师学院".into(),
            affiliation: "市属".into(),
            credit: "12330000470009999e".into(),
        }
    }

    fn faults(form: &Form) -> Vec<(String, String)> {
        let problems = form.parse().err().unwrap_or_default();
        problems
            .0
            .into_iter()
            .map(|problem| (problem.field, problem.text.key.into_owned()))
            .collect()
    }

    #[test]
    fn a_school_is_read_from_the_form() {
        let read = school().parse().unwrap();
        assert_eq!(
            (read.code.as_str(), read.name.as_str()),
            ("330199A", "江南市技师学院")
        );
        assert_eq!(read.school, Some((Category::Technician, Affiliation::City)));
        assert_eq!(read.credit.as_deref(), Some("12330000470009999E"));
        assert_eq!(read.region.code(), 330_100);
    }

    #[test]
    fn every_fault_stands_at_its_field() {
        let form = Form {
            credit: "91350100M000100Y44".into(),
            region: "990000".into(),
            category: "大学".into(),
            name: "校".into(),
            ..school()
        };
        let expected = [
            ("name", "org-name-length"),
            ("region", "org-region-code"),
            ("category", "org-category-unknown"),
            ("credit", "org-credit-check"),
        ];
        assert_eq!(
            faults(&form),
            expected.map(|(field, key)| (field.to_owned(), key.to_owned()))
        );
        let fields: Vec<String> = faults(&Form::default())
            .into_iter()
            .map(|(field, _)| field)
            .collect();
        assert_eq!(fields, ["code", "name", "kind"]);
    }

    #[test]
    fn what_was_not_chosen_is_asked_for() {
        let form = Form {
            category: String::new(),
            affiliation: " ".into(),
            region: String::new(),
            ..school()
        };
        let asked = [
            ("region", "org-region-empty"),
            ("category", "org-category-empty"),
            ("affiliation", "org-affiliation-empty"),
        ];
        let asked = asked.map(|(field, key)| (field.to_owned(), key.to_owned()));
        assert_eq!(faults(&form), asked);
    }

    #[test]
    fn an_office_stands_at_the_height_of_its_region() {
        let office = |kind: &str, region: &str| Form {
            kind: kind.into(),
            region: region.into(),
            credit: String::new(),
            ..school()
        };
        assert!(office("省", "330000").parse().is_ok());
        assert!(office("省", "660000").parse().is_ok());
        assert_eq!(
            faults(&office("省", "330100")),
            [("region".to_owned(), "org-region-tier".to_owned())]
        );
        assert_eq!(
            faults(&office("市", "330000")),
            [("region".to_owned(), "org-region-tier".to_owned())]
        );
        assert_eq!(
            office("部", "").parse().map(|read| read.region),
            Ok(Region::NATION)
        );
        assert_eq!(
            faults(&office("企业", "330100")),
            [("credit".to_owned(), "org-credit-empty".to_owned())]
        );
    }
}
