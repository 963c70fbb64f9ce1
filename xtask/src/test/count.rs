//! How many tests a step ran: read from the last words of the runners we use.
//!
//! A step without a test runner (a formatter, a linter, a build) counts as one.

use std::fmt;
use std::ops::Add;

/// Tests that passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Add for Count {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Counts what `words` report. A step that ended badly has at least one failure, whatever its words say.
pub(crate) fn count(words: &str, succeeded: bool) -> Count {
    let mut sum = words.lines().map(|line| of_line(&plain(line))).fold(Count::default(), Add::add);
    if succeeded && sum == Count::default() {
        sum.passed = 1;
    }
    if !succeeded && sum.failed == 0 {
        sum.failed = 1;
    }
    sum
}

fn of_line(line: &str) -> Count {
    let line = line.trim();
    // cargo test: "test result: ok. 5 passed; 0 failed; 0 ignored; …"
    // nextest:    "Summary [   1.204s] 57 tests run: 57 passed (1 slow), 0 skipped", "…: 55 passed, 2 failed, …"
    // vitest:     "Tests  2 failed | 12 passed (14)"
    let rest = line
        .strip_prefix("test result:")
        .or_else(|| line.strip_prefix("Summary [").and_then(|rest| rest.split_once("run:")).map(|(_, rest)| rest))
        .or_else(|| line.strip_prefix("Tests ").filter(|rest| rest.ends_with(')')));
    if let Some(rest) = rest {
        return Count { passed: before(rest, "passed"), failed: before(rest, "failed") + before(rest, "timed") };
    }
    // node --test: "ℹ pass 12", or "# pass 12" when it writes to a file
    let node = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ "));
    match node.and_then(|rest| rest.split_once(' ')) {
        Some(("pass", number)) => Count { passed: number.parse().unwrap_or(0), failed: 0 },
        Some(("fail" | "cancelled", number)) => Count { passed: 0, failed: number.parse().unwrap_or(0) },
        Some(_) | None => Count::default(),
    }
}

/// The number that stands before `word`.
fn before(text: &str, word: &str) -> u64 {
    let mut previous = "";
    for part in text.split_whitespace() {
        if part.trim_end_matches([',', ';']) == word {
            return previous.parse().unwrap_or(0);
        }
        previous = part;
    }
    0
}

/// A line without a terminal's colours.
pub(crate) fn plain(line: &str) -> String {
    let mut shown = String::new();
    let mut rest = line.chars();
    while let Some(next) = rest.next() {
        if next == '\u{1b}' {
            // "ESC [ … letter"
            rest.by_ref().find(char::is_ascii_alphabetic);
        } else {
            shown.push(next);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(words: &str, passed: u64, failed: u64) {
        assert_eq!(count(words, failed == 0), Count { passed, failed });
    }

    #[test]
    fn every_runner_we_use_is_understood() {
        reads("test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured\ntest result: ok. 2 passed; 0 failed;", 7, 0);
        reads("test result: FAILED. 5 passed; 3 failed; 0 ignored", 5, 3);
        reads("     Summary [   1.204s] 57 tests run: 57 passed (2 slow), 0 skipped", 57, 0);
        reads("     Summary [   1.204s] 57 tests run: 54 passed, 2 failed, 1 timed out, 0 skipped", 54, 3);
        reads(" Test Files  3 passed (3)\n      Tests  12 passed (12)\n", 12, 0);
        reads("\u{1b}[2m      Tests \u{1b}[22m \u{1b}[31m1 failed\u{1b}[39m | 12 passed (13)", 12, 1);
        reads("# tests 4\n# pass 4\n# fail 0\n# cancelled 0\n", 4, 0);
        reads("ℹ pass 3\nℹ fail 1\n", 3, 1);
    }

    #[test]
    fn a_step_without_tests_counts_as_one() {
        reads("nothing to say", 1, 0);
        reads("error: a lint", 0, 1);
    }

    #[test]
    fn a_step_that_ends_badly_never_counts_as_clean() {
        assert_eq!(count("test result: ok. 5 passed; 0 failed;", false), Count { passed: 5, failed: 1 });
    }
}
