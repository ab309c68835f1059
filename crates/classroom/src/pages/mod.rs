//! The pages of classes at work.

pub mod lead;
mod work;
mod work_acts;
mod work_files;
mod work_run;
mod work_step;
mod work_view;

pub use work::{desk, index as my_work};
pub use work_acts::{ask, hand_in, news, save, settle, take_back};
pub use work_files::{remove as remove_file, show as file, store as store_file};
pub use work_run::show as work_run;
pub use work_step::show as work_step;

use kernel::{Error, Id, RawId, Result};

/// An id in an address.
fn id<T>(text: &str) -> Result<Id<T>> {
    text.parse().map_err(|_| Error::NotFound)
}

/// The id of a node or an owner in an address.
fn raw(text: &str) -> Result<RawId> {
    id::<()>(text).map(Id::raw)
}
