//! What is done to standards: one file a verb.

mod discard;
mod edit;
mod import;
mod publish;
mod settle;

pub use discard::discard;
pub use edit::{Edit, edit};
pub use import::{Source, begin_next, import};
pub use publish::publish;
pub use settle::{decide, settle};

use db::{Tx, params};
use kernel::{Ctx, Error, Result, Text};
use serde::Serialize;

use crate::queries::Draft;
use crate::store;

/// Writes a changed draft; 409 when somebody else changed it meanwhile.
fn save(tx: &mut Tx<'_>, ctx: &Ctx, draft: &Draft) -> Result<()> {
    let (content, leftovers, doubts) = (
        json(&draft.content)?,
        json(&draft.leftovers)?,
        json(&draft.doubts)?,
    );
    let (id, title) = (draft.standard, draft.content.title.as_str());
    let saved = tx.run(
        store::SAVE_DRAFT,
        params![id, draft.version, title, &content, &leftovers, &doubts, ctx.now],
    )?;
    if saved == 0 {
        Err(Error::Conflict(Text::new("standards-stale")))
    } else {
        Ok(())
    }
}

fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}
