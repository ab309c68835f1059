//! Uploaded files.

use ::files::{Limits, Upload};

/// What is taken is clean: taken again, it stays as it is.
pub fn picture(data: &[u8]) {
    for limits in [Limits::PHOTO, Limits::ATTACHMENT] {
        if let Ok(taken) = Upload::check(data, "", &limits) {
            let again = Upload::check(taken.bytes(), "", &limits).expect("what was taken is taken again");
            assert_eq!(again.bytes(), taken.bytes(), "a second cleaning finds nothing");
        }
    }
}
