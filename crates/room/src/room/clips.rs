//! Hearing a clip.

use hifazat_protocol::{AlertId, ClipDigest, ClipPiece, Message, SealedEnvelope};

use super::{DeskError, Room};
use crate::clip::{Sound, decide_hearing, put_together};
use crate::incident::Refusal;
use crate::ledger::{KeptEnvelope, Record, Situation, Target};
use crate::seats::{Permission, Seat};

impl Room {
    /// Hands a clip to the seat that holds its incident; the log says so before. It is checked against its digest each time.
    ///
    /// # Errors
    /// [`DeskError`], with [`Refusal::NotAssigned`], [`Refusal::ClipNotHere`] or [`Refusal::ClipBroken`].
    pub async fn hear_clip(&self, id: AlertId, digest: ClipDigest, seat: &Seat) -> Result<Sound, DeskError> {
        if !seat.role.may(Permission::OpenFile) {
            return Err(DeskError::Forbidden);
        }
        let (name, now) = (seat.name.clone(), self.ports.clock.now());
        let target = Target { alert: id, device: None, sequence: None };
        let decide = move |situation: &Situation| decide_hearing(digest, &name, now, situation);
        let outcome = self.change(target, decide).await?;
        let refused = |refusal| DeskError::Refused { refusal, current: None };
        if let Some(refusal) = outcome.refusal {
            return Err(refused(refusal));
        }
        let incident = outcome.record.as_ref().and_then(Record::incident);
        let clip = incident.and_then(|incident| incident.clips.iter().find(|clip| clip.digest == digest));
        let media = clip.and_then(|clip| clip.media).unwrap_or(hifazat_protocol::MediaType::Other);
        let pieces = outcome.messages.into_iter().filter_map(|kept| self.piece_in(kept));
        let bytes = put_together(digest, pieces).ok_or_else(|| refused(Refusal::ClipBroken))?;
        Ok(Sound { media, bytes })
    }

    fn piece_in(&self, kept: KeptEnvelope) -> Option<ClipPiece> {
        let (keys, _) = self.in_use();
        let opened = keys.open(&SealedEnvelope::parse(kept.bytes).ok()?).ok()?;
        match opened.message {
            Message::ClipPiece(piece) => Some(piece),
            Message::Raise(_) | Message::Update(_) | Message::Cancel(_) | Message::Clip(_) => None,
        }
    }
}
