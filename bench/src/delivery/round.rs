//! A few runs at once. Everything is set up before the first of them begins, so that while alerts are under way the
//! machine has little else to do.

use std::ops::Range;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use hifazat_netlab::{Profile, Toward};
use tokio::runtime::Handle;

use super::interrupt::Interrupt;
use super::mqtt::Mqtt;
use super::offer::Offer;
use super::ours::{Only, Ours};
use super::outcome::{Contender, Outcome};
use super::plain::Plain;

/// Headers of IPv4 and UDP.
const HEADER_BYTES: usize = 28;
/// A port that was free a moment ago may be somebody else's now.
const SET_UPS: usize = 3;

/// Where the runs take place.
pub(super) struct Network {
    pub(super) profile: &'static Profile,
    pub(super) seed: u64,
    pub(super) only: Option<Only>,
    /// Each of our ways alone as well.
    pub(super) with_ways: bool,
    pub(super) with_mqtt: bool,
    pub(super) envelope: Vec<u8>,
    pub(super) interrupt: Interrupt,
}

/// What became of one alert, by each contender.
pub(super) struct Run {
    pub(super) ours: Outcome,
    pub(super) plain: Outcome,
    pub(super) mqtt: Option<Outcome>,
    /// Ours with one way out each.
    pub(super) ways: Vec<(Only, Outcome)>,
    /// The earliest that physics allows.
    pub(super) limit: Duration,
}

struct Ready {
    offer: Offer,
    ours: Ours,
    plain: Plain,
    mqtt: Option<Mqtt>,
    ways: Vec<(Only, Ours)>,
}

/// The runs of these numbers, all at once.
pub(super) fn measure_round(network: &Network, numbers: Range<usize>) -> Result<Vec<Run>> {
    let handle = Handle::current();
    let all = at_once(numbers, |number| network.set_up(number, &handle))?;
    network.interrupt.check()?;
    at_once(all, |ready| network.measure(&ready))
}

/// Does all of this in threads of its own; the first failure of them, when all have ended.
pub(super) fn at_once<A: Send, T: Send>(
    each: impl IntoIterator<Item = A>,
    work: impl Fn(A) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    let work = &work;
    thread::scope(|scope| {
        let begun: Vec<_> = each.into_iter().map(|one| scope.spawn(move || work(one))).collect();
        begun.into_iter().map(joined).collect::<Vec<_>>().into_iter().collect()
    })
}

fn joined<T>(work: thread::ScopedJoinHandle<'_, Result<T>>) -> Result<T> {
    work.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

impl Network {
    fn set_up(&self, number: usize, handle: &Handle) -> Result<Ready> {
        self.interrupt.check()?;
        let offer = Offer::of(self.profile, self.seed, number);
        let (profile, seed) = (self.profile, offer.seed);
        let ours = |only| Ours::set_up(profile, seed, only).context("setting up our phone and room");
        let plain = || Plain::set_up(profile, seed, &self.envelope, handle).context("setting up the plain server");
        let mqtt = || Mqtt::set_up(profile, seed, &self.envelope, handle).context("setting up MQTT");
        let alone = |way| -> Result<_> { Ok((way, self.patiently(|| ours(Some(way)))?)) };
        Ok(Ready {
            offer,
            ours: self.patiently(|| ours(self.only))?,
            plain: self.patiently(plain)?,
            mqtt: self.with_mqtt.then(|| self.patiently(mqtt)).transpose()?,
            ways: self.ways().map(alone).collect::<Result<_>>()?,
        })
    }

    /// Those that are measured alone.
    pub(super) fn ways(&self) -> impl Iterator<Item = Only> {
        Only::ALL.into_iter().filter(|_| self.with_ways)
    }

    /// From the offer on, the earliest that physics allows.
    pub(super) fn limit(&self, offered: Duration) -> Duration {
        let bytes = self.envelope.len().saturating_add(HEADER_BYTES);
        self.profile.limit(Toward::Room, offered, bytes).saturating_sub(offered)
    }

    /// The last failure, when none of several tries succeeds.
    fn patiently<T>(&self, set_up: impl Fn() -> Result<T>) -> Result<T> {
        for _ in 1..SET_UPS {
            self.interrupt.check()?;
            if let Ok(ready) = set_up() {
                return Ok(ready);
            }
        }
        set_up()
    }

    fn measure(&self, ready: &Ready) -> Result<Run> {
        let bring = |contender: &dyn Contender| contender.measure(&ready.offer, &self.interrupt);
        thread::scope(|scope| {
            let plain = scope.spawn(|| bring(&ready.plain));
            let mqtt = ready.mqtt.as_ref().map(|mqtt| scope.spawn(|| bring(mqtt)));
            let ways: Vec<_> = ready.ways.iter().map(|(way, ours)| (*way, scope.spawn(|| bring(ours)))).collect();
            let (offered, ours) = bring(&ready.ours).context("our phone")?;
            let plain = joined(plain).context("the plain client")?.1;
            let mqtt = mqtt.map(joined).transpose().context("MQTT")?.map(|(_, outcome)| outcome);
            let ways = ways
                .into_iter()
                .map(|(way, brought)| Ok((way, joined(brought).context("one way alone")?.1)))
                .collect::<Result<_>>()?;
            Ok(Run { ours, plain, mqtt, ways, limit: self.limit(offered) })
        })
    }
}
