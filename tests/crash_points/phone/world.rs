//! The room that a story needs.

use anyhow::{Context, Result};
use hifazat_testkit::{Chaos, Fate, Odds, Room, Site, free_port};
use hifazat_tests::in_memory;

use super::story::Story;

/// A room, and perhaps a network that forges.
pub(crate) struct World {
    pub(crate) room: Room,
    forger: Option<Chaos>,
    /// The same room as it was before it was put back to a copy from before all alerts.
    before: Option<Room>,
}

impl World {
    pub(crate) fn of(story: Story) -> Result<Self> {
        in_memory(|| Self::make(story))
    }

    fn make(story: Story) -> Result<Self> {
        match story {
            Story::NobodyAnswers | Story::TakingBack => {
                Ok(Self { room: Room::made(Site::default())?, forger: None, before: None })
            }
            Story::Texting => {
                let site = Site { sms_number: Some("8014".to_owned()), ..Site::default() };
                Ok(Self { room: Room::made(site)?, forger: None, before: None })
            }
            Story::Forged => {
                let port = free_port()?;
                let mut room = Room::made(Site { behind_port: Some(port), ..Site::default() })?;
                room.serve()?;
                let forger = Chaos::before(&room, port, 1, Odds::always(Fate::Flip))?;
                Ok(Self { room, forger: Some(forger), before: None })
            }
            Story::Lost => {
                let mut before = Room::made(Site::default())?;
                let mut room = before.twin()?;
                before.serve()?;
                room.serve()?;
                Ok(Self { room, forger: None, before: Some(before) })
            }
            Story::SettingUp
            | Story::ChoosingPins
            | Story::Raising
            | Story::Delivering
            | Story::Following
            | Story::Cancelling
            | Story::WrongPin
            | Story::Repairing => Ok(Self { room: Room::open()?, forger: None, before: None }),
        }
    }

    /// The room as it was before.
    pub(crate) fn before(&self) -> Result<&Room> {
        self.before.as_ref().context("this room was never put back")
    }

    /// From now on the room answers, and nobody forges.
    pub(crate) fn heal(&mut self) -> Result<()> {
        if let Some(forger) = &self.forger {
            forger.set(Odds::always(Fate::Pass));
        }
        if self.room.serves()? { Ok(()) } else { self.room.serve() }
    }
}
