//! Texts: when data does not get through, the short form of a message goes to the room's number.
//!
//! | of a real alarm | goes when no receipt has come |
//! |---|---|
//! | the raise | 20 s after the tap; after 3 s if nobody can be reached |
//! | a last word | after 3 s |
//! | a cancel; the first place, when the raise had none | the same as the raise, if that went as a text |
//!
//! Of a drill the raise goes at once, if the drill asks for it, and otherwise nothing: a drill costs no text. Each text goes
//! once. That it is about to go is written down first and that it went afterwards; a phone that was killed in between sends
//! it again. Twice does no harm, for the room takes the same text as one; never may kill.
//!
//! A text that only her own touch can send waits for one (`touch.rs`).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use hifazat_protocol::{AlertId, Message, PreparedText, SealedText, Sequence, Status, prepare_text, receipt_in_text};
use hifazat_time::Backoff;

use crate::alert::Alert;
use crate::moment::Moment;
use crate::path::Answer;
use crate::phone::Phone;
use crate::phone::touch::How;
use crate::record::{Entry, EntryKey, EntryKind, EntryText};
use crate::sift::Checks;
use crate::store::Lease;
use crate::texts::{TextTrouble, Texts};
use crate::view::Dropped;

/// Data has so long to get an alarm through before a text is spent on it.
const PATIENCE: Duration = Duration::from_secs(20);
/// The same when nobody can be reached: a network that is back in a moment costs no text.
const OFFLINE_PATIENCE: Duration = Duration::from_secs(3);
/// A modem that has not answered by now is asked again.
const DEADLINE: Duration = Duration::from_secs(30);
/// She may take longer over what lies before her.
const HER_DEADLINE: Duration = Duration::from_secs(10 * 60);
/// How soon to look again at what may have become ready, without anybody saying so.
const LOOK_AGAIN: Duration = Duration::from_secs(5);
/// Between two tries. Counted over restarts, so that a phone that falls over each text does not send a hundred.
const PAUSE: Backoff = Backoff { first: Duration::from_secs(5), growth_percent: 200, cap: Duration::from_secs(5 * 60) };
/// The word beside what a text has proven.
pub(crate) const PATH: &str = "sms";

/// What is known of texting, in memory only.
#[derive(Default)]
pub(crate) struct Texting {
    prepared: Option<PreparedText>,
    pauses: BTreeMap<EntryKey, Duration>,
    troubles: BTreeMap<AlertId, TextTrouble>,
    /// She has touched for this one. A touch counts for one look.
    pub(crate) touched: Option<EntryKey>,
}

/// When a text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Due {
    Now,
    In(Duration),
    Never,
}

impl Texting {
    /// Why the text of an alert could not be handed over at the last try.
    pub(crate) fn trouble(&self, alert: AlertId) -> Option<TextTrouble> {
        self.troubles.get(&alert).copied()
    }
}

impl Phone {
    /// From now on there is somebody who can hand texts over. The first one stays.
    pub fn hand_texts_to(&self, texts: Arc<dyn Texts>) {
        if self.texts.set(texts).is_ok() {
            self.bump();
        }
    }

    /// A text has come in: if it is a receipt for a text of ours, it is taken as one. Says whether it was believed.
    pub fn text_arrived(&self, text: &str) -> bool {
        let Some(raw) = receipt_in_text(text) else { return false };
        let keys = self.state().trust.receipt_keys();
        let is_its = |alert: &&Alert| Checks::of(&alert.record, &keys).is_for_its_texts(&raw);
        let Some(id) = self.known().iter().find(is_its).map(|alert| alert.facts().id) else {
            if let Err(error) = self.ports.vault.count_dropped(Dropped { foreign: 1, ..Dropped::default() }) {
                tracing::warn!(%error, "a dropped receipt could not be counted");
            }
            return false;
        };
        !self.learn(id, PATH, &Answer::Receipts(vec![raw]), None).is_empty()
    }

