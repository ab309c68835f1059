//! A closure on its way to a database thread and back.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, TryLockError};
use std::time::Instant;

use kernel::Ctx;
use tokio::sync::oneshot;

use crate::{Tx, figures};

/// What a closure may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Read,
    Write,
}

/// What became of the transaction that the closure ran in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Its changes are durable (or it made none).
    Kept,
    /// The engine lost it: a success of the closure counts for nothing.
    Lost,
    /// The engine went away under it: whatever the closure answered counts for nothing.
    Gone,
    /// The connection broke while the engine committed: its changes are there or not, and nobody here knows.
    Unsure,
}

/// A closure with its answer; a thread runs it, possibly again, and then finishes it.
pub(crate) trait Job: Send {
    /// Runs the closure once; true if it answered with a success.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// Sends the answer.
    fn finish(self: Box<Self>, fate: Fate);
}

/// How many closures may wait; past that a request is answered as busy at once.
const WAITING: usize = 4_096;

/// The way to a group of database threads.
#[derive(Clone)]
pub(crate) struct Queue {
    sender: SyncSender<Waiting>,
    name: &'static str,
}

/// A closure in the queue since a moment.
struct Waiting {
    mode: Mode,
    job: Box<dyn Job>,
    since: Instant,
}

/// The other end, shared by the threads of a group.
#[derive(Clone)]
pub(crate) struct Inbox {
    receiver: Arc<Mutex<Receiver<Waiting>>>,
    name: &'static str,
}

impl Queue {
    /// A queue, by its name in the figures.
    pub(crate) fn new(name: &'static str) -> (Self, Inbox) {
        figures::queued(name);
        let (sender, receiver) = sync_channel(WAITING);
        let receiver = Arc::new(Mutex::new(receiver));
        (Self { sender, name }, Inbox { receiver, name })
    }

    #[allow(
        clippy::disallowed_methods,
        reason = "how long a closure waited is measured by the machine's clock; no rule of the house hangs on it"
    )]
    pub(crate) fn send(&self, mode: Mode, job: Box<dyn Job>) -> kernel::Result<()> {
        let since = Instant::now();
        // Before it is sent, so that the figure never falls below nought.
        figures::enqueued(self.name);
        self.sender
            .try_send(Waiting { mode, job, since })
            .map_err(|error| match error {
                TrySendError::Full(_) | TrySendError::Disconnected(_) => {
                    figures::turned_away(self.name);
                    kernel::Error::Busy
                }
            })
    }
}

impl Inbox {
    /// The next closure; `None` when every handle is gone.
    pub(crate) fn next(&self) -> Option<(Mode, Box<dyn Job>)> {
        let waiting = self.locked().recv().ok()?;
        Some(self.taken(waiting))
    }

    /// The next closure if one waits already. Where another thread has the queue, it takes what comes, and may wait for it.
    pub(crate) fn waiting(&self) -> Option<(Mode, Box<dyn Job>)> {
        let waiting = match self.receiver.try_lock() {
            Ok(receiver) => receiver.try_recv().ok()?,
            Err(TryLockError::Poisoned(sound)) => sound.into_inner().try_recv().ok()?,
            Err(TryLockError::WouldBlock) => return None,
        };
        Some(self.taken(waiting))
    }

    fn locked(&self) -> MutexGuard<'_, Receiver<Waiting>> {
        // A poisoned lock means that another thread panicked between two closures; the queue itself is sound.
        self.receiver
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn taken(&self, waiting: Waiting) -> (Mode, Box<dyn Job>) {
        figures::taken(self.name, waiting.since.elapsed());
        (waiting.mode, waiting.job)
    }
}

/// One closure.
pub(crate) struct Work<T, F> {
    ctx: Arc<Ctx>,
    closure: F,
    result: Option<kernel::Result<T>>,
    answer: oneshot::Sender<kernel::Result<T>>,
}

impl<T, F> Work<T, F>
where
    T: Send + 'static,
    F: Fn(&Ctx, &mut Tx) -> kernel::Result<T> + Send + 'static,
{
    pub(crate) fn boxed(ctx: &Arc<Ctx>, closure: F) -> (Box<dyn Job>, oneshot::Receiver<kernel::Result<T>>) {
        let (answer, receiver) = oneshot::channel();
        ctx.begin();
        (
            Box::new(Self {
                ctx: Arc::clone(ctx),
                closure,
                result: None,
                answer,
            }),
            receiver,
        )
    }
}

impl<T, F> Job for Work<T, F>
where
    T: Send + 'static,
    F: Fn(&Ctx, &mut Tx) -> kernel::Result<T> + Send + 'static,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        self.ctx.rewind();
        let before = tx.statements();
        let result = catch_unwind(AssertUnwindSafe(|| (self.closure)(&self.ctx, tx)));
        let result = result.unwrap_or_else(|panic| Err(kernel::Error::internal(described(&*panic))));
        let ran = tx.statements() - before;
        self.ctx.note_statements(ran);
        figures::ran(ran);
        let done = result.is_ok();
        self.result = Some(result);
        done
    }

    fn finish(self: Box<Self>, fate: Fate) {
        let result = match (self.result, fate) {
            (_, Fate::Unsure) => Err(kernel::Error::Unsure),
            (_, Fate::Gone) | (Some(Ok(_)), Fate::Lost) | (None, _) => Err(kernel::Error::Busy),
            (Some(result), _) => result,
        };
        // The asker may have gone away; what was committed stays committed.
        drop(self.answer.send(result));
    }
}

fn described(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| panic.downcast_ref::<String>().cloned());
    format!("panic: {}", text.unwrap_or_default())
}
