//! What is written of an arrival: the envelope, its receipts, what it says of its device, its line in the log.

use hifazat_protocol::{Message, Sequence, Stage};

use super::Arrival;
use super::form::{Content, Proof};
use crate::audit::{Note, ROOM};
use crate::device::Device;
use crate::drill::DrillStatus;
use crate::intake::Flag;
use crate::ledger::{Change, Decision, KeptEnvelope, Mark, Record, Situation, Standing};
use crate::path::{Path, add_path};
use crate::receipts::{Chain, Signer, Words};

impl Arrival {
    /// The same bytes once more: at most their path is new, or nobody could vouch for them before.
    pub(super) fn again(&self, twin: &Mark, situation: &Situation, signer: &Signer) -> Decision {
        let mut paths = twin.paths.clone();
        let mut record = situation.record.clone();
        let mut chain = Chain::new(signer, self.form.alert(), &situation.receipts);
        if self.is_vouched_for(situation) {
            chain.stored(self.sequence(), self.at, self.digest);
        }
        let receipts = chain.into_added();
        if !add_path(&mut paths, self.path) && receipts.is_empty() {
            return Decision::Nothing;
        }
        let shows = record.as_mut().is_some_and(|record| record.intake_mut().came_by(self.path));
        let record = record.filter(|_| shows);
        let notes = if shows { vec![self.came_also()] } else { Vec::new() };
        let paths = Some((self.sequence(), twin.copy, paths));
        Decision::Change(Box::new(Change { record, paths, receipts, notes, ..Change::default() }))
    }

    /// By a path that is new to the alert, and when.
    fn came_also(&self) -> Note {
        let what = match self.path {
            Path::Https => "https_repeats",
            Path::Datagram => "datagram_repeats",
            Path::Sms => "text_repeats",
        };
        Note::on_file(self.at, ROOM, what, format!("message {} by {}", self.sequence().0, self.path))
    }

    pub(super) fn first_time(&self, twin: Option<&Mark>, situation: &Situation, signer: &Signer) -> Change {
        let standing = self.standing(situation);
        let counts = standing == Standing::Counts;
        let (mut record, mut notes, decisive) = self.fold(standing, situation, signer);
        let intake = record.intake_mut();
        intake.came_by(self.path);
        let is_text = self.form.is_text();
        if twin.is_none() && situation.kept.iter().any(|kept| kept.is_text == is_text) {
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
    pub(super) fn sign_opened(&self, chain: &mut Chain<'_>, upto: Sequence) {
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

    fn kept(&self, standing: Standing, twin: Option<&Mark>, situation: &Situation) -> KeptEnvelope {
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
}
