//! Every page over HTTP, in process, on the engine that the environment names.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

mod assessment;
mod audit;
mod auth;
mod bad_input;
mod cases;
mod changed;
mod classroom;
mod classroom_live;
mod clock;
mod conversion;
mod counts;
mod course;
mod crawl;
mod design;
mod factor;
mod figures;
mod fire;
mod generated;
mod html;
mod keys;
mod networks;
mod nodes;
mod org;
mod password;
mod personal;
mod polyglots;
mod privacy;
mod reach;
mod rosters;
mod search;
mod shell;
mod sign_in;
mod slips;
mod standards;
mod status;
mod sweep;
mod work;
