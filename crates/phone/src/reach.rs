//! Over which paths the room replies to questions. Pure.
//!
//! A question is asked again and again for as long as an alarm lives, so what it costs counts: once the cheapest path has
//! been replied to, it asks alone, and the others only when it falls silent. Until then all ask at once. One that fell
//! silent rests, longer and longer. That it carries envelopes proves nothing here: a room replies to the questions only of
//! devices that it knows.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use hifazat_protocol::Entropy;
use hifazat_time::Backoff;

use crate::path::Path;

/// How long a path rests over which nobody replied.
const REST: Backoff =
    Backoff { first: Duration::from_secs(10), growth_percent: 200, cap: Duration::from_secs(10 * 60) };

/// What is known of each path on this network.
#[derive(Debug, Default)]
pub(crate) struct Reach(BTreeMap<&'static str, Way>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Open,
    Silent { failures: u32, until: Duration },
}

/// Who asks at once, and who when nobody of those is heard.
pub(crate) struct Askers<'a> {
    pub(crate) first: Vec<&'a Arc<dyn Path>>,
    pub(crate) then: Vec<&'a Arc<dyn Path>>,
}

impl Reach {
    /// The room has replied.
    pub(crate) fn replied(&mut self, path: &'static str) {
        self.0.insert(path, Way::Open);
    }

    /// It has not; until when the path rests.
    pub(crate) fn fell_silent(&mut self, path: &'static str, now: Duration, chance: &dyn Entropy) -> Duration {
        let failures = match self.0.get(path) {
            Some(Way::Silent { failures, .. }) => failures.saturating_add(1),
            Some(Way::Open) | None => 1,
        };
        let until = now.saturating_add(REST.pause(failures, chance));
        self.0.insert(path, Way::Silent { failures, until });
        until
    }

    /// Who asks the next question. Nobody rests while none is known to work.
    pub(crate) fn askers<'a>(&self, paths: &'a [Arc<dyn Path>], now: Duration) -> Askers<'a> {
        let works = |path: &Arc<dyn Path>| self.0.get(path.name()) == Some(&Way::Open);
        let some_work = paths.iter().any(works);
        let mut order: Vec<_> = paths.iter().collect();
        order.sort_by_key(|path| path.overhead_bytes());
        let (resting, mut first): (Vec<_>, Vec<_>) =
            order.into_iter().partition(|path| some_work && self.rests(path.name(), now));
        let alone = first.first().is_some_and(|cheapest| works(cheapest));
        let mut then = if alone { first.split_off(1) } else { Vec::new() };
        then.extend(resting);
        Askers { first, then }
    }

    fn rests(&self, path: &str, now: Duration) -> bool {
        matches!(self.0.get(path), Some(Way::Silent { until, .. }) if *until > now)
    }
}

#[cfg(test)]
mod tests {
    use hifazat_protocol::SeededEntropy;

    use super::*;
    use crate::path::fake::FakePath;

    fn names(paths: &[&Arc<dyn Path>]) -> Vec<&'static str> {
        paths.iter().map(|path| path.name()).collect()
    }

    #[test]
    fn the_cheapest_asks_alone_once_it_was_replied_to_and_rests_longer_each_time_it_was_not() {
        let paths: [Arc<dyn Path>; 2] = [FakePath::costing("dear", 2_400), FakePath::costing("cheap", 500)];
        let chance = SeededEntropy::new(1);
        let mut reach = Reach::default();
        let asked = |reach: &Reach, now| {
            let Askers { first, then } = reach.askers(&paths, now);
            (names(&first), names(&then))
        };
        assert_eq!(asked(&reach, Duration::ZERO), (vec!["cheap", "dear"], vec![]));
        reach.replied("dear");
        assert_eq!(asked(&reach, Duration::ZERO), (vec!["cheap", "dear"], vec![]), "the cheap one may work");
        reach.replied("cheap");
        assert_eq!(asked(&reach, Duration::ZERO), (vec!["cheap"], vec!["dear"]));
        let (mut now, mut rests) = (Duration::ZERO, Vec::new());
        for _ in 0..12 {
            let until = reach.fell_silent("cheap", now, &chance);
            assert_eq!(asked(&reach, now), (vec!["dear"], vec!["cheap"]));
            rests.push(until - now);
            now = until;
            assert_eq!(asked(&reach, now), (vec!["cheap", "dear"], vec![]), "it is tried again beside the other");
        }
        assert!(rests[0] <= REST.first && rests[11] >= REST.cap / 2, "{rests:?}");
        reach.fell_silent("cheap", now, &chance);
        reach.fell_silent("dear", now, &chance);
        assert_eq!(asked(&reach, now), (vec!["cheap", "dear"], vec![]), "nobody rests while none works");
    }
}
