//! Trying a trigger as a drill: for one pull, not for long, and never instead of an alarm.

use std::time::Duration;

use hifazat_phone::{Fact, Facts, Standing, TriggerView, Why};
use hifazat_protocol::{Status, Trigger};

use crate::world::{CANCEL, MORNING, World};

fn one(world: &World, trigger: Trigger) -> Option<TriggerView> {
    world.phone.view().triggers.into_iter().find(|view| view.trigger == trigger)
}

fn practised(world: &World) -> Option<Trigger> {
    world.phone.view().practising.map(|practice| practice.trigger)
}

#[tokio::test]
async fn a_trigger_that_was_pulled_in_practice_is_marked_as_tried_with_the_date_and_stays_so() {
    let world = World::new();
    world.phone.practise(Some(Trigger::Tile));
    assert_eq!(practised(&world), Some(Trigger::Tile));
    world.phone.drill(Trigger::Tile);
    assert_eq!(practised(&world), None, "it holds for one pull");
    let world = world.relaunch();
    world.phone.note_facts(Facts { triggers: vec![(Trigger::Tile, Fact::WORKS)], ..Facts::default() });
    assert_eq!(one(&world, Trigger::Tile).unwrap().tried_at, Some(MORNING));
    assert_eq!(one(&world, Trigger::Hold).unwrap().tried_at, None);
}

#[tokio::test]
async fn a_drill_that_nobody_practised_tries_no_trigger() {
    let world = World::new();
    world.phone.drill(Trigger::Hold);
    assert_eq!(one(&world, Trigger::Hold).unwrap().tried_at, None, "the drill's button is no hold");
    world.phone.practise(Some(Trigger::Tile));
    world.phone.drill(Trigger::Hold);
    assert_eq!(one(&world, Trigger::Hold).unwrap().tried_at, None);
    assert_eq!(practised(&world), None, "a drill is on: the next pull is in earnest");
}

#[tokio::test]
async fn a_practice_ends_after_half_a_minute_at_a_word_and_with_an_alarm() {
    let world = World::new();
    world.phone.practise(Some(Trigger::Tile));
    world.pass(Duration::from_secs(29)).await;
    assert_eq!(practised(&world), Some(Trigger::Tile));
    world.pass(Duration::from_secs(1)).await;
    assert_eq!(practised(&world), None);

    world.phone.practise(Some(Trigger::Tile));
    world.phone.practise(None);
    assert_eq!(practised(&world), None);

    world.phone.practise(Some(Trigger::Tile));
    world.phone.raise(Status::Actual, Trigger::Hold);
    assert_eq!(practised(&world), None);
    world.phone.practise(Some(Trigger::Tile));
    assert_eq!(practised(&world), None, "not while an alarm is on");
    world.phone.take_back(CANCEL);
    world.phone.dismiss();
    assert_eq!(practised(&world), None, "nor again after it");

    world.phone.practise(Some(Trigger::Tile));
    world.phone.raise(Status::Actual, Trigger::Hold);
    world.phone.take_back(CANCEL);
    world.phone.dismiss();
    assert_eq!(practised(&world), None, "the alarm has ended it for good");
}

#[tokio::test]
async fn whoever_waits_is_told_when_a_practice_is_over() {
    let mut world = World::new();
    world.start().await;
    world.phone.practise(Some(Trigger::Tile));
    let mut changes = world.phone.changes();
    changes.borrow_and_update();
    world.pass(Duration::from_secs(29)).await;
    changes.borrow_and_update();
    world.pass(Duration::from_secs(2)).await;
    assert!(changes.has_changed().unwrap());
}

#[tokio::test]
async fn triggers_that_are_off_at_first_are_switched_by_her_and_stay_so() {
    let world = World::new();
    assert!(!world.phone.choose_trigger(Trigger::Tile, false), "it has no switch");
    assert!(world.phone.choose_trigger(Trigger::Shake, true));
    let world = world.relaunch();
    assert!(world.phone.chosen_triggers().shake);
    let shake = one(&world, Trigger::Shake).unwrap();
    assert_eq!((shake.on, shake.fact), (Some(true), None), "on, and nobody knows yet whether it works");
    assert!(one(&world, Trigger::Headset).is_none(), "neither told nor switched on");
    let fact = Fact { standing: Standing::Repair, why: Some(Why::NeedsService) };
    world.phone.note_facts(Facts { triggers: vec![(Trigger::Shake, fact)], ..Facts::default() });
    assert_eq!(one(&world, Trigger::Shake).unwrap().fact, Some(fact));
    assert_eq!(world.phone.view().triggers.len(), 2, "and the page's own button");
}
