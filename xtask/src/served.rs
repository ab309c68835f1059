//! A served house from outside, as the commands that measure and torture it see it: the binary as a process, browsers that speak
//! HTTP to it, what they read in a page, and the school that they make over HTTP.

pub mod document;
pub mod html;
pub mod http;
pub mod proof;
pub mod run;
pub mod school;
pub mod server;
