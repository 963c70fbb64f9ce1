//! When no data gets through: what goes as a text, when, how often, and what it proves.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use hifazat_phone::{Answer, CancelView, FakeTexts, Phone, TextTrouble, TextView};
use hifazat_protocol::{AlertId, Message, SealedText, Stage, Status, Trigger, UnixMillis};

use crate::world::{CANCEL, DURESS, MORNING, World, place};

const SECOND: Duration = Duration::from_secs(1);
const NONE: [u32; 0] = [];

fn world() -> (World, Arc<FakeTexts>) {
    let texts = FakeTexts::new();
    (World::new().texting(&texts), texts)
}

/// The sequences that went as texts, in the order of their going.
fn sent(texts: &FakeTexts) -> Vec<u32> {
    let sequence = |(number, text): &(String, String)| {
        assert_eq!(number, "8014");
        SealedText::parse(text).unwrap().header().sequence.0
    };
    texts.sent().iter().map(sequence).collect()
}

fn raise(phone: &Phone) -> AlertId {
    phone.raise(Status::Actual, Trigger::Hold).alert_id
}

#[tokio::test]
async fn a_text_goes_when_no_receipt_has_come_in_twenty_seconds() {
    let (mut world, texts) = world();
    world.path.hang(true);
    world.start().await;
    let id = raise(&world.phone);
    world.pass(SECOND * 19).await;
    assert_eq!(sent(&texts), NONE);
    world.pass(SECOND * 2).await;
    assert_eq!(sent(&texts), [0]);
    world.pass(SECOND * 120).await;
    assert_eq!(sent(&texts), [0], "once");

    let Message::Raise(told) = world.room.read_text(&texts.sent()[0].1).message else { panic!("a raise") };
    assert_eq!((told.status, told.tapped_at), (Status::Actual, MORNING));
    assert_eq!(world.stages(id), [], "what was handed over is not received");
    assert!(world.alert(id).not_delivered);
    assert_eq!(world.alert(id).text, Some(TextView::HandedOver { at: MORNING.plus_ms(20_000) }));
}

#[tokio::test]
async fn without_any_network_it_goes_after_three() {
    let (mut world, texts) = world();
    world.start().await;
    raise(&world.phone);
    world.pass(SECOND * 2).await;
    assert_eq!(sent(&texts), NONE);
    world.pass(SECOND * 2).await;
    assert_eq!(sent(&texts), [0]);
}

#[tokio::test]
async fn what_data_brings_through_costs_no_text() {
    let (mut world, texts) = world();
    world.start().await;
    let id = raise(&world.phone);
    world.pass(SECOND * 2).await;
    world.connect();
    world.pass(SECOND * 120).await;
    assert_eq!(world.stages(id), [Stage::Stored, Stage::Opened]);
    assert_eq!((sent(&texts), world.alert(id).text), (NONE.to_vec(), None));
}

#[tokio::test]
async fn a_text_goes_once_over_restarts_and_again_if_nobody_knows_whether_it_went() {
    let (mut world, texts) = world();
    texts.hang(true);
    world.start().await;
    let id = raise(&world.phone);
    world.pass(SECOND * 5).await;
    assert_eq!(sent(&texts), [0]);
    assert_eq!(world.alert(id).text, None, "nobody has said that it went");

    // Killed between the two.
    texts.hang(false);
    let mut world = world.texting(&texts);
    world.start().await;
    world.pass(SECOND * 30).await;
    assert_eq!(sent(&texts), [0, 0]);
    assert_eq!(texts.sent()[0], texts.sent()[1], "the very same: the room takes it as one");

    let mut world = world.texting(&texts);
    world.start().await;
    world.pass(SECOND * 60).await;
    assert_eq!(sent(&texts).len(), 2);
    assert!(matches!(world.alert(id).text, Some(TextView::HandedOver { .. })));
}

