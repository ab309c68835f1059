//! A cell of a sheet that somebody writes while others may write it too.

use kernel::Text;

use super::profile::Observed;
use super::score::Score;

/// A cell as it stands: its value and how often it was changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The value; none where nobody wrote it or it was emptied.
    pub value: Option<i64>,
    /// Counts its changes; 0 where nobody wrote it.
    pub version: i64,
}

/// What becomes of a wanted value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It is written, as this version.
    Write(i64),
    /// It stands there already: a repeated sending changes nothing.
    Same,
    /// Somebody changed the cell meanwhile.
    Stale,
}

impl Cell {
    /// Settles a wanted value that was typed over this version.
    pub fn settle(self, wanted: Option<i64>, version: i64) -> Settled {
        if self.value == wanted {
            Settled::Same
        } else if self.version == version {
            Settled::Write(version + 1)
        } else {
            Settled::Stale
        }
    }
}

/// A rating as it was typed into a cell; nothing empties it.
///
/// # Errors
/// A text that says the range.
pub fn typed_score(text: &str) -> Result<Option<Score>, Text> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some),
    }
}

/// An observation as it was typed into a cell; nothing empties it.
///
/// # Errors
/// A text that says the range.
pub fn typed_level(text: &str) -> Result<Option<Observed>, Text> {
    let range = || Text::new("assessment-observed-range");
    let text: String = text.trim().chars().map(kernel::number::half_width).collect();
    if text.is_empty() {
        return Ok(None);
    }
    let level: u8 = text.parse().map_err(|_| range())?;
    Observed::new(level).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_written_over_its_own_version_only_and_a_repetition_is_harmless() {
        let cell = Cell {
            value: Some(8_000),
            version: 3,
        };
        assert_eq!(cell.settle(Some(8_500), 3), Settled::Write(4));
        assert_eq!(cell.settle(Some(8_500), 2), Settled::Stale);
        assert_eq!(cell.settle(Some(8_000), 2), Settled::Same);
        assert_eq!(cell.settle(None, 3), Settled::Write(4));
        assert_eq!(Cell::default().settle(Some(1), 0), Settled::Write(1));
    }

    #[test]
    fn what_is_typed_is_read_or_refused_with_its_range() {
        assert_eq!(typed_score(" "), Ok(None));
        assert_eq!(typed_score("８４．５"), Score::new(8_450).map(Some));
        assert!(typed_score("=1+1").is_err());
        assert_eq!(typed_level("３"), Observed::new(3).map(Some));
        assert!(typed_level("4").is_err() && typed_level("-1").is_err());
    }
}
