//! Configuration is signed: unsigned, foreign, older or expired is refused.

#![cfg(test)]

use hifazat_protocol::*;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

fn root() -> RootKey {
    RootKey::from_seed([1; 32])
}

fn bundle() -> TrustBundle {
    let entropy = SeededEntropy::new(2);
    TrustBundle {
        version: 4,
        issued_at: UnixMillis(0),
        expires_at: UnixMillis(100 * DAY_MS),
        grace_days: 30,
        room_name: "Lahore control room".to_owned(),
        endpoints: vec![Endpoint {
            url: "https://room.example:8014".to_owned(),
            addresses: vec!["192.0.2.1".to_owned()],
            datagram_port: None,
        }],
        ca_certificates: vec![vec![1, 2, 3]],
        room_keys: vec![BundleRoomKey {
            key: RoomSecretKey::generate(KeyId(1), &entropy).public(),
            state: KeyState::Active,
        }],
        receipt_keys: vec![ReceiptKey::generate(KeyId(1), &entropy).public()],
        sms_number: None,
        helplines: vec![Helpline {
            number: "15".to_owned(),
            name_en: "Police".to_owned(),
            name_ur: "پولیس".to_owned(),
            kind: "police".to_owned(),
        }],
        boundaries_version: None,
    }
}

#[test]
fn a_signed_bundle_survives_the_journey() {
    let text = bundle().sign(&root()).to_json();
    let arrived = SignedBundle::from_json(&text).unwrap();
    assert_eq!(arrived.verify(&root().public()).unwrap(), bundle());
    assert_eq!(arrived.claimed_root().to_string().parse::<RootPublicKey>().unwrap(), root().public());
}

#[test]
fn every_changed_character_is_refused() {
    let text = bundle().sign(&root()).to_json();
    for at in 0..text.len() {
        let mut changed = text.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        let verified = SignedBundle::from_json(&changed).and_then(|bundle| bundle.verify(&root().public()));
        assert!(verified.is_err(), "character {at}");
    }
}

#[test]
fn another_root_is_refused() {
    let foreign = bundle().sign(&RootKey::from_seed([2; 32]));
    assert_eq!(foreign.verify(&root().public()), Err(BundleError::ForeignRoot));
}

#[test]
fn an_older_an_expired_and_an_incomplete_one_are_refused() {
    let now = UnixMillis(50 * DAY_MS);
    let current = TrustBundle { version: 5, ..bundle() };
    assert_eq!(bundle().accept_over(None, now), Ok(()));
    assert_eq!(current.accept_over(Some(&bundle()), now), Ok(()));
    assert_eq!(current.accept_over(Some(&current), now), Ok(()));
    assert_eq!(bundle().accept_over(Some(&current), now), Err(BundleError::Older { offered: 4, in_force: 5 }));
    assert_eq!(bundle().accept_over(None, UnixMillis(129 * DAY_MS)), Ok(()));
    assert_eq!(bundle().accept_over(None, UnixMillis(131 * DAY_MS)), Err(BundleError::Expired));
    let no_key = TrustBundle { room_keys: Vec::new(), ..bundle() };
    assert!(matches!(no_key.accept_over(None, now), Err(BundleError::Incomplete(_))));
}

#[test]
fn a_clock_far_ahead_does_not_keep_a_newer_bundle_out() {
    let newer = TrustBundle { version: 5, ..bundle() };
    assert_eq!(newer.accept_over(Some(&bundle()), UnixMillis(3_650 * DAY_MS)), Ok(()));
    let over_before_the_one_in_force = TrustBundle { expires_at: UnixMillis(0), ..newer };
    let refused = over_before_the_one_in_force.accept_over(Some(&bundle()), UnixMillis(3_650 * DAY_MS));
    assert_eq!(refused, Err(BundleError::Expired));
}

#[test]
fn nonsense_is_refused_in_words() {
    for text in ["", "{}", "[]", r#"{"hifazat_bundle":2,"root":"","body":"","signature":""}"#] {
        assert!(matches!(SignedBundle::from_json(text), Err(BundleError::Shape(_))), "{text}");
    }
}
