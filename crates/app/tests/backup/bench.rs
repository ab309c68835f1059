//! Backing up and restoring an application of the tests, and looking at every table of it.

use std::path::{Path, PathBuf};

use app::backup::{self, Fault, Source, Summary, Target};
use db::Settings;
use files::{Files, Hash, Limits, Upload};
use kernel::vault::{Keys, Vault};
use tempfile::TempDir;
use testkit::{Engine, KEY, NOW, TestApp};

/// Backs an application up, from a thread of its own as beside a server at work.
pub async fn backed_up(app: &TestApp, to: &Path) -> Result<Summary, Fault> {
    backed_up_under(app, &Keys::first(1, &KEY), to).await
}

/// Backs an application of any keys up.
pub async fn backed_up_under(app: &TestApp, keys: &Keys, to: &Path) -> Result<Summary, Fault> {
    let source = Source {
        settings: app.settings(),
        files: app.files(),
        keys: Vault::of(keys).fingerprint(),
        at: NOW,
    };
    let to = to.to_owned();
    tokio::task::spawn_blocking(move || backup::create(&source, &to))
        .await
        .unwrap()
}

/// An empty place: a database, and a data folder beside a file of keys.
pub struct Place {
    pub engine: Engine,
    pub data: TempDir,
    pub keys: PathBuf,
    pub _beside: TempDir,
}

impl Place {
    pub fn empty(engine: Engine) -> Self {
        Self::with_keys(engine, &KEY)
    }

    pub fn with_keys(engine: Engine, key: &[u8; 64]) -> Self {
        let beside = tempfile::tempdir().unwrap();
        let keys = beside.path().join("kept-apart.hex");
        let text: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        std::fs::write(&keys, text).unwrap();
        Self {
            engine,
            data: tempfile::tempdir().unwrap(),
            keys,
            _beside: beside,
        }
    }

    pub fn settings(&self) -> Settings {
        Settings::new(self.engine.url())
    }

    pub async fn restored(&self, from: &Path) -> Result<Summary, Fault> {
        let target = Target {
            settings: self.settings(),
            data: self.data.path().to_owned(),
            files: files::Settings {
                place: files::Place::Folder(self.data.path().join("files")),
            },
            keys: Some(self.keys.clone()),
        };
        let from = from.to_owned();
        tokio::task::spawn_blocking(move || backup::restore(&from, &target))
            .await
            .unwrap()
    }

    /// The application over what was restored.
    pub async fn opened(self) -> TestApp {
        TestApp::opened(self.engine, self.data).await
    }
}

/// A file of the first school, with its row.
pub async fn filed(app: &TestApp, text: &str) -> Hash {
    let upload = Upload::check(
        format!("%PDF-1.7 {text}").as_bytes(),
        "application/pdf",
        &Limits::ATTACHMENT,
    )
    .unwrap();
    app.house.files.put(&upload).await.unwrap();
    let (hash, school) = (upload.hash().clone(), app.schools()[0].number);
    let ctx = app.house.ctx(kernel::Actor::System);
    let noted = app.house.db.write(&ctx, move |ctx, tx| {
        files::note(tx, ctx, school, &upload, "任务书.pdf")
    });
    noted.await.unwrap();
    hash
}

/// A file's content, straight from where it lies.
pub async fn content(settings: &files::Settings, hash: &Hash) -> kernel::Result<Vec<u8>> {
    let files = Files::open(settings)?;
    Ok(files.get(hash).await?.to_vec())
}