    /// Hands texts over, for as long as it is polled.
    pub(crate) async fn text(&self) {
        let mut under_way: FuturesUnordered<BoxFuture<'_, EntryKey>> = FuturesUnordered::new();
        let mut busy: BTreeSet<EntryKey> = BTreeSet::new();
        let mut changes = self.changed.subscribe();
        loop {
            changes.borrow_and_update();
            let pause = self.begin_texts(&mut under_way, &mut busy);
            tokio::select! {
                biased;
                Some(key) = under_way.next() => {
                    busy.remove(&key);
                }
                _ = changes.changed() => {}
                () = self.ports.clock.sleep(pause) => {}
            }
        }
    }

    fn begin_texts<'a>(
        &'a self,
        under_way: &mut FuturesUnordered<BoxFuture<'a, EntryKey>>,
        busy: &mut BTreeSet<EntryKey>,
    ) -> Duration {
        let Some(texts) = self.texts.get() else { return PATIENCE };
        let Some(number) = self.bundle().and_then(|bundle| bundle.sms_number.clone()) else { return PATIENCE };
        let now = self.now();
        let touch = self.state().texting.touched.take();
        let mut next = PATIENCE;
        for alert in self.known().iter() {
            let offline = self.is_offline(alert.facts().id);
            for entry in &alert.record.entries {
                let (Some(text), false) = (&entry.text, busy.contains(&entry.key)) else { continue };
                match due(alert, entry, offline, now) {
                    Due::Never => {}
                    Due::In(wait) => next = next.min(wait),
                    Due::Now => match self.how_now(entry.key, touch, &**texts) {
                        Ok(how) => {
                            busy.insert(entry.key);
                            let text = text.clone();
                            under_way.push(Box::pin(self.hand_over(texts, number.clone(), entry.key, text, how)));
                        }
                        Err(wait) => next = next.min(wait),
                    },
                }
            }
        }
        next
    }

    /// How a text that is due goes now, or how long until it may.
    fn how_now(&self, key: EntryKey, touch: Option<EntryKey>, texts: &dyn Texts) -> Result<How, Duration> {
        let touched = touch == Some(key);
        let elapsed = self.ports.clock.elapsed();
        let left = self.state().texting.pauses.get(&key).map(|due| due.saturating_sub(elapsed));
        if let Some(left) = left.filter(|left| !left.is_zero() && !touched) {
            return Err(left);
        }
        match texts.ready() {
            Ok(()) => Ok(How::ByItself),
            Err(TextTrouble::NeedsTouch) if touched => Ok(How::ByHer),
            Err(trouble) => {
                self.note_trouble(key, Some(trouble));
                Err(LOOK_AGAIN)
            }
        }
    }

    /// The last attempt for this alert found nobody.
    pub(crate) fn is_offline(&self, alert: AlertId) -> bool {
        self.state().pauses.waiting_since(alert).is_some()
    }

    /// One try. Written down first, then handed over.
    async fn hand_over(
        &self,
        texts: &Arc<dyn Texts>,
        number: String,
        key: EntryKey,
        text: EntryText,
        how: How,
    ) -> EntryKey {
        let Ok(sealed) = SealedText::from_bytes(text.bytes) else { return key };
        let now = self.now().wall;
        let lease = Lease { holder: self.holder, now, until: now.plus_ms(how.holds_ms()) };
        if !self.ledger.begin_text(key, lease) {
            self.pause_text(key, LOOK_AGAIN);
            return key;
        }
        let characters = sealed.to_text();
        let (handed, deadline) = match how {
            How::ByItself => (texts.send(&number, &characters), DEADLINE),
            How::ByHer => (texts.lay_before_her(&number, &characters), HER_DEADLINE),
        };
        let outcome = tokio::select! {
            biased;
            outcome = handed => Some(outcome),
            () = self.ports.clock.sleep(deadline) => None,
        };
        let pause = PAUSE.pause(text.tries.saturating_add(1), &*self.ports.entropy);
        match outcome {
            Some(Ok(())) => {
                tracing::info!(alert = %key.alert, sequence = key.sequence.0, "a text was handed over");
                self.ledger.end_text(key, self.now());
                self.note_trouble(key, None);
                // Should no store have taken it, it is not sent again in a storm.
                self.pause_text(key, pause);
            }
            Some(Err(TextTrouble::NeedsTouch)) => {
                self.note_trouble(key, Some(TextTrouble::NeedsTouch));
                self.pause_text(key, LOOK_AGAIN);
            }
            Some(Err(trouble)) => {
                tracing::warn!(%trouble, alert = %key.alert, "a text was not handed over");
                self.note_trouble(key, Some(trouble));
                self.pause_text(key, pause);
            }
            None => {
                tracing::warn!(alert = %key.alert, "nobody says whether a text went: it goes again");
                self.pause_text(key, pause);
            }
        }
        self.bump();
        key
    }

    fn pause_text(&self, key: EntryKey, pause: Duration) {
        let due = self.ports.clock.elapsed().saturating_add(pause);
        self.state().texting.pauses.insert(key, due);
    }

    fn note_trouble(&self, key: EntryKey, trouble: Option<TextTrouble>) {
        let before = {
            let troubles = &mut self.state().texting.troubles;
            match trouble {
                Some(trouble) => troubles.insert(key.alert, trouble),
                None => troubles.remove(&key.alert),
            }
        };
        if before != trouble {
            self.bump();
        }
    }

    /// The short form of a message, if there is anybody to hand it over and a number for it to go to.
    pub(crate) fn seal_text(&self, alert: AlertId, sequence: Sequence, message: &Message) -> Option<EntryText> {
        let prepared = self.take_prepared_text()?;
        let receipts = self.state().settings.profile.receipts_by_text;
        let sealed = prepared.seal(alert, sequence, message, receipts);
        if let Err(error) = &sealed {
            tracing::error!(%error, %alert, "a text could not be sealed");
        }
        let (text, key) = sealed.ok()?;
        Some(EntryText { bytes: text.as_bytes().to_vec(), key, tries: 0, sent: None })
    }

    /// Makes the key pair of the next text ahead of the tap.
    pub(crate) fn prepare_text(&self) {
        if self.state().texting.prepared.is_none() {
            let prepared = self.take_prepared_text();
            self.state().texting.prepared = prepared;
        }
    }

    fn take_prepared_text(&self) -> Option<PreparedText> {
        self.texts.get()?;
        let (kept, room_key, known) = {
            let mut state = self.state();
            state.trust.bundle()?.sms_number.as_ref()?;
            // The room can prove a text only of a device whose signature it has seen: it has said `opened`. What stands in
            // while the vault is shut it has never met, whatever the vault says later.
            let known = self.identity.is_kept && state.settings.proofs.line.is_some();
            (state.texting.prepared.take(), state.trust.room_key()?, known)
        };
        let usable = kept.filter(|prepared| prepared.key_id() == room_key.id && prepared.is_proven() == known);
        usable.or_else(|| prepare_text(&room_key, &self.identity.device, known, &*self.ports.entropy).ok())
    }
}

