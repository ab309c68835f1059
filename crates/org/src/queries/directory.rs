//! All organisations at once, as a process keeps them for who only looks: a nation has some thousands, every page asks for one of
//! them, and a search by a part of a name would read every row.

use std::collections::HashMap;
use std::sync::Arc;

use authz::Reach;
use db::Tx;
use kernel::{OrgId, Result, SchoolId};

use super::{Filter, Org};
use crate::store::{self, DirectoryRow, OrgName};

/// What the count of changes of organisations is called, see [`db::changes`].
pub const ORGANISATIONS: &str = "organisation";

/// An organisation with what it is found by.
struct Card {
    org: Org,
    /// The name in lower case.
    name: String,
    pinyin: String,
    initials: String,
}

/// The organisations as they stand, by their numbers.
pub struct Directory {
    cards: Vec<Card>,
    /// Places among the cards.
    by_number: HashMap<i64, usize>,
    by_id: HashMap<OrgId, usize>,
    by_region: Vec<usize>,
    by_name: Vec<usize>,
}

/// What a text finds: a part of a name, or the beginning of a reading. The signs of a pattern count for nothing.
pub(super) struct Sought {
    name: String,
    latin: String,
}

impl Sought {
    pub(super) fn of(text: &str) -> Self {
        let name = db::search::literal(text).to_lowercase();
        let latin = name.chars().filter(|letter| !letter.is_whitespace()).collect();
        Self { name, latin }
    }

    /// Nothing is looked for.
    pub(super) const fn is_nothing(&self) -> bool {
        self.latin.is_empty()
    }

    fn fits(&self, card: &Card) -> bool {
        card.name.contains(&self.name)
            || card.pinyin.starts_with(&self.latin)
            || card.initials.starts_with(&self.latin)
    }
}

/// The directory, read once for each of its states.
///
/// # Errors
/// The engine's.
pub(super) fn directory(tx: &mut Tx<'_>) -> Result<Arc<Directory>> {
    db::changes::kept(tx, [ORGANISATIONS], "organisations", |tx| {
        Ok(Directory::of(tx.all(store::DIRECTORY, &[])?))
    })
}

impl Directory {
    fn of(rows: Vec<DirectoryRow>) -> Self {
        let card = |row: DirectoryRow| Card {
            name: row.org.name.to_lowercase(),
            org: row.org.into(),
            pinyin: row.pinyin,
            initials: row.initials,
        };
        let cards: Vec<Card> = rows.into_iter().map(card).collect();
        let places = || cards.iter().enumerate();
        let mut by_region: Vec<usize> = (0..cards.len()).collect();
        let mut by_name = by_region.clone();
        by_region.sort_by_key(|place| cards[*place].org.region);
        by_name.sort_by_key(|place| &cards[*place].org.name);
        Self {
            by_number: places().map(|(place, card)| (card.org.number.0, place)).collect(),
            by_id: places().map(|(place, card)| (card.org.id, place)).collect(),
            by_region,
            by_name,
            cards,
        }
    }

    pub(super) fn numbered(&self, number: SchoolId) -> Option<&Org> {
        self.by_number.get(&number.0).map(|place| &self.cards[*place].org)
    }

    pub(super) fn of_id(&self, id: OrgId) -> Option<&Org> {
        self.by_id.get(&id).map(|place| &self.cards[*place].org)
    }

    /// Those within reach, by region and then by number.
    pub(super) fn in_reach<'d>(
        &'d self,
        reach: &'d Reach,
        filter: &'d Filter,
    ) -> impl Iterator<Item = &'d Org> {
        let sought = Sought::of(&filter.text);
        let cards = self.by_region.iter().map(|place| &self.cards[*place]);
        cards.filter_map(move |card| {
            let org = &card.org;
            let wanted = reach.covers(org.region, org.number.0)
                && (filter.kind.is_empty() || filter.kind == org.kind.code())
                && (filter.province == 0
                    || (filter.province..filter.province + 10_000).contains(&org.region))
                && sought.fits(card);
            wanted.then_some(org)
        })
    }

    /// The names of those within reach, by number.
    pub(super) fn names(&self, reach: &Reach) -> Vec<OrgName> {
        let orgs = self.cards.iter().map(|card| &card.org);
        orgs.filter(|org| reach.covers(org.region, org.number.0))
            .map(|org| OrgName {
                number: org.number,
                id: org.id,
                name: org.name.clone(),
            })
            .collect()
    }

    /// Those that a text finds, by name.
    pub(super) fn found<'d>(&'d self, text: &str) -> impl Iterator<Item = &'d Org> {
        let sought = Sought::of(text);
        let cards = self.by_name.iter().map(|place| &self.cards[*place]);
        cards.filter(move |card| sought.fits(card)).map(|card| &card.org)
    }
}
