//! One packet, one envelope.

use hifazat_protocol::Stage;
use hifazat_room_server::{Options, Outside, Server};
use tokio::net::UdpSocket;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::person::Person;
use crate::room::{made, options, run, told};
use crate::wire::PATIENCE;

#[tokio::test]
async fn a_packet_is_answered_with_its_stored_receipt_and_never_with_more_bytes_than_it_had() {
    let home = made();
    let asked = Options { datagram: "127.0.0.1:0".parse().ok(), ..options(home.path()) };
    let stop = CancellationToken::new();
    let server = Server::bind(&asked, Outside::default(), stop.clone()).await.unwrap();
    let address = server.datagram().unwrap();
    let serving = tokio::spawn(server.run());
    let shown = run(home.path(), "bundle show", &[]);
    let signed = hifazat_protocol::SignedBundle::from_json(&String::from_utf8(shown.stdout).unwrap()).unwrap();
    let bundle = signed.verify(&signed.claimed_root()).unwrap();

    let phone = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    phone.connect(address).await.unwrap();
    let alert = Person::new(4).raise(&bundle);
    let mut buffer = [0; 2_000];
    for _ in 0..2 {
        phone.send(b"not an envelope").await.unwrap();
        phone.send(&alert.envelope).await.unwrap();
        let length = timeout(PATIENCE, phone.recv(&mut buffer)).await.expect("an answer in time").unwrap();
        assert!(length <= alert.envelope.len());
        assert_eq!(alert.stages(&bundle, &buffer[..length]), [Stage::Stored]);
    }
    stop.cancel();
    serving.await.unwrap();
    let incidents = told(&run(home.path(), "incidents", &["--json"]));
    assert_eq!(incidents["incidents"].as_array().unwrap().len(), 1);
    assert_eq!(incidents["incidents"][0]["paths"], serde_json::json!(["datagram"]));
}
