//! The search: everybody who has signed in may search; what each finds is told by `search.rs` beside.

use kernel::Role;

use super::Case;
use super::Who::School;

/// The cases.
pub const CASES: &[Case] = &[Case::of("GET /search")
    .at(|_| Box::pin(async { "/search?q=%E6%95%B0%E6%8E%A7".to_owned() }))
    .lets(School(Role::Student, 0), 200)];
