use hifazat_protocol::{
    AlertId, KeyId, Receipt, ReceiptKey, ResponseKey, SeededEntropy, Sequence, Stage, Status, UnixMillis,
    VerifiedReceipt, verify,
};
use proptest::prelude::*;

use super::{Climb, Ladder};
use crate::moment::Moment;

const HERS: AlertId = AlertId([7; 16]);

fn learned() -> Moment {
    Moment { wall: UnixMillis(0), elapsed_ms: 0, boot: 1 }
}

fn proven(stage: Stage, sequence: u32, at: i64, status: Status, previous: Option<[u8; 32]>) -> VerifiedReceipt {
    let key = ReceiptKey::from_seed(KeyId(1), [9; 32]);
    let response = ResponseKey::from_bytes([3; 32]);
    let receipt = Receipt {
        alert: HERS,
        stage,
        sequence: Sequence(sequence),
        at: UnixMillis(at),
        status: (stage != Stage::Stored).then_some(status),
        desk: (stage == Stage::Seen).then(|| "Lahore".to_owned()),
        unit: (stage == Stage::Dispatched).then(|| format!("Lahore {at}")),
        eta_s: (stage == Stage::Dispatched).then_some(420),
        previous,
        envelope: (stage == Stage::Stored).then_some([5; 32]),
    };
    let signed = match stage {
        Stage::Stored => receipt.sign(&key),
        Stage::Opened | Stage::Seen | Stage::Dispatched | Stage::Arrived | Stage::Closed => {
            receipt.sign_sealed(&key, &response, &SeededEntropy::new(1))
        }
    };
    verify(signed.as_bytes(), HERS, &[key.public()], &response).unwrap()
}

#[test]
fn a_repeated_receipt_changes_nothing() {
    let mut ladder = Ladder::new(Status::Actual);
    let stored = proven(Stage::Stored, 0, 5, Status::Actual, None);
    let opened = proven(Stage::Opened, 0, 6, Status::Actual, Some(stored.hash()));
    for receipt in [stored, opened] {
        assert_eq!(ladder.climb(&receipt, "https", learned()), Climb::Advanced);
        assert_eq!(ladder.climb(&receipt, "https", learned()), Climb::Known);
    }
    assert_eq!(ladder.words(), 1);
}

#[test]
fn a_second_first_receipt_that_adds_nothing_is_conflicting() {
    let mut ladder = Ladder::new(Status::Actual);
    ladder.climb(&proven(Stage::Opened, 0, 5, Status::Actual, None), "https", learned());
    let other = proven(Stage::Opened, 0, 6, Status::Actual, None);
    assert_eq!(ladder.climb(&other, "https", learned()), Climb::Conflicting);
    assert_eq!(ladder.shown()[&Stage::Opened].at, UnixMillis(5));
}

#[test]
fn a_room_restored_from_a_backup_can_still_send_help() {
    let mut ladder = Ladder::new(Status::Actual);
    let stored = proven(Stage::Stored, 0, 5, Status::Actual, None);
    ladder.climb(&stored, "https", learned());
    ladder.climb(&proven(Stage::Opened, 0, 6, Status::Actual, Some(stored.hash())), "https", learned());
    let forked = proven(Stage::Dispatched, 0, 9, Status::Actual, Some(stored.hash()));
    assert_eq!(ladder.climb(&forked, "https", learned()), Climb::Advanced);
}

#[test]
fn another_unit_replaces_the_first_without_a_step_back() {
    let mut ladder = Ladder::new(Status::Actual);
    let first = proven(Stage::Dispatched, 0, 10, Status::Actual, None);
    ladder.climb(&first, "https", learned());
    ladder.climb(&proven(Stage::Arrived, 0, 20, Status::Actual, Some([1; 32])), "https", learned());
    ladder.climb(&proven(Stage::Dispatched, 0, 30, Status::Actual, Some(first.hash())), "https", learned());
    assert_eq!(ladder.shown()[&Stage::Dispatched].unit.as_deref(), Some("Lahore 30"));
    assert_eq!(ladder.top(), Some(Stage::Arrived));
}

#[test]
fn a_drill_answered_as_an_alarm_is_the_wrong_kind() {
    let mut drill = Ladder::new(Status::Exercise);
    assert_eq!(drill.climb(&proven(Stage::Opened, 0, 1, Status::Actual, None), "https", learned()), Climb::WrongKind);
    assert_eq!(drill.climb(&proven(Stage::Seen, 0, 1, Status::Exercise, None), "https", learned()), Climb::WrongKind);
    let mut alarm = Ladder::new(Status::Actual);
    assert_eq!(alarm.climb(&proven(Stage::Opened, 0, 1, Status::Exercise, None), "https", learned()), Climb::WrongKind);
    assert_eq!(alarm.top(), None);
}

fn stages() -> impl Strategy<Value = Stage> {
    prop::sample::select(vec![
        Stage::Stored,
        Stage::Opened,
        Stage::Seen,
        Stage::Dispatched,
        Stage::Arrived,
        Stage::Closed,
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_ladder_never_goes_back(list in prop::collection::vec((stages(), 0..4_u32, 0..50_i64, 0..3_u8), 1..20)) {
        let mut ladder = Ladder::new(Status::Actual);
        for (stage, sequence, at, previous) in list {
            let before = (ladder.top(), ladder.rungs.keys().copied().collect::<Vec<_>>());
            let previous = (previous > 0).then_some([previous; 32]);
            ladder.climb(&proven(stage, sequence, at, Status::Actual, previous), "https", learned());
            prop_assert!(ladder.top() >= before.0);
            prop_assert!(before.1.iter().all(|stage| ladder.shown().contains_key(stage)));
        }
    }

    #[test]
    fn the_order_of_arrival_does_not_matter(order in Just((0..5_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let mut chain = Vec::new();
        let mut previous = None;
        for stage in [Stage::Stored, Stage::Opened, Stage::Seen, Stage::Dispatched, Stage::Closed] {
            let at = i64::try_from(chain.len()).unwrap();
            let receipt = proven(stage, 0, at, Status::Actual, previous);
            previous = Some(receipt.hash());
            chain.push(receipt);
        }
        let mut ladder = Ladder::new(Status::Actual);
        for place in order {
            prop_assert_eq!(ladder.climb(&chain[place], "https", learned()), Climb::Advanced);
        }
        prop_assert_eq!(ladder.words(), 4);
        prop_assert_eq!(ladder.top(), Some(Stage::Closed));
    }
}
