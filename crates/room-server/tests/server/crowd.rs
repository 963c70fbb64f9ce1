//! Invented devices by the hundred, and one woman whose phone the room does not know yet.

use std::collections::HashSet;
use std::time::Duration;

use hifazat_protocol::{AlertId, Entropy, SeededEntropy};
use hifazat_room::CROWD;
use hifazat_time::{Clock, SystemClock};
use serde_json::{Value, json};

use crate::console::Seat;
use crate::person::Person;
use crate::room::Room;
use crate::stream::Ear;
use crate::wire::{connect, converse, exchange, request};

/// Where the header's parts stand: docs/protocol.md.
const DEVICE: std::ops::Range<usize> = 4..20;
const ALERT: std::ops::Range<usize> = 20..36;

/// Each under a device and an alert of its own; their seal is one seal under other headers, so none opens.
async fn invent(room: &Room, seed: u64, count: usize) {
    let entropy = SeededEntropy::new(seed);
    let shape = Person::new(seed).raise(&room.bundle).envelope;
    let mut line = converse(connect(room.phones, &room.tls).await).await;
    for _ in 0..count {
        let mut envelope = shape.clone();
        entropy.fill(&mut envelope[DEVICE]);
        envelope[ALERT].copy_from_slice(&AlertId::random(&entropy).0);
        line.ready().await.unwrap();
        let answer = exchange(&mut line, request("POST", "/v1/envelopes", &[], envelope)).await;
        assert_eq!(answer.status, 200);
    }
}

fn ids(rows: &Value) -> Vec<String> {
    rows.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

async fn page(room: &Room, seat: &Seat, before: Option<&Value>) -> Vec<Value> {
    let query = before.map(|revision| format!("?before={revision}")).unwrap_or_default();
    let answer = seat.get(room, &format!("/api/low-trust{query}")).await;
    assert_eq!(answer.status, 200, "{:?}", answer.body);
    answer.json().as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_woman_whom_the_room_does_not_know_stands_on_the_desk_among_invented_devices() {
    let room = Room::open().await;
    let seat = room.seat("ayesha").await;
    invent(&room, 1, 60).await;
    let her = Person::new(2).raise(&room.bundle);
    room.take(&her.envelope).await;
    let known = room.known_person(3).await.raise(&room.bundle);
    room.take(&known.envelope).await;
    invent(&room, 4, 240).await;

    let desk = seat.desk(&room).await;
    let shown = ids(&desk["incidents"]);
    assert!(shown.contains(&her.id.to_string()) && shown.contains(&known.id.to_string()));
    assert_eq!(shown.len(), usize::try_from(CROWD).unwrap() + 1, "the live one takes nobody's place");
    assert_eq!(desk["left_out"], json!(301 - CROWD));

    // Everybody can be turned over, page by page.
    let mut all = HashSet::new();
    let mut rows = page(&room, &seat, None).await;
    let mut last = Value::Null;
    while let Some(row) = rows.last().cloned() {
        all.extend(ids(&json!(rows)));
        rows = page(&room, &seat, Some(&row["revision"])).await;
        last = row;
    }
    assert_eq!(all.len(), 301);
    assert!(all.contains(&her.id.to_string()) && !all.contains(&known.id.to_string()));

    // The oldest stands on no desk until somebody takes it: then it is on all of them.
    let id = last["id"].as_str().unwrap().to_owned();
    assert!(!shown.contains(&id));
    let accepted = seat.act(&room, &id, "accept", json!({ "revision": last["revision"] })).await;
    assert_eq!(accepted.status, 200, "{:?}", accepted.body);
    invent(&room, 5, 10).await;
    let desk = seat.desk(&room).await;
    let shown = ids(&desk["incidents"]);
    assert!(shown.contains(&id) && shown.contains(&her.id.to_string()));
    assert_eq!((shown.len(), &desk["left_out"]), (usize::try_from(CROWD).unwrap() + 2, &json!(310 - CROWD)));
    while room.figure("hifazat_incidents_open{lane=\"low_trust\"}").await < 311.0 {
        SystemClock.sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_console_hears_the_choice_and_not_each_invented_device() {
    let room = Room::open().await;
    let seat = room.seat("ayesha").await;
    let mut ear = Ear::open(&room, &seat, "?after=0", "").await;
    invent(&room, 1, 230).await;
    let her = Person::new(2).raise(&room.bundle);
    room.take(&her.envelope).await;
    let (mut told, mut unseen) = (0, 0);
    let crowd = loop {
        let event = ear.next().await.expect("the stream goes on");
        match event.kind.as_str() {
            "incident" if event.id.is_some() => told += 1,
            "unseen" => unseen += 1,
            "crowd" if event.data["revision"] == json!(231) => break event.data,
            _ => {}
        }
        assert!(told <= CROWD, "each invented device is told");
    };
    assert_eq!(told + unseen, 231);
    assert!(ids(&crowd["incidents"]).contains(&her.id.to_string()));
    assert_eq!((ids(&crowd["incidents"]).len(), &crowd["left_out"]), (usize::try_from(CROWD).unwrap(), &json!(31)));

    // One that comes later than the last change is told it too.
    let mut late = Ear::open(&room, &seat, "?after=231", "").await;
    assert_eq!(late.hear("crowd").await.data, crowd);
}
