//! What sheets hold of one student. Grades become certificates of the state and stay, with who judged what; a reason for not being
//! graded goes. The copy tells what the student may see: grades that are shown, never single values or names of raters.

use db::{Tx, params};
use files::Hash;
use kernel::vault::Vault;
use kernel::{Ctx, Points, Result, Text};
use web::{Counted, Held, Personal, Section, Whose};

use crate::store::personal as sql;

/// See [`Personal`].
pub const PERSONAL: Personal = Personal {
    copy,
    binds,
    goes,
    stays: &["assessment-stays-grades", "assessment-stays-ratings"],
    forget,
};

fn copy(tx: &mut Tx<'_>, _: &Ctx, _: &Vault, whose: &Whose) -> Result<Held> {
    type Row = (String, Option<Points>, String);
    let rows: Vec<Row> = tx.all(sql::SHOWN, params![whose.school, whose.person])?;
    let row = |(title, total, exempt): Row| {
        let total = total.map(|total| total.to_string()).unwrap_or_default();
        vec![title, total, exempt]
    };
    let section = Section {
        title: Text::new("assessment-copy-grades"),
        columns: vec![
            Text::new("assessment-copy-sheet"),
            Text::new("assessment-copy-total"),
            Text::new("assessment-copy-exempt"),
        ],
        rows: rows.into_iter().map(row).collect(),
    };
    Ok(Held {
        sections: vec![section],
        files: Vec::new(),
    })
}

fn binds(tx: &mut Tx<'_>, _: &Ctx, whose: &Whose) -> Result<Vec<Text>> {
    let open: Vec<(String,)> = tx.all(sql::OPEN, params![whose.school, whose.person])?;
    let text = |(title,): (String,)| Text::new("assessment-binds-open").with("sheet", title);
    Ok(open.into_iter().map(text).collect())
}

fn goes(tx: &mut Tx<'_>, _: &Ctx, whose: &Whose) -> Result<Counted> {
    let (count,): (i64,) = tx.one(sql::EXEMPTIONS, params![whose.school, whose.person])?;
    Ok(vec![(Text::new("assessment-goes-exemptions"), count)])
}

fn forget(tx: &mut Tx<'_>, _: &Ctx, whose: &Whose) -> Result<Vec<Hash>> {
    tx.run(sql::FORGET_EXEMPTIONS, params![whose.school, whose.person])?;
    Ok(Vec::new())
}
