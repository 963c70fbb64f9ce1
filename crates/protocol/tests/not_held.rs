//! The room's word that it does not hold an alert: believed as the answer to one question, and of nobody else.

#![cfg(test)]

use hifazat_protocol::*;

const DEVICE: DeviceId = DeviceId([4; 16]);
const ALERT: AlertId = AlertId([9; 16]);

fn question(seed: u64) -> Question {
    Question::new(DEVICE, ALERT, 1, &PathKey::from_bytes([3; 32]), &SeededEntropy::new(seed))
}

fn ask(question: &Question) -> Ask {
    Ask::parse(question.as_bytes()).unwrap()
}

fn key() -> ReceiptKey {
    ReceiptKey::from_seed(KeyId(1), [0x5e; 32])
}

#[test]
fn it_answers_one_question_and_is_bound_whole() {
    let (question, keys) = (question(1), [key().public()]);
    let word = NotHeld::sign(&ask(&question), &key());
    assert_eq!(verify_not_held(word.as_bytes(), &question, &keys).map(|word| word.alert()), Ok(ALERT));
    for bit in 0..word.as_bytes().len() * 8 {
        let mut bytes = word.as_bytes().to_vec();
        bytes[bit / 8] ^= 1 << (bit % 8);
        verify_not_held(&bytes, &question, &keys).expect_err("a bit is not bound");
        // Which question it was is not asked again of one that was kept.
        verify_kept_not_held(&bytes, ALERT, &keys).expect_err("a bit is not bound");
    }
    for short in 0..word.as_bytes().len() {
        let bytes = &word.as_bytes()[..short];
        assert_eq!(verify_not_held(bytes, &question, &keys), Err(ReceiptError::Shape));
    }
}

#[test]
fn what_was_true_once_answers_no_later_question() {
    let word = NotHeld::sign(&ask(&question(1)), &key());
    let keys = [key().public()];
    assert_eq!(verify_not_held(word.as_bytes(), &question(2), &keys), Err(ReceiptError::Foreign));
    assert_eq!(verify_kept_not_held(word.as_bytes(), AlertId([8; 16]), &keys), Err(ReceiptError::Foreign));
    let forged = NotHeld::sign(&ask(&question(1)), &ReceiptKey::from_seed(KeyId(1), [0x66; 32]));
    assert_eq!(verify_not_held(forged.as_bytes(), &question(1), &keys), Err(ReceiptError::Signature));
    let foreign = NotHeld::sign(&ask(&question(1)), &ReceiptKey::from_seed(KeyId(2), [0x5e; 32]));
    assert_eq!(verify_not_held(foreign.as_bytes(), &question(1), &keys), Err(ReceiptError::UnknownKey));
}

#[test]
fn it_is_no_receipt_and_no_receipt_is_it() {
    let word = NotHeld::sign(&ask(&question(1)), &key());
    assert!(is_not_held(word.as_bytes()));
    let response = ResponseKey::from_bytes([0; 32]);
    assert_eq!(verify(word.as_bytes(), ALERT, &[key().public()], &response), Err(ReceiptError::Shape));
    assert!(!claims_to_store(word.as_bytes(), &[]));
    assert!(!is_not_held(question(1).as_bytes()));
}

#[test]
fn the_reply_that_brings_it_is_shorter_than_the_shortest_ask_by_datagram() {
    let question = question(1);
    let word = NotHeld::sign(&ask(&question), &key());
    let reply =
        ask(&question).reply(&PathKey::from_bytes([3; 32]), std::slice::from_ref(&word), MIN_ASK_DATAGRAM_BYTES);
    assert_eq!(question.read(&reply), Some(Reply::All(vec![word.as_bytes().to_vec()])));
    assert!(reply.len() < MIN_ASK_DATAGRAM_BYTES);
}
