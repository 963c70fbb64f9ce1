//! From bytes on any path to what the room will remember: parse, find the key, open, decide.
//!
//! [`Arrival::examine`] is the expensive half and runs beside others of its kind; [`Arrival::decide`] is the rule, a pure
//! function that the ledger calls inside its transaction. The same envelope by any path, any number of times, leaves one
//! incident and the very same receipts; nothing that has the shape of an envelope is ever dropped.
//!
//! A text is the short form of an envelope (`form.rs`). It gets no receipt in the alert's chain, because her phone brings the
//! envelope all the same when it can, and the envelope of a message counts before its text, whichever came first.

mod fold;
mod form;
mod standing;

use std::fmt;

use hifazat_protocol::{Fix, Message, SealedEnvelope, SealedText, Sequence, Stage, UnixMillis};

use crate::audit::{Note, ROOM};
use crate::clip::{ClipRefusal, check_named, check_piece};
use crate::device::Device;
use crate::districts::{Districts, Located};
use crate::drill::DrillStatus;
use crate::familiar::Introduction;
use crate::intake::Flag;
use crate::keys::KeySet;
use crate::ledger::{Change, Decision, KeptEnvelope, ReceiptRow, Record, Situation, Standing, Target};
use crate::path::{Path, add_path};
use crate::place::{Latest, Place};
use crate::receipts::{Chain, Signer, Words};
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

