//! A ballot as a form: shared by the students' round and the mentor's link.

use kernel::Percent;
use web::{Filled, Visit};

use crate::ballots::Ballot;

/// An item with the fields of its ratings.
pub struct BallotView {
    pub name: String,
    pub marks: String,
    pub standard: String,
    pub own: Option<FieldView>,
    pub groups: Vec<GroupView>,
}

/// A group with its members.
pub struct GroupView {
    pub name: String,
    pub whole: Option<FieldView>,
    pub members: Vec<FieldView>,
    /// Its members stand open, since they were rated apart or one by one only.
    pub apart: bool,
    pub done: bool,
}

/// One rating's field.
pub struct FieldView {
    pub field: String,
    pub label: String,
    pub value: String,
    /// What stood there when the page was made: what nobody touched is not sent back over another's rating.
    pub was: String,
    pub error: String,
}

/// Who else may change what a page shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// Nobody: a student's ratings are their own.
    Not,
    /// The other mentors of the class.
    WithMentors,
}

/// The name of the field that keeps what stood in another when the page was made.
pub fn was(field: &str) -> String {
    format!("was-{field}")
}

fn shown(hundredths: Option<i64>) -> String {
    hundredths
        .map(|value| Percent(value).to_string())
        .unwrap_or_default()
}

/// The form of a ballot: what was typed and refused, or what was given.
pub fn view(visit: &Visit, ballot: &Ballot, (form, shared): (&Filled, Shared)) -> BallotView {
    let refused = !form.errors().is_empty();
    let field = |field: String, label: &str, given: Option<i64>| FieldView {
        value: if refused {
            form.value(&field).to_owned()
        } else {
            shown(given)
        },
        was: match (shared, refused) {
            (Shared::Not, _) => String::new(),
            (Shared::WithMentors, true) => form.value(&was(&field)).to_owned(),
            (Shared::WithMentors, false) => shown(given),
        },
        error: form.error(&field).to_owned(),
        label: label.to_owned(),
        field,
    };
    let group = |group: &crate::ballots::BallotGroup| {
        let common = ballot.common(group).filter(|_| group.whole);
        let any = group
            .members
            .iter()
            .any(|(student, _)| ballot.given(*student).is_some());
        let member = |(student, name): &(kernel::PersonId, String)| {
            // One rating for all stands in the group's field, and the members' fields are for exceptions.
            let given = ballot.given(*student).filter(|_| common.is_none());
            field(ballot.field(*student), name, given)
        };
        GroupView {
            name: group.name.clone(),
            whole: group
                .whole
                .then(|| field(ballot.group_field(group.id), &group.name, common)),
            members: group.members.iter().map(member).collect(),
            apart: refused || (any && common.is_none()),
            done: group
                .members
                .iter()
                .all(|(student, _)| ballot.given(*student).is_some()),
        }
    };
    BallotView {
        name: ballot.item.name.clone(),
        marks: ballot.item.marks.to_string(),
        standard: ballot.item.standard.clone(),
        own: ballot.own.map(|own| {
            field(
                ballot.field(own),
                &super::say(visit, "assessment-rate-own"),
                ballot.given(own),
            )
        }),
        groups: ballot.groups.iter().map(group).collect(),
    }
}
