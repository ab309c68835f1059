//! The real binary in a real Chromium: clicked through, looked at (docs/screenshots), and without a fault of accessibility.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

mod bench;
mod class;
mod hands;
mod keyboard;
mod leaving;
mod pages;
mod pictures;
