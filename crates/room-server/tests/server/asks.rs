//! Asks in datagrams: held, answered, and never with more bytes than they had.

use std::time::Duration;

use std::sync::Arc;

use hifazat_protocol::{ASK_HELD_FOR, MIN_ASK_DATAGRAM_BYTES, Question, Reply, Stage};
use hifazat_room_server::Outside;
use hifazat_time::{Clock, ManualClock, SystemClock};
use serde_json::{Value, json};
use tokio::net::UdpSocket;
use tokio::time::timeout;

use crate::console::Seat;
use crate::person::{Alert, Person};
use crate::room::{Room, made, options};
use crate::wire::PATIENCE;

/// Headers of an IPv6 packet.
const HEADERS: usize = 48;

/// Somebody's socket, and what came in on it.
struct Line {
    socket: UdpSocket,
    sent: usize,
    received: usize,
}

impl Line {
    async fn to(room: &Room) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        socket.connect(room.phones).await.unwrap();
        Self { socket, sent: 0, received: 0 }
    }

    async fn send(&mut self, packet: &[u8]) {
        self.sent += packet.len() + HEADERS;
        self.socket.send(packet).await.unwrap();
    }

    async fn packet(&mut self) -> Vec<u8> {
        let mut buffer = vec![0; 2_000];
        let length = timeout(PATIENCE, self.socket.recv(&mut buffer)).await.expect("a reply in time").unwrap();
        self.received += length + HEADERS;
        buffer.truncate(length);
        buffer
    }

    async fn reply(&mut self, question: &Question) -> Reply {
        question.read(&self.packet().await).expect("the room's own reply")
    }

    async fn ask(&mut self, question: &Question) -> Reply {
        self.send(&question.padded(0)).await;
        self.reply(question).await
    }
}

/// The stages of what came, each verified.
fn stages(room: &Room, alert: &Alert, receipts: &[Vec<u8>]) -> Vec<Stage> {
    receipts.iter().map(|raw| alert.verified(&room.bundle, raw).stage).collect()
}

async fn act(room: &Room, seat: &Seat, alert: &Alert, act: &str, mut body: Value) {
    let id = alert.id.to_string();
    body["revision"] = seat.get(room, &format!("/api/incidents/{id}")).await.json()["revision"].clone();
    let done = seat.act(room, &id, act, body).await;
    assert_eq!(done.status, 200, "{:?}", done.body);
}

async fn raised(room: &Room) -> (Person, Alert) {
    let person = room.known_person(1).await;
    let alert = person.raise(&room.bundle);
    room.take(&alert.envelope).await;
    (person, alert)
}

#[tokio::test]
async fn a_question_is_held_and_answered_with_the_word_when_it_is_said() {
    let room = Room::open().await;
    let seat = room.seat("ayesha").await;
    let (person, alert) = raised(&room).await;
    let mut line = Line::to(&room).await;
    let Reply::All(words) = line.ask(&person.question(&alert, 0)).await else { panic!("there is one already") };
    assert_eq!(stages(&room, &alert, &words), [Stage::Opened]);

    let question = person.question(&alert, 1);
    assert_eq!(line.ask(&question).await, Reply::Held);
    act(&room, &seat, &alert, "accept", json!({})).await;
    let Reply::All(words) = line.reply(&question).await else { panic!("a word") };
    assert_eq!(stages(&room, &alert, &words), [Stage::Seen]);

    let question = person.question(&alert, 2);
    assert_eq!(line.ask(&question).await, Reply::Held);
    act(&room, &seat, &alert, "dispatch", json!({ "unit": "Liberty 4", "eta_min": 6 })).await;
    let Reply::All(words) = line.reply(&question).await else { panic!("a word") };
    assert_eq!(stages(&room, &alert, &words), [Stage::Dispatched]);
    assert!(line.received <= line.sent, "{} bytes for {}", line.received, line.sent);
    let facts = seat.get(&room, &format!("/api/incidents/{}", alert.id)).await.json();
    let fetched = facts["steps"].as_array().unwrap().iter().filter(|step| step["fetched"] == true).count();
    assert_eq!(fetched, 3, "stored, opened and seen: {facts}");
}

