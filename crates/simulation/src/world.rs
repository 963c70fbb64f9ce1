//! A world: one phone, one room, what lies between them, and time. Everything happens in one thread, one thing after
//! another; chance comes from the seed.

mod copies;
mod lives;
mod operate;
mod perform;
mod texts;
mod troubles;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use hifazat_netlab::{Profile, Random};
use hifazat_time::Clock;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use crate::air::{Air, Load};
use crate::attempts::Attempts;
use crate::authority::Authority;
use crate::carrier::Carrier;
use crate::check::Book;
use crate::disk::Disk;
use crate::door::Sender;
use crate::failure::{Failure, TIME_GOES_ON};
use crate::liar::Liar;
use crate::phone::{PhoneLife, Ways};
use crate::places::Places;
use crate::room::RoomLife;
use crate::segment::{Say, Segment};
use crate::tasks::{Round, Tasks};
use crate::time::{Side, SideClock, Time};
use crate::trace::Trace;
use operate::TakenUnread;
use troubles::Troubles;

/// One seed's world.
pub(crate) struct World {
    pub(crate) time: Arc<Time>,
    pub(crate) trace: Arc<Trace>,
    pub(crate) air: Arc<Air>,
    pub(crate) carrier: Arc<Carrier>,
    pub(crate) liar: Arc<Liar>,
    pub(crate) attempts: Arc<Attempts>,
    pub(crate) taken_unread: Arc<TakenUnread>,
    pub(crate) authority: Authority,
    /// `None` while it is off.
    pub(crate) phone: Option<PhoneLife>,
    /// `None` while it is down.
    pub(crate) room: Option<RoomLife>,
    pub(crate) phone_disk: Arc<Disk>,
    pub(crate) room_disk: Arc<Disk>,
    /// What was promised to her, and what is known of the room.
    pub(crate) book: Book,
    places: Arc<Places>,
    tasks: Tasks,
    troubles: Troubles,
    ways: Ways,
    chance: Random,
    /// Counts what may have stood between a packet and the room.
    pub(crate) disturbances: u64,
    /// Names this start of the phone's machine.
    boot: u64,
    /// Lives that have ended.
    phone_lives: u64,
    room_lives: u64,
    /// The room will start over a copy that was put in place of its database.
    copy_is_out: bool,
    home: TempDir,
    threads: Runtime,
}

impl World {
    /// A phone that was set up with this room's bundle and has its PINs, and a room that is there.
    pub(crate) fn new(seed: u64, profile: &'static Profile, ways: Ways, aloud: bool) -> anyhow::Result<Self> {
        let mut chance = Random::seeded(seed);
        let (time, trace) = (Arc::new(Time::default()), Arc::new(Trace::new(aloud)));
        let authority = Authority::new(chance.draw());
        let mut world = Self {
            air: Air::new(profile, chance.draw(), Arc::clone(&time), Arc::clone(&trace)),
            carrier: Carrier::new(chance.draw(), Arc::clone(&time), Arc::clone(&trace)),
            liar: Liar::new(authority.forged()),
            attempts: Attempts::new(Arc::clone(&time)),
            taken_unread: Arc::default(),
            authority,
            phone: None,
            room: None,
            phone_disk: Arc::default(),
            room_disk: Arc::default(),
            book: Book::default(),
            places: Arc::default(),
            tasks: Tasks::default(),
            troubles: Troubles::default(),
            ways,
            chance,
            disturbances: 0,
            boot: 1,
            phone_lives: 0,
            room_lives: 0,
            copy_is_out: false,
            home: home()?,
            threads: Builder::new_current_thread().build().context("no runtime")?,
            time,
            trace,
        };
        world.time.boot(Side::Phone);
        world.time.boot(Side::Room);
        world.start_room()?;
        world.start_phone()?;
        world.set_up_phone();
        world.copy_room().map_err(|failure| anyhow::anyhow!("{failure}"))?;
        Ok(world)
    }

    pub(crate) fn clock(&self, side: Side) -> Arc<dyn Clock> {
        Arc::new(SideClock { time: Arc::clone(&self.time), side })
    }

    /// Lets time pass.
    pub(crate) fn run_for(&mut self, span: Duration) -> Result<(), Failure> {
        let until = self.time.now().saturating_add(span);
        loop {
            self.work()?;
            let next = [self.time.next(), self.air.next(), self.carrier.next(), self.troubles.next()]
                .into_iter()
                .flatten()
                .min();
            self.time.advance_to(next.unwrap_or(until).min(until));
            self.change_troubles()?;
            self.deliver()?;
            if self.time.now() >= until && next.is_none_or(|next| next > until) {
                return self.work();
            }
        }
    }

    /// Everybody does what can be done now.
    pub(crate) fn work(&mut self) -> Result<(), Failure> {
        loop {
            let disk = Arc::clone(&self.room_disk);
            // What the threads of the room's store are asked for needs a runtime that lends them.
            let _lent = self.threads.enter();
            let round = self.tasks.run(self.time.sleeps(Side::Phone), || disk.has_died());
            drop(_lent);
            match round {
                Round::Quiet => return Ok(()),
                Round::Died(side) => self.die(side)?,
                Round::Endless => return Err(self.fail(TIME_GOES_ON, "somebody works without end".to_owned())),
            }
        }
    }

    fn deliver(&mut self) -> Result<(), Failure> {
        while let Some((port, load)) = self.air.take() {
            let sender = Sender { air: Arc::clone(&self.air), port };
            if let (Load::Segment(segment), true) = (&load, self.air.profile().portal) {
                speak_as_a_stranger(&sender, segment);
                continue;
            }
            let Some(life) = &mut self.room else { continue };
            if let Some(job) = life.door.take(&life.room, sender, load) {
                self.tasks.start(Side::Room, job);
            }
            self.work()?;
        }
        self.bring_texts()?;
        self.work()
    }

    pub(crate) fn fail(&self, invariant: &'static str, detail: String) -> Failure {
        Failure { invariant, detail, at: self.time.now() }
    }
}

/// A captive portal opens every connection and can prove itself on none.
fn speak_as_a_stranger(sender: &Sender, Segment { connection, say }: &Segment) {
    let reply = if matches!(say, Say::Open) { Say::Opened } else { Say::Reset };
    sender.say(*connection, reply);
}

/// In memory where the system has such a folder: the stores sync at each commit.
fn home() -> anyhow::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("hifazat-simulation-");
    builder.tempdir_in("/dev/shm").or_else(|_| builder.tempdir()).context("making a folder for the stores")
}
