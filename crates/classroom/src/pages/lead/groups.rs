//! The groups of a running class.

use askama::Template;
use axum::extract::Path;
use kernel::{Error, PersonId, Result, Text};
use web::{Answer, Filled, Form, Input, Page, Visit, redirect_saying, with_status};

use super::duties::crumbs;
use super::seats::{self, Seated, Seats};
use super::view::{self, Read, parsed, revision, say};
use crate::actions::{Regroup, regroup};
use crate::change::wake;
use crate::model::RunId;
use crate::model::roles::{Role, Rotation};
use crate::policy;
use crate::queries::lead::{self, Seen};

#[derive(Template)]
#[template(path = "groups.html")]
struct GroupsPage {
    p: Page,
    id: String,
    form: Filled,
    seats: Seats,
}

struct Loaded {
    read: Read,
    seen: Seen,
    /// Everybody who has a seat or stands on the list of the class.
    class: Vec<Seated>,
}

async fn load(visit: &Visit, id: RunId) -> Result<Loaded> {
    visit
        .read(move |ctx, tx| {
            let read = view::led(tx, ctx, id)?;
            let seen = lead::seen(tx, &read.run)?;
            let members = people::queries::members(tx, read.run.school, read.run.class)?;
            let mut class: Vec<Seated> = members.into_iter().map(Seated::from).collect();
            let left = seen.seats().iter().map(|seat| seat.student);
            let left: Vec<PersonId> = left
                .filter(|student| class.iter().all(|known| known.student != *student))
                .collect();
            class.extend(
                left.into_iter()
                    .map(|student| Seated::left(student, seen.name(student))),
            );
            Ok(Loaded { read, seen, class })
        })
        .await
}

/// `GET /runs/{id}/groups`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let id: RunId = parsed(&id)?;
    let loaded = load(&visit, id).await?;
    page(&visit, &loaded, Filled::asked(Input::of(present(&loaded))))
}

fn page(visit: &Visit, loaded: &Loaded, form: Filled) -> Answer {
    let run = &loaded.read.run;
    let page = GroupsPage {
        p: crumbs(visit, run.id, &format!("{} · {}", loaded.read.class, run.title))
            .crumb("", say(visit, "classroom-groups-edit")),
        id: run.id.to_string(),
        seats: seats::shown(visit, &form, &loaded.class),
        form,
    };
    with_status(page.form.status(), &page)
}

/// The fields of the groups as they are, with the roles of the first phase and room for one more group.
fn present(loaded: &Loaded) -> Vec<(String, String)> {
    let groups = lead::groups(loaded.seen.seats());
    let first = loaded.seen.state.task.phases.first().map(|phase| phase.id);
    let mut fields = vec![
        ("revision".to_owned(), loaded.read.run.revision.to_string()),
        ("groups".to_owned(), (groups.len() + 1).to_string()),
        (
            "rotation".to_owned(),
            loaded.seen.state.arranged.terms.rotation.code().to_owned(),
        ),
        (
            "group-reason".to_owned(),
            loaded.seen.state.arranged.terms.group_reason.clone(),
        ),
    ];
    for (number, (group, name)) in (1..).zip(groups) {
        fields.push((format!("name-{number}"), name.to_owned()));
        fields.push((format!("id-{number}"), group.to_string()));
        for seat in crate::queries::group_of(loaded.seen.seats(), group) {
            let held = first.and_then(|first| loaded.seen.state.arranged.plan.get(&(first, seat.student)));
            let role = held.and_then(|held| held.first()).unwrap_or(&Role::Operator);
            fields.push((format!("g-{}", seat.student), number.to_string()));
            fields.push((format!("r-{}", seat.student), role.code().to_owned()));
        }
    }
    fields
}

/// `POST /runs/{id}/groups`
pub async fn save(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    let run: RunId = parsed(&id)?;
    let read = seats::read(&input)?;
    let numbers: Vec<usize> = read.iter().map(|(number, ..)| *number).collect();
    let wanted = Regroup {
        groups: read.into_iter().map(|(_, id, group)| (id, group)).collect(),
        reason: input.get("group-reason").to_owned(),
        rotation: Rotation::from_code(input.get("rotation")).ok_or(Error::NotFound)?,
        seen: revision(&input),
    };
    let saved = visit
        .write(move |ctx, tx| {
            let grant = policy::may_lead_run(tx, ctx, run)?;
            regroup(tx, ctx, &grant, &wanted)
        })
        .await;
    match saved {
        Ok(()) => {
            wake(&visit, run);
            redirect_saying(&visit, &format!("/runs/{id}"), &Text::new("classroom-saved"))
        }
        Err(Error::Invalid(problems)) => {
            let loaded = load(&visit, run).await?;
            let form = Filled::refused(&visit, input, &seats::placed(problems, &numbers));
            page(&visit, &loaded, form)
        }
        Err(other) => Err(other.into()),
    }
}
