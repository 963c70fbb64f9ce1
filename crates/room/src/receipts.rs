//! The chain of an alert's receipts: what is signed, and what is handed out.

use std::fmt;
use std::sync::Arc;

use hifazat_protocol::{
    AlertId, Ask, Entropy, Held, NotHeld, Receipt, ReceiptKey, ResponseKey, Sequence, SignedReceipt, Stage, Status,
    UnixMillis,
};

use crate::ledger::ReceiptRow;

/// Signs the room's statements.
#[derive(Clone)]
pub struct Signer {
    key: Arc<ReceiptKey>,
    entropy: Arc<dyn Entropy>,
}

/// One alert's receipts while a decision adds to them.
pub(crate) struct Chain<'a> {
    signer: &'a Signer,
    alert: AlertId,
    kept: &'a [ReceiptRow],
    added: Vec<ReceiptRow>,
}

/// What a receipt after `stored` says.
#[derive(Debug, Default)]
pub(crate) struct Words {
    pub(crate) desk: Option<String>,
    pub(crate) unit: Option<String>,
    pub(crate) eta_s: Option<u32>,
    pub(crate) held: bool,
}

impl Signer {
    /// With the active receipt key.
    #[must_use]
    pub fn new(key: Arc<ReceiptKey>, entropy: Arc<dyn Entropy>) -> Self {
        Self { key, entropy }
    }

    /// "I do not hold the raise of this alert", to whoever asks about it.
    pub(crate) fn not_held(&self, ask: &Ask) -> SignedReceipt {
        NotHeld::sign(ask, &self.key)
    }

    /// An id that nobody can guess.
    pub(crate) fn fresh_id(&self) -> AlertId {
        AlertId::random(&*self.entropy)
    }
}

impl<'a> Chain<'a> {
    pub(crate) const fn new(signer: &'a Signer, alert: AlertId, kept: &'a [ReceiptRow]) -> Self {
        Self { signer, alert, kept, added: Vec::new() }
    }

    /// This envelope is on the disk. In clear: it says no more than the request did. Said once of each.
    pub(crate) fn stored(&mut self, sequence: Sequence, at: UnixMillis, envelope: [u8; 32]) {
        if self.kept.iter().any(|row| row.envelope == Some(envelope)) {
            return;
        }
        let words = self.next(Stage::Stored, sequence, at, None, &Words::default());
        let receipt = Receipt { envelope: Some(envelope), ..words };
        let signed = receipt.sign(&self.signer.key);
        self.push(&receipt, false, signed);
    }

    /// A later word, sealed for the phone that raised the alert.
    pub(crate) fn sealed(
        &mut self,
        stage: Stage,
        sequence: Sequence,
        at: UnixMillis,
        status: Status,
        response: &ResponseKey,
        words: &Words,
    ) {
        let receipt = self.next(stage, sequence, at, Some(status), words);
        let signed = receipt.sign_sealed(&self.signer.key, response, &*self.signer.entropy);
        self.push(&receipt, words.held, signed);
    }

    pub(crate) fn into_added(self) -> Vec<ReceiptRow> {
        self.added
    }

    fn next(&self, stage: Stage, sequence: Sequence, at: UnixMillis, status: Option<Status>, words: &Words) -> Receipt {
        Receipt {
            alert: self.alert,
            stage,
            sequence,
            at,
            status,
            desk: words.desk.clone(),
            unit: words.unit.clone(),
            eta_s: words.eta_s,
            previous: self.added.last().or(self.kept.last()).map(|row| row.signed.hash()),
            envelope: None,
        }
    }

    fn push(&mut self, receipt: &Receipt, held: bool, signed: SignedReceipt) {
        let ordinal = u32::try_from(self.kept.len() + self.added.len()).unwrap_or(u32::MAX);
        self.added.push(ReceiptRow {
            ordinal,
            stage: receipt.stage,
            sequence: receipt.sequence,
            at: receipt.at,
            held,
            fetched_at: None,
            envelope: receipt.envelope,
            signed,
        });
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({:?})", self.key)
    }
}

