//! What the tests need from the machine, and how it gets there on Debian.
//!
//! Nothing is installed that is there already, so that on a prepared machine this needs neither the net nor root.

use std::path::Path;
use std::process::Command;

use super::postgres;
use crate::{Problem, command};

/// How one sees that a package is there: by what it is for, so that a program from elsewhere counts too.
enum Sign {
    Program(&'static str),
    File(&'static str),
    Check(fn() -> bool),
}

/// The Debian packages that the tests need.
const PACKAGES: &[(&str, Sign)] = &[
    ("chromium", Sign::Program("chromium")),
    ("chromium-driver", Sign::Program("chromedriver")),
    (
        "fonts-noto-cjk",
        Sign::File("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    ),
    ("poppler-utils", Sign::Program("pdftotext")),
    (
        "libreoffice-writer-nogui",
        Sign::File("/usr/lib/libreoffice/program/libswlo.so"),
    ),
    ("postgresql", Sign::Check(postgres::is_there)),
];

/// Installs what is missing of the Debian packages and cargo-nextest.
///
/// Errors: something is missing and this machine has no apt-get, or an installation failed.
pub fn everything() -> Result<(), Problem> {
    let missing: Vec<&str> = PACKAGES
        .iter()
        .filter(|(_, sign)| !sign.is_there())
        .map(|(package, _)| *package)
        .collect();
    if !missing.is_empty() {
        install(&missing)?;
    }
    if !nextest_is_there() {
        // It starts programs and waits for them: what it takes to optimise it, to let it renew itself and to let a debugger look into
        // it, no run brings back.
        let mut install = command::cargo();
        install
            .args(["install", "cargo-nextest", "--locked", "--no-default-features", "--debug"])
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            // Lints are told of what is ours.
            .env_remove("RUSTC_WORKSPACE_WRAPPER");
        command::succeed(&mut install)?;
    }
    Ok(())
}

/// Whether `cargo nextest` can be run.
pub fn nextest_is_there() -> bool {
    command::cargo()
        .args(["nextest", "--version"])
        .output()
        .is_ok_and(|output| output.status.success())
}

impl Sign {
    fn is_there(&self) -> bool {
        match self {
            Self::Program(name) => command::on_path(name).is_some(),
            Self::File(path) => Path::new(path).exists(),
            Self::Check(check) => check(),
        }
    }
}

/// Installs Debian packages.
///
/// Errors: this machine has no apt-get, or an installation failed.
pub fn install(packages: &[&str]) -> Result<(), Problem> {
    if command::on_path("apt-get").is_none() {
        return Err(format!(
            "this machine has no apt-get; install what Debian calls {}",
            packages.join(", ")
        )
        .into());
    }
    command::succeed(apt_get().arg("update"))?;
    command::succeed(
        apt_get()
            .args(["install", "--yes", "--no-install-recommends"])
            .args(packages),
    )
}

fn apt_get() -> Command {
    let mut command = if postgres::we_are_root() {
        Command::new("env")
    } else {
        Command::new("sudo")
    };
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]);
    command
}
