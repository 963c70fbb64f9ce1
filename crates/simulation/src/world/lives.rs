//! Starting both programs, and their deaths.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use hifazat_phone::Phone;

use super::World;
use crate::failure::Failure;
use crate::phone::{PhoneLife, PhoneSite};
use crate::room::{RoomLife, RoomSite};
use crate::tasks::killable;
use crate::time::Side;

/// Her PINs.
pub(super) const RIGHT: &str = "4826";
pub(super) const DURESS: &str = "7391";
pub(super) const WRONG: &str = "1357";

impl World {
    pub(super) fn start_room(&mut self) -> anyhow::Result<()> {
        let _lent = self.threads.enter();
        let site = RoomSite {
            folder: self.folder(Side::Room),
            disk: &self.room_disk,
            threads: self.threads.handle(),
            clock: self.clock(Side::Room),
            authority: &self.authority,
            bundle: self.authority.bundle(self.time.right()).to_json(),
            chance: self.chance.draw(),
        };
        let life = RoomLife::start(site)?;
        if std::mem::take(&mut self.copy_is_out) {
            self.book.note_copy_read(&life)?;
        }
        self.room = Some(life);
        self.start_telling();
        Ok(())
    }

    pub(super) fn start_phone(&mut self) -> anyhow::Result<()> {
        let site = PhoneSite {
            folder: self.folder(Side::Phone),
            disk: &self.phone_disk,
            clock: self.clock(Side::Phone),
            air: &self.air,
            carrier: &self.carrier,
            liar: &self.liar,
            places: &self.places,
            attempts: &self.attempts,
            ways: self.ways,
            boot: self.boot,
            life: self.phone_lives,
            chance: self.chance.draw(),
        };
        let life = PhoneLife::start(site);
        let (phone, store) = (Arc::clone(&life.phone), Arc::clone(&life.store));
        self.phone = Some(life);
        self.book.note_phone_on(self.time.now());
        self.book.note_found(&store, self.time.now())?;
        self.tasks.start(Side::Phone, Box::pin(async move { phone.run().await }));
        Ok(())
    }

    pub(super) fn set_up_phone(&mut self) {
        let bundle = self.authority.bundle(self.time.right()).to_json();
        let Some(life) = &self.phone else { return };
        let installed = life.phone.install(&bundle);
        let pins = life.phone.set_pins(RIGHT, DURESS);
        life.phone.set_receipts_by_text(self.chance.below(2) == 0);
        self.trace.note(|| format!("set up: {installed:?}, {pins:?}"));
    }

    /// Does something with a phone that is on, and wakes it. `None`: it is off, or died of it.
    pub(crate) fn with_phone<T>(&mut self, act: impl FnOnce(&Phone) -> T) -> Result<Option<T>, Failure> {
        let Some(phone) = self.phone.as_ref().map(|life| Arc::clone(&life.phone)) else { return Ok(None) };
        if self.troubles.asleep.take().is_some() {
            self.wake_phone();
        }
        let done = killable(|| act(&phone));
        drop(phone);
        if done.is_none() {
            self.die(Side::Phone)?;
        }
        Ok(done)
    }

    pub(super) fn wake_phone(&mut self) {
        self.time.wake_up(Side::Phone);
        self.book.note_phone_on(self.time.now());
    }

    /// A process is gone; what was on its disk is copied to where it will start again.
    pub(super) fn die(&mut self, side: Side) -> Result<(), Failure> {
        self.trace.note(|| format!("{:?} {side:?} dies", self.time.now()));
        self.disturbances += 1;
        if side == Side::Room {
            self.verify_log()?;
        }
        let dead = match side {
            Side::Phone => self.phone_dies(),
            Side::Room => self.room_dies(),
        };
        dead.map_err(|error| Failure::of_the_world(&error))
    }

    fn phone_dies(&mut self) -> anyhow::Result<()> {
        self.phone_disk.spare();
        let Some(life) = self.phone.take() else { return Ok(()) };
        self.book.note_phone_died(&life, self.phone_disk.take_refused())?;
        self.tasks.end(Side::Phone);
        self.phone_lives += 1;
        life.remains(&self.folder(Side::Phone))?;
        self.time.wake_up(Side::Phone);
        self.troubles.asleep = None;
        if self.troubles.phone_doom.reboots {
            self.boot += 1;
            self.time.boot(Side::Phone);
        }
        self.troubles.phone_off = Some(self.time.now() + self.troubles.phone_doom.off);
        Ok(())
    }

    fn room_dies(&mut self) -> anyhow::Result<()> {
        self.room_disk.spare();
        let Some(life) = self.room.take() else { return Ok(()) };
        self.book.read_room(&life)?;
        self.tasks.end(Side::Room);
        self.room_lives += 1;
        life.remains(&self.folder(Side::Room))?;
        self.troubles.room_off = Some(self.time.now() + self.troubles.room_doom.off);
        Ok(())
    }

    pub(super) fn doom(&mut self, side: Side, off_ms: u32, reboots: bool) {
        let doom = super::troubles::Doom { off: Duration::from_millis(off_ms.into()), reboots };
        match side {
            Side::Phone => self.troubles.phone_doom = doom,
            Side::Room => self.troubles.room_doom = doom,
        }
    }

    /// Where a side lives, for as long as nobody has died since.
    pub(super) fn folder(&self, side: Side) -> PathBuf {
        self.home.path().join(match side {
            Side::Phone => format!("phone-{}", self.phone_lives),
            Side::Room => format!("room-{}", self.room_lives),
        })
    }
}
