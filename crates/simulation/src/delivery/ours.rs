//! Ours: both brains over their stores, introduced to each other before.

use std::time::Duration;

use anyhow::{Context, ensure};
use hifazat_netlab::{Profile, profile};
use hifazat_phone::{AlertView, Phone};
use hifazat_protocol::{AlertId, Status, Trigger};
use hifazat_room::ledger::Record;

use super::{Course, Delivered, LOOK};
use crate::failure::Failure;
use crate::phone::Ways;
use crate::world::World;

/// The network on which they meet, and how long a drill takes there at the most, with everything that follows from it.
const KIND: &str = "good4g";
const INTRODUCTION: Duration = Duration::from_secs(60);
const NEAR_M: u16 = 20;

/// A phone that knows its place and its room, on a network of its own.
pub struct Ours(World);

impl Ours {
    /// `only` names its one way out, by [`hifazat_phone::Path::name`]; none: all but texts.
    ///
    /// # Errors
    /// When the stores cannot be made, or the two do not find each other.
    pub fn set_up(profile: &'static Profile, seed: u64, only: Option<&'static str>) -> anyhow::Result<Self> {
        let mut world = World::new(seed, kind()?, Ways { only, texts: false }, false)?;
        world.find_place(0, NEAR_M);
        world.raise(Status::Exercise, |phone| phone.drill(Trigger::Hold)).map_err(told)?;
        world.run_for(INTRODUCTION).map_err(told)?;
        let left = world.with_phone(|phone| {
            let left = phone.alerts().first().map(|drill| drill.outbox_pending);
            phone.end_drill();
            left
        });
        ensure!(left.map_err(told)?.flatten() == Some(0), "the drill was not answered");
        world.air.enter(profile, seed);
        Ok(Self(world))
    }

    /// What time it is.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.time.now()
    }

    /// Brings one alert.
    ///
    /// # Errors
    /// When the world itself fails.
    pub fn bring(&mut self, course: &Course) -> anyhow::Result<Delivered> {
        let world = &mut self.0;
        world.run_for(course.held.saturating_sub(world.time.now())).map_err(told)?;
        world.with_phone(Phone::hold_started).map_err(told)?;
        world.run_for(course.offered.saturating_sub(world.time.now())).map_err(told)?;
        let raised = world.with_phone(|phone| phone.raise(Status::Actual, Trigger::Hold)).map_err(told)?;
        let id = raised.context("the phone is off")?.alert_id;
        let until = course.offered + course.patience;
        while self.view(id)?.took_ms.is_none() && self.elapsed() < until {
            self.0.run_for(LOOK).map_err(told)?;
        }
        self.0.run_for(course.linger).map_err(told)?;
        self.outcome(id)
    }

    /// What she sees and what the room has, put together: both clocks are right.
    fn outcome(&mut self, id: AlertId) -> anyhow::Result<Delivered> {
        let view = self.view(id)?;
        let world = &mut self.0;
        world.book.read_room(world.room.as_ref().context("the room is down")?)?;
        let incidents = world.book.records().filter(|record| matches!(record, Record::Incident(_)));
        let hers = world.book.record(id).map(Record::intake);
        let took = hers.map(|intake| intake.stored_at.0.saturating_sub(view.tapped_at.0));
        Ok(Delivered {
            arrive: took.and_then(|ms| u64::try_from(ms).ok()).map(Duration::from_millis),
            ack: view.took_ms.map(Duration::from_millis),
            copies: incidents.count(),
            path: hers.and_then(|intake| intake.paths.first()).map(|path| path.as_str()),
        })
    }

    fn view(&self, id: AlertId) -> anyhow::Result<AlertView> {
        let phone = &self.0.phone.as_ref().context("the phone is off")?.phone;
        phone.alerts().into_iter().find(|alert| alert.alert_id == id).context("the phone has forgotten the alert")
    }
}

fn kind() -> anyhow::Result<&'static Profile> {
    profile(KIND).with_context(|| format!("there is no network {KIND}"))
}

fn told(failure: Failure) -> anyhow::Error {
    anyhow::anyhow!("{failure}")
}
