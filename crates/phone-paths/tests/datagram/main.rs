//! The datagram path against a listener on a real socket that loses, forges and garbles.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at the first surprise")]

mod asks;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hifazat_phone::{Answer, Path};
use hifazat_phone_paths::{DatagramPath, Gaps, Names};
use hifazat_protocol::{
    AlertId, ContactRule, DeviceKey, Endpoint, KeyId, Message, PathKey, Raise, Receipt, ReceiptKey, RoomSecretKey,
    SealedEnvelope, SeededEntropy, Sequence, Stage, Status, Trigger, TrustBundle, UnixMillis, Update, pack_receipts,
    prepare,
};
use hifazat_time::SystemClock;
use tokio::net::UdpSocket;

const ALERT: AlertId = AlertId([7; 16]);

/// Gaps short enough for a test, in the same shape.
const QUICK: Gaps = Gaps {
    first: Duration::from_millis(30),
    longest: Duration::from_millis(60),
    longest_later: Duration::from_millis(60),
    copies: Duration::from_millis(2),
    attempt: Duration::from_secs(5),
    unheard: Duration::from_secs(5),
    late: Duration::from_secs(3),
};

fn phone() -> DatagramPath {
    with(QUICK)
}

fn with(gaps: Gaps) -> DatagramPath {
    DatagramPath::new(Arc::new(SystemClock), Names::new(Arc::new(SystemClock)), gaps)
}

fn envelope(sequence: u32) -> Vec<u8> {
    let entropy = SeededEntropy::new(1);
    let room = RoomSecretKey::generate(KeyId(1), &entropy).public();
    let (device, path_key) = (DeviceKey::generate(&entropy), PathKey::random(&entropy));
    let raise = Raise {
        status: Status::Actual,
        tapped_at: UnixMillis(0),
        contact_rule: ContactRule::Silent,
        trigger: Trigger::Hold,
        fix: None,
        battery_percent: None,
        charging: None,
        language: None,
        path_key: Some(path_key.clone()),
    };
    let at = UnixMillis(0);
    let update = Update {
        status: Status::Actual,
        at,
        fixes: Vec::new(),
        battery_percent: None,
        charging: None,
        last_word: false,
    };
    let message = if sequence == 0 { Message::Raise(raise) } else { Message::Update(update) };
    let sealed = prepare(&room, &entropy).unwrap().seal(&device, &path_key, ALERT, Sequence(sequence), &message);
    sealed.unwrap().0.as_bytes().to_vec()
}

/// A receipt for these bytes, as the room packs it.
fn receipt_for(envelope: &[u8]) -> Vec<u8> {
    let receipt = Receipt {
        alert: ALERT,
        stage: Stage::Stored,
        sequence: Sequence(0),
        at: UnixMillis(0),
        status: None,
        desk: None,
        unit: None,
        eta_s: None,
        previous: None,
        envelope: Some(hifazat_protocol::envelope_digest(envelope)),
    };
    pack_receipts(&[receipt.sign(&ReceiptKey::from_seed(KeyId(1), [9; 32]))])
}

fn trust(url: String, addresses: &[&str], datagram_port: Option<u16>) -> Arc<TrustBundle> {
    let addresses = addresses.iter().map(|&address| address.to_owned()).collect();
    Arc::new(TrustBundle {
        version: 1,
        issued_at: UnixMillis(0),
        expires_at: UnixMillis(0),
        grace_days: 0,
        room_name: String::new(),
        endpoints: vec![Endpoint { url, addresses, datagram_port }],
        ca_certificates: Vec::new(),
        room_keys: Vec::new(),
        receipt_keys: Vec::new(),
        sms_number: None,
        helplines: Vec::new(),
        boundaries_version: None,
    })
}

fn at(address: SocketAddr) -> Arc<TrustBundle> {
    trust(format!("https://{address}"), &[], None)
}

/// The next packet and whence it came.
async fn next(listener: &UdpSocket) -> (Vec<u8>, SocketAddr) {
    let mut buffer = [0; 2_000];
    let (length, sender) = listener.recv_from(&mut buffer).await.unwrap();
    (buffer[..length].to_vec(), sender)
}

