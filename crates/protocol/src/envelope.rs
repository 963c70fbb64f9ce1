//! The sealed envelope on the wire: a clear header, the HPKE encapsulated key, the ciphertext.
//!
//! ```text
//!  0   1  version = 1            40  16  tag under the path key
//!  1   1  kind = 1               56  32  HPKE encapsulated key
//!  2   2  key id, big endian     88   n  ciphertext and its 16-byte tag
//!  4  16  device id
//! 20  16  alert id
//! 36   4  sequence, big endian
//! ```
//! Bytes 0–55 are the associated data of the ciphertext: no bit of an envelope can change unseen. The tag covers bytes
//! 0–39 and the encapsulated key, so that it can be checked before, and made before, any sealing.

use std::fmt;

use ring::digest::{SHA256, digest};

use crate::ids::{AlertId, DeviceId, KeyId, Sequence};
use crate::rejection::Rejection;
use crate::secret::{PathKey, TAG_BYTES, same_tag};
use crate::wire::{Kind, VERSION, check_start};

/// The longest envelope, in bytes.
pub const MAX_ENVELOPE_BYTES: usize = 16 * 1024;

/// The longest datagram, in bytes: what every network carries in one packet without cutting it.
pub const MAX_DATAGRAM_BYTES: usize = 1_200;

/// Header without its tag.
pub(crate) const UNTAGGED_BYTES: usize = 40;
/// Whole header: what the ciphertext is bound to.
pub(crate) const HEADER_BYTES: usize = UNTAGGED_BYTES + TAG_BYTES;
pub(crate) const ENCAPSULATED_BYTES: usize = 32;
const BODY_START: usize = HEADER_BYTES + ENCAPSULATED_BYTES;
/// Signature, public key, one byte of CBOR, AEAD tag.
const MIN_BYTES: usize = BODY_START + 64 + 32 + 1 + 16;
const TAG_LABEL: &[u8] = b"hifazat tag 1";

/// What anybody on the way can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// To which key of the room it is sealed.
    pub key_id: KeyId,
    /// Who claims to speak.
    pub device: DeviceId,
    /// Which alert.
    pub alert: AlertId,
    /// Which message of it.
    pub sequence: Sequence,
    /// Proof, to those who hold the path key, that the device made this header.
    pub tag: [u8; TAG_BYTES],
}

/// An envelope of the right shape. Nothing is proven about it until [`open`](crate::open).
#[derive(Clone, PartialEq, Eq)]
pub struct SealedEnvelope {
    header: Header,
    bytes: Vec<u8>,
}

impl SealedEnvelope {
    /// Checks the shape of bytes from anywhere.
    ///
    /// # Errors
    /// A named [`Rejection`]; never a panic, whatever the bytes.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, Rejection> {
        check_start(&bytes, Kind::Envelope)?;
        if bytes.len() > MAX_ENVELOPE_BYTES {
            return Err(Rejection::Oversized { bytes: bytes.len() });
        }
        let truncated = Rejection::Truncated { bytes: bytes.len() };
        if bytes.len() < MIN_BYTES {
            return Err(truncated);
        }
        let header = Header::read(&bytes).ok_or(truncated)?;
        Ok(Self { header, bytes })
    }

    /// The clear header.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The bytes to send.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What its `stored` receipt names it by.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        envelope_digest(&self.bytes)
    }

    /// Whether the header was made by a holder of this path key. Costs one hash.
    #[must_use]
    pub fn tag_is_from(&self, key: &PathKey) -> bool {
        let tag = tag_over(key, self.part(0, UNTAGGED_BYTES), self.encapsulated());
        same_tag(&tag, &self.header.tag)
    }

    pub(crate) fn associated_data(&self) -> &[u8] {
        self.part(0, HEADER_BYTES)
    }

    pub(crate) fn encapsulated(&self) -> &[u8] {
        self.part(HEADER_BYTES, BODY_START)
    }

    pub(crate) fn ciphertext(&self) -> &[u8] {
        self.bytes.get(BODY_START..).unwrap_or_default()
    }

    fn part(&self, from: usize, to: usize) -> &[u8] {
        self.bytes.get(from..to).unwrap_or_default()
    }
}

impl fmt::Debug for SealedEnvelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedEnvelope({}, {:?}, {} bytes)", self.header.alert, self.header.sequence, self.bytes.len())
    }
}

impl Header {
    /// The 40 bytes before the tag. A text begins in the same way.
    pub(crate) fn untagged(kind: Kind, key_id: KeyId, device: DeviceId, alert: AlertId, sequence: Sequence) -> Vec<u8> {
        let mut bytes = vec![VERSION, kind.byte()];
        bytes.extend(key_id.0.to_be_bytes());
        bytes.extend(device.0);
        bytes.extend(alert.0);
        bytes.extend(sequence.0.to_be_bytes());
        bytes
    }

    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let (key_id, rest) = bytes.get(2..)?.split_first_chunk::<2>()?;
        let (device, rest) = rest.split_first_chunk::<16>()?;
        let (alert, rest) = rest.split_first_chunk::<16>()?;
        let (sequence, rest) = rest.split_first_chunk::<4>()?;
        let (tag, _) = rest.split_first_chunk::<TAG_BYTES>()?;
        Some(Self {
            key_id: KeyId(u16::from_be_bytes(*key_id)),
            device: DeviceId(*device),
            alert: AlertId(*alert),
            sequence: Sequence(u32::from_be_bytes(*sequence)),
            tag: *tag,
        })
    }
}

/// SHA-256 over a whole envelope: by this a `stored` receipt names it.
#[must_use]
pub fn envelope_digest(bytes: &[u8]) -> [u8; 32] {
    digest(&SHA256, bytes).as_ref().first_chunk::<32>().copied().unwrap_or_default()
}

pub(crate) fn tag_over(key: &PathKey, untagged: &[u8], encapsulated: &[u8]) -> [u8; TAG_BYTES] {
    key.tag(TAG_LABEL, &[untagged, encapsulated])
}
