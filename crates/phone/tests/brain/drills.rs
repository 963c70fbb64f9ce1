use std::time::Duration;

use hifazat_phone::{Answer, CheckId, CheckState, Facts};
use hifazat_protocol::{Message, Stage, Status, Trigger};

use crate::world::{World, place};

#[tokio::test]
async fn a_drill_proves_the_line_and_says_how_long_it_took() {
    let mut world = World::new();
    world.connect();
    world.start().await;
    let drill = world.phone.drill(Trigger::Hold);
    world.settle().await;
    let view = world.phone.view().drill.unwrap();
    assert_eq!(view.alert_id, drill.alert_id);
    assert_eq!(view.took_ms, Some(0));
    let readiness = world.phone.view().readiness;
    assert_eq!(readiness.last_drill_at, Some(crate::world::MORNING));
    let state = |id: CheckId| readiness.checks.iter().find(|check| check.id == id).unwrap().state;
    assert_eq!((state(CheckId::Drill), state(CheckId::Line)), (CheckState::Proven, CheckState::Proven));
    assert!(
        matches!(&world.room.messages(drill.alert_id)[0], Message::Raise(raise) if raise.status == Status::Exercise)
    );
}

#[tokio::test]
async fn a_real_alarm_during_a_drill_wins() {
    let mut world = World::new();
    world.start().await;
    world.phone.drill(Trigger::Hold);
    let real = world.phone.raise(Status::Actual, Trigger::Hold);
    let view = world.phone.view();
    assert_eq!(view.alert.unwrap().alert_id, real.alert_id);
    assert!(view.drill.is_none());
}

#[tokio::test]
async fn a_drill_answered_as_an_alarm_is_broken() {
    let mut world = World::new();
    world.connect();
    world.start().await;
    let drill = world.phone.drill(Trigger::Hold).alert_id;
    world.settle().await;
    let other = world.phone.drill(Trigger::Hold).alert_id;
    let room = std::sync::Arc::clone(&world.room);
    world.path.reply_with(move |envelope| {
        room.take(envelope);
        Answer::Receipts(vec![room.say_as(envelope.header().alert, Stage::Seen, Status::Actual)])
    });
    world.settle().await;
    assert!(!world.alert(drill).broken);
    let broken = world.alert(other);
    assert!(broken.broken);
    assert_eq!(broken.outbox_pending, 1, "such a receipt settles nothing");
    assert_eq!(world.phone.dropped().conflicting, 1);
}

#[tokio::test]
async fn a_line_check_is_silent_and_carries_no_place() {
    let mut world = World::new();
    world.phone.note_fix(place(31.5));
    world.connect();
    world.start().await;
    let check = world.phone.line_check();
    world.settle().await;
    let view = world.phone.view();
    assert!(view.alert.is_none() && view.drill.is_none());
    let told = world.room.messages(check.alert_id);
    assert!(matches!(&told[0], Message::Raise(raise) if raise.fix.is_none() && raise.status == Status::Test));
    world.phone.line_check();
    assert_eq!(world.phone.alerts().len(), 1, "old checks leave nothing behind");
}

#[tokio::test]
async fn an_unsent_line_check_is_not_repeated() {
    let world = World::new();
    let first = world.phone.line_check();
    assert_eq!(world.phone.line_check().alert_id, first.alert_id);
}

#[tokio::test]
async fn an_ended_drill_leaves_the_screen() {
    let mut world = World::new();
    world.start().await;
    world.phone.drill(Trigger::Hold);
    world.phone.end_drill();
    world.pass(Duration::from_secs(1)).await;
    assert!(world.phone.view().drill.is_none());
}

#[tokio::test]
async fn readiness_is_green_only_when_all_is_proven() {
    let mut world = World::new();
    world.connect();
    world.start().await;
    assert!(!world.phone.view().readiness.ready);
    assert_eq!(world.phone.view().readiness.to_repair, 5);
    world.phone.note_facts(Facts::of_a_computer());
    assert_eq!(world.phone.view().readiness.to_repair, 3);
    world.phone.note_fix(place(31.5));
    world.phone.drill(Trigger::Hold);
    world.pass(Duration::from_secs(1)).await;
    assert!(world.phone.view().readiness.ready);
    world.stop();
    world.clock.advance(Duration::from_secs(31 * 86_400));
    let readiness = world.phone.view().readiness;
    assert!(!readiness.ready);
    assert_eq!(readiness.to_repair, 3, "old proofs prove nothing");
}
