//! A short recording of what is around her: first its digest, then the recording itself in pieces.
//!
//! The digest is a message as small as an update and takes every path. A piece is a message too, so that it is sealed,
//! signed, repeated and receipted like all others; it is longer than any datagram and goes over HTTPS alone. All pieces of a
//! clip are of one length but the last, and begin where that length says, so that the room can tell which are missing.

use std::fmt;
use std::str::FromStr;

use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};

use crate::ids::UnixMillis;
use crate::message::Status;

/// The longest clip, in bytes: half a minute of speech at 32 kbit/s, and some room.
pub const MAX_CLIP_BYTES: u32 = 150_000;
/// How many bytes a piece carries; the last one carries the rest.
pub const CLIP_PIECE_BYTES: usize = 8_000;

/// SHA-256 over the bytes of a clip. It is the clip's name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClipDigest(pub [u8; 32]);

/// How a clip is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MediaType {
    /// AAC in ADTS frames.
    #[serde(rename = "audio/aac")]
    Adts,
    /// AAC in MPEG-4.
    #[serde(rename = "audio/mp4")]
    Mp4,
    /// Opus or Vorbis in Ogg.
    #[serde(rename = "audio/ogg")]
    Ogg,
    /// One that this version does not know.
    #[serde(rename = "application/octet-stream")]
    Other,
}

/// A clip exists: what it is, before any of it has come.
#[derive(Clone, PartialEq)]
pub struct Clip {
    /// In earnest or not.
    pub status: Status,
    /// When the recording began, by the phone's clock.
    pub recorded_at: UnixMillis,
    /// Its name.
    pub digest: ClipDigest,
    /// How long it is.
    pub length_bytes: u32,
    /// How it is encoded.
    pub media: MediaType,
}

/// A part of a clip.
#[derive(Clone, PartialEq)]
pub struct ClipPiece {
    /// In earnest or not.
    pub status: Status,
    /// When the recording began, by the phone's clock.
    pub recorded_at: UnixMillis,
    /// Of which clip.
    pub digest: ClipDigest,
    /// How long the whole clip is.
    pub length_bytes: u32,
    /// Where this piece begins.
    pub offset_bytes: u32,
    /// The piece.
    pub bytes: Vec<u8>,
}

impl Clip {
    /// The clip that these bytes are; `None` for none at all, and for more than [`MAX_CLIP_BYTES`].
    #[must_use]
    pub fn of(bytes: &[u8], status: Status, recorded_at: UnixMillis, media: MediaType) -> Option<Self> {
        let length_bytes = u32::try_from(bytes.len()).ok().filter(|length| Self::is_allowed(*length))?;
        Some(Self { status, recorded_at, digest: ClipDigest::of(bytes), length_bytes, media })
    }

    /// May a clip be so long?
    #[must_use]
    pub const fn is_allowed(length_bytes: u32) -> bool {
        length_bytes > 0 && length_bytes <= MAX_CLIP_BYTES
    }

    /// How many pieces a clip of this length has.
    #[must_use]
    pub fn pieces_of(length_bytes: u32) -> usize {
        usize::try_from(length_bytes).unwrap_or(usize::MAX).div_ceil(CLIP_PIECE_BYTES)
    }

    /// Its pieces, in order.
    #[must_use]
    pub fn pieces(&self, bytes: &[u8]) -> Vec<ClipPiece> {
        let offsets = (0_u32..).step_by(CLIP_PIECE_BYTES);
        let piece = |(offset_bytes, part): (u32, &[u8])| ClipPiece {
            status: self.status,
            recorded_at: self.recorded_at,
            digest: self.digest,
            length_bytes: self.length_bytes,
            offset_bytes,
            bytes: part.to_vec(),
        };
        offsets.zip(bytes.chunks(CLIP_PIECE_BYTES)).map(piece).collect()
    }
}

impl ClipPiece {
    /// Does it begin and end where a piece of a clip of this length does?
    #[must_use]
    pub fn fits(&self) -> bool {
        let whole = u32::try_from(CLIP_PIECE_BYTES).unwrap_or(u32::MAX);
        let left = self.length_bytes.saturating_sub(self.offset_bytes);
        let due = usize::try_from(left.min(whole)).unwrap_or_default();
        self.offset_bytes.is_multiple_of(whole) && due > 0 && self.bytes.len() == due
    }
}

impl ClipDigest {
    /// The digest of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(digest(&SHA256, bytes).as_ref().first_chunk::<32>().copied().unwrap_or_default())
    }
}

impl MediaType {
    /// Its name (RFC 6838).
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Adts => "audio/aac",
            Self::Mp4 => "audio/mp4",
            Self::Ogg => "audio/ogg",
            Self::Other => "application/octet-stream",
        }
    }

    /// The one of this name, if it is an encoding that a clip may have.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        [Self::Adts, Self::Mp4, Self::Ogg].into_iter().find(|known| known.as_str() == name)
    }
}

impl fmt::Display for ClipDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ClipDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClipDigest({self})")
    }
}

/// A text is not a digest of 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a digest is 64 hexadecimal digits")]
pub struct ParseDigestError;

impl FromStr for ClipDigest {
    type Err = ParseDigestError;

    fn from_str(text: &str) -> Result<Self, ParseDigestError> {
        let mut digits = text.chars().map(|digit| digit.to_digit(16));
        let mut bytes = [0; 32];
        for byte in &mut bytes {
            let mut next = || digits.next().flatten().ok_or(ParseDigestError);
            let (high, low) = (next()?, next()?);
            *byte = u8::try_from(high * 16 + low).map_err(|_| ParseDigestError)?;
        }
        if digits.next().is_some() { Err(ParseDigestError) } else { Ok(Self(bytes)) }
    }
}

impl Serialize for ClipDigest {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ClipDigest {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
