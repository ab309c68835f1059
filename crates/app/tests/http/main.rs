//! Every page over HTTP, in process, on the engine that the environment names.

mod assessment;
mod audit;
mod auth;
mod bad_input;
mod cases;
mod changed;
mod classroom;
mod classroom_live;
mod conversion;
mod counts;
mod course;
mod crawl;
mod design;
mod figures;
mod fire;
mod generated;
mod html;
mod org;
mod rosters;
mod search;
mod shell;
mod sign_in;
mod standards;
mod sweep;
mod work;
