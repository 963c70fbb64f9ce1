use std::sync::atomic::Ordering;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use hifazat_phone::{Carrying, EntryKind, Notice, Outbox, PinOutcome};
use hifazat_protocol::{Message, Stage, Status, Trigger};

use crate::world::{DURESS, World};

#[tokio::test]
async fn a_tap_is_durable_before_it_is_confirmed() {
    let world = World::new();
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    // Nothing ran in between: what the store holds now would survive a power cut at the moment of the return.
    let kept = world.memory.alerts().unwrap();
    assert!(raised.durable);
    assert_eq!(kept[0].facts.id, raised.alert_id);
    assert!(!kept[0].entries[0].envelope.is_empty());
}

#[tokio::test]
async fn a_relaunch_goes_on_by_itself() {
    let world = World::new();
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    let mut world = world.relaunch();
    assert_eq!(world.phone.view().alert.unwrap().alert_id, raised.alert_id);
    world.connect();
    world.start().await;
    assert_eq!(world.stages(raised.alert_id), [Stage::Stored, Stage::Opened]);
    let world = world.relaunch();
    assert_eq!(world.stages(raised.alert_id), [Stage::Stored, Stage::Opened]);
}

#[tokio::test]
async fn with_a_full_disk_the_alert_goes_from_memory_and_says_so() {
    let mut world = World::new();
    world.disk.full.store(true, Ordering::Relaxed);
    world.start().await;
    world.connect();
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    assert!(!raised.durable);
    let view = world.phone.view();
    assert!(!view.alert.unwrap().durable);
    assert!(view.notices.contains(&Notice::NotDurable));
    world.settle().await;
    assert_eq!(world.stages(raised.alert_id), [Stage::Stored, Stage::Opened]);
    assert!(world.memory.alerts().unwrap().is_empty());

    world.disk.full.store(false, Ordering::Relaxed);
    world.pass(Duration::from_secs(5)).await;
    let view = world.phone.view();
    assert!(view.alert.unwrap().durable);
    assert!(!view.notices.contains(&Notice::NotDurable));
    let world = world.relaunch();
    assert_eq!(world.stages(raised.alert_id), [Stage::Stored, Stage::Opened]);
}

#[tokio::test]
async fn a_pin_entered_while_an_alarm_moves_to_the_disk_is_not_forgotten() {
    let mut world = World::new();
    world.disk.full.store(true, Ordering::Relaxed);
    world.start().await;
    world.phone.raise(Status::Actual, Trigger::Hold);
    world.settle().await;
    let (phone, (handles, handle)) = (Arc::clone(&world.phone), mpsc::channel());
    *world.disk.then.lock().unwrap() = Some(Box::new(move || {
        let (done, is_done) = mpsc::channel();
        let enters = std::thread::spawn(move || {
            let answer = phone.take_back(DURESS);
            done.send(()).ok();
            answer
        });
        handles.send(enters).unwrap();
        // Whoever is let in now writes into what is about to be wiped; whoever has to wait is not harmed by waiting on.
        is_done.recv_timeout(Duration::from_secs(1)).ok();
    }));
    world.disk.full.store(false, Ordering::Relaxed);
    world.pass(Duration::from_secs(5)).await;
    assert_eq!(handle.recv().unwrap().join().unwrap().outcome, PinOutcome::Done);
    let kept = world.memory.alerts().unwrap();
    assert!(kept[0].facts.hidden.duress);
    assert!(kept[0].entries.iter().any(|entry| entry.kind == EntryKind::Cancel));
}

#[tokio::test]
async fn a_disk_that_fills_up_later_stops_nothing() {
    let mut world = World::new();
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    world.disk.full.store(true, Ordering::Relaxed);
    world.connect();
    world.start().await;
    let alert = world.alert(raised.alert_id);
    assert_eq!(world.stages(raised.alert_id), [Stage::Stored, Stage::Opened]);
    assert_eq!(alert.carrying, Carrying::Idle);
    assert!(alert.durable, "the raise itself is on the disk");
}

#[tokio::test]
async fn without_a_trust_bundle_the_alert_waits_for_one() {
    let mut world = World::unconfigured();
    world.start().await;
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    assert!(raised.durable);
    assert_eq!(world.alert(raised.alert_id).outbox_pending, 1);
    world.connect();
    world.phone.install(&world.room.signed_bundle(1)).unwrap();
    world.settle().await;
    assert_eq!(world.stages(raised.alert_id), [Stage::Stored, Stage::Opened]);
    let told = world.room.messages(raised.alert_id);
    assert!(matches!(&told[0], Message::Raise(raise) if raise.tapped_at == crate::world::MORNING));
}

#[tokio::test]
async fn a_raise_by_another_process_is_noticed() {
    let mut world = World::new();
    world.connect();
    world.start().await;
    let raised = world.other_process().raise(Status::Actual, Trigger::CommandLine);
    assert!(!world.room.knows(raised.alert_id));
    world.pass(Duration::from_millis(250)).await;
    assert!(world.room.knows(raised.alert_id));
}
