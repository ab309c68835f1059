//! What reads foreign bytes, each behind a name: `GONGXUE_FUZZ` chooses which one libFuzzer feeds. `cargo xtask fuzz` runs all.
//!
//! One program holds all of them, since linking the house a dozen times would cost more than it shows. A target holds where its
//! reader answers, however it answers; a panic, more than ten seconds and more than a gigabyte are findings.
#![no_main]
#![allow(
    clippy::expect_used,
    reason = "what a target cannot go on without is a finding"
)]

mod targets;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

#[allow(
    clippy::disallowed_methods,
    reason = "libFuzzer reads the words of the command line"
)]
static TARGET: LazyLock<targets::Target> = LazyLock::new(|| {
    let wanted = std::env::var("GONGXUE_FUZZ").unwrap_or_default();
    let known = targets::ALL.iter().find(|(name, _)| *name == wanted);
    known.map(|(_, target)| *target).unwrap_or_else(|| {
        let names: Vec<&str> = targets::ALL.iter().map(|(name, _)| *name).collect();
        panic!("GONGXUE_FUZZ={wanted}: one of {} was expected", names.join(" "))
    })
});

// What a target stands on is made before the first input: a nation takes seconds, and a busy machine's time is no fault of an input.
fuzz_target!(init: targets::prepared(*TARGET), |data: &[u8]| (*TARGET)(data));
