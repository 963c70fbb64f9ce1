//! A room that was put back to an older copy, and says that it does not hold her alert.

use std::sync::atomic::Ordering;
use std::time::Duration;

use hifazat_phone::{Answer, CancelView, Carrying, KeptReceipt, Outbox};
use hifazat_protocol::{AlertId, Ask, KeyId, Message, NotHeld, ReceiptKey, Sequence, Stage, Status, Trigger};

use crate::world::{CANCEL, DURESS, World};

const RECEIVED: [Stage; 2] = [Stage::Stored, Stage::Opened];

/// An alert that the room has; the phone asks for more.
async fn received() -> (World, AlertId) {
    let mut world = World::new();
    let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    world.connect();
    world.start().await;
    assert_eq!(world.stages(id), RECEIVED);
    (world, id)
}

/// What a room says that does not hold the raise, in answer to the n-th question from the last.
fn not_held(world: &World, before: usize, key: &ReceiptKey) -> Answer {
    let asked = world.path.asked();
    let ask = Ask::parse(&asked[asked.len() - 1 - before]).unwrap();
    Answer::Receipts(vec![NotHeld::sign(&ask, key).as_bytes().to_vec()])
}

/// The room is put back to a copy from before everything, and says so. A question that was asked before the last receipt
/// came is asked again.
async fn loses(world: &World, id: AlertId) {
    world.path.answer_ask(world.room.answer(id));
    world.pass(Duration::from_secs(2)).await;
    world.room.forget();
    world.path.answer_ask(not_held(world, 0, &world.room.signing));
    world.settle().await;
}

fn kept_bytes(world: &World) -> Vec<usize> {
    world.memory.alerts().unwrap()[0].entries.iter().map(|entry| entry.envelope.len()).collect()
}

#[tokio::test]
async fn what_the_room_has_lost_is_not_called_received_and_goes_again() {
    let (world, id) = received().await;
    world.path.hang(true);
    loses(&world, id).await;
    let view = world.alert(id);
    assert_eq!((world.stages(id), view.carrying, view.outbox_pending), (vec![], Carrying::Sending, 1));
    assert!(view.lost_at.is_some() && !view.not_delivered, "she is told, and the phone has begun");
    world.pass(Duration::from_secs(91)).await;
    assert!(world.alert(id).not_delivered, "nobody has it, and only a call helps");
    world.path.hang(false);
    world.pass(Duration::from_secs(40)).await;
    assert!(world.room.knows(id));
    let view = world.alert(id);
    assert_eq!((world.stages(id), view.lost_at, view.outbox_pending), (RECEIVED.to_vec(), None, 0));
    // And as often as it happens.
    loses(&world, id).await;
    world.pass(Duration::from_secs(1)).await;
    assert_eq!((world.room.knows(id), world.stages(id)), (true, RECEIVED.to_vec()));
}

#[tokio::test]
async fn nobody_but_the_room_takes_a_word_off_her_screen_and_no_old_answer_does() {
    let (world, id) = received().await;
    let carried = world.path.carried().len();
    let forger = ReceiptKey::from_seed(KeyId(1), [0x66; 32]);
    world.path.answer_ask(not_held(&world, 0, &forger));
    world.pass(Duration::from_secs(2)).await;
    // What the room said truly, but to an earlier question.
    world.path.answer_ask(not_held(&world, 1, &world.room.signing));
    world.pass(Duration::from_secs(2)).await;
    assert_eq!((world.stages(id), world.path.carried().len()), (RECEIVED.to_vec(), carried));
    assert_eq!(world.phone.dropped().total(), 2);
}

#[tokio::test]
async fn the_receipt_of_before_does_not_settle_what_goes_again() {
    let (world, id) = received().await;
    world.path.hang(true);
    let Answer::Receipts(mut old) = world.room.answer(id) else { panic!("no receipts") };
    old.push(world.room.say_as(id, Stage::Seen, Status::Actual));
    loses(&world, id).await;
    world.path.hang(false);
    world.path.reply_with(move |_| Answer::Receipts(old.clone()));
    world.pass(Duration::from_secs(40)).await;
    assert_eq!(world.stages(id), [], "neither what was known nor what was never heard");
    world.connect();
    world.pass(Duration::from_secs(10)).await;
    assert_eq!((world.room.knows(id), world.stages(id)), (true, RECEIVED.to_vec()));
}

#[tokio::test]
async fn a_cancel_that_the_room_has_lost_goes_again_after_the_raise() {
    let (world, id) = received().await;
    world.phone.cancel(id, CANCEL).unwrap();
    world.pass(Duration::from_secs(1)).await;
    assert_eq!(world.alert(id).cancel, CancelView::Received);
    world.path.hang(true);
    loses(&world, id).await;
    assert_eq!(world.alert(id).cancel, CancelView::Pending);
    world.path.hang(false);
    world.pass(Duration::from_secs(40)).await;
    assert_eq!(world.alert(id).cancel, CancelView::Received);
    assert!(matches!(world.room.messages(id).as_slice(), [Message::Raise(_), Message::Cancel(_)]));
}

#[tokio::test]
async fn a_cancel_that_came_before_the_room_knew_what_it_had_lost_is_settled_all_the_same() {
    let (world, id) = received().await;
    world.room.forget();
    world.phone.cancel(id, CANCEL).unwrap();
    world.pass(Duration::from_secs(2)).await;
    assert!(matches!(world.room.messages(id).as_slice(), [Message::Cancel(_)]));
    // The first question was asked before the cancel's receipt came.
    for _ in 0..2 {
        world.path.answer_ask(not_held(&world, 0, &world.room.signing));
        world.pass(Duration::from_secs(4)).await;
    }
    let view = world.alert(id);
    assert_eq!((view.cancel, view.outbox_pending, view.lost_at), (CancelView::Received, 0, None));
    assert!(matches!(world.room.messages(id).as_slice(), [Message::Raise(_), Message::Cancel(_)]));
}

