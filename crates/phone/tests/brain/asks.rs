//! Over which path a question is asked.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use hifazat_phone::{Answer, FakePath};
use hifazat_protocol::{AlertId, Ask, Stage, Status, Trigger};

use crate::world::World;

const A_MOMENT: Duration = Duration::from_secs(2);

/// An alert that the room has, over a cheap path and a dear one, both of which are being asked over.
async fn asked_over_both() -> (World, Arc<FakePath>, AlertId) {
    let (mut world, cheap) = World::new().with_cheap_path();
    let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    world.connect();
    world.start().await;
    assert_eq!((cheap.asked().len(), world.path.asked().len()), (1, 1), "nothing is known of either");
    (world, cheap, id)
}

fn said(world: &World, id: AlertId, stage: Stage) -> Answer {
    Answer::Receipts(vec![world.room.say(id, stage)])
}

#[tokio::test]
async fn the_cheapest_path_asks_alone_once_the_room_has_replied_over_it() {
    let (world, cheap, id) = asked_over_both().await;
    for (count, stage) in [(2, Stage::Seen), (3, Stage::Dispatched), (4, Stage::Arrived)] {
        cheap.answer_ask(said(&world, id, stage));
        world.settle().await;
        assert_eq!(world.stages(id).last(), Some(&stage));
        assert_eq!((cheap.asked().len(), world.path.asked().len()), (count, 1));
    }
    world.pass(A_MOMENT).await;
    cheap.answer_ask(Answer::Receipts(Vec::new()));
    world.settle().await;
    assert_eq!((cheap.asked().len(), world.path.asked().len()), (5, 1), "a question that was held is asked again");
    let steps = world.alert(id).steps;
    assert!(steps.iter().filter(|step| step.desk.is_some()).all(|step| step.path.as_deref() == Some("cheap")));
}

#[tokio::test]
async fn where_the_cheap_path_is_silent_the_dear_one_asks_at_once_and_gets_the_words() {
    let (world, cheap, id) = asked_over_both().await;
    world.path.answer_ask(said(&world, id, Stage::Seen));
    world.settle().await;
    assert_eq!(world.stages(id).last(), Some(&Stage::Seen), "no word waits for a path that is not there");
    cheap.answer_ask(Answer::Unreachable);
    world.settle().await;
    let asked = cheap.asked().len();
    for stage in [Stage::Dispatched, Stage::Arrived] {
        world.path.answer_ask(said(&world, id, stage));
        world.settle().await;
        assert_eq!(world.stages(id).last(), Some(&stage));
    }
    assert_eq!(cheap.asked().len(), asked, "it rests");
    world.pass(Duration::from_secs(12)).await;
    world.path.answer_ask(Answer::Receipts(Vec::new()));
    world.settle().await;
    assert_eq!(cheap.asked().len(), asked + 1, "and is tried again beside the other");
}

#[tokio::test]
async fn when_the_path_that_worked_falls_silent_the_other_asks_and_both_go_on() {
    let (world, cheap, id) = asked_over_both().await;
    cheap.answer_ask(said(&world, id, Stage::Seen));
    world.settle().await;
    assert_eq!(world.path.asked().len(), 1);
    cheap.answer_ask(Answer::Unreachable);
    world.settle().await;
    assert_eq!(world.path.asked().len(), 2, "at once");
    world.pass(Duration::from_secs(12)).await;
    assert_eq!(cheap.asked().len(), 3, "while the other still waits");
    cheap.answer_ask(said(&world, id, Stage::Dispatched));
    world.settle().await;
    assert_eq!(world.stages(id).last(), Some(&Stage::Dispatched));
    assert_eq!((cheap.asked().len(), world.path.asked().len()), (4, 2), "it works again, and asks alone");
}

#[tokio::test]
async fn on_another_network_nothing_is_known() {
    let (world, cheap, id) = asked_over_both().await;
    cheap.answer_ask(said(&world, id, Stage::Seen));
    world.settle().await;
    world.phone.network_changed();
    cheap.answer_ask(Answer::Unreachable);
    world.settle().await;
    cheap.answer_ask(Answer::Unreachable);
    world.settle().await;
    world.pass(A_MOMENT).await;
    world.path.answer_ask(said(&world, id, Stage::Dispatched));
    world.settle().await;
    assert_eq!(world.stages(id).last(), Some(&Stage::Dispatched));
}

#[tokio::test]
async fn a_phone_that_reaches_nobody_asks_over_every_path_again_and_again() {
    let (world, cheap, _) = asked_over_both().await;
    for _ in 0..1_000 {
        cheap.answer_ask(Answer::Unreachable);
        world.path.answer_ask(Answer::Unreachable);
    }
    world.settle().await;
    let before = (cheap.asked().len(), world.path.asked().len());
    world.pass(Duration::from_secs(120)).await;
    for (path, before) in [(&cheap, before.0), (&world.path, before.1)] {
        let more = path.asked().len() - before;
        assert!((5..60).contains(&more), "{more} times in two minutes");
    }
}

#[tokio::test]
async fn each_question_counts_the_words_that_are_held() {
    let (world, cheap, id) = asked_over_both().await;
    cheap.answer_ask(said(&world, id, Stage::Seen));
    world.settle().await;
    let asks: Vec<_> = cheap.asked().iter().map(|bytes| Ask::parse(bytes).unwrap()).collect();
    assert_eq!(asks[0].held, hifazat_protocol::Held::Words(1), "opened");
    assert_eq!(asks[1].held, hifazat_protocol::Held::Words(2), "opened and seen");
}

#[tokio::test]
async fn of_many_alarms_each_is_asked_about_in_its_turn() {
    let mut world = World::new();
    let mut raised = BTreeSet::new();
    for _ in 0..12 {
        raised.insert(world.phone.raise(Status::Actual, Trigger::Hold).alert_id);
        world.pass(A_MOMENT).await;
    }
    world.connect();
    world.start().await;
    for _ in 0..24 {
        world.pass(A_MOMENT).await;
        world.path.answer_ask(Answer::Receipts(Vec::new()));
        world.settle().await;
    }
    let asks = world.path.asked().into_iter().map(|bytes| Ask::parse(&bytes).unwrap().alert);
    assert_eq!(asks.collect::<BTreeSet<_>>(), raised);
}
