//! Taking an answer in: believed receipts are kept and settle entries, the others are counted.

use hifazat_protocol::{AlertId, Stage, Status, VerifiedReceipt};

use crate::alert::Alert;
use crate::path::Answer;
use crate::phone::Phone;
use crate::record::{AlertFacts, Entry, KeptReceipt};
use crate::sift::{Checks, Sifted, sift};
use crate::view::Dropped;

impl Phone {
    /// Takes an answer in and returns every receipt in it that is believed. `carried` is the entry it answers, if any.
    pub(crate) fn learn(
        &self,
        id: AlertId,
        path: &str,
        answer: &Answer,
        carried: Option<&Entry>,
    ) -> Vec<VerifiedReceipt> {
        let raws = match answer {
            Answer::Receipts(raws) => raws,
            Answer::Unreachable | Answer::Garbled | Answer::Busy { .. } | Answer::Rejected(_) => return Vec::new(),
        };
        let Some(alert) = self.alert(id) else { return Vec::new() };
        let now = self.now();
        let keys = self.state().trust.receipt_keys();
        let mut sifted = sift(raws, &Checks::of(&alert.record, &keys), &alert, path, now);
        count_replays(&mut sifted, carried);
        let settles_it = |receipt: &VerifiedReceipt| carried.is_some_and(|entry| entry.is_stored_by(receipt));
        let known = sifted.known.iter().filter(|(receipt, _)| settles_it(receipt));
        for (receipt, raw) in sifted.fresh.iter().chain(known) {
            let kept = KeptReceipt { raw: raw.clone(), path: path.to_owned(), learned: now };
            self.ledger.settle(receipt, &kept);
            self.note_proof(&alert, receipt);
        }
        self.note_faults(&alert, &sifted);
        if !sifted.fresh.is_empty() {
            self.bump();
        }
        sifted.verified()
    }

    fn note_proof(&self, alert: &Alert, receipt: &VerifiedReceipt) {
        match (alert.facts().status, receipt.stage) {
            (Status::Exercise, Stage::Opened) => {
                self.prove(|proofs| &mut proofs.drill);
                self.prove(|proofs| &mut proofs.line);
            }
            // After one PIN the answers go on and after the other they do not: neither proves anything.
            (Status::Actual, Stage::Opened) if alert.a_pin_was_entered() => {}
            (Status::Test | Status::Actual, Stage::Opened) => self.prove(|proofs| &mut proofs.line),
            (_, Stage::Stored | Stage::Seen | Stage::Dispatched | Stage::Arrived | Stage::Closed) => {}
        }
    }

    fn note_faults(&self, alert: &Alert, sifted: &Sifted) {
        let Dropped { forged, foreign, replayed, conflicting } = sifted.dropped;
        if sifted.dropped.total() > 0 {
            tracing::warn!(alert = %alert.facts().id, forged, foreign, replayed, conflicting, "receipts dropped");
            if let Err(error) = self.ports.vault.count_dropped(sifted.dropped) {
                tracing::warn!(%error, "dropped receipts could not be counted");
            }
            self.bump();
        }
        if sifted.unknown_key {
            self.state().heard.wants_bundle = true;
        }
        if sifted.broken && !alert.facts().broken {
            self.ledger.amend(&AlertFacts { broken: true, ..alert.facts().clone() });
            self.bump();
        }
    }
}

/// An answer to something new that holds nothing but old receipts is a replay: it settles nothing and is counted.
fn count_replays(sifted: &mut Sifted, carried: Option<&Entry>) {
    let Some(carried) = carried else { return };
    let settles_it = |(receipt, _): &(VerifiedReceipt, Vec<u8>)| carried.is_stored_by(receipt);
    let nothing_new = sifted.fresh.is_empty() && !sifted.known.iter().any(settles_it);
    if nothing_new {
        let known = u64::try_from(sifted.known.len()).unwrap_or(u64::MAX);
        sifted.dropped.replayed = sifted.dropped.replayed.saturating_add(known);
    }
}
