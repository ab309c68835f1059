//! What the tests of the model share.

use design::model::{LearningTask, sample};
use kernel::RawId;

/// Ids 1, 2, 3 …
pub fn ids() -> impl FnMut() -> RawId {
    let mut last = 0;
    move || {
        last += 1;
        RawId::from_u128(last)
    }
}

/// The sample task, with the same ids every time.
pub fn threaded_shaft() -> LearningTask {
    match sample::threaded_shaft(&mut ids()) {
        Ok(task) => task,
        Err(broken) => panic!("{broken}"),
    }
}
