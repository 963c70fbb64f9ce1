use hifazat_phone::{Answer, StepStage};
use hifazat_protocol::{ContactRule, Language, Message, Stage, Status, Trigger};

use crate::world::World;

#[tokio::test]
async fn a_fresh_phone_asks_for_three_things_and_works_without_them() {
    let world = World::unconfigured();
    let view = world.phone.view();
    assert!(!view.configured);
    assert_eq!((view.language, view.contact_rule, view.hold_ms), (Language::Urdu, ContactRule::Silent, 2_000));
    assert_eq!(view.setup_step, Some(1));
    for next in [Some(2), Some(3), None] {
        world.phone.setup_later(world.phone.view().setup_step.unwrap());
        assert_eq!(world.phone.view().setup_step, next);
    }
    assert!(world.phone.raise(Status::Actual, Trigger::Hold).durable);
}

#[tokio::test]
async fn what_she_sets_survives_and_goes_with_the_next_alert() {
    let world = World::new();
    world.phone.set_language(Language::English);
    world.phone.set_contact_rule(ContactRule::Text);
    world.phone.set_hold_ms(60_000);
    let mut world = world.relaunch();
    let view = world.phone.view();
    assert_eq!((view.language, view.contact_rule, view.hold_ms), (Language::English, ContactRule::Text, 3_000));
    world.connect();
    world.start().await;
    let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    world.settle().await;
    let told = world.room.messages(id);
    assert!(matches!(
        &told[0],
        Message::Raise(raise) if raise.contact_rule == ContactRule::Text && raise.language == Some(Language::English)
    ));
}

#[tokio::test]
async fn saved_is_the_phones_own_word_and_all_others_are_the_rooms() {
    let mut world = World::new();
    let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    let steps = world.alert(id).steps;
    assert_eq!(steps.len(), 1);
    assert_eq!((steps[0].stage, steps[0].path.as_deref()), (StepStage::Saved, None));
    world.connect();
    world.start().await;
    let steps = world.alert(id).steps;
    assert_eq!(steps[1].stage, StepStage::Proven(Stage::Stored));
    assert_eq!(steps[1].path.as_deref(), Some("fake"));
}

#[tokio::test]
async fn a_live_alarm_cannot_be_dismissed_and_a_closed_one_leaves_no_trace() {
    let mut world = World::new();
    world.connect();
    world.start().await;
    let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    world.settle().await;
    world.phone.dismiss();
    assert!(world.phone.view().alert.is_some());
    let receipt = world.room.say(id, Stage::Closed);
    world.path.answer_ask(Answer::Receipts(vec![receipt]));
    world.settle().await;
    world.phone.dismiss();
    assert!(world.phone.view().alert.is_none());
    assert!(world.phone.alerts().is_empty());
}

#[tokio::test]
async fn whoever_waits_for_a_change_is_told_of_a_tap() {
    let world = World::new();
    let mut changes = world.phone.changes();
    changes.borrow_and_update();
    world.phone.raise(Status::Actual, Trigger::Hold);
    assert!(changes.has_changed().unwrap());
}
