//! Keeps what people are found by: written with every new person, written again when a name, its reading or a number changes.

use db::{Bind as _, Tx, Value, params};
use kernel::{PersonId, Result, SchoolId};

use crate::model::name::{Reading, search_query, search_tokens};
use crate::store::names::{self, Named};

/// Makes new people findable.
///
/// # Errors
/// The engine's.
pub(super) fn add_names(tx: &mut Tx<'_>, school: SchoolId, people: &[(PersonId, &str, &str)]) -> Result<()> {
    let tokens: Vec<(PersonId, Vec<String>)> = people
        .iter()
        .map(|(person, name, number)| (*person, tokens(name, None, number)))
        .collect();
    write(tx, school, &tokens)
}

/// Makes a person findable by what they are called now.
///
/// # Errors
/// `NotFound` for nobody.
pub(super) fn name_again(tx: &mut Tx<'_>, school: SchoolId, person: PersonId) -> Result<()> {
    let (name, reading, by_hand, number): Named = tx.one(names::NAMED, params![school, person])?;
    let by_hand: Option<Reading> = by_hand.then(|| reading.parse().ok()).flatten();
    tx.run(names::DROP_TOKENS, params![school, person])?;
    write(tx, school, &[(person, tokens(&name, by_hand.as_ref(), &number))])?;
    mark_staff(tx, school, person)
}

/// Lets a search over many schools find somebody who holds a post now.
///
/// # Errors
/// The engine's.
pub(super) fn mark_staff(tx: &mut Tx<'_>, school: SchoolId, person: PersonId) -> Result<()> {
    tx.run(names::MARK_STAFF, params![school, person])?;
    Ok(())
}

fn tokens(name: &str, by_hand: Option<&Reading>, number: &str) -> Vec<String> {
    let mut tokens = search_tokens(name, by_hand);
    tokens.insert(search_query(number));
    tokens.into_iter().filter(|token| !token.is_empty()).collect()
}

fn write(tx: &mut Tx<'_>, school: SchoolId, tokens: &[(PersonId, Vec<String>)]) -> Result<()> {
    let rows: Vec<[Value<'_>; 3]> = tokens
        .iter()
        .flat_map(|(person, tokens)| tokens.iter().map(move |token| (person, token)))
        .map(|(person, token)| {
            [
                Value::Int(school.0),
                Value::Bytes(token.as_bytes()),
                person.bind(),
            ]
        })
        .collect();
    tx.run_all(names::ADD_TOKEN, &rows)?;
    Ok(())
}
