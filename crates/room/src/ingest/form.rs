//! The two forms in which a message comes: an envelope, and the text that is short for it.

use hifazat_protocol::{
    AlertId, DeviceId, Message, Opened, OpenedText, ResponseKey, SealedEnvelope, SealedText, SentText, Sequence,
};

use super::Arrival;
use crate::intake::Intake;
use crate::ledger::Standing;
use crate::texter::Texter;

/// What came in.
#[derive(Debug)]
pub(super) enum Form {
    Envelope(SealedEnvelope),
    /// With the number that it came from.
    Text(SealedText, Option<String>),
}

/// What was read in it.
pub(super) struct Content {
    pub(super) message: Message,
    pub(super) response_key: ResponseKey,
    pub(super) proof: Proof,
    receipts_by_text: bool,
}

/// By what it is known to be of the device that it names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Proof {
    /// The device's signature, under this public key.
    Signature([u8; 32]),
    /// The key agreement of the seal. Whoever has the room's own key could have made it, so it is good for us alone.
    Sender,
    /// Nothing.
    None,
}

impl Form {
    pub(super) const fn alert(&self) -> AlertId {
        match self {
            Self::Envelope(envelope) => envelope.header().alert,
            Self::Text(text, _) => text.header().alert,
        }
    }

    pub(super) const fn device(&self) -> DeviceId {
        match self {
            Self::Envelope(envelope) => envelope.header().device,
            Self::Text(text, _) => text.header().device,
        }
    }

    pub(super) const fn sequence(&self) -> Sequence {
        match self {
            Self::Envelope(envelope) => envelope.header().sequence,
            Self::Text(text, _) => text.header().sequence,
        }
    }

    pub(super) fn digest(&self) -> [u8; 32] {
        match self {
            Self::Envelope(envelope) => envelope.digest(),
            Self::Text(text, _) => text.digest(),
        }
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Envelope(envelope) => envelope.as_bytes(),
            Self::Text(text, _) => text.as_bytes(),
        }
    }

    pub(super) const fn is_text(&self) -> bool {
        matches!(self, Self::Text(..))
    }
}

impl Content {
    /// What it says, in the log's words.
    pub(super) const fn word(&self) -> &'static str {
        match &self.message {
            Message::Raise(_) => "raise",
            Message::Update(_) => "update",
            Message::Cancel(cancel) if cancel.duress => "duress",
            Message::Cancel(_) => "cancel",
            Message::Clip(_) => "clip",
            Message::ClipPiece(_) => "clip piece",
        }
    }
}

impl Arrival {
    /// Who texts, and whether she wants receipts so. A text that changes nothing tells nothing of it either.
    pub(super) fn note_texter(&self, intake: &mut Intake, standing: Standing) {
        let Form::Text(text, number) = &self.form else { return };
        if standing == Standing::Second {
            return;
        }
        let wish = self.content.as_ref().ok().filter(|content| content.receipts_by_text);
        let answers = wish.map(|content| SentText {
            sequence: text.header().sequence,
            digest: self.digest,
            response_key: content.response_key.clone(),
        });
        let offered = Texter::new(number.clone(), standing, text.header().sequence, answers);
        intake.texter = Some(Texter::or_better(intake.texter.take(), offered));
    }
}

impl From<Opened> for Content {
    fn from(opened: Opened) -> Self {
        let Opened { message, device_public_key, response_key } = opened;
        Self { message, response_key, proof: Proof::Signature(device_public_key), receipts_by_text: false }
    }
}

impl From<OpenedText> for Content {
    fn from(opened: OpenedText) -> Self {
        let OpenedText { message, proven, receipts_by_text, response_key } = opened;
        let proof = if proven { Proof::Sender } else { Proof::None };
        Self { message, response_key, proof, receipts_by_text }
    }
}
