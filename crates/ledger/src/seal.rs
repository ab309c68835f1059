//! The sealer: gives committed lines their number and their hash.

use db::{Bind as _, Tx, params};
use kernel::{Error, Instant, OrgId, RawId, Result, SchoolId};

use crate::audit::Line;
use crate::chain::{self, Hash};
use crate::{FULL_RUN, store};

/// How long a node keeps the right to seal an organisation's lines after its last run.
pub(crate) const LEASE: i64 = 10 * Instant::SECOND;

db::record! {
    /// The last link of a chain: whoever notes it elsewhere can later prove that no line before it was changed.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Head {
        /// How many lines are sealed; the first has number 1.
        pub number: i64,
        /// The line.
        pub line: RawId,
        /// Its hash, 32 bytes.
        pub hash: Vec<u8>,
    }
}

/// What waits for the sealer and the projector, of all organisations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Audit lines without a seal.
    pub lines: i64,
    /// Facts that are in no count.
    pub facts: i64,
}

/// Counts what waits.
///
/// # Errors
/// The engine's.
pub fn waiting(tx: &mut Tx<'_>) -> Result<Waiting> {
    let (lines, facts) = tx.one(store::WAITING, &[])?;
    Ok(Waiting { lines, facts })
}

/// The organisations that have lines to seal.
///
/// # Errors
/// The engine's.
pub fn schools_to_seal(tx: &mut Tx<'_>) -> Result<Vec<SchoolId>> {
    let rows: Vec<(SchoolId,)> = tx.all(store::SCHOOLS_TO_SEAL, &[])?;
    Ok(rows.into_iter().map(|(school,)| school).collect())
}

/// Seals waiting lines of an organisation; answers how many. None while another node holds the lease. Where it
/// answers with [`FULL_RUN`], more may wait.
///
/// # Errors
/// The engine's.
pub fn seal(tx: &mut Tx<'_>, now: Instant, node: RawId, school: SchoolId, org: OrgId) -> Result<u32> {
    if !db::claim(tx, &format!("seal:{}", school.0), node, now, now.plus(LEASE))? {
        return Ok(0);
    }
    let lines: Vec<Line> = tx.all(store::PENDING_LINES, params![school, FULL_RUN])?;
    let (mut number, mut hash) = match head(tx, school)? {
        Some(head) => (head.number, digest(&head.hash)?),
        None => (0, chain::START),
    };
    let sealed: Vec<(i64, RawId, Hash)> = lines
        .iter()
        .map(|line| {
            number += 1;
            hash = chain::link(&hash, org, line);
            (number, line.id, hash)
        })
        .collect();
    let rows: Vec<_> = sealed
        .iter()
        .map(|(number, line, hash)| [school.bind(), number.bind(), line.bind(), hash[..].bind()])
        .collect();
    tx.run_all(store::ADD_SEAL, &rows)?;
    // They are the first that this transaction sees waiting; one with a smaller id that is committed meanwhile it neither sees nor deletes.
    if let Some((_, last, _)) = sealed.last() {
        let done = tx.run(store::PENDING_LINES_DONE, params![school, last])?;
        if usize::try_from(done) != Ok(sealed.len()) {
            return Err(Error::internal("other lines stopped waiting than were sealed"));
        }
    }
    Ok(u32::try_from(lines.len()).unwrap_or(FULL_RUN))
}

/// The last link of an organisation's chain; none before the first line was sealed.
///
/// # Errors
/// The engine's.
pub fn head(tx: &mut Tx<'_>, school: SchoolId) -> Result<Option<Head>> {
    Ok(tx.opt(store::HEAD, params![school])?)
}

fn digest(bytes: &[u8]) -> Result<Hash> {
    bytes
        .try_into()
        .map_err(|_| Error::internal("a seal's hash is not 32 bytes long"))
}
