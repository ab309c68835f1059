//! One node's editor, and what is done to nodes: edit, add, remove, order, undo.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use kernel::{Error, Id, RawId, Text};
use serde_json::json;
use web::{Answer, Form, Page, Visit, html, json, redirect_saying};

use super::frame::{Frame, Loaded, crumbs, load};
use super::view::{NodeView, SectionView, Views};
use super::{node_id, task_id};
use crate::actions::{self, Edit};
use crate::model::nodes::NodeKind;
use crate::policy;

#[derive(Template)]
#[template(path = "node.html")]
struct NodePage {
    p: Page,
    frame: Frame,
    node: NodeView,
    back: (String, String),
    sections: Vec<SectionView>,
    phases: Vec<(String, String)>,
    next: String,
    previous: String,
}

#[derive(Template)]
#[template(path = "assessment.html")]
struct AssessmentPage {
    p: Page,
    frame: Frame,
    heads: Vec<String>,
    items: Vec<(String, String, Vec<String>)>,
    sections: Vec<SectionView>,
}

/// `GET /tasks/{id}/nodes/{node}`
pub async fn show(visit: Visit, Path((id, node)): Path<(String, String)>) -> Answer {
    let (id, node_id) = (task_id(&id)?, node_id(&node)?);
    let loaded = visit.read(move |ctx, tx| load(tx, ctx, id)).await?;
    let views = Views {
        visit: &visit,
        present: &loaded.present,
    };
    let found = loaded
        .present
        .rows
        .iter()
        .find(|(row, _)| row.id == node_id)
        .ok_or(Error::NotFound)?;
    let (row, version) = found;
    // What is edited inside its parent's page has no page of its own.
    let sections = views.sections(row.id, row.kind, |kind| {
        !matches!(kind, NodeKind::Phase | NodeKind::Item | NodeKind::Ability)
    });
    let page = crumbs(&visit, &loaded)
        .crumb(format!("/tasks/{id}"), &loaded.head.name)
        .crumb("", views.title(row));
    let (previous, next) = neighbours(&loaded, &node);
    html(&NodePage {
        p: page,
        frame: Frame::new(&visit, &loaded, &node),
        node: views.node(row, *version, 0),
        back: back(&visit, &loaded, row.kind),
        sections,
        phases: other_phases(&loaded, row.kind, row.parent),
        next,
        previous,
    })
}

fn back(visit: &Visit, loaded: &Loaded, kind: NodeKind) -> (String, String) {
    let base = format!("/tasks/{}", loaded.head.id);
    match kind {
        NodeKind::Item | NodeKind::Ability => (
            format!("{base}/assessment"),
            visit.text(&Text::new("design-assessment")),
        ),
        _ => (base, visit.text(&Text::new("design-overview"))),
    }
}

/// The steps before and behind, across phases.
fn neighbours(loaded: &Loaded, here: &str) -> (String, String) {
    let task = &loaded.present.task;
    let steps: Vec<String> = task.steps().map(|(_, _, step)| step.id.to_string()).collect();
    let Some(index) = steps.iter().position(|step| step == here) else {
        return Default::default();
    };
    let address = |step: Option<&String>| {
        step.map(|step| format!("/tasks/{}/nodes/{step}", task.id))
            .unwrap_or_default()
    };
    (
        address(index.checked_sub(1).and_then(|before| steps.get(before))),
        address(steps.get(index + 1)),
    )
}

fn other_phases(loaded: &Loaded, kind: NodeKind, parent: Option<RawId>) -> Vec<(String, String)> {
    if kind != NodeKind::Step {
        return Vec::new();
    }
    let phases = loaded
        .present
        .task
        .phases
        .iter()
        .filter(|phase| Some(phase.id.raw()) != parent);
    phases
        .map(|phase| (phase.id.to_string(), phase.name.clone()))
        .collect()
}

/// `GET /tasks/{id}/assessment`
pub async fn assessment(visit: Visit, Path(id): Path<String>) -> Answer {
    let id = task_id(&id)?;
    let loaded = visit.read(move |ctx, tx| load(tx, ctx, id)).await?;
    let views = Views {
        visit: &visit,
        present: &loaded.present,
    };
    let task = &loaded.present.task;
    let raters = task.raters();
    let items = task.items.iter().map(|item| {
        let weights = raters.iter().map(|rater| format!("{}%", item.weights.of(*rater)));
        let cells = std::iter::once(item.marks.to_string()).chain(weights).collect();
        (format!("/tasks/{id}/nodes/{}", item.id), item.name.clone(), cells)
    });
    let page = crumbs(&visit, &loaded).crumb(format!("/tasks/{id}"), &loaded.head.name);
    html(&AssessmentPage {
        p: page.crumb("", visit.text(&Text::new("design-assessment"))),
        frame: Frame::new(&visit, &loaded, "assessment"),
        heads: std::iter::once("design-field-item-marks")
            .chain(raters.iter().map(|rater| rater.key()))
            .map(|key| visit.text(&Text::new(key)))
            .collect(),
        items: items.collect(),
        sections: views.sections(id.raw(), NodeKind::Task, |kind| {
            matches!(kind, NodeKind::Item | NodeKind::Ability)
        }),
    })
}

