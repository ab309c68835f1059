//! A door that lets so many in at a time.

use std::sync::{Condvar, Mutex, PoisonError};

pub(super) struct Gate {
    free: Mutex<usize>,
    left: Condvar,
}

/// Being inside; ends when dropped.
pub(super) struct Pass<'g>(&'g Gate);

impl Gate {
    pub(super) const fn new(places: usize) -> Self {
        Self {
            free: Mutex::new(places),
            left: Condvar::new(),
        }
    }

    /// Waits for a place.
    pub(super) fn enter(&self) -> Pass<'_> {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let mut free = self
            .left
            .wait_while(free, |free| *free == 0)
            .unwrap_or_else(PoisonError::into_inner);
        *free -= 1;
        Pass(self)
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.left.notify_one();
    }
}
