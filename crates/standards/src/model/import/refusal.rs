//! What a user is told when a file cannot be read at all.

use kernel::Text;
use paper::word::read::ReadError;

/// The text for a file that is no readable Word document: what is wrong, and what to do about it.
pub fn refusal(error: &ReadError) -> Text {
    match error {
        ReadError::Empty => Text::new("standards-word-empty"),
        ReadError::NotWord => Text::new("standards-word-other-format"),
        ReadError::Legacy => Text::new("standards-word-legacy"),
        ReadError::Encrypted => Text::new("standards-word-encrypted"),
        ReadError::Damaged => Text::new("standards-word-damaged"),
        ReadError::NoDocument => Text::new("standards-word-no-document"),
        ReadError::BadXml { part, at } => Text::new("standards-word-bad-xml")
            .with("part", part)
            .with("at", at),
        ReadError::TooLarge { limit } => Text::new("standards-word-too-large").with("megabytes", limit >> 20),
        ReadError::Bomb { limit } => Text::new("standards-word-bomb").with("limit", limit),
        ReadError::TooComplex { limit, .. } => Text::new("standards-word-too-complex").with("limit", limit),
    }
}
