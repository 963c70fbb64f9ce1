//! The trust bundle's body as a CBOR map.

use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};

use super::encode;
use crate::bundle::{BundleRoomKey, Endpoint, Helpline, KeyState, TrustBundle};
use crate::ids::{KeyId, UnixMillis};
use crate::receipt::ReceiptPublicKey;
use crate::room_keys::RoomPublicKey;

#[derive(Encode, Decode)]
#[cbor(map)]
struct BundleMap {
    #[n(0)]
    version: u64,
    #[n(1)]
    issued_at_ms: i64,
    #[n(2)]
    expires_at_ms: i64,
    #[n(3)]
    grace_days: u16,
    #[n(4)]
    room_name: String,
    #[n(5)]
    endpoints: Vec<EndpointMap>,
    #[n(6)]
    ca_certificates: Vec<ByteVec>,
    #[n(7)]
    room_keys: Vec<KeyMap>,
    #[n(8)]
    receipt_keys: Vec<KeyMap>,
    #[n(9)]
    sms_number: Option<String>,
    #[n(10)]
    helplines: Option<Vec<HelplineMap>>,
    #[n(11)]
    boundaries_version: Option<String>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct EndpointMap {
    #[n(0)]
    url: String,
    #[n(1)]
    addresses: Option<Vec<String>>,
    #[n(2)]
    datagram_port: Option<u16>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct KeyMap {
    #[n(0)]
    id: u16,
    #[n(1)]
    key: ByteArray<32>,
    #[n(2)]
    state: Option<u8>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct HelplineMap {
    #[n(0)]
    number: String,
    #[n(1)]
    name_en: String,
    #[n(2)]
    name_ur: String,
    #[n(3)]
    kind: String,
}

pub(crate) fn encode_bundle(bundle: &TrustBundle) -> Vec<u8> {
    encode(&BundleMap {
        version: bundle.version,
        issued_at_ms: bundle.issued_at.0,
        expires_at_ms: bundle.expires_at.0,
        grace_days: bundle.grace_days,
        room_name: bundle.room_name.clone(),
        endpoints: bundle.endpoints.iter().map(endpoint_map).collect(),
        ca_certificates: bundle.ca_certificates.iter().cloned().map(ByteVec::from).collect(),
        room_keys: bundle.room_keys.iter().map(room_key_map).collect(),
        receipt_keys: bundle.receipt_keys.iter().map(receipt_key_map).collect(),
        sms_number: bundle.sms_number.clone(),
        helplines: Some(bundle.helplines.iter().map(helpline_map).collect()),
        boundaries_version: bundle.boundaries_version.clone(),
    })
}

pub(crate) fn decode_bundle(bytes: &[u8]) -> Option<TrustBundle> {
    let map: BundleMap = minicbor::decode(bytes).ok()?;
    Some(TrustBundle {
        version: map.version,
        issued_at: UnixMillis(map.issued_at_ms),
        expires_at: UnixMillis(map.expires_at_ms),
        grace_days: map.grace_days,
        room_name: map.room_name,
        endpoints: map.endpoints.into_iter().map(endpoint_of).collect(),
        ca_certificates: map.ca_certificates.into_iter().map(Vec::from).collect(),
        room_keys: map.room_keys.iter().map(room_key_of).collect(),
        receipt_keys: map.receipt_keys.iter().map(receipt_key_of).collect(),
        sms_number: map.sms_number,
        helplines: map.helplines.unwrap_or_default().into_iter().map(helpline_of).collect(),
        boundaries_version: map.boundaries_version,
    })
}

fn endpoint_map(endpoint: &Endpoint) -> EndpointMap {
    EndpointMap {
        url: endpoint.url.clone(),
        addresses: Some(endpoint.addresses.clone()),
        datagram_port: endpoint.datagram_port,
    }
}

fn endpoint_of(map: EndpointMap) -> Endpoint {
    Endpoint { url: map.url, addresses: map.addresses.unwrap_or_default(), datagram_port: map.datagram_port }
}

fn room_key_map(key: &BundleRoomKey) -> KeyMap {
    KeyMap { id: key.key.id.0, key: key.key.key.into(), state: Some(state_byte(key.state)) }
}

/// A state that this version does not know is not sealed to.
fn room_key_of(map: &KeyMap) -> BundleRoomKey {
    let state = match map.state {
        Some(1) => KeyState::Active,
        Some(2) => KeyState::Expired,
        Some(_) | None => KeyState::Pending,
    };
    BundleRoomKey { key: RoomPublicKey { id: KeyId(map.id), key: *map.key }, state }
}

const fn state_byte(state: KeyState) -> u8 {
    match state {
        KeyState::Pending => 0,
        KeyState::Active => 1,
        KeyState::Expired => 2,
    }
}

fn receipt_key_map(key: &ReceiptPublicKey) -> KeyMap {
    KeyMap { id: key.id.0, key: key.key.into(), state: None }
}

fn receipt_key_of(map: &KeyMap) -> ReceiptPublicKey {
    ReceiptPublicKey { id: KeyId(map.id), key: *map.key }
}

fn helpline_map(line: &Helpline) -> HelplineMap {
    HelplineMap {
        number: line.number.clone(),
        name_en: line.name_en.clone(),
        name_ur: line.name_ur.clone(),
        kind: line.kind.clone(),
    }
}

fn helpline_of(map: HelplineMap) -> Helpline {
    Helpline { number: map.number, name_en: map.name_en, name_ur: map.name_ur, kind: map.kind }
}