#[tokio::test]
async fn two_processes_hand_it_over_once() {
    let (mut world, texts) = world();
    world.path.hang(true);
    let other = world.other_process();
    other.hand_texts_to(Arc::<FakeTexts>::clone(&texts));
    world.start().await;
    raise(&world.phone);
    let running = tokio::spawn(async move { other.run().await });
    world.pass(SECOND * 60).await;
    running.abort();
    assert_eq!(sent(&texts), [0]);
}

#[tokio::test]
async fn a_receipt_by_text_is_shown_and_settles_no_envelope() {
    let (mut world, texts) = world();
    world.phone.set_receipts_by_text(true);
    world.start().await;
    let id = raise(&world.phone);
    world.pass(SECOND * 5).await;
    assert!(world.room.read_text(&texts.sent()[0].1).receipts_by_text);

    assert!(world.phone.text_arrived(&world.room.text_back(id, Stage::Stored, Status::Actual)));
    assert_eq!(world.stages(id), [Stage::Stored], "the control room has her alert");
    let step = world.alert(id).steps.into_iter().next_back().unwrap();
    assert_eq!((step.path.as_deref(), step.at), (Some("sms"), UnixMillis(1_000)));
    assert_eq!(world.alert(id).outbox_pending, 1, "the signed copy is still to be brought");
    assert!(!world.alert(id).not_delivered);

    assert!(world.phone.text_arrived(&world.room.text_back(id, Stage::Seen, Status::Actual)));
    let world = world.relaunch();
    assert_eq!(world.stages(id), [Stage::Stored, Stage::Seen], "kept, and verified again");

    let mut world = world.texting(&texts);
    world.connect();
    world.start().await;
    assert_eq!(world.alert(id).outbox_pending, 0);
    assert_eq!(world.stages(id), [Stage::Stored, Stage::Opened, Stage::Seen]);
    world.settle().await;
    let asked = world.path.asked();
    assert_eq!(asked.last().unwrap()[34..36], [0, 1], "of the room's words only *opened* came by its chain");
    assert_eq!(sent(&texts), [0]);
}

#[tokio::test]
async fn what_a_text_calls_closed_is_still_asked_about() {
    let (mut world, texts) = world();
    world.phone.set_receipts_by_text(true);
    world.start().await;
    let id = raise(&world.phone);
    world.pass(SECOND * 5).await;
    world.room.read_text(&texts.sent()[0].1);
    for stage in [Stage::Stored, Stage::Closed] {
        assert!(world.phone.text_arrived(&world.room.text_back(id, stage, Status::Actual)));
    }
    assert_eq!(sent(&texts), [0]);
    world.connect();
    world.pass(SECOND * 60).await;
    assert_eq!(world.stages(id), [Stage::Stored, Stage::Opened, Stage::Closed]);
}

#[tokio::test]
async fn a_foreign_or_forged_receipt_by_text_is_dropped_and_counted() {
    let (mut world, texts) = world();
    world.start().await;
    let id = raise(&world.phone);
    world.pass(SECOND * 5).await;
    world.room.read_text(&texts.sent()[0].1);
    assert!(!world.phone.text_arrived("Your balance is low"));
    assert_eq!(world.phone.dropped().total(), 0, "what is no receipt is nobody's business");

    let receipt = world.room.text_back(id, Stage::Closed, Status::Actual);
    let mut changed = receipt.clone().into_bytes();
    changed[100] = if changed[100] == b'A' { b'B' } else { b'A' };
    assert!(!world.phone.text_arrived(std::str::from_utf8(&changed).unwrap()));
    assert!(!world.phone.text_arrived(&world.room.text_back(id, Stage::Opened, Status::Exercise)));
    assert_eq!((world.phone.dropped().foreign, world.phone.dropped().conflicting), (1, 1));
    assert_eq!(world.stages(id), []);
    assert!(world.alert(id).broken, "an alarm that is answered as a drill");
    assert!(world.phone.text_arrived(&receipt));
}

