//! Configuration: flags over environment (`GONGXUE_…`) over a file.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use files::{Scanner, ScannerAddress};
use kernel::network::Networks;
use kernel::vault::Cipher;
use people::model::sign_in::factor::Asking;

use crate::tls;

mod persons;
mod place;

use persons::SLIP;
pub use persons::{Again, Erasures, Reset, SecondFactor};
pub use place::Place;

/// 工学: the whole chain from an enterprise's work to a recognised skilled worker.
#[derive(Debug, Parser)]
#[command(name = "gongxue", version, about, propagate_version = true, after_help = EXAMPLES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What stands under the help of the whole program.
const EXAMPLES: &str = "Examples:
  gongxue serve --demo
      tries it with a made-up nation on http://127.0.0.1:8080
  gongxue serve --data /var/lib/gongxue --listen 0.0.0.0:8080 --public-url https://gongxue.example.cn
      serves a school or a city from one folder, behind a proxy that speaks TLS
  gongxue serve --listen 0.0.0.0:443 --tls-cert cert.pem --tls-key key.pem --redirect 0.0.0.0:80 --public-url https://gongxue.example.cn
      speaks TLS itself
  gongxue serve --data /var/lib/gongxue --database postgres://gongxue@db/gongxue
      serves a province or the nation from PostgreSQL
  gongxue seed --schools 100 --students 4000 --data /tmp/nation
      makes a nation up, to try how an installation of that size behaves
  gongxue audit verify --data /var/lib/gongxue
      proves that no audit line was changed or removed
  gongxue backup create --data /var/lib/gongxue --to 2026-11-26.gongxue
      saves all of it in one file while it is at work";

/// What the program does.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves the pages until Ctrl-C
    Serve(Serve),
    /// Brings the schema up to date and ends, for an account that may change it where the one that serves may not
    #[command(after_help = UPGRADE)]
    Upgrade(Place),
    /// Proves the audit chains, or names the first broken line
    #[command(subcommand)]
    Audit(Verify),
    /// Counts everything again from the rows and compares
    #[command(subcommand)]
    Facts(Verify),
    /// Fills an empty place with a made-up nation of any size
    Seed(Seed),
    /// Saves the whole installation in one archive, or checks one
    #[command(subcommand)]
    Backup(Backup),
    /// Makes an installation of a backup, in an empty place
    #[command(after_help = RESTORE)]
    Restore(Restore),
    /// Takes one school out of an installation, or into one
    #[command(subcommand)]
    School(School),
    /// Lets another key seal personal values while the installation is at work
    #[command(subcommand)]
    Keys(Turn),
    /// Takes the second factor of somebody away who lost the device
    #[command(subcommand)]
    SecondFactor(SecondFactor),
    /// Prints a code for a new password of somebody of the staff
    #[command(after_help = SLIP)]
    Slip(Reset),
    /// Lists who was erased, and erases them again in a restored backup
    #[command(subcommand)]
    Erasures(Erasures),
}

/// What stands under the help of an upgrade alone.
const UPGRADE: &str = "On a database server, under the account that owns the schema; servers of the version before may go on meanwhile. Afterwards serve needs no more \
than SELECT, INSERT, UPDATE and DELETE: docs/operations.md has the GRANT lines. Without a database server it upgrades the file of a folder that nobody serves.

Example:
  gongxue upgrade --database postgres://gongxue_owner@db/gongxue";

/// What stands under the help of a new key.
const ROTATE: &str = "A server at work takes the new key up within seconds and seals anew what the old one sealed, in steps; \
gongxue keys show says how far it is, and gongxue keys retire 1 takes the old key away when nothing is left. With several nodes: keys add, \
copy keys-v1.hex into the data folder of each, then keys use 2, and copy it again. Keep the file of before as long as you keep backups of before.

Example:
  gongxue keys rotate --data /var/lib/gongxue
  gongxue keys rotate --cipher sm4 --data /var/lib/gongxue";

