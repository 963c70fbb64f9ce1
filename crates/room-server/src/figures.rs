//! Counters for whoever watches the room (Prometheus). No place, no person, no id: labels are fixed words.

use std::sync::atomic::{AtomicU32, Ordering};

use metrics::{Counter, Gauge, Histogram, Key, Label, Level, Metadata, Recorder};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusRecorder};

/// All figures of one room. A recorder of its own, so that two rooms in one test do not count into each other.
pub(crate) struct Figures {
    recorder: PrometheusRecorder,
    /// Counts durations, to know when to sort those that wait.
    durations: AtomicU32,
}

static ABOUT: Metadata<'static> = Metadata::new("hifazat", Level::INFO, None);

/// The recorder keeps each duration, 16 bytes, until somebody reads the page or it is told to sort them into their
/// buckets. Nobody may ever read the page: so many wait at the most.
const MOST_WAITING: u32 = 1_024;

const SECONDS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.1, 0.25, 1.0, 5.0];

impl Figures {
    /// All at zero.
    ///
    /// # Errors
    /// Never, short of a broken build: the buckets are fixed.
    pub(crate) fn new() -> anyhow::Result<Self> {
        let recorder = PrometheusBuilder::new().set_buckets(&SECONDS)?.build_recorder();
        let describe = |name: &'static str, words: &'static str| {
            recorder.describe_counter(name.into(), None, words.into());
        };
        describe("hifazat_envelopes_total", "Envelopes by what became of them");
        describe("hifazat_rejections_total", "Bytes that were refused, by code");
        describe("hifazat_datagrams_repeated_total", "Datagrams that had been answered before");
        describe("hifazat_asks_total", "Questions for further receipts");
        describe("hifazat_sign_ins_total", "Sign-ins by outcome");
        describe("hifazat_texts_total", "Texts that came in, by what they were");
        describe("hifazat_texts_sent_total", "Texts to phones, by what became of them");
        describe("hifazat_store_failures_total", "Requests answered with 503");
        describe("hifazat_connections_cut_total", "Connections cut to make room");
        let gauge = |name: &'static str, words: &'static str| recorder.describe_gauge(name.into(), None, words.into());
        gauge("hifazat_connections", "Open connections, by door");
        gauge("hifazat_consoles", "Consoles on the live stream");
        gauge("hifazat_smpp_bound", "1 while we are bound to the SMSC");
        gauge("hifazat_revision", "Newest revision");
        gauge("hifazat_incidents_open", "Open incidents, by lane");
        gauge("hifazat_bundle_expires_seconds", "When the trust bundle ends, as Unix time");
        gauge("hifazat_certificate_expires_seconds", "When the server certificate ends, as Unix time");
        recorder.describe_histogram("hifazat_ingest_seconds".into(), None, "From body to answer".into());
        Ok(Self { recorder, durations: AtomicU32::new(0) })
    }

    /// Counts one; `label` is a fixed pair of words.
    pub(crate) fn count(&self, name: &'static str, label: Option<(&'static str, &'static str)>) {
        self.counter(name, label).increment(1);
    }

    /// Brings a counter to a total that is counted elsewhere.
    pub(crate) fn total(&self, name: &'static str, label: Option<(&'static str, &'static str)>, total: u64) {
        self.counter(name, label).absolute(total);
    }

    /// Sets a gauge.
    pub(crate) fn set(
        &self,
        name: &'static str,
        label: Option<(&'static str, &'static str)>,
        value: impl TryInto<i64>,
    ) {
        let gauge: Gauge = self.recorder.register_gauge(&key(name, label), &ABOUT);
        gauge.set(float(value.try_into().unwrap_or(i64::MAX)));
    }

    /// Adds one duration.
    pub(crate) fn took(&self, name: &'static str, duration: std::time::Duration) {
        let histogram: Histogram = self.recorder.register_histogram(&key(name, None), &ABOUT);
        histogram.record(duration.as_secs_f64());
        if self.durations.fetch_add(1, Ordering::Relaxed).is_multiple_of(MOST_WAITING) {
            self.recorder.handle().run_upkeep();
        }
    }

    /// The page.
    #[must_use]
    pub(crate) fn page(&self) -> String {
        self.recorder.handle().render()
    }

    fn counter(&self, name: &'static str, label: Option<(&'static str, &'static str)>) -> Counter {
        self.recorder.register_counter(&key(name, label), &ABOUT)
    }
}

impl std::fmt::Debug for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Figures")
    }
}

/// Prometheus knows floats only; none of our numbers comes near the 53 bits that are exact.
fn float(whole: i64) -> f64 {
    i32::try_from(whole).map_or_else(|_| whole.to_string().parse().unwrap_or(f64::MAX), f64::from)
}

fn key(name: &'static str, label: Option<(&'static str, &'static str)>) -> Key {
    let labels: Vec<Label> = label.into_iter().map(|(name, value)| Label::from_static_parts(name, value)).collect();
    Key::from_parts(name, labels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_rooms_do_not_count_into_each_other() {
        let (one, other) = (Figures::new().unwrap(), Figures::new().unwrap());
        one.count("hifazat_rejections_total", Some(("code", "truncated")));
        assert!(one.page().contains("hifazat_rejections_total{code=\"truncated\"} 1"), "{}", one.page());
        assert!(!other.page().contains("truncated"));
    }
    /// The median of several rounds, so that what other tests of this process take or give back meanwhile does not count.
    #[test]
    #[cfg(target_os = "linux")]
    fn durations_take_no_memory_when_nobody_reads_the_page() {
        const EACH: u32 = 100_000;
        let figures = Figures::new().unwrap();
        let mut grown: Vec<i64> = (0..9)
            .map(|_| {
                let before = resident_pages();
                (0..EACH).for_each(|_| figures.took("hifazat_ingest_seconds", std::time::Duration::from_millis(3)));
                resident_pages() - before
            })
            .collect();
        grown.sort_unstable();
        // Kept, they would fill 400 pages in each round.
        assert!(grown[4] < 100, "pages by which the process grew in each round: {grown:?}");
        assert!(figures.page().contains("hifazat_ingest_seconds_count 900000"), "{}", figures.page());
    }

    #[cfg(target_os = "linux")]
    fn resident_pages() -> i64 {
        let sizes = std::fs::read_to_string("/proc/self/statm").unwrap();
        sizes.split(' ').nth(1).unwrap().parse().unwrap()
    }
}
