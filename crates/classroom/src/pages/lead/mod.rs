//! The pages of who leads or watches a class at work.

mod acts;
mod answers;
mod board;
mod duties;
mod groups;
mod judge;
mod opening;
mod overview;
mod runs;
mod seats;
mod version;
mod view;
mod waiting;

pub use acts::{amend, end, gate, phase};
pub use board::{cells, events, show as board};
pub use duties::{duties, roles, save_duties, save_roles};
pub use groups::{save as save_groups, show as groups};
pub use judge::{say_verdict, show as cell};
pub use opening::{create as open, new};
pub use overview::show as run;
pub use runs::index as runs;
pub use version::{agree, show as version};
pub use waiting::{accept, show as waiting};
