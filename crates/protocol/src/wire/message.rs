//! Messages as CBOR maps.

use minicbor::{Decode, Encode};

use super::encode;
use super::fix::FixMap;
use super::words::{
    contact_rule_byte, contact_rule_of, language_byte, language_of, media_byte, media_of, status_byte, status_of,
    trigger_byte, trigger_of,
};
use crate::clip::{Clip, ClipDigest, ClipPiece};
use crate::fix::Fix;
use crate::ids::UnixMillis;
use crate::message::{Cancel, Message, Raise, Status, Update};
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
