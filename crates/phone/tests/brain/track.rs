//! After the alarm: the track, what overtakes what, the byte budget, the last word.

use std::time::Duration;

use hifazat_protocol::{AlertId, Fix, Message, SealedEnvelope, Status, Trigger, Update};
use proptest::prelude::*;

use crate::world::{CANCEL, World, place};

const BUDGET: usize = 150_000;
/// What the brain reckons for an exchange over a path that does not know better.
const OVERHEAD: usize = 2_400;

fn updates(world: &World, id: AlertId) -> Vec<Update> {
    let update = |message| match message {
        Message::Update(update) => Some(update),
        Message::Raise(_) | Message::Cancel(_) | Message::Clip(_) | Message::ClipPiece(_) => None,
    };
    world.room.messages(id).into_iter().filter_map(update).collect()
}

fn fixes(world: &World, id: AlertId) -> Vec<Fix> {
    updates(world, id).into_iter().flat_map(|update| update.fixes).collect()
}

/// The sequences carried since the path had carried so many, in the order of their going.
fn carried_since(world: &World, before: usize) -> Vec<u32> {
    let sequence = |bytes: &Vec<u8>| SealedEnvelope::parse(bytes.clone()).unwrap().header().sequence.0;
    world.path.carried().iter().skip(before).map(sequence).collect()
}

/// Saima's alarm is received; then the van drives north, out of all coverage, for so many minutes.
async fn abducted_out_of_coverage(world: &mut World, minutes: u32) -> AlertId {
    world.connect();
    world.start().await;
    let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    world.location.find(place(31.5));
    world.pass(Duration::from_secs(1)).await;
    world.path.reply_with(|_| hifazat_phone::Answer::Unreachable);
    drive(world, 31.5, minutes * 12).await;
    id
}

/// So many times five seconds, a hundred metres each.
async fn drive(world: &World, from_deg: f64, steps: u32) {
    for step in 1..=steps {
        world.location.find(place(from_deg + f64::from(step) / 1_000.0));
        world.settle().await;
        world.clock.advance(Duration::from_secs(5));
        world.settle().await;
    }
}

#[tokio::test]
async fn an_update_begins_with_the_path_that_got_the_last_thing_through_and_the_others_join_when_it_is_slow() {
    let (mut world, second) = World::new().with_second_path();
    world.path.hang(true);
    world.start().await;
    let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    world.settle().await;
    assert_eq!((world.path.carried().len(), second.carried().len()), (1, 1), "the alarm goes by all paths at once");

    world.location.find(place(31.5));
    world.pass(Duration::from_secs(1)).await;
    assert_eq!(updates(&world, id).len(), 1);
    assert_eq!((world.path.carried().len(), second.carried().len()), (1, 2), "the second had brought the alarm");

    second.hang(true);
    world.path.hang(false);
    world.connect();
    drive(&world, 31.5, 2).await;
    assert_eq!(updates(&world, id).len(), 2);
    assert_eq!((world.path.carried().len(), second.carried().len()), (2, 3), "it was given two seconds");
    world.pass(Duration::from_secs(5)).await;
    let (told, before) = (updates(&world, id).len(), second.carried().len());
    drive(&world, 31.6, 4).await;
    assert!(updates(&world, id).len() > told);
    assert_eq!(second.carried().len(), before, "now the first is tried alone");
}

#[tokio::test]
async fn many_places_go_in_one_sealed_update_that_fits_a_datagram() {
    let mut world = World::new();
    let id = abducted_out_of_coverage(&mut world, 30).await;
    world.connect();
    world.pass(Duration::from_secs(60)).await;
    assert!(world.path.carried().iter().all(|envelope| envelope.len() < 1_200));
    let most = updates(&world, id).iter().map(|update| update.fixes.len()).max();
    assert!(most >= Some(10), "{most:?}");
}

#[tokio::test]
async fn an_hour_without_network_leaves_some_entries_behind_and_not_hundreds() {
    let mut world = World::new();
    let id = abducted_out_of_coverage(&mut world, 60).await;
    let pending = world.alert(id).outbox_pending;
    assert!((5..25).contains(&pending), "{pending} entries");
    world.connect();
    world.pass(Duration::from_secs(600)).await;
    assert_eq!(world.alert(id).outbox_pending, 0);
    let told = fixes(&world, id);
    assert_eq!(told.first(), Some(&place(31.5)));
    assert!(told.len() > 100, "{} places of an hour", told.len());
    let northward = told.windows(2).all(|pair| pair[0].latitude_deg <= pair[1].latitude_deg);
    assert!(northward, "a later message never tells an earlier place");
}