#[tokio::test]
async fn a_cancel_goes_as_a_text_if_its_raise_did() {
    let (mut world, texts) = world();
    world.start().await;
    let id = raise(&world.phone);
    world.pass(SECOND * 15).await;
    world.phone.cancel(id, CANCEL);
    world.pass(SECOND * 10).await;
    assert_eq!(sent(&texts), [0, 1]);
    assert!(matches!(world.room.read_text(&texts.sent()[1].1).message, Message::Cancel(cancel) if !cancel.duress));
    assert_eq!(world.alert(id).cancel, CancelView::Pending);
    world.phone.text_arrived(&world.room.text_back(id, Stage::Stored, Status::Actual));
    assert_eq!(world.alert(id).cancel, CancelView::Pending, "nobody has proven it: the room may yet forget it");
    assert_eq!(world.alert(id).outbox_pending, 2);
}

#[tokio::test]
async fn a_receipt_by_text_for_a_proven_cancel_says_that_it_is_received() {
    let (mut world, texts) = world();
    world.connect();
    world.start().await;
    raise(&world.phone);
    world.pass(SECOND * 2).await;
    world.path.reply_with(|_| Answer::Unreachable);
    let id = raise(&world.phone);
    world.pass(SECOND * 15).await;
    world.phone.cancel(id, CANCEL);
    world.pass(SECOND * 10).await;
    assert!(world.room.read_text(&texts.sent()[1].1).proven);
    assert_eq!(world.alert(id).cancel, CancelView::Pending);
    world.phone.text_arrived(&world.room.text_back(id, Stage::Stored, Status::Actual));
    assert_eq!(world.alert(id).cancel, CancelView::Received);
}

#[tokio::test]
async fn a_cancel_costs_no_text_if_its_raise_came_by_data() {
    let (mut world, texts) = world();
    world.connect();
    world.start().await;
    let id = raise(&world.phone);
    world.pass(SECOND * 15).await;
    world.path.reply_with(|_| Answer::Unreachable);
    world.phone.cancel(id, CANCEL);
    world.pass(SECOND * 60).await;
    assert_eq!(sent(&texts), NONE);
}

#[tokio::test]
async fn texts_do_not_tell_one_pin_from_the_other() {
    let mut told = Vec::new();
    for pin in [CANCEL, DURESS] {
        let (mut world, texts) = world();
        world.start().await;
        let id = raise(&world.phone);
        world.pass(SECOND * 15).await;
        world.phone.cancel(id, pin);
        world.pass(SECOND * 120).await;
        let lengths: Vec<usize> = texts.sent().iter().map(|(_, text)| text.len()).collect();
        told.push((sent(&texts), lengths, world.alert(id).text));
        let Message::Cancel(cancel) = world.room.read_text(&texts.sent()[1].1).message else { panic!("a cancel") };
        assert_eq!(cancel.duress, pin == DURESS);
    }
    assert_eq!(told[0], told[1]);
}

#[tokio::test]
async fn what_was_taken_back_in_time_costs_no_text() {
    let (world, texts) = world();
    raise(&world.phone);
    world.phone.take_back(CANCEL);
    let mut world = world;
    world.start().await;
    world.pass(SECOND * 60).await;
    assert_eq!(sent(&texts), NONE);
}

#[tokio::test]
async fn a_drill_costs_a_text_only_if_it_asks_for_one() {
    let (mut world, texts) = world();
    world.start().await;
    world.phone.drill(Trigger::Hold);
    world.phone.line_check();
    world.pass(SECOND * 60).await;
    assert_eq!(sent(&texts), NONE);

    world.connect();
    let drill = world.phone.drill_by_text(Trigger::Hold).alert_id;
    world.pass(SECOND).await;
    assert_eq!(sent(&texts), [0], "at once, and beside what data brings");
    assert_eq!(world.room.read_text(&texts.sent()[0].1).message.status(), Status::Exercise);
    assert_eq!(world.stages(drill), [Stage::Stored, Stage::Opened]);
}