#[tokio::test]
async fn what_does_not_fit_is_told_by_and_by_and_no_reply_is_longer_than_its_question() {
    let room = Room::open().await;
    let seat = room.seat("ayesha").await;
    let (person, alert) = raised(&room).await;
    act(&room, &seat, &alert, "accept", json!({})).await;
    act(&room, &seat, &alert, "dispatch", json!({ "unit": "Liberty 4", "eta_min": 6 })).await;
    let mut line = Line::to(&room).await;
    let Reply::More(first) = line.ask(&person.question(&alert, 0)).await else { panic!("three words do not fit") };
    assert_eq!(stages(&room, &alert, &first), [Stage::Opened, Stage::Seen]);
    assert!(line.received <= line.sent);
    let question = person.question(&alert, 0);
    line.send(&question.padded(1_200)).await;
    let Reply::All(all) = line.reply(&question).await else { panic!("three words fit") };
    assert_eq!(stages(&room, &alert, &all), [Stage::Opened, Stage::Seen, Stage::Dispatched]);
}

#[tokio::test]
async fn a_late_word_that_does_not_fit_beside_the_other_replies_waits_for_a_longer_question() {
    let room = Room::open().await;
    let seat = room.seat("ayesha").await;
    let (person, alert) = raised(&room).await;
    act(&room, &seat, &alert, "accept", json!({})).await;
    let mut line = Line::to(&room).await;
    let question = person.question(&alert, 2);
    assert_eq!(line.ask(&question).await, Reply::Held);
    act(&room, &seat, &alert, "dispatch", json!({ "unit": "☂".repeat(40), "eta_min": 6 })).await;
    assert_eq!(line.reply(&question).await, Reply::More(Vec::new()));
    assert_eq!(line.reply(&question).await, Reply::More(Vec::new()), "the reminder");
    assert!(line.received <= line.sent, "{} bytes for {}", line.received, line.sent);
    line.send(&question.padded(1_200)).await;
    let Reply::All(words) = line.reply(&question).await else { panic!("a word") };
    assert_eq!(stages(&room, &alert, &words), [Stage::Dispatched]);
}

#[tokio::test]
async fn without_news_a_question_ends_before_networks_forget_the_phone() {
    let home = made();
    let clock = Arc::new(ManualClock::new(SystemClock.now()));
    let options = options(home.path());
    let room = Room::serve(home, options, Outside { clock: clock.clone(), ..Outside::default() }).await;
    let person = Person::new(1);
    let alert = person.line_check(&room.bundle);
    let mut line = Line::to(&room).await;
    line.send(&alert.envelope).await;
    line.packet().await;
    let question = person.question(&alert, 1);
    assert_eq!(line.ask(&question).await, Reply::Held);
    // Whether the room had begun to wait at the first of these cannot be seen from here.
    let ended = loop {
        clock.advance(ASK_HELD_FOR);
        if let Ok(reply) = timeout(PATIENCE / 100, line.reply(&question)).await {
            break reply;
        }
    };
    assert_eq!(ended, Reply::All(Vec::new()));
    assert!(line.received <= line.sent);
    assert_eq!(line.ask(&question).await, Reply::Held, "its place was free again");
}

#[tokio::test]
async fn a_repeated_question_is_held_once_and_told_so_again() {
    let room = Room::open().await;
    let seat = room.seat("ayesha").await;
    let (person, alert) = raised(&room).await;
    let mut line = Line::to(&room).await;
    let question = person.question(&alert, 1);
    for _ in 0..20 {
        assert_eq!(line.ask(&question).await, Reply::Held);
    }
    assert!(room.figure("hifazat_asks_total").await < 1.5);
    act(&room, &seat, &alert, "accept", json!({})).await;
    assert!(matches!(line.reply(&question).await, Reply::All(words) if words.len() == 1));
    assert_eq!(line.ask(&person.question(&alert, 2)).await, Reply::Held, "there was one answer and no second");
}

