//! How soon, and how persistently.

use std::time::Duration;

use hifazat_phone::{AlertRecord, EntryState};
use hifazat_protocol::{Sequence, Status};

use crate::failure::{ARRIVES_SOON, ATTEMPTS_GO_ON, Failure};
use crate::time::Side;
use crate::world::World;

/// With a way to the room an alarm is there by then. On a network that loses packets, after so much longer.
const SOON: Duration = Duration::from_secs(10);
const SOON_WITH_LOSS: Duration = Duration::from_secs(60);
/// A drill is as patient as two minutes.
const SOON_FOR_DRILLS: Duration = Duration::from_secs(180);
/// An open raise was tried within this time.
const PATIENCE: Duration = Duration::from_secs(300);

impl World {
    /// Can a packet get from the phone's brain to the room's disk?
    fn has_a_way(&self) -> bool {
        let profile = self.air.profile();
        let passes = !profile.portal && profile.outages.is_none() && !self.air.is_cut() && !self.air.is_meddled_with();
        let works = self.room.is_some() && self.phone.is_some() && !self.room_disk.is_full();
        passes && works && !self.time.sleeps(Side::Phone)
    }

    /// A new alert waits for nothing but the way.
    pub(super) fn check_arrivals(&mut self) -> Result<(), Failure> {
        let now = self.time.now();
        let same = std::mem::replace(&mut self.book.disturbances, self.disturbances) == self.disturbances;
        let before = self.book.way_since.filter(|_| same);
        self.book.way_since = self.has_a_way().then(|| before.unwrap_or(now));
        let Some(since) = self.book.way_since else { return Ok(()) };
        let lossy = self.air.profile().to_room.loss != hifazat_netlab::Share::NONE
            || self.air.profile().to_room.bursts.is_some();
        for alarm in self.book.alarms.iter().filter(|alarm| !alarm.may_stay_away()) {
            if self.book.swallowed.contains(&alarm.id) || self.book.was_put_back_since(alarm.tapped) {
                continue;
            }
            let soon = match alarm.status {
                Status::Actual if lossy => SOON_WITH_LOSS,
                Status::Actual => SOON,
                Status::Exercise | Status::Test => SOON_FOR_DRILLS,
            };
            let late = now.saturating_sub(since.max(alarm.tapped).max(self.book.phone_since));
            if late > soon && !self.book.came_by_data(alarm.id) {
                return Err(self.fail(ARRIVES_SOON, format!("{} has had a way for {late:.1?}", alarm.id)));
            }
        }
        Ok(())
    }

    /// While it is on, the phone goes on trying.
    pub(super) fn check_attempts(&self, kept: &[AlertRecord]) -> Result<(), Failure> {
        if self.time.sleeps(Side::Phone) {
            return Ok(());
        }
        let attempts = self.attempts.all();
        for entry in kept.iter().flat_map(|record| &record.entries) {
            let waits = entry.key.sequence == Sequence::RAISE && entry.state == EntryState::Pending;
            let last = attempts.get(&entry.key).map_or(Duration::ZERO, |attempt| attempt.last);
            let since = last.max(self.book.phone_since);
            if waits && self.time.now().saturating_sub(since) > PATIENCE {
                return Err(self.fail(ATTEMPTS_GO_ON, format!("{:?} was tried last after {last:.1?}", entry.key)));
            }
        }
        Ok(())
    }
}
