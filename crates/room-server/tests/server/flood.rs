//! Half-open connections must not starve an alert.

use std::time::Duration;

use hifazat_room_server::{Limits, Options, Outside};
use hifazat_time::{Clock, SystemClock};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::room::{Room, made, options};
use crate::wire::{PATIENCE, connect};

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_half_open_connections_do_not_starve_an_alert() {
    let room = Room::open().await;
    let person = room.known_person(1).await;
    let mut silent = Vec::new();
    for n in 0..1_000 {
        let mut stream = TcpStream::connect(room.phones).await.unwrap();
        if n % 2 == 0 {
            // The beginning of a handshake that never goes on.
            stream.write_all(&[0x16, 0x03, 0x01, 0x02]).await.unwrap();
        }
        silent.push(stream);
    }
    let began = SystemClock.elapsed();
    room.take(&person.raise(&room.bundle).envelope).await;
    assert!(SystemClock.elapsed() - began < Duration::from_secs(2), "the alert waited for the silent ones");
}

#[tokio::test(flavor = "multi_thread")]
async fn when_every_place_is_taken_the_longest_silent_caller_makes_room() {
    let home = made();
    let limits = Limits { phones: 40, ..Limits::default() };
    let room = Room::serve(home.clone(), Options { limits, ..options(home.path()) }, Outside::default()).await;
    let person = room.known_person(1).await;
    let mut silent = Vec::new();
    for _ in 0..200 {
        silent.push(TcpStream::connect(room.phones).await.unwrap());
    }
    for _ in 0..20 {
        room.take(&person.raise(&room.bundle).envelope).await;
    }
    assert!(room.figure("hifazat_connections_cut_total{door=\"phones\"}").await >= 160.0);
    let first = timeout(PATIENCE, silent[0].read(&mut [0; 1])).await.expect("the first one was cut");
    assert!(matches!(first, Ok(0) | Err(_)), "{first:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn silent_callers_are_let_go_at_every_step() {
    let home = made();
    let soon = Duration::from_millis(300);
    let limits = Limits { handshake: soon, header: soon, body: soon, ..Limits::default() };
    let room = Room::serve(home.clone(), Options { limits, ..options(home.path()) }, Outside::default()).await;
    let no_handshake = TcpStream::connect(room.phones).await.unwrap();
    let no_header = connect(room.phones, &room.tls).await;
    let mut half_header = connect(room.phones, &room.tls).await;
    half_header.write_all(b"POST /v1/env").await.unwrap();
    let ends = async |mut stream: Box<dyn tokio::io::AsyncRead + Unpin + Send>| {
        let mut rest = Vec::new();
        timeout(PATIENCE, stream.read_to_end(&mut rest)).await.expect("let go in time").ok();
    };
    ends(Box::new(no_handshake)).await;
    ends(Box::new(no_header)).await;
    ends(Box::new(half_header)).await;
    // The server notices its own closing a moment after the caller does.
    while room.figure("hifazat_connections{door=\"phones\"}").await > 0.0 {
        SystemClock.sleep(Duration::from_millis(20)).await;
    }
}
