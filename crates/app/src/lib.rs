//! The assembly: configuration, keys, the modules in their order, the server and its workers. No rule of the domain.

pub mod backup;
pub mod config;
pub mod demo;
pub mod erasures;
pub mod factors;
pub mod figures;
pub mod house;
pub mod keys;
pub mod opened;
pub mod saving;
pub mod seed;
pub mod serve;
pub mod slips;
pub mod tls;
pub mod upgrade;
pub mod upkeep;
pub mod verify;
