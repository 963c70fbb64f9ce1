//! Messages as CBOR maps.

use minicbor::{Decode, Encode};

use super::encode;
use crate::clip::{Clip, ClipDigest, ClipPiece, MediaType};
use crate::fix::{Fix, Method};
use crate::ids::UnixMillis;
use crate::message::{Cancel, ContactRule, Language, Message, Raise, Status, Trigger, Update};
use crate::secret::PathKey;

/// One map for all messages; which keys belong to which is in `docs/protocol.md`.
#[derive(Encode, Decode)]
#[cbor(map)]
struct MessageMap {
    #[n(0)]
    kind: u8,
    #[n(1)]
    status: u8,
    #[n(2)]
    at_ms: i64,
    #[n(3)]
    contact_rule: Option<u8>,
    #[n(4)]
    trigger: Option<u8>,
    #[n(5)]
    fixes: Option<Vec<FixMap>>,
    #[n(6)]
    battery_percent: Option<u8>,
    #[n(7)]
    language: Option<u8>,
    #[cbor(n(8), with = "minicbor::bytes")]
    path_key: Option<[u8; 32]>,
    #[n(9)]
    last_word: Option<bool>,
    #[n(10)]
    duress: Option<bool>,
    #[n(11)]
    within_window: Option<bool>,
    #[n(12)]
    charging: Option<bool>,
    #[cbor(n(13), with = "minicbor::bytes")]
    clip_digest: Option<[u8; 32]>,
    #[n(14)]
    clip_length_bytes: Option<u32>,
    #[n(15)]
    clip_media: Option<u8>,
    #[n(16)]
    piece_offset_bytes: Option<u32>,
    #[cbor(n(17), with = "minicbor::bytes")]
    piece: Option<Vec<u8>>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct FixMap {
    #[n(0)]
    latitude_deg: f64,
    #[n(1)]
    longitude_deg: f64,
    #[n(2)]
    accuracy_m: Option<f64>,
    #[n(3)]
    speed_mps: Option<f64>,
    #[n(4)]
    heading_deg: Option<f64>,
    #[n(5)]
    at_ms: i64,
    #[n(6)]
    method: u8,
    #[n(7)]
    mock: Option<bool>,
}

pub(crate) fn encode_message(message: &Message) -> Vec<u8> {
    encode(&match message {
        Message::Raise(raise) => MessageMap {
            contact_rule: Some(contact_rule_byte(raise.contact_rule)),
            trigger: Some(trigger_byte(raise.trigger)),
            fixes: raise.fix.as_ref().map(|fix| vec![FixMap::from(fix)]),
            battery_percent: raise.battery_percent,
            charging: raise.charging,
            language: raise.language.map(language_byte),
            path_key: raise.path_key.as_ref().map(PathKey::to_bytes),
            ..MessageMap::new(0, raise.status, raise.tapped_at)
        },
        Message::Update(update) => MessageMap {
            fixes: Some(update.fixes.iter().map(FixMap::from).collect()),
            battery_percent: update.battery_percent,
            charging: update.charging,
            last_word: update.last_word.then_some(true),
            ..MessageMap::new(1, update.status, update.at)
        },
        Message::Cancel(cancel) => MessageMap {
            duress: cancel.duress.then_some(true),
            within_window: cancel.within_window.then_some(true),
            ..MessageMap::new(2, cancel.status, cancel.at)
        },
        Message::Clip(clip) => MessageMap {
            clip_digest: Some(clip.digest.0),
            clip_length_bytes: Some(clip.length_bytes),
            clip_media: Some(media_byte(clip.media)),
            ..MessageMap::new(3, clip.status, clip.recorded_at)
        },
        Message::ClipPiece(piece) => MessageMap {
            clip_digest: Some(piece.digest.0),
            clip_length_bytes: Some(piece.length_bytes),
            piece_offset_bytes: Some(piece.offset_bytes),
            piece: Some(piece.bytes.clone()),
            ..MessageMap::new(4, piece.status, piece.recorded_at)
        },
    })
}

pub(crate) fn decode_message(bytes: &[u8]) -> Option<Message> {
    let map: MessageMap = minicbor::decode(bytes).ok()?;
    let status = status_of(map.status)?;
    let at = UnixMillis(map.at_ms);
    let fixes: Vec<Fix> = map.fixes.unwrap_or_default().into_iter().map(Fix::from).collect();
    Some(match map.kind {
        0 => Message::Raise(Raise {
            status,
            tapped_at: at,
            contact_rule: contact_rule_of(map.contact_rule),
            trigger: trigger_of(map.trigger),
            fix: fixes.first().copied(),
            battery_percent: map.battery_percent,
            charging: map.charging,
            language: map.language.and_then(language_of),
            path_key: Some(PathKey::from_bytes(map.path_key?)),
        }),
        1 => Message::Update(Update {
            status,
            at,
            fixes,
            battery_percent: map.battery_percent,
            charging: map.charging,
            last_word: map.last_word.unwrap_or(false),
        }),
        2 => Message::Cancel(Cancel {
            status,
            at,
            duress: map.duress.unwrap_or(false),
            within_window: map.within_window.unwrap_or(false),
        }),
        3 => Message::Clip(Clip {
            status,
            recorded_at: at,
            digest: ClipDigest(map.clip_digest?),
            length_bytes: map.clip_length_bytes?,
            media: media_of(map.clip_media),
        }),
        4 => Message::ClipPiece(ClipPiece {
            status,
            recorded_at: at,
            digest: ClipDigest(map.clip_digest?),
            length_bytes: map.clip_length_bytes?,
            offset_bytes: map.piece_offset_bytes?,
            bytes: map.piece?,
        }),
        _ => return None,
    })
}

impl MessageMap {
    const fn new(kind: u8, status: Status, at: UnixMillis) -> Self {
        Self {
            kind,
            status: status_byte(status),
            at_ms: at.0,
            contact_rule: None,
            trigger: None,
            fixes: None,
            battery_percent: None,
            language: None,
            path_key: None,
            last_word: None,
            duress: None,
            within_window: None,
            charging: None,
            clip_digest: None,
            clip_length_bytes: None,
            clip_media: None,
            piece_offset_bytes: None,
            piece: None,
        }
    }
}

impl From<&Fix> for FixMap {
    fn from(fix: &Fix) -> Self {
        Self {
            latitude_deg: fix.latitude_deg,
            longitude_deg: fix.longitude_deg,
            accuracy_m: fix.accuracy_m,
            speed_mps: fix.speed_mps,
            heading_deg: fix.heading_deg,
            at_ms: fix.at.0,
            method: method_byte(fix.method),
            mock: fix.mock.then_some(true),
        }
    }
}

impl From<FixMap> for Fix {
    fn from(map: FixMap) -> Self {
        Self {
            latitude_deg: map.latitude_deg,
            longitude_deg: map.longitude_deg,
            accuracy_m: map.accuracy_m,
            speed_mps: map.speed_mps,
            heading_deg: map.heading_deg,
            at: UnixMillis(map.at_ms),
            method: method_of(map.method),
            mock: map.mock.unwrap_or(false),
        }
    }
}

const fn media_byte(media: MediaType) -> u8 {
    match media {
        MediaType::Adts => 0,
        MediaType::Mp4 => 1,
        MediaType::Ogg => 2,
        MediaType::Other => 255,
    }
}

const fn media_of(byte: Option<u8>) -> MediaType {
    match byte {
        Some(0) => MediaType::Adts,
        Some(1) => MediaType::Mp4,
        Some(2) => MediaType::Ogg,
        Some(_) | None => MediaType::Other,
    }
}

/// Also used in receipts and texts.
pub(crate) const fn status_byte(status: Status) -> u8 {
    match status {
        Status::Actual => 0,
        Status::Exercise => 1,
        Status::Test => 2,
    }
}

pub(crate) const fn status_of(byte: u8) -> Option<Status> {
    match byte {
        0 => Some(Status::Actual),
        1 => Some(Status::Exercise),
        2 => Some(Status::Test),
        _ => None,
    }
}

pub(crate) const fn contact_rule_byte(rule: ContactRule) -> u8 {
    match rule {
        ContactRule::Silent => 0,
        ContactRule::Text => 1,
        ContactRule::Call => 2,
    }
}

/// Absent or unknown is silence: ringing her phone is itself a danger.
pub(crate) const fn contact_rule_of(byte: Option<u8>) -> ContactRule {
    match byte {
        Some(1) => ContactRule::Text,
        Some(2) => ContactRule::Call,
        Some(_) | None => ContactRule::Silent,
    }
}

pub(crate) const fn trigger_byte(trigger: Trigger) -> u8 {
    match trigger {
        Trigger::Hold => 0,
        Trigger::Keyboard => 1,
        Trigger::Assistive => 2,
        Trigger::CommandLine => 3,
        Trigger::Button => 4,
        Trigger::Widget => 5,
        Trigger::Tile => 6,
        Trigger::LockScreen => 7,
        Trigger::Assist => 8,
        Trigger::Shortcut => 9,
        Trigger::VolumeKeys => 10,
        Trigger::Shake => 11,
        Trigger::Headset => 12,
        Trigger::Siri => 13,
        Trigger::ActionButton => 14,
        Trigger::Other => 255,
    }
}

pub(crate) const fn trigger_of(byte: Option<u8>) -> Trigger {
    match byte {
        Some(0) => Trigger::Hold,
        Some(1) => Trigger::Keyboard,
        Some(2) => Trigger::Assistive,
        Some(3) => Trigger::CommandLine,
        Some(4) => Trigger::Button,
        Some(5) => Trigger::Widget,
        Some(6) => Trigger::Tile,
        Some(7) => Trigger::LockScreen,
        Some(8) => Trigger::Assist,
        Some(9) => Trigger::Shortcut,
        Some(10) => Trigger::VolumeKeys,
        Some(11) => Trigger::Shake,
        Some(12) => Trigger::Headset,
        Some(13) => Trigger::Siri,
        Some(14) => Trigger::ActionButton,
        Some(_) | None => Trigger::Other,
    }
}

pub(crate) const fn method_byte(method: Method) -> u8 {
    match method {
        Method::Satellite => 0,
        Method::Network => 1,
        Method::Fused => 2,
        Method::Manual => 3,
        Method::Unknown => 255,
    }
}

pub(crate) const fn method_of(byte: u8) -> Method {
    match byte {
        0 => Method::Satellite,
        1 => Method::Network,
        2 => Method::Fused,
        3 => Method::Manual,
        _ => Method::Unknown,
    }
}

pub(crate) const fn language_byte(language: Language) -> u8 {
    match language {
        Language::Urdu => 0,
        Language::English => 1,
        Language::Punjabi => 2,
        Language::Saraiki => 3,
    }
}

pub(crate) const fn language_of(byte: u8) -> Option<Language> {
    match byte {
        0 => Some(Language::Urdu),
        1 => Some(Language::English),
        2 => Some(Language::Punjabi),
        3 => Some(Language::Saraiki),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trigger_is_written_as_the_number_that_it_is_read_from() {
        for byte in 0..=14 {
            assert_ne!(trigger_of(Some(byte)), Trigger::Other, "{byte}");
        }
        for byte in 0..=u8::MAX {
            let trigger = trigger_of(Some(byte));
            assert_eq!(trigger_byte(trigger), if trigger == Trigger::Other { u8::MAX } else { byte });
        }
        assert_eq!(trigger_of(None), Trigger::Other);
    }
}
