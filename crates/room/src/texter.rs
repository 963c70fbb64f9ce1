//! Who texts for her: the number that an operator needs, and the receipts that she wants as texts.
//!
//! A number is personal data. It stands in the incident and nowhere else: no log line, no metric, no `Debug`.

use std::fmt;

use hifazat_protocol::{AlertId, ResponseKey, SentText, Sequence, Stage, UnixMillis};
use serde::{Deserialize, Serialize};

use crate::hex;
use crate::ledger::{Record, Standing};

/// What nobody could be told in a day after the end tells nobody anything.
const OWED_FOR_MS: i64 = 24 * 3_600_000;

/// The sender of an alert's texts.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Texter {
    /// As the carrier gave it; anybody may have written there what he likes.
    pub number: Option<String>,
    /// What the text counts for that told us so.
    weight: Weight,
    sequence: Sequence,
    wish: Option<Wish>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Weight {
    Unread,
    Claim,
    Proven,
}

/// She wants receipts by text: what they are signed and sealed for, and how far she has been told.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Wish {
    digest: String,
    key: String,
    told: Option<Stage>,
}

/// A receipt to be sent as a text, once.
#[derive(Clone, PartialEq, Eq)]
pub struct DueText {
    /// Under which id the room files the alert.
    pub id: AlertId,
    /// To which number.
    pub to: String,
    /// The characters, all of them in the default alphabet of GSM.
    pub text: String,
    /// What it says.
    pub stage: Stage,
}

impl Texter {
    /// `answers`: the text, if it was opened and asks for receipts.
    pub(crate) fn new(
        number: Option<String>,
        standing: Standing,
        sequence: Sequence,
        answers: Option<SentText>,
    ) -> Self {
        let weight = match standing {
            Standing::Counts | Standing::Text => Weight::Proven,
            Standing::Claim => Weight::Claim,
            Standing::Unreadable | Standing::Second => Weight::Unread,
        };
        let wish = answers.map(|sent| Wish {
            digest: hex::encode(&sent.digest),
            key: hex::encode(&sent.response_key.to_bytes()),
            told: None,
        });
        Self { number, weight, sequence, wish }
    }

    /// What is known after this one: what is proven before what is claimed, then the later message.
    pub(crate) fn or_better(known: Option<Self>, offered: Self) -> Self {
        match known {
            Some(known) if (known.weight, known.sequence) >= (offered.weight, offered.sequence) => known,
            Some(_) | None => offered,
        }
    }

    /// Nobody whom she has not proven to be herself is told how her alert goes on.
    pub(crate) fn forget_unproven_wish(&mut self) {
        if self.weight != Weight::Proven {
            self.wish = None;
        }
    }

    /// Where to, and for which text, this stage is still to be told.
    pub(crate) fn wants(&self, stage: Stage) -> Option<(&str, SentText)> {
        let (number, wish) = (self.number.as_deref()?, self.wish.as_ref()?);
        if wish.told >= Some(stage) {
            return None;
        }
        let (digest, key) = (hex::decode32(&wish.digest)?, hex::decode32(&wish.key)?);
        Some((number, SentText { sequence: self.sequence, digest, response_key: ResponseKey::from_bytes(key) }))
    }

    /// She has been told so far.
    pub(crate) fn told(&mut self, stage: Stage) {
        if let Some(wish) = &mut self.wish {
            wish.told = wish.told.max(Some(stage));
        }
    }
}

/// What may be told now.
pub(crate) struct Telling {
    pub(crate) stage: Stage,
    /// Since when it is so.
    pub(crate) at: UnixMillis,
    /// Counted from then.
    pub(crate) eta_s: Option<u32>,
}

impl Record {
    /// Whether somebody wants a receipt by text of which she has not been told.
    #[must_use]
    pub fn owes_text(&self) -> bool {
        let (stage, _) = stage_of(self);
        self.intake().texter.as_ref().is_some_and(|texter| texter.wants(stage).is_some())
    }

    /// Whether what it owes is still worth a text: for as long as it is open, and a day longer.
    pub(crate) fn owes_it_still(&self, now: UnixMillis) -> bool {
        let since = match self {
            Self::Incident(incident) => incident.state.outcome().map(|outcome| outcome.at),
            Self::Drill(drill) => Some(drill.intake.stored_at),
        };
        since.is_none_or(|since| now.0.saturating_sub(since.0) <= OWED_FOR_MS)
    }
}

/// How far the room has come, and when the unit is expected: a drill is opened, an alarm is stored or more.
fn stage_of(record: &Record) -> (Stage, Option<u32>) {
    let Record::Incident(incident) = record else { return (Stage::Opened, None) };
    let free = incident.words().into_iter().rfind(|(_, words)| !words.held);
    free.map_or((Stage::Stored, None), |(stage, words)| (stage, words.eta_s))
}

/// The same, with its time.
pub(crate) fn telling(record: &Record, now: UnixMillis) -> Telling {
    let (stage, eta_s) = stage_of(record);
    let Record::Incident(incident) = record else { return Telling { stage, at: now, eta_s } };
    let state = &incident.state;
    let at = match stage {
        Stage::Stored | Stage::Opened => None,
        Stage::Seen => state.taken().map(|taken| taken.at),
        Stage::Dispatched => state.sent().map(|sent| sent.at),
        Stage::Arrived => state.arrived_at(),
        Stage::Closed => state.outcome().map(|outcome| outcome.at),
    };
    Telling { stage, at: at.unwrap_or(now), eta_s }
}

impl fmt::Debug for Texter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Texter(…)")
    }
}

impl fmt::Debug for DueText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DueText({}, {:?}, …)", self.id, self.stage)
    }
}
