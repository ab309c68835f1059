//! The organisations within reach, and one of them with its relations and its history.

use askama::Template;
use axum::extract::Path;
use db::Tx;
use kernel::{Ctx, Error, OrgId, Result, Role, Slice, Text};
use ledger::audit::Line;
use web::{Answer, Filled, Input, Page, Pager, Visit, html, redirect, with_status};

use super::{Choice, choices, kind_text, provinces, query_field, region_text, said};
use crate::model::kind::OrgKind;
use crate::model::relation::Relation;
use crate::policy;
use crate::queries::{self, Filter, Org};
use crate::store::RelationRow;

#[derive(Template)]
#[template(path = "organisations.html")]
struct IndexPage {
    p: Page,
    form: Filled,
    rows: Vec<Row>,
    pager: Pager,
    kinds: Vec<Choice>,
    provinces: Vec<Choice>,
    filtered: bool,
    may_register: bool,
}

struct Row {
    id: String,
    name: String,
    kind: String,
    region: String,
    code: String,
    affiliation: String,
}

/// `GET /organisations?q=&kind=&province=&page=`; who reaches only their own organisation is led to it.
pub async fn index(visit: Visit) -> Answer {
    let asked = Input::parse(visit.query());
    let filter = Filter {
        text: asked.get("q").to_owned(),
        kind: asked.get("kind").to_owned(),
        province: asked.get("province").parse().unwrap_or(0),
    };
    let slice = Slice::page(asked.get("page").parse().unwrap_or(1));
    let (page, reach) = visit
        .read(move |ctx, tx| {
            let reach = *policy::may_read(ctx)?.target();
            Ok((queries::in_reach(tx, &reach, &filter, slice)?, reach))
        })
        .await?;
    if let (authz::Reach::Org(_), Some(seat)) = (reach, visit.ctx().actor.seat()) {
        return redirect(&format!("/organisations/{}", seat.org));
    }
    let fields = ["q", "kind", "province"].map(|name| (name, asked.get(name).to_owned()));
    let kept: Vec<_> = fields.iter().filter(|(_, value)| !value.is_empty()).collect();
    let address = kept
        .iter()
        .fold("/organisations?".to_owned(), |address, (name, value)| {
            address + &query_field(name, value)
        });
    let p = visit.page();
    html(&IndexPage {
        form: Filled::with(
            &fields
                .each_ref()
                .map(|(name, value)| (*name, value as &(dyn ToString + Sync))),
        ),
        rows: page.rows.iter().map(|org| row(&p, org)).collect(),
        pager: Pager::new(&page, &address),
        kinds: choices(&p, "kind", OrgKind::ALL.iter().map(|kind| kind.code())),
        provinces: if reach == authz::Reach::Nation {
            provinces(&p)
        } else {
            Vec::new()
        },
        filtered: !kept.is_empty(),
        may_register: !policy::kinds_for(visit.ctx()).is_empty(),
        p,
    })
}

fn row(p: &Page, org: &Org) -> Row {
    Row {
        id: org.id.to_string(),
        name: org.name.clone(),
        kind: kind_text(p, org),
        region: region_text(p, org.region),
        code: org.code.clone(),
        affiliation: said(p, "affiliation", &org.affiliation),
    }
}

#[derive(Template)]
#[template(path = "organisation.html")]
struct OrgPage {
    p: Page,
    row: Row,
    credit: String,
    registered: String,
    is_school: bool,
    may_amend: bool,
    may_relate: bool,
    relations: Vec<RelationView>,
    history: Vec<Event>,
    form: Filled,
    kinds: Vec<Choice>,
}

struct RelationView {
    id: String,
    kind: String,
    upper: String,
    upper_kind: String,
    since: String,
    until: String,
    holds: bool,
    confirm: String,
}

struct Event {
    at: String,
    what: String,
    by: String,
    changes: Vec<String>,
}

/// `GET /organisations/{id}`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let id: OrgId = id.parse().map_err(|_| Error::NotFound)?;
    page(&visit, id, Filled::empty()).await
}

