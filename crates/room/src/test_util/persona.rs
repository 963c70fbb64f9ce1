//! People who raise alerts.

use hifazat_protocol::{
    AlertId, Ask, Cancel, ContactRule, DeviceKey, Fix, Language, Message, Method, PathKey, Question, Raise,
    ResponseKey, RoomPublicKey, SeededEntropy, SentText, Sequence, Status, Trigger, UnixMillis, Update, prepare,
    prepare_text,
};

/// Somebody with a phone.
#[derive(Debug)]
pub struct Persona {
    /// Her phone's key.
    pub device: DeviceKey,
    path_key: PathKey,
    entropy: SeededEntropy,
    room: RoomPublicKey,
}

/// One alert of hers.
#[derive(Debug, Clone)]
pub struct Alert {
    /// Its id.
    pub id: AlertId,
    /// In earnest or not.
    pub status: Status,
    /// When she tapped.
    pub tapped_at: UnixMillis,
}

/// A message on its way.
#[derive(Debug, Clone)]
pub struct Sealed {
    /// The envelope.
    pub bytes: Vec<u8>,
    /// Opens the receipts, if this is the raise.
    pub response: ResponseKey,
}

/// A text on its way.
#[derive(Debug, Clone)]
pub struct Text {
    /// What is sent.
    pub characters: String,
    /// What its receipts are known by.
    pub sent: SentText,
}

impl Persona {
    /// The same seed is the same person.
    #[must_use]
    pub fn new(seed: u64, room: RoomPublicKey) -> Self {
        let entropy = SeededEntropy::new(seed);
        Self { device: DeviceKey::generate(&entropy), path_key: PathKey::random(&entropy), entropy, room }
    }

    /// The same phone, with another key of the room in its bundle.
    #[must_use]
    pub fn sealing_to(self, room: RoomPublicKey) -> Self {
        Self { room, ..self }
    }

    /// A new alert of a status.
    pub fn alert(&self, status: Status, tapped_at: UnixMillis) -> Alert {
        Alert { id: AlertId::random(&self.entropy), status, tapped_at }
    }

    /// Its raise, from a place in Lahore.
    pub fn raise(&self, alert: &Alert) -> Sealed {
        self.seal(alert, 0, &self.raise_message(alert))
    }

    /// What its raise says.
    #[must_use]
    pub fn raise_message(&self, alert: &Alert) -> Message {
        Message::Raise(Raise {
            status: alert.status,
            tapped_at: alert.tapped_at,
            contact_rule: ContactRule::Text,
            trigger: Trigger::Hold,
            fix: Some(fix(31.5497, 74.3436, alert.tapped_at)),
            battery_percent: Some(41),
            charging: None,
            language: Some(Language::Urdu),
            path_key: Some(self.path_key.clone()),
        })
    }

    /// A later place.
    pub fn update(&self, alert: &Alert, sequence: u32, latitude_deg: f64, longitude_deg: f64) -> Sealed {
        self.seal(alert, sequence, &self.update_message(alert, sequence, latitude_deg, longitude_deg))
    }

    /// What that says.
    #[must_use]
    pub fn update_message(&self, alert: &Alert, sequence: u32, latitude_deg: f64, longitude_deg: f64) -> Message {
        let at = alert.tapped_at.plus_ms(i64::from(sequence) * 10_000);
        let fixes = vec![fix(latitude_deg, longitude_deg, at)];
        let battery_percent = Some(40_u8.saturating_sub(u8::try_from(sequence).unwrap_or(40)));
        Message::Update(Update { status: alert.status, at, fixes, battery_percent, charging: None, last_word: false })
    }

    /// Taken back, by her PIN or under duress.
    pub fn cancel(&self, alert: &Alert, sequence: u32, duress: bool) -> Sealed {
        self.seal(alert, sequence, &self.cancel_message(alert, sequence, duress))
    }

    /// What that says.
    #[must_use]
    pub fn cancel_message(&self, alert: &Alert, sequence: u32, duress: bool) -> Message {
        let at = alert.tapped_at.plus_ms(i64::from(sequence) * 10_000);
        Message::Cancel(Cancel { status: alert.status, at, duress, within_window: false })
    }

    /// Any message.
    pub fn seal(&self, alert: &Alert, sequence: u32, message: &Message) -> Sealed {
        let prepared = prepare(&self.room, &self.entropy).expect("the room's key is good");
        let (envelope, response) = prepared
            .seal(&self.device, &self.path_key, alert.id, Sequence(sequence), message)
            .expect("the message fits");
        Sealed { bytes: envelope.as_bytes().to_vec(), response }
    }

    /// Any message as a text that the room can open, `proven` by her device or by nobody.
    pub fn text(&self, alert: &Alert, sequence: u32, message: &Message, proven: bool) -> Text {
        self.write_text(alert, sequence, message, proven, false)
    }

    /// The same, and she wants receipts so.
    pub fn text_for_receipts(&self, alert: &Alert, sequence: u32, message: &Message, proven: bool) -> Text {
        self.write_text(alert, sequence, message, proven, true)
    }

    fn write_text(&self, alert: &Alert, sequence: u32, message: &Message, proven: bool, receipts: bool) -> Text {
        let prepared = prepare_text(&self.room, &self.device, proven, &self.entropy).expect("the room's key is good");
        let (text, response_key) =
            prepared.seal(alert.id, Sequence(sequence), message, receipts).expect("the message fits");
        let sent = SentText { sequence: Sequence(sequence), digest: text.digest(), response_key };
        Text { characters: text.to_text(), sent }
    }

    /// "Have you more than so many receipts?", as earlier phones ask.
    #[must_use]
    pub fn ask(&self, alert: &Alert, have: u8) -> Vec<u8> {
        Ask::counting_receipts(self.device.id(), alert.id, have, &self.path_key).as_bytes().to_vec()
    }

    /// "Have you more than so many words?"
    #[must_use]
    pub fn question(&self, alert: &Alert, words: u16) -> Question {
        Question::new(self.device.id(), alert.id, words, &self.path_key, &self.entropy)
    }
}

fn fix(latitude_deg: f64, longitude_deg: f64, at: UnixMillis) -> Fix {
    let (speed_mps, heading_deg) = (None, None);
    let accuracy_m = Some(12.0);
    Fix { latitude_deg, longitude_deg, accuracy_m, speed_mps, heading_deg, at, method: Method::Satellite, mock: false }
}
