//! The threads that do jobs and tasks until they are told to stop.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use db::Db;
use kernel::{Error, RawId, Result};

use crate::run::{Handler, MakeCtx, Runner};
use crate::task::{Schedule, Task};

/// How often the queue is looked at when nobody wakes the worker: another node may have filled it.
const LOOK: Duration = Duration::from_millis(500);

/// What a worker needs.
pub struct Setup {
    /// The database.
    pub db: Db,
    /// Makes contexts of the system.
    pub ctx: Arc<MakeCtx>,
    /// This node.
    pub node: RawId,
    /// Who does which jobs.
    pub handlers: Vec<Handler>,
    /// What recurs.
    pub tasks: Vec<Task>,
}

/// Two threads: one for jobs, one for tasks, so that a long job delays no fold.
pub struct Worker {
    jobs: (Sender<Call>, JoinHandle<()>),
    tasks: (Sender<Call>, JoinHandle<()>),
}

enum Call {
    Look,
    Stop,
}

impl Worker {
    /// Starts working.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(setup: Setup) -> Result<Self> {
        let Setup {
            db,
            ctx,
            node,
            handlers,
            tasks,
        } = setup;
        metrics::counter!("gongxue_job_faults_total").increment(0);
        let schedule = Schedule::new(db.clone(), Arc::clone(&ctx), tasks);
        let runner = Runner {
            db,
            ctx,
            node,
            handlers,
        };
        let jobs = spawn("jobs", move |calls| do_jobs(&runner, &calls))?;
        let tasks = spawn("tasks", move |calls| do_tasks(schedule, &calls))?;
        Ok(Self { jobs, tasks })
    }

    /// Looks at the queue at once: a job was enqueued here.
    pub fn wake(&self) {
        // A worker that is gone was stopped, or panicked and has told so.
        self.jobs.0.send(Call::Look).ok();
    }

    /// Ends when what is being done is done.
    pub fn stop(self) {
        for (calls, thread) in [self.jobs, self.tasks] {
            calls.send(Call::Stop).ok();
            if thread.join().is_err() {
                tracing::error!("a worker thread panicked");
            }
        }
    }
}

fn spawn(
    name: &str,
    body: impl FnOnce(Receiver<Call>) + Send + 'static,
) -> Result<(Sender<Call>, JoinHandle<()>)> {
    let (sender, calls) = channel();
    let thread = std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(move || body(calls));
    Ok((sender, thread.map_err(Error::internal)?))
}

fn do_jobs(runner: &Runner, calls: &Receiver<Call>) {
    loop {
        let more = runner.run_due().unwrap_or_else(|error| {
            tracing::error!(%error, "the queue of jobs cannot be read");
            0
        });
        let wait = if more > 0 { Duration::ZERO } else { LOOK };
        if is_stop(calls.recv_timeout(wait)) {
            return;
        }
    }
}

fn do_tasks(mut schedule: Schedule, calls: &Receiver<Call>) {
    loop {
        schedule.run_due();
        let micros = schedule.wait().and_then(|wait| u64::try_from(wait).ok());
        let wait = micros.map_or(Duration::from_secs(3_600), Duration::from_micros);
        if is_stop(calls.recv_timeout(wait)) {
            return;
        }
    }
}

const fn is_stop(call: std::result::Result<Call, RecvTimeoutError>) -> bool {
    matches!(call, Ok(Call::Stop) | Err(RecvTimeoutError::Disconnected))
}
