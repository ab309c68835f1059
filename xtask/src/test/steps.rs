//! The list of named steps that a reader of the output follows.

use std::time::Instant;

use crate::Problem;

/// A list of steps, of known length, that ends at the first failure.
pub struct Steps {
    total: usize,
    begun: usize,
}

impl Steps {
    /// A list of `total` steps, none of them begun.
    pub fn of(total: usize) -> Self {
        Self { total, begun: 0 }
    }

    /// Runs one step and says how long it took.
    ///
    /// Errors: those of `work`, with the step's name.
    pub fn run(&mut self, name: &str, work: impl FnOnce() -> Result<(), Problem>) -> Result<(), Problem> {
        self.begun += 1;
        let place = format!("[{}/{}]", self.begun, self.total);
        println!("{place} {name}");
        let began = Instant::now();
        let outcome = work();
        let seconds = began.elapsed().as_secs_f64();
        match outcome {
            Ok(()) => {
                println!("{place} {name}: passed in {seconds:.1} s");
                Ok(())
            }
            Err(problem) => Err(format!("{place} {name}: FAILED after {seconds:.1} s: {problem}").into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_step_is_named_with_its_place_and_its_reason() {
        let mut steps = Steps::of(2);
        steps.run("build", || Ok(())).unwrap();
        let problem = steps
            .run("check", || Err("two tests failed".into()))
            .unwrap_err()
            .to_string();
        assert!(problem.starts_with("[2/2] check: FAILED after "), "{problem}");
        assert!(problem.ends_with(" s: two tests failed"), "{problem}");
    }
}