/// How hard administrators are asked for a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Factor {
    /// Their desk asks them to set one up
    Asked,
    /// Without one they do nothing else than set one up
    Required,
}

/// Keys that seal personal values.
#[derive(Debug, Subcommand)]
pub enum Turn {
    /// Prints each key: whether it seals, how many values it sealed, its fingerprint
    Show(Place),
    /// Makes a new key and lets it seal from now on
    #[command(after_help = ROTATE)]
    Rotate(NewKey),
    /// Makes a new key that seals nothing yet, to be copied to the other nodes first
    #[command(after_help = ROTATE)]
    Add(NewKey),
    /// Lets a key that is there seal from now on
    Use(KeysOf),
    /// Takes a key away, unless it seals or something is sealed with it
    Retire(KeysOf),
}

/// A key to come, and where.
#[derive(Clone, Debug, Args)]
pub struct NewKey {
    /// Where the installation lives.
    #[command(flatten)]
    pub place: Place,
    /// What it seals with: aes (AES-256-GCM) or sm4 (SM4-GCM); as the key that seals now if nothing is said
    #[arg(long, value_name = "CIPHER")]
    pub cipher: Option<Cipher>,
}

/// Which key, and where.
#[derive(Clone, Debug, Args)]
pub struct KeysOf {
    /// Where the installation lives.
    #[command(flatten)]
    pub place: Place,
    /// The key's number, as keys show prints it
    #[arg(value_name = "N")]
    pub key: u8,
}

/// What stands under the help of an export.
const EXPORT: &str = "The installation may be at work, and the school stays in it. The file holds the school's rows and files and what they name of \
others: accounts, adopted standards. Check it with gongxue backup verify FILE.

Where the other installation has other keys, it makes a one-time key first (gongxue school receive), and --to-key names the file that came from there: what is \
sealed goes out under keys of this file alone, which only that installation opens. Compare the key's digits with those that were printed there.

Examples:
  gongxue school export --school 3301001 --to school.gongxue --data /var/lib/gongxue
  gongxue school export --school 3301001 --to school.gongxue --to-key receiver.txt --data /var/lib/gongxue";

/// What stands under the help of a one-time key.
const RECEIVE: &str = "Run it where the school will go. The private half stays in the data folder until the school was imported, and opens one export; the file that is \
written may be sent by any way. Read the digits that are printed to whoever exports the school, so that nobody puts another key in its place.

Example:
  gongxue school receive --to receiver.txt --data /var/lib/gongxue";

/// What stands under the help of an import.
const IMPORT: &str = "Stop the server first. Both installations have to be of one version; the engines may differ, and the keys (keys-v1.hex), where the export was made with --to-key \
for a one-time key of this installation. Every id stays, other schools stay as they are; a school that is here already is refused. People sign in anew; one-time codes that nobody used \
are printed anew.

Example:
  gongxue school import --from school.gongxue --data /var/lib/gongxue";

/// Moving a school.
#[derive(Debug, Subcommand)]
pub enum School {
    /// Makes a one-time key, so that a school of an installation with other keys can come here
    #[command(after_help = RECEIVE)]
    Receive(Receive),
    /// Writes one school, with all that is its own, into a new file
    #[command(after_help = EXPORT)]
    Export(Export),
    /// Adds an exported school to an installation that has others, or none
    #[command(after_help = IMPORT)]
    Import(Import),
}

/// Where to, and what is told to the other side.
#[derive(Clone, Debug, Args)]
pub struct Receive {
    /// Where the installation lives.
    #[command(flatten)]
    pub place: Place,
    /// The public half to write, for whoever exports the school; there may be none of this name
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
}

/// Which school, and where to.
#[derive(Clone, Debug, Args)]
pub struct Export {
    /// Where the installation lives.
    #[command(flatten)]
    pub place: Place,
    /// The school's full name, code or id
    #[arg(long, value_name = "NAME")]
    pub school: String,
    /// The archive to write; there may be none of this name
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
    /// The file that school receive wrote at an installation with other keys: only that one can take the school in
    #[arg(long, value_name = "FILE")]
    pub to_key: Option<PathBuf>,
}

