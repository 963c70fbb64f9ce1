//! The room goes down and comes back while alerts arrive.

use std::time::Duration;

use hifazat_room_server::{Options, Outside};
use hifazat_time::{Clock, SystemClock};

use crate::room::{Room, options};
use crate::wire::{converse, request, trusting, try_exchange};

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_while_alerts_arrive_loses_none_and_doubles_none() {
    let room = Room::open().await;
    let person = room.known_person(1).await;
    let (phones, bundle) = (room.phones, room.bundle.clone());
    let alerts: Vec<_> = (0..60).map(|_| person.raise(&bundle)).collect();
    let ids: Vec<String> = alerts.iter().map(|alert| alert.id.to_string()).collect();
    let tls = trusting(&bundle.ca_certificates[0]);

    // A stubborn phone: asks until it holds receipts, as the outbox does.
    let sending = tokio::spawn(async move {
        for alert in &alerts {
            loop {
                if let Some(packed) = send(phones, &tls, &alert.envelope).await
                    && !alert.receipts(&bundle, &packed).is_empty()
                {
                    break;
                }
                SystemClock.sleep(Duration::from_millis(10)).await;
            }
        }
    });
    let mut room = room;
    for _ in 0..3 {
        SystemClock.sleep(Duration::from_millis(60)).await;
        let home = room.stop().await;
        let asked = Options { listen: phones, ..options(home.path()) };
        room = Room::serve(home, asked, Outside::default()).await;
    }
    sending.await.unwrap();
    let desk = room.seat("ayesha").await.desk(&room).await;
    let mut known: Vec<&str> =
        desk["incidents"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
    known.sort_unstable();
    let mut sent: Vec<&str> = ids.iter().map(String::as_str).collect();
    sent.sort_unstable();
    assert_eq!(known, sent);
}

async fn send(phones: std::net::SocketAddr, tls: &tokio_rustls::TlsConnector, envelope: &[u8]) -> Option<Vec<u8>> {
    let stream = tokio::net::TcpStream::connect(phones).await.ok()?;
    let stream = tls.connect(rustls::pki_types::ServerName::from(phones.ip()), stream).await.ok()?;
    let mut sender = converse(stream).await;
    let answer = try_exchange(&mut sender, request("POST", "/v1/envelopes", &[], envelope.to_vec())).await.ok()?;
    (answer.status == 200).then(|| answer.body.to_vec())
}

#[tokio::test]
async fn rotated_keys_come_in_force_without_a_restart_and_old_envelopes_still_open() {
    let room = Room::open().await;
    let person = room.known_person(1).await;
    let old = person.raise(&room.bundle);
    crate::room::told(&crate::room::run(room.home(), "keys rotate", &[]));
    let newer = loop {
        let answer = room.phone("GET", "/v1/bundle", &[], b"").await;
        let signed = hifazat_protocol::SignedBundle::from_json(std::str::from_utf8(&answer.body).unwrap()).unwrap();
        let bundle = signed.verify(&signed.claimed_root()).unwrap();
        if bundle.version > room.bundle.version {
            break bundle;
        }
        SystemClock.sleep(Duration::from_millis(50)).await;
    };
    assert_ne!(newer.active_room_key(), room.bundle.active_room_key());
    let packed = room.take(&old.envelope).await;
    assert_eq!(old.stages(&room.bundle, &packed).len(), 2, "stored and opened, under the old bundle");
    let fresh = person.raise(&newer);
    let packed = room.take(&fresh.envelope).await;
    assert_eq!(fresh.stages(&newer, &packed).len(), 2);
}
