//! What the cluster needs from the machine.

use std::path::Path;

use crate::test::{postgres, setup};
use crate::{Problem, command};

/// Debian's packages, and how one sees that they are there. Patroni speaks to etcd through a library that Debian keeps apart.
fn missing() -> Vec<&'static str> {
    let there = [
        ("postgresql", postgres::is_there()),
        ("etcd-server", command::on_path("etcd").is_some()),
        ("patroni", command::on_path("patroni").is_some()),
        (
            "python3-etcd",
            Path::new("/usr/lib/python3/dist-packages/etcd").is_dir(),
        ),
    ];
    let missing = there.into_iter().filter(|(_, there)| !there);
    missing.map(|(package, _)| package).collect()
}

/// Installs what is missing.
///
/// Errors: this machine cannot have it, which is said with the names.
pub fn everything() -> Result<(), Problem> {
    let wanted = missing();
    if wanted.is_empty() {
        return Ok(());
    }
    let installed = setup::install(&wanted);
    let left = missing();
    if left.is_empty() {
        return Ok(());
    }
    let cause = installed.err().map(|problem| format!(": {problem}"));
    Err(format!(
        "the nodes need {}, which this machine does not have{}",
        left.join(", "),
        cause.unwrap_or_default()
    )
    .into())
}