/// Which export, and into what.
#[derive(Clone, Debug, Args)]
pub struct Import {
    /// Where the installation lives.
    #[command(flatten)]
    pub place: Place,
    /// The archive to read
    #[arg(long, value_name = "FILE")]
    pub from: PathBuf,
}

/// How large a made-up nation shall be.
#[derive(Clone, Debug, Args)]
pub struct Seed {
    /// Where the installation lives.
    #[command(flatten)]
    pub place: Place,
    /// Provinces, up to 32
    #[arg(long, default_value_t = 31, value_name = "N", value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=32))]
    pub provinces: usize,
    /// Schools in all
    #[arg(long, default_value_t = 3, value_name = "N", value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=5_000))]
    pub schools: usize,
    /// Students of a school, as a mean; schools differ tenfold
    #[arg(long, default_value_t = 400, value_name = "N", value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(40..=6_000))]
    pub students: usize,
    /// The same number makes the same nation on the same day
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub seed: u64,
}

/// What stands under the help of a restore.
const RESTORE: &str = "The data folder has to be empty or hold nothing but keys-v1.hex, and a database server's database has to be empty too. \
The backup may come from the other engine. The keys are never in a backup: without those that it was made under, nobody reads \
what is sealed in it.

Examples:
  gongxue restore --from 2026-11-26.gongxue --keys keys-v1.hex --data /var/lib/gongxue
  gongxue restore --from 2026-11-26.gongxue --keys keys-v1.hex --data /var/lib/gongxue --database postgres://gongxue@db/gongxue";

/// What stands under the help of making a backup.
const CREATE: &str = "The installation may be at work: the backup is of one moment. It holds every row and every stored file, and personal data in the \
clear but for identity numbers and telephones, which are sealed: keep it as you keep the database. It does not hold keys-v1.hex of the \
data folder: keep that file apart, since a restore needs it.

Examples:
  gongxue backup create --data /var/lib/gongxue --to /backup/2026-11-26.gongxue
  gongxue backup verify /backup/2026-11-26.gongxue";

/// Saving an installation.
#[derive(Debug, Subcommand)]
pub enum Backup {
    /// Writes a backup of an installation, at rest or at work, into a new file
    #[command(after_help = CREATE)]
    Create(Create),
    /// Reads a whole backup and checks every hash; exits with 1 where something is broken, and names it
    Verify(VerifyBackup),
}

/// What to save, and where.
#[derive(Clone, Debug, Args)]
pub struct Create {
    /// Where the installation lives.
    #[command(flatten)]
    pub place: Place,
    /// The archive to write; there may be none of this name
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
}

