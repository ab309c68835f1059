//! What of the inputs that a run made up is kept in the repository: those by which a target gets to where the kept ones do not get,
//! the smallest first, as many as a clone should carry.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::{LIMITS, LONGEST, program_for};
use crate::{Problem, command};

/// Inputs of a target, and bytes of all of them: thirteen targets stay under three megabytes.
const MOST: usize = 200;
const MOST_BYTES: u64 = 200 << 10;

/// What came of a merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Inputs that were added.
    pub added: usize,
    /// Inputs that would have added something too, but for the room.
    pub left: usize,
    /// Inputs of the target that are kept now.
    pub inputs: usize,
    /// Their bytes.
    pub bytes: u64,
}

/// A file among inputs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Input {
    bytes: u64,
    path: PathBuf,
}

/// Brings what was made up for a target into its kept inputs. libFuzzer tells what adds coverage to them (`-merge=1`) and names it by its
/// hash; nothing is ever taken out.
///
/// Errors: a folder that cannot be read or written; libFuzzer's own.
pub fn merge(program: &Path, target: &str, (new, scratch): (&Path, &Path)) -> Result<Kept, Problem> {
    let kept = corpus().join(target);
    let (short, merged) = (scratch.join("short"), scratch.join("merged"));
    for folder in [&short, &merged] {
        fs::create_dir_all(folder)?;
    }
    for input in inputs(new)?.iter().filter(|input| input.bytes <= LONGEST) {
        put(input, &short)?;
    }
    let there = inputs(&kept)?;
    for input in &there {
        put(input, &merged)?;
    }
    let mut merge = program_for(program, target, scratch);
    merge
        .arg("-merge=1")
        .args([&merged, &short])
        .args(LIMITS)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(fs::File::create(scratch.join("log"))?);
    command::succeed(&mut merge)?;
    let names: BTreeSet<_> = there.iter().filter_map(|input| input.path.file_name()).collect();
    let adds = |input: &Input| input.path.file_name().is_some_and(|name| !names.contains(name));
    let adding: Vec<Input> = inputs(&merged)?.into_iter().filter(adds).collect();
    let taken = taken(&there, &adding);
    for input in taken {
        put(input, &kept)?;
    }
    let now = inputs(&kept)?;
    Ok(Kept {
        added: taken.len(),
        left: adding.len() - taken.len(),
        inputs: now.len(),
        bytes: now.iter().map(|input| input.bytes).sum(),
    })
}

/// Where the kept inputs lie, a folder a target.
pub fn corpus() -> PathBuf {
    command::top().join("fuzz/corpus")
}

/// How many inputs of a target are kept.
///
/// Errors: its folder cannot be read.
pub fn count(target: &str) -> Result<usize, Problem> {
    Ok(inputs(&corpus().join(target))?.len())
}

/// As many of those that add something, the smallest first, as there is room for beside those that are there.
fn taken<'a>(there: &[Input], adding: &'a [Input]) -> &'a [Input] {
    let room = MOST.saturating_sub(there.len());
    let mut bytes: u64 = there.iter().map(|input| input.bytes).sum();
    let fits = adding.iter().take(room).take_while(|input| {
        bytes += input.bytes;
        bytes <= MOST_BYTES
    });
    &adding[..fits.count()]
}

/// The files of a folder, the smallest first.
fn inputs(folder: &Path) -> Result<Vec<Input>, Problem> {
    let mut inputs = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let entry = entry?;
        inputs.push(Input {
            bytes: entry.metadata()?.len(),
            path: entry.path(),
        });
    }
    inputs.sort();
    Ok(inputs)
}

/// Copies a file into a folder under its own name.
fn put(input: &Input, folder: &Path) -> Result<(), Problem> {
    if let Some(name) = input.path.file_name() {
        fs::copy(&input.path, folder.join(name))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sized(sizes: &[u64]) -> Vec<Input> {
        let input = |bytes: &u64| Input {
            bytes: *bytes,
            path: PathBuf::from(bytes.to_string()),
        };
        sizes.iter().map(input).collect()
    }

    #[test]
    fn no_more_inputs_are_taken_than_a_target_may_have() {
        let adding = sized(&[1; 300]);
        assert_eq!(taken(&[], &adding).len(), MOST);
        assert_eq!(taken(&sized(&[1; 150]), &adding).len(), 50);
        assert_eq!(taken(&sized(&[1; 250]), &adding).len(), 0);
    }

    #[test]
    fn what_no_longer_fits_ends_the_taking() {
        let adding = sized(&[1_000, 100_000, 100_000, 100_000]);
        assert_eq!(taken(&[], &adding).len(), 3);
        assert_eq!(taken(&sized(&[100_000]), &adding).len(), 2);
        assert_eq!(taken(&sized(&[MOST_BYTES]), &adding).len(), 0);
    }

    #[test]
    fn the_smallest_inputs_come_first() {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in [("a", 3), ("b", 1), ("c", 2)] {
            fs::write(folder.path().join(name), vec![0; bytes]).unwrap();
        }
        let sizes: Vec<u64> = inputs(folder.path())
            .unwrap()
            .iter()
            .map(|input| input.bytes)
            .collect();
        assert_eq!(sizes, [1, 2, 3]);
    }

    #[test]
    fn what_is_kept_is_no_more_than_a_clone_should_carry() {
        let mut all = 0;
        for entry in fs::read_dir(corpus()).unwrap() {
            let there = inputs(&entry.unwrap().path()).unwrap();
            assert!(there.len() <= MOST, "{there:?}");
            all += there.iter().map(|input| input.bytes).sum::<u64>();
        }
        assert!(all < 3 << 20, "{all} bytes");
    }
}
