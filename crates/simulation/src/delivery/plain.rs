//! What a plain app would do: one POST at a time over a connection that it opens when it is asked to send, to a server that
//! keeps what it hears and says so. TCP and TLS are those of the simulation.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::ensure;
use hifazat_netlab::Profile;
use hifazat_phone_paths::Deadlines;
use hifazat_time::Clock;

use super::{Course, Delivered, LOOK};
use crate::air::{Air, Load};
use crate::door::{Connections, Sender};
use crate::paths::SimulatedHttps;
use crate::segment::{Reply, Request};
use crate::tasks::{Round, Tasks};
use crate::time::{Side, SideClock, Time};
use crate::trace::Trace;

/// How patiently it tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tries {
    /// How long one may take.
    pub longest: Duration,
    /// After the first that failed. Each pause is twice the one before.
    pub first_pause: Duration,
    /// No pause is longer.
    pub longest_pause: Duration,
}

/// A server that serves, and what its client will send.
pub struct Plain {
    time: Arc<Time>,
    air: Arc<Air>,
    tasks: Tasks,
    connections: Connections,
    tries: Tries,
    envelope: Vec<u8>,
    noted: Arc<Mutex<Noted>>,
}

/// When what happened.
#[derive(Default)]
struct Noted {
    kept: Vec<Duration>,
    acked: Option<Duration>,
}

impl Plain {
    /// On a network of its own.
    #[must_use]
    pub fn set_up(profile: &'static Profile, seed: u64, envelope: &[u8], tries: Tries) -> Self {
        let time = Arc::new(Time::default());
        let air = Air::new(profile, seed, Arc::clone(&time), Arc::new(Trace::new(false)));
        air.enter(profile, seed);
        Self {
            connections: Connections::new(clock(&time, Side::Room)),
            tasks: Tasks::default(),
            tries,
            envelope: envelope.to_vec(),
            noted: Arc::default(),
            time,
            air,
        }
    }

    /// What time it is.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.time.now()
    }

    /// Brings one alert.
    ///
    /// # Errors
    /// When the world itself fails.
    pub fn bring(&mut self, course: &Course) -> anyhow::Result<Delivered> {
        self.run_until(course.offered)?;
        self.send();
        let until = course.offered + course.patience;
        while locked(&self.noted, |noted| noted.acked.is_none()) && self.elapsed() < until {
            self.run_until(self.elapsed() + LOOK)?;
        }
        self.run_until(self.elapsed() + course.linger)?;
        Ok(locked(&self.noted, |noted| Delivered {
            arrive: noted.kept.first().map(|at| at.saturating_sub(course.offered)),
            ack: noted.acked.map(|at| at.saturating_sub(course.offered)),
            copies: noted.kept.len(),
            path: None,
        }))
    }

    fn send(&mut self) {
        let Tries { longest, first_pause, longest_pause } = self.tries;
        let clock = clock(&self.time, Side::Phone);
        let deadlines = Deadlines { connect: longest, exchange: longest, ..Deadlines::default() };
        let https = SimulatedHttps::new(Arc::clone(&self.air), Arc::clone(&clock), deadlines, 0);
        let request = Request::Envelope(self.envelope.clone());
        let (time, noted) = (Arc::clone(&self.time), Arc::clone(&self.noted));
        self.tasks.start(
            Side::Phone,
            Box::pin(async move {
                let mut pause = first_pause;
                while https.exchange(&request, longest, &[]).await.is_err() {
                    clock.sleep(pause).await;
                    pause = pause.saturating_mul(2).min(longest_pause);
                }
                locked(&noted, |noted| noted.acked = Some(time.now()));
            }),
        );
    }

    fn run_until(&mut self, until: Duration) -> anyhow::Result<()> {
        loop {
            self.work()?;
            let next = [self.time.next(), self.air.next()].into_iter().flatten().min();
            self.time.advance_to(next.unwrap_or(until).min(until));
            self.serve()?;
            if self.elapsed() >= until && next.is_none_or(|next| next > until) {
                return self.work();
            }
        }
    }

    fn serve(&mut self) -> anyhow::Result<()> {
        while let Some((port, load)) = self.air.take() {
            let Load::Segment(segment) = load else { continue };
            let sender = Sender { air: Arc::clone(&self.air), port };
            let (time, noted) = (Arc::clone(&self.time), Arc::clone(&self.noted));
            let keep = move |_request| async move {
                locked(&noted, |noted| noted.kept.push(time.now()));
                Reply::Healthy
            };
            if let Some(job) = self.connections.take(sender, segment, keep) {
                self.tasks.start(Side::Room, job);
            }
            self.work()?;
        }
        Ok(())
    }

    fn work(&mut self) -> anyhow::Result<()> {
        ensure!(self.tasks.run(false, || false) == Round::Quiet, "somebody works without end");
        Ok(())
    }
}

fn clock(time: &Arc<Time>, side: Side) -> Arc<dyn Clock> {
    Arc::new(SideClock { time: Arc::clone(time), side })
}

fn locked<T>(noted: &Mutex<Noted>, act: impl FnOnce(&mut Noted) -> T) -> T {
    act(&mut noted.lock().unwrap_or_else(PoisonError::into_inner))
}
