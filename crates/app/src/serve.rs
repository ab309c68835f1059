//! `gongxue serve`: from the configuration to a server that ends cleanly.

use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::map_request;
use axum::response::IntoResponse as _;
use axum::routing::get;
use db::Settings;
use kernel::outside::{SystemChance, SystemClock};
use kernel::{Actor, Ctx};
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use web::{House, Live};

use crate::config::{self, Serve};
use crate::house::{Parts, build};
use crate::tls::{self, Peer};
use crate::{demo, figures, keys, upkeep};

/// Serves until Ctrl-C or a termination signal; requests under way are answered first.
///
/// # Errors
/// What keeps it from starting, in words for the operator.
pub async fn run(serve: Serve) -> Result<(), String> {
    let lock = keys::lock(&serve.place.data)?;
    serve.place.must_be_whole()?;
    // Before anything is made: a port that is taken should leave no database behind.
    let listener = TcpListener::bind(serve.listen).await.map_err(|error| {
        let at = serve.listen;
        format!("cannot listen on {at}: {error}; name another address with --listen")
    })?;
    // Files that are no pair should not either.
    let secured = serve.tls()?;
    if let Some(files) = &secured {
        files.checked()?;
    }
    redirect(&serve).await?;
    let chance = Arc::new(SystemChance::new());
    let settings = serve.database();
    sound(settings.clone()).await?;
    keys::must_not_be_missing(&serve.place.data, &settings)?;
    let vault = keys::vault(&serve.place.data, chance.as_ref())?;
    let figures = figures::install().map_err(|error| error.to_string())?;
    let parts = Parts {
        settings: settings.clone(),
        files: serve.place.files(),
        clock: Arc::new(SystemClock),
        chance,
        vault,
        public_url: serve.link_base(),
        session_requests: serve.session_requests.unwrap_or(web::MOST_REQUESTS),
        scanner: serve.scanner(),
        second_factor: serve.asking(),
        administrators_from: serve.administrators_from.clone(),
        proxies: serve.proxy.clone().unwrap_or_default(),
    };
    // From here on a signal is heard: what was greeted ends cleanly, however soon it is told to.
    let asked = tokio::spawn(asked_to_stop());
    let (house, router) = tokio::task::spawn_blocking(move || build(parts))
        .await
        .map_err(|error| error.to_string())??;
    db::watch_locks(&settings).map_err(|error| error.to_string())?;
    greet(&house, &serve).await?;
    let upkeep_of_figures = tokio::spawn(figures::keep(figures.clone()));
    tokio::spawn(keys::keep(serve.place.data.clone(), Arc::clone(&house.vault)));
    let router = outside(router, &house, figures);
    let worker = upkeep::start(&house).map_err(|error| error.to_string())?;
    let ended = match secured {
        None => {
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            let serving = axum::serve(listener, service);
            serving
                .with_graceful_shutdown(stop(house.live.clone(), asked))
                .await
        }
        Some(files) => {
            let listener = tls::listen(listener, files)?;
            let service = peers(router).into_make_service_with_connect_info::<Peer>();
            let serving = axum::serve(listener, service);
            serving
                .with_graceful_shutdown(stop(house.live.clone(), asked))
                .await
        }
    };
    ended.map_err(|error| error.to_string())?;
    upkeep_of_figures.abort();
    tokio::task::spawn_blocking(move || worker.stop())
        .await
        .map_err(|error| error.to_string())?;
    let left = tokio::task::spawn_blocking(move || db::sound::leave(&settings)).await;
    if let Ok(Err(error)) = left {
        tracing::warn!(%error, "what the database file is was not written down: the next start looks through it");
    }
    drop(lock);
    tracing::info!("stopped");
    Ok(())
}

/// Nobody works on a database that is not what was left.
async fn sound(settings: Settings) -> Result<(), String> {
    let checked = tokio::task::spawn_blocking(move || db::sound::check(&settings)).await;
    let told = |error: db::Error| match error {
        db::Error::Unsound(what) => format!(
            "{what}. Nothing was changed. Restore the last backup into an empty folder (gongxue restore --from …, docs/operations.md); \
             if you changed the file yourself, remove gongxue.db.left beside it and start again"
        ),
        other => other.to_string(),
    };
    checked.map_err(|error| error.to_string())?.map_err(told)
}

/// Tells the house where a browser behind TLS is.
fn peers(router: Router) -> Router {
    router.layer(map_request(|mut request: Request| async move {
        if let Some(ConnectInfo(Peer(address))) = request.extensions().get::<ConnectInfo<Peer>>().copied() {
            request.extensions_mut().insert(ConnectInfo(address));
        }
        request
    }))
}

/// Leads whoever comes in the clear to TLS, as long as the process lives.
async fn redirect(serve: &Serve) -> Result<(), String> {
    let Some(at) = serve.redirect else {
        return Ok(());
    };
    let listener = TcpListener::bind(at)
        .await
        .map_err(|error| format!("cannot listen on {at}: {error}; name another address with --redirect"))?;
    let public: Arc<str> = serve.link_base().into();
    let router = Router::new().fallback(move |uri: Uri| tls::lead(Arc::clone(&public), uri));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(())
}

/// Real people never stand among made-up ones, whose password everybody knows.
const HOLDS_PEOPLE: &str = "this installation holds people who were not made up, so it does not become a demonstration; \
    start it without --demo, or a demonstration with another --data";

