//! The sign-in: school, number or phone, password.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::Query;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use db::{Tx, params};
use kernel::{AccountId, Ctx, Error, Instant, OrgId, Problems, Result, SchoolId, Text};
use org::queries::OrgName;
use serde::Deserialize;
use web::{Answer, Filled, Form, Input, Page, Visit, html, redirect, with_status};

use super::half::led_on;
use super::{browser_of, whence_of};
use crate::actions::{Entered, NewSession, enter, failures_of, refuse_password};
use crate::intake::PHONE_KEY;
use crate::model::sign_in::Device;
use crate::{password, queries, store};

/// The cookie that remembers the school signed in at.
const SCHOOL: &str = "gx_school";

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    p: Page,
    form: Filled,
    school: Option<(String, String)>,
    next: String,
    demo: Arc<Vec<DemoOrg>>,
}

/// A made-up organisation with its people to try the product with.
struct DemoOrg {
    /// Its id.
    id: String,
    /// Its name, content.
    name: String,
    /// One person of each post: the post's name, what they sign in with.
    people: Vec<(String, String)>,
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    next: String,
    school: Option<String>,
}

/// `GET /sign-in`: at the school that this browser last signed in at, unless another is asked for.
pub async fn show(visit: Visit, headers: HeaderMap, Query(asked): Query<Asked>) -> Answer {
    if visit.admitted().is_some() {
        return redirect(web::own_path(&asked.next));
    }
    if is_empty(&visit).await? {
        return redirect("/start");
    }
    let remembered = web::read_kept_cookie(visit.house(), &headers, SCHOOL).unwrap_or_default();
    let school = asked.school.as_deref().unwrap_or(remembered);
    let form = Filled::with(&[("school", &school)]);
    page(&visit, form, asked.next).await
}

/// Whether nobody holds any post yet. Posts end and never go, so that this process asks until there is one.
async fn is_empty(visit: &Visit) -> Result<bool> {
    const BEGUN: &str = "people.begun";
    let kept = visit.house().db.kept();
    if kept.get::<()>(BEGUN, db::FOR_EVER).is_some() {
        return Ok(false);
    }
    let empty = visit.read(|_, tx| queries::is_empty(tx)).await?;
    if !empty {
        kept.put(BEGUN.to_owned(), db::FOR_EVER, ());
    }
    Ok(empty)
}

async fn page(visit: &Visit, form: Filled, next: String) -> Answer {
    let chosen: Option<OrgId> = form.value("school").parse().ok();
    let school = match chosen {
        Some(id) => visit
            .read(move |_, tx| org::queries::by_id(tx, id))
            .await
            .ok()
            .map(|org| (org.id.to_string(), org.name)),
        None => None,
    };
    let demo = if visit.house().is_made_up() {
        demo(visit).await?
    } else {
        Arc::default()
    };
    with_status(
        form.status(),
        &SignInPage {
            p: visit.page(),
            form,
            school,
            next,
            demo,
        },
    )
}

/// One made-up person of each post, to try the product with; only a demonstration shows them. Whoever was appointed or got a password
/// stands there within a minute: the list is looked up no more often.
async fn demo(visit: &Visit) -> Result<Arc<Vec<DemoOrg>>> {
    let minute = visit.house().clock.now().0.div_euclid(Instant::MINUTE);
    let name = format!("people.offered {}", visit.lang().tag());
    let kept = visit.house().db.kept();
    if let Some(list) = kept.get(&name, minute) {
        return Ok(list);
    }
    Ok(kept.put(name, minute, offered(visit).await?))
}

async fn offered(visit: &Visit) -> Result<Vec<DemoOrg>> {
    let asker = visit.clone();
    visit
        .read(move |_, tx| {
            let names = org::queries::first_names(tx, queries::OFFERED)?;
            let names: HashMap<SchoolId, OrgName> = names.into_iter().map(|org| (org.number, org)).collect();
            let mut shown: Vec<(SchoolId, DemoOrg)> = Vec::new();
            for (school, role, number) in queries::one_of_each_post(tx)? {
                if shown.last().is_none_or(|(last, _)| *last != school) {
                    let Some(org) = names.get(&school) else {
                        continue;
                    };
                    let (id, name, people) = (org.id.to_string(), org.name.clone(), Vec::new());
                    shown.push((school, DemoOrg { id, name, people }));
                }
                if let Some((_, org)) = shown.last_mut() {
                    org.people.push((asker.text(&crate::role_text(role)), number));
                }
            }
            Ok(shown.into_iter().map(|(_, org)| org).collect())
        })
        .await
}

#[derive(Template)]
#[template(path = "schools.html")]
struct SchoolsFragment {
    p: Page,
    schools: Vec<(String, String)>,
    next: String,
}

#[derive(Deserialize)]
pub struct Search {
    #[serde(default)]
    q: String,
    #[serde(default)]
    next: String,
}

/// `GET /sign-in/schools?q=`: organisations by name, pinyin or initials.
pub async fn schools(visit: Visit, Query(search): Query<Search>) -> Answer {
    let text = search.q.clone();
    let found = visit
        .read(move |_, tx| org::queries::find_schools(tx, &text))
        .await?;
    let schools = found
        .into_iter()
        .map(|org| (org.id.to_string(), org.name))
        .collect();
    html(&SchoolsFragment {
        p: visit.page(),
        schools,
        next: search.next,
    })
}

/// What the sign-in knows of an account before it looks at the password.
struct Candidate {
    /// What failures are counted under: the account, or what stands for a name that is nobody's, which has to be delayed alike.
    counted: AccountId,
    /// None for a name that is nobody's, which no password opens.
    stored: Option<String>,
    school: SchoolId,
    wait: i64,
}

