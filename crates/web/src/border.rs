//! The border of the house: every request becomes a [`Visit`] here, and every refusal a status and a page.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use askama::Template;
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::header::{
    ACCEPT, ACCEPT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue,
    ORIGIN, REFERER, RETRY_AFTER, SET_COOKIE, USER_AGENT,
};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kernel::{Actor, Ctx, Error, Lang, Text, hex};
use tokio_stream::StreamExt as _;

use crate::figures::{UNKNOWN, UnderWay};
use crate::reply::FLASH;
use crate::token::Token;
use crate::visit::Inner;
use crate::whence::whence;
use crate::{
    Admitted, House, Page, Refused, Routes, Visit, assets, cookie, figures, home, json, language, packed,
    redirect, with_status,
};

/// The session's cookie.
pub const SESSION: &str = "gx_session";
/// The cookie that names a browser.
const DEVICE: &str = "gx_device";
/// The largest body the house takes: a class photo or a standard in Word, not a film.
pub const LARGEST_BODY: usize = 32 << 20;

/// The whole application: the modules' routes behind the border.
pub fn router(house: &Arc<House>, routes: Vec<Routes>) -> Router {
    figures::begin();
    let mut inner = Router::new()
        .route("/", get(home::show))
        .route("/language", post(language::choose));
    for module in routes {
        inner = inner.merge(module.into_router());
    }
    inner
        .fallback(unknown)
        .method_not_allowed_fallback(unknown)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(from_fn_with_state(Arc::clone(house), border))
        .route("/assets/{version}/{*name}", get(assets::serve))
        .route("/sw.js", get(assets::worker))
        .layer(from_fn_with_state(Arc::clone(house), guarded))
        .with_state(Arc::clone(house))
}

async fn unknown() -> Refused {
    Refused::from(Error::NotFound)
}

/// Takes zero bytes out of what an address asks for, as [`crate::Input::parse`] does for forms.
fn without_zero_bytes(parts: &mut Parts) {
    let asked = parts.uri.path_and_query().map(|asked| asked.as_str());
    let clean = asked
        .filter(|asked| asked.contains("%00"))
        .map(|asked| asked.replace("%00", ""));
    if let Some(uri) = clean.and_then(|clean| clean.parse().ok()) {
        parts.uri = uri;
    }
}

async fn border(State(house): State<Arc<House>>, request: Request, next: Next) -> Response {
    let under_way = UnderWay::begin();
    let (mut parts, body) = request.into_parts();
    without_zero_bytes(&mut parts);
    let method = parts.method.clone();
    let (visit, known) = visit(&house, &parts).await;
    let wants_page = wants_page(&parts.headers);
    let coding = packed::asked(&parts.headers);
    let back = came_from(&parts);
    let checked = known
        .and_then(|()| within_pace(&visit))
        .and_then(|()| from_our_pages(&parts))
        .and_then(|()| verify_header(&visit, &parts.headers))
        .and_then(|()| not_kept_out(&visit));
    let matched = parts.extensions.get::<MatchedPath>().cloned();
    parts.extensions.insert(visit.clone());
    let mut response = match checked {
        Ok(()) => match held_back(&visit) {
            None => next.run(Request::from_parts(parts, body)).await,
            Some(to) if method == Method::GET => redirect(to).unwrap_or_else(IntoResponse::into_response),
            Some(_) => {
                read_to_its_end(body).await;
                Refused::from(Error::Denied(Text::new("web-held-back"))).into_response()
            }
        },
        Err(error) => {
            read_to_its_end(body).await;
            Refused::from(error).into_response()
        }
    };
    if response.extensions().get::<Refused>().is_none() {
        response = match response.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Refused::too_large().into_response(),
            // An address or a form that our pages do not make: the router's own words are for nobody.
            StatusCode::BAD_REQUEST | StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                Refused::from(Error::NotFound).into_response()
            }
            _ => response,
        };
    }
    if let Some(refused) = response.extensions().get::<Refused>().cloned() {
        let asked = if !wants_page {
            Asked::Data
        } else if method == Method::GET {
            Asked::Page
        } else {
            Asked::Act
        };
        response = face(&visit, &refused, (asked, back));
    }
    touch(&visit).await;
    let mut response = packed::pack(coding, response).await;
    finish(&visit, response.headers_mut());
    let route = matched.as_ref().map_or(UNKNOWN, MatchedPath::as_str);
    under_way.end(&visit, (&method, route), response.status());
    response
}

