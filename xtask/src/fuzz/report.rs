//! What libFuzzer said of a search.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};

/// One target's search.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Report {
    target: String,
    took: Duration,
    executions: u64,
    /// Edges of the program that were reached.
    reached: u64,
    /// Inputs that break a promise.
    pub(crate) found: Vec<PathBuf>,
}

impl Report {
    pub(crate) fn read(target: &str, took: Duration, words: &str, found: Vec<PathBuf>) -> Self {
        let executions = words.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
        let reached = words.lines().rev().find_map(|line| line.split(" cov: ").nth(1)?.split(' ').next());
        let number = |text: Option<&str>| text.and_then(|text| text.trim().parse().ok()).unwrap_or(0);
        Self { target: target.to_owned(), took, executions: number(executions), reached: number(reached), found }
    }

    /// For programs.
    pub(crate) fn told(&self) -> Value {
        json!({
            "name": self.target,
            "seconds": self.took.as_secs(),
            "executions": self.executions,
            "edges": self.reached,
            "found": self.found.len(),
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { target, took, executions, reached, found } = self;
        let (seconds, found) = (took.as_secs(), found.len());
        write!(out, "{target:<10} {executions:>10} inputs in {seconds} s, {reached} edges reached, {found} found")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_words_of_a_search_are_understood() {
        let words = "#2\tINITED cov: 10 ft: 11\n#900\tDONE   cov: 512 ft: 700 corp: 9/1Kb\n\
                     stat::number_of_executed_units: 900\nstat::average_exec_per_sec:     450\n";
        let report = Report::read("ask", Duration::from_secs(2), words, Vec::new());
        assert_eq!((report.executions, report.reached), (900, 512));
    }
}
