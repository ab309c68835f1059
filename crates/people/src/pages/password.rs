//! A new password: what whoever chooses one is told, and the page that an administrator with too old a one is led to.

use askama::Template;
use kernel::{AccountId, Error, Result, Text};
use web::{Answer, Filled, Page, Visit, with_status};

use crate::model::sign_in::password::{FIELD, Holder, LAST, LONGEST_USE, check, is_strict};
use crate::{password, queries};

/// Where it is changed.
pub(crate) const CHANGE: &str = "/me/password";

#[derive(Template)]
#[template(path = "password.html")]
struct PasswordPage {
    p: Page,
    form: Filled,
    /// Nothing else answers before it is changed.
    held_back: bool,
    days: i64,
}

/// `GET /me/password`
pub async fn show(visit: Visit) -> Answer {
    page(&visit, Filled::empty())
}

/// The page that holds nothing but the form.
pub(super) fn page(visit: &Visit, form: Filled) -> Answer {
    with_status(
        form.status(),
        &PasswordPage {
            p: visit.page().crumb("/me", visit.text(&Text::new("people-nav-me"))),
            form,
            held_back: is_held_back(visit),
            days: LONGEST_USE / kernel::Instant::DAY,
        },
    )
}

/// Whether they do nothing else before they have changed it.
pub(super) fn is_held_back(visit: &Visit) -> bool {
    let admitted = visit.admitted();
    admitted.is_some_and(|admitted| admitted.bound_to == Some(CHANGE))
}

/// Looks at a password that somebody chose, and answers its stored form.
///
/// # Errors
/// At the field [`FIELD`], what it breaks of the rules; for an administrator also that it is one of the last [`LAST`].
pub(super) async fn chosen(
    visit: &Visit,
    (account, facts): (AccountId, &queries::HolderFacts),
    typed: String,
) -> Result<String> {
    let holder = Holder {
        roles: &facts.roles,
        sign_in_name: &facts.number,
        phone: "",
        name: &facts.name,
    };
    check(&typed, &holder).map_err(Error::Invalid)?;
    if is_strict(&facts.roles) {
        let before = visit
            .read(move |_, tx| queries::last_passwords(tx, account))
            .await?;
        if password::is_one_of(&typed, before).await? {
            return Err(Error::field(
                FIELD,
                Text::new("people-password-earlier").with("last", LAST),
            ));
        }
    }
    password::hash(typed, visit.ctx().bytes::<16>()).await
}
