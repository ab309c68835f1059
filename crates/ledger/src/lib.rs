//! What every module tells: audit lines (who changed what), and facts (what is to be counted).
//!
//! It owns the tables `audit_*`, `person_key`, `fact*`, `counter*` and `member*`, and knows no word of the domain. It
//! promises that a line or a fact is written in the transaction of the change it tells of; that the sealer and the
//! projector find each by its pending row, whenever its transaction commits; that a changed, missing or inserted
//! line breaks its organisation's chain of hashes; and that the personal values of an erased person cannot be read
//! any more while the chain still verifies. No statement here deletes or changes an audit line.

pub mod audit;
mod chain;
pub mod count;
mod entry;
mod fact;
mod personal;
mod project;
mod seal;
mod store;
mod tally;
mod verify;

/// What this crate keeps sealed under the installation's keys.
pub const SEALED: &[kernel::vault::Sealed] = &[store::PERSON_KEYS];

pub use audit::Line;
pub use chain::Hash;
pub use entry::{Entry, record};
pub use fact::{Fact, FactEntry, fact, facts, renamed};
pub use personal::{PersonalValue, erase_person};
pub use project::{arrive, project, schools_to_project};
pub use seal::{Head, Waiting, head, schools_to_seal, seal, waiting};
pub use tally::{Difference, Place, Tally};
pub use verify::{AuditReport, Broken, FactsReport, Fault, verify_audit, verify_facts, verify_totals};

/// How many lines or facts one run takes at most, so that it holds SQLite's writer for a few milliseconds only.
pub const FULL_RUN: u32 = 200;

/// The schema of this module.
pub const MIGRATIONS: &[db::Migration] = &[
    db::Migration {
        name: "ledger/1-audit-and-facts",
        sql: include_str!("../migrations/1.sql"),
    },
    db::Migration {
        name: "ledger/2-audit-by-person-and-act",
        sql: include_str!("../migrations/2.sql"),
    },
    db::Migration {
        name: "ledger/3-totals",
        sql: include_str!("../migrations/3.sql"),
    },
];

/// The classification of its columns, in the format of [`db::columns`].
pub const COLUMNS: &str = include_str!("../migrations/columns.txt");
