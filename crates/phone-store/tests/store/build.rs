//! Alerts, entries and receipts to put into a store.

use std::path::Path;
use std::sync::Arc;

use hifazat_phone::{
    AlertFacts, AlertRecord, Entry, EntryKey, EntryKind, EntryState, EntryText, Hidden, KeptReceipt, Moment, PlaceView,
};
use hifazat_phone_store::PhoneStore;
use hifazat_protocol::{
    AlertId, Ask, ContactRule, DeviceId, KeyId, NotHeld, PathKey, Question, Receipt, ReceiptKey, ResponseKey,
    SeededEntropy, Sequence, Stage, Status, Trigger, UnixMillis, VerifiedReceipt, envelope_digest, verify,
    verify_not_held,
};
use hifazat_time::ManualClock;

pub(crate) const NOW: UnixMillis = UnixMillis(1_795_500_000_000);

pub(crate) fn open(folder: &Path) -> PhoneStore {
    open_as(folder, 1)
}

/// The store as another process would open it.
pub(crate) fn open_as(folder: &Path, seed: u64) -> PhoneStore {
    PhoneStore::open(folder, Arc::new(ManualClock::new(NOW)), Arc::new(SeededEntropy::new(seed)))
}

pub(crate) fn moment(elapsed_ms: u64) -> Moment {
    Moment { wall: NOW, elapsed_ms, boot: u64::MAX - 5 }
}

pub(crate) fn id(n: u8) -> AlertId {
    AlertId([n; 16])
}

pub(crate) fn facts(n: u8) -> AlertFacts {
    AlertFacts {
        id: id(n),
        status: Status::Actual,
        trigger: Trigger::Button,
        contact_rule: ContactRule::Text,
        tapped: moment(u64::from(n)),
        hidden: Hidden { response_key: Some(ResponseKey::from_bytes([n; 32])), duress: n.is_multiple_of(2) },
        window_ended: true,
        pin_failures: 2,
        taken_back: Some(moment(77)),
        cancelled: Some((Sequence(3), moment(78))),
        broken: true,
        dismissed: true,
        place: Some(PlaceView { accuracy_m: Some(12.5), at: NOW, doubtful: true }),
    }
}

/// An alert that nothing has happened to yet.
pub(crate) fn fresh(n: u8) -> AlertFacts {
    AlertFacts {
        window_ended: false,
        pin_failures: 0,
        taken_back: None,
        cancelled: None,
        broken: false,
        dismissed: false,
        place: None,
        ..facts(n)
    }
}

pub(crate) fn entry(n: u8, sequence: u32) -> Entry {
    let kind = if sequence == 0 { EntryKind::Raise } else { EntryKind::Update };
    Entry {
        key: EntryKey { alert: id(n), sequence: Sequence(sequence) },
        kind,
        envelope: [vec![n; 300], sequence.to_be_bytes().to_vec()].concat(),
        sealed: moment(9),
        attempts: 0,
        state: EntryState::Pending,
        text: None,
    }
}

/// The same with its short form.
pub(crate) fn texted(n: u8, sequence: u32) -> Entry {
    let text = EntryText { bytes: vec![n; 114], key: ResponseKey::from_bytes([n; 32]), tries: 0, sent: None };
    Entry { text: Some(text), ..entry(n, sequence) }
}

pub(crate) fn raised(n: u8) -> AlertRecord {
    AlertRecord { facts: fresh(n), entries: vec![entry(n, 0)], receipts: Vec::new() }
}

pub(crate) fn proof(n: u8, sequence: u32) -> (VerifiedReceipt, KeptReceipt) {
    let key = ReceiptKey::from_seed(KeyId(1), [9; 32]);
    let receipt = Receipt {
        alert: id(n),
        stage: Stage::Stored,
        sequence: Sequence(sequence),
        at: NOW,
        status: None,
        desk: None,
        unit: None,
        eta_s: None,
        previous: None,
        envelope: Some(envelope_digest(&entry(n, sequence).envelope)),
    };
    let raw = receipt.sign(&key).as_bytes().to_vec();
    let proof = verify(&raw, id(n), &[key.public()], &ResponseKey::from_bytes([0; 32])).unwrap();
    (proof, KeptReceipt { raw, path: "https".to_owned(), learned: moment(50) })
}

/// A later word about an alert.
pub(crate) fn sealed_proof(n: u8, stage: Stage) -> (VerifiedReceipt, KeptReceipt) {
    let (key, response) = (ReceiptKey::from_seed(KeyId(1), [9; 32]), ResponseKey::from_bytes([n; 32]));
    let (stored, _) = proof(n, 0);
    let status = Some(Status::Actual);
    let receipt = Receipt { stage, status, previous: Some(stored.hash()), envelope: None, ..Receipt::clone(&stored) };
    let raw = receipt.sign_sealed(&key, &response, &SeededEntropy::new(3)).as_bytes().to_vec();
    let proof = verify(&raw, id(n), &[key.public()], &response).unwrap();
    (proof, KeptReceipt { raw, path: "https".to_owned(), learned: moment(60) })
}

/// The room's word that it does not hold an alert.
pub(crate) fn not_held(n: u8) -> (NotHeld, KeptReceipt) {
    let key = ReceiptKey::from_seed(KeyId(1), [9; 32]);
    let path_key = PathKey::from_bytes([3; 32]);
    let question = Question::new(DeviceId([n; 16]), id(n), 1, &path_key, &SeededEntropy::new(4));
    let raw = NotHeld::sign(&Ask::parse(question.as_bytes()).unwrap(), &key).as_bytes().to_vec();
    let word = verify_not_held(&raw, &question, &[key.public()]).unwrap();
    (word, KeptReceipt { raw, path: "https".to_owned(), learned: moment(70) })
}