/// Up to so many receipts every answer repeats all of them. A long track makes more: then a narrow link is spared the
/// `stored` ones of other envelopes.
const REPEAT_ALL: usize = 24;
/// The same for envelopes, which a track brings one after another: each is told of itself.
const REPEAT_STORED: usize = 8;

/// The receipts that answer an envelope of this digest.
#[must_use]
pub fn answer_to_envelope(rows: &[ReceiptRow], envelope: Option<[u8; 32]>) -> Vec<SignedReceipt> {
    let free: Vec<&ReceiptRow> = rows.iter().filter(|row| !row.held).collect();
    let needed = |row: &&ReceiptRow| {
        free.len() <= REPEAT_STORED || row.stage != Stage::Stored || row.ordinal == 0 || row.envelope == envelope
    };
    free.iter().copied().filter(needed).map(|row| row.signed.clone()).collect()
}

/// The `stored` receipt of an envelope, if there is one.
#[must_use]
pub fn stored_receipt(rows: &[ReceiptRow], envelope: [u8; 32]) -> Option<SignedReceipt> {
    rows.iter().find(|row| row.envelope == Some(envelope)).map(|row| row.signed.clone())
}

/// The receipts that answer "have you more than these?". Empty: not yet, wait. An update's `stored` alone is no answer:
/// that comes back with the update, and a question that ended with each of them would cost more than the track.
#[must_use]
pub fn answer_to_ask(rows: &[ReceiptRow], held: Held) -> Vec<SignedReceipt> {
    let signed = |row: &ReceiptRow| row.signed.clone();
    let have = match held {
        Held::Words(have) => return words(rows).skip(usize::from(have)).map(signed).collect(),
        Held::Receipts(have) => usize::from(have),
    };
    let is_word = |row: &&ReceiptRow| row.stage != Stage::Stored || row.ordinal == 0;
    if !free(rows).skip(have).any(|row| is_word(&row)) {
        return Vec::new();
    }
    if free(rows).count() <= REPEAT_ALL {
        return free(rows).skip(have).map(signed).collect();
    }
    // A phone whose answers left some out counts differently: all words put that right.
    free(rows).filter(is_word).map(signed).collect()
}

/// Whether the room must say that it does not hold the raise of an alert. A phone asks only once a raise is said to be
/// stored, so this is a room that was put back to an older copy, with or without the messages that came since. Earlier
/// phones do not understand the word.
pub(crate) fn is_raise_missing(rows: &[ReceiptRow], held: Held) -> bool {
    let raise = |row: &ReceiptRow| row.stage == Stage::Stored && row.sequence == Sequence::RAISE;
    matches!(held, Held::Words(_)) && !rows.iter().any(raise)
}

/// Whether the room has as many as the phone says that it holds. It has not after it was put back to an older copy, nor
/// when the phone cannot count further.
pub(crate) fn holds_no_more(rows: &[ReceiptRow], held: Held) -> bool {
    match held {
        Held::Words(have) => usize::from(have) <= words(rows).count(),
        Held::Receipts(have) => have < u8::MAX && usize::from(have) <= free(rows).count(),
    }
}

/// The last of those that the phone says it holds.
pub(crate) fn last_held(rows: &[ReceiptRow], held: Held) -> Option<&ReceiptRow> {
    match held {
        Held::Words(have) => words(rows).take(usize::from(have)).last(),
        Held::Receipts(have) => free(rows).take(usize::from(have)).last(),
    }
}

/// What may be handed out.
fn free(rows: &[ReceiptRow]) -> impl Iterator<Item = &ReceiptRow> {
    rows.iter().filter(|row| !row.held)
}

fn words(rows: &[ReceiptRow]) -> impl Iterator<Item = &ReceiptRow> {
    free(rows).filter(|row| row.stage != Stage::Stored)
}
