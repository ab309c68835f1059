//! The binary with a demonstration, and a browser on it.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;
use thirtyfour::prelude::*;

/// The size of a window at a desk.
pub const DESK: (u32, u32) = (1280, 900);

/// The served demonstration; it ends with the test.
pub struct Served {
    child: Child,
    /// Its address.
    pub base: String,
    _data: TempDir,
}

impl Served {
    /// Starts the binary on an empty folder and waits for its greeting.
    pub fn demo() -> Self {
        let data = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let listen = format!("127.0.0.1:{port}");
        let mut child = Command::new(env!("CARGO_BIN_EXE_gongxue"))
            .args(["serve", "--demo", "--listen", &listen, "--data"])
            .arg(data.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(
            lines.any(|line| line.unwrap().contains("made-up nation")),
            "the binary greets"
        );
        Self {
            child,
            base: format!("http://{listen}"),
            _data: data,
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// A browser window.
pub struct Browser {
    /// The session.
    pub driver: WebDriver,
    _profile: TempDir,
}

impl Browser {
    /// Opens a window of a size, in a colour scheme.
    #[allow(
        clippy::disallowed_methods,
        reason = "the test runner names the driver by the environment"
    )]
    pub async fn open(size: (u32, u32), dark: Dark) -> Self {
        let driver =
            std::env::var("GONGXUE_CHROMEDRIVER").unwrap_or_else(|_| "http://127.0.0.1:9515".to_owned());
        let profile = tempfile::tempdir().unwrap();
        let mut wanted = DesiredCapabilities::chrome();
        for flag in [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ] {
            wanted.add_arg(flag).unwrap();
        }
        if dark == Dark::Yes {
            wanted.add_arg("--force-dark-mode").unwrap();
        }
        wanted
            .add_arg(&format!("--user-data-dir={}", profile.path().display()))
            .unwrap();
        let driver = WebDriver::new(&driver, wanted).await.unwrap();
        driver.set_window_rect(0, 0, size.0, size.1).await.unwrap();
        Self {
            driver,
            _profile: profile,
        }
    }

    /// Goes to a page.
    pub async fn goto(&self, served: &Served, path: &str) {
        self.driver.goto(format!("{}{path}", served.base)).await.unwrap();
    }

    /// Opens the sign-in in Chinese, whatever the machine's language is.
    pub async fn in_chinese(&self, served: &Served) {
        self.goto(served, "/sign-in").await;
        self.driver
            .add_cookie(Cookie::new("gx_lang", "zh-CN"))
            .await
            .unwrap();
        self.goto(served, "/sign-in").await;
    }

    /// Signs in as the made-up person whose button says this.
    pub async fn sign_in(&self, served: &Served, label: &str) {
        self.in_chinese(served).await;
        let click = "[...document.querySelectorAll('button')].find(b => b.textContent.includes(arguments[0])).click()";
        self.driver
            .execute(click, vec![serde_json::json!(label)])
            .await
            .unwrap();
        self.driver
            .query(By::Css("main.content h1"))
            .first()
            .await
            .unwrap();
    }

    /// No page scrolls sideways, and none has a fault that axe names.
    pub async fn check(&self, name: &str) {
        let wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        let over: i64 = self
            .driver
            .execute(wide, vec![])
            .await
            .unwrap()
            .convert()
            .unwrap();
        assert!(over <= 0, "{name} is {over} pixels too wide");
        let axe = std::fs::read_to_string(root().join("crates/testkit/assets/axe/axe.min.js")).unwrap();
        self.driver.execute(&axe, vec![]).await.unwrap();
        let run = "const done = arguments[arguments.length - 1]; axe.run({resultTypes: ['violations']}).then(r => \
                   done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | ').slice(0, 300))))";
        let faults: Vec<String> = self
            .driver
            .execute_async(run, vec![])
            .await
            .unwrap()
            .convert()
            .unwrap();
        assert!(faults.is_empty(), "{name}: {faults:#?}");
    }

    /// Keeps a picture of the page for the documentation.
    pub async fn picture(&self, name: &str) {
        let folder = root().join("docs/screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        self.driver
            .screenshot(&folder.join(format!("{name}.png")))
            .await
            .unwrap();
    }

    /// Closes the window.
    pub async fn close(self) {
        self.driver.quit().await.unwrap();
    }
}

/// The browser's colour scheme.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Dark {
    /// Light.
    No,
    /// Dark.
    Yes,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
