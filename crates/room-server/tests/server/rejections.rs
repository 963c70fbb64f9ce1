//! What is not an envelope is refused by name, and counted.

use std::time::Duration;

use hifazat_room_server::{Limits, Options, Outside};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

use crate::person::Person;
use crate::room::{Room, made, options};
use crate::wire::{PATIENCE, connect};

#[tokio::test]
async fn garbage_is_refused_with_its_reason_and_counted() {
    let room = Room::open().await;
    let whole = Person::new(1).raise(&room.bundle).envelope;
    let mut foreign = whole.clone();
    foreign[0] = 9;
    let cases: [(&[u8], u16, &str); 6] = [
        (&[0; 16 * 1024 + 1], 413, "oversized"),
        (&whole[..40], 400, "truncated"),
        (&[], 400, "truncated"),
        (&foreign, 400, "unsupported_version"),
        (b"GET / HTTP/1.1", 400, "unsupported_version"),
        (&[1, 200, 3, 4, 5], 400, "malformed"),
    ];
    for (bytes, status, code) in cases {
        let line = format!("hifazat_rejections_total{{code=\"{code}\"}}");
        let before = room.figure(&line).await;
        let answer = room.phone("POST", "/v1/envelopes", &[], bytes).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code));
        assert!((room.figure(&line).await - before - 1.0).abs() < f64::EPSILON, "{code} is counted once");
    }
    assert_eq!(room.seat("ayesha").await.desk(&room).await["incidents"].as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn a_garbled_ask_is_refused_by_name() {
    let room = Room::open().await;
    let answer = room.phone("POST", "/v1/asks", &[], b"\x01").await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "truncated"));
}

#[tokio::test]
async fn other_addresses_and_methods_are_problems_too() {
    let room = Room::open().await;
    assert_eq!(room.phone("GET", "/api/desk", &[], b"").await.code(), "not_found");
    assert_eq!(room.phone("GET", "/metrics", &[], b"").await.code(), "not_found");
    assert_eq!(room.phone("GET", "/v1/envelopes", &[], b"").await.code(), "method_not_allowed");
    assert_eq!(room.phone("GET", "/readyz", &[], b"").await.status, 200);
}

#[tokio::test]
async fn a_slow_body_is_cut_off_and_named() {
    let home = made();
    let limits = Limits { body: Duration::from_millis(300), ..Limits::default() };
    let options = Options { limits, ..options(home.path()) };
    let room = Room::serve(home, options, Outside::default()).await;
    let mut stream = connect(room.phones, &room.tls).await;
    stream.write_all(b"POST /v1/envelopes HTTP/1.1\r\nhost: a\r\ncontent-length: 300\r\n\r\nabc").await.unwrap();
    let mut answer = Vec::new();
    timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("an end in time").ok();
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("too_slow"), "{answer}");
}
