//! The real binary in a real Chromium: clicked through, looked at (docs/screenshots), and without a fault of accessibility.

mod bench;
mod class;
mod hands;
mod keyboard;
mod leaving;
mod pages;
mod pictures;
