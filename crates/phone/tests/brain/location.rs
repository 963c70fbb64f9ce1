use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use hifazat_phone::{LocationSource, Permission};
use hifazat_protocol::{Fix, Message, Status, Trigger};

use crate::world::{World, place};

/// A receiver that never answers anything.
struct Deaf;

#[async_trait]
impl LocationSource for Deaf {
    async fn last_known(&self) -> Option<Fix> {
        std::future::pending().await
    }
    async fn next_fix(&self) -> Option<Fix> {
        std::future::pending().await
    }
    async fn permission(&self) -> Permission {
        std::future::pending().await
    }
    async fn request_permission(&self) -> Permission {
        std::future::pending().await
    }
}

fn fixes(world: &World, id: hifazat_protocol::AlertId) -> Vec<Fix> {
    let of = |message: Message| match message {
        Message::Raise(raise) => raise.fix.into_iter().collect(),
        Message::Update(update) => update.fixes,
        Message::Cancel(_) | Message::Clip(_) | Message::ClipPiece(_) => Vec::new(),
    };
    world.room.messages(id).into_iter().flat_map(of).collect()
}

#[tokio::test]
async fn location_never_delays_the_tap() {
    let mut world = World::new().with_location(Arc::new(Deaf));
    world.connect();
    world.start().await;
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    world.settle().await;
    let told = world.room.messages(raised.alert_id);
    assert!(matches!(&told[0], Message::Raise(raise) if raise.fix.is_none()), "an unknown place is None");
    assert!(world.alert(raised.alert_id).place.is_none());
}

#[tokio::test]
async fn the_last_known_place_goes_with_the_tap_and_better_ones_follow() {
    let mut world = World::new();
    world.location.remember(place(31.52));
    world.connect();
    world.start().await;
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    world.settle().await;
    world.location.find(place(31.53));
    world.settle().await;
    let told = fixes(&world, raised.alert_id);
    assert_eq!(told, [place(31.52), place(31.53)]);
    let seen = world.alert(raised.alert_id).place.unwrap();
    assert_eq!((seen.accuracy_m, seen.doubtful), (Some(12.0), false));
}

#[tokio::test]
async fn movement_is_told_and_standing_still_is_not() {
    let mut world = World::new();
    world.connect();
    world.start().await;
    let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    world.settle().await;
    world.location.find(place(31.52));
    world.pass(Duration::from_secs(3)).await;
    world.location.find(place(31.520_1));
    world.pass(Duration::from_secs(3)).await;
    assert_eq!(fixes(&world, id).len(), 1, "eleven metres are nothing new");
    world.location.find(place(31.521));
    world.pass(Duration::from_secs(3)).await;
    assert_eq!(fixes(&world, id).len(), 2);
}

#[tokio::test]
async fn places_gather_while_there_is_no_network() {
    let mut world = World::new();
    world.start().await;
    let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    for minute in 0..20_u32 {
        world.location.find(place(31.5 + f64::from(minute) / 1_000.0));
        world.pass(Duration::from_secs(5)).await;
    }
    assert!(world.alert(id).outbox_pending < 5, "{} entries", world.alert(id).outbox_pending);
    world.connect();
    world.pass(Duration::from_secs(120)).await;
    world.location.find(place(31.9));
    world.pass(Duration::from_secs(5)).await;
    assert_eq!(fixes(&world, id).len(), 21, "none was lost");
}

#[tokio::test]
async fn a_doubtful_place_is_kept_and_flagged() {
    let mut world = World::new();
    world.connect();
    world.start().await;
    let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    let nowhere = Fix { latitude_deg: 0.0, longitude_deg: 0.0, ..place(0.0) };
    world.location.find(nowhere);
    world.settle().await;
    assert_eq!(fixes(&world, id), [nowhere]);
    assert!(world.alert(id).place.unwrap().doubtful);
}

#[tokio::test]
async fn nobody_is_followed_without_an_alarm() {
    let mut world = World::new();
    world.connect();
    world.start().await;
    let drill = world.phone.drill(Trigger::Hold).alert_id;
    world.location.find(place(31.52));
    world.pass(Duration::from_secs(30)).await;
    assert!(fixes(&world, drill).is_empty());
}

#[tokio::test]
async fn a_finger_on_the_button_warms_the_line_and_wakes_the_receiver() {
    let mut world = World::new();
    world.start().await;
    world.phone.hold_started();
    world.settle().await;
    assert_eq!(world.path.warmed(), 1);
    world.location.find(place(31.52));
    world.settle().await;
    world.connect();
    let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    world.settle().await;
    assert_eq!(fixes(&world, id).first(), Some(&place(31.52)));
}