/// The rule at the top of this file.
pub(crate) fn due(alert: &Alert, entry: &Entry, offline: bool, now: Moment) -> Due {
    let Some(text) = &entry.text else { return Due::Never };
    if text.sent.is_some() || alert.answered.contains(&entry.key.sequence) {
        return Due::Never;
    }
    match alert.facts().status {
        Status::Exercise | Status::Test if alert.facts().dismissed => return Due::Never,
        Status::Exercise | Status::Test => return Due::Now,
        Status::Actual => {}
    }
    let follows = alert.record.entries.first().and_then(|raise| raise.text.as_ref()).is_some_and(|text| text.tries > 0);
    let patience = match entry.kind {
        EntryKind::Clip | EntryKind::ClipPiece => return Due::Never,
        EntryKind::Cancel | EntryKind::Update if !follows => return Due::Never,
        EntryKind::LastWord => OFFLINE_PATIENCE,
        EntryKind::Raise | EntryKind::Cancel | EntryKind::Update if offline => OFFLINE_PATIENCE,
        EntryKind::Raise | EntryKind::Cancel | EntryKind::Update => PATIENCE,
    };
    // Of what was taken back before the room lost it, only the one PIN would send a text.
    let unseen = alert.ladder.lost().is_some() && alert.facts().taken_back.is_some();
    if !entry.is_open() || unseen {
        return Due::Never;
    }
    let since = alert.ladder.lost().filter(|lost| lost.is_after(&entry.sealed)).unwrap_or(entry.sealed);
    match now.left_of(patience, &since) {
        Some(left) => Due::In(left),
        None => Due::Now,
    }
}
