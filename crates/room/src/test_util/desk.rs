//! A room with one operator, at noon.

use std::sync::Arc;
use std::time::Duration;

use hifazat_protocol::{
    AlertId, KeyId, Question, ReceiptKey, ReceiptPublicKey, RoomPublicKey, RoomSecretKey, SeededEntropy, SentText,
    SignedReceipt, Stage, Status, UnixMillis, VerifiedReceipt, receipt_in_text, verify, verify_not_held, verify_text,
};
use hifazat_time::{Clock, ManualClock};

use super::{Alert, Persona, Sealed, Text};
use crate::districts::NearestHeadquarters;
use crate::incident::{Act, Incident};
use crate::keys::KeySet;
use crate::ledger::{File, Ledger, Record, Snapshot};
use crate::path::Path;
use crate::revision::Revision;
use crate::room::{DeskError, Ports, Room, TextTaken};
use crate::seats::{Role, Seat};
use crate::texter::DueText;

/// A room in a test.
#[derive(Debug)]
pub struct Desk {
    /// The room.
    pub room: Room,
    /// Its clock.
    pub clock: Arc<ManualClock>,
    /// Who sits there.
    pub seat: Seat,
    key: RoomPublicKey,
    receipt_key: ReceiptPublicKey,
}

/// When every test begins.
const NOON: UnixMillis = UnixMillis(1_770_000_000_000);

impl Desk {
    /// Over any ledger.
    #[must_use]
    pub fn over(ledger: Arc<dyn Ledger>) -> Self {
        let chance = SeededEntropy::new(15);
        let opener = RoomSecretKey::generate(KeyId(1), &chance);
        let signing = ReceiptKey::generate(KeyId(1), &chance);
        let (key, receipt_key) = (opener.public(), signing.public());
        let clock = Arc::new(ManualClock::new(NOON));
        let shared: Arc<dyn Clock> = clock.clone();
        let ports =
            Ports { ledger, districts: Arc::new(NearestHeadquarters), clock: shared, entropy: Arc::new(chance) };
        let seat = Seat {
            name: "ayesha".to_owned(),
            role: Role::Operator,
            desk: "Lahore 1".to_owned(),
            password_hash: String::new(),
            must_change: false,
            created_at: NOON,
        };
        Self { room: Room::new(ports, KeySet::new(vec![opener], signing)), clock, seat, key, receipt_key }
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> UnixMillis {
        self.clock.now()
    }

    /// Lets time pass.
    pub fn wait(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// Somebody whose phone trusts this room.
    #[must_use]
    pub fn persona(&self, seed: u64) -> Persona {
        Persona::new(seed, self.key)
    }

    /// Somebody whose phone seals to a key that the room does not hold.
    #[must_use]
    pub fn lost_persona(&self, seed: u64) -> Persona {
        let other = RoomSecretKey::generate(KeyId(9), &SeededEntropy::new(9)).public();
        Persona::new(seed, other)
    }

    /// Somebody who has made a drill before.
    pub async fn known_persona(&self, seed: u64) -> Persona {
        let persona = self.persona(seed);
        let drill = persona.alert(Status::Exercise, self.now());
        self.receive(&persona.raise(&drill)).await;
        persona
    }

    /// What the room answers to an envelope.
    pub async fn receive(&self, sealed: &Sealed) -> Vec<SignedReceipt> {
        self.receive_by(sealed, Path::Https).await
    }

    /// The same by a path.
    pub async fn receive_by(&self, sealed: &Sealed, path: Path) -> Vec<SignedReceipt> {
        self.room.ingest(sealed.bytes.clone(), path).await.expect("an envelope is taken").receipts
    }

    /// What the room makes of a text from her phone's number.
    pub async fn text(&self, text: &Text) -> TextTaken {
        self.room.take_text(&text.characters, Some("+923001234567")).await.expect("a text is taken")
    }

    /// What is to be told her by text now.
    pub async fn due(&self, alert: &Alert) -> Option<DueText> {
        self.room.due_text(&Record::Incident(Box::new(self.find(alert).await)))
    }

    /// What her phone makes of a receipt by text.
    #[must_use]
    pub fn verified_text(&self, due: &DueText, alert: AlertId, sent: &SentText) -> VerifiedReceipt {
        let bytes = receipt_in_text(&due.text).expect("the shape of a receipt");
        verify_text(&bytes, alert, &[self.receipt_key], std::slice::from_ref(sent)).expect("a receipt verifies")
    }

    /// What her phone makes of receipts.
    #[must_use]
    pub fn verified(&self, receipts: &[SignedReceipt], alert: &Alert, raise: &Sealed) -> Vec<VerifiedReceipt> {
        let verified = receipts.iter().map(|receipt| {
            verify(receipt.as_bytes(), alert.id, &[self.receipt_key], &raise.response).expect("a receipt verifies")
        });
        verified.collect()
    }

    /// The words on her screen.
    #[must_use]
    pub fn stages(&self, receipts: &[SignedReceipt], alert: &Alert, raise: &Sealed) -> Vec<Stage> {
        self.verified(receipts, alert, raise).iter().map(|receipt| receipt.stage).collect()
    }

    /// Whether these bytes are the room's word that it does not hold the raise of the alert that was asked about.
    #[must_use]
    pub fn says_not_held(&self, answer: &SignedReceipt, question: &Question) -> bool {
        verify_not_held(answer.as_bytes(), question, &[self.receipt_key]).is_ok()
    }

    /// The queues.
    pub async fn snapshot(&self) -> Snapshot {
        self.room.ledger().snapshot(100).await.expect("a snapshot")
    }

    /// The only open incident.
    pub async fn incident(&self) -> Incident {
        let incidents = self.snapshot().await.incidents;
        assert_eq!(incidents.len(), 1, "one incident stands in the queues");
        incidents[0].clone()
    }

    /// The open incident of an alert.
    pub async fn find(&self, alert: &Alert) -> Incident {
        let incidents = self.snapshot().await.incidents;
        incidents.into_iter().find(|incident| incident.id() == alert.id).expect("it stands in the queues")
    }

    /// Does something at the incident as it stands.
    ///
    /// # Errors
    /// As [`Room::act`].
    pub async fn act(&self, incident: &Incident, act: Act) -> Result<File, DeskError> {
        self.room.act(incident.id(), &self.seat, act, incident.intake.revision).await
    }

    /// The same, on what was seen at a revision.
    ///
    /// # Errors
    /// As [`Room::act`].
    pub async fn act_on(&self, incident: &Incident, act: Act, seen: Revision) -> Result<File, DeskError> {
        self.room.act(incident.id(), &self.seat, act, seen).await
    }
}
