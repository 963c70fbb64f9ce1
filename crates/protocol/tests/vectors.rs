//! Byte-exact vectors for every message version, under `tests/vectors` at the repository's root, kept for ever.
//!
//! A change of one byte of what is made, or of what is understood, fails here. New versions add files; files are never
//! changed. `HIFAZAT_WRITE_VECTORS=1` writes those that do not exist yet.

#![cfg(test)]

use std::fmt::Write as _;
use std::path::PathBuf;

use hifazat_protocol::*;

const ALERT: AlertId = AlertId([0xa1; 16]);

fn room() -> RoomSecretKey {
    RoomSecretKey::generate(KeyId(1), &SeededEntropy::new(100))
}

fn device() -> DeviceKey {
    DeviceKey::from_seed([0xd0; 32])
}

fn path_key() -> PathKey {
    PathKey::from_bytes([0x77; 32])
}

fn fix(at: i64) -> Fix {
    Fix {
        latitude_deg: 31.5204,
        longitude_deg: 74.3587,
        accuracy_m: Some(20.0),
        speed_mps: Some(1.5),
        heading_deg: Some(90.0),
        at: UnixMillis(at),
        method: Method::Fused,
        mock: false,
    }
}

fn messages() -> Vec<(&'static str, Sequence, Message)> {
    let raise = Raise {
        status: Status::Actual,
        tapped_at: UnixMillis(1_790_000_000_000),
        contact_rule: ContactRule::Silent,
        trigger: Trigger::Hold,
        fix: Some(fix(1_789_999_999_000)),
        battery_percent: Some(80),
        charging: None,
        language: Some(Language::Urdu),
        path_key: Some(path_key()),
    };
    let nowhere = Raise { fix: None, battery_percent: None, language: None, ..raise.clone() };
    let exercise = Raise { status: Status::Exercise, contact_rule: ContactRule::Call, ..raise.clone() };
    let test = Raise { status: Status::Test, fix: None, ..raise.clone() };
    let update = Update {
        status: Status::Actual,
        at: UnixMillis(1_790_000_020_000),
        fixes: vec![fix(1_790_000_010_000), fix(1_790_000_019_000)],
        battery_percent: Some(4),
        charging: None,
        last_word: true,
    };
    let on_the_cable = Raise { charging: Some(true), ..raise.clone() };
    let by_volume_keys = Raise { trigger: Trigger::VolumeKeys, ..raise.clone() };
    let off_the_cable = Update { charging: Some(false), ..update.clone() };
    let (clip, recording) = clip();
    let mut pieces = clip.pieces(&recording).into_iter().map(Message::ClipPiece);
    let (first_piece, last_piece) = (pieces.next().unwrap(), pieces.next().unwrap());
    let cancel =
        Cancel { status: Status::Actual, at: UnixMillis(1_790_000_005_000), duress: false, within_window: true };
    let duress = Cancel { duress: true, within_window: false, ..cancel.clone() };
    vec![
        ("raise-actual", Sequence::RAISE, Message::Raise(raise)),
        ("raise-without-a-place", Sequence::RAISE, Message::Raise(nowhere)),
        ("raise-exercise", Sequence::RAISE, Message::Raise(exercise)),
        ("raise-test", Sequence::RAISE, Message::Raise(test)),
        ("update", Sequence(1), Message::Update(update)),
        ("cancel", Sequence(2), Message::Cancel(cancel)),
        ("cancel-duress", Sequence(3), Message::Cancel(duress)),
        ("raise-charging", Sequence::RAISE, Message::Raise(on_the_cable)),
        ("update-not-charging", Sequence(4), Message::Update(off_the_cable)),
        ("raise-by-volume-keys", Sequence::RAISE, Message::Raise(by_volume_keys)),
        ("clip", Sequence(5), Message::Clip(clip)),
        ("clip-piece", Sequence(6), first_piece),
        ("clip-last-piece", Sequence(7), last_piece),
    ]
}

/// Of two pieces.
fn clip() -> (Clip, Vec<u8>) {
    let recording: Vec<u8> = (0..CLIP_PIECE_BYTES + 100).map(|n| u8::try_from(n % 251).unwrap()).collect();
    let at = UnixMillis(1_790_000_003_000);
    (Clip::of(&recording, Status::Actual, at, MediaType::Adts).unwrap(), recording)
}

