//! The binary itself, as an operator starts it: its greeting, its figures, its log.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

mod accounts;
mod asked;
mod bench;
mod figures;
mod keys;
mod killed;
mod made_up;
mod operator;
mod place;
mod seeded;
mod sound;
mod tls;
mod told;
mod traced;
