//! What goes on beside the requests: jobs, sealing the audit chains, adding up the facts.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use files::Hash;
use jobs::{Handler, Runner, Setup, Share, Task, Worker, fold};
use kernel::{Actor, Ctx, Error, Instant, Result};
use web::House;

use crate::keys::anew;

/// The tasks of this node.
fn tasks(house: &House) -> Vec<Task> {
    let org_of = Arc::new(|tx: &mut db::Tx<'_>, school| Ok(org::queries::by_number(tx, school)?.id));
    let areas_of = Arc::new(|tx: &mut db::Tx<'_>, school| {
        Ok(org::scopes::areas(org::queries::by_number(tx, school)?.region).to_vec())
    });
    vec![
        fold::seal(house.node, org_of),
        fold::project(house.node, areas_of, &programme::queries::MEASURES),
        sweep(house),
        sweep_changes(),
        sweep_failures(),
        verify(),
        ask_scanner(house),
        tell(house),
        seal_anew(house),
        index_anew(),
        merge_index(),
    ]
}

/// The jobs of this node.
fn handlers(house: &House) -> Vec<Handler> {
    let (files, runtime) = (house.files.clone(), tokio::runtime::Handle::current());
    // What an erasure left without a row goes from the disk with its confirmation; this is for the time when it could not.
    let drop_files = move |run: &jobs::Run<'_>| {
        let hashes: Vec<String> = run.payload()?;
        let hashes: Result<Vec<Hash>, _> = hashes.iter().map(|hash| hash.parse()).collect();
        let hashes = hashes.map_err(|_| Error::internal("a file that was to be dropped has no hash"))?;
        let ctx = (run.ctx)();
        runtime
            .block_on(files::drop_unused(&files, run.db, &ctx, &hashes))
            .map(drop)
    };
    vec![Handler::new(people::actions::DROP_FILES, drop_files)]
}

/// Once an hour one node removes bytes that no row came to point at. A million files take a while to list: that goes on
/// beside the other tasks.
fn sweep(house: &House) -> Task {
    let (files, runtime) = (house.files.clone(), tokio::runtime::Handle::current());
    Task::new("sweep-files", 3600, Share::OneNode, move |db, ctx| {
        let (files, db, ctx) = (files.clone(), db.clone(), ctx());
        runtime.spawn(async move {
            if let Err(error) = files::sweep(&files, &db, &ctx).await {
                tracing::error!(%error, "files without a row were not swept");
            }
        });
        Ok(())
    })
}

/// What nodes of an older program put into the search while an installation is upgraded is indexed as this one looks for it.
fn index_anew() -> Task {
    Task::new("index-anew", 600, Share::OneNode, |db, ctx| {
        db.write_now(&ctx(), |_, tx| Ok(db::search::renew(tx, 1_000)?))?;
        Ok(())
    })
}

/// Pages of the index of the search that a minute's merge writes at most: a few milliseconds in which no other write runs.
const MERGED: i64 = 250;

/// A minute's part of bringing the index of the search together.
fn merge_index() -> Task {
    Task::new("merge-index", 60, Share::OneNode, |db, ctx| {
        db.write_now(&ctx(), |_, tx| Ok(db::search::merge(tx, MERGED)?))
    })
}

/// What older keys sealed is sealed anew, beside the other tasks; where there is one key, nothing is.
fn seal_anew(house: &House) -> Task {
    let (vault, runtime) = (Arc::clone(&house.vault), tokio::runtime::Handle::current());
    let sealed = Arc::new(crate::house::sealed(&house.modules));
    let at_work = Arc::new(AtomicBool::new(false));
    let (clock, chance) = (Arc::clone(&house.clock), Arc::clone(&house.chance));
    Task::new("seal-anew", 10, Share::EachNode, move |db, _| {
        if vault.versions().len() < 2 || at_work.swap(true, Ordering::SeqCst) {
            return Ok(());
        }
        let (db, vault, sealed, at_work) = (
            db.clone(),
            Arc::clone(&vault),
            Arc::clone(&sealed),
            Arc::clone(&at_work),
        );
        let (clock, chance) = (Arc::clone(&clock), Arc::clone(&chance));
        runtime.spawn(async move {
            let ctx = move || Arc::new(Ctx::new(clock.now(), Actor::System, chance.seed()));
            match anew::all(&db, &ctx, &vault, (&sealed, anew::STEP)).await {
                Ok(0) => {}
                Ok(values) => tracing::info!(values, "values of older keys were sealed anew"),
                Err(error) => tracing::error!(%error, "values of older keys were not all sealed anew"),
            }
            at_work.store(false, Ordering::SeqCst);
        });
        Ok(())
    })
}

