//! Students at work over HTTP: what is theirs to do, fields that save themselves, photos, handing in.

mod acts;
mod files;
mod pages;
pub mod room;
mod saves;
mod together;
