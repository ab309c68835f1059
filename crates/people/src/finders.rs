//! What the search box finds of people and classes. A person is found by the name, by how it is read, by its initials or by
//! the beginning of the number; only by who may see them, and above a school only staff within the reader's own region.

use db::Tx;
use kernel::{Ctx, Result, Role, Text};
use org::model::reading;
use web::{Find, Finder, Found, Marked, Note, Wanted};

use crate::model::name::{Reading, covered};
use crate::policy::{self, Findable};
use crate::queries;
use crate::role_text;
use crate::store::classes::ClassRow;
use crate::store::names::FoundRow;

/// The groups of results.
pub const FINDERS: &[Finder] = &[
    Finder {
        code: "people",
        icon: "users",
        label: "people-found",
        order: 20,
        find: Find::Own(people),
    },
    Finder {
        code: "classes",
        icon: "school",
        label: "people-nav-classes",
        order: 30,
        find: Find::Own(classes),
    },
];

fn people(tx: &mut Tx<'_>, ctx: &Ctx, wanted: &Wanted) -> Result<Vec<Found>> {
    let reach = policy::may_find_people(ctx)?.into_target();
    let orgs = match &reach {
        Findable::Staff(reach) => org::queries::names_in_reach(tx, reach)?,
        Findable::School { .. } => Vec::new(),
    };
    let rows = queries::find_people(tx, ctx, &reach, &orgs, wanted)?;
    let found = |row: &FoundRow| {
        let org = orgs.iter().find(|org| org.number == row.school);
        person(row, &reach, org, &wanted.text)
    };
    Ok(rows.iter().map(found).collect())
}

fn person(row: &FoundRow, reach: &Findable, org: Option<&org::queries::OrgName>, text: &str) -> Found {
    let by_hand: Option<Reading> = row.reading_by_hand.then(|| row.reading.parse().ok()).flatten();
    let name = covered(&row.name, by_hand.as_ref(), text);
    let mut notes = vec![Note::Content(row.number.clone())];
    notes.extend(row.class_name.clone().map(Note::Content));
    let role = row.role.as_deref().and_then(Role::from_code);
    notes.extend(role.map(|role| Note::Said(role_text(role))));
    notes.extend(row.status.as_deref().and_then(left));
    notes.extend(org.map(|org| Note::Content(org.name.clone())));
    let href = match (reach, row.class, org) {
        (Findable::School { cards: true, .. }, ..) => format!("/people/{}", row.person),
        (_, Some(class), _) => format!("/classes/{class}#person-{}", row.person),
        (_, None, Some(org)) => format!("/staff?org={}#person-{}", org.id, row.person),
        (_, None, None) => format!("/staff#person-{}", row.person),
    };
    Found {
        title: Marked::at(&row.name, &name.into_iter().collect::<Vec<_>>()),
        href,
        notes,
        excerpt: Marked::default(),
    }
}

/// The status of who is not simply there.
fn left(code: &str) -> Option<Note> {
    let text = Text {
        key: format!("people-status-{code}").into(),
        args: Vec::new(),
    };
    (crate::pages::status_kind(code) != "ok").then_some(Note::Said(text))
}

/// The classes of a school are few: they are looked through here, by their names, readings and majors.
fn classes(tx: &mut Tx<'_>, ctx: &Ctx, wanted: &Wanted) -> Result<Vec<Found>> {
    let within = policy::may_read_classes(ctx)?.into_target();
    let all = queries::classes(tx, within.school, within.teacher)?;
    let found = all.iter().filter_map(|class| self::class(class, &wanted.text));
    let (skipped, taken) = (wanted.offset.unsigned_abs(), wanted.limit.unsigned_abs());
    let some = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    Ok(found.skip(some(skipped)).take(some(taken)).collect())
}

fn class(class: &ClassRow, text: &str) -> Option<Found> {
    let name = Marked::of(&class.name, text);
    let read = reading::Reading::covered(&class.name, text);
    let major = Marked::of(&class.major_name, text);
    if !name.has_hit() && read == 0 && !major.has_hit() {
        return None;
    }
    let mut notes: Vec<Note> = class
        .teacher_name
        .clone()
        .map(Note::Content)
        .into_iter()
        .collect();
    if class.ended_at.is_some() {
        notes.push(Note::Said(Text::new("people-class-ended")));
    }
    Some(Found {
        title: if name.has_hit() {
            name
        } else {
            Marked::at(&class.name, std::slice::from_ref(&(0..read)))
        },
        href: format!("/classes/{}", class.id),
        notes,
        excerpt: major,
    })
}
