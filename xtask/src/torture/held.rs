//! What a place holds, as its writer knows it: the value that was answered last, and the one that was on its way when the server
//! died. After the next start the place may hold the one or the other, whole, and nothing else.

use std::fmt;

use crate::Problem;
use crate::served::http::Reply;

/// The knowledge of one writer about one place.
#[derive(Clone, Debug)]
pub struct Held<T> {
    answered: T,
    sent: Option<(&'static str, T)>,
}

/// What became of a write that was on its way when the server died.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// None was on its way.
    Still,
    /// A write of this kind is there.
    Arrived(&'static str),
    /// A write of this kind is not there, nor is a part of it.
    Gone(&'static str),
}

impl<T: PartialEq + Clone + fmt::Debug> Held<T> {
    /// A place that holds this.
    pub const fn of(found: T) -> Self {
        Self {
            answered: found,
            sent: None,
        }
    }

    /// What was answered last.
    pub const fn get(&self) -> &T {
        &self.answered
    }

    /// Whether a write is on its way.
    pub const fn is_open(&self) -> bool {
        self.sent.is_some()
    }

    /// A write of a kind goes out.
    pub fn send(&mut self, kind: &'static str, value: T) {
        self.sent = Some((kind, value));
    }

    /// The write on its way was answered; gives its kind.
    pub fn answered(&mut self) -> Acted {
        match self.sent.take() {
            Some((kind, value)) => {
                self.answered = value;
                Acted::Answered(kind)
            }
            None => Acted::Looked,
        }
    }

    /// The write on its way was refused: the server promises that nothing of it is there.
    pub fn refused(&mut self) -> Acted {
        self.sent = None;
        Acted::Busy
    }

    /// Takes the answer to the write on its way. A closed connection leaves it on its way.
    ///
    /// Errors: the connection was cut, or the answer is neither `wanted` nor 503, which means that nothing was changed.
    pub fn take(
        &mut self,
        what: &str,
        reply: Result<Reply, Problem>,
        wanted: u16,
    ) -> Result<(Acted, Reply), Stopped> {
        let reply = reply.map_err(|problem| Stopped::Cut(problem.to_string()))?;
        if reply.status == 503 {
            in_words(what, &reply.text()).map_err(Stopped::Wrong)?;
            if reply.header("retry-after").is_empty() {
                return Err(Stopped::Wrong(format!("{what} was refused without Retry-After")));
            }
            if reply.header("x-kept") == "unknown" {
                return Err(Stopped::Unsure);
            }
            return Ok((self.refused(), reply));
        }
        let reply = crate::served::http::wanted_of(what, reply, wanted).map_err(Stopped::wrong)?;
        Ok((self.answered(), reply))
    }

    /// Compares what the place holds after the next start, and knows it from then on.
    ///
    /// Errors: it holds something else.
    pub fn settle(&mut self, place: &str, found: T) -> Result<Fate, Problem> {
        let sent = self.sent.take();
        let fate = match &sent {
            Some((kind, value)) if *value == found => Fate::Arrived(kind),
            Some((kind, _)) if self.answered == found => Fate::Gone(kind),
            None if self.answered == found => Fate::Still,
            _ => {
                return Err(format!(
                    "{place} holds {found:?}; answered was {:?}, on its way {:?}",
                    self.answered,
                    sent.map(|(_, value)| value)
                )
                .into());
            }
        };
        self.answered = found;
        Ok(fate)
    }
}

/// What a page for people never shows: keys of texts, places in our sources, words of the engine.
const INSIDE: [&str; 8] = [
    "web-error-",
    ".rs:",
    "panicked",
    "sqlite",
    "SQLITE",
    "os error",
    "postgres",
    "SQLSTATE",
];

/// A refusal says what came of the act, in words for whoever acted.
///
/// Errors: it says nothing, or shows the inside of the house.
pub fn in_words(what: &str, said: &str) -> Result<(), String> {
    let shown = INSIDE.iter().find(|word| said.contains(*word));
    match shown {
        Some(word) => Err(format!("{what} was refused with a page that shows {word:?}")),
        None if said.trim().is_empty() => Err(format!("{what} was refused without a word")),
        None => Ok(()),
    }
}

/// What one act of a client came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acted {
    /// A write of this kind was answered: it has to be there for ever.
    Answered(&'static str),
    /// The server said that it was too busy and that nothing was changed.
    Busy,
    /// Only a page was read.
    Looked,
}

/// Why a client acts no more.
#[derive(Debug)]
pub enum Stopped {
    /// Its connection was cut.
    Cut(String),
    /// A page that it wanted to read cannot be shown for the time being, and says so; nothing of a write is on its way.
    Away,
    /// The server does not know whether the write on its way was kept.
    Unsure,
    /// It was answered what it must never be.
    Wrong(String),
}

impl Stopped {
    /// What it was, in words.
    pub fn told(self) -> String {
        match self {
            Self::Cut(how) => format!("cut off: {how}"),
            Self::Away => "a page was refused for the time being".to_owned(),
            Self::Unsure => "a write may have been kept or not".to_owned(),
            Self::Wrong(problem) => problem,
        }
    }

    /// A wrong answer, from any problem.
    pub fn wrong(problem: impl ToString) -> Self {
        Self::Wrong(problem.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_answered_or_was_on_its_way_may_be_there_and_nothing_else() {
        let mut held = Held::of(1);
        assert_eq!(held.settle("x", 1).unwrap(), Fate::Still);
        held.send("save", 2);
        assert_eq!(held.settle("x", 1).unwrap(), Fate::Gone("save"));
        held.send("save", 2);
        assert_eq!(held.settle("x", 2).unwrap(), Fate::Arrived("save"));
        held.send("save", 3);
        assert_eq!(held.answered(), Acted::Answered("save"));
        let lost = held.settle("x", 2).unwrap_err().to_string();
        assert_eq!(lost, "x holds 2; answered was 3, on its way None");
    }

    #[test]
    fn a_refusal_is_in_words_and_shows_nothing_of_the_inside() {
        assert!(in_words("a save", "<h1>Nothing can be saved at the moment</h1>").is_ok());
        assert!(in_words("a save", "<h1>web-error-503-title</h1>").is_err());
        assert!(in_words("a save", " ").is_err());
    }

    #[test]
    fn a_refused_write_must_not_be_there() {
        let mut held = Held::of(1);
        held.send("save", 2);
        assert_eq!(held.refused(), Acted::Busy);
        assert!(held.settle("x", 2).is_err());
    }
}
