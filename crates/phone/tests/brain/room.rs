//! A control room small enough for a test: opens what it is sent and signs what it says.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use hifazat_phone::Answer;
use hifazat_protocol::{
    AlertId, BundleRoomKey, Endpoint, KeyId, KeyState, Message, OpenedText, Receipt, ReceiptKey, ResponseKey,
    RoomSecretKey, RootKey, SealedEnvelope, SealedText, SeededEntropy, SentText, Sequence, SignedReceipt, Stage,
    Status, TrustBundle, UnixMillis, open, open_text,
};

/// The room with its keys and what it has been told.
pub(crate) struct Room {
    pub(crate) root: RootKey,
    sealing: RoomSecretKey,
    pub(crate) signing: ReceiptKey,
    chance: SeededEntropy,
    incidents: Mutex<BTreeMap<AlertId, Incident>>,
    device: Mutex<Option<[u8; 32]>>,
    /// How often it was put back to a copy from before everything.
    times_put_back: AtomicI64,
}

#[derive(Default)]
struct Incident {
    response: Option<ResponseKey>,
    status: Option<Status>,
    messages: BTreeMap<Sequence, Message>,
    texts: Vec<(SealedText, OpenedText)>,
    receipts: Vec<SignedReceipt>,
    stored: BTreeSet<[u8; 32]>,
}

impl Room {
    pub(crate) fn new(seed: u64) -> Self {
        let chance = SeededEntropy::new(seed);
        Self {
            root: RootKey::generate(&chance),
            sealing: RoomSecretKey::generate(KeyId(1), &chance),
            signing: ReceiptKey::generate(KeyId(1), &chance),
            chance,
            incidents: Mutex::default(),
            device: Mutex::default(),
            times_put_back: AtomicI64::default(),
        }
    }

