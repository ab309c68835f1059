//! A stream of events to one page, for as long as its reader has the session that it began with.

use std::convert::Infallible;
use std::time::Duration;

use axum::http::HeaderValue;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use kernel::Actor;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc::{self, Sender};
use tokio_stream::wrappers::ReceiverStream;

use crate::Visit;
use crate::live::{News, Seat};

/// How often a stream looks whether its reader's session still stands.
const LOOK: Duration = Duration::from_secs(2);

type Out = Sender<Result<Event, Infallible>>;

/// Streams first what is given, then what the seat's room is told. It ends when the room's does, with the reader's session,
/// when the reader takes another post, and with the process.
pub fn stream(visit: &Visit, first: Vec<News>, seat: Seat) -> Response {
    let (out, events) = mpsc::channel(16);
    tokio::spawn(tell(visit.clone(), first, seat, out));
    let mut response = Sse::new(ReceiverStream::new(events))
        .keep_alive(KeepAlive::default())
        .into_response();
    // A proxy that gathers answers would hold the events back.
    response
        .headers_mut()
        .insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

async fn tell(visit: Visit, first: Vec<News>, mut seat: Seat, out: Out) {
    for news in first {
        if !send(&out, news).await {
            return;
        }
    }
    let live = visit.house().live.clone();
    let mut look = tokio::time::interval(LOOK);
    loop {
        let news = tokio::select! {
            () = live.over() => return,
            () = out.closed() => return,
            _ = look.tick() => {
                if still_admitted(&visit).await {
                    continue;
                }
                return;
            }
            news = seat.news.recv() => match news {
                Ok(news) => news,
                // It fell behind: the page is fetched as a whole.
                Err(RecvError::Lagged(_)) => News::Event("reload", "".into()),
                Err(RecvError::Closed) => return,
            },
        };
        if !send(&out, news).await {
            return;
        }
    }
}

/// Sends one; answers whether more can follow.
async fn send(out: &Out, news: News) -> bool {
    let (event, more) = match news {
        News::Event(name, data) => (Event::default().event(name).data(&*data), true),
        News::End => (Event::default().event("end").data(""), false),
    };
    out.send(Ok(event)).await.is_ok() && more
}

async fn still_admitted(visit: &Visit) -> bool {
    let Some(token) = visit.token().map(str::to_owned) else {
        return false;
    };
    let house = visit.shared();
    let ctx = house.ctx(Actor::Anonymous);
    let (door, from) = (visit.shared(), visit.inner().from.address);
    let found = house
        .db
        .read(&ctx, move |ctx, tx| door.door.admit(tx, ctx, &token, from))
        .await;
    match found {
        Ok(found) => found.is_some_and(|admitted| admitted.actor == visit.ctx().actor),
        // An engine that is busy says nothing about the session.
        Err(_) => true,
    }
}
