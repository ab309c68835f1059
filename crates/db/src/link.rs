//! A connection to a server, driven by the thread that asks: nothing runs beside it.

use std::collections::HashMap;
use std::future::{Future, poll_fn, ready};
use std::pin::pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::error::{DbError, Severity};
use tokio_postgres::types::ToSql;
use tokio_postgres::{AsyncMessage, Client, Config, Connection, Error, NoTls, Row, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::pg::failed;

/// One step of what goes over the wire in both directions.
type Line = Box<dyn FnMut(&mut Context<'_>) -> Poll<Option<Result<AsyncMessage, Error>>> + Send>;

/// What one thread has of a server.
pub(crate) struct Link {
    runtime: Runtime,
    client: Client,
    line: Line,
    /// The line ended, and may not be looked at again.
    over: bool,
    prepared: HashMap<String, Statement>,
    /// What the server is told before the next request, in the same journey.
    before: Option<&'static str>,
    /// Why it was told and has not done it.
    unheard: Option<String>,
}

impl Link {
    /// Connects; the runtime is one that waits on the thread which asks.
    ///
    /// # Errors
    /// What keeps it from connecting.
    pub(crate) fn open(config: &Config, tls: Option<MakeRustlsConnect>) -> crate::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|cause| crate::Error::Engine {
            statement: "connect".to_owned(),
            cause: cause.to_string(),
        })?;
        let connected = runtime.block_on(async {
            match tls {
                Some(tls) => config.connect(tls).await.map(driven),
                None => config.connect(NoTls).await.map(driven),
            }
        });
        let (client, line) = connected.map_err(|cause| failed("connect", &cause))?;
        Ok(Self {
            runtime,
            client,
            line,
            over: false,
            prepared: HashMap::new(),
            before: None,
            unheard: None,
        })
    }

    /// Whether it is known to be of no more use.
    pub(crate) fn is_closed(&self) -> bool {
        self.over || self.client.is_closed()
    }

    /// Has a script run before the next request, in one journey with it: a query is under way already where the script fails.
    pub(crate) fn say_before(&mut self, script: &'static str) {
        self.before = Some(script);
        self.unheard = None;
    }

    /// Takes back what no request carried; whether there was anything.
    pub(crate) const fn unsay(&mut self) -> bool {
        self.before.take().is_some()
    }

    /// Why the script that was to run before the last requests did not.
    pub(crate) const fn unheard(&mut self) -> Option<String> {
        self.unheard.take()
    }

    pub(crate) fn script(&mut self, sql: &str) -> Result<(), Error> {
        self.ask(|client| client.batch_execute(sql))
    }

    /// A text as it was prepared the first time.
    pub(crate) fn statement(&mut self, sql: &str) -> Result<Statement, Error> {
        if let Some(known) = self.prepared.get(sql) {
            return Ok(known.clone());
        }
        let made = self.prepare(sql)?;
        self.prepared.insert(sql.to_owned(), made.clone());
        Ok(made)
    }

    pub(crate) fn prepare(&mut self, sql: &str) -> Result<Statement, Error> {
        self.ask(|client| client.prepare(sql))
    }

    pub(crate) fn run(
        &mut self,
        statement: &Statement,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<u64, Error> {
        if self.before.is_some() {
            // What changes something waits until it is known in which transaction it does.
            self.ask(|_| ready(Ok(())))?;
        }
        self.ask(|client| client.execute(statement, params))
    }

    pub(crate) fn rows(
        &mut self,
        statement: &Statement,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, Error> {
        self.ask(|client| client.query(statement, params))
    }

    /// Sends a request, what is to be said before it first, and waits for the answers.
    fn ask<'a, T, A>(&'a mut self, request: impl FnOnce(&'a Client) -> A) -> Result<T, Error>
    where
        A: Future<Output = Result<T, Error>>,
    {
        let Self {
            runtime,
            client,
            line,
            over,
            before,
            unheard,
            ..
        } = self;
        let answer = request(client);
        let Some(script) = before.take() else {
            return wait(runtime, (line, over), answer);
        };
        *unheard = Some(format!("{script}: no answer"));
        let told = async {
            let told = client.batch_execute(script).await;
            *unheard = told.as_ref().err().map(|cause| failed(script, cause).to_string());
            told
        };
        let both = async {
            // In this order to the line, and the answers come in it.
            let (told, answer) = tokio::join!(biased; told, answer);
            told.and(answer)
        };
        wait(runtime, (line, over), both)
    }
}

/// Runs the line for as long as an answer takes.
fn wait<T>(
    runtime: &Runtime,
    (line, over): (&mut Line, &mut bool),
    answer: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let mut answer = pin!(answer);
    runtime.block_on(poll_fn(|context| {
        // First, since this sends it.
        if let Poll::Ready(done) = answer.as_mut().poll(context) {
            return Poll::Ready(done);
        }
        while !*over {
            match line(context) {
                Poll::Ready(Some(Ok(AsyncMessage::Notice(notice)))) => noted(&notice),
                Poll::Ready(Some(Ok(_))) => {}
                Poll::Ready(Some(Err(cause))) => {
                    *over = true;
                    // The answer may have come before the end.
                    return match answer.as_mut().poll(context) {
                        Poll::Pending => Poll::Ready(Err(cause)),
                        done => done,
                    };
                }
                Poll::Ready(None) => *over = true,
                Poll::Pending => break,
            }
        }
        answer.as_mut().poll(context)
    }))
}

/// What the server says unasked: a warning is of a fault of ours.
fn noted(notice: &DbError) {
    match notice.parsed_severity() {
        Some(Severity::Warning) => tracing::warn!(%notice, "the server warns"),
        _ => tracing::debug!(%notice, "the server says"),
    }
}

fn driven<S, T>((client, mut line): (Client, Connection<S, T>)) -> (Client, Line)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    (client, Box::new(move |context| line.poll_message(context)))
}
