use std::time::Duration;

use hifazat_phone::{Answer, Carrying, EntryState, Outbox, Refusal};
use hifazat_protocol::{Stage, Status, Trigger};

use crate::room::Room;
use crate::world::World;

#[tokio::test]
async fn only_a_verified_receipt_settles_an_entry() {
    let mut world = World::new();
    let other = world.phone.raise(Status::Actual, Trigger::Hold);
    world.connect();
    world.start().await;
    world.stop();
    let foreign = world.room.answer(other.alert_id);
    let Answer::Receipts(foreign) = foreign else { panic!("receipts") };

    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    let stranger = Room::new(5);
    world.path.reply_with(move |envelope| {
        let (alert, key) = (envelope.header().alert, &stranger.signing);
        let receipt = hifazat_protocol::Receipt {
            alert,
            stage: Stage::Stored,
            sequence: envelope.header().sequence,
            at: crate::world::MORNING,
            status: None,
            desk: None,
            unit: None,
            eta_s: None,
            previous: None,
            envelope: Some(envelope.digest()),
        };
        Answer::Receipts(vec![receipt.sign(key).as_bytes().to_vec(), b"HTTP/1.1 200 OK".to_vec()])
    });
    world.path.answer_once(Answer::Receipts(Vec::new()));
    world.path.answer_once(Answer::Garbled);
    world.path.answer_once(Answer::Busy { after: None });
    world.path.answer_once(Answer::Receipts(foreign.clone()));
    world.start().await;
    world.pass(Duration::from_secs(60)).await;
    assert!(world.path.carried().len() > 6);
    assert_eq!(world.alert(raised.alert_id).outbox_pending, 1);
    assert!(world.stages(raised.alert_id).is_empty());
    let dropped = world.phone.dropped();
    assert_eq!(dropped.foreign, u64::try_from(foreign.len()).unwrap());
    assert!(dropped.forged >= 2);

    world.connect();
    world.pass(Duration::from_secs(20)).await;
    assert_eq!(world.alert(raised.alert_id).outbox_pending, 0);
}

#[tokio::test]
async fn there_is_no_retry_limit() {
    let mut world = World::new();
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    world.start().await;
    world.pass(Duration::from_secs(600)).await;
    let tries = world.path.carried().len();
    assert!(tries >= 600 / 21, "{tries} attempts in ten minutes: the pause is capped");
    assert_eq!(world.alert(raised.alert_id).carrying, Carrying::WaitingForNetwork);
    world.connect();
    world.pass(Duration::from_secs(20)).await;
    assert_eq!(world.stages(raised.alert_id), [Stage::Stored, Stage::Opened]);
}

#[tokio::test]
async fn a_new_network_is_used_at_once() {
    let mut world = World::new();
    world.phone.raise(Status::Actual, Trigger::Hold);
    world.start().await;
    world.pass(Duration::from_secs(120)).await;
    let before = world.path.carried().len();
    world.phone.network_changed();
    world.settle().await;
    assert_eq!(world.path.carried().len(), before + 1);
}

#[tokio::test]
async fn a_path_that_hangs_does_not_keep_another_from_trying_again() {
    let (mut world, second) = World::new().with_second_path();
    // No datagram gets through and nobody says so; HTTPS breaks off, twice.
    world.path.hang(true);
    second.answer_once(Answer::Unreachable);
    second.answer_once(Answer::Garbled);
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    world.start().await;
    world.pass(Duration::from_secs(4)).await;
    assert_eq!((world.path.carried().len(), second.carried().len()), (1, 3));
    assert_eq!(world.stages(raised.alert_id), [Stage::Stored, Stage::Opened]);
}

#[tokio::test]
async fn a_room_that_refuses_by_one_path_does_not_park_what_another_still_carries() {
    let (mut world, second) = World::new().with_second_path();
    world.path.hang(true);
    second.reply_with(|_| Answer::Rejected(Refusal { code: "malformed".to_owned() }));
    world.phone.raise(Status::Actual, Trigger::Hold);
    world.start().await;
    // The race has begun anew: the path that hung is tried again within seconds, not after the long pause of a refusal.
    world.pass(Duration::from_secs(40)).await;
    assert_eq!(world.memory.alerts().unwrap()[0].entries[0].state, EntryState::Pending);
    assert_eq!(world.path.carried().len(), 2);
}

#[tokio::test]
async fn a_new_network_wakes_a_path_that_rests_while_another_hangs() {
    let (mut world, second) = World::new().with_second_path();
    world.path.hang(true);
    second.reply_with(|_| Answer::Unreachable);
    world.phone.raise(Status::Actual, Trigger::Hold);
    world.start().await;
    world.pass(Duration::from_secs(20)).await;
    let before = second.carried().len();
    world.phone.network_changed();
    world.settle().await;
    assert_eq!(second.carried().len(), before + 1);
}

