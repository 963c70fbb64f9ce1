//! The keys of all parties; always the same, so that a kept input means tomorrow what it meant today.

use hifazat_protocol::{
    AlertId, ContactRule, DeviceKey, Fix, KeyId, Language, Message, Method, PathKey, Raise, ReceiptKey, ResponseKey,
    RoomPublicKey, RoomSecretKey, RootKey, SealedEnvelope, SeededEntropy, Sequence, Status, Trigger, UnixMillis,
    prepare,
};

/// The alert that everything is about.
pub(crate) const ALERT: AlertId = AlertId([0xa1; 16]);

pub(crate) fn room() -> RoomSecretKey {
    RoomSecretKey::generate(KeyId(1), &SeededEntropy::new(100))
}

pub(crate) fn device() -> DeviceKey {
    DeviceKey::from_seed([0xd0; 32])
}

pub(crate) fn path_key() -> PathKey {
    PathKey::from_bytes([0x77; 32])
}

pub(crate) fn receipt_key() -> ReceiptKey {
    ReceiptKey::from_seed(KeyId(1), [0x5e; 32])
}

pub(crate) fn response_key() -> ResponseKey {
    ResponseKey::from_bytes([0x33; 32])
}

pub(crate) fn root() -> RootKey {
    RootKey::from_seed([0x20; 32])
}

pub(crate) fn raise(status: Status) -> Message {
    Message::Raise(Raise {
        status,
        tapped_at: UnixMillis(1_790_000_000_000),
        contact_rule: ContactRule::Silent,
        trigger: Trigger::Hold,
        fix: Some(Fix {
            latitude_deg: 31.5204,
            longitude_deg: 74.3587,
            accuracy_m: Some(20.0),
            speed_mps: None,
            heading_deg: None,
            at: UnixMillis(1_789_999_999_000),
            method: Method::Fused,
            mock: false,
        }),
        battery_percent: Some(80),
        charging: None,
        language: Some(Language::Urdu),
        path_key: Some(path_key()),
    })
}

/// Sealed by that device, whose path key is everybody's here.
pub(crate) fn sealed(to: &RoomPublicKey, by: &DeviceKey, alert: AlertId, at: Sequence, what: &Message) -> Vec<u8> {
    let prepared = prepare(to, &SeededEntropy::new(u64::from(at.0))).unwrap();
    let (envelope, _): (SealedEnvelope, _) = prepared.seal(by, &path_key(), alert, at, what).unwrap();
    envelope.as_bytes().to_vec()
}