/// The organisation's page with the form for a relation as it was typed.
pub(super) async fn page(visit: &Visit, id: OrgId, form: Filled) -> Answer {
    let seen = visit.read(move |ctx, tx| seen(tx, ctx, id)).await?;
    let (p, today) = (
        visit
            .page()
            .crumb("/organisations", visit.page().t("org-organisations")),
        visit.ctx().now.day(),
    );
    let p = p.crumb("", &seen.org.name);
    let relation = |row: &RelationRow| RelationView {
        id: kernel::Id::<()>::of(row.id).to_string(),
        kind: said(&p, "relation", &row.relation),
        upper: row.upper_name.clone(),
        upper_kind: said(&p, "kind", &row.upper_kind),
        since: row.from_day.to_string(),
        until: row.until_day.map(|day| day.to_string()).unwrap_or_default(),
        holds: row.tie().holds_on(today),
        confirm: {
            let text = Text::new("org-relation-end-confirm").with("upper", &row.upper_name);
            p.text(&text.with("relation", said(&p, "relation", &row.relation)))
        },
    };
    let page = OrgPage {
        row: row(&p, &seen.org),
        credit: seen.org.credit_code.clone().unwrap_or_default(),
        registered: seen.org.created_at.day().to_string(),
        is_school: seen.org.kind == OrgKind::School,
        may_amend: seen.may_amend,
        may_relate: seen.may_relate,
        relations: seen.relations.iter().map(relation).collect(),
        history: seen.history.iter().map(|line| event(&p, line)).collect(),
        kinds: choices(
            &p,
            "relation",
            Relation::ALL.iter().map(|relation| relation.code()),
        ),
        form,
        p,
    };
    with_status(page.form.status(), &page)
}

struct Seen {
    org: Org,
    relations: Vec<RelationRow>,
    history: Vec<Line>,
    may_amend: bool,
    may_relate: bool,
}

/// How many changes the page shows.
const HISTORY: u32 = 20;

fn seen(tx: &mut Tx<'_>, ctx: &Ctx, id: OrgId) -> Result<Seen> {
    let org = policy::readable(tx, ctx, id)?;
    let relations = queries::relations(tx, id)?;
    let history = ledger::audit::of_object(tx, org.number, id.raw(), HISTORY)?;
    let history = history
        .into_iter()
        .filter(|line| line.object_kind == "organisation")
        .collect();
    let may_amend = policy::may_amend(tx, ctx, id, None).is_ok();
    let may_relate = policy::may_relate(tx, ctx, id).is_ok();
    Ok(Seen {
        org,
        relations,
        history,
        may_amend,
        may_relate,
    })
}

fn event(p: &Page, line: &Line) -> Event {
    let what = match line.verb.as_str() {
        "org.register" => "org-event-register",
        _ => "org-event-amend",
    };
    let by = match Role::from_code(&line.role) {
        Some(role) => p.t(&format!("people-role-{}", role.code())).to_owned(),
        None => p.t("org-event-system").to_owned(),
    };
    Event {
        at: line.at.minute_text(),
        what: p.t(what).to_owned(),
        by,
        changes: changes(p, line),
    }
}

/// The fields that differ, each as `name: before → after`.
fn changes(p: &Page, line: &Line) -> Vec<String> {
    let state = |json: &str| serde_json::from_str::<serde_json::Value>(json).unwrap_or_default();
    let (before, after) = (state(&line.before), state(&line.after));
    let shown = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Null => String::new(),
        other => other.to_string(),
    };
    let named = [
        ("code", "org-code"),
        ("name", "org-name"),
        ("region", "org-region"),
        ("category", "org-category"),
        ("affiliation", "org-affiliation"),
        ("credit", "org-credit"),
    ];
    let differs = named
        .iter()
        .filter(|(field, _)| before.is_object() && before[field] != after[field]);
    let value = |field: &str, state: &serde_json::Value| match field {
        "category" | "affiliation" => said(p, field, &shown(&state[field])),
        _ => shown(&state[field]),
    };
    differs
        .map(|(field, key)| {
            format!(
                "{} {} → {}",
                p.t(key),
                value(field, &before),
                value(field, &after)
            )
        })
        .collect()
}
