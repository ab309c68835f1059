//! The binary itself, as an operator starts it: its greeting, its figures, its log.

mod bench;
mod figures;
mod made_up;
