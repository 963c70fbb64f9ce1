//! One packet, one envelope.

use hifazat_protocol::{SealedEnvelope, Stage, TrustBundle};
use hifazat_room_server::{DatagramDoor, Options, Outside, Server};
use tokio::net::UdpSocket;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::person::{Alert, Person};
use crate::room::{made, options, run, told};
use crate::wire::PATIENCE;

/// A room with a datagram door, and a socket that speaks to it.
struct Listener {
    home: std::sync::Arc<tempfile::TempDir>,
    bundle: TrustBundle,
    stop: CancellationToken,
    serving: JoinHandle<()>,
    socket: UdpSocket,
}

impl Listener {
    async fn open(door: DatagramDoor) -> Self {
        let home = made();
        let stop = CancellationToken::new();
        let asked = Options { datagram: door, ..options(home.path()) };
        let server = Server::bind(&asked, Outside::default(), stop.clone()).await.unwrap();
        let address = server.datagram().unwrap();
        let serving = tokio::spawn(server.run());
        let shown = run(home.path(), "bundle show", &[]);
        let signed = hifazat_protocol::SignedBundle::from_json(&String::from_utf8(shown.stdout).unwrap()).unwrap();
        let bundle = signed.verify(&signed.claimed_root()).unwrap();
        let here = if address.is_ipv6() { "[::1]:0" } else { "127.0.0.1:0" };
        let socket = UdpSocket::bind(here).await.unwrap();
        socket.connect(address).await.unwrap();
        Self { home, bundle, stop, serving, socket }
    }

    async fn answer(&self) -> Vec<u8> {
        let mut buffer = vec![0; 2_000];
        let length = timeout(PATIENCE, self.socket.recv(&mut buffer)).await.expect("an answer in time").unwrap();
        buffer.truncate(length);
        buffer
    }

    async fn bring(&self, alert: &Alert) -> Vec<u8> {
        self.socket.send(&alert.envelope).await.unwrap();
        self.answer().await
    }

    async fn incidents(self) -> Vec<serde_json::Value> {
        self.stop.cancel();
        self.serving.await.unwrap();
        told(&run(self.home.path(), "incidents", &["--json"]))["incidents"].as_array().unwrap().clone()
    }
}

#[tokio::test]
async fn a_packet_is_answered_with_its_stored_receipt_and_never_with_more_bytes_than_it_had() {
    let any = |address: &str| DatagramDoor::At(address.parse().unwrap());
    for door in [DatagramDoor::BesideListen, any("127.0.0.1:0"), any("[::1]:0")] {
        let listener = Listener::open(door).await;
        let alert = Person::new(4).raise(&listener.bundle);
        let mut first = Vec::new();
        for _ in 0..2 {
            listener.socket.send(b"not an envelope").await.unwrap();
            listener.socket.send(&vec![1; 1_300]).await.unwrap();
            let answer = listener.bring(&alert).await;
            assert!(answer.len() <= alert.envelope.len());
            assert_eq!(alert.stages(&listener.bundle, &answer), [Stage::Stored]);
            assert!(first.is_empty() || first == answer, "the same answer again");
            first = answer;
        }
        let incidents = listener.incidents().await;
        assert_eq!(incidents.len(), 1, "{door:?}");
        assert_eq!(incidents[0]["paths"], serde_json::json!(["datagram"]));
    }
}

#[tokio::test]
async fn a_copy_garbled_on_the_way_is_kept_and_hers_is_receipted_by_itself() {
    let listener = Listener::open(DatagramDoor::BesideListen).await;
    let person = Person::new(5);
    listener.bring(&person.line_check(&listener.bundle)).await;
    let alert = person.raise(&listener.bundle);
    let mut garbled = alert.envelope.clone();
    *garbled.last_mut().unwrap() ^= 1;
    listener.socket.send(&garbled).await.unwrap();
    let about_the_copy = listener.answer().await;
    assert!(!alert.is_stored(&listener.bundle, &about_the_copy), "it says nothing of what she sent");
    let about_hers = listener.bring(&alert).await;
    assert!(alert.is_stored(&listener.bundle, &about_hers));
    assert_eq!(listener.incidents().await.len(), 1);
}

#[tokio::test]
async fn a_flood_of_strangers_does_not_keep_a_known_device_out() {
    const FLOOD: usize = 4_000;
    let listener = Listener::open(DatagramDoor::BesideListen).await;
    let (known, stranger) = (Person::new(6), Person::new(7));
    listener.bring(&known.line_check(&listener.bundle)).await;
    let flood = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    flood.connect(listener.socket.peer_addr().unwrap()).await.unwrap();
    let shape = stranger.raise(&listener.bundle).envelope;
    for number in 0..FLOOD {
        let mut packet = shape.clone();
        // Another device and another alert each time, in the shape of an envelope.
        packet[4..8].copy_from_slice(&u32::try_from(number).unwrap().to_be_bytes());
        packet[20..24].copy_from_slice(&u32::try_from(number).unwrap().to_be_bytes());
        SealedEnvelope::parse(packet.clone()).unwrap();
        flood.send(&packet).await.unwrap();
    }
    let alert = known.raise(&listener.bundle);
    let mut answered = false;
    for _ in 0..20 {
        // The system may drop a packet of anybody's while its buffer is full: phones repeat.
        listener.socket.send(&alert.envelope).await.unwrap();
        let mut buffer = [0; 2_000];
        let heard = timeout(PATIENCE / 20, listener.socket.recv(&mut buffer)).await;
        if let Ok(Ok(length)) = heard {
            answered = alert.is_stored(&listener.bundle, &buffer[..length]);
            break;
        }
    }
    assert!(answered, "the known device was heard in the flood");
    let incidents = listener.incidents().await;
    assert!(incidents.len() < FLOOD / 2, "{} incidents: the strangers' lane is narrow", incidents.len());
}

#[tokio::test]
async fn the_bundle_names_the_datagram_port_that_the_room_was_told_to_open() {
    let beside = Listener::open(DatagramDoor::BesideListen).await;
    assert_eq!(beside.bundle.endpoints[0].datagram_port, None, "the same number as the URL's needs no naming");
    let apart = Listener::open(DatagramDoor::At("127.0.0.1:0".parse().unwrap())).await;
    let port = apart.socket.peer_addr().unwrap().port();
    assert_eq!(apart.bundle.endpoints[0].datagram_port, Some(port));
    assert_eq!(apart.bundle.version, 2);
}

#[tokio::test]
async fn a_port_that_somebody_named_stays() {
    let home = made();
    told(&run(home.path(), "bundle sign", &["--datagram-port", "9014"]));
    let asked = Options { datagram: DatagramDoor::At("127.0.0.1:0".parse().unwrap()), ..options(home.path()) };
    drop(Server::bind(&asked, Outside::default(), CancellationToken::new()).await.unwrap());
    let shown = String::from_utf8(run(home.path(), "bundle show", &[]).stdout).unwrap();
    let signed = hifazat_protocol::SignedBundle::from_json(&shown).unwrap();
    assert_eq!(signed.verify(&signed.claimed_root()).unwrap().endpoints[0].datagram_port, Some(9_014));
}

#[test]
fn a_wrong_datagram_door_is_refused_by_name() {
    let home = made();
    let refused = run(home.path(), "serve", &["--datagram", "nowhere"]);
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success());
    assert!(words.contains("--datagram") && words.contains("off"), "{words}");
}
