//! What became of all alerts on one network, for programs and for people.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

use serde_json::{Value, json};

use super::outcome::{Outcome, PATIENCE};
use super::round::Run;
use crate::figures::{Spans, rounded};

/// All runs on one network.
#[derive(Default)]
pub(super) struct Tally {
    runs: usize,
    ours: Column,
    plain: Column,
    mqtt: Column,
    /// Ours with one way out each, by its name.
    ways: BTreeMap<&'static str, Column>,
    limit: Spans,
    paths: BTreeMap<String, usize>,
    latest: Duration,
}

/// One contender.
#[derive(Default)]
struct Column {
    arrive: Spans,
    ack: Spans,
    /// What arriving took beyond what physics asked.
    beyond: Spans,
    lost: usize,
    doubled: usize,
}

impl Tally {
    pub(super) fn add(&mut self, runs: Vec<Run>) {
        for run in runs {
            self.runs += 1;
            self.limit.push(run.limit);
            for path in ["datagram", "https"] {
                let came = usize::from(run.ours.path.as_deref() == Some(path));
                *self.paths.entry(path.to_owned()).or_default() += came;
            }
            for outcome in [Some(&run.ours), Some(&run.plain), run.mqtt.as_ref()].into_iter().flatten() {
                self.latest = self.latest.max(outcome.late.worst);
            }
            self.ours.add(&run.ours, run.limit);
            self.plain.add(&run.plain, run.limit);
            run.mqtt.iter().for_each(|outcome| self.mqtt.add(outcome, run.limit));
            for (way, outcome) in &run.ways {
                self.ways.entry(way.name()).or_default().add(outcome, run.limit);
            }
        }
    }

    pub(super) fn told(&mut self, name: &str, seed: u64) -> Value {
        let mut ours = self.ours.told();
        if let Some(object) = ours.as_object_mut() {
            object.insert("paths".to_owned(), json!(self.paths));
        }
        let mut told = json!({
            "name": name,
            "runs": self.runs,
            "seed": seed,
            "ours": ours,
            "plain_https": self.plain.told(),
            "mqtt_qos1": if self.mqtt.is_empty() { Value::Null } else { self.mqtt.told() },
            "limit_s": self.limit.mean_s(),
        });
        if let (Some(object), Some((best, ratio))) = (told.as_object_mut(), self.ratio()) {
            let ways = self.ways.iter_mut().map(|(way, column)| ((*way).to_owned(), column.told())).collect();
            object.insert("ways".to_owned(), Value::Object(ways));
            object.insert("best_single".to_owned(), json!(best));
            object.insert("ratio".to_owned(), ratio);
        }
        told
    }

    /// The single way of the least mean arrival, and how the race's arrivals stand to its.
    fn ratio(&mut self) -> Option<(&'static str, Value)> {
        let mean = |column: &Column| column.arrive.mean_s();
        let (best, alone) = self.ways.iter_mut().min_by(|(_, one), (_, other)| mean(one).total_cmp(&mean(other)))?;
        let race = &mut self.ours.arrive;
        let [p50, p90] =
            [50, 90].map(|percent| rounded(race.percentile_s(percent) / alone.arrive.percentile_s(percent)));
        Some((best, json!({ "p50": p50, "p90": p90, "mean": rounded(race.mean_s() / alone.arrive.mean_s()) })))
    }

    /// As `told`; "over" is its "beyond_limit": what arriving took beyond what physics asked of that very run.
    pub(super) fn table(&mut self, name: &str) -> String {
        let mut table = format!(
            "{name}, {} alerts, at best {:.3} s, link late by {:.1?} at the worst; seconds:\n\
             {:>14} {:>8} {:>8} {:>8} {:>8}  {:>8} {:>8} {:>8} {:>8}  {:>8} {:>8} {:>8} {:>8}  {:>4} {:>7}",
            self.runs,
            self.limit.mean_s(),
            self.latest,
            "",
            "arr p50",
            "p90",
            "p99",
            "mean",
            "over p50",
            "p90",
            "p99",
            "mean",
            "ack p50",
            "p90",
            "p99",
            "mean",
            "lost",
            "doubled",
        );
        for (who, column) in
            [("ours", &mut self.ours), ("plain https", &mut self.plain), ("mqtt qos 1", &mut self.mqtt)]
                .into_iter()
                .chain(self.ways.iter_mut().map(|(way, column)| (*way, column)))
        {
            if !column.is_empty() {
                table.push_str(&column.line(who));
            }
        }
        let paths: Vec<_> = self.paths.iter().map(|(path, count)| format!("{count} by {path}")).collect();
        // Writing to a string cannot fail.
        let _written = write!(table, "\n{:>14} first came: {}", "ours", paths.join(", "));
        if let Some((best, ratio)) = self.ratio() {
            let _written = write!(table, "\n{:>14} the race beside {best} alone: {ratio}", "ours");
        }
        table
    }
}

impl Column {
    fn is_empty(&self) -> bool {
        self.arrive.len() == 0
    }

    /// What did not come counts as having taken all our patience.
    fn add(&mut self, outcome: &Outcome, limit: Duration) {
        let arrive = outcome.arrive.unwrap_or(PATIENCE);
        self.arrive.push(arrive);
        self.beyond.push(arrive.saturating_sub(limit));
        self.ack.push(outcome.ack.unwrap_or(PATIENCE));
        self.lost += usize::from(outcome.arrive.is_none());
        self.doubled += outcome.copies.saturating_sub(1);
    }

    fn told(&mut self) -> Value {
        json!({
            "arrive": self.arrive.told_s(),
            "beyond_limit": self.beyond.told_s(),
            "ack": self.ack.told_s(),
            "lost": self.lost,
            "doubled": self.doubled,
        })
    }

    fn line(&mut self, who: &str) -> String {
        let mut line = format!("\n{who:>14}");
        for spans in [&mut self.arrive, &mut self.beyond, &mut self.ack] {
            let percentiles = [50, 90, 99].map(|percent| spans.percentile_s(percent));
            for seconds in percentiles.into_iter().chain([spans.mean_s()]) {
                let _written = write!(line, " {seconds:>8.3}");
            }
            line.push(' ');
        }
        let _written = write!(line, " {:>4} {:>7}", self.lost, self.doubled);
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn came(arrive_s: u64, copies: usize) -> Outcome {
        let (arrive, ack) = (Duration::from_secs(arrive_s), Duration::from_secs(arrive_s * 2));
        Outcome { arrive: Some(arrive), ack: Some(ack), copies, ..Outcome::default() }
    }

    #[test]
    fn what_never_came_is_lost_and_has_taken_all_our_patience() {
        let mut column = Column::default();
        for outcome in [came(3, 1), Outcome::default(), came(5, 3)] {
            column.add(&outcome, Duration::from_secs(1));
        }
        let told = column.told();
        assert_eq!((&told["lost"], &told["doubled"]), (&json!(1), &json!(2)));
        assert_eq!(told["arrive"], json!({ "p50": 5.0, "p90": 180.0, "p99": 180.0, "mean": 62.667 }));
        assert_eq!(told["beyond_limit"], json!({ "p50": 4.0, "p90": 179.0, "p99": 179.0, "mean": 61.667 }));
        assert_eq!(told["ack"]["p50"], 10.0);
    }
}
