//! A sealed text fits one text message, says what she says, and tells a listener nothing.

#![cfg(test)]

use hifazat_protocol::*;
use proptest::prelude::*;

const ALERT: AlertId = AlertId([9; 16]);
const NOW: UnixMillis = UnixMillis(1_790_000_000_123);

struct World {
    room: RoomSecretKey,
    device: DeviceKey,
    receipts: ReceiptKey,
    entropy: SeededEntropy,
}

fn world() -> World {
    let entropy = SeededEntropy::new(7);
    World {
        room: RoomSecretKey::generate(KeyId(3), &entropy),
        device: DeviceKey::generate(&entropy),
        receipts: ReceiptKey::generate(KeyId(4), &entropy),
        entropy,
    }
}

impl World {
    fn seal(&self, proven: bool, sequence: u32, message: &Message) -> (SealedText, ResponseKey) {
        let prepared = prepare_text(&self.room.public(), &self.device, proven, &self.entropy).unwrap();
        prepared.seal(ALERT, Sequence(sequence), message, true).unwrap()
    }

    fn open(&self, text: &str) -> Result<OpenedText, OpenError> {
        open_text(&self.room, Some(&self.device.public()), &SealedText::parse(text).unwrap())
    }

    fn sent(&self, sequence: u32, message: &Message) -> SentText {
        let (text, response_key) = self.seal(true, sequence, message);
        SentText { sequence: Sequence(sequence), digest: text.digest(), response_key }
    }

    fn receipt(&self, stage: Stage, answers: &SentText) -> Vec<u8> {
        let receipt = Receipt {
            alert: ALERT,
            stage,
            sequence: answers.sequence,
            at: NOW,
            status: (stage != Stage::Stored).then_some(Status::Actual),
            desk: (stage >= Stage::Seen).then(|| "Lahore desk".to_owned()),
            unit: None,
            eta_s: (stage == Stage::Dispatched).then_some(420),
            previous: None,
            envelope: None,
        };
        let text = receipt.sign_text(&self.receipts, answers, &self.entropy);
        assert_eq!(text.len(), 152, "{stage:?}");
        receipt_in_text(&text).unwrap()
    }
}

fn fix() -> Fix {
    Fix {
        latitude_deg: 31.520_437_1,
        longitude_deg: 74.358_721_9,
        accuracy_m: Some(12.3),
        speed_mps: None,
        heading_deg: None,
        at: NOW.plus_ms(-7_000),
        method: Method::Satellite,
        mock: false,
    }
}

fn raise(fix: Option<Fix>) -> Message {
    Message::Raise(Raise {
        status: Status::Actual,
        tapped_at: NOW,
        contact_rule: ContactRule::Call,
        trigger: Trigger::Button,
        fix,
        battery_percent: Some(23),
        charging: Some(false),
        language: Some(Language::Saraiki),
        path_key: None,
    })
}

fn update() -> Message {
    let (status, battery_percent, charging) = (Status::Actual, Some(4), Some(true));
    Message::Update(Update { status, at: NOW, fixes: vec![fix()], battery_percent, charging, last_word: true })
}

fn cancel(duress: bool, within_window: bool) -> Message {
    Message::Cancel(Cancel { status: Status::Exercise, at: NOW, duress, within_window })
}

fn messages() -> Vec<(u32, Message)> {
    vec![
        (0, raise(Some(fix()))),
        (0, raise(None)),
        (1, update()),
        (2, cancel(false, true)),
        (u32::MAX, cancel(true, false)),
    ]
}

#[test]
fn what_she_sealed_is_what_the_room_opens() {
    let world = world();
    for proven in [false, true] {
        for (sequence, message) in messages() {
            let (text, response_key) = world.seal(proven, sequence, &message);
            let opened = world.open(&format!(" {}\r\n", text.to_text())).unwrap();
            assert!(opened.message == message, "{message:?}");
            assert_eq!(opened.response_key, response_key);
            assert_eq!((opened.proven, opened.receipts_by_text), (proven, true));
            assert_eq!(text.header().device, world.device.id());
        }
    }
}

