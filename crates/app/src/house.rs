//! The modules in their order, and the house made of them.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use axum::Router;
use db::{Db, Migration, Settings};
use files::{Files, Scanner};
use kernel::network::Networks;
use kernel::outside::Chance;
use kernel::time::Clock;
use kernel::vault::{Sealed, Vault};
use people::model::sign_in::factor::Asking;
use web::{House, Live, Module, Pace, Routes, Texts};

/// The shell's own texts.
const SHELL: (&str, &str) = (
    include_str!("../../web/locales/zh.ftl"),
    include_str!("../../web/locales/en.ftl"),
);

/// The texts of refused files.
const PAPER: (&str, &str) = (
    include_str!("../../paper/locales/zh.ftl"),
    include_str!("../../paper/locales/en.ftl"),
);
const FILES: (&str, &str) = (
    include_str!("../../files/locales/zh.ftl"),
    include_str!("../../files/locales/en.ftl"),
);

/// The classes of all columns, a list a crate that owns tables.
pub fn columns(modules: &[Module]) -> Vec<&'static str> {
    let base = [db::COLUMNS, ledger::COLUMNS, files::COLUMNS, jobs::COLUMNS];
    base.into_iter()
        .chain(modules.iter().map(|module| module.columns))
        .collect()
}

/// Everything that is kept sealed under the installation's keys.
pub fn sealed(modules: &[Module]) -> Vec<Sealed> {
    let of_modules = modules.iter().flat_map(|module| module.sealed);
    ledger::SEALED.iter().chain(of_modules).copied().collect()
}

/// Every module, left to right as in the architecture.
pub fn modules() -> Vec<Module> {
    vec![
        web::module(),
        org::module(),
        people::module(),
        faculty::module(),
        standards::module(),
        design::module(),
        classroom::module(),
        assessment::module(),
        programme::module(),
        watch::module(),
    ]
}

/// What the house is made of besides its modules.
pub struct Parts {
    /// The database.
    pub settings: Settings,
    /// Where stored files lie.
    pub files: files::Settings,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives each request its seed.
    pub chance: Arc<dyn Chance>,
    /// Seals personal fields.
    pub vault: Vault,
    /// What links print.
    pub public_url: String,
    /// How many requests of one session are taken in a minute.
    pub session_requests: u32,
    /// Is asked about every file that is sent.
    pub scanner: Option<Scanner>,
    /// How hard administrators are asked for a second factor.
    pub second_factor: Asking,
    /// From where administrators work; from anywhere where nothing is named.
    pub administrators_from: Option<Networks>,
    /// Proxies on other machines.
    pub proxies: Networks,
}

/// Every step of the schema, in order.
pub fn migrations(modules: &[Module]) -> Vec<Migration> {
    let base = [
        db::MIGRATIONS,
        ledger::MIGRATIONS,
        files::MIGRATIONS,
        jobs::MIGRATIONS,
    ];
    let base = base.into_iter().flatten();
    base.chain(modules.iter().flat_map(|module| module.migrations))
        .copied()
        .collect()
}

/// Opens the database and builds the house with its routes.
///
/// # Errors
/// The engine's, a migration's, or a translation that is no Fluent.
pub fn build(parts: Parts) -> Result<(Arc<House>, Router), String> {
    let mut modules = modules();
    let db = Db::open(&parts.settings, &migrations(&modules)).map_err(|error| error.to_string())?;
    let files = Files::open(&parts.files).map_err(|error| error.to_string())?;
    let mut sources = vec![SHELL, PAPER, FILES];
    sources.extend(modules.iter().map(|module| module.texts));
    let texts = Texts::new(&sources)?;
    let routes: Vec<Routes> = modules
        .iter_mut()
        .map(|module| std::mem::take(&mut module.routes))
        .collect();
    let seed = parts.chance.seed();
    let node = kernel::Ctx::new(parts.clock.now(), kernel::Actor::System, seed).raw_id();
    let house = Arc::new(House {
        db,
        files,
        scanner: parts.scanner.map(Arc::new),
        clock: parts.clock,
        chance: parts.chance,
        vault: Arc::new(parts.vault),
        texts,
        door: Box::new(people::PeopleDoor {
            asking: parts.second_factor,
            administrators_from: parts.administrators_from,
        }),
        live: Live::new(),
        proxies: parts.proxies,
        pace: Pace::of(parts.session_requests),
        public_url: parts.public_url,
        made_up: AtomicBool::new(false),
        node,
        modules,
    });
    let router = web::router(&house, routes);
    Ok((house, router))
}
