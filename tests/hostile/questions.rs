//! Questions of every length at the room's real socket: all that comes back to a socket is never more than it sent.

use std::net::UdpSocket;
use std::time::Duration;

use anyhow::Result;
use hifazat_protocol::{AlertId, Ask, Question, Status};
use hifazat_testkit::{Room, Seat};
use serde_json::json;

use crate::sender::Sender;

/// From too short to be read, past the least and the most that is answered.
const LENGTHS: [usize; 40] = [
    0, 1, 2, 18, 34, 44, 50, 51, 52, 59, 60, 61, 66, 67, 100, 150, 200, 250, 300, 350, 398, 399, 400, 401, 402, 448,
    450, 500, 550, 600, 700, 800, 900, 1_000, 1_100, 1_198, 1_199, 1_200, 1_201, 1_400,
];
/// The room holds no more of one device.
const HELD_AT_ONCE: usize = 8;
/// Headers of an IPv6 packet and of a datagram.
const HEADERS: usize = 48;
/// What is held without news ends after 20 s; a word that came late is followed by a reminder after 2 s.
const PATIENCE: Duration = Duration::from_secs(25);

/// A known device, its alert, and one that the room does not hold.
struct Asker {
    sender: Sender,
    alert: AlertId,
    unknown: AlertId,
}

impl Asker {
    /// Her alert has so many words already: opened, seen, and units sent one after another.
    const WORDS: u16 = 8;

    fn with_many_words(room: &Room, desk: &Seat, seed: u64) -> Result<Self> {
        let sender = Sender::to(room, seed)?;
        sender.ask(&sender.raise(Status::Test)?)?;
        let [alert, unknown] = [(); 2].map(|()| AlertId::random(&sender.entropy));
        sender.ask(&sender.raise_as(alert, Status::Actual)?)?;
        desk.act(&alert.to_string(), "accept", json!({}))?;
        for unit in 2..Self::WORDS {
            let unit = format!("{}{unit}", "☂".repeat(39));
            desk.act(&alert.to_string(), "dispatch", json!({ "unit": unit, "eta_min": 6 }))?;
        }
        Ok(Self { sender, alert, unknown })
    }

    fn question(&self, alert: AlertId, words: u16) -> Vec<u8> {
        let Sender { device, path_key, entropy, .. } = &self.sender;
        Question::new(device.id(), alert, words, path_key, entropy).as_bytes().to_vec()
    }

    /// As earlier phones ask.
    fn counting(&self, alert: AlertId) -> Vec<u8> {
        Ask::counting_receipts(self.sender.device.id(), alert, 0, &self.sender.path_key).as_bytes().to_vec()
    }

    /// Every kind of question at this length: its tag right or wrong, once or with two repetitions. Last the one that has
    /// to be held.
    fn packets(&self, length: usize) -> Vec<(Vec<u8>, usize)> {
        let asked = [
            self.question(self.unknown, 0),
            self.counting(self.unknown),
            self.question(self.alert, 0),
            self.counting(self.alert),
            self.question(self.alert, Self::WORDS),
        ];
        let mut packets = Vec::new();
        for mut packet in asked {
            packet.resize(length, 0);
            let mut wrong_tag = packet.clone();
            // Of both kinds a byte of the tag.
            if let Some(byte) = wrong_tag.get_mut(50) {
                *byte ^= 1;
            }
            packets.extend([(wrong_tag, 3), (packet.clone(), 3), (packet, 1)]);
        }
        packets
    }
}

/// A socket of its own for one packet and its repetitions.
struct Line {
    socket: UdpSocket,
    sent: usize,
    came: usize,
    answers: usize,
}

impl Line {
    fn throw(room: &Room, packet: &[u8], times: usize) -> Result<Self> {
        let socket = UdpSocket::bind("127.0.0.1:0")?;
        socket.connect(("127.0.0.1", room.phones_port()))?;
        for _ in 0..times {
            socket.send(packet)?;
        }
        Ok(Self { socket, sent: times * (packet.len() + HEADERS), came: 0, answers: 0 })
    }

    /// Takes what has come by now, or comes within this time; whether there was more than before.
    fn hear(&mut self, patience: Option<Duration>) -> Result<bool> {
        self.socket.set_nonblocking(patience.is_none())?;
        self.socket.set_read_timeout(patience)?;
        let Ok(length) = self.socket.recv(&mut [0; 4_000]) else { return Ok(false) };
        self.came += length + HEADERS;
        self.answers += 1;
        Ok(true)
    }
}

#[test]
fn all_that_comes_back_to_a_question_is_no_more_than_it_was() -> Result<()> {
    let room = Room::open()?;
    let desk = room.seat("nadia", "operator")?;
    let mut lines = Vec::new();
    let mut askers = Vec::new();
    // Of the two right ones at each length that wait, both find a place.
    for (seed, lengths) in (70..).zip(LENGTHS.chunks(HELD_AT_ONCE / 2)) {
        let asker = Asker::with_many_words(&room, &desk, seed)?;
        for length in lengths {
            for (packet, times) in asker.packets(*length) {
                lines.push(Line::throw(&room, &packet, times)?);
            }
            // What the room leaves out while it is busy shows nothing.
            asker.sender.ask(&asker.sender.raise_as(asker.alert, Status::Actual)?)?;
        }
        askers.push(asker);
    }
    for asker in &askers {
        desk.act(&asker.alert.to_string(), "arrive", json!({}))?;
    }
    let quiet = Line::throw(&room, &[], 1)?.hear(Some(PATIENCE))?;
    assert!(!quiet, "nobody answers an empty packet");

    for line in &mut lines {
        while line.hear(None)? {}
        assert!(line.came <= line.sent, "{} bytes for {}, in {} answers", line.came, line.sent, line.answers);
    }
    let answered = lines.iter().filter(|line| line.answers > 0).count();
    let thrice = lines.iter().filter(|line| line.answers > 2).count();
    println!("{} sockets, {answered} answered, {thrice} of them three times or more", lines.len());
    assert!(answered > 80, "next to nothing was answered: {answered}");
    assert!(thrice > 30, "next to nothing was held: {thrice}");
    room.verify_log()
}