#[test]
fn every_text_is_one_message_of_one_length_in_the_alphabet_of_gsm() {
    let world = world();
    for (sequence, message) in messages() {
        for proven in [false, true] {
            let text = world.seal(proven, sequence, &message).0.to_text();
            assert_eq!(text.len(), 152);
            assert!(text.len() <= MAX_TEXT_CHARS);
            assert!(text.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_'));
        }
    }
}

#[test]
fn a_text_under_another_devices_name_does_not_open() {
    let world = world();
    let thief = DeviceKey::generate(&SeededEntropy::new(8));
    let prepared = prepare_text(&world.room.public(), &thief, true, &world.entropy).unwrap();
    let (text, _) = prepared.seal(ALERT, Sequence::RAISE, &raise(None), false).unwrap();
    let mut bytes = text.as_bytes().to_vec();
    bytes[4..20].copy_from_slice(&world.device.id().0);
    let renamed = SealedText::from_bytes(bytes).unwrap();
    assert_eq!(open_text(&world.room, Some(&world.device.public()), &renamed).unwrap_err(), OpenError::Cipher);
    assert_eq!(open_text(&world.room, Some(&world.device.public()), &text).unwrap_err(), OpenError::Cipher);
    assert_eq!(open_text(&world.room, None, &text).unwrap_err(), OpenError::UnknownSender);
    assert!(open_text(&world.room, Some(&thief.public()), &text).is_ok());
}

#[test]
fn no_bit_of_a_text_can_change_unseen() {
    let world = world();
    for proven in [false, true] {
        let (text, _) = world.seal(proven, 1, &update());
        for place in 4..text.as_bytes().len() {
            let mut bytes = text.as_bytes().to_vec();
            bytes[place] ^= 1;
            let changed = SealedText::from_bytes(bytes).unwrap();
            assert!(open_text(&world.room, Some(&world.device.public()), &changed).is_err(), "byte {place}");
        }
    }
}

#[test]
fn proof_cannot_be_taken_off_or_put_on() {
    let world = world();
    for (proven, other) in [(true, 5), (false, 6)] {
        let mut bytes = world.seal(proven, 1, &update()).0.as_bytes().to_vec();
        bytes[1] = other;
        let turned = SealedText::from_bytes(bytes).unwrap();
        assert_eq!(open_text(&world.room, Some(&world.device.public()), &turned).unwrap_err(), OpenError::Cipher);
    }
}

#[test]
fn what_was_cut_off_still_names_its_alert() {
    let world = world();
    let text = world.seal(true, 0, &raise(None)).0.to_text();
    for length in 54..text.len() {
        let cut = SealedText::parse(text.get(..length).unwrap()).unwrap();
        assert_eq!((cut.header().alert, cut.header().device), (ALERT, world.device.id()), "{length}");
        assert!(open_text(&world.room, Some(&world.device.public()), &cut).is_err());
    }
    assert!(matches!(SealedText::parse(text.get(..53).unwrap()), Err(Rejection::Truncated { .. })));
}

#[test]
fn foreign_texts_are_named() {
    let code = |text: &str| SealedText::parse(text).map(|_| ()).unwrap_err().code();
    assert_eq!(code("Win a car! Call 0900 now"), "malformed");
    assert_eq!(code("مدد"), "malformed");
    assert_eq!(code("HELP"), "unsupported_version");
    assert_eq!(code(""), "truncated");
    assert_eq!(code("AQ"), "truncated");
    assert_eq!(code(&"A".repeat(161)), "oversized");
    assert_eq!(code(&"AQE_".repeat(20)), "malformed", "an envelope is no text");
}

#[test]
fn an_absurd_place_is_told_as_absurd_or_not_at_all() {
    let world = world();
    let told = |fix: Fix| {
        let (text, _) = world.seal(true, 0, &raise(Some(fix)));
        let Message::Raise(raise) = world.open(&text.to_text()).unwrap().message else { panic!("a raise") };
        raise.fix.map(|fix| fix.doubts(NOW))
    };
    assert_eq!(told(fix()), Some(vec![]));
    assert_eq!(told(Fix { latitude_deg: f64::NAN, ..fix() }), None);
    assert_eq!(told(Fix { longitude_deg: f64::INFINITY, ..fix() }), None);
    assert_eq!(told(Fix { latitude_deg: 200.0, ..fix() }), Some(vec![Doubt::OutOfRange]));
    assert_eq!(told(Fix { latitude_deg: -1e300, ..fix() }), Some(vec![Doubt::OutOfRange]));
    assert_eq!(told(Fix { accuracy_m: Some(0.0), ..fix() }), Some(vec![Doubt::AccuracyZero]));
    assert_eq!(told(Fix { accuracy_m: Some(0.01), ..fix() }), Some(vec![]));
    assert_eq!(told(Fix { accuracy_m: Some(f64::MAX), ..fix() }), Some(vec![Doubt::AccuracyRough]));
    assert_eq!(told(Fix { accuracy_m: None, mock: true, ..fix() }), Some(vec![Doubt::Mock, Doubt::NoAccuracy]));
    assert_eq!(told(Fix { at: NOW.plus_ms(60_000), ..fix() }), Some(vec![Doubt::FromFuture]));
    assert_eq!(told(Fix { at: UnixMillis(0), ..fix() }), Some(vec![Doubt::Stale]));
}

#[test]
fn a_receipt_by_text_is_believed_of_the_text_that_it_answers_and_of_no_other() {
    let world = world();
    let (first, other) = (world.sent(0, &raise(None)), world.sent(1, &cancel(true, false)));
    let keys = [world.receipts.public()];
    for stage in [Stage::Stored, Stage::Opened, Stage::Seen, Stage::Dispatched, Stage::Arrived, Stage::Closed] {
        let bytes = world.receipt(stage, &first);
        let receipt = verify_text(&bytes, ALERT, &keys, &[other.clone(), first.clone()]).unwrap();
        assert_eq!((receipt.stage, receipt.sequence, receipt.at), (stage, Sequence(0), NOW));
        assert_eq!(receipt.eta_s, (stage == Stage::Dispatched).then_some(420));
        assert_eq!(receipt.envelope, (stage == Stage::Stored).then_some(first.digest));
        assert!(receipt.is_by_text());

        let foreign = verify_text(&bytes, ALERT, &keys, std::slice::from_ref(&other));
        assert_eq!(foreign, Err(ReceiptError::Foreign));
        let elsewhere = verify_text(&bytes, AlertId([8; 16]), &keys, std::slice::from_ref(&first));
        assert_eq!(elsewhere, Err(ReceiptError::Signature));
        let forger = ReceiptKey::generate(KeyId(4), &SeededEntropy::new(99)).public();
        let forged = verify_text(&bytes, ALERT, &[forger], std::slice::from_ref(&first));
        assert_eq!(forged, Err(ReceiptError::Signature));
        assert_eq!(verify_text(&bytes, ALERT, &[], std::slice::from_ref(&first)), Err(ReceiptError::UnknownKey));
        for place in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            assert!(verify_text(&changed, ALERT, &keys, std::slice::from_ref(&first)).is_err(), "byte {place}");
        }
    }
}