/// Different envelopes and texts kept under one sequence that nobody has proven. Beyond, somebody is filling our disk; one
/// that is proven is always kept.
const MAX_UNPROVEN_COPIES: usize = 16;

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

    /// Anybody can make what cannot be opened, and texts that nobody has to prove. The first that opens is always kept.
    fn adds_nothing(&self, situation: &Situation) -> bool {
        let idle = matches!(self.standing(situation), Standing::Unreadable | Standing::Second);
        idle && !self.is_proven() && situation.kept.len() >= MAX_UNPROVEN_COPIES
    }

    /// The same bytes once more: at most their path is new, or nobody could vouch for them before.
    fn again(&self, twin: &KeptEnvelope, situation: &Situation, signer: &Signer) -> Decision {
        let mut envelope = twin.clone();
        let mut record = situation.record.clone();
        let mut chain = Chain::new(signer, self.form.alert(), &situation.receipts);
        if self.is_vouched_for(situation) {
            chain.stored(self.sequence(), self.at, self.digest);
        }
        let receipts = chain.into_added();
        if !add_path(&mut envelope.paths, self.path) && receipts.is_empty() {
            return Decision::Nothing;
        }
        let shows = record.as_mut().is_some_and(|record| record.intake_mut().came_by(self.path));
        let record = record.filter(|_| shows);
        Decision::Change(Box::new(Change { record, envelope: Some(envelope), receipts, ..Change::default() }))
    }

    fn first_time(&self, twin: Option<&KeptEnvelope>, situation: &Situation, signer: &Signer) -> Change {
        let standing = self.standing(situation);
        let counts = standing == Standing::Counts;
        let (mut record, mut notes, decisive) = self.fold(standing, situation);
        let intake = record.intake_mut();
        intake.came_by(self.path);
        let is_text = self.form.is_text();
        if twin.is_none() && situation.kept.iter().any(|kept| kept.is_text() == is_text) {
            intake.flag(Flag::Conflict);
        }
        if self.is_idle_claim(standing) {
            intake.flag(Flag::UnprovenText);
        }
        self.note_texter(intake, standing);
        let vouched = self.is_vouched_for(situation);
        if vouched {
            intake.tally.add(self.sequence());
        }
        let contiguous = intake.tally.contiguous();
        notes.insert(0, self.note(standing, &record));

        let receipts = if vouched && situation.record.is_none() && self.sequence() == Sequence::RAISE {
            self.ahead.clone()
        } else {
            let mut chain = Chain::new(signer, self.form.alert(), &situation.receipts);
            if vouched {
                chain.stored(self.sequence(), self.at, self.digest);
            }
            if let Some(upto) = contiguous.filter(|_| counts) {
                self.sign_opened(&mut chain, upto);
                self.catch_up(&mut chain, upto, &record);
            }
            chain.into_added()
        };
        let device = self.device(standing, situation);
        let envelope = Some(self.kept(standing, twin, situation));
        Change { record: Some(record), decisive, envelope, receipts, device, notes, ..Change::default() }
    }

    /// `opened` exists for a raise that could be opened: its response key seals it.
    fn sign_opened(&self, chain: &mut Chain<'_>, upto: Sequence) {
        if let Ok(Content { message: Message::Raise(raise), response_key, .. }) = &self.content {
            chain.sealed(Stage::Opened, upto, self.at, raise.status, response_key, &Words::default());
        }
    }

    /// People may have acted on an alert before its raise could be opened; now there is a key to tell her.
    fn catch_up(&self, chain: &mut Chain<'_>, upto: Sequence, record: &Record) {
        if let (Ok(Content { message: Message::Raise(raise), response_key, .. }), Some(incident)) =
            (&self.content, record.incident())
        {
            for (stage, words) in incident.words() {
                chain.sealed(stage, upto, self.at, raise.status, response_key, &words);
            }
        }
    }

    /// What a raise that counts says about its device, if that is news.
    fn device(&self, standing: Standing, situation: &Situation) -> Option<Device> {
        let (Standing::Counts, Ok(content)) = (standing, &self.content) else { return None };
        let (Message::Raise(raise), Proof::Signature(public_key)) = (&content.message, content.proof) else {
            return None;
        };
        let known = situation.device.as_ref();
        let introduces = DrillStatus::of(raise.status).map(|_| self.at);
        let device = Device {
            id: self.form.device(),
            public_key,
            path_key: raise.path_key.clone()?,
            enrolled_at: known.and_then(|device| device.enrolled_at).or(introduces),
        };
        (known != Some(&device)).then_some(device)
    }

    fn kept(&self, standing: Standing, twin: Option<&KeptEnvelope>, situation: &Situation) -> KeptEnvelope {
        let copies = u32::try_from(situation.kept.len()).unwrap_or(u32::MAX);
        let mut paths = twin.map(|twin| twin.paths.clone()).unwrap_or_default();
        add_path(&mut paths, self.path);
        KeptEnvelope {
            sequence: self.sequence(),
            copy: twin.map_or(copies, |twin| twin.copy),
            received_at: twin.map_or(self.at, |twin| twin.received_at),
            paths,
            digest: self.digest,
            standing,
            places: self.places.clone(),
            bytes: self.form.as_bytes().to_vec(),
        }
    }

    fn note(&self, standing: Standing, record: &Record) -> Note {
        let what = match (standing, &self.content, record) {
            (Standing::Unreadable, _, _) | (_, Err(_), _) => "unreadable",
            (Standing::Second, Ok(_), _) if self.is_idle_claim(standing) => "unproven_text",
            (Standing::Second, Ok(_), _) if self.form.is_text() => "text_repeats",
            (Standing::Second, Ok(Content { message: Message::Raise(_), .. }), _) => "conflict",
            (Standing::Counts | Standing::Second | Standing::Text | Standing::Claim, Ok(content), record) => {
                match (&content.message, record) {
                    (Message::Raise(_), Record::Incident(_)) => "raised",
                    (Message::Raise(_), Record::Drill(_)) => "drilled",
                    (Message::Update(_), _) => "updated",
                    (Message::Cancel(cancel), _) if cancel.duress => "duress",
                    (Message::Cancel(_), _) => "cancelled",
                    (Message::Clip(_), _) => "clip_named",
                    (Message::ClipPiece(_), _) => "clip_piece",
                }
            }
        };
        let reason = match &self.content {
            Err(reason) => format!(": {reason}"),
            Ok(content) if content.proof == Proof::None => format!(": {}, proven by nobody", content.word()),
            Ok(_) => String::new(),
        };
        let digest = crate::hex::encode(&self.digest);
        let detail = format!("message {} by {}, sha256 {digest}{reason}", self.sequence().0, self.path);
        Note::on_file(self.at, ROOM, what, detail)
    }

    const fn sequence(&self) -> Sequence {
        self.form.sequence()
    }
}

fn places_of(message: &Message) -> Vec<Place> {
    let places = |fixes: &[Fix], composed_at| fixes.iter().filter_map(|fix| Place::of(fix, composed_at)).collect();
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
