//! Questions by datagram against a listener that loses, repeats, forges and keeps still.

use hifazat_protocol::{
    ASK_HELD_FOR, Ask, DeviceId, MAX_DATAGRAM_BYTES, MIN_ASK_DATAGRAM_BYTES, Question, SignedReceipt,
};
use hifazat_time::ManualClock;
use tokio::time::timeout;

use super::*;

const SOON: Duration = Duration::from_secs(20);

fn key() -> PathKey {
    PathKey::from_bytes([5; 32])
}

fn question(seed: u64) -> Question {
    Question::new(DeviceId([4; 16]), ALERT, 1, &key(), &SeededEntropy::new(seed))
}

fn word(bytes: usize) -> SignedReceipt {
    SignedReceipt::from_kept(vec![7; bytes], [0; 32])
}

/// A room's listener, and a phone's question to it under way.
async fn asked(gaps: Gaps, question: Question) -> (UdpSocket, impl Future<Output = Option<Answer>>) {
    let listener = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let trust = at(listener.local_addr().unwrap());
    (listener, async move { with(gaps).ask(&trust, &question, Duration::from_secs(25)).await })
}

async fn next_ask(listener: &UdpSocket) -> (Ask, usize, SocketAddr) {
    let (packet, sender) = timeout(SOON, next(listener)).await.unwrap();
    (Ask::parse_padded(&packet).unwrap(), packet.len(), sender)
}

fn receipts(words: &[SignedReceipt]) -> Option<Answer> {
    Some(Answer::Receipts(words.iter().map(|word| word.as_bytes().to_vec()).collect()))
}

#[tokio::test]
async fn a_question_is_repeated_until_it_is_held_and_then_not_any_more() {
    let (listener, answer) = asked(QUICK, question(1)).await;
    let room = async {
        // Two are lost.
        let (first, length, _) = next_ask(&listener).await;
        assert_eq!(length, MIN_ASK_DATAGRAM_BYTES);
        assert_eq!(next_ask(&listener).await.0, first, "the same words");
        let (ask, _, sender) = next_ask(&listener).await;
        listener.send_to(&ask.reply_held(&key()), sender).await.unwrap();
        let more = timeout(QUICK.first * 8, next(&listener)).await;
        assert!(more.is_err(), "it keeps still");
        listener.send_to(&ask.reply_held(&key()), sender).await.unwrap();
        listener.send_to(&ask.reply(&key(), &[word(150)], 300), sender).await.unwrap();
    };
    assert_eq!(tokio::join!(answer, room).0, receipts(&[word(150)]));
}

#[tokio::test]
async fn nothing_new_is_an_answer_too() {
    let (listener, answer) = asked(QUICK, question(1)).await;
    let room = async {
        let (ask, _, sender) = next_ask(&listener).await;
        listener.send_to(&ask.reply_held(&key()), sender).await.unwrap();
        listener.send_to(&ask.reply(&key(), &[], 300), sender).await.unwrap();
    };
    assert_eq!(tokio::join!(answer, room).0, receipts(&[]));
}

#[tokio::test]
async fn nobody_else_ends_a_question() {
    let (listener, answer) = asked(QUICK, question(1)).await;
    let room = async {
        let (ask, _, sender) = next_ask(&listener).await;
        let earlier = Ask::parse(question(2).as_bytes()).unwrap();
        let stranger = PathKey::from_bytes([6; 32]);
        let mut changed = ask.reply(&key(), &[word(150)], 300);
        *changed.last_mut().unwrap() ^= 1;
        let forged = [
            b"noise".to_vec(),
            Vec::new(),
            ask.reply_held(&stranger),
            ask.reply(&stranger, &[], 300),
            earlier.reply_held(&key()),
            earlier.reply(&key(), &[], 300),
            pack_receipts(&[word(150)]),
            changed,
        ];
        for packet in forged {
            listener.send_to(&packet, sender).await.unwrap();
        }
        let (ask, _, sender) = next_ask(&listener).await;
        listener.send_to(&ask.reply(&key(), &[word(151)], 300), sender).await.unwrap();
    };
    assert_eq!(tokio::join!(answer, room).0, receipts(&[word(151)]));
}

#[tokio::test]
async fn silence_sends_the_question_another_way() {
    let (listener, answer) = asked(Gaps { unheard: Duration::from_millis(200), ..QUICK }, question(1)).await;
    assert_eq!(answer.await, Some(Answer::Unreachable));
    let mut buffer = [0; 2_000];
    let mut tries = 0;
    while listener.try_recv_from(&mut buffer).is_ok() {
        tries += 1;
    }
    assert!((2..8).contains(&tries), "{tries} tries");
}

#[tokio::test]
async fn an_answer_that_was_lost_is_asked_for_again() {
    let clock = Arc::new(ManualClock::new(UnixMillis(0)));
    let listener = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let (trust, question) = (at(listener.local_addr().unwrap()), question(1));
    let path = DatagramPath::new(clock.clone(), Names::new(clock.clone()), QUICK);
    let room = async {
        let (ask, _, sender) = next_ask(&listener).await;
        listener.send_to(&ask.reply_held(&key()), sender).await.unwrap();
        // She keeps still and waits for one thing alone; its answer is lost.
        while clock.sleepers() != 1 {
            tokio::task::yield_now().await;
        }
        clock.advance(ASK_HELD_FOR + QUICK.late);
        let (again, _, sender) = next_ask(&listener).await;
        assert_eq!(again, ask);
        listener.send_to(&again.reply(&key(), &[word(150)], 300), sender).await.unwrap();
    };
    let (answer, ()) = tokio::join!(path.ask(&trust, &question, Duration::from_secs(25)), room);
    assert_eq!(answer, receipts(&[word(150)]));
}

#[tokio::test]
async fn a_word_that_does_not_fit_is_asked_for_in_a_longer_packet() {
    let (listener, answer) = asked(QUICK, question(1)).await;
    let long = [word(600)];
    let room = async {
        for expected in [MIN_ASK_DATAGRAM_BYTES, MAX_DATAGRAM_BYTES] {
            let (ask, length, sender) = next_ask(&listener).await;
            assert_eq!(length, expected);
            listener.send_to(&ask.reply(&key(), &long, length), sender).await.unwrap();
        }
    };
    assert_eq!(tokio::join!(answer, room).0, receipts(&long));
}

#[tokio::test]
async fn of_several_words_those_that_fit_come_first_and_one_that_never_fits_goes_another_way() {
    let (listener, answer) = asked(QUICK, question(1)).await;
    let room = async {
        let (ask, length, sender) = next_ask(&listener).await;
        listener.send_to(&ask.reply(&key(), &[word(150), word(260)], length), sender).await.unwrap();
    };
    assert_eq!(tokio::join!(answer, room).0, receipts(&[word(150)]));

    let (listener, answer) = asked(QUICK, question(1)).await;
    let room = async {
        for _ in 0..2 {
            let (ask, length, sender) = next_ask(&listener).await;
            listener.send_to(&ask.reply(&key(), &[word(1_190)], length), sender).await.unwrap();
        }
    };
    assert_eq!(tokio::join!(answer, room).0, Some(Answer::Unreachable));
}

#[tokio::test]
async fn a_room_without_a_datagram_listener_is_not_asked_so() {
    assert_eq!(phone().ask(&trust_without_datagrams(), &question(1), Duration::ZERO).await, None);
}
