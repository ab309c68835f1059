//! What is held of a teacher's training. A result is counted for the school, province and nation and stays as a count; the number
//! of the certificate goes.

use db::{Tx, params};
use files::Hash;
use kernel::vault::Vault;
use kernel::{Ctx, Day, Result, Text};
use web::{Counted, Held, Personal, Section, Whose, unbound};

use crate::store;

/// See [`Personal`].
pub const PERSONAL: Personal = Personal {
    copy,
    binds: unbound,
    goes,
    stays: &["faculty-stays-results"],
    forget,
};

fn copy(tx: &mut Tx<'_>, _: &Ctx, _: &Vault, whose: &Whose) -> Result<Held> {
    type Row = (Option<String>, String, Day, Day, Option<String>);
    let rows: Vec<Row> = tx.all(store::OF_PERSON, params![whose.school, whose.person])?;
    let row = |(class, organiser, first, last, certificate): Row| {
        vec![
            class.unwrap_or_default(),
            organiser,
            first.to_string(),
            last.to_string(),
            certificate.unwrap_or_default(),
        ]
    };
    let section = Section {
        title: Text::new("faculty-copy-training"),
        columns: vec![
            Text::new("faculty-copy-class"),
            Text::new("faculty-copy-organiser"),
            Text::new("faculty-copy-from"),
            Text::new("faculty-copy-until"),
            Text::new("faculty-copy-certificate"),
        ],
        rows: rows.into_iter().map(row).collect(),
    };
    Ok(Held {
        sections: vec![section],
        files: Vec::new(),
    })
}

fn goes(tx: &mut Tx<'_>, _: &Ctx, whose: &Whose) -> Result<Counted> {
    let (count,): (i64,) = tx.one(store::CERTIFICATES_OF, params![whose.school, whose.person])?;
    Ok(vec![(Text::new("faculty-goes-certificates"), count)])
}

fn forget(tx: &mut Tx<'_>, _: &Ctx, whose: &Whose) -> Result<Vec<Hash>> {
    tx.run(store::FORGET_CERTIFICATES, params![whose.school, whose.person])?;
    Ok(Vec::new())
}