    /// Put back to a copy from before everything.
    pub(crate) fn forget(&self) {
        self.incidents.lock().unwrap().clear();
        self.times_put_back.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn bundle(&self, version: u64) -> TrustBundle {
        TrustBundle {
            version,
            issued_at: UnixMillis(0),
            expires_at: UnixMillis(4_000_000_000_000),
            grace_days: 30,
            room_name: "Lahore".to_owned(),
            endpoints: vec![Endpoint {
                url: "https://room.test".to_owned(),
                addresses: Vec::new(),
                datagram_port: None,
            }],
            ca_certificates: Vec::new(),
            room_keys: vec![BundleRoomKey { key: self.sealing.public(), state: KeyState::Active }],
            receipt_keys: vec![self.signing.public()],
            sms_number: None,
            helplines: Vec::new(),
            boundaries_version: None,
        }
    }

    pub(crate) fn signed_bundle(&self, version: u64) -> String {
        self.bundle(version).sign(&self.root).to_json()
    }

    /// Takes an envelope in and answers with all receipts of its alert, `stored` and `opened` among them.
    pub(crate) fn take(&self, envelope: &SealedEnvelope) -> Answer {
        let header = *envelope.header();
        let opened = open(&self.sealing, envelope).expect("sealed to this room");
        *self.device.lock().unwrap() = Some(opened.device_public_key);
        {
            let mut incidents = self.incidents.lock().unwrap();
            let incident = incidents.entry(header.alert).or_default();
            incident.status = Some(opened.message.status());
            if header.sequence == Sequence::RAISE {
                incident.response = Some(opened.response_key);
            }
            incident.messages.insert(header.sequence, opened.message);
        }
        self.store(header.alert, header.sequence, envelope.digest());
        if header.sequence == Sequence::RAISE {
            self.say(header.alert, Stage::Opened);
        }
        self.answer(header.alert)
    }

    /// Keeps an envelope without opening it, and says that it has it.
    pub(crate) fn keep_unread(&self, envelope: &SealedEnvelope) -> Answer {
        let header = *envelope.header();
        self.incidents.lock().unwrap().entry(header.alert).or_default();
        self.store(header.alert, header.sequence, envelope.digest());
        self.answer(header.alert)
    }

    pub(crate) fn answer(&self, alert: AlertId) -> Answer {
        let incidents = self.incidents.lock().unwrap();
        Answer::Receipts(incidents[&alert].receipts.iter().map(|receipt| receipt.as_bytes().to_vec()).collect())
    }

    /// Signs that an envelope is stored, once.
    fn store(&self, alert: AlertId, sequence: Sequence, envelope: [u8; 32]) {
        let mut incidents = self.incidents.lock().unwrap();
        let incident = incidents.get_mut(&alert).unwrap();
        if !incident.stored.insert(envelope) {
            return;
        }
        let receipt = Receipt {
            sequence,
            status: None,
            envelope: Some(envelope),
            ..self.receipt(alert, Stage::Stored, incident, None)
        };
        incident.receipts.push(receipt.sign(&self.signing));
    }

    /// Signs the next receipt of an alert; saying the same twice adds nothing.
    pub(crate) fn say(&self, alert: AlertId, stage: Stage) -> Vec<u8> {
        let mut incidents = self.incidents.lock().unwrap();
        let incident = incidents.get_mut(&alert).unwrap();
        let status = incident.status;
        let signed = self.sign(alert, stage, incident, status);
        incident.receipts.push(signed.clone());
        signed.as_bytes().to_vec()
    }

    /// A receipt that speaks of an alert as if it had this status.
    pub(crate) fn say_as(&self, alert: AlertId, stage: Stage, status: Status) -> Vec<u8> {
        let incidents = self.incidents.lock().unwrap();
        self.sign(alert, stage, &incidents[&alert], Some(status)).as_bytes().to_vec()
    }

    fn sign(&self, alert: AlertId, stage: Stage, incident: &Incident, status: Option<Status>) -> SignedReceipt {
        let receipt = self.receipt(alert, stage, incident, status);
        receipt.sign_sealed(&self.signing, incident.response.as_ref().unwrap(), &self.chance)
    }

    fn receipt(&self, alert: AlertId, stage: Stage, incident: &Incident, status: Option<Status>) -> Receipt {
        let contiguous = (0..).take_while(|n| incident.messages.contains_key(&Sequence(*n))).last().unwrap_or(0);
        let count = i64::try_from(incident.receipts.len()).unwrap();
        Receipt {
            alert,
            stage,
            sequence: Sequence(contiguous),
            at: UnixMillis(1_000 + 100 * self.times_put_back.load(Ordering::Relaxed) + count),
            status,
            desk: (stage == Stage::Seen).then(|| "Lahore".to_owned()),
            unit: (stage == Stage::Dispatched).then(|| "Lahore 12".to_owned()),
            eta_s: (stage == Stage::Dispatched).then_some(420),
            previous: incident.receipts.last().map(SignedReceipt::hash),
            envelope: None,
        }
    }

    /// Takes a text in, from a device that it knows by its envelopes or that nobody knows.
    pub(crate) fn read_text(&self, text: &str) -> OpenedText {
        let text = SealedText::parse(text).expect("a text of ours");
        let device = *self.device.lock().unwrap();
        let opened = open_text(&self.sealing, device.as_ref(), &text).expect("sealed to this room");
        let mut incidents = self.incidents.lock().unwrap();
        incidents.entry(text.header().alert).or_default().texts.push((text, opened.clone()));
        opened
    }

    /// Says something by text, in answer to the latest text of an alert.
    pub(crate) fn text_back(&self, alert: AlertId, stage: Stage, status: Status) -> String {
        let incidents = self.incidents.lock().unwrap();
        let incident = &incidents[&alert];
        let (text, opened) = incident.texts.last().unwrap();
        let sequence = text.header().sequence;
        let sent = SentText { sequence, digest: text.digest(), response_key: opened.response_key.clone() };
        let status = (stage != Stage::Stored).then_some(status);
        self.receipt(alert, stage, incident, status).sign_text(&self.signing, &sent, &self.chance)
    }

    /// What the room was told about an alert, in order.
    pub(crate) fn messages(&self, alert: AlertId) -> Vec<Message> {
        let incidents = self.incidents.lock().unwrap();
        incidents.get(&alert).map(|incident| incident.messages.values().cloned().collect()).unwrap_or_default()
    }

    pub(crate) fn knows(&self, alert: AlertId) -> bool {
        self.incidents.lock().unwrap().contains_key(&alert)
    }
}