/// `POST /sign-in`
pub async fn create(Form(visit, input): Form) -> Answer {
    match shown(&visit, &input).await {
        Ok((entered, device)) => {
            let mut response = led_on(&visit, &entered, device, input.get("next"))?;
            let remembered = web::set_cookie(visit.house(), SCHOOL, input.get("school"), 31_536_000);
            response
                .headers_mut()
                .extend(remembered.map(|cookie| (SET_COOKIE, cookie)));
            Ok(response)
        }
        Err(Error::Invalid(problems)) => {
            let next = input.get("next").to_owned();
            page(&visit, Filled::refused(&visit, input, &problems), next).await
        }
        Err(other) => Err(other.into()),
    }
}

/// What a name and a password open.
async fn shown(visit: &Visit, input: &Input) -> Result<(Entered, Device)> {
    let mut problems = Problems::default();
    let number = problems
        .take("number", input.required("number"))
        .unwrap_or_default();
    let typed = problems
        .take("password", input.required("password"))
        .map(|_| input.untrimmed("password").to_owned())
        .unwrap_or_default();
    let school: Option<OrgId> = input.get("school").parse().ok();
    let phone = is_phone(&number).then(|| visit.house().vault.search_key(PHONE_KEY, &number));
    if school.is_none() && phone.is_none() {
        problems.add("school", Text::new("people-sign-in-school"));
    }
    problems.check()?;
    let browser = browser_of(visit);
    let known = browser.clone();
    let sought = Sought {
        nobody: nobody(visit, school, &number),
        school,
        number,
        phone,
    };
    let candidate = visit
        .read(move |ctx, tx| candidate(tx, ctx, &sought, &known))
        .await?;
    if candidate.wait > 0 {
        return Err(Error::TooMany(
            Text::new("people-sign-in-wait").with("seconds", candidate.wait),
        ));
    }
    let right = password::verify(typed, candidate.stored).await?;
    let device = if input.ticked("shared") {
        Device::Shared
    } else {
        Device::Own
    };
    let new = NewSession {
        account: candidate.counted,
        school: candidate.school,
        device,
        browser,
        agent: visit.agent().to_owned(),
        address: visit.address().to_owned(),
        whence: whence_of(visit),
    };
    if !right {
        visit.write(move |ctx, tx| refuse_password(tx, ctx, &new)).await?;
        return Err(Error::field("password", Text::new("people-sign-in-wrong")));
    }
    let vault = Arc::clone(&visit.house().vault);
    match visit.write(move |ctx, tx| enter(tx, ctx, &vault, &new)).await? {
        Entered::KeptOut => Err(Error::field("number", Text::new("people-denied-elsewhere"))),
        entered => Ok((entered, device)),
    }
}

fn is_phone(text: &str) -> bool {
    text.len() == 11 && text.starts_with('1') && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What stands in for the account of a name that is nobody's: the same for the same name, and told by nobody without the key. There
/// are a million of them, so that no guessing fills the disk with names.
fn nobody(visit: &Visit, school: Option<OrgId>, number: &str) -> AccountId {
    let school = school.map(|id| id.to_string()).unwrap_or_default();
    let key = visit
        .house()
        .vault
        .search_key("nobody", &format!("{school} {number}"));
    let kept = |place| match place {
        0 | 1 => u8::MAX,
        2 => 0x0f,
        _ => 0,
    };
    let bytes = std::array::from_fn(|place| key.get(place).map_or(0, |byte| byte & kept(place)));
    AccountId::of(kernel::RawId::from_bytes(bytes))
}

/// Who wants to come in.
struct Sought {
    school: Option<OrgId>,
    number: String,
    phone: Option<Vec<u8>>,
    nobody: AccountId,
}

/// The account by (organisation, number), else by phone; unknown ones look the same from outside.
fn candidate(tx: &mut Tx<'_>, ctx: &Ctx, sought: &Sought, browser: &[u8]) -> Result<Candidate> {
    let mut found: Option<(AccountId, Option<String>)> = None;
    let mut at = SchoolId(0);
    if let Some(id) = sought.school {
        at = org::queries::by_id(tx, id)?.number;
        found = tx.opt(store::ACCOUNT_OF, params!["number", at, &sought.number])?;
    }
    if let (None, Some(phone)) = (&found, &sought.phone) {
        let hex = kernel::hex::written(phone);
        found = tx.opt(store::ACCOUNT_OF, params!["phone", SchoolId(0), hex])?;
    }
    let counted = found.as_ref().map_or(sought.nobody, |(account, _)| *account);
    let (_, failures) = failures_of(tx, counted, browser)?;
    let wait = failures.map_or(0, |failures| failures.wait(ctx.now));
    Ok(Candidate {
        counted,
        stored: found.and_then(|(_, stored)| stored),
        school: at,
        wait: (wait.max(0) + Instant::SECOND - 1) / Instant::SECOND,
    })
}

/// `POST /sign-out`
pub async fn destroy(Form(visit, _): Form) -> Answer {
    if let Some(session) = visit.admitted().map(|admitted| admitted.session) {
        visit
            .write(move |ctx, tx| crate::actions::end_session(tx, ctx, session))
            .await?;
    }
    let mut response = redirect("/sign-in")?;
    response
        .headers_mut()
        .extend(web::set_cookie(visit.house(), web::SESSION, "", 0).map(|cookie| (SET_COOKIE, cookie)));
    Ok(response)
}
