//! The words every room shares: ids, instants and days, points and hours, texts, refusals, and who is acting.
//!
//! Pure: nothing here reads a clock, a file, a socket or chance by itself. The one exception is the pair of
//! adapters in [`outside`], which the binary hands to everybody else.

pub mod actor;
pub mod check;
pub mod ctx;
pub mod dice;
pub mod error;
pub mod hex;
pub mod id;
pub mod network;
pub mod number;
pub mod outside;
pub mod page;
pub mod text;
pub mod time;
pub mod vault;

pub use actor::{Actor, Role, Seat, Tier};
pub use ctx::{Ctx, Lang};
pub use dice::Dice;
pub use error::{Error, Problem, Problems, Result};
pub use id::{AccountId, Id, OrgId, PersonId, PostId, RawId, SchoolId};
pub use number::{Hours, Percent, Points};
pub use page::{Page, Slice};
pub use text::Text;
pub use time::{Day, Instant};