/// A session that asks without end is told to wait, before anything is read for it but whose it is.
fn within_pace(visit: &Visit) -> kernel::Result<()> {
    let Some(session) = visit.admitted().map(|admitted| admitted.session) else {
        return Ok(());
    };
    match visit.house().pace.too_many(session, visit.ctx().now) {
        None => Ok(()),
        Some(seconds) => Err(Error::TooMany(Text::new("web-too-many").with("seconds", seconds))),
    }
}

/// Where somebody is led who may use one page only until something is done there.
fn held_back(visit: &Visit) -> Option<&'static str> {
    let to = visit.admitted()?.bound_to?;
    let path = visit.path();
    let within = path
        .strip_prefix(to)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    (!within && !is_way_out(path)).then_some(to)
}

/// Whoever is where their post may not be used gets no page.
fn not_kept_out(visit: &Visit) -> kernel::Result<()> {
    let why = visit.admitted().and_then(|admitted| admitted.kept_out.clone());
    match why {
        Some(why) if !is_way_out(visit.path()) => Err(Error::Denied(why)),
        _ => Ok(()),
    }
}

/// What stays open to somebody for whom nothing else is.
fn is_way_out(path: &str) -> bool {
    ["/sign-out", "/language"].contains(&path) || path.starts_with("/posts/")
}

/// Reads what a refused request still sends, up to what the house takes: where a connection is closed on bytes that nobody read,
/// the browser shows that it broke, and not the page that says why.
async fn read_to_its_end(body: Body) {
    let mut pieces = body.into_data_stream();
    let mut length = 0;
    while let Some(Ok(piece)) = pieces.next().await {
        length += piece.len();
        if length > LARGEST_BODY {
            return;
        }
    }
}

/// Makes the visit: one read finds the session. Where the database does not say whose it is, the visit is nobody's and stands for
/// the page that says so.
async fn visit(house: &Arc<House>, request: &Parts) -> (Visit, kernel::Result<()>) {
    let headers = &request.headers;
    let token = cookie::token(house, headers, SESSION).map(str::to_owned);
    let base = house.ctx(Actor::Anonymous);
    let from = whence(request, &house.proxies);
    let looked_up = match &token {
        Some(token) => admit(house, &base, (token.clone(), from.address)).await,
        None => Ok(None),
    };
    let (admitted, known) = match looked_up {
        Ok(admitted) => (admitted, Ok(())),
        Err(error) => (None, Err(error)),
    };
    let mut ctx = base.acted_by(
        admitted
            .as_ref()
            .map_or(Actor::Anonymous, |admitted| admitted.actor.clone()),
    );
    ctx.lang = language_of(house, headers);
    // A browser that is signed in keeps its name of before the names of cookies had a prefix.
    let device = match admitted {
        Some(_) => cookie::read_kept(house, headers, DEVICE),
        None => cookie::read(house, headers, DEVICE),
    };
    let device = device.filter(|device| device.len() == 32).map(str::to_owned);
    let device = device.unwrap_or_else(|| hex::written(&ctx.bytes::<16>()));
    let secret = token.as_deref().filter(|_| admitted.is_some()).unwrap_or(&device);
    let csrf = Token::new(half(&house.vault.search_key("form", secret)));
    // Not from the request's own chance, which may go on to make secrets of this very request.
    let pad = half(&house.vault.search_key("form-pad", &ctx.request.to_string()));
    let nonce = hex::written(&ctx.bytes::<12>());
    ctx.rewind();
    let inner = Inner {
        house: Arc::clone(house),
        ctx: Arc::new(ctx),
        admitted,
        theme: match cookie::read_kept(house, headers, "theme") {
            Some("light") => "light",
            Some("dark") => "dark",
            _ => "auto",
        },
        path: request.uri.path().to_owned(),
        query: request.uri.query().unwrap_or_default().to_owned(),
        back: back(request),
        nonce,
        shown: csrf.masked(pad),
        csrf,
        flash: cookie::read(house, headers, FLASH).and_then(|said| String::from_utf8(hex::read(said)?).ok()),
        token,
        from,
        agent: text_of(headers, &USER_AGENT).chars().take(200).collect(),
        device,
        verified: AtomicBool::new(matches!(
            request.method,
            Method::GET | Method::HEAD | Method::OPTIONS
        )),
        kept: AtomicBool::new(false),
    };
    (Visit::new(inner), known)
}