#[tokio::test]
async fn an_old_entry_never_blocks_a_new_alert() {
    let mut world = World::new();
    for _ in 0..20 {
        world.phone.raise(Status::Actual, Trigger::Button);
    }
    world.path.hang(true);
    world.start().await;
    let hanging = world.path.carried().len();
    assert!(hanging < 20, "old alerts share a few lanes");
    let new = world.phone.raise(Status::Actual, Trigger::Hold);
    world.path.hang(false);
    world.connect();
    world.settle().await;
    assert!(world.room.knows(new.alert_id));
}

#[tokio::test]
async fn an_entry_that_the_room_refuses_is_parked_and_tried_again() {
    let mut world = World::new();
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    world.path.answer_once(Answer::Rejected(Refusal { code: "unsupported_version".to_owned() }));
    world.connect();
    world.start().await;
    let state = world.memory.alerts().unwrap()[0].entries[0].state.clone();
    assert_eq!(state, EntryState::Parked { code: "unsupported_version".to_owned() });
    world.pass(Duration::from_secs(60)).await;
    assert_eq!(world.alert(raised.alert_id).outbox_pending, 0);
}

#[tokio::test]
async fn the_newest_real_alarm_goes_first() {
    let mut world = World::new();
    world.phone.raise(Status::Actual, Trigger::Hold);
    world.phone.drill(Trigger::Hold);
    let newest = world.phone.raise(Status::Actual, Trigger::Hold);
    world.phone.line_check();
    world.start().await;
    let first = hifazat_protocol::SealedEnvelope::parse(world.path.carried()[0].clone()).unwrap();
    assert_eq!(first.header().alert, newest.alert_id);
}

#[tokio::test]
async fn it_keeps_asking_until_the_alert_is_closed() {
    let mut world = World::new();
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    let id = raised.alert_id;
    world.connect();
    world.start().await;
    for stage in [Stage::Seen, Stage::Dispatched, Stage::Arrived, Stage::Closed] {
        let receipt = world.room.say(id, stage);
        world.path.answer_ask(Answer::Receipts(vec![receipt]));
        world.settle().await;
        assert_eq!(world.stages(id).last(), Some(&stage));
    }
    let steps = world.alert(id).steps;
    let seen = steps.iter().find(|step| step.desk.is_some()).unwrap();
    assert_eq!((seen.desk.as_deref(), seen.path.as_deref()), (Some("Lahore"), Some("fake")));
    let asked = world.path.asked().len();
    world.pass(Duration::from_secs(120)).await;
    assert_eq!(world.path.asked().len(), asked, "a closed alert is left in peace");
}

#[tokio::test]
async fn a_room_that_answers_at_once_with_nothing_is_not_stormed() {
    let mut world = World::new();
    world.phone.raise(Status::Actual, Trigger::Hold);
    world.connect();
    for _ in 0..1_000 {
        world.path.answer_ask(Answer::Receipts(Vec::new()));
    }
    world.start().await;
    world.pass(Duration::from_secs(60)).await;
    assert!(world.path.asked().len() < 20, "{} questions in a minute", world.path.asked().len());
}

#[tokio::test]
async fn an_old_receipt_settles_no_new_entry() {
    let mut world = World::new();
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    world.connect();
    world.start().await;
    let old = world.room.answer(raised.alert_id);
    world.path.reply_with(move |_| old.clone());
    world.phone.cancel(raised.alert_id, crate::world::CANCEL).unwrap();
    world.pass(Duration::from_secs(5)).await;
    assert_eq!(world.alert(raised.alert_id).outbox_pending, 1);
    assert!(world.phone.dropped().replayed > 0);
}

#[tokio::test]
async fn a_receipt_for_a_garbled_copy_settles_nothing_and_shows_nothing() {
    let mut world = World::new();
    let room = std::sync::Arc::clone(&world.room);
    // Somebody between changes her message on its way; the room keeps what it got and says so, truly.
    world.path.reply_with(move |envelope| {
        let mut garbled = envelope.as_bytes().to_vec();
        *garbled.last_mut().unwrap() ^= 1;
        room.keep_unread(&hifazat_protocol::SealedEnvelope::parse(garbled).unwrap())
    });
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    world.start().await;
    world.pass(Duration::from_secs(60)).await;
    assert_eq!(world.alert(raised.alert_id).outbox_pending, 1);
    assert!(world.stages(raised.alert_id).is_empty());
    assert!(world.phone.dropped().conflicting > 0);

    world.connect();
    world.pass(Duration::from_secs(20)).await;
    assert_eq!(world.alert(raised.alert_id).outbox_pending, 0);
    assert_eq!(world.stages(raised.alert_id), [Stage::Stored, Stage::Opened]);
}

#[tokio::test]
async fn run_until_settled_ends_when_everything_is_proven() {
    let world = World::new();
    world.connect();
    world.phone.raise(Status::Actual, Trigger::Hold);
    world.phone.drill(Trigger::Hold);
    world.phone.run_until_settled().await;
    assert!(world.phone.alerts().iter().all(|alert| alert.outbox_pending == 0));
}
