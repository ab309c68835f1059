//! What the command line does for single persons: a new password, a second factor, an erasure.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Place;

/// Under the help of a slip.
pub(super) const SLIP: &str =
    "For a security or audit administrator who forgot the password and has no second factor; everybody else \
gets a slip at /staff. The server may be at work, and the audit chain keeps it as an act of the program.

Example:
  gongxue slip --org 3301001 --number A-003 --data /var/lib/gongxue";

/// What stands under the help of a reset.
const RESET: &str = "For the security administrator who lost phone and recovery codes where there is no second one to ask; everybody else is \
reset at /personal. The server may be at work. All sessions of the person end, and the audit chain of the organisation keeps it as an act of the \
program.

Example:
  gongxue second-factor reset --org 3301001 --number A-003 --data /var/lib/gongxue";

/// Second factors at the terminal.
#[derive(Debug, Subcommand)]
pub enum SecondFactor {
    /// Lets one person sign in with the password alone, until they set a second factor up again
    #[command(after_help = RESET)]
    Reset(Reset),
}

/// Whose second factor or password, and where.
#[derive(Clone, Debug, Args)]
pub struct Reset {
    /// Where the installation lives.
    #[command(flatten)]
    pub place: Place,
    /// The organisation's full name or code
    #[arg(long, value_name = "NAME")]
    pub org: String,
    /// What the person signs in with there
    #[arg(long, value_name = "NUMBER")]
    pub number: String,
}

/// What stands under the help of erasing again.
const AGAIN: &str = "A backup holds who was erased after it was made. Keep the list apart from backups, write it anew after every erasure, and \
apply it after every restore, before anybody is served. Who was erased already, or is not there, is passed by.

Example:
  gongxue erasures list --data /var/lib/gongxue > /safe/erasures.txt
  gongxue erasures apply --from /safe/erasures.txt --data /var/lib/gongxue";

/// Erasures of persons and backups.
#[derive(Debug, Subcommand)]
pub enum Erasures {
    /// Prints a line for every erased person: organisation, person
    #[command(after_help = AGAIN)]
    List(Place),
    /// Erases again whom a list names
    #[command(after_help = AGAIN)]
    Apply(Again),
}

/// Which list, and where.
#[derive(Clone, Debug, Args)]
pub struct Again {
    /// Where the installation lives.
    #[command(flatten)]
    pub place: Place,
    /// The list, as erasures list printed it
    #[arg(long, value_name = "FILE")]
    pub from: PathBuf,
}
