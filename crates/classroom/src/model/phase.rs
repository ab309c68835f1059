//! Opening and closing phases, and gates: where the task says so, a group goes on only after the teacher's word.

use std::collections::BTreeSet;

use design::model::Phase;
use kernel::{Error, Result, Text};

use super::{GroupId, refused};

/// Whether a phase can be worked in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Door {
    /// The class has not come to it.
    #[default]
    NotOpened,
    /// Students work.
    Open,
    /// It is over; it can be opened again.
    Closed,
}

impl Door {
    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotOpened => "",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    /// The door of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::NotOpened, Self::Open, Self::Closed]
            .into_iter()
            .find(|door| door.code() == code)
    }
}

/// A phase of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PhaseState {
    /// Whether it is open.
    pub door: Door,
    /// The groups that have the teacher's word for its gate.
    pub released: BTreeSet<GroupId>,
}

impl PhaseState {
    /// Opens it, for the first time or again; words that were given stay.
    ///
    /// # Errors
    /// A conflict when it is open.
    pub fn open(&mut self) -> Result<()> {
        if self.door == Door::Open {
            return Err(refused("classroom-phase-already-open"));
        }
        self.door = Door::Open;
        Ok(())
    }

    /// Closes it.
    ///
    /// # Errors
    /// A conflict when it is not open.
    pub fn close(&mut self) -> Result<()> {
        if self.door != Door::Open {
            return Err(refused("classroom-phase-not-open"));
        }
        self.door = Door::Closed;
        Ok(())
    }

    /// Gives a group the teacher's word.
    ///
    /// # Errors
    /// A conflict when the phase has no gate, or the group has the word.
    pub fn release(&mut self, phase: &Phase, group: GroupId) -> Result<()> {
        if phase.gate.is_none() {
            return Err(refused("classroom-gate-none"));
        }
        if !self.released.insert(group) {
            return Err(refused("classroom-gate-already-released"));
        }
        Ok(())
    }

    /// Whether a group's students may save and hand in.
    ///
    /// # Errors
    /// A conflict that says what they wait for.
    pub fn may_work(&self, phase: &Phase, group: GroupId) -> Result<()> {
        match (self.door, &phase.gate) {
            (Door::NotOpened, _) => Err(refused("classroom-phase-not-open")),
            (Door::Closed, _) => Err(refused("classroom-phase-closed")),
            (Door::Open, Some(gate)) if !self.released.contains(&group) => Err(Error::Conflict(
                Text::new("classroom-gate-waiting").with("gate", &gate.text),
            )),
            (Door::Open, _) => Ok(()),
        }
    }
}
