//! The binary itself, as an operator starts it: its greeting, its figures, its log.

mod accounts;
mod bench;
mod figures;
mod keys;
mod killed;
mod made_up;
mod operator;
mod seeded;
mod sound;
mod tls;
