//! Which receipts of an answer are believed, and what they do to the ladder. The only caller of `verify` and
//! `verify_text`.

use hifazat_protocol::{
    AlertId, ReceiptError, ReceiptPublicKey, ResponseKey, SentText, Stage, VerifiedReceipt, is_text_receipt, verify,
    verify_text,
};

use crate::alert::Alert;
use crate::ladder::Climb;
use crate::moment::Moment;
use crate::record::{AlertRecord, Entry};
use crate::view::Dropped;

/// Against what a receipt is checked.
pub(crate) struct Checks<'a> {
    pub(crate) alert: AlertId,
    pub(crate) keys: &'a [ReceiptPublicKey],
    pub(crate) response: Option<&'a ResponseKey>,
    /// The texts that a receipt may answer.
    pub(crate) texts: Vec<SentText>,
}

/// What an answer was worth.
#[derive(Debug, Default)]
pub(crate) struct Sifted {
    /// Receipts that say something new, in the order of arrival, with their bytes.
    pub(crate) fresh: Vec<(VerifiedReceipt, Vec<u8>)>,
    /// Receipts that were held already.
    pub(crate) known: Vec<(VerifiedReceipt, Vec<u8>)>,
    /// What was not believed.
    pub(crate) dropped: Dropped,
    /// A drill was taken for an alarm, or the reverse.
    pub(crate) broken: bool,
    /// One is signed by a key that the bundle in force does not name.
    pub(crate) unknown_key: bool,
}

impl Sifted {
    /// Everything believed, new things first.
    pub(crate) fn verified(&self) -> Vec<VerifiedReceipt> {
        self.fresh.iter().chain(&self.known).map(|(receipt, _)| receipt.clone()).collect()
    }
}

/// Verifies every receipt and tries it on a copy of the alert's ladder.
pub(crate) fn sift(raws: &[Vec<u8>], checks: &Checks<'_>, alert: &Alert, path: &str, now: Moment) -> Sifted {
    let mut ladder = alert.ladder.clone();
    let mut sifted = Sifted::default();
    for raw in raws {
        let receipt = match checks.verify(raw) {
            Ok(receipt) => receipt,
            Err(ReceiptError::Foreign) => {
                sifted.dropped.foreign += 1;
                continue;
            }
            Err(error) => {
                sifted.dropped.forged += 1;
                sifted.unknown_key |= error == ReceiptError::UnknownKey;
                continue;
            }
        };
        if !ladder.holds(&receipt) && is_about_another(&receipt, alert) {
            sifted.dropped.conflicting += 1;
            continue;
        }
        match ladder.climb(&receipt, path, now) {
            Climb::Advanced => sifted.fresh.push((receipt, raw.clone())),
            Climb::Known => sifted.known.push((receipt, raw.clone())),
            Climb::Conflicting => sifted.dropped.conflicting += 1,
            Climb::Spent => sifted.dropped.replayed += 1,
            Climb::WrongKind => {
                sifted.dropped.conflicting += 1;
                sifted.broken = true;
            }
        }
    }
    sifted
}

/// `stored` is said of one envelope. One that this phone is not waiting to hear of is not hers: somebody garbled a copy
/// on the way, and the room has that.
fn is_about_another(receipt: &VerifiedReceipt, alert: &Alert) -> bool {
    receipt.stage == Stage::Stored
        && !receipt.is_by_text()
        && !alert.record.entries.iter().any(|entry| entry.is_stored_by(receipt))
}

impl<'a> Checks<'a> {
    /// All that a receipt of this alert is checked against.
    pub(crate) fn of(record: &'a AlertRecord, keys: &'a [ReceiptPublicKey]) -> Self {
        let answerable = |entry: &Entry| Some(entry.text.as_ref()?.answerable(entry.key.sequence));
        let texts = record.entries.iter().filter_map(answerable).collect();
        Self { alert: record.facts.id, keys, response: record.facts.hidden.response_key.as_ref(), texts }
    }

    /// Does it open under the key of one of this alert's texts?
    pub(crate) fn is_for_its_texts(&self, raw: &[u8]) -> bool {
        !self.texts.is_empty() && verify_text(raw, self.alert, self.keys, &self.texts) != Err(ReceiptError::Foreign)
    }

    pub(crate) fn verify(&self, raw: &[u8]) -> Result<VerifiedReceipt, ReceiptError> {
        if is_text_receipt(raw) {
            return verify_text(raw, self.alert, self.keys, &self.texts);
        }
        // Without the response key only receipts in clear can be read; those do not use it.
        let unusable = ResponseKey::from_bytes([0; 32]);
        verify(raw, self.alert, self.keys, self.response.unwrap_or(&unusable))
    }
}