#[tokio::test]
async fn the_current_position_goes_before_a_backlog() {
    let mut world = World::new();
    let id = abducted_out_of_coverage(&mut world, 40).await;
    let before = world.path.carried().len();
    let newest = place(31.5 + 480.0 / 1_000.0);
    world.connect();
    world.phone.network_changed();
    world.pass(Duration::from_secs(1)).await;
    let carried = carried_since(&world, before);
    assert!(carried.len() > 5, "the backlog follows: {carried:?}");
    assert_eq!(carried.first(), carried.iter().max(), "{carried:?}");
    assert_eq!(updates(&world, id).last().unwrap().fixes.last(), Some(&newest));
}

#[tokio::test]
async fn the_backlog_goes_newest_first_while_the_current_position_goes_on() {
    let mut world = World::new();
    let id = abducted_out_of_coverage(&mut world, 20).await;
    let before = world.path.carried().len();
    world.connect();
    drive(&world, 32.0, 60).await;
    let carried = carried_since(&world, before);
    let old: Vec<u32> = carried.iter().copied().filter(|sequence| *sequence < carried[0]).collect();
    assert!(old.len() > 3, "{carried:?}");
    assert_eq!(old[0], carried[0] - 1, "{carried:?}");
    assert!(carried.iter().max() > carried.first(), "{carried:?}");
    assert!(fixes(&world, id).contains(&place(32.03)));
}

#[tokio::test]
async fn a_cancel_goes_before_a_backlog() {
    let mut world = World::new();
    let id = abducted_out_of_coverage(&mut world, 20).await;
    let before = world.path.carried().len();
    world.phone.cancel(id, CANCEL).unwrap();
    world.connect();
    world.pass(Duration::from_secs(20)).await;
    let carried = carried_since(&world, before);
    assert!(carried.len() > 3 && carried.first() == carried.iter().max(), "{carried:?}");
    assert!(matches!(world.room.messages(id).last(), Some(Message::Cancel(_))));
}

#[tokio::test]
async fn an_update_whose_exchange_hangs_holds_no_cancel_back() {
    let mut world = World::new();
    world.connect();
    world.start().await;
    let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    world.settle().await;
    world.path.hang(true);
    world.location.find(place(31.52));
    world.settle().await;
    world.path.hang(false);
    world.phone.cancel(id, CANCEL).unwrap();
    world.settle().await;
    assert!(matches!(world.room.messages(id).last(), Some(Message::Cancel(_))));
}

#[tokio::test]
async fn nothing_of_an_alert_goes_before_its_raise() {
    let mut world = World::new();
    world.start().await;
    let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    drive(&world, 31.5, 60).await;
    world.phone.cancel(id, CANCEL).unwrap();
    world.settle().await;
    assert!(carried_since(&world, 0).iter().all(|sequence| *sequence == 0));
    world.connect();
    world.pass(Duration::from_secs(60)).await;
    assert_eq!(world.alert(id).outbox_pending, 0);
}

#[tokio::test]
async fn only_one_message_knocks_while_nobody_can_be_reached() {
    let mut world = World::new();
    abducted_out_of_coverage(&mut world, 10).await;
    let before = world.path.carried().len();
    world.pass(Duration::from_secs(120)).await;
    let carried = carried_since(&world, before);
    assert!((5..16).contains(&carried.len()), "{carried:?}");
}

/// When each update went, and what it is reckoned to have cost.
async fn an_hour(world: &World, way: impl Fn(u32) -> Fix) -> Vec<(u32, usize)> {
    let mut costs = Vec::new();
    let mut before = world.path.carried().len();
    for second in (0..3_600).step_by(5) {
        world.location.find(way(second));
        world.settle().await;
        let carried = world.path.carried();
        let new = carried.iter().skip(before).filter(|bytes| bytes[39] != 0);
        costs.extend(new.map(|bytes| (second, bytes.len() + OVERHEAD)));
        before = carried.len();
        world.clock.advance(Duration::from_secs(5));
        world.settle().await;
    }
    costs
}

