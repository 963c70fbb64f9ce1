//! Somebody whose phone has no data network: seals with the protocol alone, and lets a text go.

use anyhow::{Context, Result};
use hifazat_protocol::{
    AlertId, Cancel, ContactRule, DeviceKey, Fix, Language, Message, Method, PathKey, Raise, ResponseKey,
    SeededEntropy, SentText, Sequence, Status, Trigger, TrustBundle, UnixMillis, prepare, prepare_text,
};
use hifazat_time::{Clock, SystemClock};

/// A phone with its key.
pub(crate) struct Writer {
    device: DeviceKey,
    path_key: PathKey,
    entropy: SeededEntropy,
    /// The room knows her device, so that she can prove herself.
    proves: bool,
}

/// One sealed text, and what its receipts answer.
pub(crate) struct Text {
    pub(crate) alert: AlertId,
    pub(crate) words: String,
    pub(crate) sent: SentText,
}

const MINUTE_MS: i64 = 60_000;

impl Writer {
    pub(crate) fn known(seed: u64) -> Self {
        Self { proves: true, ..Self::stranger(seed) }
    }

    pub(crate) fn stranger(seed: u64) -> Self {
        let entropy = SeededEntropy::new(seed);
        let (device, path_key) = (DeviceKey::generate(&entropy), PathKey::random(&entropy));
        Self { device, path_key, entropy, proves: false }
    }

    /// Claims to be somebody the room knows, which it is not.
    pub(crate) fn who_claims_to_be_known(seed: u64) -> Self {
        Self { proves: true, ..Self::stranger(seed) }
    }

    /// What makes her device known.
    pub(crate) fn line_check(&self, room: &TrustBundle) -> Result<Vec<u8>> {
        let message = self.raise(Status::Test, UnixMillis(0));
        self.envelope(room, AlertId::random(&self.entropy), &message)
    }

    /// An alert of so many minutes ago.
    pub(crate) fn alert(&self, room: &TrustBundle, minutes_ago: i64, receipts_by_text: bool) -> Result<Text> {
        let message = self.raise(Status::Actual, ago(minutes_ago));
        self.text(room, AlertId::random(&self.entropy), 0, &message, receipts_by_text)
    }

    /// Takes it back.
    pub(crate) fn cancel(&self, room: &TrustBundle, alert: AlertId, minutes_ago: i64) -> Result<Text> {
        let cancel = Cancel { status: Status::Actual, at: ago(minutes_ago), duress: false, within_window: false };
        self.text(room, alert, 1, &Message::Cancel(cancel), false)
    }

    /// The whole alert, when data returns.
    pub(crate) fn signed_copy(&self, room: &TrustBundle, alert: AlertId) -> Result<Vec<u8>> {
        self.envelope(room, alert, &self.raise(Status::Actual, ago(1)))
    }

    fn raise(&self, status: Status, tapped_at: UnixMillis) -> Message {
        Message::Raise(Raise {
            status,
            tapped_at,
            contact_rule: ContactRule::Text,
            trigger: Trigger::Hold,
            fix: Some(Fix {
                latitude_deg: 31.52,
                longitude_deg: 74.35,
                accuracy_m: Some(12.0),
                speed_mps: None,
                heading_deg: None,
                at: tapped_at,
                method: Method::Satellite,
                mock: false,
            }),
            battery_percent: Some(40),
            charging: None,
            language: Some(Language::Urdu),
            path_key: Some(self.path_key.clone()),
        })
    }

    fn envelope(&self, room: &TrustBundle, alert: AlertId, message: &Message) -> Result<Vec<u8>> {
        let key = room.active_room_key().context("the bundle has no key")?;
        let sealed =
            prepare(key, &self.entropy)?.seal(&self.device, &self.path_key, alert, Sequence::RAISE, message)?;
        Ok(sealed.0.as_bytes().to_vec())
    }

    fn text(
        &self,
        room: &TrustBundle,
        alert: AlertId,
        sequence: u32,
        message: &Message,
        receipts_by_text: bool,
    ) -> Result<Text> {
        let key = room.active_room_key().context("the bundle has no key")?;
        let prepared = prepare_text(key, &self.device, self.proves, &self.entropy)?;
        let sequence = Sequence(sequence);
        let (text, response_key): (_, ResponseKey) = prepared.seal(alert, sequence, message, receipts_by_text)?;
        let sent = SentText { sequence, digest: text.digest(), response_key };
        Ok(Text { alert, words: text.to_text(), sent })
    }
}

fn ago(minutes: i64) -> UnixMillis {
    SystemClock.now().plus_ms(-minutes * MINUTE_MS)
}