fn receipts() -> Vec<(&'static str, SignedReceipt)> {
    let key = ReceiptKey::from_seed(KeyId(1), [0x5e; 32]);
    let response = ResponseKey::from_bytes([0x33; 32]);
    let stored = Receipt {
        alert: ALERT,
        stage: Stage::Stored,
        sequence: Sequence(0),
        at: UnixMillis(1_790_000_000_500),
        status: None,
        desk: None,
        unit: None,
        eta_s: None,
        previous: None,
        envelope: None,
    };
    let first = stored.clone();
    let signed = stored.sign(&key);
    let dispatched = Receipt {
        stage: Stage::Dispatched,
        status: Some(Status::Actual),
        desk: Some("Lahore desk".to_owned()),
        unit: Some("Lahore 12".to_owned()),
        eta_s: Some(420),
        previous: Some(signed.hash()),
        ..stored
    };
    let sealed = dispatched.sign_sealed(&key, &response, &SeededEntropy::new(101));
    let stored = Receipt { sequence: Sequence(1), previous: Some(sealed.hash()), envelope: Some([0xd1; 32]), ..first };
    vec![
        ("receipt-stored", signed),
        ("receipt-dispatched", sealed),
        ("receipt-stored-with-its-envelope", stored.sign(&key)),
    ]
}

#[test]
fn envelopes_are_made_and_understood_byte_for_byte() {
    for (number, (name, sequence, message)) in messages().into_iter().enumerate() {
        let entropy = SeededEntropy::new(200 + u64::try_from(number).unwrap());
        let prepared = prepare(&room().public(), &entropy).unwrap();
        let (envelope, response) = prepared.seal(&device(), &path_key(), ALERT, sequence, &message).unwrap();
        let kept = hold(&format!("v1-{name}"), envelope.as_bytes());
        let opened = open(&room(), &SealedEnvelope::parse(kept).unwrap()).unwrap();
        assert!(opened.message == message, "{name}");
        assert_eq!(opened.response_key, response, "{name}");
    }
}

#[test]
fn receipts_are_made_and_understood_byte_for_byte() {
    let keys = [ReceiptKey::from_seed(KeyId(1), [0x5e; 32]).public()];
    for (name, receipt) in receipts() {
        let kept = hold(&format!("v1-{name}"), receipt.as_bytes());
        verify(&kept, ALERT, &keys, &ResponseKey::from_bytes([0x33; 32])).unwrap();
    }
}

/// The update has two fixes, of which a text tells the latest.
fn texts() -> Vec<(&'static str, bool, Sequence, Message)> {
    let message = |name| messages().into_iter().find(|(known, ..)| *known == name).unwrap().2;
    let bare = |message| match message {
        Message::Raise(raise) => Message::Raise(Raise { path_key: None, ..raise }),
        Message::Update(_) | Message::Cancel(_) | Message::Clip(_) | Message::ClipPiece(_) => message,
    };
    let told = |name, sequence| (Sequence(sequence), bare(message(name)));
    let of = |name, proven, (sequence, message)| (name, proven, sequence, message);
    vec![
        of("text-raise", true, told("raise-charging", 0)),
        of("text-raise-without-a-place", true, told("raise-without-a-place", 0)),
        of("text-raise-unproven", false, told("raise-actual", 0)),
        of("text-cancel-duress", true, told("cancel-duress", 3)),
        of("text-update", true, told("update", 1)),
    ]
}

#[test]
fn texts_are_made_and_understood_byte_for_byte() {
    for (number, (name, proven, sequence, message)) in texts().into_iter().enumerate() {
        let entropy = SeededEntropy::new(400 + u64::try_from(number).unwrap());
        let prepared = prepare_text(&room().public(), &device(), proven, &entropy).unwrap();
        let (text, response) = prepared.seal(ALERT, sequence, &message, true).unwrap();
        let kept = SealedText::from_bytes(hold(&format!("v1-{name}"), text.as_bytes())).unwrap();
        let opened = open_text(&room(), Some(&device().public()), &kept).unwrap();
        let latest = match message {
            Message::Update(update) => {
                let fix = Fix { speed_mps: None, heading_deg: None, ..*update.fixes.last().unwrap() };
                Message::Update(Update { fixes: vec![fix], ..update })
            }
            Message::Raise(raise) => {
                let fix = raise.fix.map(|fix| Fix { speed_mps: None, heading_deg: None, ..fix });
                Message::Raise(Raise { fix, ..raise })
            }
            Message::Cancel(_) | Message::Clip(_) | Message::ClipPiece(_) => message,
        };
        assert!(opened.message == latest, "{name}");
        assert_eq!((opened.proven, opened.response_key), (proven, response), "{name}");
    }
}

