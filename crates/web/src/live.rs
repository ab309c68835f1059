//! Pages that watch something, such as one class at work: who of this process watches what, the bell that wakes whoever looks
//! for changes, and the news that goes out to the watchers. What changed the database knows; this knows no domain word.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{broadcast, watch};

/// The bell, the rooms of the watchers, and the word that all is over. Cheap to clone.
#[derive(Clone)]
pub struct Live {
    inner: Arc<Inner>,
}

struct Inner {
    bell: broadcast::Sender<Arc<str>>,
    rooms: Mutex<Rooms>,
    over: watch::Sender<bool>,
}

#[derive(Default)]
struct Rooms {
    open: HashMap<Arc<str>, Room>,
    /// Somebody looks for changes on behalf of all rooms.
    looked_after: bool,
}

struct Room {
    about: i64,
    door: broadcast::Sender<News>,
}

/// Something that watchers are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// An event for the page: its name and its data.
    Event(&'static str, Arc<str>),
    /// Nothing more will come.
    End,
}

/// A topic that somebody watches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    /// The topic.
    pub topic: Arc<str>,
    /// What the first watcher gave along, for whoever looks for changes.
    pub about: i64,
}

/// A watcher's place in a room; it leaves by dropping this.
pub struct Seat {
    /// What is told from now on.
    pub news: broadcast::Receiver<News>,
    /// Nobody looks for changes yet: whoever sees this starts to.
    pub is_first: bool,
}

/// How much a watcher may fall behind; one that does starts again from the whole page.
const BEHIND: usize = 256;

impl Live {
    /// A house in which nobody watches anything yet.
    pub fn new() -> Self {
        Self {
            inner: Arc::new(Inner {
                bell: broadcast::channel(BEHIND).0,
                rooms: Mutex::default(),
                over: watch::channel(false).0,
            }),
        }
    }

    /// Something of this topic changed. Who misses the bell sees the change at the next look.
    pub fn wake(&self, topic: &str) {
        // No listener is no fault.
        drop(self.inner.bell.send(topic.into()));
    }

    /// Hears every topic from now on.
    pub fn listen(&self) -> broadcast::Receiver<Arc<str>> {
        self.inner.bell.subscribe()
    }

    /// Takes a seat among those who watch a topic.
    pub fn watch(&self, topic: &str, about: i64) -> Seat {
        self.with(|rooms| {
            let room = rooms.open.entry(topic.into()).or_insert_with(|| Room {
                about,
                door: broadcast::channel(BEHIND).0,
            });
            let news = room.door.subscribe();
            let is_first = !std::mem::replace(&mut rooms.looked_after, true);
            Seat { news, is_first }
        })
    }

    /// What is watched now. When it is nothing, whoever looks for changes may go, and has to.
    pub fn watched(&self) -> Vec<Watched> {
        self.with(|rooms| {
            rooms.open.retain(|_, room| room.door.receiver_count() > 0);
            if rooms.open.is_empty() {
                rooms.looked_after = false;
            }
            let watched = |(topic, room): (&Arc<str>, &Room)| Watched {
                topic: Arc::clone(topic),
                about: room.about,
            };
            rooms.open.iter().map(watched).collect()
        })
    }

    /// Tells the watchers of a topic.
    pub fn tell(&self, topic: &str, news: News) {
        self.with(|rooms| {
            if let Some(room) = rooms.open.get(topic) {
                // Nobody there is no fault.
                drop(room.door.send(news));
            }
        });
    }

    /// All is over: every stream ends, so that the process can.
    pub fn end(&self) {
        self.inner.over.send_replace(true);
    }

    /// Waits until all is over.
    pub async fn over(&self) {
        let mut over = self.inner.over.subscribe();
        // The sender lives as long as this does.
        drop(over.wait_for(|over| *over).await);
    }

    fn with<T>(&self, act: impl FnOnce(&mut Rooms) -> T) -> T {
        // What a panicking holder left is still a list of rooms.
        act(&mut self.inner.rooms.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Default for Live {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_looks_for_all_and_goes_when_nobody_watches() {
        let live = Live::new();
        let (first, second) = (live.watch("a", 1), live.watch("b", 2));
        assert_eq!((first.is_first, second.is_first), (true, false));
        drop(first);
        let b = Watched {
            topic: "b".into(),
            about: 2,
        };
        assert_eq!(live.watched(), [b]);
        drop(second);
        assert_eq!(live.watched(), []);
        assert!(live.watch("a", 1).is_first);
    }

    #[test]
    fn news_reach_the_watchers_of_their_topic() {
        let live = Live::new();
        let (mut a, mut b) = (live.watch("a", 1), live.watch("b", 2));
        live.tell("a", News::Event("reload", "".into()));
        assert_eq!(a.news.try_recv(), Ok(News::Event("reload", "".into())));
        assert!(b.news.try_recv().is_err());
    }
}
