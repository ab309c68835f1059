//! Wakes the pages of this process that watch something; what changed they ask the database.

use std::sync::Arc;

use tokio::sync::broadcast;

/// A bell for topics, such as one class at work.
#[derive(Clone)]
pub struct Live {
    bell: broadcast::Sender<Arc<str>>,
}

impl Live {
    /// A bell that nobody listens to yet.
    pub fn new() -> Self {
        Self {
            bell: broadcast::channel(256).0,
        }
    }

    /// Something of this topic changed. A page that misses the bell sees the change at its next look.
    pub fn wake(&self, topic: &str) {
        // No listener is no fault.
        drop(self.bell.send(topic.into()));
    }

    /// Hears every topic from now on.
    pub fn listen(&self) -> broadcast::Receiver<Arc<str>> {
        self.bell.subscribe()
    }
}

impl Default for Live {
    fn default() -> Self {
        Self::new()
    }
}
