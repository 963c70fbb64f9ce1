//! An ask over datagrams, as the phone keeps it, and the room's replies to it.
//!
//! ```text
//!  0  1  version = 1
//!  1  1  kind = 9
//!  2  1  state: 0 held, 1 these are all, 2 there are more than fit
//!  3 16  tag under the path key over the whole ask, the state and what follows
//! 19  n  receipts, each behind its length in two bytes
//! ```
//! The tag is over the ask with its chance, so that nobody else can end a question, nor an old reply a new one. It is no
//! reason to believe a receipt: those are verified like any other.

use std::fmt;
use std::time::Duration;

use crate::ask::Ask;
use crate::entropy::Entropy;
use crate::ids::{AlertId, DeviceId};
use crate::receipt_wire::{SignedReceipt, pack_receipts, unpack_receipts};
use crate::secret::{PathKey, TAG_BYTES, same_tag};
use crate::wire::{Kind, VERSION};

/// An ask over datagrams is at least so long, filled up with zeros: the replies to it are together no longer.
pub const MIN_ASK_DATAGRAM_BYTES: usize = 400;

/// The room holds an ask over datagrams no longer: many networks forget in half a minute whence a packet came.
pub const ASK_HELD_FOR: Duration = Duration::from_secs(20);

pub(crate) const HELD: u8 = 0;
const ALL: u8 = 1;
const MORE: u8 = 2;
const HEAD_BYTES: usize = 3 + TAG_BYTES;
const LABEL: &[u8] = b"hifazat reply 1";

/// A question that a phone asks, with what it takes to know the room's reply.
#[derive(Clone)]
pub struct Question {
    ask: Ask,
    key: PathKey,
}

/// What the room says to a question in a datagram. It is the room's own; the receipts in it are still unproven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// It holds the question until there is news or its patience ends.
    Held,
    /// It has no more than these, perhaps none.
    All(Vec<Vec<u8>>),
    /// It has more than these, which fitted; perhaps none did.
    More(Vec<Vec<u8>>),
}

impl Question {
    /// Asks for what comes after the first `words` words.
    #[must_use]
    pub fn new(device: DeviceId, alert: AlertId, words: u16, key: &PathKey, entropy: &dyn Entropy) -> Self {
        let mut chance = [0; 8];
        entropy.fill(&mut chance);
        Self { ask: Ask::new(device, alert, words, chance, key), key: key.clone() }
    }

    /// About which alert.
    #[must_use]
    pub const fn alert(&self) -> AlertId {
        self.ask.alert
    }

    /// The bytes to send where the answer's length is nobody's worry.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.ask.as_bytes()
    }

    /// The same as a datagram of so many bytes, at least [`MIN_ASK_DATAGRAM_BYTES`].
    #[must_use]
    pub fn padded(&self, length: usize) -> Vec<u8> {
        let mut bytes = self.as_bytes().to_vec();
        bytes.resize(length.max(MIN_ASK_DATAGRAM_BYTES), 0);
        bytes
    }

    /// The room's reply to this very question; `None` for anything else that came in.
    #[must_use]
    pub fn read(&self, packet: &[u8]) -> Option<Reply> {
        let (head, packed) = packet.split_first_chunk::<HEAD_BYTES>()?;
        let (start, tag) = head.split_first_chunk::<3>()?;
        let (_, tag) = tag.split_last_chunk::<TAG_BYTES>()?;
        let &[VERSION, kind, state] = start else { return None };
        let ours = kind == Kind::Reply.byte() && same_tag(tag, &tag_of(&self.key, self.as_bytes(), state, packed));
        let receipts = unpack_receipts(packed).ok().filter(|_| ours)?;
        match state {
            HELD => Some(Reply::Held),
            ALL => Some(Reply::All(receipts)),
            MORE => Some(Reply::More(receipts)),
            _ => None,
        }
    }
}

impl fmt::Debug for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Question({}, {:?})", self.ask.alert, self.ask.held)
    }
}

pub(crate) fn encode_reply(key: &PathKey, ask: &[u8], state: u8, packed: &[u8]) -> Vec<u8> {
    let mut reply = vec![VERSION, Kind::Reply.byte(), state];
    reply.extend(tag_of(key, ask, state, packed));
    reply.extend(packed);
    reply
}

/// As many receipts as a reply of so many bytes holds, from the first, and whether those are all.
pub(crate) fn fill(receipts: &[SignedReceipt], longest: usize) -> (u8, Vec<u8>) {
    let mut packed = Vec::new();
    for receipt in receipts {
        let more = pack_receipts(std::slice::from_ref(receipt));
        if HEAD_BYTES + packed.len() + more.len() > longest {
            return (MORE, packed);
        }
        packed.extend(more);
    }
    (ALL, packed)
}

fn tag_of(key: &PathKey, ask: &[u8], state: u8, packed: &[u8]) -> [u8; TAG_BYTES] {
    key.tag(LABEL, &[ask, &[state], packed])
}
