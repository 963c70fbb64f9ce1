//! The live stream.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use hifazat_protocol::{OsEntropy, Status};
use hifazat_room_server::Outside;
use hifazat_time::{Clock, ManualClock, SystemClock};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::console::Seat;
use crate::room::{Room, made, options};
use crate::wire::PATIENCE;

/// One console's ear: server-sent events over a plain socket.
pub(crate) struct Ear {
    lines: BufReader<TcpStream>,
}

#[derive(Debug)]
pub(crate) struct Event {
    pub(crate) id: Option<u64>,
    pub(crate) kind: String,
    pub(crate) data: Value,
}

impl Ear {
    pub(crate) async fn open(room: &Room, seat: &Seat, query: &str, more: &str) -> Self {
        let mut stream = TcpStream::connect(room.console).await.unwrap();
        let ask = format!("GET /api/stream{query} HTTP/1.1\r\nhost: a\r\ncookie: {}\r\n{more}\r\n", seat.cookie);
        stream.write_all(ask.as_bytes()).await.unwrap();
        let mut ear = Self { lines: BufReader::new(stream) };
        while ear.line().await.is_some_and(|line| !line.starts_with("retry:")) {}
        ear
    }

    async fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = timeout(PATIENCE, self.lines.read_line(&mut line)).await.expect("a line in time").unwrap();
        (read > 0).then(|| line.trim_end().to_owned())
    }

    pub(crate) async fn next(&mut self) -> Option<Event> {
        let (mut id, mut kind) = (None, String::new());
        loop {
            let line = self.line().await?;
            if let Some(value) = line.strip_prefix("id: ") {
                id = value.parse().ok();
            } else if let Some(value) = line.strip_prefix("event: ") {
                kind = value.to_owned();
            } else if let Some(value) = line.strip_prefix("data: ") {
                return Some(Event { id, kind, data: serde_json::from_str(value).unwrap() });
            }
        }
    }

    /// The next event of a kind.
    pub(crate) async fn hear(&mut self, kind: &str) -> Event {
        loop {
            let event = self.next().await.expect("the stream goes on");
            if event.kind == kind {
                return event;
            }
        }
    }
}

#[tokio::test]
async fn a_commit_reaches_the_console_with_its_revision() {
    let room = Room::open().await;
    let seat = room.seat("ayesha").await;
    let person = room.known_person(1).await;
    let revision = seat.desk(&room).await["revision"].as_u64().unwrap();
    let mut ear = Ear::open(&room, &seat, &format!("?after={revision}"), "").await;
    let alert = person.raise(&room.bundle);
    room.take(&alert.envelope).await;
    let event = ear.hear("incident").await;
    assert_eq!((event.id, event.data["revision"].as_u64()), (Some(revision + 1), Some(revision + 1)));
    assert_eq!(event.data["id"], alert.id.to_string());
    let beat = ear.hear("beat").await;
    assert_eq!((beat.id, beat.data["revision"].as_u64()), (None, Some(revision + 1)));
}

#[tokio::test]
async fn a_console_that_comes_back_hears_what_it_missed_and_a_gap_resets_it() {
    let room = Room::open().await;
    let seat = room.seat("ayesha").await;
    let person = room.known_person(1).await;
    let before = seat.desk(&room).await["revision"].as_u64().unwrap();
    let alerts: Vec<_> = (0..3).map(|_| person.raise(&room.bundle)).collect();
    for alert in &alerts {
        room.take(&alert.envelope).await;
    }
    let mut ear = Ear::open(&room, &seat, &format!("?after={before}"), "").await;
    for alert in &alerts {
        assert_eq!(ear.hear("incident").await.data["id"], alert.id.to_string());
    }
    // The header of a browser that reconnects by itself is newer than its old query.
    let resumed = format!("last-event-id: {}\r\n", before + 2);
    let mut ear = Ear::open(&room, &seat, &format!("?after={before}"), &resumed).await;
    assert_eq!(ear.hear("incident").await.id, Some(before + 3));
    let mut ear = Ear::open(&room, &seat, "?after=999999", "").await;
    assert_eq!(ear.next().await.unwrap().kind, "reset");
}

#[tokio::test]
async fn after_a_restart_an_old_cursor_is_told_to_read_anew() {
    let room = Room::open().await;
    let seat = room.seat("ayesha").await;
    let person = room.known_person(1).await;
    room.take(&person.raise(&room.bundle).envelope).await;
    let home = room.stop().await;
    let asked = options(home.path());
    let room = Room::serve(home, asked, Outside::default()).await;
    assert_eq!(seat.desk(&room).await["incidents"].as_array().unwrap().len(), 1, "the session outlived the restart");
    let mut ear = Ear::open(&room, &seat, "?after=0", "").await;
    assert_eq!(ear.next().await.unwrap().kind, "reset");
}

#[tokio::test]
async fn an_overdue_incident_is_told_again() {
    let home = made();
    let clock = Arc::new(ManualClock::new(SystemClock.now()));
    let outside = Outside { clock: Arc::<ManualClock>::clone(&clock), entropy: Arc::new(OsEntropy) };
    let asked = options(home.path());
    let room = Room::serve(home, asked, outside).await;
    let seat = room.seat("ayesha").await;
    let person = room.known_person(1).await;
    let mut ear = Ear::open(&room, &seat, "", "").await;
    // Tapped by the room's clock: the real one has gone on since that was set.
    let alert = person.first(&room.bundle, &person.message(Status::Actual, None, clock.now()));
    room.take(&alert.envelope).await;
    assert!(ear.hear("incident").await.id.is_some());
    clock.advance(Duration::from_secs(17));
    let late = ear.hear("incident").await;
    assert_eq!((late.id, &late.data["id"]), (None, &Value::from(alert.id.to_string())));
}

#[tokio::test]
async fn signing_out_ends_the_stream() {
    let room = Room::open().await;
    let seat = room.seat("ayesha").await;
    let mut ear = Ear::open(&room, &seat, "", "").await;
    let headers = [("cookie", &*seat.cookie), ("x-hifazat-csrf", &*seat.csrf)];
    room.ask("DELETE", "/api/session", &headers, "").await;
    while ear.next().await.is_some() {}
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_consoles_hear_one_commit_and_none_misses_it() {
    let room = Room::open().await;
    let seat = room.seat("ayesha").await;
    let person = room.known_person(1).await;
    let mut ears = join_all((0..500).map(|_| Ear::open(&room, &seat, "", ""))).await;
    let alert = person.raise(&room.bundle);
    room.take(&alert.envelope).await;
    let heard = join_all(ears.iter_mut().map(|ear| ear.hear("incident"))).await;
    assert!(heard.iter().all(|event| event.data["id"] == alert.id.to_string()));
}
