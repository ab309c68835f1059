//! The grade sheet's way: draft → submitted → checked → locked, and a correction after the lock, which takes two
//! persons and keeps the old value.

use kernel::{Error, Instant, PersonId, Points, Result, Text};
use serde::{Deserialize, Serialize};

/// Where a grade sheet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SheetState {
    /// 录入
    Draft,
    /// 已提交
    Submitted,
    /// 已审核
    Checked,
    /// 已锁定
    Locked,
    /// 更正中: locked, with a correction that waits for the second person.
    Correcting,
}

/// What somebody does with a grade sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// 提交, with the number of grades that are still open.
    Submit {
        /// Grades that wait for a rating.
        open: usize,
    },
    /// 退回
    Return,
    /// 审核
    Check,
    /// 锁定
    Lock,
    /// 更正申请
    RequestCorrection,
    /// 更正审批: approved or refused.
    SettleCorrection,
}

impl SheetState {
    /// Every state, in the order of the way.
    pub const ALL: [Self; 5] = [
        Self::Draft,
        Self::Submitted,
        Self::Checked,
        Self::Locked,
        Self::Correcting,
    ];

    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Checked => "checked",
            Self::Locked => "locked",
            Self::Correcting => "correcting",
        }
    }

    /// The translation key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Draft => "assessment-sheet-draft",
            Self::Submitted => "assessment-sheet-submitted",
            Self::Checked => "assessment-sheet-checked",
            Self::Locked => "assessment-sheet-locked",
            Self::Correcting => "assessment-sheet-correcting",
        }
    }

    /// The state of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Ratings can be given and changed.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft)
    }

    /// Whether its grades are counted: they are locked, also while a correction waits.
    pub const fn is_locked(self) -> bool {
        matches!(self, Self::Locked | Self::Correcting)
    }

    /// The state after an act.
    ///
    /// # Errors
    /// Conflict when the state forbids the act, or when grades are open at 提交.
    pub fn after(self, act: Act) -> Result<Self> {
        match (self, act) {
            (Self::Draft, Act::Submit { open: 0 }) => Ok(Self::Submitted),
            (Self::Draft, Act::Submit { open }) => Err(Error::Conflict(
                Text::new("assessment-sheet-open").with("count", open),
            )),
            (Self::Submitted | Self::Checked, Act::Return) => Ok(Self::Draft),
            (Self::Submitted, Act::Check) => Ok(Self::Checked),
            (Self::Checked, Act::Lock) | (Self::Correcting, Act::SettleCorrection) => Ok(Self::Locked),
            (Self::Locked, Act::RequestCorrection) => Ok(Self::Correcting),
            (Self::Correcting, Act::RequestCorrection) => {
                Err(Error::Conflict(Text::new("assessment-correction-pending")))
            }
            _ => Err(Error::Conflict(Text::new(self.refusal()))),
        }
    }

    /// The translation key that says why it takes no ratings, or not this act.
    pub const fn refusal(self) -> &'static str {
        match self {
            Self::Draft => "assessment-sheet-refused-draft",
            Self::Submitted => "assessment-sheet-refused-submitted",
            Self::Checked => "assessment-sheet-refused-checked",
            Self::Locked | Self::Correcting => "assessment-sheet-refused-locked",
        }
    }
}

/// A correction that waits for the second person. It exists only with a reason and a new value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    old: Option<Points>,
    new: Points,
    reason: String,
    requested_by: PersonId,
    requested_at: Instant,
}

/// A correction that the second person approved: the new value counts, the old one stays with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Corrected {
    /// The value before, where there was one.
    pub old: Option<Points>,
    /// The value that counts.
    pub new: Points,
    /// Why.
    pub reason: String,
    /// Who asked for it.
    pub requested_by: PersonId,
    /// When it was asked for.
    pub requested_at: Instant,
    /// Who approved it: somebody else.
    pub approved_by: PersonId,
    /// When it was approved.
    pub approved_at: Instant,
}

impl Correction {
    /// Asks for another value.
    ///
    /// # Errors
    /// Invalid at `reason` when it is blank, at `new` when the value is the old one.
    pub fn request(
        change: (Option<Points>, Points),
        reason: &str,
        by: PersonId,
        at: Instant,
    ) -> Result<Self> {
        let (old, new) = change;
        if old == Some(new) {
            return Err(Error::field("new", Text::new("assessment-correction-same")));
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::field("reason", Text::new("assessment-correction-reason")));
        }
        Ok(Self {
            old,
            new,
            reason: reason.to_owned(),
            requested_by: by,
            requested_at: at,
        })
    }

    /// Approves it.
    ///
    /// # Errors
    /// Denied to the person who asked for it.
    pub fn approve(self, by: PersonId, at: Instant) -> Result<Corrected> {
        if by == self.requested_by {
            return Err(Error::Denied(Text::new("assessment-correction-second-person")));
        }
        Ok(Corrected {
            old: self.old,
            new: self.new,
            reason: self.reason,
            requested_by: self.requested_by,
            requested_at: self.requested_at,
            approved_by: by,
            approved_at: at,
        })
    }
}