/// `POST /tasks/{id}/nodes/{node}`: saves one field (autosave).
pub async fn edit(Path((id, node)): Path<(String, String)>, Form(visit, input): Form) -> Answer {
    let id = task_id(&id)?;
    let fields = input.fields().iter();
    let mut fields = fields.filter(|(name, _)| !matches!(name.as_str(), "_csrf" | "op" | "version"));
    let (field, typed) = fields.next().cloned().ok_or(Error::NotFound)?;
    let version = input.get("version").parse().map_err(|_| Error::NotFound)?;
    let op = input.get("op").parse::<RawId>().ok();
    let edit = Edit {
        node: node_id(&node)?,
        field,
        typed,
        version,
        op,
    };
    let version = visit
        .write(move |ctx, tx| {
            let grant = policy::may_edit_task(tx, ctx, id)?;
            actions::edit_field(tx, ctx, &grant, &edit)
        })
        .await?;
    json(StatusCode::OK, &json!({ "version": version }))
}

/// `POST /tasks/{id}/nodes`: adds a node under another.
pub async fn add(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    let task = task_id(&id)?;
    let kind = NodeKind::from_code(input.get("kind")).ok_or(Error::NotFound)?;
    let parent = node_id(input.get("parent"))?;
    let new = visit
        .write(move |ctx, tx| {
            let grant = policy::may_edit_task(tx, ctx, task)?;
            actions::add_node(tx, ctx, &grant, (parent, kind))
        })
        .await?;
    let new = Id::<()>::of(new);
    let own_page = matches!(
        kind,
        NodeKind::Phase | NodeKind::Step | NodeKind::Item | NodeKind::Ability
    );
    let to = if own_page {
        format!("/tasks/{id}/nodes/{new}")
    } else {
        format!("/tasks/{id}/nodes/{}#n-{new}", Id::<()>::of(parent))
    };
    redirect_saying(&visit, &to, &Text::new("design-added"))
}

/// `POST /tasks/{id}/nodes/{node}/removal`
pub async fn remove(Path((id, node)): Path<(String, String)>, Form(visit, _): Form) -> Answer {
    let (task, node) = (task_id(&id)?, node_id(&node)?);
    let row = visit
        .write(move |ctx, tx| {
            let grant = policy::may_edit_task(tx, ctx, task)?;
            actions::remove_node(tx, ctx, &grant, node)
        })
        .await?;
    let to = match (row.kind, row.parent) {
        (NodeKind::Phase, _) | (_, None) => format!("/tasks/{id}"),
        (NodeKind::Item | NodeKind::Ability, _) => format!("/tasks/{id}/assessment"),
        (_, Some(parent)) => format!("/tasks/{id}/nodes/{}", Id::<()>::of(parent)),
    };
    redirect_saying(
        &visit,
        &to,
        &Text::new("design-removed-node").with("title", row.kept().title),
    )
}

/// `POST /tasks/{id}/nodes/{node}/parent`: moves a step into another phase.
pub async fn hang(Path((id, node)): Path<(String, String)>, Form(visit, input): Form) -> Answer {
    let (task, moved) = (task_id(&id)?, node_id(&node)?);
    let parent = node_id(input.get("parent"))?;
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_edit_task(tx, ctx, task)?;
            actions::move_under(tx, ctx, &grant, (moved, parent))
        })
        .await?;
    redirect_saying(
        &visit,
        &format!("/tasks/{id}/nodes/{node}"),
        &Text::new("design-moved"),
    )
}

/// `POST /tasks/{id}/order`
pub async fn order(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    let id = task_id(&id)?;
    let ids = input
        .get("ids")
        .split(',')
        .filter(|id| !id.is_empty())
        .map(node_id);
    let ids: Vec<RawId> = ids.collect::<Result<_, _>>()?;
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_edit_task(tx, ctx, id)?;
            actions::reorder(tx, ctx, &grant, &ids)
        })
        .await?;
    json(StatusCode::OK, &json!({}))
}

/// `POST /tasks/{id}/undo`
pub async fn take_back(Path(id): Path<String>, Form(visit, _): Form) -> Answer {
    let task = task_id(&id)?;
    let done = visit
        .write(move |ctx, tx| {
            let grant = policy::may_edit_task(tx, ctx, task)?;
            let node = actions::undo(tx, ctx, &grant)?;
            let rows = crate::queries::present(tx, grant.target())?.rows;
            Ok(rows.into_iter().map(|(row, _)| row).find(|row| row.id == node))
        })
        .await;
    let (to, said) = match done {
        Ok(Some(row)) => (place(&id, &row), Text::new("design-undone")),
        Ok(None) => (format!("/tasks/{id}"), Text::new("design-undone")),
        Err(Error::Conflict(text)) => (format!("/tasks/{id}"), text),
        Err(other) => return Err(other.into()),
    };
    redirect_saying(&visit, &to, &said)
}

/// The page on which a node is edited.
fn place(id: &str, row: &crate::model::graph::Row) -> String {
    let own = matches!(
        row.kind,
        NodeKind::Task | NodeKind::Phase | NodeKind::Step | NodeKind::Item | NodeKind::Ability
    );
    let node = Id::<()>::of(row.id);
    match row.parent {
        Some(parent) if !own => format!("/tasks/{id}/nodes/{}#n-{node}", Id::<()>::of(parent)),
        _ => format!("/tasks/{id}/nodes/{node}"),
    }
}