/// A raise to this bundle arrives at the listener, and its answer at the phone.
async fn assert_reaches(listener: &UdpSocket, trust: &Arc<TrustBundle>) {
    let room = async {
        let (packet, sender) = next(listener).await;
        listener.send_to(&receipt_for(&packet), sender).await.unwrap();
    };
    let (phone, raise) = (phone(), envelope(0));
    let (answer, ()) = tokio::join!(phone.carry(trust, &raise), room);
    assert!(matches!(answer, Answer::Receipts(_)), "{answer:?}");
}

#[tokio::test]
async fn a_raise_is_sent_in_two_copies_and_again_until_it_is_answered() {
    let listener = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let (trust, raise) = (at(listener.local_addr().unwrap()), envelope(0));
    let room = async {
        // Two tries are lost.
        for _ in 0..4 {
            assert_eq!(next(&listener).await.0, raise);
        }
        let (packet, sender) = next(&listener).await;
        listener.send_to(&receipt_for(&packet), sender).await.unwrap();
    };
    let phone = phone();
    let (answer, ()) = tokio::join!(phone.carry(&trust, &raise), room);
    let Answer::Receipts(receipts) = answer else { panic!("{answer:?}") };
    assert_eq!(receipts.len(), 1);
}

#[tokio::test]
async fn an_update_is_sent_once_a_try() {
    let listener = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let trust = at(listener.local_addr().unwrap());
    let update = envelope(1);
    let room = async {
        let (packet, sender) = next(&listener).await;
        let second = tokio::time::timeout(QUICK.first / 2, next(&listener)).await;
        assert!(second.is_err(), "no copy follows at once");
        listener.send_to(&receipt_for(&packet), sender).await.unwrap();
    };
    let phone = phone();
    tokio::join!(phone.carry(&trust, &update), room);
}

#[tokio::test]
async fn noise_and_receipts_for_other_bytes_end_nothing() {
    let listener = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let trust = at(listener.local_addr().unwrap());
    let raise = envelope(0);
    let room = async {
        let (packet, sender) = next(&listener).await;
        let mut garbled = packet.clone();
        *garbled.last_mut().unwrap() ^= 1;
        for noise in [b"noise".to_vec(), Vec::new(), receipt_for(&garbled), receipt_for(&packet)[1..].to_vec()] {
            listener.send_to(&noise, sender).await.unwrap();
        }
        let (packet, sender) = next(&listener).await;
        listener.send_to(&receipt_for(&packet), sender).await.unwrap();
        packet
    };
    let phone = phone();
    let (answer, packet) = tokio::join!(phone.carry(&trust, &raise), room);
    assert_eq!(answer, Answer::Receipts(vec![receipt_for(&packet)[2..].to_vec()]));
}

#[tokio::test]
async fn every_address_of_the_bundle_is_tried_over_both_families() {
    let listener = UdpSocket::bind("[::1]:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    // Nobody listens at the first; the port of the URL is another one.
    let trust = trust("https://127.0.0.1:9".to_owned(), &["127.0.0.1", "::1"], Some(port));
    assert_reaches(&listener, &trust).await;
}

#[tokio::test]
async fn a_name_is_looked_up_while_known_addresses_are_tried() {
    let listener = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let trust = trust(format!("https://localhost:{port}"), &[], None);
    assert_reaches(&listener, &trust).await;
}

#[tokio::test]
async fn nobody_there_is_unreachable_after_the_attempt_and_not_before() {
    let listener = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let trust = at(listener.local_addr().unwrap());
    let gaps = Gaps { attempt: Duration::from_millis(200), ..QUICK };
    let silent = with(gaps).carry(&trust, &envelope(0)).await;
    assert_eq!(silent, Answer::Unreachable);
    let mut copies = 0;
    let mut buffer = [0; 2_000];
    while listener.try_recv_from(&mut buffer).is_ok() {
        copies += 1;
    }
    assert!(copies >= 4, "{copies} packets in 200 ms");
}

#[tokio::test]
async fn only_what_fits_one_packet_and_has_an_address_takes_part() {
    let trust = at("127.0.0.1:9".parse().unwrap());
    let path = phone();
    assert!(path.takes(&trust, &envelope(0)));
    assert!(SealedEnvelope::parse(envelope(0)).unwrap().as_bytes().len() < 1_200);
    assert!(!path.takes(&trust, &vec![1; 1_201]));
    let without = trust_without_datagrams();
    assert!(!path.takes(&without, &envelope(0)));
}

fn trust_without_datagrams() -> Arc<TrustBundle> {
    trust("https://127.0.0.1:9".to_owned(), &[], Some(0))
}
