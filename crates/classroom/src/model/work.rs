//! The work of one owner at one step, and the moves that it allows.
//!
//! | from \ move | save | hand in | take back | accept | return |
//! | --- | --- | --- | --- | --- | --- |
//! | idle | working | handed in, where nothing is asked | – | – | – |
//! | working | working | handed in | – | – | – |
//! | handed in | – | – | working | accepted | returned |
//! | returned | returned | handed in | – | – | – |
//! | accepted | – | – | – | – | returned |

use design::model::{Phase, Step};
use kernel::{Day, Error, Result, Text};
use serde::{Deserialize, Serialize};

use super::fields::{Fields, missing};
use super::phase::PhaseState;
use super::{GroupId, refused};

/// How far the work is. Late and asking for help are said beside it, see [`Code`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "stage", content = "word")]
pub enum Stage {
    /// Nothing was saved.
    #[default]
    Idle,
    /// Something was saved.
    Working,
    /// It waits for the teacher.
    Handed,
    /// It came back with the teacher's word.
    Returned(String),
    /// It is done.
    Accepted,
}

impl Stage {
    /// The stored code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Working => "working",
            Self::Handed => "handed",
            Self::Returned(_) => "returned",
            Self::Accepted => "accepted",
        }
    }

    /// The teacher's word of a return, or nothing.
    pub fn word(&self) -> &str {
        match self {
            Self::Returned(word) => word,
            _ => "",
        }
    }

    /// The stage of a stored code and word.
    pub fn from_parts(code: &str, word: &str) -> Option<Self> {
        Some(match code {
            "idle" => Self::Idle,
            "working" => Self::Working,
            "handed" => Self::Handed,
            "returned" => Self::Returned(word.to_owned()),
            "accepted" => Self::Accepted,
            _ => return None,
        })
    }
}

/// What a cell of the board says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// Not begun.
    Idle,
    /// Working.
    Working,
    /// Handed in.
    Handed,
    /// Returned.
    Returned,
    /// Accepted.
    Accepted,
    /// Its day has passed and it was never handed in.
    Late,
    /// Somebody asks for help.
    Help,
}

impl Code {
    /// Every code, in the order of the legend.
    pub const ALL: [Self; 7] = [
        Self::Idle,
        Self::Working,
        Self::Handed,
        Self::Returned,
        Self::Accepted,
        Self::Late,
        Self::Help,
    ];

    /// The class of the state in a page.
    pub const fn css(self) -> &'static str {
        match self {
            Self::Idle => "s-idle",
            Self::Working => "s-working",
            Self::Handed => "s-handed",
            Self::Returned => "s-returned",
            Self::Accepted => "s-accepted",
            Self::Late => "s-late",
            Self::Help => "s-help",
        }
    }

    /// The translation key of its word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Idle => "classroom-state-idle",
            Self::Working => "classroom-state-working",
            Self::Handed => "classroom-state-handed",
            Self::Returned => "classroom-state-returned",
            Self::Accepted => "classroom-state-accepted",
            Self::Late => "classroom-state-late",
            Self::Help => "classroom-state-help",
        }
    }
}

/// Whether help is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Help {
    /// All is well.
    #[default]
    None,
    /// The teacher is asked to come.
    Asked,
}

/// Where a student stands when they act: the phase of the step, as it is now for their group.
#[derive(Clone, Copy, Debug)]
pub struct Room<'a> {
    /// The phase as designed.
    pub phase: &'a Phase,
    /// The phase as it runs.
    pub state: &'a PhaseState,
    /// The student's group.
    pub group: GroupId,
}

impl Room<'_> {
    fn enter(&self) -> Result<()> {
        self.state.may_work(self.phase, self.group)
    }
}

/// The work of one owner at one step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepWork {
    /// How far it is.
    pub stage: Stage,
    /// Whether help is asked for.
    pub help: Help,
}

