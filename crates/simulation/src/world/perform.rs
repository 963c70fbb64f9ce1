//! One operation, done.

use std::time::Duration;

use hifazat_netlab::{Toward, profile};
use hifazat_phone::{Phone, PinOutcome, Raised};
use hifazat_protocol::{Fix, Method, Status, Trigger};

use super::World;
use super::lives::{DURESS, RIGHT, WRONG};
use crate::air::Deed;
use crate::check::Withdrawal;
use crate::failure::Failure;
use crate::op::{Op, Pin, Step};
use crate::time::Side;

const DAY_MS: i64 = 86_400_000;

impl World {
    /// Waits, does it, and lets everybody do at once what follows from it.
    pub(crate) fn perform(&mut self, step: &Step) -> Result<(), Failure> {
        self.watch_for(ms(step.after_ms))?;
        self.trace.note(|| format!("{:?} {:?}", self.time.now(), step.op));
        match &step.op {
            Op::Tap => self.raise(Status::Actual, |phone| phone.raise(Status::Actual, Trigger::Hold)),
            Op::Drill => self.raise(Status::Exercise, |phone| phone.drill(Trigger::Hold)),
            Op::DrillByText => self.raise(Status::Exercise, |phone| phone.drill_by_text(Trigger::Hold)),
            Op::LineCheck => self.raise(Status::Test, Phone::line_check),
            Op::Hold => self.with_phone(Phone::hold_started).map(drop),
            Op::TakeBack(pin) => self.take_back(*pin),
            Op::Cancel(pin) => self.cancel(*pin),
            Op::EndWindow => self.with_phone(Phone::end_window).map(drop),
            Op::Dismiss => self.leave_behind(Phone::dismiss),
            Op::EndDrill => self.leave_behind(Phone::end_drill),
            Op::Battery(percent) => self.with_phone(|phone| phone.note_battery(*percent)).map(drop),
            Op::NetworkChanged => self.network_changed(),
            Op::FetchBundle => {
                self.fetch_bundle();
                Ok(())
            }
            Op::Operate { act, which } => self.operate(*act, *which),
            Op::KillPhone { after_writes, off_ms, reboots } => {
                self.doom(Side::Phone, *off_ms, *reboots);
                self.kill(Side::Phone, *after_writes)
            }
            Op::KillRoom { after_commits, off_ms } => {
                self.doom(Side::Room, *off_ms, false);
                self.kill(Side::Room, *after_commits)
            }
            Op::CopyRoom => self.copy_room(),
            Op::PutRoomBack { off_ms } => self.put_room_back(*off_ms),
            Op::Swallow { for_ms } => self.swallow(ms(*for_ms)),
            Op::Wait => Ok(()),
            Op::Fix { .. }
            | Op::Sleep { .. }
            | Op::FullDisk { .. }
            | Op::JumpClock { .. }
            | Op::Cut { .. }
            | Op::Network(_)
            | Op::Rebind
            | Op::Lose { .. }
            | Op::Double { .. }
            | Op::Delay { .. }
            | Op::Garble { .. }
            | Op::Replay(_)
            | Op::Texts { .. }
            | Op::Lie { .. }
            | Op::RotateKeys { .. } => {
                self.disturb(&step.op);
                Ok(())
            }
        }?;
        self.work()?;
        self.check()
    }

    /// What happens to neither of them, but around them.
    fn disturb(&mut self, op: &Op) {
        self.disturbances += 1;
        let now = self.time.now();
        let end = |for_ms: &u32| Some(now + ms(*for_ms));
        match op {
            Op::Fix { north_m, accuracy_m } => self.find_place(*north_m, *accuracy_m),
            Op::Sleep { for_ms } => {
                if self.phone.is_some() {
                    self.time.fall_asleep(Side::Phone);
                    self.troubles.asleep = end(for_ms);
                }
            }
            Op::FullDisk { side: Side::Phone, for_ms } => {
                self.phone_disk.fill(true);
                self.troubles.phone_full = end(for_ms);
            }
            Op::FullDisk { side: Side::Room, for_ms } => {
                self.room_disk.fill(true);
                self.troubles.room_full = end(for_ms);
            }
            Op::JumpClock { side, days } => self.time.jump(*side, i64::from(*days) * DAY_MS),
            Op::Cut { for_ms } => {
                self.air.cut();
                self.troubles.cut = end(for_ms);
            }
            Op::Network(name) => profile(name).into_iter().for_each(|profile| self.air.change(profile)),
            Op::Rebind => self.air.rebind(),
            Op::Lose { toward, packets } => self.air.meddle(*toward, *packets, Deed::Lose),
            Op::Double { toward, packets, after_ms } => {
                self.air.meddle(*toward, *packets, Deed::Double(ms(*after_ms)));
            }
            Op::Delay { toward, packets, by_ms } => self.air.meddle(*toward, *packets, Deed::Delay(ms(*by_ms))),
            Op::Garble { packets } => {
                self.air.meddle(Toward::Room, *packets, Deed::Garble);
                self.book.note_garbled();
            }
            Op::Texts { toward, fate, texts } => self.carrier.decide(*toward, *fate, *texts),
            Op::Replay(which) => self.air.replay(*which),
            Op::Lie { for_ms } => {
                self.liar.work(true);
                self.troubles.lies = end(for_ms);
            }
            Op::RotateKeys { receipts } => self.rotate_keys(*receipts),
            Op::Tap
            | Op::Hold
            | Op::Drill
            | Op::DrillByText
            | Op::LineCheck
            | Op::TakeBack(_)
            | Op::Cancel(_)
            | Op::EndWindow
            | Op::Dismiss
            | Op::EndDrill
            | Op::Battery(_)
            | Op::KillPhone { .. }
            | Op::KillRoom { .. }
            | Op::CopyRoom
            | Op::PutRoomBack { .. }
            | Op::NetworkChanged
            | Op::FetchBundle
            | Op::Operate { .. }
            | Op::Swallow { .. }
            | Op::Wait => {}
        }
    }

