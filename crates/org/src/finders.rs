//! What the search box finds of organisations: those within reach, by name, pinyin or initials.

use db::Tx;
use kernel::{Ctx, Result, Text};
use web::{Find, Finder, Found, Marked, Note, Wanted};

use crate::model::kind::OrgKind;
use crate::model::region::{Region, province_of};
use crate::queries::{self, Org};
use crate::{model::reading::Reading, policy};

/// The group of results.
pub const FINDERS: &[Finder] = &[Finder {
    code: "organisations",
    icon: "sitemap",
    label: "org-organisations",
    order: 50,
    find: Find::Own(organisations),
}];

fn organisations(tx: &mut Tx<'_>, ctx: &Ctx, wanted: &Wanted) -> Result<Vec<Found>> {
    let reach = *policy::may_read(ctx)?.target();
    let orgs = queries::find_in_reach(tx, &reach, &wanted.text, (wanted.limit, wanted.offset))?;
    Ok(orgs.iter().map(|org| found(org, &wanted.text)).collect())
}

fn found(org: &Org, text: &str) -> Found {
    let by_name = Marked::of(&org.name, text);
    let title = if by_name.has_hit() {
        by_name
    } else {
        Marked::at(
            &org.name,
            std::slice::from_ref(&(0..Reading::covered(&org.name, text))),
        )
    };
    let said = |family: &str, code: &str| {
        Note::Said(Text {
            key: format!("org-{family}-{code}").into(),
            args: Vec::new(),
        })
    };
    let kind = match org.kind {
        OrgKind::School if !org.category.is_empty() => said("category", &org.category),
        kind => said("kind", kind.code()),
    };
    let province = province_of(org.region).map_or(Region::NATION.code(), |province| province.code);
    Found {
        title,
        href: format!("/organisations/{}", org.id),
        notes: vec![kind, said("region", &province.to_string())],
        excerpt: Marked::default(),
    }
}
