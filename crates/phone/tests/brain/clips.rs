//! A clip: sealed at once, its digest first, its pieces last, and nothing of it on her screen.

use std::sync::Arc;
use std::time::Duration;

use hifazat_phone::{Answer, Carrying, ClipOutcome, EntryKind, Outbox};
use hifazat_protocol::{AlertId, ClipDigest, MAX_DATAGRAM_BYTES, MediaType, Message, Status, Trigger};

use crate::world::{CANCEL, DURESS, MORNING, World, place};

fn recording(bytes: usize) -> Vec<u8> {
    (0..bytes).map(|n| u8::try_from(n % 251).unwrap()).collect()
}

fn take(world: &World, id: AlertId, bytes: usize) -> ClipOutcome {
    world.phone.take_clip(id, &recording(bytes), MORNING, MediaType::Adts)
}

/// Her alarm is received, and she has chosen that a clip is recorded.
async fn received() -> (World, AlertId) {
    let mut world = World::new();
    world.phone.set_clip(true);
    world.connect();
    world.start().await;
    let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    world.settle().await;
    (world, id)
}

/// What of the clip the room has: whether it was named, and what has come.
fn clip_at_room(world: &World, id: AlertId) -> (bool, Vec<u8>) {
    let messages = world.room.messages(id);
    let named = messages.iter().any(|message| matches!(message, Message::Clip(_)));
    let pieces = messages.into_iter().filter_map(|message| match message {
        Message::ClipPiece(piece) => Some(piece.bytes),
        Message::Raise(_) | Message::Update(_) | Message::Cancel(_) | Message::Clip(_) => None,
    });
    (named, pieces.flatten().collect())
}

/// The room is reached by what fits a packet, and by nothing longer.
fn only_short_gets_through(world: &World) {
    let room = Arc::clone(&world.room);
    world.path.reply_with(move |envelope| {
        if envelope.as_bytes().len() > MAX_DATAGRAM_BYTES { Answer::Unreachable } else { room.take(envelope) }
    });
}

#[tokio::test]
async fn a_clip_comes_whole_after_the_room_has_its_digest() {
    let (world, id) = received().await;
    only_short_gets_through(&world);
    assert_eq!(take(&world, id, 50_000), ClipOutcome::Taken);
    world.pass(Duration::from_secs(5)).await;
    assert_eq!(clip_at_room(&world, id), (true, Vec::new()), "its digest alone");
    world.connect();
    world.pass(Duration::from_secs(300)).await;
    let (_, clip) = clip_at_room(&world, id);
    assert_eq!(ClipDigest::of(&clip), ClipDigest::of(&recording(50_000)));
    world.phone.settled().await;
}

#[tokio::test]
async fn no_piece_goes_before_the_digest_is_stored() {
    let (world, id) = received().await;
    let before = world.path.carried().len();
    world.path.reply_with(|_| Answer::Receipts(Vec::new()));
    take(&world, id, 20_000);
    world.pass(Duration::from_secs(60)).await;
    let carried = world.path.carried();
    assert!(carried.len() > before, "the digest is tried");
    assert!(carried[before..].iter().all(|envelope| envelope.len() <= MAX_DATAGRAM_BYTES));
}

#[tokio::test]
async fn a_place_and_a_cancel_overtake_a_clip() {
    let (world, id) = received().await;
    let room = Arc::clone(&world.room);
    // One piece gets through, then the link is too bad for another.
    only_short_gets_through(&world);
    take(&world, id, 150_000);
    world.pass(Duration::from_secs(2)).await;
    world.location.find(place(31.5));
    world.pass(Duration::from_secs(1)).await;
    world.phone.cancel(id, DURESS);
    world.settle().await;
    let messages = room.messages(id);
    assert!(messages.iter().any(|message| matches!(message, Message::Update(_))), "the place");
    assert!(messages.iter().any(|message| matches!(message, Message::Cancel(_))), "the cancel");
    assert_eq!(clip_at_room(&world, id).1, Vec::<u8>::new());
}

fn pieces_begun(world: &World) -> usize {
    world.path.carried().iter().filter(|envelope| envelope.len() > MAX_DATAGRAM_BYTES).count()
}

#[tokio::test]
async fn no_piece_begins_beside_a_message_of_any_alert() {
    let (world, id) = received().await;
    only_short_gets_through(&world);
    take(&world, id, 30_000);
    world.pass(Duration::from_secs(5)).await;
    let before = pieces_begun(&world);
    assert!(before > 0, "the first piece is tried");
    world.path.hang(true);
    world.phone.drill(Trigger::Hold);
    world.pass(Duration::from_secs(25)).await;
    assert_eq!(pieces_begun(&world), before, "while her drill is on its way");
}

#[tokio::test]
async fn one_piece_is_under_way_at_a_time() {
    let (world, id) = received().await;
    only_short_gets_through(&world);
    take(&world, id, 30_000);
    world.settle().await;
    let before = pieces_begun(&world);
    world.path.hang(true);
    world.pass(Duration::from_secs(25)).await;
    assert!(pieces_begun(&world) <= before + 1, "{before}, then {}", pieces_begun(&world));
}