/// What the operator reads at the start: the address, and how to get in.
async fn greet(house: &Arc<House>, serve: &Serve) -> Result<(), String> {
    let ctx = house.ctx(Actor::System);
    let told = |error: kernel::Error| error.to_string();
    let read = house.db.read(&ctx, |_, tx| people::queries::is_empty(tx));
    let empty = read.await.map_err(told)?;
    if empty && serve.demo {
        demo::load(house).await.map_err(told)?;
    }
    let made_up = demo::is_loaded(house).await.map_err(told)?;
    if serve.demo && !made_up {
        return Err(HOLDS_PEOPLE.to_owned());
    }
    house.made_up.store(made_up, Ordering::Relaxed);
    let base = &house.public_url;
    let mut said = vec![format!("Gongxue {} at {base}", env!("CARGO_PKG_VERSION"))];
    if !config::is_reachable(base) {
        said.push(format!(
            "  Links and QR codes print {base}, which only this machine reaches."
        ));
        said.push(
            "  For others name the address that they use: --public-url https://gongxue.example.cn".to_owned(),
        );
    }
    if made_up {
        said.extend(offer(house, &ctx).await?);
    } else if empty {
        said.extend(begin(house, &ctx).await?);
    }
    said.push("  Ctrl-C ends it.\n".to_owned());
    // Whoever started it may not listen; that is no reason not to serve.
    drop(std::io::stdout().write_all(said.join("\n").as_bytes()));
    Ok(())
}

/// Whom to sign in as where the data are made up.
async fn offer(house: &Arc<House>, ctx: &Arc<Ctx>) -> Result<Vec<String>, String> {
    let (base, password) = (&house.public_url, demo::PASSWORD);
    let read = house.db.read(ctx, |_, tx| demo::sign_ins(tx));
    let people = read.await.map_err(|error| error.to_string())?;
    let first = format!(
        "  A made-up nation is loaded. Choose a person at {base}/sign-in; every password is {password}."
    );
    Ok(std::iter::once(first)
        .chain(people.iter().map(|line| format!("    {line}")))
        .collect())
}

/// The way into an empty installation: a code that works once.
async fn begin(house: &Arc<House>, ctx: &Arc<Ctx>) -> Result<[String; 3], String> {
    let vault = Arc::clone(&house.vault);
    let code = house
        .db
        .write(ctx, move |ctx, tx| {
            people::actions::issue_start_code(tx, ctx, &vault)
        })
        .await
        .map_err(|error| error.to_string())?;
    let base = &house.public_url;
    Ok([
        "  It is empty. Register the first organisation and its administrators within the hour:".to_owned(),
        format!("    {base}/start?code={}", code.reveal()),
        format!(
            "    or {base}/start with the code {}; each start prints a new one.",
            code.printed()
        ),
    ])
}

/// Health and figures stand outside the border: no session, no cookie.
fn outside(router: Router, house: &Arc<House>, figures: PrometheusHandle) -> Router {
    let asked = Arc::clone(house);
    let health = move || async move {
        let ctx = asked.ctx(Actor::System);
        match asked.db.read(&ctx, |_, tx| people::queries::is_empty(tx)).await {
            Ok(_) => (StatusCode::OK, "ok"),
            Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer"),
        }
    };
    let figures = move |who: ConnectInfo<SocketAddr>, headers: HeaderMap| async move {
        if is_near(who.0, &headers) {
            figures.render().into_response()
        } else {
            StatusCode::NOT_FOUND.into_response()
        }
    };
    Router::new()
        .route("/health", get(health))
        .route("/metrics", get(figures))
        .merge(router)
}

/// Figures name routes and sizes, which are nobody's business outside: they are told to this machine, and not to whoever comes
/// through a proxy on it, which says for whom it asks.
fn is_near(who: SocketAddr, headers: &HeaderMap) -> bool {
    let passed_on = ["forwarded", "x-forwarded-for", "x-real-ip"];
    who.ip().is_loopback() && passed_on.iter().all(|name| !headers.contains_key(*name))
}

/// Open streams of events would hold the server up: they end first.
async fn stop(live: Live, asked: JoinHandle<()>) {
    // A task that cannot be waited for has ended: that is when to stop too.
    drop(asked.await);
    live.end();
}

async fn asked_to_stop() {
    let interrupt = async {
        // Without a handler the signal ends the process by itself, which is what was asked for.
        drop(tokio::signal::ctrl_c().await);
    };
    #[cfg(unix)]
    {
        let terminate = async {
            match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
                Ok(mut signal) => drop(signal.recv().await),
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! { () = interrupt => {}, () = terminate => {} }
    }
    #[cfg(not(unix))]
    interrupt.await;
    tracing::info!("stopping: no new requests, those under way are answered");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_told_to_this_machine_only_and_not_through_a_proxy() {
        let near = SocketAddr::from(([127, 0, 0, 1], 5));
        let mut headers = HeaderMap::new();
        assert!(is_near(near, &headers));
        assert!(!is_near(SocketAddr::from(([10, 0, 0, 7], 5)), &headers));
        headers.insert("x-forwarded-for", "203.0.113.9".parse().unwrap());
        assert!(!is_near(near, &headers));
    }
}
