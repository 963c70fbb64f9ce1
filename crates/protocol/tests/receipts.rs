//! Only the room can move a word on her screen.

#![cfg(test)]

use hifazat_protocol::*;

const ALERT: AlertId = AlertId([9; 16]);

fn room() -> ReceiptKey {
    ReceiptKey::from_seed(KeyId(1), [5; 32])
}

fn response() -> ResponseKey {
    ResponseKey::from_bytes([6; 32])
}

fn receipt(stage: Stage) -> Receipt {
    Receipt {
        alert: ALERT,
        stage,
        sequence: Sequence(2),
        at: UnixMillis(1_790_000_000_999),
        status: (stage != Stage::Stored).then_some(Status::Actual),
        desk: (stage >= Stage::Seen).then(|| "Lahore desk".to_owned()),
        unit: (stage >= Stage::Dispatched).then(|| "Lahore 12".to_owned()),
        eta_s: (stage == Stage::Dispatched).then_some(420),
        previous: (stage != Stage::Stored).then_some([4; 32]),
        envelope: (stage == Stage::Stored).then_some([5; 32]),
    }
}

fn signed(stage: Stage) -> SignedReceipt {
    match stage {
        Stage::Stored => receipt(stage).sign(&room()),
        Stage::Opened | Stage::Seen | Stage::Dispatched | Stage::Arrived | Stage::Closed => {
            receipt(stage).sign_sealed(&room(), &response(), &SeededEntropy::new(1))
        }
    }
}

const STAGES: [Stage; 6] =
    [Stage::Stored, Stage::Opened, Stage::Seen, Stage::Dispatched, Stage::Arrived, Stage::Closed];

#[test]
fn what_the_room_states_is_what_the_phone_verifies() {
    for stage in STAGES {
        let signed = signed(stage);
        let verified = verify(signed.as_bytes(), ALERT, &[room().public()], &response()).unwrap();
        assert_eq!(*verified, receipt(stage));
        assert_eq!(verified.hash(), signed.hash());
    }
}

#[test]
fn every_single_bit_flip_of_a_receipt_is_rejected() {
    for stage in STAGES {
        let signed = signed(stage);
        for bit in 0..signed.as_bytes().len() * 8 {
            let mut bytes = signed.as_bytes().to_vec();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let outcome = verify(&bytes, ALERT, &[room().public()], &response());
            assert!(outcome.is_err(), "{stage:?}: bit {bit} is not bound");
        }
    }
}

#[test]
fn forged_and_foreign_receipts_are_dropped_with_a_reason() {
    let keys = [room().public()];
    let check = |receipt: &SignedReceipt, response: &ResponseKey| {
        verify(receipt.as_bytes(), ALERT, &keys, response).unwrap_err()
    };
    let forger = ReceiptKey::from_seed(KeyId(1), [66; 32]);
    assert_eq!(check(&receipt(Stage::Stored).sign(&forger), &response()), ReceiptError::Signature);
    let unknown = ReceiptKey::from_seed(KeyId(2), [5; 32]);
    assert_eq!(check(&receipt(Stage::Stored).sign(&unknown), &response()), ReceiptError::UnknownKey);
    let other = Receipt { alert: AlertId([8; 16]), ..receipt(Stage::Stored) };
    assert_eq!(check(&other.sign(&room()), &response()), ReceiptError::Foreign);
    assert_eq!(check(&signed(Stage::Seen), &ResponseKey::from_bytes([7; 32])), ReceiptError::Cipher);
}

#[test]
fn a_stage_comes_only_in_its_form() {
    let keys = [room().public()];
    let in_clear = receipt(Stage::Dispatched).sign(&room());
    assert_eq!(verify(in_clear.as_bytes(), ALERT, &keys, &response()), Err(ReceiptError::Form));
    let sealed = receipt(Stage::Stored).sign_sealed(&room(), &response(), &SeededEntropy::new(1));
    assert_eq!(verify(sealed.as_bytes(), ALERT, &keys, &response()), Err(ReceiptError::Form));
}

#[test]
fn a_listener_learns_nothing_from_a_later_stage() {
    let bytes = signed(Stage::Dispatched).as_bytes().to_vec();
    assert!(!bytes.windows(6).any(|window| window == b"Lahore"));
}

#[test]
fn receipts_travel_together() {
    let receipts: Vec<_> = STAGES.into_iter().map(signed).collect();
    let packed = pack_receipts(&receipts);
    let unpacked = unpack_receipts(&packed).unwrap();
    let expected: Vec<_> = receipts.iter().map(|receipt| receipt.as_bytes().to_vec()).collect();
    assert_eq!(unpacked, expected);
    assert_eq!(unpack_receipts(&packed[..packed.len() - 1]).unwrap_err().code(), "truncated");
    assert!(unpack_receipts(&[]).unwrap().is_empty());
}
