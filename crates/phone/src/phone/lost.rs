//! The room does not hold an alert any more: it was put back to a copy from before it, and says so when it is asked.
//!
//! The word is believed only signed, and as the answer to the very question: it takes *Received by police* off her screen.
//! What is kept of the alert then goes again, by every path, as if it had never been settled. Once too often does no harm:
//! the room files it under the id that it has.
//!
//! While the question was on its way another process over the same store may have heard more, even that the room holds the
//! alert again. That is newer, and counts.

use hifazat_protocol::{Question, ReceiptError, is_not_held, verify_not_held};

use crate::alert::Alert;
use crate::path::Answer;
use crate::phone::Phone;
use crate::record::KeptReceipt;

impl Phone {
    /// Whether an answer is news of this kind about the alert, as it stood when the question was asked. `None`: it says
    /// nothing of the kind, or nothing that can be believed.
    pub(crate) fn hear_not_held(
        &self,
        asked: &Alert,
        question: &Question,
        path: &str,
        answer: &Answer,
    ) -> Option<bool> {
        let Answer::Receipts(raws) = answer else { return None };
        let raw = raws.iter().find(|raw| is_not_held(raw))?;
        let keys = self.state().trust.receipt_keys();
        let word = verify_not_held(raw, question, &keys);
        self.state().heard.wants_bundle |= word == Err(ReceiptError::UnknownKey);
        let (word, id) = (word.ok()?, asked.facts().id);
        // To a stranger the room says this of any alert, and this process is one whose vault was shut when it began.
        if asked.record.raised_by() != Some(self.identity.device.id()) {
            return Some(false);
        }
        // Meanwhile she may have taken it back: then nothing more is sent.
        if self.alert(id).is_none_or(|alert| alert.is_withdrawn()) {
            return Some(false);
        }
        let kept = KeptReceipt { raw: raw.clone(), path: path.to_owned(), learned: self.now() };
        let lost = self.ledger.reopen(&word, &kept, asked.record.receipts.len());
        if lost {
            tracing::warn!(alert = %id, "the control room has lost an alert: it is brought again");
            self.bump();
        }
        Some(lost)
    }
}
