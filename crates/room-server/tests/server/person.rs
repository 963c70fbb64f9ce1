//! Somebody with a phone: seals with the protocol alone.

use std::sync::atomic::{AtomicU64, Ordering};

use hifazat_protocol::{
    AlertId, Ask, Cancel, ContactRule, DeviceKey, Entropy, Fix, Language, Message, Method, PathKey, Question, Raise,
    ReceiptError, ResponseKey, SeededEntropy, Sequence, Stage, Status, Trigger, TrustBundle, UnixMillis, Update,
    VerifiedReceipt, prepare, unpack_receipts, verify,
};
use hifazat_time::{Clock, SystemClock};

pub(crate) struct Person {
    pub(crate) device: DeviceKey,
    path_key: PathKey,
    entropy: SeededEntropy,
}

/// One alert as the phone remembers it.
pub(crate) struct Alert {
    pub(crate) id: AlertId,
    pub(crate) envelope: Vec<u8>,
    response: ResponseKey,
}

static PLACES: AtomicU64 = AtomicU64::new(0);

/// In Lahore.
pub(crate) fn lahore() -> Fix {
    // Different each time, so that no two alerts look alike.
    let step = f64::from(u32::try_from(PLACES.fetch_add(1, Ordering::Relaxed)).unwrap());
    Fix {
        latitude_deg: step.mul_add(1e-5, 31.52),
        longitude_deg: 74.35,
        accuracy_m: Some(12.0),
        speed_mps: None,
        heading_deg: None,
        at: SystemClock.now(),
        method: Method::Satellite,
        mock: false,
    }
}

impl Person {
    pub(crate) fn new(seed: u64) -> Self {
        let entropy = SeededEntropy::new(seed);
        Self { device: DeviceKey::generate(&entropy), path_key: PathKey::random(&entropy), entropy }
    }

    pub(crate) fn message(&self, status: Status, fix: Option<Fix>, tapped_at: UnixMillis) -> Message {
        Message::Raise(Raise {
            status,
            tapped_at,
            contact_rule: ContactRule::Text,
            trigger: Trigger::Hold,
            fix,
            battery_percent: Some(71),
            charging: None,
            language: Some(Language::Urdu),
            path_key: Some(self.path_key.clone()),
        })
    }

    pub(crate) fn raise(&self, room: &TrustBundle) -> Alert {
        self.first(room, &self.message(Status::Actual, Some(lahore()), SystemClock.now()))
    }

    pub(crate) fn line_check(&self, room: &TrustBundle) -> Alert {
        self.first(room, &self.message(Status::Test, None, SystemClock.now()))
    }

    pub(crate) fn first(&self, room: &TrustBundle, message: &Message) -> Alert {
        self.seal(room, AlertId::random(&self.entropy), 0, message)
    }

    pub(crate) fn update(&self, room: &TrustBundle, alert: &Alert, sequence: u32) -> Vec<u8> {
        let (at, fixes) = (SystemClock.now(), vec![lahore()]);
        let update =
            Update { status: Status::Actual, at, fixes, battery_percent: Some(69), charging: None, last_word: false };
        self.seal(room, alert.id, sequence, &Message::Update(update)).envelope
    }

    pub(crate) fn cancel(&self, room: &TrustBundle, alert: &Alert, sequence: u32) -> Vec<u8> {
        let (status, at) = (Status::Actual, SystemClock.now());
        let cancel = Cancel { status, at, duress: false, within_window: false };
        self.seal(room, alert.id, sequence, &Message::Cancel(cancel)).envelope
    }

    fn seal(&self, room: &TrustBundle, id: AlertId, sequence: u32, message: &Message) -> Alert {
        let prepared = prepare(room.active_room_key().unwrap(), &self.entropy).unwrap();
        let (envelope, response) =
            prepared.seal(&self.device, &self.path_key, id, Sequence(sequence), message).unwrap();
        Alert { id, envelope: envelope.as_bytes().to_vec(), response }
    }

    pub(crate) fn ask(&self, alert: &Alert, have: u8) -> Vec<u8> {
        Ask::counting_receipts(self.device.id(), alert.id, have, &self.path_key).as_bytes().to_vec()
    }

    pub(crate) fn forged_ask(&self, alert: &Alert) -> Vec<u8> {
        let mut other = [0; 32];
        self.entropy.fill(&mut other);
        Ask::counting_receipts(self.device.id(), alert.id, 0, &PathKey::from_bytes(other)).as_bytes().to_vec()
    }

    /// "Have you more than so many words?"
    pub(crate) fn question(&self, alert: &Alert, words: u16) -> Question {
        Question::new(self.device.id(), alert.id, words, &self.path_key, &self.entropy)
    }
}

impl Alert {
    pub(crate) fn receipts(&self, room: &TrustBundle, packed: &[u8]) -> Vec<VerifiedReceipt> {
        let receipts = unpack_receipts(packed).unwrap().into_iter();
        receipts.map(|bytes| verify(&bytes, self.id, &room.receipt_keys, &self.response).unwrap()).collect()
    }

    /// One receipt, verified.
    pub(crate) fn verified(&self, room: &TrustBundle, raw: &[u8]) -> VerifiedReceipt {
        self.opens(room, self.id, raw).unwrap()
    }

    /// What somebody with this alert's key makes of a receipt of any alert.
    pub(crate) fn opens(&self, room: &TrustBundle, of: AlertId, raw: &[u8]) -> Result<VerifiedReceipt, ReceiptError> {
        verify(raw, of, &room.receipt_keys, &self.response)
    }

    /// Does the answer say that this very envelope is stored?
    pub(crate) fn is_stored(&self, room: &TrustBundle, packed: &[u8]) -> bool {
        self.receipts(room, packed).iter().any(|receipt| receipt.stores(&self.envelope))
    }

    pub(crate) fn stages(&self, room: &TrustBundle, packed: &[u8]) -> Vec<Stage> {
        self.receipts(room, packed).iter().map(|receipt| receipt.stage).collect()
    }
}