/// Which backup to check.
#[derive(Clone, Debug, Args)]
pub struct VerifyBackup {
    /// The archive
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// What to restore, and where.
#[derive(Clone, Debug, Args)]
pub struct Restore {
    /// Where the installation will live.
    #[command(flatten)]
    pub place: Place,
    /// The archive to read
    #[arg(long, value_name = "FILE")]
    pub from: PathBuf,
    /// The keys that the backup was made under, unless they lie in the data folder already
    #[arg(long, value_name = "FILE")]
    pub keys: Option<PathBuf>,
}

/// Checks of an installation at rest or at work.
#[derive(Debug, Subcommand)]
pub enum Verify {
    /// Checks every organisation; exits with 1 where something is wrong
    Verify(Place),
}

/// How to serve.
#[derive(Clone, Debug, Args)]
pub struct Serve {
    /// Where the installation lives.
    #[command(flatten)]
    pub place: Place,
    /// Address and port to listen on
    #[arg(
        long,
        env = "GONGXUE_LISTEN",
        hide_env_values = true,
        default_value = "127.0.0.1:8080",
        value_name = "ADDR"
    )]
    pub listen: SocketAddr,
    /// The address that people use, such as `https://gongxue.example.cn`: QR codes and links print it
    #[arg(long, env = "GONGXUE_PUBLIC_URL", hide_env_values = true, value_name = "URL")]
    pub public_url: Option<String>,
    /// Speaks TLS itself: file of the certificate and its issuers' in PEM, read again whenever it changes
    #[arg(long, env = "GONGXUE_TLS_CERT", hide_env_values = true, value_name = "FILE")]
    pub tls_cert: Option<PathBuf>,
    /// File of the certificate's private key in PEM
    #[arg(long, env = "GONGXUE_TLS_KEY", hide_env_values = true, value_name = "FILE")]
    pub tls_key: Option<PathBuf>,
    /// With TLS: a second address, in the clear, that leads everybody to the public one
    #[arg(long, env = "GONGXUE_REDIRECT", hide_env_values = true, value_name = "ADDR")]
    pub redirect: Option<SocketAddr>,
    /// Loads a made-up nation into an empty folder, which stays a demonstration, and prints whom to sign in as
    #[arg(long, env = "GONGXUE_DEMO", hide_env_values = true)]
    pub demo: bool,
    /// Whether administrators without a second factor are asked to set one up, or may do nothing else; asked if nothing is said
    #[arg(
        long,
        env = "GONGXUE_SECOND_FACTOR",
        hide_env_values = true,
        value_name = "HOW"
    )]
    pub second_factor: Option<Factor>,
    /// The networks from which administrators work, such as 10.0.0.0/8,192.168.4.7; from anywhere if nothing is said
    #[arg(
        long,
        env = "GONGXUE_ADMINISTRATORS_FROM",
        hide_env_values = true,
        value_name = "NETWORKS"
    )]
    pub administrators_from: Option<Networks>,
    /// Proxies on other machines, such as 10.0.0.2: they are believed for the address that they speak for
    #[arg(long, env = "GONGXUE_PROXY", hide_env_values = true, value_name = "NETWORKS")]
    pub proxy: Option<Networks>,
    /// How many requests of one session are taken in a minute before it is told to wait; 1200 if nothing is said
    #[arg(
        long,
        env = "GONGXUE_SESSION_REQUESTS",
        hide_env_values = true,
        value_name = "N"
    )]
    pub session_requests: Option<u32>,
    /// Asks clamd about every file that is sent, at tcp:HOST:PORT or unix:/PATH; without it nobody is asked
    #[arg(long, env = "GONGXUE_SCANNER", hide_env_values = true, value_name = "AT")]
    pub scanner: Option<ScannerAddress>,
    /// From how many milliseconds on a statement is slow and stands in the log; 50 if nothing is said
    #[arg(
        long,
        env = "GONGXUE_SLOW_STATEMENT",
        hide_env_values = true,
        value_name = "MS"
    )]
    pub slow_statement: Option<u64>,
    /// Logs as lines of JSON
    #[arg(long, env = "GONGXUE_LOG_JSON", hide_env_values = true)]
    pub log_json: bool,
}

/// What a settings file may say; each is a flag's name.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    listen: Option<SocketAddr>,
    database: Option<String>,
    database_ca: Option<PathBuf>,
    files: Option<PathBuf>,
    public_url: Option<String>,
    tls_cert: Option<PathBuf>,
    tls_key: Option<PathBuf>,
    redirect: Option<SocketAddr>,
    second_factor: Option<Factor>,
    administrators_from: Option<Networks>,
    proxy: Option<Networks>,
    session_requests: Option<u32>,
    scanner: Option<String>,
    slow_statement: Option<u64>,
    demo: Option<bool>,
    log_json: Option<bool>,
}

