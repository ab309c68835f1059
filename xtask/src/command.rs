//! Running other programs: from the top of the working tree, and with the failure named.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Problem;

/// The top of the working tree.
pub fn top() -> &'static Path {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own)
}

/// The same cargo that started this program, without the variables that it set for this package: some build scripts
/// watch them, and would be run again at every change between `cargo xtask` and plain `cargo`.
pub fn cargo() -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(top());
    for (name, _) in env::vars_os() {
        let own = name.to_str().is_some_and(|name| {
            name.starts_with("CARGO_PKG_")
                || name.starts_with("CARGO_MANIFEST_")
                || name == "CARGO_PRIMARY_PACKAGE"
        });
        if own {
            cargo.env_remove(name);
        }
    }
    cargo
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| top().join("target"), PathBuf::from)
}

/// How the product is built where no program was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Built {
    /// Quickly, to run slowly.
    Debug,
    /// As it is shipped.
    Release,
}

/// The product's program: the one that was named, by its full path, as some of its runs have a working folder of their own, or
/// the one that is built now.
///
/// Errors: the named one is not there, or it does not build.
pub fn product(named: Option<&Path>, built: Built) -> Result<PathBuf, Problem> {
    if let Some(binary) = named {
        return Ok(std::fs::canonicalize(binary).map_err(|error| format!("{}: {error}", binary.display()))?);
    }
    let mut build = cargo();
    build.args(["build", "--locked"]);
    let folder = match built {
        Built::Debug => "debug",
        Built::Release => {
            build.arg("--release");
            "release"
        }
    };
    succeed(&mut build)?;
    Ok(target().join(folder).join("gongxue"))
}

/// git in this working tree.
pub fn git() -> Command {
    let mut git = Command::new("git");
    git.current_dir(top());
    git
}

/// Runs `command` to its end with its output shown.
///
/// Errors: it cannot be started, or does not end with 0.
pub fn succeed(command: &mut Command) -> Result<(), Problem> {
    let status = command
        .status()
        .map_err(|error| format!("{}: {error}", shown(command)))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{}` ended with {status}", shown(command)).into())
    }
}

/// Runs `command` to its end and gives what it printed.
///
/// Errors: it cannot be started, does not end with 0 (its complaint is shown), or prints what is no UTF-8.
pub fn output(command: &mut Command) -> Result<String, Problem> {
    let result = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("{}: {error}", shown(command)))?;
    if !result.status.success() {
        return Err(format!("`{}` ended with {}", shown(command), result.status).into());
    }
    Ok(String::from_utf8(result.stdout)?)
}

/// A command for a server that must not outlive this process, even where this process is killed and drops nothing: it
/// then gets `signal`. (Where the system has no `setpriv`, as on macOS, only an orderly end stops the server.)
pub fn server(program: &Path, signal: &str) -> Command {
    let Some(setpriv) = on_path("setpriv") else {
        return Command::new(program);
    };
    let mut command = Command::new(setpriv);
    command.args(["--pdeathsig", signal, "--"]).arg(program);
    command
}

/// Where `program` is on the PATH.
pub fn on_path(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy()];
    words.extend(command.get_args().map(|word| word.to_string_lossy()));
    words.join(" ")
}
