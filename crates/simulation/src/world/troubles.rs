//! What is wrong for a while, and when it ends.

use std::time::Duration;

use super::World;
use crate::failure::Failure;

/// The ends of what is wrong. A later trouble of the same kind takes the place of an earlier one.
#[derive(Debug, Default)]
pub(super) struct Troubles {
    pub(super) cut: Option<Duration>,
    pub(super) phone_full: Option<Duration>,
    pub(super) room_full: Option<Duration>,
    pub(super) phone_off: Option<Duration>,
    pub(super) room_off: Option<Duration>,
    pub(super) asleep: Option<Duration>,
    pub(super) lies: Option<Duration>,
    pub(super) swallowing: Option<Duration>,
    /// How a phone and a room that are doomed will be gone.
    pub(super) phone_doom: Doom,
    pub(super) room_doom: Doom,
}

/// How long a process stays away, and whether its machine starts anew.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Doom {
    pub(super) off: Duration,
    pub(super) reboots: bool,
}

impl Troubles {
    pub(super) fn next(&self) -> Option<Duration> {
        let Self { cut, phone_full, room_full, phone_off, room_off, asleep, lies, swallowing, .. } = self;
        let ends = [cut, phone_full, room_full, phone_off, room_off, asleep, lies, swallowing];
        ends.into_iter().copied().flatten().min()
    }
}

/// Is it over by now? Then it is forgotten.
fn over(end: &mut Option<Duration>, now: Duration) -> bool {
    end.take_if(|end| *end <= now).is_some()
}

impl World {
    /// Ends what is over.
    pub(super) fn change_troubles(&mut self) -> Result<(), Failure> {
        let now = self.time.now();
        if self.troubles.next().is_some_and(|next| next <= now) {
            self.disturbances += 1;
        }
        if over(&mut self.troubles.cut, now) {
            self.air.restore();
        }
        if over(&mut self.troubles.phone_full, now) {
            self.phone_disk.fill(false);
        }
        if over(&mut self.troubles.room_full, now) {
            self.room_disk.fill(false);
        }
        if over(&mut self.troubles.swallowing, now) {
            self.air.swallow(None);
        }
        if over(&mut self.troubles.lies, now) {
            self.liar.work(false);
        }
        if over(&mut self.troubles.asleep, now) {
            self.wake_phone();
        }
        if over(&mut self.troubles.room_off, now) {
            self.start_room().map_err(|error| Failure::of_the_world(&error))?;
        }
        if over(&mut self.troubles.phone_off, now) {
            self.start_phone().map_err(|error| Failure::of_the_world(&error))?;
        }
        Ok(())
    }

    /// From now on everything is as good as it can be.
    pub(crate) fn calm(&mut self) -> Result<(), Failure> {
        let now = self.time.now();
        let ends = |end: &mut Option<Duration>| {
            if end.is_some() {
                *end = Some(now);
            }
        };
        let Troubles { cut, phone_full, room_full, phone_off, room_off, asleep, lies, swallowing, .. } =
            &mut self.troubles;
        [cut, phone_full, room_full, phone_off, room_off, asleep, lies, swallowing].into_iter().for_each(ends);
        self.phone_disk.spare();
        self.room_disk.spare();
        self.air.calm();
        self.carrier.calm();
        if let Some(good) = hifazat_netlab::profile("good4g") {
            self.air.change(good);
        }
        self.change_troubles()
    }
}
