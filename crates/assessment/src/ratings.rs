//! How ratings go into a sheet, whoever gives them.

use std::collections::BTreeMap;

use db::{Bind as _, Tx};
use design::model::ItemId;
use kernel::{Ctx, PersonId, RawId, Result};

use crate::store::{self, SheetRow};

/// What somebody gives a student for an item.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rating<'a> {
    /// The rated student.
    pub(crate) student: PersonId,
    /// The item.
    pub(crate) item: ItemId,
    /// In which capacity it is given, a stored code.
    pub(crate) kind: &'a str,
    /// Whose of several: the student among peers; nil where there is one.
    pub(crate) slot: RawId,
    /// Who gives it: a person, or the invitation of a mentor.
    pub(crate) by: RawId,
    /// In hundredths; an emptied cell has none.
    pub(crate) score: Option<i64>,
}

/// Puts them in by few statements, each one version on. Who is named twice holds what was said last: a server takes each row of a
/// statement once.
///
/// # Errors
/// The engine's.
pub(crate) fn put(tx: &mut Tx<'_>, ctx: &Ctx, sheet: &SheetRow, given: &[Rating<'_>]) -> Result<()> {
    let last: BTreeMap<_, _> = given
        .iter()
        .map(|one| ((one.student, one.item, one.kind, one.slot), one))
        .collect();
    let rows: Vec<_> = last
        .values()
        .map(|one| {
            [
                sheet.school.bind(),
                sheet.id.bind(),
                one.student.bind(),
                one.item.bind(),
                one.kind.bind(),
                one.slot.bind(),
                one.by.bind(),
                one.score.bind(),
                ctx.now.bind(),
            ]
        })
        .collect();
    tx.run_all(store::PUT_RATING, &rows)?;
    Ok(())
}
