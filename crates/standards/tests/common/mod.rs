//! What the tests of the model share: the sample, its outline as text, and forms that say the same.
#![allow(dead_code, reason = "each test binary uses a part of it")]

pub mod outline;
pub mod variants;

use paper::word::read::{Document, read};
use standards::model::{Standard, import};

pub const SAMPLE: &[u8] = include_bytes!("../data/standard-cnc-turning.docx");

pub fn document() -> Document {
    read(SAMPLE).unwrap()
}

pub fn standard() -> Standard {
    import(&document()).standard
}
