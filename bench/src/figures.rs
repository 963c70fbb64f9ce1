//! Spans of time as the percentiles that matter.

use std::time::Duration;

use serde_json::{Value, json};

/// Spans that can be asked for percentiles.
#[derive(Debug, Default)]
pub(crate) struct Spans(Vec<Duration>);

impl Spans {
    pub(crate) fn push(&mut self, span: Duration) {
        self.0.push(span);
    }

    pub(crate) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The smallest span that `percent` of all do not exceed; zero when there is none.
    pub(crate) fn percentile(&mut self, percent: usize) -> Duration {
        self.0.sort_unstable();
        let rank = (self.0.len() * percent).div_ceil(100).saturating_sub(1);
        self.0.get(rank).copied().unwrap_or_default()
    }

    pub(crate) fn percentile_us(&mut self, percent: usize) -> u64 {
        u64::try_from(self.percentile(percent).as_micros()).unwrap_or(u64::MAX)
    }

    pub(crate) fn percentile_ms(&mut self, percent: usize) -> f64 {
        rounded(self.percentile(percent).as_secs_f64() * 1_000.0)
    }

    pub(crate) fn percentile_s(&mut self, percent: usize) -> f64 {
        seconds(self.percentile(percent))
    }

    /// Zero when there is none.
    pub(crate) fn mean_s(&self) -> f64 {
        let count = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        seconds(self.0.iter().sum::<Duration>().checked_div(count).unwrap_or_default())
    }

    /// In seconds, for programs.
    pub(crate) fn told_s(&mut self) -> Value {
        let [p50, p90, p99] = [50, 90, 99].map(|percent| self.percentile_s(percent));
        json!({ "p50": p50, "p90": p90, "p99": p99, "mean": self.mean_s() })
    }
}

/// To the millisecond.
fn seconds(span: Duration) -> f64 {
    (span.as_secs_f64() * 1_000.0).round() / 1_000.0
}

/// Two places are more than any of these figures can be trusted to.
pub(crate) fn rounded(figure: f64) -> f64 {
    (figure * 100.0).round() / 100.0
}

/// Events per second.
#[expect(clippy::as_conversions, reason = "counts of a bench are exact in an f64")]
pub(crate) fn per_second(count: usize, span: Duration) -> f64 {
    (count as f64 / span.as_secs_f64()).round()
}

/// Words for people, an object for programs.
#[expect(clippy::print_stderr, reason = "printing is what a bench does")]
pub(crate) fn print(figures: &Value, json: bool) {
    if let Some(object) = figures.as_object() {
        for (name, value) in object {
            eprintln!("{name:>22}  {value}");
        }
    }
    if json {
        print_json(figures);
    }
}

/// An object for programs.
#[expect(clippy::print_stdout, reason = "printing is what a bench does")]
pub(crate) fn print_json(figures: &Value) {
    println!("{figures}");
}