#[tokio::test]
async fn a_text_is_proven_once_the_room_has_read_something_of_this_phone() {
    let (mut world, texts) = world();
    world.start().await;
    raise(&world.phone);
    world.pass(SECOND * 5).await;
    assert!(!world.room.read_text(&texts.sent()[0].1).proven, "the room cannot know this phone");

    world.connect();
    world.phone.network_changed();
    world.pass(SECOND).await;
    world.path.reply_with(|_| Answer::Unreachable);
    raise(&world.phone);
    world.pass(SECOND * 5).await;
    assert!(world.room.read_text(&texts.sent()[1].1).proven);
}

#[tokio::test]
async fn without_a_number_or_an_operator_data_alone_goes_on() {
    let mut world = World::new();
    world.start().await;
    let id = raise(&world.phone);
    world.pass(SECOND * 60).await;
    assert_eq!(world.alert(id).text, None);
    world.connect();
    world.pass(SECOND * 30).await;
    assert_eq!(world.stages(id), [Stage::Stored, Stage::Opened]);
}

#[tokio::test]
async fn what_cannot_be_handed_over_is_told_and_tried_again_without_end() {
    let (mut world, texts) = world();
    texts.refuse(Some(TextTrouble::NotAllowed));
    world.start().await;
    let id = raise(&world.phone);
    world.pass(SECOND * 30).await;
    assert_eq!(world.alert(id).text, Some(TextView::Failing(TextTrouble::NotAllowed)));
    assert_eq!(sent(&texts), NONE, "what she has not allowed is not even tried");

    texts.refuse(Some(TextTrouble::NoService));
    world.pass(SECOND * 600).await;
    let tried = texts.sent().len();
    assert!((4..=20).contains(&tried), "{tried} tries in ten minutes: patient, and not tired");
    texts.refuse(None);
    world.pass(SECOND * 330).await;
    assert_eq!(texts.sent().len(), tried + 1);
    assert!(matches!(world.alert(id).text, Some(TextView::HandedOver { .. })));
}

#[tokio::test]
async fn the_first_place_follows_as_a_text_and_the_track_does_not() {
    let (mut world, texts) = world();
    world.start().await;
    raise(&world.phone);
    world.pass(SECOND * 10).await;
    for step in 0..5 {
        world.location.find(place(31.5 + f64::from(step) / 100.0));
        world.pass(SECOND * 30).await;
    }
    assert_eq!(sent(&texts), [0, 1]);
    let Message::Update(update) = world.room.read_text(&texts.sent()[1].1).message else { panic!("an update") };
    assert_eq!(update.fixes.len(), 1);
}

#[tokio::test]
async fn a_last_word_goes_as_a_text_also_when_the_raise_did_not() {
    let (mut world, texts) = world();
    world.connect();
    world.start().await;
    let id = raise(&world.phone);
    world.location.find(place(31.5));
    world.pass(SECOND * 30).await;
    world.path.hang(true);
    world.phone.note_battery(3);
    world.phone.note_charging(false);
    world.pass(SECOND * 30).await;
    let last = texts.sent();
    assert_eq!(last.len(), 1);
    assert!(matches!(world.room.read_text(&last[0].1).message, Message::Update(update) if update.last_word));
    assert_eq!(SealedText::parse(&last[0].1).unwrap().header().alert, id);
}

#[tokio::test]
async fn with_a_full_disk_the_text_goes_once_all_the_same() {
    let (mut world, texts) = world();
    world.disk.full.store(true, Ordering::Relaxed);
    world.start().await;
    let id = raise(&world.phone);
    world.pass(SECOND * 120).await;
    assert_eq!(sent(&texts), [0]);
    world.disk.full.store(false, Ordering::Relaxed);
    world.pass(SECOND * 60).await;
    let mut world = world.texting(&texts);
    world.start().await;
    world.pass(SECOND * 60).await;
    assert_eq!(sent(&texts), [0], "what memory knew has come to the disk");
    assert!(world.alert(id).durable);
}
