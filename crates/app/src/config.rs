//! Configuration: flags over environment (`GONGXUE_…`) over a file.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// 工学: the whole chain from an enterprise's work to a recognised skilled worker.
#[derive(Debug, Parser)]
#[command(name = "gongxue", version, about, propagate_version = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program does.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves the pages until Ctrl-C
    Serve(Serve),
    /// Proves the audit chains, or names the first broken line
    #[command(subcommand)]
    Audit(Verify),
    /// Counts everything again from the rows and compares
    #[command(subcommand)]
    Facts(Verify),
}

/// Checks of an installation at rest or at work.
#[derive(Debug, Subcommand)]
pub enum Verify {
    /// Checks every organisation; exits with 1 where something is wrong
    Verify(Place),
}

/// Where the installation lives.
#[derive(Clone, Debug, Args)]
pub struct Place {
    /// Folder of the embedded database, the keys and the files
    #[arg(
        long,
        env = "GONGXUE_DATA",
        default_value = "gongxue-data",
        value_name = "DIR"
    )]
    pub data: PathBuf,
    /// postgres://user@host/database in place of the embedded database
    #[arg(long, env = "GONGXUE_DATABASE", value_name = "URL")]
    pub database: Option<String>,
    /// File of settings: lines such as listen = "0.0.0.0:8080", named as the flags
    #[arg(long, env = "GONGXUE_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
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
        default_value = "127.0.0.1:8080",
        value_name = "ADDR"
    )]
    pub listen: SocketAddr,
    /// What QR codes and links print, such as `https://gongxue.example.cn`
    #[arg(long, env = "GONGXUE_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// Loads a made-up nation into an empty installation and shows its sign-ins
    #[arg(long, env = "GONGXUE_DEMO")]
    pub demo: bool,
    /// Logs as lines of JSON
    #[arg(long, env = "GONGXUE_LOG_JSON")]
    pub log_json: bool,
}

/// What a settings file may say; each is a flag's name.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    listen: Option<SocketAddr>,
    database: Option<String>,
    public_url: Option<String>,
    demo: Option<bool>,
    log_json: Option<bool>,
}

impl Serve {
    /// Fills in from the settings file what neither a flag nor the environment said.
    ///
    /// # Errors
    /// A file that cannot be read, or a line it does not know.
    pub fn settled(mut self) -> Result<Self, String> {
        let Some(path) = &self.place.config else {
            return Ok(self);
        };
        let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let file: Settings = toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        let standard = SocketAddr::from(([127, 0, 0, 1], 8080));
        if self.listen == standard {
            self.listen = file.listen.unwrap_or(standard);
        }
        self.place.database = self.place.database.or(file.database);
        self.public_url = self.public_url.or(file.public_url);
        self.demo |= file.demo.unwrap_or_default();
        self.log_json |= file.log_json.unwrap_or_default();
        Ok(self)
    }

    /// The address that links print, without a slash at its end.
    pub fn link_base(&self) -> String {
        let given = self
            .public_url
            .clone()
            .unwrap_or_else(|| format!("http://{}", self.listen));
        given.trim_end_matches('/').to_owned()
    }
}

impl Place {
    /// Where stored files lie: a folder of the data folder, whichever engine holds the rows.
    pub fn files(&self) -> files::Settings {
        files::Settings {
            place: files::Place::Folder(self.data.join("files")),
        }
    }

    /// The database's URL: a server's, or the file in the data folder.
    pub fn database_url(&self) -> String {
        self.database
            .clone()
            .unwrap_or_else(|| format!("sqlite:{}", self.data.join("gongxue.db").display()))
    }
}
