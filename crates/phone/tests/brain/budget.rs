//! What a live alert sends in an hour, questions and updates: the positions come first, but the first words never wait.

use std::sync::Arc;
use std::time::Duration;

use hifazat_phone::Answer;
use hifazat_protocol::{Stage, Status, Trigger};

use crate::world::{World, place};

const BUDGET: usize = 150_000;
/// What the brain reckons for an exchange over a path that does not know better.
const OVERHEAD: usize = 2_400;
/// The room holds a question for so long.
const HELD: u32 = 25;

/// When things went, in seconds.
#[derive(Default)]
struct Gone {
    updates: Vec<u32>,
    questions: Vec<u32>,
    bytes: usize,
}

impl Gone {
    fn longest_gap(went: &[u32]) -> u32 {
        went.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or(u32::MAX)
    }

    /// How many went in these seconds.
    fn between(went: &[u32], from: u32, until: u32) -> usize {
        went.iter().filter(|at| (from..until).contains(at)).count()
    }
}

/// Lives through these seconds, driven at 20 m/s; the room holds each question, and has nothing new.
async fn drive(world: &World, seconds: std::ops::Range<u32>) -> Gone {
    let mut gone = Gone::default();
    let (mut carried, mut asked) = (world.path.carried().len(), world.path.asked().len());
    let mut held_since = seconds.start;
    for second in seconds.step_by(5) {
        world.location.find(place(31.5 + f64::from(second) / 5_000.0));
        world.settle().await;
        for envelope in world.path.carried().iter().skip(carried).filter(|bytes| bytes[39] != 0) {
            gone.updates.push(second);
            gone.bytes += envelope.len() + OVERHEAD;
        }
        carried = world.path.carried().len();
        if world.path.asked().len() > asked {
            (asked, held_since) = (world.path.asked().len(), second);
            gone.questions.push(second);
            gone.bytes += OVERHEAD;
        } else if second == held_since + HELD {
            world.path.answer_ask(Answer::Receipts(Vec::new()));
        }
        world.clock.advance(Duration::from_secs(5));
        world.settle().await;
    }
    gone
}

/// A running phone whose room answers an update with all words, or with its own receipt alone as in a datagram.
async fn living(tells_words: bool) -> World {
    let mut world = World::new();
    world.connect();
    if !tells_words {
        let room = Arc::clone(&world.room);
        world.path.reply_with(move |envelope| {
            let Answer::Receipts(mut all) = room.take(envelope) else { panic!("the room answers with receipts") };
            if envelope.header().sequence.0 > 0 {
                all.drain(..all.len() - 1);
            }
            Answer::Receipts(all)
        });
    }
    world.start().await;
    world
}

#[tokio::test]
async fn questions_and_updates_together_stay_within_the_hour_and_positions_come_first() {
    let world = living(false).await;
    world.phone.raise(Status::Actual, Trigger::Hold);
    world.settle().await;
    let gone = drive(&world, 0..3_600).await;
    assert!(gone.bytes <= BUDGET, "{} bytes", gone.bytes);
    // Even where each question is as dear as an update.
    assert!(Gone::longest_gap(&gone.updates) < 360, "{:?}", gone.updates);
    assert!(Gone::longest_gap(&gone.questions) < 900, "{:?}", gone.questions);
    let (updates, questions) = (&gone.updates, &gone.questions);
    assert!(Gone::between(updates, 1_800, 3_600) > 2 * Gone::between(questions, 1_800, 3_600));
}

#[tokio::test]
async fn another_budget_that_was_set_is_kept_by_the_next_process_too() {
    const SMALL: u32 = 60_000;
    let world = living(false).await;
    world.phone.set_track_budget(SMALL);
    let mut world = world.relaunch();
    world.start().await;
    world.phone.raise(Status::Actual, Trigger::Hold);
    world.settle().await;
    let gone = drive(&world, 0..3_600).await;
    assert!(gone.bytes <= usize::try_from(SMALL).unwrap(), "{} bytes", gone.bytes);
    assert!(gone.updates.len() > 5, "{:?}", gone.updates);
}

#[tokio::test]
async fn in_the_first_minutes_and_after_a_word_the_next_is_asked_for_without_a_pause() {
    let world = living(false).await;
    let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    world.settle().await;
    let first = drive(&world, 0..300).await;
    assert!(Gone::longest_gap(&first.questions) <= HELD + 5, "{:?}", first.questions);
    drive(&world, 300..1_800).await;

    world.path.answer_ask(Answer::Receipts(vec![world.room.say(id, Stage::Seen)]));
    let word = drive(&world, 1_800..2_400).await;
    assert_eq!(world.stages(id).last(), Some(&Stage::Seen));
    let since = word.questions.iter().filter(|at| **at >= word.questions[1]).copied().collect::<Vec<_>>();
    assert!(since.windows(2).take(8).all(|pair| pair[1] - pair[0] <= HELD + 5), "{:?}", word.questions);
}

#[tokio::test]
async fn what_updates_tell_is_not_asked_for() {
    let world = living(true).await;
    let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    world.settle().await;
    drive(&world, 0..600).await;
    let quiet = drive(&world, 600..1_800).await;
    assert!(quiet.questions.is_empty(), "{:?}", quiet.questions);
    assert!(quiet.updates.len() > 6, "{:?}", quiet.updates);

    world.room.say(id, Stage::Seen);
    drive(&world, 1_800..2_000).await;
    assert_eq!(world.stages(id).last(), Some(&Stage::Seen), "an update brought it");
    let awaited = drive(&world, 2_000..2_200).await;
    assert!(awaited.questions.len() > 2, "where one has come the next may be near: {:?}", awaited.questions);
}
