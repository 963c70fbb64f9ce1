//! Asks in datagrams, as `room-server` serves them: with "held" first, a reminder after a word, and no more held of the one
//! device than its share.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hifazat_protocol::{ASK_HELD_FOR, Ask, MIN_ASK_DATAGRAM_BYTES};
use hifazat_room::{AskError, Room};
use hifazat_time::Clock;

use super::Sender;
use crate::tasks::Job;

/// Of one device.
const MOST_HELD: usize = 8;
/// A reply without receipts, behind an IPv6 and a UDP header.
const SHORT_REPLY: usize = 19 + 48;
const REMIND_AFTER: Duration = Duration::from_secs(2);

/// Where asks are taken.
pub(super) struct AskDesk {
    clock: Arc<dyn Clock>,
    held: Arc<Mutex<VecDeque<Slot>>>,
}

/// What is held: a question as it came, and whence.
#[derive(Clone, PartialEq, Eq)]
struct Slot {
    ask: Ask,
    port: u16,
}

impl AskDesk {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, held: Arc::default() }
    }

    /// What comes of a packet, if it is an ask that may be answered.
    pub(super) fn take(&self, room: &Arc<Room>, sender: Sender, packet: &[u8]) -> Option<Job> {
        let length = Some(packet.len()).filter(|length| *length >= MIN_ASK_DATAGRAM_BYTES)?;
        let ask = Ask::parse_padded(packet).ok()?;
        let held = room.reply_held(&ask)?;
        let slot = Slot { ask, port: sender.port };
        let mut slots = locked(&self.held);
        if slots.contains(&slot) {
            drop(slots);
            sender.reply(held);
            return None;
        }
        if slots.len() == MOST_HELD {
            slots.pop_front();
        }
        slots.push_back(slot.clone());
        drop(slots);
        let asked = Asked { slot, held, length, sender, desk: Arc::clone(&self.held), clock: Arc::clone(&self.clock) };
        let room = Arc::clone(room);
        Some(Box::pin(async move { asked.serve(&room).await }))
    }
}

struct Asked {
    slot: Slot,
    held: Vec<u8>,
    length: usize,
    sender: Sender,
    desk: Arc<Mutex<VecDeque<Slot>>>,
    clock: Arc<dyn Clock>,
}

impl Asked {
    async fn serve(&self, room: &Room) {
        let told = self.answer(room).await;
        // One that a newer question has pushed out is answered no more.
        let (true, Ok((reply, reminder))) = (self.leave(), told) else { return };
        self.sender.reply(reply);
        if let Some(reminder) = reminder {
            self.clock.sleep(REMIND_AFTER).await;
            self.sender.reply(reminder);
        }
    }

    /// Whether it had its place still.
    fn leave(&self) -> bool {
        let mut slots = locked(&self.desk);
        let before = slots.len();
        slots.retain(|slot| *slot != self.slot);
        slots.len() < before
    }

    /// The reply, and the reminder after a word that is told to a phone which keeps still.
    async fn answer(&self, room: &Room) -> Result<(Vec<u8>, Option<Vec<u8>>), AskError> {
        let question = room.hear(&self.slot.ask).await?;
        if let Some(words) = question.at_once().await? {
            return Ok((question.reply(&words, self.length), None));
        }
        self.sender.reply(self.held.clone());
        let words = question.within(ASK_HELD_FOR).await?;
        let longest = self.length.saturating_sub(2 * SHORT_REPLY);
        let reminder = (!words.is_empty()).then(|| question.reply(&words, 0));
        Ok((question.reply(&words, longest), reminder))
    }
}

fn locked(held: &Mutex<VecDeque<Slot>>) -> MutexGuard<'_, VecDeque<Slot>> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}