impl Serve {
    /// Fills in from the settings file what neither a flag nor the environment said.
    ///
    /// # Errors
    /// A file that cannot be read, or a line it does not know.
    pub fn settled(self) -> Result<Self, String> {
        let settled = self.filled()?;
        settled.place.fits()?;
        let is_tls = settled.tls()?.is_some();
        if settled.redirect.is_some() && !is_tls {
            return Err("--redirect leads to TLS: name --tls-cert and --tls-key too".to_owned());
        }
        match &settled.public_url {
            Some(url) if is_tls && !url.starts_with("https://") => Err(format!(
                "--public-url {url}: with --tls-cert it begins with https://"
            )),
            Some(url) if !url.starts_with("https://") && !url.starts_with("http://") => {
                Err(format!("--public-url {url}: it begins with https:// or http://"))
            }
            _ => Ok(settled),
        }
    }

    fn filled(mut self) -> Result<Self, String> {
        let Some(file) = self.place.said()? else {
            return Ok(self);
        };
        let standard = SocketAddr::from(([127, 0, 0, 1], 8080));
        if self.listen == standard {
            self.listen = file.listen.unwrap_or(standard);
        }
        self.place.database = self.place.database.or(file.database);
        self.place.database_ca = self.place.database_ca.or(file.database_ca);
        self.place.files = self.place.files.or(file.files);
        self.public_url = self.public_url.or(file.public_url);
        self.tls_cert = self.tls_cert.or(file.tls_cert);
        self.tls_key = self.tls_key.or(file.tls_key);
        self.redirect = self.redirect.or(file.redirect);
        self.second_factor = self.second_factor.or(file.second_factor);
        self.administrators_from = self.administrators_from.or(file.administrators_from);
        self.proxy = self.proxy.or(file.proxy);
        self.session_requests = self.session_requests.or(file.session_requests);
        self.scanner = match (self.scanner, file.scanner) {
            (None, Some(said)) => Some(
                said.parse()
                    .map_err(|cause| format!("scanner = {said:?}: {cause}"))?,
            ),
            (named, _) => named,
        };
        self.slow_statement = self.slow_statement.or(file.slow_statement);
        self.demo |= file.demo.unwrap_or_default();
        self.log_json |= file.log_json.unwrap_or_default();
        Ok(self)
    }

    /// How the database is opened.
    pub fn database(&self) -> db::Settings {
        let mut settings = db::Settings::new(self.place.database_url());
        if let Some(millis) = self.slow_statement {
            settings.slow = Duration::from_millis(millis);
        }
        settings
    }

    /// The files of TLS, if it is spoken here.
    ///
    /// # Errors
    /// Where only one of the two is named.
    pub fn tls(&self) -> Result<Option<tls::Files>, String> {
        match (self.tls_cert.clone(), self.tls_key.clone()) {
            (Some(cert), Some(key)) => Ok(Some(tls::Files { cert, key })),
            (None, None) => Ok(None),
            _ => Err("TLS needs both --tls-cert and --tls-key".to_owned()),
        }
    }

    /// How hard administrators are asked for a second factor.
    pub fn asking(&self) -> Asking {
        match self.second_factor {
            Some(Factor::Required) => Asking::Required,
            Some(Factor::Asked) | None => Asking::Asked,
        }
    }

    /// Who is asked about files.
    pub fn scanner(&self) -> Option<Scanner> {
        let at = self.scanner.clone()?;
        Some(Scanner::new(at, Scanner::PATIENCE))
    }

    /// The address that links print, without a slash at its end.
    pub fn link_base(&self) -> String {
        let scheme = if self.tls_cert.is_some() { "https" } else { "http" };
        let given = self
            .public_url
            .clone()
            .unwrap_or_else(|| format!("{scheme}://{}", self.listen));
        given.trim_end_matches('/').to_owned()
    }
}

/// Whether other machines can reach an address: its host is no loopback and no "any address".
pub fn is_reachable(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(inner) => inner.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    match host.parse::<IpAddr>() {
        Ok(address) => !address.is_loopback() && !address.is_unspecified(),
        Err(_) => !host.is_empty() && host != "localhost",
    }
}

#[cfg(test)]
mod tests;
