//! What incidents and drills have in common: the messages of one alert as they come in.

use std::collections::BTreeSet;
use std::fmt;

use hifazat_protocol::{AlertId, DeviceId, ResponseKey, Sequence, UnixMillis};
use serde::{Deserialize, Serialize};

use crate::path::{Path, add_path};
use crate::revision::Revision;
use crate::texter::Texter;

/// The record of one alert's arrival.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Intake {
    /// Under which id the room files it: the alert's own, unless another device had claimed that one before.
    pub id: AlertId,
    /// The id on the wire, which receipts name.
    pub alert: AlertId,
    /// The device that raised it. Proven once a message was opened, claimed until then.
    pub device: DeviceId,
    /// Counts incidents and drills apart; the ledger gives it at the first commit.
    pub label: u32,
    /// When this record last changed; the ledger gives it at every commit.
    pub revision: Revision,
    /// When the first envelope was stored.
    pub stored_at: UnixMillis,
    /// When she tapped, by her phone's clock; unknown until the raise is opened.
    pub tapped_at: Option<UnixMillis>,
    /// Which messages are here.
    pub tally: Tally,
    /// The ways by which they came, in order of first use.
    pub paths: Vec<Path>,
    /// The raise was opened: receipts after `stored` are sealed under this key.
    #[serde(with = "response_key")]
    pub response_key: Option<ResponseKey>,
    /// What an operator should know about how it came.
    pub flags: BTreeSet<Flag>,
    /// Who texts for her, if anybody does.
    #[serde(default)]
    pub texter: Option<Texter>,
}

/// Something odd that is kept and shown, never a reason to drop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// Two different envelopes came under one sequence; of two raises the first readable one counts.
    Conflict,
    /// Another device had used this alert id before.
    Contested,
    /// Her clock was absurd when she tapped; the room's clock counts.
    ClockAbsurd,
    /// Messages of one alert differ in status.
    MixedStatus,
    /// A message came after the incident was closed.
    AfterClose,
    /// Closed, then opened again because her duress PIN came.
    Reopened,
    /// A text came that nobody has proven to be hers, and it changed nothing: what it says stands in the log.
    UnprovenText,
}

impl Intake {
    /// A file for an alert of which nothing is known yet.
    #[must_use]
    pub fn new(id: AlertId, alert: AlertId, device: DeviceId, stored_at: UnixMillis) -> Self {
        Self {
            id,
            alert,
            device,
            label: 0,
            revision: Revision::default(),
            stored_at,
            tapped_at: None,
            tally: Tally::default(),
            paths: Vec::new(),
            response_key: None,
            flags: BTreeSet::new(),
            texter: None,
        }
    }

    /// Whether the raise was opened.
    #[must_use]
    pub const fn is_opened(&self) -> bool {
        self.response_key.is_some()
    }

    pub(crate) fn came_by(&mut self, path: Path) -> bool {
        add_path(&mut self.paths, path)
    }

    pub(crate) fn flag(&mut self, flag: Flag) {
        self.flags.insert(flag);
    }
}

impl fmt::Debug for Intake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Intake({}, {:?}, {:?})", self.id, self.revision, self.tally)
    }
}

/// Which sequences of an alert are stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    upto: Option<Sequence>,
    beyond: BTreeSet<Sequence>,
}

impl Tally {
    /// Counts one in; says whether the highest contiguous sequence rose.
    pub fn add(&mut self, sequence: Sequence) -> bool {
        let before = self.upto;
        if self.upto.is_none_or(|upto| sequence > upto) {
            self.beyond.insert(sequence);
        }
        while let Some(next) = self.beyond.first().copied().filter(|first| *first == self.awaited()) {
            self.beyond.remove(&next);
            self.upto = Some(next);
        }
        self.upto != before
    }

    /// The highest sequence up to which every message is here; `None` before the raise.
    #[must_use]
    pub const fn contiguous(&self) -> Option<Sequence> {
        self.upto
    }

    /// Whether more than the raise is here.
    #[must_use]
    pub fn goes_on(&self) -> bool {
        self.upto.is_some_and(|upto| upto > Sequence::RAISE || !self.beyond.is_empty())
    }

    fn awaited(&self) -> Sequence {
        self.upto.map_or(Sequence::RAISE, Sequence::next)
    }
}

/// As hexadecimal digits: the ledger's rows are JSON.
mod response_key {
    use hifazat_protocol::ResponseKey;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::hex;

    pub(super) fn serialize<S: Serializer>(key: &Option<ResponseKey>, to: S) -> Result<S::Ok, S::Error> {
        match key {
            Some(key) => to.serialize_some(&hex::encode(&key.to_bytes())),
            None => to.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<ResponseKey>, D::Error> {
        let Some(text) = Option::<std::borrow::Cow<'de, str>>::deserialize(from)? else { return Ok(None) };
        let bytes = hex::decode32(&text).ok_or_else(|| serde::de::Error::custom("not 64 hexadecimal digits"))?;
        Ok(Some(ResponseKey::from_bytes(bytes)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_tally_does_not_depend_on_order(count in 1_u32..40, seed in any::<u64>(), missing in 0_u32..40) {
            let mut order: Vec<u32> = (0..count).filter(|n| *n != missing).collect();
            let mut state = seed;
            for place in (1..order.len()).rev() {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                order.swap(place, usize::try_from(state >> 33).unwrap() % (place + 1));
            }
            let mut tally = Tally::default();
            for sequence in &order {
                tally.add(Sequence(*sequence));
                tally.add(Sequence(*sequence));
            }
            let expected = if missing < count { missing.checked_sub(1) } else { Some(count - 1) };
            prop_assert_eq!(tally.contiguous(), expected.map(Sequence));
        }
    }

    #[test]
    fn the_last_sequence_there_is_does_no_harm() {
        let mut tally = Tally::default();
        tally.add(Sequence(u32::MAX));
        assert!(!tally.add(Sequence(u32::MAX)));
        assert_eq!(tally.contiguous(), None);
    }
}
