//! One alert as the brain sees it: the record, and the ladder its receipts prove.

use std::collections::BTreeSet;
use std::time::Duration;

use hifazat_protocol::{ReceiptPublicKey, Sequence, Stage, Status, is_not_held, verify_kept_not_held};

use crate::ladder::Ladder;
use crate::ledger::Held;
use crate::moment::Moment;
use crate::pin::TRIES;
use crate::record::{AlertFacts, AlertRecord, EntryText, KeptReceipt};
use crate::sift::Checks;

/// How long she may take an alarm back.
pub(crate) const WINDOW: Duration = Duration::from_secs(10);
/// Without any receipt for so long, she is told to call 15.
const NOT_DELIVERED_AFTER: Duration = Duration::from_secs(90);

#[derive(Clone, Debug)]
pub(crate) struct Alert {
    pub(crate) record: AlertRecord,
    pub(crate) durable: bool,
    pub(crate) ladder: Ladder,
    /// Messages of which a receipt by text says that the room has their text. Their envelopes are still to be carried.
    pub(crate) answered: BTreeSet<Sequence>,
}

impl Alert {
    /// Verifies every kept receipt again, unless `before` was built from the same ones under the same key; one that no longer
    /// holds is left out.
    pub(crate) fn read<'a>(held: &'a Held, keys: &[ReceiptPublicKey], before: Option<&'a Self>) -> Self {
        let of = |record: &'a AlertRecord| (&record.receipts, &record.facts.hidden.response_key);
        if let Some(before) = before.filter(|before| of(&before.record) == of(&held.record)) {
            let (ladder, answered) = (before.ladder.clone(), before.answered.clone());
            return Self { record: held.record.clone(), durable: held.durable, ladder, answered };
        }
        let facts = &held.record.facts;
        let checks = Checks::of(&held.record, keys);
        let mut ladder = Ladder::new(facts.status);
        let mut answered = BTreeSet::new();
        for kept in &held.record.receipts {
            if is_not_held(&kept.raw) {
                match verify_kept_not_held(&kept.raw, facts.id, keys) {
                    Ok(_) => {
                        ladder.fall(kept.learned, is_stopped(facts, kept));
                        answered.clear();
                    }
                    Err(error) => tracing::warn!(%error, alert = %facts.id, "a kept word no longer verifies"),
                }
                continue;
            }
            match checks.verify(&kept.raw) {
                Ok(receipt) => {
                    if receipt.is_by_text() {
                        answered.insert(receipt.sequence);
                    }
                    ladder.climb(&receipt, &kept.path, kept.learned);
                }
                Err(error) => tracing::warn!(%error, alert = %facts.id, "a kept receipt no longer verifies"),
            }
        }
        Self { record: held.record.clone(), durable: held.durable, ladder, answered }
    }

    pub(crate) const fn facts(&self) -> &AlertFacts {
        &self.record.facts
    }

    /// What is left of the take-back window; `None` once it is over.
    pub(crate) fn window_left(&self, now: Moment) -> Option<Duration> {
        let facts = self.facts();
        let over = facts.window_ended
            || facts.taken_back.is_some()
            || facts.cancelled.is_some()
            || facts.status != Status::Actual;
        now.left_of(WINDOW, &facts.tapped).filter(|_| !over)
    }

    /// No receipt at all, 90 s after the tap, or after the room was known to have lost it.
    pub(crate) fn is_not_delivered(&self, now: Moment) -> bool {
        let facts = self.facts();
        let since = self.ladder.lost().unwrap_or(facts.tapped);
        facts.taken_back.is_none() && self.ladder.top().is_none() && now.left_of(NOT_DELIVERED_AFTER, &since).is_none()
    }

    pub(crate) const fn pin_tries_left(&self) -> u8 {
        TRIES.saturating_sub(self.facts().pin_failures)
    }

    /// She took it back of her own will: nothing more is to be told or asked.
    pub(crate) const fn is_withdrawn(&self) -> bool {
        self.facts().taken_back.is_some() && !self.facts().hidden.duress
    }

    /// A real alarm that goes on: places are followed, later receipts asked for.
    pub(crate) fn is_live(&self) -> bool {
        self.facts().status == Status::Actual && !self.is_withdrawn() && self.ladder.top() != Some(Stage::Closed)
    }

    /// Its places are told: until it is closed, or cancelled of her own will.
    pub(crate) fn is_followed(&self) -> bool {
        self.is_live() && (self.facts().cancelled.is_none() || self.facts().hidden.duress)
    }

    /// Has either PIN withdrawn it? Says the same after both.
    pub(crate) const fn a_pin_was_entered(&self) -> bool {
        self.facts().cancelled.is_some() || self.facts().taken_back.is_some()
    }

    /// A real alarm stands on her screen. Says the same after either PIN.
    pub(crate) fn stands_open(&self) -> bool {
        let facts = self.facts();
        let ended = facts.taken_back.is_some() || self.ladder.top() == Some(Stage::Closed);
        facts.status == Status::Actual && !facts.dismissed && !ended
    }

    /// Does the room have this message, in one form or the other, for good? What a text says that proves nobody is forgotten
    /// as soon as something proven comes.
    pub(crate) fn is_received(&self, sequence: Sequence) -> bool {
        let texts = self.record.entries.iter().filter(|entry| entry.key.sequence == sequence);
        let proven = texts.filter_map(|entry| entry.text.as_ref()).any(EntryText::is_proven);
        self.record.is_settled(sequence) || (proven && self.answered.contains(&sequence))
    }

    /// Should the room be asked for later receipts? Of a text alone it can be asked nothing, and the *closed* of a text
    /// leaves words of the chain between.
    pub(crate) fn wants_more(&self) -> bool {
        let stored = self.ladder.has_begun();
        let drill_goes_on = !self.facts().broken && self.ladder.top() < Some(Stage::Opened);
        match self.facts().status {
            Status::Actual => stored && !self.is_withdrawn() && !self.ladder.is_complete(),
            Status::Exercise | Status::Test => stored && drill_goes_on && !self.facts().dismissed,
        }
    }

    /// Left behind by her and by everybody: it may be wiped. What she did under duress stands in the hidden part; while that does
    /// not open nothing is wiped.
    pub(crate) fn is_finished(&self) -> bool {
        let is_readable = self.facts().hidden.response_key.is_some() || self.record.entries.is_empty();
        is_readable && self.facts().dismissed && self.record.open_entries() == 0 && !self.is_live()
    }
}

/// Did this come after she had taken the alarm back? Then her screen stands still, or it would tell one PIN from the other.
fn is_stopped(facts: &AlertFacts, kept: &KeptReceipt) -> bool {
    facts.taken_back.is_some_and(|end| !end.is_after(&kept.learned))
}
