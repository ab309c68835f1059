//! The audit chain of an organisation, newest first, narrowed by day, act and person.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Query;
use kernel::{AccountId, Day, Error, Id, Problems, RawId, Role, Text};
use ledger::audit::{Line, Which};
use web::{Answer, Filled, Input, Page, Visit, with_status};

use super::audit_words::{self, Known};
use crate::{policy, queries, role_text};

/// Lines on a page.
const LINES: u32 = 50;

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage {
    p: Page,
    form: Filled,
    verbs: Vec<(String, String)>,
    /// Whose lines alone are shown, and the address without that.
    whose: Option<(String, String)>,
    /// Something narrows what is listed.
    narrowed: bool,
    lines: Vec<LineView>,
    older: String,
}

struct LineView {
    at: String,
    who: String,
    whose: String,
    role: String,
    act: String,
    /// What it was done to: the kind, and whom or which class.
    object: (String, String),
    /// The states before and after, field by field.
    states: [Vec<(String, String)>; 2],
    reason: String,
}

/// `GET /audit?from=&until=&act=&who=&before=`
pub async fn index(visit: Visit, Query(asked): Query<HashMap<String, String>>) -> Answer {
    let asked = Input::of(asked.into_iter().collect());
    let mut problems = Problems::default();
    let which = which(&asked, &mut problems)?;
    let read = which.clone();
    let (mut lines, names, known) = visit
        .read(move |ctx, tx| {
            let school = *policy::may_read_audit(ctx)?.target();
            let lines = ledger::audit::latest(tx, school, &read, LINES + 1)?;
            let known = Known {
                people: queries::names_of(tx, school, &audit_words::ids(&lines))?,
                classes: queries::class_names(tx, school)?,
            };
            Ok((lines, queries::account_names(tx, school)?, known))
        })
        .await?;
    let more = lines.len() > LINES as usize;
    lines.truncate(LINES as usize);
    let last: Option<RawId> = lines.last().filter(|_| more).map(|line| line.id);
    let older = last.map(|id| address(&asked, "before", &Id::<()>::of(id).to_string()));
    let whose = which.account.map(|account| {
        let name = names.get(&account).cloned().unwrap_or_default();
        (name, address(&asked, "who", ""))
    });
    let mut verbs: Vec<_> = acts(&visit).collect();
    verbs.sort();
    let page = AuditPage {
        p: visit.page(),
        lines: lines
            .into_iter()
            .map(|line| view(&visit, (&asked, &names, &known), line))
            .collect(),
        verbs: verbs.into_iter().map(|(said, verb)| (verb, said)).collect(),
        narrowed: which.narrows(),
        form: Filled::refused(&visit, asked, &problems),
        older: older.unwrap_or_default(),
        whose,
    };
    with_status(page.form.status(), &page)
}

/// What is looked for; a day that is none is said at its field and narrows nothing.
fn which(asked: &Input, problems: &mut Problems) -> Result<Which, Error> {
    let mut day = |field: &str| {
        let typed = asked.parsed::<Day>(field, Text::new("people-audit-not-a-day"));
        problems.take(field, typed).flatten()
    };
    let (from, until) = (day("from"), day("until"));
    let id = |field: &str| match asked.get(field) {
        "" => Ok(None),
        typed => typed.parse::<Id<()>>().map(Some).map_err(|_| Error::NotFound),
    };
    Ok(Which {
        before: id("before")?.map(Id::raw),
        from: from.map(Day::start),
        until: until.map(|until| until.plus(1).start()),
        account: id("who")?.map(|who| AccountId::of(who.raw())),
        verb: asked.get("act").to_owned(),
    })
}

/// The address of this page with one of its fields changed.
fn address(asked: &Input, field: &str, value: &str) -> String {
    let kept = ["from", "until", "act", "who"]
        .into_iter()
        .filter(|name| *name != field);
    let kept = kept.map(|name| (name, asked.get(name))).chain([(field, value)]);
    let fields: Vec<_> = kept.filter(|(_, value)| !value.is_empty()).collect();
    format!("/audit?{}", web::query(&fields))
}

fn view(
    visit: &Visit,
    (asked, names, known): (&Input, &HashMap<AccountId, String>, &Known),
    line: Line,
) -> LineView {
    // Who sets a password is not signed in yet; whose it is stands in the object.
    let account = match line.object_kind.as_str() {
        "account" => line.account.or(Some(AccountId::of(line.object))),
        _ => line.account,
    };
    LineView {
        at: line.at.minute_text(),
        who: account
            .and_then(|account| names.get(&account).cloned())
            .unwrap_or_default(),
        whose: match line.account {
            Some(account) => address(asked, "who", &account.to_string()),
            None => String::new(),
        },
        role: Role::from_code(&line.role)
            .map(|role| visit.text(&role_text(role)))
            .unwrap_or_else(|| actor(visit, &line.role)),
        act: act(visit, &line.verb),
        object: audit_words::object(visit, known, &line),
        states: [&line.before, &line.after].map(|state| audit_words::fields(visit, known, state)),
        reason: line.reason,
    }
}

/// Every act that has words, with them.
fn acts(visit: &Visit) -> impl Iterator<Item = (String, String)> {
    let texts = visit.house().texts.all(visit.lang());
    texts.filter_map(|(key, said)| {
        let (module, name) = key.split_once("-did-")?;
        Some((said.to_owned(), format!("{module}.{name}")))
    })
}

/// What somebody did, in words: each module has the text `MODULE-did-VERB` for what it records, else the act's own name.
fn act(visit: &Visit, verb: &str) -> String {
    let Some((module, name)) = verb.split_once('.') else {
        return verb.to_owned();
    };
    let key = format!("{module}-did-{name}");
    let text = visit.house().texts.plain(visit.lang(), &key);
    if text == key {
        verb.to_owned()
    } else {
        text.to_owned()
    }
}

/// Who acts without a post: the program itself, or somebody who has not come in yet.
fn actor(visit: &Visit, code: &str) -> String {
    match code {
        "system" => visit.text(&Text::new("people-actor-system")),
        "anonymous" => visit.text(&Text::new("people-actor-anonymous")),
        other => other.to_owned(),
    }
}
