//! An envelope is opened by its room and by nobody else, and no bit of it can change unseen.

#![cfg(test)]

use hifazat_protocol::*;
use proptest::prelude::*;

struct World {
    room: RoomSecretKey,
    device: DeviceKey,
    path_key: PathKey,
    entropy: SeededEntropy,
}

fn world() -> World {
    let entropy = SeededEntropy::new(7);
    World {
        room: RoomSecretKey::generate(KeyId(3), &entropy),
        device: DeviceKey::generate(&entropy),
        path_key: PathKey::random(&entropy),
        entropy,
    }
}

impl World {
    fn seal(&self, sequence: Sequence, message: &Message) -> (SealedEnvelope, ResponseKey) {
        let prepared = prepare(&self.room.public(), &self.entropy).unwrap();
        prepared.seal(&self.device, &self.path_key, AlertId([9; 16]), sequence, message).unwrap()
    }

    fn raise(&self) -> Message {
        Message::Raise(Raise {
            status: Status::Actual,
            tapped_at: UnixMillis(1_790_000_000_123),
            contact_rule: ContactRule::Text,
            trigger: Trigger::Hold,
            fix: Some(lahore()),
            battery_percent: Some(23),
            charging: Some(false),
            language: Some(Language::Punjabi),
            path_key: Some(self.path_key.clone()),
        })
    }
}

fn lahore() -> Fix {
    Fix {
        latitude_deg: 31.5204,
        longitude_deg: 74.3587,
        accuracy_m: Some(20.0),
        speed_mps: None,
        heading_deg: None,
        at: UnixMillis(1_790_000_000_000),
        method: Method::Satellite,
        mock: false,
    }
}

#[test]
fn what_she_sealed_is_what_the_room_opens() {
    let world = world();
    let update = Message::Update(Update {
        status: Status::Actual,
        at: UnixMillis(5),
        fixes: vec![lahore(), lahore()],
        battery_percent: None,
        charging: None,
        last_word: true,
    });
    let cancel =
        Message::Cancel(Cancel { status: Status::Exercise, at: UnixMillis(-5), duress: true, within_window: false });
    for (sequence, message) in [(0, world.raise()), (1, update), (2, cancel)] {
        let (envelope, response) = world.seal(Sequence(sequence), &message);
        let received = SealedEnvelope::parse(envelope.as_bytes().to_vec()).unwrap();
        let opened = open(&world.room, &received).unwrap();
        assert!(opened.message == message, "sequence {sequence}");
        assert_eq!(opened.device_public_key, world.device.public());
        assert_eq!(opened.response_key, response);
        assert_eq!(received.header().device, world.device.id());
    }
}

#[test]
fn a_raise_fits_a_datagram_with_room_to_spare() {
    let world = world();
    let (envelope, _) = world.seal(Sequence::RAISE, &world.raise());
    assert!(envelope.as_bytes().len() < 400, "{} bytes", envelope.as_bytes().len());
}

#[test]
fn every_single_bit_flip_of_an_envelope_is_rejected() {
    let world = world();
    let (envelope, _) = world.seal(Sequence::RAISE, &world.raise());
    for bit in 0..envelope.as_bytes().len() * 8 {
        let mut bytes = envelope.as_bytes().to_vec();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let outcome = SealedEnvelope::parse(bytes).map(|changed| open(&world.room, &changed).is_ok());
        assert_ne!(outcome, Ok(true), "bit {bit} of the envelope is not bound");
    }
}

#[test]
fn the_tag_sets_known_devices_apart_without_opening() {
    let world = world();
    let (envelope, _) = world.seal(Sequence::RAISE, &world.raise());
    assert!(envelope.tag_is_from(&world.path_key));
    assert!(!envelope.tag_is_from(&PathKey::random(&world.entropy)));
}

#[test]
fn another_room_cannot_open_it() {
    let world = world();
    let (envelope, _) = world.seal(Sequence::RAISE, &world.raise());
    let same_number = RoomSecretKey::generate(KeyId(3), &world.entropy);
    let other_number = RoomSecretKey::generate(KeyId(4), &world.entropy);
    assert_eq!(open(&same_number, &envelope).unwrap_err(), OpenError::Cipher);
    assert_eq!(open(&other_number, &envelope).unwrap_err(), OpenError::UnknownKey);
}

#[test]
fn nobody_speaks_under_another_device_s_name() {
    let world = world();
    let stranger = DeviceKey::generate(&world.entropy);
    let (envelope, _) = world.seal(Sequence::RAISE, &world.raise());
    let mut bytes = envelope.as_bytes().to_vec();
    bytes[4..20].copy_from_slice(&stranger.id().0);
    let renamed = SealedEnvelope::parse(bytes).unwrap();
    assert_eq!(open(&world.room, &renamed).unwrap_err(), OpenError::Cipher);
}

#[test]
fn a_raise_under_a_later_number_is_no_message() {
    let world = world();
    let (envelope, _) = world.seal(Sequence(1), &world.raise());
    assert_eq!(open(&world.room, &envelope).unwrap_err(), OpenError::Content);
}

#[test]
fn refusals_have_names() {
    let world = world();
    let good = world.seal(Sequence::RAISE, &world.raise()).0.as_bytes().to_vec();
    let mut newer = good.clone();
    newer[0] = 2;
    let mut other_kind = good.clone();
    other_kind[1] = 4;
    let mut long = good.clone();
    long.resize(MAX_ENVELOPE_BYTES + 1, 0);
    let code = |bytes: Vec<u8>| SealedEnvelope::parse(bytes).unwrap_err().code();
    assert_eq!(code(newer), "unsupported_version");
    assert_eq!(code(other_kind), "malformed");
    assert_eq!(code(good[..100].to_vec()), "truncated");
    assert_eq!(code(Vec::new()), "truncated");
    assert_eq!(code(long), "oversized");
}

#[test]
fn an_unusable_room_key_is_an_error_and_not_a_panic() {
    let zero = RoomPublicKey { id: KeyId(1), key: [0; 32] };
    assert_eq!(prepare(&zero, &SeededEntropy::new(1)).unwrap_err(), SealError::RoomKey(KeyId(1)));
}

#[test]
fn nothing_that_is_logged_names_a_place_or_a_key() {
    let world = world();
    let (envelope, response) = world.seal(Sequence::RAISE, &world.raise());
    let opened = open(&world.room, &envelope).unwrap();
    let text = format!("{:?} {:?} {:?} {:?} {:?}", world.raise(), lahore(), response, world.room, opened.message);
    assert!(!text.contains("31.5") && !text.contains("74.3"), "{text}");
}

proptest! {
    #[test]
    fn any_bytes_are_parsed_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..600), version in 0..3_u8) {
        let mut bytes = bytes;
        if let [first, second, ..] = bytes.as_mut_slice() {
            (*first, *second) = (version, 1 + *second % 7);
        }
        if let Ok(envelope) = SealedEnvelope::parse(bytes.clone()) {
            prop_assert!(open(&world().room, &envelope).is_err());
        }
        prop_assert!(Ask::parse(&bytes).is_err() || [51, 60].contains(&bytes.len()));
        prop_assert!(Ask::parse_padded(&bytes).is_err() || bytes.len() >= 51);
        prop_assert!(unpack_receipts(&bytes).is_ok() || !bytes.is_empty());
        let key = ResponseKey::from_bytes([1; 32]);
        prop_assert!(verify(&bytes, AlertId([0; 16]), &[], &key).is_err());
    }
}
