//! What classes at work hold of one student: their own work, words about it, photos and files.
//!
//! What a group did together is the group's and stays; a file that an erased student gave to it loses their name.

use std::collections::{BTreeMap, BTreeSet};

use db::{Tx, params};
use files::{FileMark, Hash};
use kernel::vault::Vault;
use kernel::{Ctx, Error, Id, Result, Text};
use web::{Counted, Held, Personal, Section, Whose};

use crate::model::fields::{Attached, Value};
use crate::store::personal::{self as sql, FilesOfOthers, OwnField};

/// See [`Personal`].
pub const PERSONAL: Personal = Personal {
    copy,
    binds,
    goes,
    stays: &["classroom-stays-group", "classroom-stays-states"],
    forget,
};

fn copy(tx: &mut Tx<'_>, _: &Ctx, _: &Vault, whose: &Whose) -> Result<Held> {
    let fields: Vec<OwnField> = tx.all(sql::FIELDS, params![whose.school, whose.person])?;
    let words: Vec<(String, String)> = tx.all(sql::WORDS, params![whose.school, whose.person])?;
    let mut held = Held::default();
    let mut rows = Vec::new();
    for field in fields {
        let said = match Value::from_stored(&field.kind, &field.value)? {
            Value::Files(files) => {
                let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
                for file in files {
                    held.files.push((file.name.clone(), file.hash()?));
                }
                names.join(", ")
            }
            other => other.shown(),
        };
        rows.push(vec![field.title, field.changed_at.minute_text(), said]);
    }
    held.sections.push(Section {
        title: Text::new("classroom-copy-work"),
        columns: vec![
            Text::new("classroom-copy-task"),
            Text::new("classroom-copy-at"),
            Text::new("classroom-copy-said"),
        ],
        rows,
    });
    held.sections.push(Section {
        title: Text::new("classroom-copy-words"),
        columns: vec![Text::new("classroom-copy-task"), Text::new("classroom-copy-word")],
        rows: words.into_iter().map(|(task, word)| vec![task, word]).collect(),
    });
    Ok(held)
}

fn binds(tx: &mut Tx<'_>, _: &Ctx, whose: &Whose) -> Result<Vec<Text>> {
    let running: Vec<(String,)> = tx.all(sql::RUNNING, params![whose.school, whose.person])?;
    let text = |(title,): (String,)| Text::new("classroom-binds-running").with("task", title);
    Ok(running.into_iter().map(text).collect())
}

fn goes(tx: &mut Tx<'_>, _: &Ctx, whose: &Whose) -> Result<Counted> {
    let (fields, words): (i64, i64) = tx.one(sql::HELD, params![whose.school, whose.person])?;
    let files = match whose.account {
        Some(account) => files::of_account(tx, whose.school, account)?.len(),
        None => 0,
    };
    Ok(vec![
        (Text::new("classroom-goes-work"), fields),
        (Text::new("classroom-goes-words"), words),
        (
            Text::new("classroom-goes-files"),
            i64::try_from(files).map_err(Error::internal)?,
        ),
    ])
}

fn forget(tx: &mut Tx<'_>, _: &Ctx, whose: &Whose) -> Result<Vec<Hash>> {
    tx.run(sql::DROP_FIELDS, params![whose.school, whose.person])?;
    tx.run(sql::CLEAR_STEP_WORDS, params![whose.school, whose.person])?;
    tx.run(sql::CLEAR_MOVE_WORDS, params![whose.school, whose.person])?;
    let Some(account) = whose.account else {
        return Ok(Vec::new());
    };
    let own = files::of_account(tx, whose.school, account)?;
    let names: BTreeMap<Id<FileMark>, String> = own.iter().map(|own| (own.id, own.anonymous())).collect();
    let kept = unname(tx, whose, &names)?;
    let mut gone = Vec::new();
    for file in &own {
        let name = names
            .get(&file.id)
            .filter(|_| kept.contains(&file.id))
            .map(String::as_str);
        files::forget(tx, whose.school, file.id, name)?;
        if name.is_none() {
            gone.push(file.hash()?);
        }
    }
    Ok(gone)
}

/// Gives the person's files within the work of others neutral names; answers which these are.
fn unname(
    tx: &mut Tx<'_>,
    whose: &Whose,
    names: &BTreeMap<Id<FileMark>, String>,
) -> Result<BTreeSet<Id<FileMark>>> {
    let mut kept = BTreeSet::new();
    if names.is_empty() {
        return Ok(kept);
    }
    let fields: Vec<FilesOfOthers> = tx.all(sql::FILES_OF_OTHERS, params![whose.school, whose.person])?;
    for field in fields {
        let Value::Files(mut attached) = Value::from_stored("files", &field.value)? else {
            continue;
        };
        let mut changed = 0;
        for file in &mut attached {
            if let Some(name) = names.get(&file.file) {
                changed += 1;
                kept.insert(file.file);
                *file = Attached {
                    name: name.clone(),
                    ..file.clone()
                };
            }
        }
        if changed > 0 {
            let value = Value::Files(attached).stored()?;
            tx.run(
                sql::PUT_VALUE,
                params![
                    whose.school,
                    field.run,
                    field.owner,
                    field.step,
                    field.node,
                    field.row_no,
                    field.column_no,
                    value
                ],
            )?;
        }
    }
    Ok(kept)
}
