//! From bytes on any path to what the room will remember: parse, find the key, open, decide.
//!
//! [`Arrival::examine`] is the expensive half and runs beside others of its kind; [`Arrival::decide`] is the rule, a pure
//! function that the ledger calls inside its transaction. The same envelope by any path, any number of times, leaves one
//! incident and the very same receipts; nothing that has the shape of an envelope is ever dropped.
//!
//! A text is the short form of an envelope (`form.rs`). It gets no receipt in the alert's chain, because her phone brings the
//! envelope all the same when it can, and the envelope of a message counts before its text, whichever came first.

mod change;
mod fold;
mod form;
mod standing;

use std::fmt;

use hifazat_protocol::{Fix, Message, SealedEnvelope, SealedText, Sequence, UnixMillis};

use crate::clip::{ClipRefusal, check_named, check_piece};
use crate::device::Device;
use crate::districts::{Districts, Located};
use crate::drill::DrillStatus;
use crate::familiar::Introduction;
use crate::keys::KeySet;
use crate::ledger::{Decision, ReceiptRow, Situation, Standing, Target};
use crate::path::Path;
use crate::place::{Latest, Place};
use crate::receipts::{Chain, Signer};
use form::{Content, Form, Proof};

/// An envelope or a text that came in, examined.
pub struct Arrival {
    form: Form,
    digest: [u8; 32],
    path: Path,
    at: UnixMillis,
    content: Result<Content, String>,
    places: Vec<Place>,
    latest: Option<Latest>,
    district: Option<Located>,
    /// The receipts that a first raise gets, signed ahead, so that the ledger's one writer need not.
    ahead: Vec<ReceiptRow>,
}

/// Different envelopes and texts kept under one sequence that nobody has proven. Beyond, somebody is filling our disk.
const MAX_UNPROVEN_COPIES: usize = 16;
/// The same of those that are proven and do not count. A phone that has forgotten its numbers makes a few.
const MAX_COPIES: usize = 64;
/// Places read in one message; of more the newest count. A phone sends fourteen.
const MAX_PLACES: usize = 100;

impl Arrival {
    /// Opens it if a key does, finds the district, signs ahead. No transaction is needed.
    #[must_use]
    pub fn examine(
        envelope: SealedEnvelope,
        path: Path,
        at: UnixMillis,
        keys: &KeySet,
        districts: &dyn Districts,
        signer: &Signer,
    ) -> Self {
        let content = keys.open(&envelope).map(Content::from).map_err(|error| error.to_string());
        let mut arrival = Self::of(Form::Envelope(envelope), path, at, content, districts);
        if arrival.sequence() == Sequence::RAISE {
            let mut chain = Chain::new(signer, arrival.form.alert(), &[]);
            chain.stored(Sequence::RAISE, at, arrival.digest);
            arrival.sign_opened(&mut chain, Sequence::RAISE);
            arrival.ahead = chain.into_added();
        }
        arrival
    }

    /// The same for a text. `sender` is what is known of the device that it names.
    #[must_use]
    pub fn examine_text(
        text: SealedText,
        from: Option<&str>,
        at: UnixMillis,
        keys: &KeySet,
        sender: Option<&Device>,
        districts: &dyn Districts,
    ) -> Self {
        let opened = keys.open_text(&text, sender.map(|device| &device.public_key));
        let content = opened.map(Content::from).map_err(|error| error.to_string());
        Self::of(Form::Text(text, from.map(str::to_owned)), Path::Sms, at, content, districts)
    }

    fn of(form: Form, path: Path, at: UnixMillis, content: Result<Content, String>, districts: &dyn Districts) -> Self {
        let places = content.as_ref().map(|content| places_of(&content.message)).unwrap_or_default();
        let sequence = form.sequence();
        // Its latest usable place, or the latest of all.
        let best = places.iter().rev().find(|place| place.is_usable()).or(places.last());
        let latest = best.cloned().map(|place| Latest { place, sequence });
        let usable = latest.as_ref().filter(|latest| latest.place.is_usable());
        let district = usable.and_then(|l| districts.district_of(l.place.latitude_deg, l.place.longitude_deg));
        let digest = form.digest();
        Self { form, digest, path, at, content, places, latest, district, ahead: Vec::new() }
    }