#[test]
fn what_is_stored_of_a_text_is_not_said_of_its_envelope() {
    let world = world();
    let (text, response_key) = world.seal(true, 0, &raise(None));
    let sent = SentText { sequence: Sequence(0), digest: text.digest(), response_key };
    let receipt = world.receipt(Stage::Stored, &sent);
    let receipt = verify_text(&receipt, ALERT, &[world.receipts.public()], &[sent]).unwrap();
    assert!(receipt.stores(text.as_bytes()));
    let envelope = prepare(&world.room.public(), &world.entropy).unwrap();
    let message = Message::Raise(Raise { path_key: Some(PathKey::from_bytes([1; 32])), ..as_raise(raise(None)) });
    let (envelope, _) =
        envelope.seal(&world.device, &PathKey::from_bytes([1; 32]), ALERT, Sequence(0), &message).unwrap();
    assert!(!receipt.stores(envelope.as_bytes()));
}

fn as_raise(message: Message) -> Raise {
    let Message::Raise(raise) = message else { panic!("a raise") };
    raise
}

proptest! {
    #[test]
    fn no_text_makes_a_reader_panic(text in "\\PC{0,170}", bytes in prop::collection::vec(any::<u8>(), 0..130)) {
        let world = world();
        if let Ok(text) = SealedText::parse(&text) {
            prop_assert!(open_text(&world.room, None, &text).is_err());
        }
        let began = [&[1, 5 + bytes.first().copied().unwrap_or(0) % 2][..], &bytes].concat();
        if let Ok(text) = SealedText::from_bytes(began) {
            prop_assert!(open_text(&world.room, Some(&world.device.public()), &text).is_err());
        }
        prop_assert!(verify_text(&bytes, ALERT, &[world.receipts.public()], &[world.sent(0, &raise(None))]).is_err());
    }
}