#[tokio::test]
async fn her_screen_stands_still_under_duress_whatever_the_room_has_lost() {
    let (world, id) = received().await;
    world.phone.take_back(DURESS);
    world.pass(Duration::from_secs(1)).await;
    let before = world.alert(id);
    world.path.hang(true);
    loses(&world, id).await;
    assert_eq!(world.alert(id), before);
    world.path.hang(false);
    world.pass(Duration::from_secs(100)).await;
    assert_eq!(world.alert(id), before);
    let messages = world.room.messages(id);
    assert!(matches!(messages.as_slice(), [Message::Raise(_), Message::Cancel(cancel)] if cancel.duress));
}

#[tokio::test]
async fn what_she_took_back_herself_is_not_brought_again() {
    let (world, id) = received().await;
    let question = not_held(&world, 0, &world.room.signing);
    world.phone.take_back(CANCEL);
    world.pass(Duration::from_secs(1)).await;
    world.room.forget();
    world.path.answer_ask(question);
    world.pass(Duration::from_secs(60)).await;
    assert!(!world.room.knows(id));
}

#[tokio::test]
async fn the_sealed_raise_is_kept_until_the_alarm_is_closed() {
    let (world, id) = received().await;
    assert!(kept_bytes(&world)[0] > 0);
    for stage in [Stage::Seen, Stage::Dispatched, Stage::Arrived] {
        world.path.answer_ask(Answer::Receipts(vec![world.room.say(id, stage)]));
        world.settle().await;
        assert!(kept_bytes(&world)[0] > 0, "{stage:?}");
    }
    world.path.answer_ask(Answer::Receipts(vec![world.room.say(id, Stage::Closed)]));
    world.settle().await;
    assert_eq!(kept_bytes(&world), [0]);
}

#[tokio::test]
async fn of_a_drill_nothing_is_kept_once_it_was_opened() {
    let mut world = World::new();
    world.phone.drill(Trigger::Hold);
    world.connect();
    world.start().await;
    assert_eq!(kept_bytes(&world), [0]);
}

#[tokio::test]
async fn a_phone_that_was_killed_meanwhile_goes_on_bringing_it() {
    let (world, id) = received().await;
    world.path.hang(true);
    loses(&world, id).await;
    let mut world = world.relaunch();
    assert_eq!((world.stages(id), world.alert(id).outbox_pending), (vec![], 1));
    world.path.hang(false);
    world.start().await;
    // The lease of the one that was killed ends by itself.
    world.pass(Duration::from_secs(10)).await;
    assert_eq!((world.room.knows(id), world.stages(id)), (true, RECEIVED.to_vec()));
}

#[tokio::test]
async fn what_a_full_disk_would_not_reopen_goes_to_the_disk_reopened() {
    let (world, id) = received().await;
    world.path.hang(true);
    world.disk.full.store(true, Ordering::Relaxed);
    loses(&world, id).await;
    assert_eq!(world.stages(id), []);
    world.disk.full.store(false, Ordering::Relaxed);
    world.pass(Duration::from_secs(40)).await;
    let raise = &world.memory.alerts().unwrap()[0].entries[0];
    assert_eq!((raise.key.sequence, raise.is_open(), world.stages(id)), (Sequence::RAISE, true, vec![]));
    world.path.hang(false);
    world.pass(Duration::from_secs(40)).await;
    assert_eq!((world.room.knows(id), world.stages(id)), (true, RECEIVED.to_vec()));
}

#[tokio::test]
async fn what_another_process_has_heard_since_the_question_counts_before_its_answer() {
    let (world, id) = received().await;
    let late = not_held(&world, 0, &world.room.signing);
    let mut record = world.memory.alerts().unwrap().remove(0);
    let learned = record.receipts[0].learned;
    record.receipts.push(KeptReceipt { raw: world.room.say(id, Stage::Seen), path: "https".to_owned(), learned });
    world.memory.keep(&record).unwrap();
    world.path.answer_ask(late);
    world.pass(Duration::from_secs(3)).await;
    assert_eq!(world.stages(id), [Stage::Stored, Stage::Opened, Stage::Seen]);
    assert_eq!(world.phone.dropped().total(), 0, "it was the room's word all the same");
}

#[tokio::test]
async fn what_a_stranger_is_told_of_an_alert_that_the_room_holds_moves_nothing() {
    let (world, id) = received().await;
    let mut world = world.with_another_vault();
    world.start().await;
    world.pass(Duration::from_secs(2)).await;
    let carried = world.path.carried().len();
    world.path.answer_ask(not_held(&world, 0, &world.room.signing));
    world.pass(Duration::from_secs(5)).await;
    assert_eq!(world.stages(id), RECEIVED);
    assert_eq!(world.path.carried().len(), carried, "nothing is brought again that would never settle");
}

#[tokio::test]
async fn an_alarm_whose_hidden_part_does_not_open_is_not_wiped() {
    let (world, id) = received().await;
    assert_eq!(world.phone.take_back(DURESS).outcome, hifazat_phone::PinOutcome::Done);
    world.pass(Duration::from_secs(5)).await;
    world.phone.dismiss();
    let mut record = world.memory.alerts().unwrap().remove(0);
    assert_eq!((record.open_entries(), record.facts.dismissed), (0, true));
    record.facts.hidden = hifazat_phone::Hidden::default();
    world.memory.forget(id).unwrap();
    world.memory.keep(&record).unwrap();
    world.pass(Duration::from_secs(5)).await;
    assert_eq!(world.memory.alerts().unwrap().len(), 1, "it may be an alarm under duress, which goes on");
}
