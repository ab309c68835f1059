//! What recurs: every so many seconds on each node, or once among all of them.

use std::sync::Arc;

use db::Db;
use kernel::{Instant, Result};

use crate::run::MakeCtx;

/// Who of several nodes does a task when it is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// Every node: the task itself sees to it that nothing is done twice.
    EachNode,
    /// Whichever node is first; the others wait for the next time.
    OneNode,
}

type Body = Box<dyn Fn(&Db, &MakeCtx) -> Result<()> + Send + Sync>;

/// Something that recurs.
pub struct Task {
    name: &'static str,
    every: i64,
    share: Share,
    body: Body,
}

impl Task {
    /// A task to be run every so many seconds; the name stands for it among the nodes.
    pub fn new(
        name: &'static str,
        seconds: u32,
        share: Share,
        body: impl Fn(&Db, &MakeCtx) -> Result<()> + Send + Sync + 'static,
    ) -> Self {
        Self {
            name,
            every: i64::from(seconds) * Instant::SECOND,
            share,
            body: Box::new(body),
        }
    }

    /// Runs it at once, due or not: the command line and tests do.
    ///
    /// # Errors
    /// What its body answers.
    pub fn run_now(&self, db: &Db, ctx: &MakeCtx) -> Result<()> {
        (self.body)(db, ctx)
    }
}

/// The tasks of a node, each with its next time.
pub(crate) struct Schedule {
    db: Db,
    ctx: Arc<MakeCtx>,
    tasks: Vec<(Task, Instant)>,
}

impl Schedule {
    /// Every task is due at once, and none has failed: a figure that first appears with a fault has not risen for whoever watches it.
    pub(crate) fn new(db: Db, ctx: Arc<MakeCtx>, tasks: Vec<Task>) -> Self {
        for task in &tasks {
            failures(task.name).increment(0);
        }
        let due = (ctx)().now;
        Self {
            db,
            ctx,
            tasks: tasks.into_iter().map(|task| (task, due)).collect(),
        }
    }

    /// Runs what is due. A fault is logged, and the task comes again at its next time.
    pub(crate) fn run_due(&mut self) {
        for (task, due) in &mut self.tasks {
            let now = (self.ctx)().now;
            // Due later than a whole period from now: the clock was put back meanwhile.
            if now < *due && due.0 - now.0 <= task.every {
                continue;
            }
            *due = now.plus(task.every);
            let done = match task.share {
                Share::EachNode => (task.body)(&self.db, &*self.ctx),
                Share::OneNode => first(&self.db, &*self.ctx, task).and_then(|first| {
                    if first {
                        (task.body)(&self.db, &*self.ctx)
                    } else {
                        Ok(())
                    }
                }),
            };
            if let Err(error) = done {
                failures(task.name).increment(1);
                tracing::error!(task = task.name, %error, "a recurring task failed");
            }
        }
    }

    /// How long until something is due, in microseconds; `None` without tasks.
    pub(crate) fn wait(&self) -> Option<i64> {
        let now = (self.ctx)().now;
        let wait = |(task, due): &(Task, Instant)| (due.0 - now.0).clamp(0, task.every);
        self.tasks.iter().map(wait).min()
    }
}

fn failures(task: &'static str) -> metrics::Counter {
    metrics::counter!("gongxue_task_failures_total", "task" => task)
}

/// Takes the task's turn among all nodes. Each turn is a holder of its own, so that not even its taker renews it.
fn first(db: &Db, ctx: &MakeCtx, task: &Task) -> Result<bool> {
    let (name, every) = (format!("task:{}", task.name), task.every);
    db.write_now(&ctx(), move |ctx, tx| {
        // A little less than the period: two nodes' clocks and timers are not the same to the millisecond.
        let until = ctx.now.plus(every - every / 10);
        Ok(db::claim(tx, &name, ctx.raw_id(), ctx.now, until)?)
    })
}