    /// Whether it was opened and is of the device that it names.
    pub(crate) fn is_proven(&self) -> bool {
        self.content.as_ref().is_ok_and(|content| content.proof != Proof::None)
    }

    /// By this its `stored` receipt names it.
    #[must_use]
    pub(crate) const fn digest(&self) -> [u8; 32] {
        self.digest
    }

    /// What it says of its device, if it could be opened and is a raise.
    pub(crate) fn introduction(&self) -> Option<Introduction> {
        let Ok(Content { message: Message::Raise(raise), .. }) = &self.content else { return None };
        let enrols = DrillStatus::of(raise.status).is_some();
        Some(Introduction { device: self.form.device(), path_key: raise.path_key.clone()?, enrols })
    }

    /// What the ledger must look up for [`decide`](Self::decide).
    #[must_use]
    pub const fn target(&self) -> Target {
        Target { alert: self.form.alert(), device: Some(self.form.device()), sequence: Some(self.form.sequence()) }
    }

    /// The rule.
    #[must_use]
    pub fn decide(&self, situation: &Situation, signer: &Signer) -> Decision {
        let twin = situation.kept.iter().find(|kept| kept.digest == self.digest);
        if let (None, Err(refusal)) = (twin, self.check_clip(situation)) {
            return Decision::Refuse(refusal.into());
        }
        match twin {
            // Known, unless a key that opens it has been found since.
            Some(twin) if twin.standing != Standing::Unreadable || self.content.is_err() => {
                self.again(twin, situation, signer)
            }
            None if self.adds_nothing(situation) => Decision::Nothing,
            Some(_) | None => Decision::Change(Box::new(self.first_time(twin, situation, signer))),
        }
    }

    /// Whatever calls for help is kept; of sounds not more than there is room for.
    fn check_clip(&self, situation: &Situation) -> Result<(), ClipRefusal> {
        match self.content.as_ref().map(|content| &content.message) {
            Ok(Message::Clip(named)) => check_named(named, situation),
            Ok(Message::ClipPiece(piece)) => check_piece(self.sequence(), piece, situation),
            Ok(Message::Raise(_) | Message::Update(_) | Message::Cancel(_)) | Err(_) => Ok(()),
        }
    }

    /// Anybody can make what cannot be opened, and texts that nobody has to prove; and whoever has made a drill, what is
    /// proven. The first that opens is always kept.
    fn adds_nothing(&self, situation: &Situation) -> bool {
        let idle = matches!(self.standing(situation), Standing::Unreadable | Standing::Second);
        let most = if self.is_proven() { MAX_COPIES } else { MAX_UNPROVEN_COPIES };
        idle && situation.kept.len() >= most
    }

    const fn sequence(&self) -> Sequence {
        self.form.sequence()
    }
}

fn places_of(message: &Message) -> Vec<Place> {
    let places = |fixes: &[Fix], composed_at| {
        let newest = fixes.get(fixes.len().saturating_sub(MAX_PLACES)..).unwrap_or_default();
        newest.iter().filter_map(|fix| Place::of(fix, composed_at)).collect()
    };
    match message {
        Message::Raise(raise) => places(raise.fix.as_slice(), raise.tapped_at),
        Message::Update(update) => places(&update.fixes, update.at),
        Message::Cancel(_) | Message::Clip(_) | Message::ClipPiece(_) => Vec::new(),
    }
}

impl fmt::Debug for Arrival {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Arrival({:?}, {}, opened: {})", self.form, self.path, self.content.is_ok())
    }
}