impl StepWork {
    /// Something is saved: the stage afterwards.
    ///
    /// # Errors
    /// A conflict when the phase is not open to the group, or the work is handed in or accepted.
    pub fn save(&mut self, room: Room) -> Result<()> {
        room.enter()?;
        match self.stage {
            Stage::Idle => self.stage = Stage::Working,
            Stage::Working | Stage::Returned(_) => {}
            Stage::Handed => return Err(refused("classroom-work-handed-in")),
            Stage::Accepted => return Err(refused("classroom-work-accepted")),
        }
        Ok(())
    }

    /// The work is handed in.
    ///
    /// # Errors
    /// A conflict as for [`Self::save`], when nothing was saved where something is required, or it was handed in
    /// before; [`Error::Invalid`] at the fields that are missing.
    pub fn hand_in(&mut self, room: Room, step: &Step, fields: &Fields) -> Result<()> {
        room.enter()?;
        match self.stage {
            Stage::Handed => return Err(refused("classroom-work-handed-in-before")),
            Stage::Accepted => return Err(refused("classroom-work-accepted")),
            Stage::Idle | Stage::Working | Stage::Returned(_) => {}
        }
        missing(step, fields).check()?;
        if self.stage == Stage::Idle && !(step.questions.is_empty() && step.outcomes.is_empty()) {
            return Err(refused("classroom-work-nothing"));
        }
        *self = Self {
            stage: Stage::Handed,
            help: Help::None,
        };
        Ok(())
    }

    /// The student takes it back before the teacher judged it.
    ///
    /// # Errors
    /// A conflict when the phase is not open to the group, or the work isn't waiting for the teacher.
    pub fn take_back(&mut self, room: Room) -> Result<()> {
        room.enter()?;
        if self.stage != Stage::Handed {
            return Err(refused("classroom-work-not-handed-in"));
        }
        self.stage = Stage::Working;
        Ok(())
    }

    /// The teacher accepts it.
    ///
    /// # Errors
    /// A conflict when it was accepted before or is not handed in.
    pub fn accept(&mut self) -> Result<()> {
        match self.stage {
            Stage::Handed => {}
            Stage::Accepted => return Err(refused("classroom-work-accepted-before")),
            _ => return Err(refused("classroom-work-not-handed-in")),
        }
        *self = Self {
            stage: Stage::Accepted,
            help: Help::None,
        };
        Ok(())
    }

    /// The teacher returns it with a word; also what was accepted by mistake.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `word` without one; a conflict when it is not handed in.
    pub fn give_back(&mut self, word: &str) -> Result<()> {
        if !matches!(self.stage, Stage::Handed | Stage::Accepted) {
            return Err(refused("classroom-work-not-handed-in"));
        }
        if word.trim().is_empty() {
            return Err(Error::field("word", Text::new("classroom-work-no-word")));
        }
        self.stage = Stage::Returned(word.trim().to_owned());
        Ok(())
    }

    /// Help is asked for; asking again is harmless.
    ///
    /// # Errors
    /// A conflict when the work is accepted, or the phase is not open. A gate is no hindrance: one may ask at it.
    pub fn ask_help(&mut self, room: Room) -> Result<()> {
        if room.state.door != super::phase::Door::Open {
            room.enter()?;
        }
        if self.stage == Stage::Accepted {
            return Err(refused("classroom-work-accepted"));
        }
        self.help = Help::Asked;
        Ok(())
    }

    /// The help was given, or isn't needed any more.
    pub fn settle_help(&mut self) {
        self.help = Help::None;
    }

    /// What is shown today. Help comes before all but acceptance; late is only what was never handed in.
    pub fn code(&self, due: Option<Day>, today: Day) -> Code {
        let late = due.is_some_and(|due| due < today);
        match (&self.stage, self.help) {
            (Stage::Accepted, _) => Code::Accepted,
            (_, Help::Asked) => Code::Help,
            (Stage::Handed, _) => Code::Handed,
            (Stage::Returned(_), _) => Code::Returned,
            (Stage::Idle | Stage::Working, _) if late => Code::Late,
            (Stage::Working, _) => Code::Working,
            (Stage::Idle, _) => Code::Idle,
        }
    }
}
