//! A document with parts that a command writes anew: `<!-- name -->` to `<!-- /name -->`.

use std::fs;
use std::process::Command;

use crate::{Problem, command};

/// Writes a part of the document anew, with the day and the machine; the rest of it stays.
///
/// Errors: the document has no such part, or cannot be written.
pub fn keep(path: &str, part: &str, text: &str) -> Result<(), Problem> {
    let place = command::top().join(path);
    let before = fs::read_to_string(&place)?;
    let after = replaced(&before, part, &format!("{}\n\n{text}", circumstances()?))
        .ok_or_else(|| format!("{path} has no part {part}"))?;
    fs::write(place, after)?;
    Ok(())
}

/// `text` between `<!-- part -->` and `<!-- /part -->`.
fn replaced(document: &str, part: &str, text: &str) -> Option<String> {
    let (open, close) = (format!("<!-- {part} -->\n"), format!("<!-- /{part} -->"));
    let (before, rest) = document.split_once(&open)?;
    let (_, after) = rest.split_once(&close)?;
    Some(format!("{before}{open}{text}{close}{after}"))
}

/// When, on what, and how busy the machine was with other things.
fn circumstances() -> Result<String, Problem> {
    let day = command::output(Command::new("date").arg("+%Y-%m-%d %H:%M"))?;
    let commit = command::output(command::git().args(["describe", "--always", "--dirty"]))?;
    let cpu = fs::read_to_string("/proc/cpuinfo")?;
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':'))
        .map_or("", |(_, model)| model.trim());
    let cores = std::thread::available_parallelism()?;
    let memory = fs::read_to_string("/proc/meminfo")?;
    let memory = memory
        .lines()
        .find_map(|line| {
            line.strip_prefix("MemTotal:")?
                .trim()
                .strip_suffix(" kB")?
                .parse::<u64>()
                .ok()
        })
        .unwrap_or_default()
        >> 20;
    let load = fs::read_to_string("/proc/loadavg")?;
    let load: Vec<&str> = load.split(' ').take(2).collect();
    Ok(format!(
        "{}, commit {}, {cores} cores ({model}), {memory} GiB; load of the machine over the last 1 and 5 minutes: {}.",
        day.trim(),
        commit.trim(),
        load.join(" and "),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_part_itself_is_written_anew() {
        let document = "# A\n<!-- x -->\nold\n<!-- /x -->\n<!-- y -->\nkept\n<!-- /y -->\n";
        let after = replaced(document, "x", "new\n").unwrap();
        assert_eq!(
            after,
            "# A\n<!-- x -->\nnew\n<!-- /x -->\n<!-- y -->\nkept\n<!-- /y -->\n"
        );
        assert!(replaced(document, "z", "").is_none());
    }
}