/// Where the page that answers a request can be asked for again.
fn back(request: &Parts) -> String {
    let asked = |uri: &Uri| uri.path_and_query().map(ToString::to_string);
    let own = if request.method == Method::GET {
        asked(&request.uri)
    } else {
        let referer = request.headers.get(REFERER).and_then(|value| value.to_str().ok());
        referer.and_then(|from| asked(&from.parse().ok()?))
    };
    own.unwrap_or_else(|| "/".to_owned())
}

async fn admit(
    house: &Arc<House>,
    ctx: &Arc<Ctx>,
    (token, from): (String, Option<IpAddr>),
) -> kernel::Result<Option<Admitted>> {
    let doors = Arc::clone(house);
    house
        .db
        .read(ctx, move |ctx, tx| doors.door.admit(tx, ctx, &token, from))
        .await
}

/// A browser that says the request comes from another site is believed.
fn from_our_pages(request: &Parts) -> kernel::Result<()> {
    let headers = &request.headers;
    let harmless = matches!(request.method, Method::GET | Method::HEAD | Method::OPTIONS);
    let site = headers
        .get("sec-fetch-site")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let origin = text_of(headers, &ORIGIN);
    // HTTP/2 names the host in the address, HTTP/1.1 in a header.
    let asked = request.uri.authority().map(|authority| authority.as_str());
    let host = asked.unwrap_or_else(|| text_of(headers, &HOST));
    let elsewhere =
        origin.split_once("://").is_some_and(|(_, origin)| origin != host) && site != "same-origin";
    if harmless || !(site == "cross-site" || (elsewhere && !host.is_empty())) {
        Ok(())
    } else {
        Err(Error::Denied(Text::new("web-form-elsewhere")))
    }
}

/// A script of ours sends the token as a header.
fn verify_header(visit: &Visit, headers: &HeaderMap) -> kernel::Result<()> {
    match headers.get("x-csrf-token").and_then(|value| value.to_str().ok()) {
        Some(token) if !visit.is_verified() => visit.verify(token),
        _ => Ok(()),
    }
}

async fn touch(visit: &Visit) {
    let Some(session) = visit
        .admitted()
        .filter(|admitted| admitted.stale)
        .map(|admitted| admitted.session)
    else {
        return;
    };
    let house = Arc::clone(&visit.inner().house);
    let doors = Arc::clone(&house);
    let ctx = Arc::new(visit.ctx().acted_by(Actor::System));
    if let Err(error) = house
        .db
        .write(&ctx, move |ctx, tx| doors.door.touch(tx, ctx, session))
        .await
    {
        tracing::warn!(%error, "the use of a session was not noted");
    }
}

/// What a request expects for an answer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// A page to read: somebody unknown is led to the sign-in and back.
    Page,
    /// A page that says what came of an act.
    Act,
    /// JSON for a script of ours.
    Data,
}

