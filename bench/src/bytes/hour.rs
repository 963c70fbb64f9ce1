//! One hour after an alarm, lived through in seconds.

use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use hifazat_phone::{FakeLocation, MemoryStore, Path, Phone, Ports};
use hifazat_protocol::{AlertId, OsEntropy, Status, Trigger, TrustBundle};
use hifazat_time::{Clock, SystemClock};
use serde_json::{Value, json};

use super::meter::Meter;
use super::movement::Movement;
use super::price::{Price, Shop};
use super::room::Served;
use super::watched::{Told, Watched};

const SECOND: Duration = Duration::from_secs(1);
/// A connection that nobody has used for so long is not used again.
const LONG_IDLE: u32 = 60;
/// So long an exchange may take before time goes on.
const PATIENCE_MS: u32 = 200;
/// Where something has passed, more may follow for so long.
const STILL_MS: u32 = 20;
/// What the clock has woken gets so long to begin.
const BEGIN_MS: u32 = 2;
/// What the desk does, and when.
const WORDS: [(u32, &str); 3] = [(60, "accept"), (240, "dispatch"), (900, "arrive")];

/// What an hour cost, and what it brought.
pub(crate) struct Hour {
    pub(crate) path: &'static str,
    pub(crate) alert_bytes: u64,
    pub(crate) track_bytes: u64,
    pub(crate) told: Told,
    pub(crate) price: Price,
    /// How long each word was on its way to the phone, in seconds.
    pub(crate) word_delays_s: Vec<u32>,
    /// The track as the room then shows it.
    pub(crate) places: Vec<Value>,
}

impl Hour {
    /// From one update to the next at the longest.
    pub(crate) fn longest_gap_s(&self) -> u64 {
        let gaps =
            self.told.went.iter().zip(self.told.went.iter().skip(1)).map(|(one, next)| next.saturating_sub(*one));
        gaps.max().unwrap_or_default().as_secs()
    }
}

/// Raises an alert in the room over one of the ways and moves for an hour.
pub(crate) async fn live_through(
    served: &Served,
    way: impl Fn() -> Result<Arc<dyn Path>>,
    meter: &Meter,
    how: Movement,
) -> Result<Hour> {
    let clock = Arc::clone(&served.clock);
    let path = way()?;
    let watched = Arc::new(Watched::new(Arc::clone(&path), &clock));
    let location = Arc::new(FakeLocation::default());
    let store = Arc::new(MemoryStore::default());
    let phone = Phone::open(Ports {
        outbox: store.clone(),
        vault: store,
        paths: vec![watched.clone()],
        location: location.clone(),
        clock,
        entropy: Arc::new(OsEntropy),
        boot: None,
    });
    phone.install(&std::fs::read_to_string(served.room.bundle()?).context("reading the bundle")?)?;
    phone.note_battery(64);
    phone.note_charging(false);
    let trust: Arc<TrustBundle> = phone.bundle().context("a phone without a bundle")?;
    let world = World { served, watched: &watched, meter, location: &location, how, events: Cell::default() };
    let lived = tokio::select! {
        () = phone.run() => anyhow::bail!("the phone stopped"),
        lived = world.hour(&phone) => lived?,
    };
    let told = lived.told;
    let price = Shop { served, trust: &trust, meter, told: &told }.price(&*path, way).await?;
    Ok(Hour {
        path: path.name(),
        alert_bytes: lived.alert_bytes,
        track_bytes: lived.track_bytes,
        told,
        price,
        word_delays_s: lived.word_delays_s,
        places: lived.places,
    })
}

struct World<'a> {
    served: &'a Served,
    watched: &'a Watched,
    meter: &'a Meter,
    location: &'a FakeLocation,
    how: Movement,
    /// So many exchanges had begun, and so many pieces of them had passed.
    events: Cell<u64>,
}

struct Lived {
    alert_bytes: u64,
    track_bytes: u64,
    told: Told,
    word_delays_s: Vec<u32>,
    places: Vec<Value>,
}

impl World<'_> {
    async fn hour(&self, phone: &Phone) -> Result<Lived> {
        let clock = &*self.served.clock;
        phone.drill(Trigger::Hold);
        self.settle().await;
        for _ in 0..LONG_IDLE {
            clock.advance(SECOND);
            self.settle().await;
        }
        phone.note_fix(self.how.fix(0, clock.now()));
        self.meter.take();
        let alert = phone.raise(Status::Actual, Trigger::Hold).alert_id;
        self.settle().await;
        let alert_bytes = self.meter.take();
        self.watched.start_over();
        let (mut word_delays_s, mut awaited) = (Vec::new(), None);
        for second in 1..=3_600 {
            clock.advance(SECOND);
            self.location.find(self.how.fix(second, clock.now()));
            if let Some((_, act)) = WORDS.iter().find(|(at, _)| *at == second) {
                awaited = Some((second, steps(phone, alert)));
                self.act(alert, act).await?;
            }
            self.settle().await;
            if let Some((since, _)) = awaited.take_if(|(_, before)| steps(phone, alert) > *before) {
                word_delays_s.push(second.saturating_sub(since));
            }
        }
        let track_bytes = self.meter.take();
        ensure!(word_delays_s.len() == WORDS.len(), "only {word_delays_s:?} of the desk's words came");
        let kept = phone.alert_view(alert).context("the alert is kept")?;
        ensure!(kept.outbox_pending == 0, "{} messages were not received", kept.outbox_pending);
        let file = self.served.at_desk(move |seat| seat.incident(&alert.to_string())).await?;
        let places = file.get("track").and_then(Value::as_array).cloned().context("an incident without a track")?;
        Ok(Lived { alert_bytes, track_bytes, told: self.watched.told(), word_delays_s, places })
    }

    async fn act(&self, alert: AlertId, act: &'static str) -> Result<()> {
        let rest = if act == "dispatch" { json!({ "unit": "Kahna 1", "eta_min": 6 }) } else { json!({}) };
        self.served.at_desk(move |seat| seat.act(&alert.to_string(), act, rest).map(drop)).await
    }

    /// Until everything that is under way has come back, or is held. Where nothing has begun or passed since the last time,
    /// that is after a moment; what waits for time to pass is not waited for.
    async fn settle(&self) {
        let mut still_ms = STILL_MS - BEGIN_MS - 1;
        for _ in 0..PATIENCE_MS {
            for _ in 0..20 {
                tokio::task::yield_now().await;
            }
            let events = self.meter.times() + self.watched.begun();
            let before = self.events.replace(events);
            still_ms = if events == before { still_ms.saturating_add(1) } else { 0 };
            if self.watched.is_quiet() && still_ms >= STILL_MS {
                break;
            }
            SystemClock.sleep(Duration::from_millis(1)).await;
        }
    }
}

fn steps(phone: &Phone, alert: AlertId) -> usize {
    phone.alert_view(alert).map_or(0, |view| view.steps.len())
}
