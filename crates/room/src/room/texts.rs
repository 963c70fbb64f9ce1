//! Texts: taken in as everything else, and answered by text only where she wants it.

use hifazat_protocol::{AlertId, Receipt, Rejection, SealedText, Stage, Status};
use hifazat_time::Allowance;

use super::{Kind, Room};
use crate::ingest::Arrival;
use crate::ledger::{Change, Decision, LedgerError, Record, Situation, Target};
use crate::texter::{DueText, Telling, telling};

/// Texts that nobody has proven, or that cannot be opened: each may be a row in the low-trust queue.
pub(super) const STRANGERS: Allowance = Allowance { per_second: 50, burst: 500 };

/// A text is on the disk.
#[derive(Debug, Clone)]
pub struct TextTaken {
    /// What its alert has become, for counting.
    pub kind: Kind,
    /// The receipt that she wants as a text; tell [`Room::text_told`] when it has been sent.
    pub due: Option<DueText>,
}

/// Why a text was not taken in.
#[derive(Debug, Clone, thiserror::Error)]
pub enum TextError {
    /// No text of ours: nothing is kept, and there is no use in bringing it again.
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// Too many texts of strangers at once: the carrier brings it again.
    #[error("too many texts of strangers at once")]
    Busy,
    /// Nothing was kept: the carrier brings it again.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl Room {
    /// Takes a text message in; answers after the commit. `from` is the sender's number as the carrier gives it. Safe to
    /// repeat: what tells texts apart is what they say, not what the carrier calls them.
    ///
    /// # Errors
    /// [`TextError`].
    pub async fn take_text(&self, text: &str, from: Option<&str>) -> Result<TextTaken, TextError> {
        let text = SealedText::parse(text)?;
        let header = *text.header();
        let (_, device) = self.ports.ledger.receipts(header.alert, header.device).await?;
        let (keys, signer) = self.in_use();
        let now = self.ports.clock.now();
        let arrival = Arrival::examine_text(text, from, now, &keys, device.as_ref(), &*self.ports.districts);
        if !arrival.is_proven() && !self.may_a_stranger_enter() {
            return Err(TextError::Busy);
        }
        let target = arrival.target();
        let outcome = self.change(target, move |situation: &Situation| arrival.decide(situation, &signer)).await?;
        let kind = outcome.record.as_ref().map_or(Kind::Unreadable, Kind::of);
        Ok(TextTaken { kind, due: outcome.record.as_ref().and_then(|record| self.due_text(record)) })
    }

    /// Everything that is owed as a text, also of alerts that were closed meanwhile and of drills. Look here when you begin,
    /// and then at every record that is [told](crate::ledger::Ledger::subscribe).
    ///
    /// # Errors
    /// [`LedgerError`].
    pub async fn owed_texts(&self) -> Result<Vec<DueText>, LedgerError> {
        let now = self.ports.clock.now();
        let owing = self.ports.ledger.owing_texts().await?;
        let still = owing.iter().filter(|record| record.owes_it_still(now));
        Ok(still.filter_map(|record| self.due_text(record)).collect())
    }

    /// The receipt that an alert's record owes her as a text: what is newest, if she wants it and has not been told.
    #[must_use]
    pub fn due_text(&self, record: &Record) -> Option<DueText> {
        let intake = record.intake();
        let Telling { stage, at, eta_s } = telling(record, self.ports.clock.now());
        let (to, answers) = intake.texter.as_ref()?.wants(stage)?;
        let status = match record {
            Record::Incident(_) => Status::Actual,
            Record::Drill(drill) => drill.status(),
        };
        let receipt = Receipt {
            alert: intake.alert,
            stage,
            sequence: answers.sequence,
            at,
            status: (stage != Stage::Stored).then_some(status),
            desk: None,
            unit: None,
            eta_s,
            previous: None,
            envelope: None,
        };
        let (keys, _) = self.in_use();
        let text = receipt.sign_text(&keys.signing(), &answers, &*self.ports.entropy);
        Some(DueText { id: intake.id, to: to.to_owned(), text, stage })
    }

    /// A receipt has been handed to the carrier. Until this is on the disk it is due.
    ///
    /// # Errors
    /// [`LedgerError`]: it may be sent a second time.
    pub async fn text_told(&self, id: AlertId, stage: Stage) -> Result<(), LedgerError> {
        let target = Target { alert: id, device: None, sequence: None };
        let decide = move |situation: &Situation| {
            let Some(mut record) = situation.record.clone() else { return Decision::Nothing };
            if let Some(texter) = &mut record.intake_mut().texter {
                texter.told(stage);
            }
            Decision::Change(Box::new(Change { record: Some(record), ..Change::default() }))
        };
        self.change(target, decide).await.map(|_| ())
    }
}
