//! Asks and what the room replies to them over datagrams.

#![cfg(test)]

use hifazat_protocol::*;

const DEVICE: DeviceId = DeviceId([4; 16]);
const ALERT: AlertId = AlertId([9; 16]);

fn key() -> PathKey {
    PathKey::from_bytes([3; 32])
}

fn question(seed: u64) -> Question {
    Question::new(DEVICE, ALERT, 1, &key(), &SeededEntropy::new(seed))
}

fn ask(question: &Question) -> Ask {
    Ask::parse(question.as_bytes()).unwrap()
}

/// Something as long as a receipt.
fn receipt(bytes: usize) -> SignedReceipt {
    SignedReceipt::from_kept(vec![1; bytes], [0; 32])
}

#[test]
fn an_ask_of_either_form_is_known_by_its_tag_and_bound_whole() {
    for ask in [ask(&question(1)), Ask::counting_receipts(DEVICE, ALERT, 2, &key())] {
        assert_eq!(Ask::parse(ask.as_bytes()), Ok(ask.clone()));
        assert!(ask.tag_is_from(&key()));
        assert!(!ask.tag_is_from(&PathKey::from_bytes([0; 32])));
        for bit in 16..ask.as_bytes().len() * 8 {
            let mut bytes = ask.as_bytes().to_vec();
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(!Ask::parse(&bytes).unwrap().tag_is_from(&key()), "bit {bit} is not bound");
        }
        let short = &ask.as_bytes()[..ask.as_bytes().len() - 1];
        assert_eq!(Ask::parse(short), Err(Rejection::Truncated { bytes: short.len() }));
    }
}

#[test]
fn a_padded_ask_is_the_same_ask_and_says_so_only_where_padding_may_be() {
    let question = question(1);
    let padded = question.padded(1_000);
    assert_eq!(padded.len(), 1_000);
    assert_eq!(question.padded(1).len(), MIN_ASK_DATAGRAM_BYTES);
    assert_eq!(Ask::parse_padded(&padded), Ok(ask(&question)));
    assert!(Ask::parse(&padded).is_err());
}

#[test]
fn a_reply_holds_as_many_receipts_as_it_may_be_long() {
    let question = question(1);
    let receipts = [receipt(150), receipt(160), receipt(170)];
    let read = |longest| {
        let reply = ask(&question).reply(&key(), &receipts, longest);
        assert!(reply.len() <= longest);
        question.read(&reply).unwrap()
    };
    let kept: Vec<Vec<u8>> = receipts.iter().map(|receipt| receipt.as_bytes().to_vec()).collect();
    assert_eq!(read(20), Reply::More(Vec::new()));
    assert_eq!(read(300), Reply::More(kept[..1].to_vec()));
    assert_eq!(read(19 + 152 + 162 + 171), Reply::More(kept[..2].to_vec()));
    assert_eq!(read(19 + 152 + 162 + 172), Reply::All(kept));
    assert_eq!(question.read(&ask(&question).reply_held(&key())), Some(Reply::Held));
}

#[test]
fn only_the_room_ends_a_question_and_only_this_one() {
    let question = question(1);
    let reply = ask(&question).reply(&key(), &[receipt(150)], 300);
    for bit in 0..reply.len() * 8 {
        let mut bytes = reply.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(question.read(&bytes), None, "bit {bit} of the reply is not bound");
    }
    let before = self::question(2);
    assert_eq!(question.read(&ask(&before).reply_held(&key())), None, "a reply to an earlier question");
    let stranger = PathKey::from_bytes([8; 32]);
    assert_eq!(question.read(&ask(&question).reply_held(&stranger)), None, "by somebody without the key");
    assert_eq!(question.read(&[]), None);
    assert_eq!(question.read(question.as_bytes()), None, "an echo");
}
