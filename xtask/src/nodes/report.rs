//! The figures of a run as tables for a document.

use std::fmt::Write as _;
use std::time::Duration;

use super::load::Came;
use crate::torture::tally::Tally;

/// What came of one round.
pub struct Round {
    /// The load while the leader was killed.
    pub leader: Came,
    /// How long no write was answered then.
    pub gap: Duration,
    /// How often the board had to open its stream again then.
    pub streams: u64,
    /// How long what waited after it took to be sealed and counted.
    pub drained: Duration,
    /// The load while a node was killed.
    pub node: Came,
    /// How long no write was answered then.
    pub node_gap: Duration,
    /// How long what waited after that took: the leases of the killed node run out first.
    pub taken_over: Duration,
}

/// All rounds.
#[derive(Default)]
pub struct Rounds {
    /// Each of them.
    pub all: Vec<Round>,
    /// Every write.
    pub tally: Tally,
}

impl Round {
    /// The round in one line for whoever watches.
    pub fn line(&self, number: usize) -> String {
        format!(
            "round {number}: leader killed, no write for {}, {} answers said to try again, {} did not know; node killed, no write for {}, \
             {} cut off, leases taken over after {}; 0 lost",
            seconds(self.gap),
            self.leader.refused,
            self.leader.unsure,
            seconds(self.node_gap),
            self.node.cut,
            seconds(self.taken_over)
        )
    }
}

impl Rounds {
    /// A line a round, the gaps in order, and the writes by their kinds.
    pub fn tables(&self) -> String {
        let mut table = String::from(
            "| round | leader killed: no write for | told to try again | told \"perhaps\" | board's stream opened again | rest done after | \
             node killed: no write for | cut off | rest done after |\n\
             | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
        );
        for (place, round) in self.all.iter().enumerate() {
            let _ = writeln!(
                table,
                "| {} | {} | {} | {} | {} | {} | {} | {} | {} |",
                place + 1,
                seconds(round.gap),
                round.leader.refused,
                round.leader.unsure,
                round.streams,
                seconds(round.drained),
                seconds(round.node_gap),
                round.node.cut,
                seconds(round.taken_over)
            );
        }
        let mut gaps: Vec<Duration> = self.all.iter().map(|round| round.gap).collect();
        gaps.sort_unstable();
        let at = |place: usize| seconds(gaps.get(place).copied().unwrap_or_default());
        format!(
            "{table}\nThe gap in writes: shortest {}, p50 {}, longest {}.\n\n{}",
            at(0),
            at(gaps.len() / 2),
            at(gaps.len().saturating_sub(1)),
            self.tally.table()
        )
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}
