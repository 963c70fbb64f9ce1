//! One hour after an alarm, lived through in seconds.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use hifazat_phone::{FakeLocation, MemoryStore, Path, Phone, Ports};
use hifazat_protocol::{OsEntropy, Status, Trigger};
use hifazat_testkit::Room;
use hifazat_time::{Clock, ManualClock, SystemClock};
use serde_json::Value;

use super::meter::Meter;
use super::movement::Movement;
use super::watched::Watched;

const SECOND: Duration = Duration::from_secs(1);

/// What an hour cost, and what it brought.
#[derive(Debug)]
pub(crate) struct Hour {
    pub(crate) path: &'static str,
    pub(crate) alert_bytes: u64,
    pub(crate) track_bytes: u64,
    pub(crate) envelope_bytes: u64,
    pub(crate) reckoned_bytes: u64,
    pub(crate) updates: u64,
    pub(crate) questions: u64,
    pub(crate) question_bytes: u64,
    /// The track as the room then shows it.
    pub(crate) places: Vec<Value>,
}

impl Hour {
    pub(crate) fn bytes_around_an_envelope(&self) -> u64 {
        self.track_bytes.saturating_sub(self.envelope_bytes).checked_div(self.updates).unwrap_or_default()
    }
}

/// Raises an alert in `room` over `path` and moves for an hour.
pub(crate) async fn live_through(room: &Room, path: Arc<dyn Path>, meter: &Meter, how: Movement) -> Result<Hour> {
    let clock = Arc::new(ManualClock::new(SystemClock.now()));
    let watched = Arc::new(Watched::new(path, meter, &clock));
    let location = Arc::new(FakeLocation::default());
    let store = Arc::new(MemoryStore::default());
    let phone = Phone::open(Ports {
        outbox: store.clone(),
        vault: store,
        paths: vec![watched.clone()],
        location: location.clone(),
        clock: clock.clone(),
        entropy: Arc::new(OsEntropy),
        boot: None,
    });
    phone.install(&std::fs::read_to_string(room.bundle()?).context("reading the bundle")?)?;
    phone.note_battery(64);
    phone.note_charging(false);
    let world = World { clock: &clock, watched: &watched, location: &location, how };
    tokio::select! {
        () = phone.run() => anyhow::bail!("the phone stopped"),
        hour = world.hour(&phone, room) => hour,
    }
}

struct World<'a> {
    clock: &'a ManualClock,
    watched: &'a Watched,
    location: &'a FakeLocation,
    how: Movement,
}

impl World<'_> {
    async fn hour(&self, phone: &Phone, room: &Room) -> Result<Hour> {
        phone.drill(Trigger::Hold);
        self.settle().await;
        phone.note_fix(self.how.fix(0, self.clock.now()));
        self.watched.start_over();
        let alert = phone.raise(Status::Actual, Trigger::Hold).alert_id;
        self.settle().await;
        let alert_bytes = self.watched.meter_take();
        self.watched.start_over();
        for second in 1..=3_600 {
            self.clock.advance(SECOND);
            self.location.find(self.how.fix(second, self.clock.now()));
            self.settle().await;
        }
        let kept = phone.alert_view(alert).context("the alert is kept")?;
        ensure!(kept.outbox_pending == 0, "{} messages were not received", kept.outbox_pending);
        let mut hour = self.watched.told();
        hour.alert_bytes = alert_bytes;
        hour.question_bytes = self.watched.question(phone).await?;
        let file = room.seat(self.how.name(), "operator")?.incident(&alert.to_string())?;
        hour.places = file.get("track").and_then(Value::as_array).cloned().context("an incident without a track")?;
        Ok(hour)
    }

    /// Until everything that is under way has come back.
    async fn settle(&self) {
        loop {
            for _ in 0..20 {
                tokio::task::yield_now().await;
            }
            if self.watched.is_quiet() {
                return;
            }
            SystemClock.sleep(Duration::from_micros(300)).await;
        }
    }
}
