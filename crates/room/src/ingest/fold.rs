//! What a message makes of its alert's record. Whatever the order in which messages come, the same record results.

use hifazat_protocol::{Cancel, Message, Raise, Sequence, Update};

use super::Arrival;
use super::form::{Content, Proof};
use crate::audit::{Note, ROOM};
use crate::drill::{Drill, DrillStatus};
use crate::incident::{Incident, State, Trust};
use crate::intake::{Flag, Intake};
use crate::ledger::{Record, Situation, Standing};
use crate::place::Latest;
use crate::receipts::Signer;

impl Arrival {
    /// The record after this envelope, further lines for the log, and whether acts decided before become stale.
    pub(super) fn fold(&self, standing: Standing, situation: &Situation, signer: &Signer) -> (Record, Vec<Note>, bool) {
        let record = situation.record.clone();
        let opened = match (&self.content, standing) {
            (Ok(opened), Standing::Counts | Standing::Text | Standing::Claim) => opened,
            // A phone that was killed while its disk was full has forgotten which numbers it had used: what it says under
            // such a number is hers all the same. Two raises are another matter: there can be only one first word.
            (Ok(opened), Standing::Second) if !self.form.is_text() && !is_raise(opened) => opened,
            (Ok(_), Standing::Second | Standing::Unreadable) | (Err(_), _) => {
                // Closed, or a second raise: it changes nothing about an alert that is known.
                let unread = || Record::Incident(Box::new(self.unreadable(situation, signer)));
                return (record.unwrap_or_else(unread), Vec::new(), false);
            }
        };
        let drill = DrillStatus::of(opened.message.status());
        match (record, drill) {
            (None, Some(status)) => (self.drilled(self.intake(situation, signer), status, opened), Vec::new(), false),
            (None, None) => {
                let incident = Incident::new(self.intake(situation, signer), self.trust(situation));
                self.said(incident, opened, Vec::new())
            }
            (Some(Record::Drill(drill)), Some(status)) => {
                let status = if is_raise(opened) { status } else { drill.status };
                (self.drilled(drill.intake, status, opened), Vec::new(), false)
            }
            // In earnest after all: an alarm wins over a drill.
            (Some(Record::Drill(drill)), None) => {
                let mut incident = Incident::new(drill.intake, self.trust(situation));
                incident.intake.flag(Flag::MixedStatus);
                self.said(incident, opened, vec![self.remark("became_actual")])
            }
            // Nobody could read it, nobody took it, and now it says that it is a drill: out of the queue.
            (Some(Record::Incident(incident)), Some(status))
                if incident.trust == Trust::Unreadable && incident.state == State::New =>
            {
                (self.drilled(incident.intake, status, opened), vec![self.remark("became_drill")], true)
            }
            (Some(Record::Incident(mut incident)), status) => {
                let proven = opened.proof != Proof::None;
                if incident.trust == Trust::Unreadable || (incident.trust == Trust::Unproven && proven) {
                    if incident.trust == Trust::Unproven {
                        incident.forget_claims();
                    }
                    incident.trust = self.trust(situation);
                    incident.unreadable = None;
                }
                if status.is_some() {
                    incident.intake.flag(Flag::MixedStatus);
                }
                self.said(*incident, opened, Vec::new())
            }
        }
    }

    fn drilled(&self, mut intake: Intake, status: DrillStatus, opened: &Content) -> Record {
        if let Message::Raise(raise) = &opened.message {
            intake.raised(raise, opened);
        }
        Record::Drill(Box::new(Drill { intake, status }))
    }

