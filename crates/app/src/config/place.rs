//! Where an installation lives: its folder, its database, its files.

use std::path::PathBuf;

use clap::Args;

use super::Settings;
use crate::backup::UNFINISHED;

/// Where the installation lives.
#[derive(Clone, Debug, Args)]
pub struct Place {
    /// Folder of the embedded database, the keys and the files
    #[arg(
        long,
        env = "GONGXUE_DATA",
        hide_env_values = true,
        default_value = "gongxue-data",
        value_name = "DIR"
    )]
    pub data: PathBuf,
    /// postgres://user@host/database in place of the embedded database
    #[arg(long, env = "GONGXUE_DATABASE", hide_env_values = true, value_name = "URL")]
    pub database: Option<String>,
    /// With a database server: whose certificates it may have, a file in PEM; asks for TLS. The public authorities otherwise
    #[arg(
        long,
        env = "GONGXUE_DATABASE_CA",
        hide_env_values = true,
        value_name = "FILE"
    )]
    pub database_ca: Option<PathBuf>,
    /// Folder of the stored files, where several nodes share them; files/ of the data folder otherwise
    #[arg(long, env = "GONGXUE_FILES", hide_env_values = true, value_name = "DIR")]
    pub files: Option<PathBuf>,
    /// File of settings: lines such as listen = "0.0.0.0:8080", named as the flags
    #[arg(long, env = "GONGXUE_CONFIG", hide_env_values = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

impl Place {
    /// Where stored files lie: a folder that is named, or one of the data folder, whichever engine holds the rows.
    pub fn files(&self) -> files::Settings {
        let named = self.files.clone();
        files::Settings {
            place: files::Place::Folder(named.unwrap_or_else(|| self.data.join("files"))),
        }
    }

    /// Fills in from the settings file what neither a flag nor the environment said.
    ///
    /// # Errors
    /// A file that cannot be read, or a line it does not know.
    pub fn settled(mut self) -> Result<Self, String> {
        if let Some(said) = self.said()? {
            self.database = self.database.or(said.database);
            self.database_ca = self.database_ca.or(said.database_ca);
            self.files = self.files.or(said.files);
        }
        self.fits()?;
        Ok(self)
    }

    /// Nothing is said in vain.
    pub(super) fn fits(&self) -> Result<(), String> {
        match (&self.database, &self.database_ca) {
            (None, Some(_)) => Err("--database-ca is for a server that --database names".to_owned()),
            _ => Ok(()),
        }
    }

    /// What the settings file says, if one is named.
    pub(super) fn said(&self) -> Result<Option<Settings>, String> {
        let Some(path) = &self.config else {
            return Ok(None);
        };
        let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// A restore that was broken off has left rows or files that nobody should work with.
    ///
    /// # Errors
    /// Where one lies in the data folder.
    pub fn must_be_whole(&self) -> Result<(), String> {
        if self.data.join(UNFINISHED).exists() {
            let data = self.data.display();
            Err(format!(
                "{data} holds a restore that was not finished: restore again"
            ))
        } else {
            Ok(())
        }
    }

    /// A check of what is not there is a slip of the pen, and should make nothing.
    ///
    /// # Errors
    /// Where the folder holds no database and no server is named.
    pub fn must_exist(&self) -> Result<(), String> {
        let file = self.data.join("gongxue.db");
        if self.database.is_some() || file.exists() {
            Ok(())
        } else {
            Err(format!(
                "{} holds no database of gongxue; name its folder with --data",
                self.data.display()
            ))
        }
    }

    /// The database's URL: a server's, or the file in the data folder.
    pub fn database_url(&self) -> String {
        match (&self.database, &self.database_ca) {
            (None, _) => format!("sqlite:{}", self.data.join("gongxue.db").display()),
            (Some(url), None) => url.clone(),
            (Some(url), Some(file)) => {
                let sign = if url.contains('?') { '&' } else { '?' };
                format!("{url}{sign}sslrootcert={}", encoded(&file.display().to_string()))
            }
        }
    }
}

/// A value as it stands in a URL.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-~".contains(&byte);
    text.bytes()
        .map(|byte| {
            if plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