#[test]
fn receipts_by_text_are_made_and_understood_byte_for_byte() {
    let key = ReceiptKey::from_seed(KeyId(1), [0x5e; 32]);
    let response_key = ResponseKey::from_bytes([0x33; 32]);
    let sent = SentText { sequence: Sequence(0), digest: [0xd1; 32], response_key };
    for (number, (name, receipt)) in receipts_by_text().into_iter().enumerate() {
        let entropy = SeededEntropy::new(500 + u64::try_from(number).unwrap());
        let text = receipt.sign_text(&key, &sent, &entropy);
        let kept = hold(&format!("v1-{name}"), &receipt_in_text(&text).unwrap());
        let verified = verify_text(&kept, ALERT, &[key.public()], std::slice::from_ref(&sent)).unwrap();
        assert_eq!(*verified, receipt, "{name}");
    }
}

fn receipts_by_text() -> [(&'static str, Receipt); 2] {
    let (alert, sequence, at) = (ALERT, Sequence(0), UnixMillis(1_790_000_000_500));
    let (desk, unit, previous) = (None, None, None);
    let (status, eta_s, envelope) = (None, None, Some([0xd1; 32]));
    let stored = Receipt { alert, stage: Stage::Stored, sequence, at, status, desk, unit, eta_s, previous, envelope };
    let (status, eta_s, envelope) = (Some(Status::Actual), Some(420), None);
    let dispatched = Receipt { stage: Stage::Dispatched, status, eta_s, envelope, ..stored.clone() };
    [("receipt-by-text-stored", stored), ("receipt-by-text-dispatched", dispatched)]
}

#[test]
fn asks_are_made_and_understood_byte_for_byte() {
    let counting = Ask::counting_receipts(device().id(), ALERT, 2, &path_key());
    let kept = hold("v1-ask", counting.as_bytes());
    assert_eq!(Ask::parse(&kept).unwrap(), counting);

    let question = Question::new(device().id(), ALERT, 300, &path_key(), &SeededEntropy::new(5));
    let kept = hold("v1-ask-for-words", question.as_bytes());
    let ask = Ask::parse(&kept).unwrap();
    assert_eq!((ask.device, ask.alert, ask.held), (device().id(), ALERT, Held::Words(300)));
    assert_eq!(hold("v1-ask-datagram", &question.padded(0)).len(), MIN_ASK_DATAGRAM_BYTES);

    let key = ReceiptKey::from_seed(KeyId(1), [0x5e; 32]);
    let kept = hold("v1-not-held", NotHeld::sign(&ask, &key).as_bytes());
    assert_eq!(verify_not_held(&kept, &question, &[key.public()]).map(|word| word.alert()), Ok(ALERT));

    let receipt = SignedReceipt::from_kept(vec![7; 100], [0; 32]);
    let kept = hold("v1-reply-held", &ask.reply_held(&path_key()));
    assert_eq!(question.read(&kept), Some(Reply::Held));
    let kept = hold("v1-reply-all", &ask.reply(&path_key(), std::slice::from_ref(&receipt), 300));
    assert_eq!(question.read(&kept), Some(Reply::All(vec![vec![7; 100]])));
    let kept = hold("v1-reply-more", &ask.reply(&path_key(), &[receipt.clone(), receipt], 200));
    assert_eq!(question.read(&kept), Some(Reply::More(vec![vec![7; 100]])));
}

#[test]
fn bundles_are_made_and_understood_byte_for_byte() {
    let root = RootKey::from_seed([0x20; 32]);
    let bundle = TrustBundle {
        version: 1,
        issued_at: UnixMillis(1_790_000_000_000),
        expires_at: UnixMillis(1_821_000_000_000),
        grace_days: 30,
        room_name: "Lahore control room".to_owned(),
        endpoints: vec![Endpoint {
            url: "https://room.example:8014".to_owned(),
            addresses: vec!["192.0.2.1".to_owned()],
            datagram_port: None,
        }],
        ca_certificates: vec![vec![0x30, 0x00]],
        room_keys: vec![BundleRoomKey { key: room().public(), state: KeyState::Active }],
        receipt_keys: vec![ReceiptKey::from_seed(KeyId(1), [0x5e; 32]).public()],
        sms_number: Some("8014".to_owned()),
        helplines: vec![Helpline {
            number: "15".to_owned(),
            name_en: "Police".to_owned(),
            name_ur: "پولیس".to_owned(),
            kind: "police".to_owned(),
        }],
        boundaries_version: Some("2026-11".to_owned()),
    };
    let mut elsewhere = bundle.clone();
    elsewhere.endpoints[0].datagram_port = Some(9_014);
    for (name, bundle) in [("v1-bundle", bundle), ("v1-bundle-with-a-datagram-port", elsewhere)] {
        let kept = hold(name, bundle.sign(&root).to_json().as_bytes());
        let text = String::from_utf8(kept).unwrap();
        assert_eq!(SignedBundle::from_json(&text).unwrap().verify(&root.public()).unwrap(), bundle);
    }
}

#[test]
fn keys_of_a_later_minor_version_are_ignored() {
    // {0: 2, 1: 0, 2: 5, 10: true, 99: "later"} sealed as a cancel: the unknown key 99 is passed over.
    let content =
        [0xa5, 0x00, 0x02, 0x01, 0x00, 0x02, 0x05, 0x0a, 0xf5, 0x18, 0x63, 0x65, b'l', b'a', b't', b'e', b'r'];
    let map: std::collections::BTreeMap<u32, minicbor::data::Type> = keys_of(&content);
    assert!(map.contains_key(&99));
    let kept = hold("v1-cancel-with-an-unknown-key", &sealed_content(&content));
    let opened = open(&room(), &SealedEnvelope::parse(kept).unwrap()).unwrap();
    let expected = Cancel { status: Status::Actual, at: UnixMillis(5), duress: true, within_window: false };
    assert!(opened.message == Message::Cancel(expected));
}

fn keys_of(content: &[u8]) -> std::collections::BTreeMap<u32, minicbor::data::Type> {
    let mut decoder = minicbor::Decoder::new(content);
    let count = decoder.map().unwrap().unwrap();
    let mut keys = std::collections::BTreeMap::new();
    for _ in 0..count {
        let key = decoder.u32().unwrap();
        keys.insert(key, decoder.datatype().unwrap());
        decoder.skip().unwrap();
    }
    keys
}

/// Seals arbitrary content as sequence 2, as a later version's phone might.
fn sealed_content(content: &[u8]) -> Vec<u8> {
    use hpke::{Deserializable, OpModeS, Serializable, aead::ChaCha20Poly1305, kdf::HkdfSha256, kem::X25519HkdfSha256};
    use ring::signature::Ed25519KeyPair;
    let mut header = vec![1, 1, 0, 1];
    header.extend(device().id().0);
    header.extend(ALERT.0);
    header.extend(2_u32.to_be_bytes());
    let key = <X25519HkdfSha256 as hpke::Kem>::PublicKey::from_bytes(&room().public().key).unwrap();
    let mut rng = Rng(SeededEntropy::new(300));
    let (enc, mut context) = hpke::setup_sender_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Base,
        &key,
        b"hifazat envelope 1",
        &mut rng,
    )
    .unwrap();
    let enc = enc.to_bytes().to_vec();
    let tag = ring::hmac::sign(
        &ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &path_key().to_bytes()),
        &[&b"hifazat tag 1"[..], &header, &enc].concat(),
    );
    header.extend(&tag.as_ref()[..16]);
    let signer = Ed25519KeyPair::from_seed_unchecked(&device().seed()).unwrap();
    let signature = signer.sign(&[&b"hifazat message 1"[..], &header, &enc, content].concat());
    let plain = [signature.as_ref(), &device().public(), content].concat();
    let sealed = context.seal(&plain, &header).unwrap();
    [header, enc, sealed].concat()
}

struct Rng(SeededEntropy);

impl rand_core::TryRng for Rng {
    type Error = std::convert::Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        unreachable!("hpke draws whole buffers")
    }
    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        unreachable!("hpke draws whole buffers")
    }
    fn try_fill_bytes(&mut self, buffer: &mut [u8]) -> Result<(), Self::Error> {
        self.0.fill(buffer);
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Rng {}

/// The kept bytes of that name, after checking that today's code makes the same.
fn hold(name: &str, made: &[u8]) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors").join(format!("{name}.hex"));
    if !path.exists() && std::env::var_os("HIFAZAT_WRITE_VECTORS").is_some() {
        std::fs::write(&path, to_hex(made)).unwrap();
    }
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let kept = from_hex(&text);
    assert!(kept == made, "{name} is made differently than it was:\n{}", to_hex(made));
    kept
}

fn to_hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    for line in bytes.chunks(32) {
        for byte in line {
            write!(text, "{byte:02x}").unwrap();
        }
        text.push('\n');
    }
    text
}

fn from_hex(text: &str) -> Vec<u8> {
    let digits: String = text.split_whitespace().collect();
    digits
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}
