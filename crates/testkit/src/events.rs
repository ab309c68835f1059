//! A stream of events as a browser hears it.

use std::time::Duration;

use axum::body::BodyDataStream;
use tokio_stream::StreamExt as _;

/// A stream that is being listened to; dropping it hangs up.
pub struct Events {
    body: BodyDataStream,
    text: String,
}

impl Events {
    pub(crate) const fn new(body: BodyDataStream) -> Self {
        Self {
            body,
            text: String::new(),
        }
    }

    /// The next event and its data, if one comes within so many milliseconds; `None` when none came or the stream ended.
    pub async fn next(&mut self, millis: u64) -> Option<(String, String)> {
        tokio::time::timeout(Duration::from_millis(millis), self.event())
            .await
            .ok()?
    }

    /// Whether the stream ends within so many milliseconds; events that come before are passed over.
    pub async fn ends(&mut self, millis: u64) -> bool {
        let to_the_end = async { while self.event().await.is_some() {} };
        tokio::time::timeout(Duration::from_millis(millis), to_the_end)
            .await
            .is_ok()
    }

    async fn event(&mut self) -> Option<(String, String)> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| {
                    let lines = event.lines().filter_map(|line| line.strip_prefix(name));
                    lines.map(str::trim_start).collect::<Vec<_>>().join("\n")
                };
                let found = (field("event:"), field("data:"));
                self.text = rest.to_owned();
                // A comment keeps the connection alive and says nothing.
                if !found.0.is_empty() {
                    return Some(found);
                }
                continue;
            }
            let bytes = self.body.next().await?.ok()?;
            self.text.push_str(&String::from_utf8_lossy(&bytes));
        }
    }
}
