//! Beginning and ending the relations of an organisation upwards, on its own page.

use axum::extract::Path;
use kernel::{Day, Error, Id, OrgId, Problems, Result, Text};
use web::{Answer, Filled, Form, Input, Visit, redirect_saying};

use super::organisations;
use crate::actions::{self, NewRelation};
use crate::model::relation::Relation;
use crate::policy;

/// What was typed of a relation.
struct Typed {
    relation: Relation,
    upper: String,
    since: Day,
    until: Option<Day>,
}

fn parse(input: &Input) -> Result<Typed> {
    let mut problems = Problems::default();
    let relation = Relation::from_code(input.get("relation")).ok_or_else(|| Text::new("web-required"));
    let relation = problems.take("relation", relation);
    let upper = problems.take("upper", input.required("upper"));
    let since = problems.take(
        "since",
        day(input, "since").and_then(|day| day.ok_or_else(|| Text::new("web-required"))),
    );
    let until = problems.take("until", day(input, "until"));
    match (relation, upper, since, until) {
        (Some(relation), Some(upper), Some(since), Some(until)) => Ok(Typed {
            relation,
            upper,
            since,
            until,
        }),
        _ => Err(Error::Invalid(problems)),
    }
}

fn day(input: &Input, field: &str) -> Result<Option<Day>, Text> {
    input.parsed(field, Text::new("org-not-a-day"))
}

/// `POST /organisations/{id}/relations`
pub async fn create(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    let id: OrgId = id.parse().map_err(|_| Error::NotFound)?;
    match begun(&visit, id, &input).await {
        Ok(()) => redirect_saying(
            &visit,
            &format!("/organisations/{id}"),
            &Text::new("org-relation-begun"),
        ),
        Err(Error::Invalid(problems)) => {
            organisations::page(&visit, id, Filled::refused(&visit, input, &problems)).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn begun(visit: &Visit, id: OrgId, input: &Input) -> Result<()> {
    visit
        .read(move |ctx, tx| policy::may_relate(tx, ctx, id).map(drop))
        .await?;
    let typed = parse(input)?;
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_relate(tx, ctx, id)?;
            let upper = policy::nameable(tx, ctx, &typed.upper)?.id;
            let new = NewRelation {
                relation: typed.relation,
                upper,
                since: typed.since,
                until: typed.until,
            };
            actions::relate(tx, ctx, &grant, &new).map(drop)
        })
        .await
}

/// `POST /organisations/{id}/relations/{relation}/end`: today is its last day.
pub async fn end(Path((id, relation)): Path<(String, String)>, Form(visit, _): Form) -> Answer {
    let id: OrgId = id.parse().map_err(|_| Error::NotFound)?;
    let relation: Id<()> = relation.parse().map_err(|_| Error::NotFound)?;
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_relate(tx, ctx, id)?;
            actions::end_relation(tx, ctx, &grant, (relation.raw(), ctx.now.day()))
        })
        .await?;
    redirect_saying(
        &visit,
        &format!("/organisations/{id}"),
        &Text::new("org-relation-was-ended"),
    )
}
