//! Clips: what a phone recorded, as far as it has come, and who may hear it.
//!
//! A clip is kept as the envelopes that brought it, closed as they came. It is put together, and checked against the digest
//! that the phone named, whenever it is heard. Unlike a word of hers a piece may be refused: only the device that raised an
//! alert brings pieces to it, few and short ones, so that nobody fills the disk with sounds.

use std::collections::BTreeMap;

use hifazat_protocol::{Clip as Named, ClipDigest, ClipPiece, MediaType, Sequence, UnixMillis};
use serde::{Deserialize, Serialize};

use crate::audit::Note;
use crate::incident::{Incident, Refusal};
use crate::ledger::{Change, Decision, Record, Situation};

/// Clips that one alert may have.
pub const MAX_CLIPS: usize = 4;

/// One clip of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clip {
    /// Its name.
    pub digest: ClipDigest,
    /// How long it is.
    pub length_bytes: u32,
    /// When its recording began, by the phone's clock.
    pub recorded_at: UnixMillis,
    /// How it is encoded; unknown until the phone's word of it has come.
    pub media: Option<MediaType>,
    /// Which message brought the piece that begins at this byte.
    pieces: BTreeMap<u32, Sequence>,
}

/// Why a piece of a clip, or the word of one, is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClipRefusal {
    /// Its alert is not an alarm here that this device has raised.
    #[error("this device has raised no alarm here that this could belong to")]
    Homeless,
    /// Longer than any clip may be, or empty.
    #[error("a clip has 1 to 150,000 bytes")]
    BadLength,
    /// The alert has clips enough, or this piece came in another message.
    #[error("this alert has no room for more")]
    TooMany,
    /// It begins or ends where no piece of its clip does.
    #[error("no piece of this clip begins and ends there")]
    Misshapen,
}

/// A clip, whole and checked.
#[derive(Clone, PartialEq, Eq)]
pub struct Sound {
    /// How it is encoded.
    pub media: MediaType,
    /// The clip.
    pub bytes: Vec<u8>,
}

impl Clip {
    /// Has all of it come?
    #[must_use]
    pub fn is_here(&self) -> bool {
        self.pieces.len() == Named::pieces_of(self.length_bytes)
    }
}

impl ClipRefusal {
    /// The name that programs compare.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Homeless => "clip_homeless",
            Self::BadLength => "clip_bad_length",
            Self::TooMany => "clip_too_many",
            Self::Misshapen => "clip_misshapen",
        }
    }
}

impl Incident {
    /// The phone says that there is a clip.
    pub(crate) fn clip_named(&mut self, named: &Named) {
        if let Some(clip) = self.clip(named.digest, named.length_bytes, named.recorded_at) {
            clip.media.get_or_insert(named.media);
        }
    }

    /// A piece has come.
    pub(crate) fn clip_piece_came(&mut self, sequence: Sequence, piece: &ClipPiece) {
        if let Some(clip) = self.clip(piece.digest, piece.length_bytes, piece.recorded_at) {
            clip.pieces.entry(piece.offset_bytes).or_insert(sequence);
        }
    }

    /// The clip of that name, new if need be; `None` when there is no room for another.
    fn clip(&mut self, digest: ClipDigest, length_bytes: u32, recorded_at: UnixMillis) -> Option<&mut Clip> {
        let is_it = |clip: &Clip| clip.digest == digest && clip.length_bytes == length_bytes;
        if !self.clips.iter().any(is_it) && self.clips.len() < MAX_CLIPS {
            self.clips.push(Clip { digest, length_bytes, recorded_at, media: None, pieces: BTreeMap::new() });
        }
        self.clips.iter_mut().find(|clip| is_it(clip))
    }

    fn has_room_for(&self, digest: ClipDigest, length_bytes: u32) -> bool {
        self.clips.len() < MAX_CLIPS
            || self.clips.iter().any(|clip| clip.digest == digest && clip.length_bytes == length_bytes)
    }
}

/// Is the word of a clip to be kept? It may overtake the raise, as every word may.
pub(crate) fn check_named(named: &Named, situation: &Situation) -> Result<(), ClipRefusal> {
    let incident = situation.record.as_ref().and_then(Record::incident);
    if !Named::is_allowed(named.length_bytes) {
        Err(ClipRefusal::BadLength)
    } else if incident.is_some_and(|incident| !incident.has_room_for(named.digest, named.length_bytes)) {
        Err(ClipRefusal::TooMany)
    } else {
        Ok(())
    }
}

/// Is a piece to be kept?
pub(crate) fn check_piece(sequence: Sequence, piece: &ClipPiece, situation: &Situation) -> Result<(), ClipRefusal> {
    if !Named::is_allowed(piece.length_bytes) {
        return Err(ClipRefusal::BadLength);
    }
    if !piece.fits() {
        return Err(ClipRefusal::Misshapen);
    }
    let incident = situation.record.as_ref().and_then(Record::incident);
    let raised_it = |incident: &&Incident| incident.intake.is_opened();
    let incident = incident.filter(raised_it).ok_or(ClipRefusal::Homeless)?;
    let came_otherwise = |clip: &Clip| {
        let here = clip.pieces.get(&piece.offset_bytes);
        clip.digest == piece.digest && here.is_some_and(|here| *here != sequence)
    };
    let room = incident.has_room_for(piece.digest, piece.length_bytes) && !incident.clips.iter().any(came_otherwise);
    if room { Ok(()) } else { Err(ClipRefusal::TooMany) }
}

/// Decides whether a seat may hear a clip: the one that holds the incident, and nobody else. The log says so before the clip
/// is handed out.
#[must_use]
pub(crate) fn decide_hearing(digest: ClipDigest, seat: &str, now: UnixMillis, situation: &Situation) -> Decision {
    let Some(incident) = situation.record.as_ref().and_then(Record::incident) else {
        return Decision::Refuse(Refusal::Unknown);
    };
    let Some(clip) = incident.clips.iter().find(|clip| clip.digest == digest) else {
        return Decision::Refuse(Refusal::Unknown);
    };
    if incident.state.taken().is_none_or(|taken| taken.operator != seat) {
        return Decision::Refuse(Refusal::NotAssigned);
    }
    if !clip.is_here() {
        return Decision::Refuse(Refusal::ClipNotHere);
    }
    Decision::Change(Box::new(Change {
        notes: vec![Note::on_file(now, seat, "clip_heard", format!("sha256 {digest}"))],
        hand_out_messages: clip.pieces.values().copied().collect(),
        ..Change::default()
    }))
}

/// The clip that these pieces are, in any order; `None` when they are not it.
pub(crate) fn put_together(digest: ClipDigest, pieces: impl Iterator<Item = ClipPiece>) -> Option<Vec<u8>> {
    let of_it = pieces.filter(|piece| piece.digest == digest).map(|piece| (piece.offset_bytes, piece.bytes));
    let whole: Vec<u8> = of_it.collect::<BTreeMap<_, _>>().into_values().flatten().collect();
    (ClipDigest::of(&whole) == digest).then_some(whole)
}

impl std::fmt::Debug for Sound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sound({}, {} bytes)", self.media.as_str(), self.bytes.len())
    }
}
