//! A network with a virtual clock: minutes pass in microseconds, and nobody needs to be root.

use std::time::Duration;

use crate::network::{Arrival, Network, Parcel, Sent, Toward};
use crate::profile::Profile;
use crate::tally::Tally;

/// A network whose time passes only when it is asked for what comes next.
#[derive(Debug)]
pub struct Simulation<T> {
    network: Network<T>,
    now: Duration,
}

impl<T: Clone> Simulation<T> {
    /// This network at its instant zero.
    #[must_use]
    pub fn new(profile: &Profile, seed: u64) -> Self {
        Self { network: Network::new(profile, seed), now: Duration::ZERO }
    }

    /// What time it is.
    #[must_use]
    pub fn now(&self) -> Duration {
        self.now
    }

    /// Sends a parcel now.
    pub fn send(&mut self, toward: Toward, parcel: Parcel, load: T) -> Sent {
        self.network.send(self.now, toward, parcel, load)
    }

    /// The next arrival until `limit`, at which it then is; without one it is `limit` afterwards. Whoever simulates
    /// timers gives the earliest of them as the limit.
    pub fn next_until(&mut self, limit: Duration) -> Option<Arrival<T>> {
        let arrival = self.network.take(limit);
        self.now = self.now.max(arrival.as_ref().map_or(limit, |arrival| arrival.at));
        arrival
    }

    /// Nothing passes from now on.
    pub fn cut(&mut self) {
        self.network.cut(self.now);
    }

    /// As before the cut.
    pub fn restore(&mut self) {
        self.network.restore();
    }

    /// The address translator forgets everything.
    pub fn rebind(&mut self) {
        self.network.rebind();
    }

    /// What the network did so far.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.network.tally()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::Carrier;
    use crate::profile;

    const SECOND: Duration = Duration::from_secs(1);
    const ALERT: Parcel = Parcel { carrier: Carrier::Udp, port: 4_000, bytes: 900 };

    /// A phone that sends every second until the room's first answer is back; when it was.
    fn asks_every_second(name: &str, seed: u64, begin: Duration) -> Duration {
        let mut world = Simulation::new(profile(name).unwrap(), seed);
        assert_eq!(world.next_until(begin), None);
        for tries in 1..1_000 {
            world.send(Toward::Room, ALERT, "alert");
            while let Some(arrival) = world.next_until(begin + SECOND * tries) {
                match arrival.toward {
                    Toward::Room => {
                        world.send(Toward::Phone, arrival.parcel, "receipt");
                    }
                    Toward::Phone => return world.now(),
                }
            }
        }
        panic!("no answer in a thousand seconds");
    }

    #[test]
    fn a_question_and_its_answer_take_both_delays() {
        let answered = asks_every_second("good4g", 1, Duration::ZERO);
        assert!((Duration::from_millis(115)..Duration::from_millis(117)).contains(&answered), "{answered:?}");
    }

    #[test]
    fn in_a_hole_the_answer_comes_after_the_hole() {
        let answered = asks_every_second("holes", 1, Duration::from_millis(12_300));
        assert!((30 * SECOND..31 * SECOND + SECOND / 2).contains(&answered), "{answered:?}");
    }

    #[test]
    fn the_same_seed_is_the_same_run_and_another_is_another() {
        let runs = |seed| asks_every_second("brief", seed, Duration::ZERO);
        assert_eq!((1..50).map(runs).collect::<Vec<_>>(), (1..50).map(runs).collect::<Vec<_>>());
        assert!((2..50).map(runs).any(|run| run != runs(1)));
    }

    #[test]
    fn a_cut_link_is_as_silent_as_a_hole_until_it_is_restored() {
        let mut world = Simulation::new(profile("brief").unwrap(), 1);
        world.cut();
        (0..50).for_each(|_| assert!(matches!(world.send(Toward::Room, ALERT, 0), Sent::Lost(_))));
        assert_eq!(world.next_until(100 * SECOND), None);
        world.restore();
        assert!((0..50).any(|n| world.send(Toward::Room, ALERT, n) == Sent::UnderWay));
    }
}
