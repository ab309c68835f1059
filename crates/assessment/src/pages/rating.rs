//! A student rates oneself and peers, an item a screen.

use askama::Template;
use axum::extract::{Path, Query};
use kernel::{Error, Problems, Result, Text};
use serde::Deserialize;
use web::{Answer, Filled, Form, Input, Page, Visit, redirect, redirect_saying, with_status};

use super::ballot::{BallotView, Shared, view};
use super::{say, sheet_id};
use crate::actions::{rate_in_round, round_is_open};
use crate::ballots::{self, Ballot};
use crate::model::SheetId;
use crate::policy;

#[derive(Template)]
#[template(path = "rating.html")]
struct RatingPage {
    p: Page,
    id: String,
    title: String,
    form: Filled,
    ballot: BallotView,
    at: usize,
    place: String,
    steps: Vec<(usize, &'static str, String)>,
    previous: Option<usize>,
    last: bool,
}

#[derive(Deserialize)]
pub struct Asked {
    item: Option<usize>,
}

/// `GET /results/{id}/rating?item=`
pub async fn show(visit: Visit, Path(id): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let id = sheet_id(&id)?;
    let (title, ballots) = load(&visit, id).await?;
    let first_open = ballots.iter().position(|ballot| !ballot.is_done()).unwrap_or(0);
    let at = asked.item.map_or(first_open, |item| item.saturating_sub(1));
    page(&visit, (id, title, &ballots), (at, Filled::empty()))
}

async fn load(visit: &Visit, id: SheetId) -> Result<(String, Vec<Ballot>)> {
    visit
        .read(move |ctx, tx| {
            let grant = policy::may_rate_in_round(tx, ctx, id)?;
            let bench = grant.target();
            round_is_open(&bench.sheet)?;
            let mut ballots = ballots::of_student(tx, bench)?;
            let mates = people::queries::classmates(tx, bench.run.school, bench.run.class)?;
            let names = mates.into_iter().map(|mate| (mate.person, mate.name)).collect();
            ballots::named(&mut ballots, &names);
            Ok((bench.run.title.clone(), ballots))
        })
        .await
}

fn page(
    visit: &Visit,
    (id, title, ballots): (SheetId, String, &[Ballot]),
    (at, form): (usize, Filled),
) -> Answer {
    let ballot = ballots.get(at).ok_or(Error::NotFound)?;
    let step = |(index, ballot): (usize, &Ballot)| {
        let state = if index == at {
            "now"
        } else if ballot.is_done() {
            "done"
        } else {
            "todo"
        };
        (index + 1, state, ballot.item.name.clone())
    };
    let page = RatingPage {
        p: visit
            .page()
            .crumb("/results", say(visit, "assessment-nav-grades"))
            .crumb("", &title),
        id: id.to_string(),
        title,
        ballot: view(visit, ballot, (&form, Shared::Not)),
        at: at + 1,
        place: visit.text(
            &Text::new("assessment-step-of")
                .with("at", at + 1)
                .with("count", ballots.len()),
        ),
        steps: ballots.iter().enumerate().map(step).collect(),
        previous: (at > 0).then_some(at),
        last: at + 1 == ballots.len(),
        form,
    };
    with_status(page.form.status(), &page)
}

/// `POST /results/{id}/rating`: one item's ratings; on to the next.
pub async fn save(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    let sheet = sheet_id(&id)?;
    let (title, ballots) = load(&visit, sheet).await?;
    let at: usize = input.get("item").parse().map_err(|_| Error::NotFound)?;
    let at = at.saturating_sub(1);
    let ballot = ballots.get(at).ok_or(Error::NotFound)?;
    match saved(&visit, (sheet, ballot), &input).await {
        Ok(given) if at + 1 < ballots.len() => {
            let next = format!("/results/{id}/rating?item={}", at + 2);
            match given {
                0 => redirect_saying(&visit, &next, &Text::new("assessment-rated-nothing")),
                _ => redirect(&next),
            }
        }
        Ok(0) => redirect_saying(&visit, "/results", &Text::new("assessment-rated-nothing")),
        Ok(_) => redirect_saying(&visit, "/results", &Text::new("assessment-rated")),
        Err(Error::Invalid(problems)) => page(
            &visit,
            (sheet, title, &ballots),
            (at, Filled::refused(&visit, input, &problems)),
        ),
        Err(other) => Err(other.into()),
    }
}

/// Saves what was typed; answers how many ratings that were.
async fn saved(visit: &Visit, (id, ballot): (SheetId, &Ballot), input: &Input) -> Result<usize> {
    let mut problems = Problems::default();
    let given = ballot.read(|field| input.get(field), &mut problems);
    problems.check()?;
    let count = given.iter().filter(|given| given.score.is_some()).count();
    let vault = std::sync::Arc::clone(&visit.house().vault);
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_rate_in_round(tx, ctx, id)?;
            rate_in_round(tx, ctx, &vault, &grant, &given).map(drop)
        })
        .await?;
    Ok(count)
}
