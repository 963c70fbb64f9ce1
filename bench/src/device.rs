//! A phone's keys without the phone: alerts sealed ahead of the measuring.

use anyhow::{Context, Result};
use hifazat_protocol::{
    AlertId, ContactRule, DeviceKey, Fix, Message, Method, OsEntropy, PathKey, Raise, RoomPublicKey, SealedEnvelope,
    Sequence, SignedBundle, Status, Trigger, TrustBundle, UnixMillis, prepare,
};
use hifazat_testkit::Room;

/// What a phone would believe of this room.
pub(crate) fn trust(room: &Room) -> Result<TrustBundle> {
    let text = std::fs::read_to_string(room.bundle()?).context("reading the bundle")?;
    let signed = SignedBundle::from_json(&text)?;
    Ok(signed.verify(&signed.claimed_root())?)
}

/// The key that alerts are sealed to.
pub(crate) fn sealing_key(trust: &TrustBundle) -> Result<&RoomPublicKey> {
    trust.active_room_key().context("the bundle names no active sealing key")
}

/// A phone's keys, without the phone.
pub(crate) struct Device {
    key: DeviceKey,
    path_key: PathKey,
}

impl Device {
    pub(crate) fn new() -> Self {
        Self { key: DeviceKey::generate(&OsEntropy), path_key: PathKey::random(&OsEntropy) }
    }

    /// A fresh alert, sealed.
    pub(crate) fn raise(&self, room: &RoomPublicKey, status: Status, at: UnixMillis) -> Result<SealedEnvelope> {
        let message = Message::Raise(Raise {
            status,
            tapped_at: at,
            contact_rule: ContactRule::Silent,
            trigger: Trigger::Hold,
            fix: Some(Fix {
                latitude_deg: 31.52,
                longitude_deg: 74.36,
                accuracy_m: Some(20.0),
                speed_mps: None,
                heading_deg: None,
                at,
                method: Method::Fused,
                mock: false,
            }),
            battery_percent: Some(50),
            charging: None,
            language: None,
            path_key: Some(self.path_key.clone()),
        });
        let alert = AlertId::random(&OsEntropy);
        let prepared = prepare(room, &OsEntropy)?;
        Ok(prepared.seal(&self.key, &self.path_key, alert, Sequence::RAISE, &message)?.0)
    }
}