/// Statuses with a title and a text of their own.
const FACES: [u16; 9] = [401, 403, 404, 409, 413, 422, 429, 500, 503];

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    p: Page,
    title: String,
    text: String,
    detail: Vec<String>,
    /// The page that led here, or empty.
    back: String,
    /// Where somebody signs in and comes back, where that is what is missing; else empty.
    sign_in: String,
    /// Nothing else answers here, so that the way out stands on this page.
    kept_out: bool,
    request: String,
}

/// The page of ours that a request came from, as its path and query; empty where it is none, or the very one that was asked for.
fn came_from(parts: &Parts) -> String {
    let from = text_of(&parts.headers, &REFERER);
    let path = from
        .split_once("://")
        .and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]))
        .unwrap_or_default();
    let here = parts.uri.path_and_query().map_or("", |asked| asked.as_str());
    if path != here && !path.is_empty() && crate::own_path(path) == path {
        path.to_owned()
    } else {
        String::new()
    }
}

/// What a refusal says in its own words; what went wrong inside says nothing here.
fn said_of(visit: &Visit, refused: &Refused, status: StatusCode) -> Vec<String> {
    match &*refused.0 {
        Error::Denied(text) | Error::Conflict(text) | Error::TooMany(text) => vec![visit.text(text)],
        Error::Invalid(problems) => problems
            .0
            .iter()
            .map(|problem| visit.text(&problem.text))
            .collect(),
        Error::Internal(cause) => {
            tracing::error!(request = %visit.ctx().request, path = visit.path(), %cause, "internal error");
            Vec::new()
        }
        _ if status == StatusCode::PAYLOAD_TOO_LARGE => {
            let most = Text::new("web-error-413-most").with("megabytes", LARGEST_BODY >> 20);
            vec![visit.text(&most)]
        }
        Error::NotFound | Error::SignIn | Error::Busy | Error::Unsure => Vec::new(),
    }
}

/// The face of a refusal: a page for people, JSON for our scripts. What went wrong inside goes to the log, once.
fn face(visit: &Visit, refused: &Refused, (asked, back): (Asked, String)) -> Response {
    let status = refused.status();
    let detail = said_of(visit, refused, status);
    if status == StatusCode::UNAUTHORIZED && asked == Asked::Page {
        let query = if visit.query().is_empty() {
            String::new()
        } else {
            format!("?{}", visit.query())
        };
        let next = crate::query(&[("next", &format!("{}{query}", visit.path()))]);
        return redirect(&format!("/sign-in?{next}")).unwrap_or_else(IntoResponse::into_response);
    }
    let p = visit.page();
    let key = Some(status.as_u16())
        .filter(|code| FACES.contains(code))
        .unwrap_or(500);
    let key = match &*refused.0 {
        Error::Unsure => "unsure".to_owned(),
        Error::Busy if asked == Asked::Page => "away".to_owned(),
        _ => key.to_string(),
    };
    let title = p.t(&format!("web-error-{key}-title")).to_owned();
    let text = p.t(&format!("web-error-{key}-text")).to_owned();
    let made = if asked != Asked::Data {
        with_status(
            status,
            &ErrorPage {
                p,
                title,
                text,
                detail,
                sign_in: if status == StatusCode::UNAUTHORIZED {
                    format!("/sign-in?{}", crate::query(&[("next", &back)]))
                } else {
                    String::new()
                },
                back,
                kept_out: not_kept_out(visit).is_err(),
                request: visit.ctx().request.to_string(),
            },
        )
    } else {
        let message = if detail.is_empty() {
            title
        } else {
            detail.join(" ")
        };
        json(status, &serde_json::json!({ "message": message }))
    };
    let mut response = made.unwrap_or_else(|_| status.into_response());
    if let Error::TooMany(text) = &*refused.0
        && let Some(seconds) = seconds_of(text)
    {
        response.headers_mut().insert(RETRY_AFTER, seconds);
    }
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from_static(AGAIN_AFTER));
        if matches!(*refused.0, Error::Unsure) {
            response
                .headers_mut()
                .insert(KEPT, HeaderValue::from_static("unknown"));
        }
    }
    response
}