#[tokio::test]
async fn the_interval_stretches_and_the_position_never_stops() {
    let mut world = World::new();
    world.connect();
    world.start().await;
    let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    let costs = an_hour(&world, |second| place(31.5 + f64::from(second) / 5_000.0)).await;
    let gaps: Vec<u32> = costs.windows(2).map(|pair| pair[1].0 - pair[0].0).collect();
    assert!(gaps.iter().take(5).all(|gap| *gap <= 10), "{gaps:?}");
    assert!(gaps.iter().all(|gap| *gap < 300), "{gaps:?}");
    assert!(gaps.iter().rev().take(5).all(|gap| *gap > 30), "{gaps:?}");
    assert!(fixes(&world, id).len() > 300, "{} places", fixes(&world, id).len());
    world.phone.cancel(id, CANCEL).unwrap();
    let second = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    world.settle().await;
    assert!(matches!(world.room.messages(id).last(), Some(Message::Cancel(_))), "a cancel asks no budget");
    assert!(world.room.knows(second), "a raise asks no budget");
    world.location.find(place(32.9));
    world.settle().await;
    assert_eq!(fixes(&world, second), [place(32.9)], "the first place asks no budget");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 8, ..ProptestConfig::default() })]

    #[test]
    fn the_budget_is_kept_for_any_movement(
        steps in proptest::collection::vec((-300.0..300.0_f64, -300.0..300.0_f64), 1..50),
        stands in any::<bool>(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let costs = runtime.block_on(async {
            let mut world = World::new();
            world.connect();
            world.start().await;
            world.phone.raise(Status::Actual, Trigger::Hold);
            an_hour(&world, |second| {
                let turn = usize::try_from(second / 5).unwrap();
                let (north, east) = if stands { (0.0, 0.0) } else { steps[turn % steps.len()] };
                Fix { longitude_deg: 74.3 + east / 94_810.0, ..place(31.5 + north / 111_195.0) }
            }).await
        });
        let spent: usize = costs.iter().map(|(_, cost)| cost).sum();
        prop_assert!(spent <= BUDGET, "{spent} bytes in {} updates", costs.len());
        prop_assert!(costs.len() > 20);
    }
}

#[tokio::test]
async fn battery_and_charging_ride_along() {
    let mut world = World::new();
    world.phone.note_battery(40);
    world.phone.note_charging(true);
    world.connect();
    world.start().await;
    let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    world.settle().await;
    let Message::Raise(raise) = world.room.messages(id).remove(0) else { panic!("a raise") };
    assert_eq!((raise.battery_percent, raise.charging), (Some(40), Some(true)));
    world.phone.note_battery(39);
    world.phone.note_charging(false);
    world.location.find(place(31.52));
    world.settle().await;
    let told = updates(&world, id).remove(0);
    assert_eq!((told.battery_percent, told.charging, told.last_word), (Some(39), Some(false), false));
}

#[tokio::test]
async fn a_nearly_empty_battery_has_one_last_word_with_the_place() {
    let mut world = World::new();
    world.connect();
    world.start().await;
    let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    world.location.find(place(31.52));
    world.pass(Duration::from_secs(30)).await;
    world.phone.note_battery(4);
    world.pass(Duration::from_secs(30)).await;
    let said: Vec<Update> = updates(&world, id).into_iter().filter(|update| update.last_word).collect();
    assert_eq!(said.len(), 1);
    assert_eq!((said[0].battery_percent, said[0].fixes.last()), (Some(4), Some(&place(31.52))));

    let mut world = world.relaunch();
    world.phone.note_battery(3);
    world.start().await;
    world.location.find(place(31.6));
    world.pass(Duration::from_secs(60)).await;
    let said = updates(&world, id).into_iter().filter(|update| update.last_word).count();
    assert_eq!(said, 1, "once for an alert, whatever happens to the process");
    assert_eq!(fixes(&world, id).last(), Some(&place(31.6)), "while it lives, it goes on telling");
}

#[tokio::test]
async fn a_last_word_waits_neither_for_a_place_that_does_not_come_nor_for_the_budget() {
    let mut world = World::new();
    world.phone.note_battery(2);
    world.connect();
    world.start().await;
    let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    world.pass(Duration::from_secs(10)).await;
    assert!(updates(&world, id).is_empty(), "the receiver is given a moment");
    world.pass(Duration::from_secs(30)).await;
    let said = updates(&world, id);
    assert!(said.len() == 1 && said[0].last_word && said[0].fixes.is_empty());
}

#[tokio::test]
async fn a_phone_on_its_cable_has_no_last_word() {
    let mut world = World::new();
    world.phone.note_battery(3);
    world.phone.note_charging(true);
    world.connect();
    world.start().await;
    let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    world.location.find(place(31.52));
    world.pass(Duration::from_secs(60)).await;
    assert!(updates(&world, id).iter().all(|update| !update.last_word));
}
