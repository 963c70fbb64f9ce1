//! A network between phone and room that misbehaves on purpose, request by request.
//!
//! It speaks TLS with the room's own certificate, because behind TLS nothing could be doubled: what it does is what a
//! proxy, a lost link or an impatient radio does to a whole request or answer. Everything it decides comes from one seed
//! and is written down ([`Chaos::decisions`]), so that a failure can be repeated and read.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use anyhow::{Context, Result};
use hifazat_netlab::Random;
use tokio::sync::watch;

use crate::room::Room;

mod deed;
mod relay;

/// What happens to one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It passes, and its answer too.
    Pass,
    /// It never arrives; the connection breaks.
    DropRequest,
    /// It arrives, its answer does not.
    DropAnswer,
    /// It arrives twice; the second answer comes back.
    Double,
    /// It arrives after this many milliseconds.
    Delay(u64),
    /// It arrives after the next request has: their order is turned round.
    AfterTheNext,
    /// Half of its answer comes back, then the connection breaks.
    HalfAnswer,
    /// It arrives; one bit of each receipt in its answer is turned over.
    Flip,
    /// It never arrives; the answer to the request before it comes once more.
    Replay,
    /// Somebody else answers 200 with a page, as a captive portal does.
    Portal,
}

/// How often each fate comes, in parts of their sum.
#[derive(Clone, Debug)]
pub struct Odds(pub Vec<(u64, Fate)>);

impl Odds {
    /// Everything that can go wrong, half of the time.
    #[must_use]
    pub fn rough() -> Self {
        Self(vec![
            (7, Fate::Pass),
            (1, Fate::DropRequest),
            (1, Fate::DropAnswer),
            (1, Fate::Double),
            (1, Fate::Delay(150)),
            (1, Fate::AfterTheNext),
            (1, Fate::HalfAnswer),
            (1, Fate::Portal),
        ])
    }

    /// One fate, always.
    #[must_use]
    pub fn always(fate: Fate) -> Self {
        Self(vec![(1, fate)])
    }

    fn draw(&self, random: &mut Random) -> Fate {
        let sum = self.0.iter().map(|(parts, _)| parts).sum();
        let mut left = random.below(sum);
        for (parts, fate) in &self.0 {
            if left < *parts {
                return *fate;
            }
            left = left.saturating_sub(*parts);
        }
        Fate::Pass
    }
}

/// The network. Ends when dropped.
#[derive(Debug)]
pub struct Chaos {
    port: u16,
    mind: Arc<Mind>,
    end: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

/// What decides, shared by all connections.
#[derive(Debug)]
pub(crate) struct Mind {
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    random: Random,
    odds: Odds,
    decisions: Vec<(String, Fate)>,
}

impl Mind {
    /// Decides on one request, and remembers it.
    pub(crate) fn decide(&self, request: &str) -> Fate {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let inner = &mut *inner;
        let fate = inner.odds.draw(&mut inner.random);
        inner.decisions.push((request.to_owned(), fate));
        fate
    }
}

impl Chaos {
    /// Stands at `port`, in front of `room`.
    ///
    /// # Errors
    /// When the port is taken or the room's certificate cannot be read.
    pub fn before(room: &Room, port: u16, seed: u64, odds: Odds) -> Result<Self> {
        let inner = Inner { random: Random::seeded(seed), odds, decisions: Vec::new() };
        let mind = Arc::new(Mind { inner: Mutex::new(inner) });
        let (end, ended) = watch::channel(false);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.context("a runtime for the network")?;
        let relay = runtime.block_on(relay::Relay::stand(port, room, Arc::clone(&mind)))?;
        let thread = thread::Builder::new().name("chaos".into());
        let thread = thread.spawn(move || runtime.block_on(relay.run(ended))).context("a thread for the network")?;
        Ok(Self { port, mind, end, thread: Some(thread) })
    }

    /// From now on other odds: a network that recovers, or breaks.
    pub fn set(&self, odds: Odds) {
        self.mind.inner.lock().unwrap_or_else(PoisonError::into_inner).odds = odds;
    }

    /// What was decided so far, for the test that fails.
    #[must_use]
    pub fn decisions(&self) -> Vec<(String, Fate)> {
        self.mind.inner.lock().unwrap_or_else(PoisonError::into_inner).decisions.clone()
    }

    /// How often this fate came to requests of this path.
    #[must_use]
    pub fn count(&self, fate: Fate, path: &str) -> usize {
        self.decisions().iter().filter(|(request, found)| *found == fate && request.ends_with(path)).count()
    }

    /// Where it stands.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Chaos {
    fn drop(&mut self) {
        // Nobody listening means it has ended already.
        self.end.send_replace(true);
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            eprintln!("the network ended badly");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_brings_the_same_fates() {
        let fates = |seed| {
            let mut random = Random::seeded(seed);
            (0..50).map(|_| Odds::rough().draw(&mut random)).collect::<Vec<_>>()
        };
        assert_eq!(fates(1), fates(1));
        assert_ne!(fates(1), fates(2));
        assert!(fates(1).contains(&Fate::DropAnswer));
    }

    #[test]
    fn always_is_always() {
        let mut random = Random::seeded(3);
        assert!((0..20).all(|_| Odds::always(Fate::Portal).draw(&mut random) == Fate::Portal));
    }
}