#[tokio::test]
async fn a_word_is_followed_by_a_reminder_and_whoever_has_not_got_it_is_told_again() {
    let room = Room::open().await;
    let seat = room.seat("ayesha").await;
    let (person, alert) = raised(&room).await;
    let mut line = Line::to(&room).await;
    let question = person.question(&alert, 1);
    assert_eq!(line.ask(&question).await, Reply::Held);
    act(&room, &seat, &alert, "accept", json!({})).await;
    let told = line.reply(&question).await;
    assert_eq!(line.reply(&question).await, Reply::More(Vec::new()));
    assert!(line.received <= line.sent, "{} bytes for {}", line.received, line.sent);
    assert_eq!(line.ask(&question).await, told, "the very same word");
}

#[tokio::test]
async fn whoever_replays_her_question_takes_nothing_from_her() {
    let room = Room::open().await;
    let seat = room.seat("ayesha").await;
    let (person, alert) = raised(&room).await;
    let (mut hers, mut his) = (Line::to(&room).await, Line::to(&room).await);
    let (before, question) = (person.question(&alert, 1), person.question(&alert, 1));
    assert_eq!(hers.ask(&question).await, Reply::Held);
    for replayed in [&question, &before] {
        assert_eq!(his.ask(replayed).await, Reply::Held);
    }
    act(&room, &seat, &alert, "accept", json!({})).await;
    let Reply::All(words) = hers.reply(&question).await else { panic!("hers is answered") };
    assert_eq!(stages(&room, &alert, &words), [Stage::Seen]);
    let mut told = Vec::new();
    for _ in 0..4 {
        told.push(his.packet().await);
    }
    let his_key = Person::new(9).raise(&room.bundle);
    for raw in told.iter().filter_map(|packet| question.read(packet)) {
        let (Reply::All(words) | Reply::More(words)) = raw else { panic!("{raw:?}") };
        assert!(
            words.is_empty() || his_key.opens(&room.bundle, alert.id, &words[0]).is_err(),
            "it is sealed for her alone"
        );
    }
    assert!(his.received <= his.sent, "{} bytes for {}", his.received, his.sent);
}

#[tokio::test]
async fn strangers_wrong_tags_short_asks_and_garbage_get_no_reply() {
    let room = Room::open().await;
    let (person, alert) = raised(&room).await;
    let stranger = Person::new(7);
    let mut line = Line::to(&room).await;
    let good = person.question(&alert, 1).padded(0);
    assert_eq!(good.len(), MIN_ASK_DATAGRAM_BYTES);
    let mut refused =
        vec![stranger.question(&alert, 0).padded(0), good[..good.len() - 1].to_vec(), good[..60].to_vec()];
    refused.extend((0..60).map(|at| {
        let mut changed = good.clone();
        changed[at] ^= 1;
        changed
    }));
    let mut long = good.clone();
    long.resize(1_300, 0);
    refused.push(long);
    refused.extend((0..200_u8).map(|seed| (0..seed).map(|byte| byte.wrapping_mul(seed) ^ seed).collect()));
    for packet in &refused {
        line.send(packet).await;
    }
    let question = person.question(&alert, 1);
    assert_eq!(line.ask(&question).await, Reply::Held, "the first packet that comes back");
    assert_eq!(room.figure("hifazat_asks_total").await.round(), 1.0);
    assert!(room.figure("hifazat_rejections_total{code=\"unproven\"}").await > 30.0);
}

#[tokio::test]
async fn a_device_that_asks_without_end_is_held_eight_times_and_others_are_heard() {
    let room = Room::open().await;
    let seat = room.seat("ayesha").await;
    let (person, alert) = raised(&room).await;
    let busy = room.known_person(2).await;
    let mut flood = Line::to(&room).await;
    let mut last = Vec::new();
    for _ in 0..300 {
        let question = busy.question(&alert, 0);
        flood.ask(&question).await;
        last.push(question);
    }
    let mut line = Line::to(&room).await;
    let question = person.question(&alert, 1);
    assert_eq!(line.ask(&question).await, Reply::Held);
    act(&room, &seat, &alert, "accept", json!({})).await;
    assert!(matches!(line.reply(&question).await, Reply::All(words) if words.len() == 1));
    assert!(timeout(Duration::from_millis(200), flood.packet()).await.is_err(), "nothing of hers is told to another");
}