/// How long somebody has to wait, where a text says it.
fn seconds_of(text: &Text) -> Option<HeaderValue> {
    let said = text.args.iter().find(|(name, _)| *name == "seconds")?;
    HeaderValue::from_str(&said.1).ok()
}

/// Seconds after which a page that could not be served may be asked for again: a new leader of the database takes about so long.
const AGAIN_AFTER: &str = "3";
/// Says to a program that an act was kept whole or not at all, and that nobody here knows which.
const KEPT: HeaderName = HeaderName::from_static("x-kept");

fn wants_page(headers: &HeaderMap) -> bool {
    let accepted = text_of(headers, &ACCEPT);
    !headers.contains_key("x-csrf-token")
        && (accepted.is_empty() || accepted.contains("text/html") || accepted.contains("*/*"))
}

/// What a page may load when it is no page of ours: nothing.
const NOTHING: &str = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";

/// Headers of every answer, whoever makes it: an asset and a refusal before the border are answers too.
async fn guarded(State(house): State<Arc<House>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let fixed = [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        (
            "permissions-policy",
            "camera=(self), geolocation=(), microphone=()",
        ),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ];
    for (name, value) in fixed {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if house.secure() {
        headers.insert(
            "strict-transport-security",
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    // The service worker asks the server for pages: a policy of its own would forbid it that.
    let is_script = headers
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/javascript"));
    if !is_script {
        headers
            .entry(CONTENT_SECURITY_POLICY)
            .or_insert(HeaderValue::from_static(NOTHING));
    }
    response
}

/// What belongs to the visit: the policy with its number, and the cookies that a first visit gets.
fn finish(visit: &Visit, headers: &mut HeaderMap) {
    let policy = format!(
        "default-src 'self'; script-src 'self' 'nonce-{}'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; \
         worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
        visit.inner().nonce
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    if let Ok(request) = HeaderValue::from_str(&visit.ctx().request.to_string()) {
        headers.insert("x-request-id", request);
    }
    let device = cookie::set_cookie(visit.house(), DEVICE, &visit.inner().device, 31_536_000);
    let said = visit
        .inner()
        .flash
        .as_ref()
        .and_then(|_| cookie::set_cookie(visit.house(), FLASH, "", 0));
    for cookie in [device, said].into_iter().flatten() {
        headers.append(SET_COOKIE, cookie);
    }
}

fn language_of(house: &House, headers: &HeaderMap) -> Lang {
    match cookie::read_kept(house, headers, language::COOKIE) {
        Some(chosen) => Lang::from_tag(chosen),
        None => Lang::from_tag(text_of(headers, &ACCEPT_LANGUAGE)),
    }
}

fn text_of<'a>(headers: &'a HeaderMap, name: &HeaderName) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// The first half of a keyed hash.
fn half(key: &[u8]) -> [u8; 16] {
    std::array::from_fn(|place| key.get(place).copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Texts;

    #[test]
    fn every_status_with_a_face_has_its_words_in_both_languages() {
        let texts = Texts::new(&[(
            include_str!("../locales/zh.ftl"),
            include_str!("../locales/en.ftl"),
        )])
        .unwrap();
        let named = FACES.iter().map(u16::to_string);
        let all = named.chain(["unsure".to_owned(), "away".to_owned()]);
        for (code, part) in all.flat_map(|code| [(code.clone(), "title"), (code, "text")]) {
            let key = format!("web-error-{code}-{part}");
            for lang in [Lang::Zh, Lang::En] {
                assert_ne!(texts.plain(lang, &key), key, "{lang:?}");
            }
        }
    }
}
