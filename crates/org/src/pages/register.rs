//! The form by which an officer registers an organisation, one for each kind.

use askama::Template;
use kernel::{Error, Result, Text};
use web::{Answer, Filled, Form, Input, Page, Visit, redirect_saying, with_status};

use super::{Choice, choices, provinces};
use crate::actions;
use crate::model::kind::{Affiliation, Category, OrgKind};
use crate::model::registration;
use crate::policy;
use crate::queries::Org;

#[derive(Template)]
#[template(path = "organisation_form.html")]
pub(super) struct FormPage {
    pub p: Page,
    pub form: Filled,
    pub title: String,
    pub lead: String,
    pub action: String,
    pub submit: String,
    pub back: String,
    /// Other kinds to register; none where an organisation is amended.
    pub kinds: Vec<Choice>,
    pub kind: OrgKind,
    pub categories: Vec<Choice>,
    pub affiliations: Vec<Choice>,
    pub provinces: Vec<Choice>,
}

impl FormPage {
    fn is_school(&self) -> bool {
        self.kind == OrgKind::School
    }

    fn is_province(&self) -> bool {
        self.kind == OrgKind::Province
    }

    fn is_ministry(&self) -> bool {
        self.kind == OrgKind::Ministry
    }

    fn needs_credit(&self) -> bool {
        matches!(self.kind, OrgKind::School | OrgKind::Enterprise)
    }
}

/// `GET /organisations/new?kind=school`
pub async fn new(visit: Visit) -> Answer {
    let kind = Input::parse(visit.query()).get("kind").to_owned();
    page(&visit, Filled::with(&[("kind", &kind)]))
}

fn page(visit: &Visit, form: Filled) -> Answer {
    let kinds = policy::registrable(visit.ctx())?;
    let asked = OrgKind::from_code(form.value("kind")).filter(|kind| kinds.contains(kind));
    let kind = asked.or(kinds.first().copied()).ok_or(Error::NotFound)?;
    let p = visit
        .page()
        .crumb("/organisations", visit.page().t("org-organisations"));
    let title = p.t(&format!("org-register-{}", kind.code())).to_owned();
    let page = FormPage {
        title: title.clone(),
        lead: p.t("org-register-lead").to_owned(),
        action: "/organisations".to_owned(),
        submit: p.t("org-register").to_owned(),
        back: "/organisations".to_owned(),
        kinds: choices(&p, "kind", kinds.iter().map(|kind| kind.code())),
        kind,
        categories: choices(&p, "category", Category::ALL.iter().map(|one| one.code())),
        affiliations: choices(&p, "affiliation", Affiliation::ALL.iter().map(|one| one.code())),
        provinces: provinces(&p),
        form,
        p: p.crumb("", title),
    };
    with_status(page.form.status(), &page)
}

/// The form as it was typed.
pub(super) fn typed(input: &Input, kind: &str) -> registration::Form {
    let field = |name: &str| input.get(name).to_owned();
    registration::Form {
        code: field("code"),
        name: field("name"),
        kind: kind.to_owned(),
        region: field("region"),
        category: field("category"),
        affiliation: field("affiliation"),
        credit: field("credit"),
    }
}

/// `POST /organisations`
pub async fn create(Form(visit, input): Form) -> Answer {
    match registered(&visit, &input).await {
        Ok(org) => {
            let done = Text::new("org-registered").with("name", &org.name);
            redirect_saying(&visit, &format!("/organisations/{}", org.id), &done)
        }
        Err(Error::Invalid(problems)) => page(&visit, Filled::refused(&visit, input, &problems)),
        Err(other) => Err(other.into()),
    }
}

async fn registered(visit: &Visit, input: &Input) -> Result<Org> {
    policy::registrable(visit.ctx())?;
    let new = typed(input, input.get("kind")).parse().map_err(Error::Invalid)?;
    visit
        .write(move |ctx, tx| actions::register(tx, ctx, &policy::may_register(ctx, new.clone())?))
        .await
}
