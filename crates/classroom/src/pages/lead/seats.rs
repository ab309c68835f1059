//! The form in which a class is divided into groups: for each student a group and the role to begin with. It works without a
//! script; moving somebody is choosing another group.

use std::collections::BTreeSet;

use kernel::{Error, PersonId, Problems, Text};
use people::queries::MemberRow;
use web::{Filled, Input, Visit};

use super::view::{all_roles, parsed, say};
use crate::actions::NewGroup;
use crate::model::GroupId;
use crate::model::groups::sizes;
use crate::model::roles::{Role, first_turn};

/// More groups than a class can have are no form of ours.
const MOST: usize = 40;

/// The form as a page shows it.
pub struct Seats {
    pub groups: Vec<GroupForm>,
    pub options: Vec<(usize, String)>,
    pub roles: Vec<(&'static str, String)>,
    pub class_error: String,
    pub count: usize,
}

/// One group of the form.
pub struct GroupForm {
    /// From 1; 0 gathers those without a group.
    pub number: usize,
    pub name: String,
    /// The group that it goes on from, or empty.
    pub id: String,
    pub error: String,
    pub rows: Vec<RowForm>,
}

/// One student of the form.
pub struct RowForm {
    pub id: String,
    pub name: String,
    /// As of [`Seated`].
    pub away: &'static str,
    pub group: usize,
    pub role: String,
}

/// Somebody who can have a seat.
pub struct Seated {
    pub student: PersonId,
    pub name: String,
    /// Why they are not expected in class, as a translation key; empty for the others.
    pub away: &'static str,
}

impl Seated {
    /// Somebody with a seat who is no longer on the list of the class.
    pub fn left(student: PersonId, name: &str) -> Self {
        Self {
            student,
            name: name.to_owned(),
            away: people::queries::LEFT,
        }
    }
}

impl From<MemberRow> for Seated {
    fn from(member: MemberRow) -> Self {
        Self {
            student: member.person,
            away: member.away(),
            name: member.name,
        }
    }
}

/// A class with its names, in the order of its list.
pub type Class = [Seated];

/// The fields of a proposal: groups of like size, the roles dealt in order.
pub fn proposed(visit: &Visit, class: &Class, groups: Option<usize>) -> Vec<(String, String)> {
    // Who is on leave is proposed for no group.
    let here: Vec<PersonId> = class
        .iter()
        .filter(|one| one.away.is_empty())
        .map(|one| one.student)
        .collect();
    let sizes = match groups.filter(|groups| (1..=here.len().min(MOST)).contains(groups)) {
        Some(groups) => alike(here.len(), groups),
        None => sizes(here.len()),
    };
    let mut fields = vec![("groups".to_owned(), sizes.len().to_string())];
    let mut rest = here.as_slice();
    for (number, size) in (1..).zip(sizes) {
        let (group, left) = rest.split_at(size);
        rest = left;
        fields.push((format!("name-{number}"), group_name(visit, number)));
        for (student, held) in group.iter().zip(first_turn(size)) {
            let role = held.first().map_or("", |role| role.code());
            fields.push((format!("g-{student}"), number.to_string()));
            fields.push((format!("r-{student}"), role.to_owned()));
        }
    }
    fields
}

fn alike(students: usize, groups: usize) -> Vec<usize> {
    let (each, larger) = (students / groups, students % groups);
    (0..groups)
        .map(|group| each + usize::from(group < larger))
        .collect()
}

/// What a group is called until somebody calls it something else.
pub fn group_name(visit: &Visit, number: usize) -> String {
    visit.text(&Text::new("classroom-group-name").with("number", number))
}

/// The form of what was typed or proposed.
pub fn shown(visit: &Visit, form: &Filled, class: &Class) -> Seats {
    let count = form.value("groups").parse().unwrap_or(1).clamp(1, MOST);
    let row = |one: &Seated| RowForm {
        id: one.student.to_string(),
        name: one.name.clone(),
        away: one.away,
        group: form.value(&format!("g-{}", one.student)).parse().unwrap_or(0),
        role: form.value(&format!("r-{}", one.student)).to_owned(),
    };
    let mut rows: Vec<RowForm> = class.iter().map(row).collect();
    rows.sort_by_key(|row| (row.group, Role::from_code(&row.role)));
    let name = |number: usize| match form.value(&format!("name-{number}")) {
        "" if number == 0 => say(visit, "classroom-group-none"),
        "" => group_name(visit, number),
        typed => typed.to_owned(),
    };
    let mut groups: Vec<GroupForm> = (0..=count)
        .map(|number| GroupForm {
            number,
            name: name(number),
            id: form.value(&format!("id-{number}")).to_owned(),
            error: form.error(&format!("name-{number}")).to_owned(),
            rows: Vec::new(),
        })
        .collect();
    for row in rows {
        let number = if row.group > count { 0 } else { row.group };
        groups[number].rows.push(row);
    }
    // Nobody is without a group: the place for them is not shown.
    groups.retain(|group| group.number > 0 || !group.rows.is_empty());
    Seats {
        options: (1..=count).map(|number| (number, name(number))).collect(),
        groups,
        roles: all_roles(visit),
        class_error: form.error("class").to_owned(),
        count,
    }
}

/// The groups of a posted form, each with its number there; those without a member are left out.
pub fn read(input: &Input) -> kernel::Result<Vec<(usize, Option<GroupId>, NewGroup)>> {
    let count = input.get("groups").parse().unwrap_or(0);
    if !(1..=MOST).contains(&count) {
        return Err(Error::NotFound);
    }
    let mut groups = Vec::new();
    for number in 1..=count {
        let mut members = members(input, number)?;
        if members.is_empty() {
            continue;
        }
        members.sort_by_key(|(_, roles)| roles.first().copied());
        let id = match input.get(&format!("id-{number}")) {
            "" => None,
            id => Some(parsed(id)?),
        };
        let name = input.get(&format!("name-{number}")).to_owned();
        groups.push((number, id, NewGroup { name, members }));
    }
    Ok(groups)
}

fn members(input: &Input, number: usize) -> kernel::Result<Vec<(PersonId, BTreeSet<Role>)>> {
    let wanted = number.to_string();
    let mut members = Vec::new();
    for (field, value) in input.fields() {
        let Some(student) = field.strip_prefix("g-").filter(|_| *value == wanted) else {
            continue;
        };
        let role = Role::from_code(input.get(&format!("r-{student}")));
        members.push((parsed(student)?, role.into_iter().collect()));
    }
    Ok(members)
}

/// The faults of groups at the fields of this form, where `groups` are the numbers of those that were read.
pub fn placed(problems: Problems, groups: &[usize]) -> Problems {
    let place = |mut problem: kernel::Problem| {
        let number = problem
            .field
            .strip_prefix("group-")
            .and_then(|rest| rest.parse::<usize>().ok());
        if let Some(number) = number.and_then(|number| groups.get(number)) {
            problem.field = format!("name-{number}");
        }
        problem
    };
    Problems(problems.0.into_iter().map(place).collect())
}
