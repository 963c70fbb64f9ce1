//! "What further receipts have you for this alert?"
//!
//! ```text
//!          kind 8                     kind 4, of earlier phones
//!  0  1    version = 1                version = 1
//!  1  1    kind = 8                   kind = 4
//!  2 16    device id                  device id
//! 18 16    alert id                   alert id
//! 34  2    words held already         34  1  receipts held already
//! 36  8    chance, new for each ask
//! 44 16    tag over bytes 0–43        35 16  tag over bytes 0–34
//! ```
//! A word is a receipt of a stage after `stored`. Those are what is asked for: a `stored` comes back with its own envelope,
//! and which of them a phone holds depends on the path that each envelope took. So a count of words is the same on both
//! sides, and two bytes of them are more than an alert ever has.

use crate::ids::{AlertId, DeviceId};
use crate::receipt_wire::SignedReceipt;
use crate::rejection::Rejection;
use crate::reply::{HELD, encode_reply, fill};
use crate::secret::{PathKey, TAG_BYTES, same_tag};
use crate::wire::{Kind, VERSION, check_start};

const CHANCE_BYTES: usize = 8;
const LABEL: &[u8] = b"hifazat ask 2";
const COUNTING_LABEL: &[u8] = b"hifazat ask 1";

/// A phone's question; the answer is what it does not hold yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Who asks.
    pub device: DeviceId,
    /// About which alert.
    pub alert: AlertId,
    /// What it has.
    pub held: Held,
    bytes: Vec<u8>,
}

/// How much of an alert's receipts a phone holds already, from the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// So many words.
    Words(u16),
    /// So many receipts, `stored` ones among them.
    Receipts(u8),
}

impl Ask {
    /// A question, tagged. `chance` tells it from every other.
    pub(crate) fn new(device: DeviceId, alert: AlertId, words: u16, chance: [u8; CHANCE_BYTES], key: &PathKey) -> Self {
        let mut bytes = start(Kind::Ask, device, alert);
        bytes.extend(words.to_be_bytes());
        bytes.extend(chance);
        Self { device, alert, held: Held::Words(words), bytes: tagged(bytes, LABEL, key) }
    }

    /// A question as earlier phones ask it.
    #[must_use]
    pub fn counting_receipts(device: DeviceId, alert: AlertId, receipts: u8, key: &PathKey) -> Self {
        let mut bytes = start(Kind::CountingAsk, device, alert);
        bytes.push(receipts);
        Self { device, alert, held: Held::Receipts(receipts), bytes: tagged(bytes, COUNTING_LABEL, key) }
    }

    /// The bytes to send.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Checks the shape of bytes from anywhere.
    ///
    /// # Errors
    /// A named [`Rejection`].
    pub fn parse(bytes: &[u8]) -> Result<Self, Rejection> {
        let ask = Self::parse_padded(bytes)?;
        if bytes.len() > ask.bytes.len() {
            return Err(Rejection::Malformed { why: "an ask is 60 bytes long, or 51" });
        }
        Ok(ask)
    }

    /// As [`Ask::parse`], for a datagram, whose further bytes say nothing.
    ///
    /// # Errors
    /// A named [`Rejection`].
    pub fn parse_padded(bytes: &[u8]) -> Result<Self, Rejection> {
        let read = match check_start(bytes, Kind::Ask) {
            Ok(()) => Self::read(bytes),
            Err(_) => {
                check_start(bytes, Kind::CountingAsk)?;
                Self::read_counting(bytes)
            }
        };
        read.ok_or(Rejection::Truncated { bytes: bytes.len() })
    }

    /// Whether a holder of this path key asks.
    #[must_use]
    pub fn tag_is_from(&self, key: &PathKey) -> bool {
        let label = match self.held {
            Held::Words(_) => LABEL,
            Held::Receipts(_) => COUNTING_LABEL,
        };
        let parts = self.bytes.split_last_chunk::<TAG_BYTES>();
        parts.is_some_and(|(untagged, tag)| same_tag(tag, &key.tag(label, &[untagged])))
    }

    /// "I have it, and shall answer when there is news or my patience ends": the room's reply in a datagram.
    #[must_use]
    pub fn reply_held(&self, key: &PathKey) -> Vec<u8> {
        encode_reply(key, &self.bytes, HELD, &[])
    }

    /// The room's reply in a datagram: of these receipts as many as fit into `longest` bytes, and whether that was all.
    #[must_use]
    pub fn reply(&self, key: &PathKey, receipts: &[SignedReceipt], longest: usize) -> Vec<u8> {
        let (state, packed) = fill(receipts, longest);
        encode_reply(key, &self.bytes, state, &packed)
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (device, alert, rest) = read_start(bytes)?;
        let (words, rest) = rest.split_first_chunk::<2>()?;
        let after = rest.get(CHANCE_BYTES + TAG_BYTES..)?.len();
        let bytes = bytes.get(..bytes.len().checked_sub(after)?)?.to_vec();
        Some(Self { device, alert, held: Held::Words(u16::from_be_bytes(*words)), bytes })
    }

    fn read_counting(bytes: &[u8]) -> Option<Self> {
        let (device, alert, rest) = read_start(bytes)?;
        let (receipts, rest) = rest.split_first()?;
        let after = rest.get(TAG_BYTES..)?.len();
        let bytes = bytes.get(..bytes.len().checked_sub(after)?)?.to_vec();
        Some(Self { device, alert, held: Held::Receipts(*receipts), bytes })
    }
}

fn start(kind: Kind, device: DeviceId, alert: AlertId) -> Vec<u8> {
    let mut bytes = vec![VERSION, kind.byte()];
    bytes.extend(device.0);
    bytes.extend(alert.0);
    bytes
}

fn read_start(bytes: &[u8]) -> Option<(DeviceId, AlertId, &[u8])> {
    let (device, rest) = bytes.get(2..)?.split_first_chunk::<16>()?;
    let (alert, rest) = rest.split_first_chunk::<16>()?;
    Some((DeviceId(*device), AlertId(*alert), rest))
}

fn tagged(mut bytes: Vec<u8>, label: &[u8], key: &PathKey) -> Vec<u8> {
    let tag = key.tag(label, &[&bytes]);
    bytes.extend(tag);
    bytes
}
