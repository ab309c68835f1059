//! Ids and single values as they stand in addresses and fields. What reads must read back as the same from what it is written as.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use kernel::check::{credit, identity::IdentityNumber};
use kernel::{Day, Hours, Lang, OrgId, Percent, Points, Role, hex};
use people::model::class::ClassForm;
use people::model::{agent, name, sign_in};

fn reads_back<T: FromStr + Display + PartialEq + Debug>(text: &str) {
    if let Ok(value) = text.parse::<T>() {
        let written = value.to_string();
        assert_eq!(
            written.parse::<T>().ok().as_ref(),
            Some(&value),
            "{text:?} became {written:?}"
        );
    }
}

/// The whole input is one value of every type.
pub fn typed(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    reads_back::<OrgId>(text);
    reads_back::<Hours>(text);
    reads_back::<Points>(text);
    reads_back::<Percent>(text);
    reads_back::<Day>(text);
    if let Some(bytes) = hex::read(text) {
        assert_eq!(hex::written(&bytes), text.to_ascii_lowercase());
    }
    let _ = Lang::from_tag(text);
    let _ = Role::from_code(text);
    let _ = credit::is_valid(text);
    let _ = IdentityNumber::parse(text);
    people(text);
    organisations(text);
}

fn people(text: &str) {
    if let Ok(parsed) = name::PersonName::parse(text) {
        assert_eq!(
            name::PersonName::parse(parsed.as_str()).as_ref(),
            Ok(&parsed),
            "a name in its normal form stays"
        );
    }
    let _ = name::sort_key(text, None);
    let _ = agent::named(text);
    let _ = sign_in::code::Code::parse(text);
    let mut fields = text.split('\n');
    let mut next = || fields.next().unwrap_or_default();
    let form = ClassForm {
        name: next(),
        major_code: next(),
        major_name: next(),
        level: next(),
        entry: next(),
        years: next(),
        entry_day: next(),
        teacher: next(),
    };
    let _ = form.parse();
}

fn organisations(text: &str) {
    let _ = org::model::region::Region::parse(text);
    let _ = org::model::kind::OrgKind::parse(text);
    let _ = org::model::reading::Reading::covered(text, text);
    let mut fields = text.split('\n').map(str::to_owned);
    let mut next = || fields.next().unwrap_or_default();
    let form = org::model::registration::Form {
        code: next(),
        name: next(),
        kind: next(),
        region: next(),
        category: next(),
        affiliation: next(),
        credit: next(),
    };
    let _ = form.parse();
}
