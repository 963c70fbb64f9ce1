use std::time::Duration;

use hifazat_phone::FakeTexts;
use hifazat_protocol::{Stage, Status, Trigger};

use crate::world::World;

const TWENTY_YEARS_MS: i64 = 20 * 365 * 86_400_000;

#[tokio::test]
async fn ninety_seconds_without_a_receipt_are_not_delivered() {
    let mut world = World::new();
    world.start().await;
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    world.settle().await;
    let mut changes = world.phone.changes();
    world.pass(Duration::from_millis(89_750)).await;
    assert!(!world.alert(raised.alert_id).not_delivered);
    changes.borrow_and_update();
    world.pass(Duration::from_millis(250)).await;
    assert!(world.alert(raised.alert_id).not_delivered);
    assert!(changes.has_changed().unwrap(), "the face is told by itself");
    world.connect();
    world.pass(Duration::from_secs(20)).await;
    assert!(!world.alert(raised.alert_id).not_delivered, "a late receipt replaces it without comment");
}

#[tokio::test]
async fn a_clock_years_off_changes_no_pause_and_no_promise() {
    for jump in [TWENTY_YEARS_MS, -TWENTY_YEARS_MS] {
        let mut world = World::new();
        world.start().await;
        let raised = world.phone.raise(Status::Actual, Trigger::Hold);
        world.settle().await;
        world.clock.jump_wall(jump);
        world.pass(Duration::from_secs(5)).await;
        let alert = world.alert(raised.alert_id);
        assert!(!alert.not_delivered);
        assert!(alert.window_ends_at.is_some());
        let before = world.path.carried().len();
        world.pass(Duration::from_secs(25)).await;
        assert!(world.path.carried().len() > before, "attempts go on");
        world.connect();
        world.pass(Duration::from_secs(20)).await;
        assert_eq!(world.stages(raised.alert_id), [Stage::Stored, Stage::Opened]);
    }
}

#[tokio::test]
async fn after_a_restart_with_the_clock_set_back_nothing_waits_for_it() {
    let texts = FakeTexts::new();
    let world = World::new().texting(&texts);
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    world.clock.jump_wall(-TWENTY_YEARS_MS);
    let mut world = world.restarted(&texts);
    assert!(world.alert(raised.alert_id).not_delivered, "call 15 stands there");
    assert!(world.alert(raised.alert_id).window_ends_at.is_none());
    world.start().await;
    world.settle().await;
    assert_eq!(texts.sent().len(), 1);
}

#[tokio::test]
async fn a_relaunch_under_another_clock_counts_from_the_tap() {
    let world = World::new();
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    world.clock.jump_wall(-TWENTY_YEARS_MS);
    world.clock.advance(Duration::from_secs(91));
    let world = world.relaunch();
    assert!(world.alert(raised.alert_id).not_delivered);
}
