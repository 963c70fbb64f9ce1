use std::time::Duration;

use hifazat_phone::{Installed, Notice};
use hifazat_protocol::{BundleError, KeyId, ReceiptKey, Stage, Status, Trigger, UnixMillis};

use crate::room::Room;
use crate::world::World;

#[tokio::test]
async fn an_older_unsigned_or_expired_bundle_is_refused_and_the_old_one_stays() {
    let world = World::new();
    let room = &world.room;
    world.phone.install(&room.signed_bundle(3)).unwrap();
    let older = world.phone.install(&room.signed_bundle(2));
    assert_eq!(older, Err(BundleError::Older { offered: 2, in_force: 3 }));
    let stranger = Room::new(8).signed_bundle(9);
    assert_eq!(world.phone.install(&stranger), Err(BundleError::ForeignRoot));
    let mut expired = room.bundle(4);
    expired.expires_at = UnixMillis(0);
    assert_eq!(world.phone.install(&expired.sign(&room.root).to_json()), Err(BundleError::Expired));
    assert!(world.phone.install("not even JSON").is_err());
    assert_eq!(world.phone.bundle().unwrap().version, 3);
    assert!(world.phone.view().notices.contains(&Notice::BundleRefused));
    assert_eq!(world.phone.install(&room.signed_bundle(3)), Ok(Installed::Unchanged));
    world.phone.install(&room.signed_bundle(5)).unwrap();
    assert!(world.phone.view().notices.is_empty());
    assert_eq!(world.relaunch().phone.bundle().unwrap().version, 5);
}

#[tokio::test]
async fn a_bundle_that_expires_in_use_is_said_and_used_all_the_same() {
    let mut world = World::new();
    let mut bundle = world.room.bundle(2);
    bundle.expires_at = crate::world::MORNING.plus_ms(60_000);
    world.phone.install(&bundle.sign(&world.room.root).to_json()).unwrap();
    world.connect();
    world.start().await;
    world.pass(Duration::from_secs(61)).await;
    assert!(world.phone.view().notices.contains(&Notice::BundleExpired));
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    world.settle().await;
    assert_eq!(world.stages(raised.alert_id), [Stage::Stored, Stage::Opened]);
}

#[tokio::test]
async fn a_newer_bundle_is_fetched_by_itself() {
    let mut world = World::new();
    world.path.offer_bundle(world.room.signed_bundle(7));
    world.start().await;
    world.pass(Duration::from_secs(61)).await;
    assert_eq!(world.phone.bundle().unwrap().version, 7);
}

#[tokio::test]
async fn steps_proven_under_a_former_key_stay() {
    let mut world = World::new();
    world.connect();
    world.start().await;
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    world.settle().await;
    let mut next = world.room.bundle(2);
    next.receipt_keys = vec![ReceiptKey::from_seed(KeyId(2), [4; 32]).public()];
    world.phone.install(&next.sign(&world.room.root).to_json()).unwrap();
    assert_eq!(world.stages(raised.alert_id), [Stage::Stored, Stage::Opened]);
    let world = world.relaunch();
    assert_eq!(world.stages(raised.alert_id), [Stage::Stored, Stage::Opened]);
}

#[tokio::test]
async fn a_room_that_changed_its_receipt_key_is_understood_within_minutes() {
    let mut world = World::new();
    let mut old = world.room.bundle(2);
    old.receipt_keys = vec![ReceiptKey::from_seed(KeyId(9), [4; 32]).public()];
    world.phone.install(&old.sign(&world.room.root).to_json()).unwrap();
    world.connect();
    world.start().await;
    world.pass(Duration::from_secs(90)).await;
    world.path.offer_bundle(world.room.signed_bundle(3));
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    world.settle().await;
    assert!(world.stages(raised.alert_id).is_empty());
    world.pass(Duration::from_secs(90)).await;
    assert_eq!(world.stages(raised.alert_id), [Stage::Stored, Stage::Opened]);
}

#[tokio::test]
async fn a_bundle_installed_by_another_process_is_noticed() {
    let mut world = World::unconfigured();
    world.connect();
    world.start().await;
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    world.other_process().install(&world.room.signed_bundle(1)).unwrap();
    world.pass(Duration::from_secs(1)).await;
    assert_eq!(world.stages(raised.alert_id), [Stage::Stored, Stage::Opened]);
}
