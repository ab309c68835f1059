//! What belongs to one school: the rows that carry its number, and those shared rows that its own rows name.

use std::collections::HashSet;

use db::columns::{Classification, Kind};
use db::portable::{self, Table};
use db::{Tx, Value};
use kernel::{RawId, SchoolId};
use org::queries::Org;

use super::Fault;
use crate::house;

/// The column that carries a school's number.
pub(super) const NUMBER: &str = "school_id";

/// Columns whose values name rows of a shared table.
type Naming = &'static [(&'static str, &'static str)];

const ACCOUNTS: Naming = &[
    ("handle", "account_id"),
    ("post", "account_id"),
    ("student_post", "account_id"),
    ("person", "account_id"),
];
const ADOPTED: Naming = &[("adoption", "standard_id")];
const RESULTS: Naming = &[("training_result", "id")];
/// The organisation itself.
const ITSELF: Naming = &[];

/// Shared tables, the column that is named, and by whom. Where a table carries schools' numbers too, these are its rows of no
/// school: a telephone by which an account signs in anywhere, a published standard that all may find.
const SHARED: &[(&str, &str, Naming)] = &[
    ("organisation", "id", ITSELF),
    ("org_relation", "lower_id", ITSELF),
    ("account", "id", ACCOUNTS),
    ("earlier_password", "account_id", ACCOUNTS),
    ("handle", "account_id", ACCOUNTS),
    ("training_span", "result_id", RESULTS),
    ("search_entry", "object_id", ADOPTED),
    ("standard", "id", ADOPTED),
    ("standard_version", "standard_id", ADOPTED),
    ("standard_publication", "standard_id", ADOPTED),
    ("standard_course", "standard_id", ADOPTED),
    ("standard_goal", "standard_id", ADOPTED),
    ("standard_task", "standard_id", ADOPTED),
    ("standard_requirement", "standard_id", ADOPTED),
    ("standard_plan", "standard_id", ADOPTED),
    ("standard_hours", "standard_id", ADOPTED),
];

/// Shared tables that are no school's: the catalogue and the plan are the nation's, a draft is its issuer's.
const OTHERS: &[&str] = &[
    "major_catalogue",
    "major",
    "plan",
    "plan_phase",
    "plan_target",
    "standard_draft",
    "standard_source",
];

/// The one table of the installation that goes along: without it the link in an invitation leads nowhere. Sessions, one-time
/// codes and failures stay: people sign in anew.
const DOORS: &str = "invitation_door";

/// A table and which of its rows belong to the school.
pub(super) struct Share {
    pub(super) table: Table,
    number: SchoolId,
    /// Where its rows carry the school's number.
    pub(super) school: Option<usize>,
    /// Which rows of no school are named, and where their name stands.
    named: Option<(usize, HashSet<RawId>)>,
}

impl Share {
    /// Whether every row of it is the school's alone.
    pub(super) const fn is_own(&self) -> bool {
        self.school.is_some() && self.named.is_none()
    }

    /// The rows that belong to the school, in the order of their keys.
    ///
    /// # Errors
    /// The engine's, and what the closure answers.
    pub(super) fn each(
        &self,
        tx: &mut Tx<'_>,
        mut row: impl FnMut(&[Value<'_>]) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        if self.is_own() {
            return self.table.each_of(tx, self.number, row);
        }
        self.table
            .each(tx, |values| if self.wants(values) { row(values) } else { Ok(()) })
    }

    fn wants(&self, row: &[Value<'_>]) -> bool {
        match self.school.and_then(|place| row.get(place)) {
            Some(Value::Int(number)) if *number == self.number.0 => return true,
            Some(Value::Int(number)) if *number != 0 => return false,
            _ => {}
        }
        self.named.as_ref().is_some_and(
            |(place, named)| matches!(row.get(*place), Some(Value::Id(id)) if named.contains(id)),
        )
    }
}

/// Every table that has rows of a school, by name.
///
/// # Errors
/// The engine's; a table that nobody says anything about.
pub(super) fn shares(tx: &mut Tx<'_>, school: &Org) -> Result<Vec<Share>, Fault> {
    let tables = portable::tables(tx)?;
    let mut kinds = Classification::default();
    for list in house::columns(&house::modules()) {
        kinds.add(list).map_err(|fault| Fault::new(fault.to_string()))?;
    }
    let mut shares = Vec::new();
    for table in &tables {
        let named = SHARED.iter().find(|(name, ..)| *name == table.name);
        let (kind, place) = (kinds.tables.get(&table.name), table.place(NUMBER));
        match (kind, named) {
            (Some(Kind::Installation), _) if table.name != DOORS => continue,
            (Some(Kind::Shared), None) if OTHERS.contains(&table.name.as_str()) => continue,
            _ => {}
        }
        if place.is_none() && named.is_none() {
            let name = &table.name;
            return Err(Fault::new(format!(
                "nobody says which rows of {name} are a school's"
            )));
        }
        let named = match named {
            Some((_, column, by)) => {
                let ids = ids(tx, &tables, school, by)?;
                table.place(column).map(|place| (place, ids))
            }
            None => None,
        };
        shares.push(Share {
            table: table.clone(),
            number: school.number,
            school: place,
            named,
        });
    }
    Ok(shares)
}

/// What a school's rows name in some columns.
fn ids(tx: &mut Tx<'_>, tables: &[Table], school: &Org, by: Naming) -> Result<HashSet<RawId>, Fault> {
    if by == ITSELF {
        return Ok(HashSet::from([school.id.raw()]));
    }
    let mut ids = HashSet::new();
    for (name, column) in by {
        let table = tables.iter().find(|table| table.name == *name);
        let Some((table, place)) = table.and_then(|table| Some((table, table.place(column)?))) else {
            return Err(Fault::new(format!("there is no column {name}.{column}")));
        };
        table.each_of(tx, school.number, |row| {
            if let Some(Value::Id(id)) = row.get(place) {
                ids.insert(*id);
            }
            Ok::<(), Fault>(())
        })?;
    }
    Ok(ids)
}