/// Changes of classes at work older than an hour: no board can still miss them.
fn sweep_changes() -> Task {
    Task::new("sweep-run-changes", 600, Share::OneNode, |db, ctx| {
        let swept = db.write_now(&ctx(), |ctx, tx| {
            classroom::queries::lead::sweep_changes(tx, ctx.now.plus(-Instant::HOUR))
        })?;
        tracing::debug!(swept, "changes of classes at work were swept");
        Ok(())
    })
}

/// Once an hour one node removes failed sign-ins that are forgotten by now.
fn sweep_failures() -> Task {
    Task::new("sweep-sign-in-failures", 3600, Share::OneNode, |db, ctx| {
        db.write_now(&ctx(), |ctx, tx| people::actions::sweep_failures(tx, ctx.now))
            .map(drop)
    })
}

/// Every minute one node checks the organisations that were not checked longest: each is once a day.
fn verify() -> Task {
    Task::new("verify", 60, Share::OneNode, |db, ctx| {
        watch::verify::next(db, ctx)
    })
}

/// Every half minute each node asks whether the scanner is there, so that nobody has to send a file to find out that it is not.
fn ask_scanner(house: &House) -> Task {
    let (scanner, runtime) = (house.scanner.clone(), tokio::runtime::Handle::current());
    Task::new("ask-scanner", 30, Share::EachNode, move |_, _| {
        let Some(scanner) = scanner.clone() else {
            return Ok(());
        };
        runtime.spawn(async move {
            if let Err(error) = scanner.ping().await {
                tracing::error!(%error, "the scanner does not answer: no file is taken until it does");
            }
        });
        Ok(())
    })
}

/// Every minute each node tells the figures how the installation stands.
fn tell(house: &House) -> Task {
    let beside = watch::queries::Beside {
        files: house.files.clone(),
        scanner: house.scanner.clone(),
    };
    Task::new("tell", 60, Share::EachNode, move |db, ctx| {
        let beside = beside.clone();
        let read = db.read_now(&ctx(), move |ctx, tx| {
            watch::queries::status(tx, ctx.now, &beside)
        });
        watch::verify::tell(&read?);
        Ok(())
    })
}

fn maker(house: &Arc<House>) -> Arc<dyn Fn() -> Arc<Ctx> + Send + Sync> {
    let house = Arc::clone(house);
    Arc::new(move || house.ctx(Actor::System))
}

/// Starts the worker threads.
///
/// # Errors
/// When the system gives no thread.
pub fn start(house: &Arc<House>) -> Result<Worker> {
    Worker::start(Setup {
        db: house.db.clone(),
        ctx: maker(house),
        node: house.node,
        handlers: handlers(house),
        tasks: tasks(house),
    })
}

/// Runs the tasks until no audit line waits for its seal and no fact for its count.
///
/// # Errors
/// As [`round`].
pub async fn until_still(house: &Arc<House>) -> Result<()> {
    loop {
        round(house).await?;
        let ctx = house.ctx(Actor::System);
        let waits = |_: &Ctx, tx: &mut db::Tx<'_>| {
            Ok(!ledger::schools_to_seal(tx)?.is_empty() || !ledger::schools_to_project(tx)?.is_empty())
        };
        if !house.db.read(&ctx, waits).await? {
            return Ok(());
        }
    }
}

/// Runs every task once and the jobs that are due, and waits for them.
///
/// # Errors
/// What a task answers; what was done before stays done. A fault of a job is noted with the job.
pub async fn round(house: &Arc<House>) -> Result<()> {
    let house = Arc::clone(house);
    let done = tokio::task::spawn_blocking(move || {
        let ctx = maker(&house);
        tasks(&house)
            .iter()
            .try_for_each(|task| task.run_now(&house.db, ctx.as_ref()))?;
        let runner = Runner {
            db: house.db.clone(),
            ctx,
            node: house.node,
            handlers: handlers(&house),
        };
        runner.run_due().map(drop)
    });
    done.await.map_err(Error::internal)?
}