    fn said(&self, mut incident: Incident, opened: &Content, mut notes: Vec<Note>) -> (Record, Vec<Note>, bool) {
        let before = (incident.duress, incident.cancelled);
        // A clip is always late.
        if !incident.is_open() && !matches!(opened.message, Message::Clip(_) | Message::ClipPiece(_)) {
            incident.intake.flag(Flag::AfterClose);
        }
        match &opened.message {
            Message::Raise(raise) => incident.raised(raise, opened),
            Message::Update(update) => incident.updated(self.sequence(), update),
            Message::Cancel(cancel) => incident.taken_back(cancel),
            Message::Clip(named) => incident.clip_named(named),
            Message::ClipPiece(piece) => incident.clip_piece_came(self.sequence(), piece),
        }
        if !incident.is_open() && incident.duress && !before.0 {
            incident.state = incident.state.under_duress();
            incident.intake.flag(Flag::Reopened);
            notes.push(self.remark("reopened"));
        }
        let latest = Latest::better(incident.latest.clone(), self.latest.clone());
        if latest != incident.latest {
            incident.latest = latest;
            // A place that nobody can believe leaves the district of the last believable one, if there was any.
            incident.district = self.district.clone().or(incident.district);
        }
        let decisive = before != (incident.duress, incident.cancelled);
        (Record::Incident(Box::new(incident)), notes, decisive)
    }

    fn unreadable(&self, situation: &Situation, signer: &Signer) -> Incident {
        let unreadable = self.content.as_ref().err().cloned();
        Incident { unreadable, ..Incident::new(self.intake(situation, signer), Trust::Unreadable) }
    }

    /// Under an id that another device holds the console gets one of its own, by chance: one that followed from what
    /// stands in clear on the wire could be taken before her envelope comes.
    fn intake(&self, situation: &Situation, signer: &Signer) -> Intake {
        let (alert, device) = (self.form.alert(), self.form.device());
        let contested = situation.contested;
        let id = if contested { signer.fresh_id() } else { alert };
        let mut intake = Intake::new(id, alert, device, self.at);
        if contested {
            intake.flag(Flag::Contested);
        }
        intake
    }

    fn remark(&self, what: &'static str) -> Note {
        Note::on_file(self.at, ROOM, what, "")
    }
}

impl Intake {
    fn raised(&mut self, raise: &Raise, opened: &Content) {
        self.tapped_at = Some(raise.tapped_at);
        // Receipts that go by data are sealed for the envelope alone: only its phone is sure to hold that key.
        if matches!(opened.proof, Proof::Signature(_)) {
            self.response_key = Some(opened.response_key.clone());
        }
    }
}

impl Incident {
    fn raised(&mut self, raise: &Raise, opened: &Content) {
        self.intake.raised(raise, opened);
        if self.clocks().is_absurd() {
            self.intake.flag(Flag::ClockAbsurd);
        }
        self.contact_rule = Some(raise.contact_rule);
        self.trigger = Some(raise.trigger);
        self.language = raise.language;
        self.powered(Sequence::RAISE, raise.battery_percent, raise.charging);
    }

    fn updated(&mut self, sequence: Sequence, update: &Update) {
        self.powered(sequence, update.battery_percent, update.charging);
        if update.last_word {
            self.last_word = self.last_word.max(Some(sequence));
        }
    }

    fn powered(&mut self, sequence: Sequence, percent: Option<u8>, charging: Option<bool>) {
        self.battery = self.battery.max(percent.map(|percent| (sequence, percent)));
        self.charging = self.charging.max(charging.map(|charging| (sequence, charging)));
    }

    /// From now on something is proven: what was only claimed no longer counts, but for two things. Duress stays, for nobody
    /// may be talked out of it; and the place, until a proven one comes, for it is better than none.
    fn forget_claims(&mut self) {
        let (intake, state, duress) = (self.intake.clone(), self.state.clone(), self.duress);
        let (latest, district, decisive) = (self.latest.clone(), self.district.clone(), self.decisive);
        *self = Self { state, duress, latest, district, decisive, ..Self::new(intake, self.trust) };
        if let Some(latest) = &mut self.latest {
            latest.sequence = Sequence::RAISE;
        }
        if let Some(texter) = &mut self.intake.texter {
            texter.forget_unproven_wish();
        }
    }

    /// Duress is never taken back by a later PIN: he may have both by then.
    fn taken_back(&mut self, cancel: &Cancel) {
        self.duress |= cancel.duress;
        self.cancelled |= !cancel.duress;
    }
}

fn is_raise(opened: &Content) -> bool {
    matches!(opened.message, Message::Raise(_))
}
