//! The form by which what is registered of an organisation is amended.

use axum::extract::Path;
use kernel::{Error, OrgId, Result, Text};
use web::{Answer, Filled, Form, Input, Visit, redirect_saying, with_status};

use super::register::{FormPage, typed};
use super::{choices, provinces};
use crate::model::kind::{Affiliation, Category, OrgKind};
use crate::queries::Org;
use crate::{actions, policy};

/// `GET /organisations/{id}/edit`
pub async fn edit(visit: Visit, Path(id): Path<String>) -> Answer {
    let id: OrgId = id.parse().map_err(|_| Error::NotFound)?;
    let org = visit
        .read(move |ctx, tx| Ok(policy::may_amend(tx, ctx, id, None)?.into_target()))
        .await?;
    let region = if org.kind == OrgKind::Ministry {
        String::new()
    } else {
        org.region.to_string()
    };
    let form = Filled::with(&[
        ("code", &org.code),
        ("name", &org.name),
        ("region", &region),
        ("category", &org.category),
        ("affiliation", &org.affiliation),
        ("credit", &org.credit_code.clone().unwrap_or_default()),
        ("version", &org.version),
    ]);
    page(&visit, &org, form)
}

fn page(visit: &Visit, org: &Org, form: Filled) -> Answer {
    let own = format!("/organisations/{}", org.id);
    let p = visit
        .page()
        .crumb("/organisations", visit.page().t("org-organisations"))
        .crumb(&own, &org.name);
    let title = p.t("org-amend").to_owned();
    let page = FormPage {
        title: title.clone(),
        lead: org.name.clone(),
        action: own.clone(),
        submit: p.t("org-amend-submit").to_owned(),
        back: own,
        kinds: Vec::new(),
        kind: org.kind,
        categories: choices(&p, "category", Category::ALL.iter().map(|one| one.code())),
        affiliations: choices(&p, "affiliation", Affiliation::ALL.iter().map(|one| one.code())),
        provinces: provinces(&p),
        form,
        p: p.crumb("", title),
    };
    with_status(page.form.status(), &page)
}

/// `POST /organisations/{id}`
pub async fn update(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    let id: OrgId = id.parse().map_err(|_| Error::NotFound)?;
    let org = visit
        .read(move |ctx, tx| Ok(policy::may_amend(tx, ctx, id, None)?.into_target()))
        .await?;
    match amended(&visit, &org, &input).await {
        Ok(()) => redirect_saying(&visit, &format!("/organisations/{id}"), &Text::new("org-amended")),
        Err(Error::Invalid(problems)) => page(&visit, &org, Filled::refused(&visit, input, &problems)),
        Err(other) => Err(other.into()),
    }
}

async fn amended(visit: &Visit, org: &Org, input: &Input) -> Result<()> {
    let new = typed(input, org.kind.code()).parse().map_err(Error::Invalid)?;
    let seen: i64 = input.get("version").parse().map_err(|_| Error::NotFound)?;
    let id = org.id;
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_amend(tx, ctx, id, Some(new.region))?;
            actions::amend(tx, ctx, &grant, (&new, seen))
        })
        .await
}