    pub(crate) fn raise(&mut self, status: Status, raise: impl FnOnce(&Phone) -> Raised) -> Result<(), Failure> {
        if let Some(raised) = self.with_phone(raise)? {
            self.trace.note(|| format!("raised {} durable {}", raised.alert_id, raised.durable));
            self.book.note_raised(raised, status, self.time.now());
        }
        Ok(())
    }

    fn take_back(&mut self, pin: Pin) -> Result<(), Failure> {
        let done = self.with_phone(|phone| {
            let open = phone.alerts().into_iter().find(|alert| alert.window_ends_at.is_some());
            (open.map(|alert| alert.alert_id), phone.take_back(digits(pin)))
        })?;
        if let Some((Some(alert), answer)) = done
            && answer.outcome == PinOutcome::Done
        {
            self.book.note_withdrawn(alert, Withdrawal::by(pin));
        }
        Ok(())
    }

    fn cancel(&mut self, pin: Pin) -> Result<(), Failure> {
        let done = self.with_phone(|phone| {
            let newest = phone.alerts().into_iter().find(|alert| alert.status == Status::Actual)?.alert_id;
            Some((newest, phone.cancel(newest, digits(pin))?))
        })?;
        if let Some(Some((alert, answer))) = done
            && answer.outcome == PinOutcome::Done
        {
            self.book.note_withdrawn(alert, Withdrawal::by(pin));
        }
        Ok(())
    }

    fn leave_behind(&mut self, leave: impl FnOnce(&Phone)) -> Result<(), Failure> {
        let before = self.with_phone(Phone::alerts)?.unwrap_or_default();
        self.with_phone(leave)?;
        let after = self.with_phone(Phone::alerts)?.unwrap_or_default();
        let gone = before.iter().filter(|alert| after.iter().all(|left| left.alert_id != alert.alert_id));
        gone.for_each(|alert| self.book.note_left_behind(alert.alert_id));
        Ok(())
    }

    /// Nothing else is disturbed: whatever is raised later must get through.
    fn swallow(&mut self, span: Duration) -> Result<(), Failure> {
        let pending = |phone: &Phone| phone.alerts().into_iter().rev().find(|alert| alert.outbox_pending > 0);
        if self.with_phone(pending)?.flatten().is_none() {
            self.raise(Status::Actual, |phone| phone.raise(Status::Actual, Trigger::Hold))?;
        }
        if let Some(oldest) = self.with_phone(pending)?.flatten() {
            self.air.swallow(Some(oldest.alert_id));
            self.book.note_swallowed(oldest.alert_id);
            self.troubles.swallowing = Some(self.time.now() + span);
        }
        Ok(())
    }

    fn network_changed(&mut self) -> Result<(), Failure> {
        if let Some(life) = &self.phone {
            life.https.network_changed();
        }
        self.with_phone(Phone::network_changed).map(drop)
    }

    fn fetch_bundle(&mut self) {
        if let Some(life) = &self.phone {
            let phone = std::sync::Arc::clone(&life.phone);
            self.tasks.start(Side::Phone, Box::pin(async move { phone.renew_once().await }));
        }
    }

    fn kill(&mut self, side: Side, after: u8) -> Result<(), Failure> {
        let disk = match side {
            Side::Phone => &self.phone_disk,
            Side::Room => &self.room_disk,
        };
        if after == 0 {
            return self.die(side);
        }
        disk.kill_after(after);
        Ok(())
    }

    pub(crate) fn find_place(&mut self, north_m: i32, accuracy_m: u16) {
        self.places.find(Fix {
            latitude_deg: 31.5497 + f64::from(north_m) / 111_000.0,
            longitude_deg: 74.3436,
            accuracy_m: Some(f64::from(accuracy_m)),
            speed_mps: None,
            heading_deg: None,
            at: self.clock(Side::Phone).now(),
            method: Method::Satellite,
            mock: false,
        });
    }

    fn rotate_keys(&mut self, receipts: bool) {
        self.authority.rotate(receipts);
        let bundle = self.authority.bundle(self.time.right()).to_json();
        if let Some(life) = &mut self.room {
            life.room.change_keys(self.authority.keys());
            life.door.hand_out(bundle);
        }
    }
}

const fn digits(pin: Pin) -> &'static str {
    match pin {
        Pin::Right => RIGHT,
        Pin::Duress => DURESS,
        Pin::Wrong => WRONG,
    }
}

fn ms(milliseconds: u32) -> Duration {
    Duration::from_millis(milliseconds.into())
}
