//! The binary with a demonstration, and a browser on it.
//!
//! A look at a page costs one load: the window's width and the colour scheme are changed on the loaded page, axe is put into
//! every document by the browser itself, and who signs in next does so in the same window.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::prelude::*;
use thirtyfour::{ChromiumLikeCapabilities, LoggingPrefsLogLevel};

/// The size of a window at a desk.
pub const DESK: (u32, u32) = (1280, 800);
/// The size of a small phone.
pub const PHONE: (u32, u32) = (360, 740);

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
            lines.any(|line| line.unwrap().contains("Ctrl-C")),
            "the binary greets"
        );
        let served = Self {
            child,
            base: format!("http://{listen}"),
            _data: data,
        };
        served.wait(&listen);
        served
    }

    /// The greeting comes a moment before the port answers.
    fn wait(&self, listen: &str) {
        while std::net::TcpStream::connect(listen).is_err() {
            std::thread::yield_now();
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// A language of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Chinese.
    Chinese,
    /// English.
    English,
}

/// A colour scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// A browser window on the demonstration.
pub struct Browser {
    /// The session.
    pub driver: WebDriver,
    base: String,
    _profile: TempDir,
}

impl Browser {
    /// Opens a window; pages are Chinese until [`Browser::language`] says otherwise.
    #[allow(
        clippy::disallowed_methods,
        reason = "the test runner names the driver by the environment"
    )]
    pub async fn open(served: &Served) -> Self {
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
            "--hide-scrollbars",
        ] {
            wanted.add_arg(flag).unwrap();
        }
        wanted
            .add_arg(&format!("--user-data-dir={}", profile.path().display()))
            .unwrap();
        wanted
            .set_logging_prefs("browser", LoggingPrefsLogLevel::All)
            .unwrap();
        let driver = WebDriver::new(&driver, wanted).await.unwrap();
        let axe = std::fs::read_to_string(root().join("crates/testkit/assets/axe/axe.min.js")).unwrap();
        let browser = Self {
            driver,
            base: served.base.clone(),
            _profile: profile,
        };
        browser
            .command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": axe }))
            .await;
        // A colour on its way from light to dark is neither.
        let still = json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }] });
        browser.command("Emulation.setEmulatedMedia", still).await;
        let zone = json!({ "timezoneId": "Asia/Shanghai" });
        browser.command("Emulation.setTimezoneOverride", zone).await;
        browser.resize(DESK).await;
        browser.goto("/sign-in").await;
        browser.language(Language::Chinese).await;
        browser
    }

    /// A command of the DevTools protocol.
    pub async fn command(&self, name: &str, parameters: Value) -> Value {
        self.driver.cdp().send_raw(name, parameters).await.unwrap()
    }

    /// Goes to a page.
    pub async fn goto(&self, path: &str) {
        self.driver.goto(format!("{}{path}", self.base)).await.unwrap();
    }

    /// Gives the window a size; the page that stands in it is laid out anew.
    pub async fn resize(&self, (width, height): (u32, u32)) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.command("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// The language of the next pages.
    pub async fn language(&self, language: Language) {
        let tag = match language {
            Language::Chinese => "zh-CN",
            Language::English => "en",
        };
        self.driver.add_cookie(Cookie::new("gx_lang", tag)).await.unwrap();
    }

    /// The colours of the page that stands there.
    pub async fn theme(&self, theme: Theme) {
        let dress = "document.documentElement.dataset.bsTheme = arguments[0]";
        self.run(dress, vec![json!(theme.name())]).await;
    }

    /// Runs a script on the page.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        let found = self.driver.execute(script, arguments).await.unwrap();
        found.json().clone()
    }

    /// Signs in as the made-up person of this number whose button says this organisation.
    pub async fn sign_in(&self, organisation: &str, number: &str) {
        self.driver.delete_cookie("gx_session").await.unwrap();
        self.goto("/sign-in").await;
        // Anybody of the organisation may sign in by the button of somebody else, for the password is the same.
        let press = "const all = [...document.querySelectorAll('button[name=number]')].filter(b => b.textContent.includes(arguments[0])); \
                     const found = all.find(b => b.value === arguments[1]) ?? all[0]; if (!found) return false; \
                     found.value = arguments[1]; found.click(); return true";
        let found = self.run(press, vec![json!(organisation), json!(number)]).await;
        assert_eq!(found, json!(true), "{organisation} has {number}");
        self.wait("return Boolean(document.querySelector('.rail'))", vec![])
            .await;
    }

    /// What is wrong with the page that stands there, at this size: it scrolls sideways, or axe finds something.
    pub async fn faults(&self) -> Vec<String> {
        let look = "const done = arguments[arguments.length - 1]; const root = document.documentElement; \
                    const over = root.scrollWidth - root.clientWidth; \
                    const reaches = e => e.getBoundingClientRect().right > root.clientWidth + 1; \
                    const wide = () => [...document.querySelectorAll('body *')].filter(reaches).slice(-3).map(e => e.outerHTML.slice(0, 120)); \
                    const faults = over > 0 ? [`${over} pixels too wide: ${wide().join(' | ')}`] : []; \
                    axe.run({resultTypes: ['violations']}).then(found => done(faults.concat(found.violations.map(v => \
                    v.id + ': ' + v.nodes.map(n => n.html).join(' | ').slice(0, 400)))))";
        let found = self.driver.execute_async(look, vec![]).await.unwrap();
        found.convert().unwrap()
    }

    /// Says so when the page that stands there scrolls sideways.
    pub async fn too_wide(&self) -> Vec<String> {
        let over = "const root = document.documentElement; return root.scrollWidth - root.clientWidth";
        let over = self.run(over, vec![]).await.as_i64().unwrap_or_default();
        (over > 0)
            .then(|| format!("{over} pixels too wide"))
            .into_iter()
            .collect()
    }

    /// What the console said since it was last asked, but for notes.
    pub async fn console(&self) -> Vec<String> {
        let said = self.driver.browser_log().await.unwrap();
        let bad = said
            .into_iter()
            .filter(|line| matches!(line.level.as_str(), "SEVERE" | "WARNING"));
        bad.map(|line| line.message).collect()
    }

    /// What is wrong with the page that stands there, with the name of the place.
    pub async fn faults_at(&self, place: &str) -> Vec<String> {
        let mut found = self.faults().await;
        found.extend(self.console().await);
        found
            .into_iter()
            .map(|fault| format!("{place}: {fault}"))
            .collect()
    }

    /// Keeps a picture of the page for the documentation, when the run is to write what it lists anew.
    #[allow(
        clippy::disallowed_methods,
        reason = "the same word as for the generated lists"
    )]
    pub async fn picture(&self, name: &str) {
        if std::env::var_os("GONGXUE_ACCEPT").is_none() {
            return;
        }
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

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
