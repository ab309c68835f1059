//! The binary `gongxue`.

use std::io::IsTerminal as _;
use std::process::ExitCode;

use app::config::{Cli, Command, Verify};
use app::{erasures, factors, keys, saving, seed, serve, slips, upgrade, verify};
use clap::Parser;
use tracing_subscriber::EnvFilter;

/// The system's takes a tenth more of every page and a fifth more of a seed (docs/adr/0016-allocator.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve(flags) => flags.settled().and_then(|serve| {
            log(if serve.log_json { Lines::Json } else { Lines::Plain });
            let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
            runtime.block_on(serve::run(serve)).map(|()| true)
        }),
        Command::Upgrade(place) => {
            log(Lines::Plain);
            upgrade::run(&place).map(|()| true)
        }
        Command::Audit(Verify::Verify(place)) => verify::run(&place, verify::What::Audit),
        Command::Facts(Verify::Verify(place)) => verify::run(&place, verify::What::Facts),
        Command::Seed(wanted) => seed::run(&wanted).map(|()| true),
        Command::Backup(asked) => saving::backup(asked),
        Command::Restore(asked) => saving::restore(asked),
        Command::School(asked) => saving::school(asked),
        Command::SecondFactor(asked) => factors::run(asked),
        Command::Slip(asked) => slips::run(asked),
        Command::Erasures(asked) => erasures::run(asked),
        Command::Keys(turn) => keys::turn::run(turn),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("gongxue: {error}");
            ExitCode::from(2)
        }
    }
}

/// How lines of the log look.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    Plain,
    Json,
}

fn log(look: Lines) {
    let filter = EnvFilter::try_from_env("GONGXUE_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        // Where a line cannot be written, as on a full disk, a complaint of that cannot be either: it would end the thread.
        .log_internal_errors(false)
        .with_writer(std::io::stderr);
    if look == Lines::Json {
        lines.json().init();
    } else {
        lines.init();
    }
}