#[tokio::test]
async fn a_clip_keeps_to_its_own_budget_and_leaves_the_track_its_own() {
    let (world, id) = received().await;
    only_short_gets_through(&world);
    take(&world, id, 150_000);
    let before = world.path.carried().len();
    for minute in 0..59 {
        world.location.find(place(31.5 + f64::from(minute) / 100.0));
        world.pass(Duration::from_secs(60)).await;
    }
    let carried = world.path.carried();
    let (long, short): (Vec<_>, Vec<_>) =
        carried[before..].iter().partition(|envelope| envelope.len() > MAX_DATAGRAM_BYTES);
    let cost: usize = long.iter().map(|envelope| envelope.len() + 2_400).sum();
    assert!(!long.is_empty() && cost <= 500_000, "{} pieces, {cost} bytes", long.len());
    assert!(short.len() >= 30, "{} messages beside it", short.len());
}

#[tokio::test]
async fn a_clip_survives_the_process() {
    let (world, id) = received().await;
    only_short_gets_through(&world);
    take(&world, id, 30_000);
    world.pass(Duration::from_secs(2)).await;
    let mut world = world.relaunch();
    world.connect();
    world.start().await;
    world.pass(Duration::from_secs(5)).await;
    assert_eq!(clip_at_room(&world, id).1, recording(30_000));
}

#[tokio::test]
async fn nothing_is_taken_that_she_has_not_chosen_or_that_is_no_clip() {
    let (world, id) = received().await;
    assert_eq!(take(&world, id, 0), ClipOutcome::BadLength);
    assert_eq!(take(&world, id, 150_001), ClipOutcome::BadLength);
    assert_eq!(take(&world, AlertId([9; 16]), 10), ClipOutcome::UnknownAlert);
    let drill = world.phone.drill(Trigger::Hold).alert_id;
    assert_eq!(take(&world, drill, 10), ClipOutcome::UnknownAlert);
    world.phone.set_clip(false);
    assert_eq!(take(&world, id, 10), ClipOutcome::NotChosen);
    assert!(!clip_at_room(&world, id).0);
}

#[tokio::test]
async fn a_clip_is_wanted_once_when_an_alarm_begins_and_only_if_she_chose_it() {
    let (world, id) = received().await;
    assert_eq!(world.phone.wants_clip(), Some(id));
    take(&world, id, 10);
    assert_eq!(world.phone.wants_clip(), None, "it has one");
    let next = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    assert_eq!(world.phone.wants_clip(), Some(next));
    world.phone.set_clip(false);
    assert_eq!(world.phone.wants_clip(), None);
    world.phone.set_clip(true);
    world.pass(Duration::from_secs(61)).await;
    assert_eq!(world.phone.wants_clip(), None, "too late");
}

#[tokio::test]
async fn her_screen_tells_nothing_of_a_clip_and_the_same_after_either_pin() {
    let mut seen = Vec::new();
    for pin in [CANCEL, DURESS] {
        let (world, id) = received().await;
        world.pass(Duration::from_secs(11)).await;
        only_short_gets_through(&world);
        assert_eq!(take(&world, id, 20_000), ClipOutcome::Taken);
        world.pass(Duration::from_secs(5)).await;
        let view = world.alert(id);
        assert_eq!((view.outbox_pending, view.carrying), (0, Carrying::Idle), "all that calls for help is there");
        world.phone.cancel(id, pin);
        world.pass(Duration::from_secs(5)).await;
        let (outcome, wanted) = (take(&world, id, 30_000), world.phone.wants_clip());
        world.pass(Duration::from_secs(5)).await;
        let mut view = world.alert(id);
        view.alert_id = AlertId([0; 16]);
        seen.push((outcome, wanted, view));
    }
    assert_eq!(seen[0], seen[1]);
}

#[tokio::test]
async fn a_clip_of_an_alarm_that_was_taken_back_before_anything_left_is_gone() {
    let world = World::new();
    world.phone.set_clip(true);
    let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    take(&world, id, 20_000);
    world.phone.take_back(CANCEL);
    assert_eq!(take(&world, id, 20_000), ClipOutcome::Taken, "as after the other PIN");
    assert!(world.memory.alerts().unwrap()[0].entries.is_empty());
}

#[tokio::test]
async fn under_duress_what_is_recorded_goes_on_to_the_room() {
    let (world, id) = received().await;
    world.phone.take_back(DURESS);
    take(&world, id, 20_000);
    world.pass(Duration::from_secs(5)).await;
    assert_eq!(clip_at_room(&world, id), (true, recording(20_000)));
}

#[tokio::test]
async fn what_lies_in_the_outbox_is_sealed() {
    let (world, id) = received().await;
    only_short_gets_through(&world);
    take(&world, id, 20_000);
    let entries = world.memory.alerts().unwrap().remove(0).entries;
    let pieces = entries.iter().filter(|entry| entry.kind == EntryKind::ClipPiece);
    let clear = recording(64);
    assert_eq!(pieces.clone().count(), 3);
    assert!(pieces.clone().all(|entry| !entry.envelope.windows(64).any(|window| window == clear)));
}
