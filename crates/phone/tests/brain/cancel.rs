use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use hifazat_phone::{Answer, CancelView, Notice, Outbox, PinOutcome, PinsOutcome};
use hifazat_protocol::{Cancel, Message, Stage, Status, Trigger};

use crate::world::{CANCEL, DURESS, World};

fn cancels(world: &World, id: hifazat_protocol::AlertId) -> Vec<Cancel> {
    let told = world.room.messages(id);
    let cancel = |message: Message| match message {
        Message::Cancel(cancel) => Some(cancel),
        Message::Raise(_) | Message::Update(_) | Message::Clip(_) | Message::ClipPiece(_) => None,
    };
    told.into_iter().filter_map(cancel).collect()
}

#[tokio::test]
async fn taken_back_before_any_attempt_nothing_is_sent() {
    let mut world = World::new();
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    assert_eq!(world.phone.take_back(CANCEL).outcome, PinOutcome::Done);
    assert_eq!(world.alert(raised.alert_id).cancel, CancelView::TakenBack);
    world.connect();
    world.start().await;
    world.pass(Duration::from_secs(30)).await;
    assert!(!world.room.knows(raised.alert_id));
    world.phone.dismiss();
    assert!(world.phone.view().alert.is_none());
    assert!(world.memory.alerts().unwrap().is_empty(), "no trace is left");
}

#[tokio::test]
async fn taken_back_after_an_attempt_the_room_is_told() {
    let mut world = World::new();
    world.connect();
    world.start().await;
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    world.settle().await;
    world.phone.take_back(CANCEL);
    world.settle().await;
    let told = cancels(&world, raised.alert_id);
    assert!(matches!(told[..], [Cancel { duress: false, within_window: true, .. }]));
}

#[tokio::test]
async fn while_a_take_back_is_in_memory_only_she_is_told_so_also_when_she_has_left_it() {
    for pin in [CANCEL, DURESS] {
        let mut world = World::new();
        world.disk.full.store(true, Ordering::Relaxed);
        world.start().await;
        let raised = world.phone.raise(Status::Actual, Trigger::Hold);
        world.settle().await;
        assert_eq!(world.phone.take_back(pin).outcome, PinOutcome::Done);
        world.phone.dismiss();
        world.pass(Duration::from_secs(5)).await;
        let view = world.phone.view();
        assert!(view.alert.is_none());
        assert!(view.notices.contains(&Notice::NotDurable), "it would die with this process");
        world.connect();
        world.pass(Duration::from_secs(30)).await;
        assert_eq!(cancels(&world, raised.alert_id).len(), 1, "left behind is not given up");
        world.disk.full.store(false, Ordering::Relaxed);
        world.pass(Duration::from_secs(5)).await;
        assert!(!world.phone.view().notices.contains(&Notice::NotDurable));
    }
}

#[tokio::test]
async fn under_duress_the_screen_is_the_same_and_the_alarm_goes_on() {
    let mut views = Vec::new();
    for pin in [CANCEL, DURESS] {
        let world = World::new();
        world.phone.raise(Status::Actual, Trigger::Hold);
        let answer = world.phone.take_back(pin);
        let mut view = world.phone.view().alert.unwrap();
        view.alert_id = hifazat_protocol::AlertId([0; 16]);
        views.push((answer, view));
    }
    assert_eq!(views[0], views[1]);

    let mut world = World::new();
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    world.phone.take_back(DURESS);
    world.connect();
    world.start().await;
    let told = cancels(&world, raised.alert_id);
    assert!(matches!(told[..], [Cancel { duress: true, within_window: true, .. }]));
    world.location.find(crate::world::place(31.5));
    world.settle().await;
    assert!(world.room.messages(raised.alert_id).iter().any(|m| matches!(m, Message::Update(_))));
    assert!(world.stages(raised.alert_id).is_empty(), "the screen stands still");
    world.phone.dismiss();
    assert!(world.phone.view().alert.is_none());
    assert!(world.phone.alerts().is_empty());
}

#[tokio::test]
async fn after_the_window_cancelling_is_a_message() {
    let mut world = World::new();
    world.start().await;
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    world.pass(Duration::from_secs(11)).await;
    assert_eq!(world.phone.take_back(CANCEL).outcome, PinOutcome::Stands);
    let answer = world.phone.cancel(raised.alert_id, CANCEL).unwrap();
    assert_eq!(answer.outcome, PinOutcome::Done);
    assert_eq!(world.alert(raised.alert_id).cancel, CancelView::Pending);
    world.connect();
    world.pass(Duration::from_secs(20)).await;
    assert_eq!(world.alert(raised.alert_id).cancel, CancelView::Received);
    let told = cancels(&world, raised.alert_id);
    assert!(matches!(told[..], [Cancel { duress: false, within_window: false, .. }]));
}

#[tokio::test]
async fn after_a_cancel_the_screen_tells_no_more_of_help_on_the_way() {
    for pin in [CANCEL, DURESS] {
        let mut world = World::new();
        world.connect();
        world.start().await;
        let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
        world.pass(Duration::from_secs(11)).await;
        world.phone.cancel(id, pin).unwrap();
        world.pass(Duration::from_secs(1)).await;
        for stage in [Stage::Seen, Stage::Dispatched, Stage::Closed] {
            let receipt = world.room.say(id, stage);
            world.path.answer_ask(Answer::Receipts(vec![receipt]));
            world.settle().await;
        }
        assert_eq!(world.stages(id), [Stage::Stored, Stage::Opened, Stage::Closed]);
    }
}

#[tokio::test]
async fn after_three_wrong_pins_the_alarm_stands() {
    let mut world = World::new();
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    let tries: Vec<_> = ["1379", "nonsense", "4827"].iter().map(|pin| world.phone.take_back(pin)).collect();
    let seen: Vec<_> = tries.iter().map(|answer| (answer.outcome, answer.tries_left)).collect();
    assert_eq!(seen, [(PinOutcome::Wrong, 2), (PinOutcome::Wrong, 1), (PinOutcome::Stands, 0)]);
    assert_eq!(world.phone.take_back(CANCEL).outcome, PinOutcome::Stands);
    assert_eq!(world.phone.cancel(raised.alert_id, CANCEL).unwrap().outcome, PinOutcome::Stands);
    let alert = world.alert(raised.alert_id);
    assert_eq!((alert.window_ends_at, alert.pin_tries_left), (None, 0));
    world.connect();
    world.start().await;
    assert!(cancels(&world, raised.alert_id).is_empty());
    assert!(world.room.knows(raised.alert_id));
}

#[tokio::test]
async fn needing_help_ends_the_window() {
    let world = World::new();
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    assert!(world.alert(raised.alert_id).window_ends_at.is_some());
    world.phone.end_window();
    assert!(world.alert(raised.alert_id).window_ends_at.is_none());
}

#[tokio::test]
async fn easy_equal_or_late_pins_are_refused() {
    let world = World::unconfigured();
    assert_eq!(world.phone.set_pins("1234", "7391"), PinsOutcome::TooEasy);
    assert_eq!(world.phone.set_pins("4826", "0000"), PinsOutcome::TooEasy);
    assert_eq!(world.phone.set_pins("4826", "4826"), PinsOutcome::MustDiffer);
    assert_eq!(world.phone.set_pins("482", "7391"), PinsOutcome::NotFourDigits);
    assert_eq!(world.phone.set_pins("4826", "7391"), PinsOutcome::Saved);
    world.phone.raise(Status::Actual, Trigger::Hold);
    assert_eq!(world.phone.set_pins("5937", "8402"), PinsOutcome::AlarmIsLive);
}

#[tokio::test]
async fn many_pins_at_once_are_still_three_tries() {
    let world = World::new();
    let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    let guess = |n: u32| {
        let phone = std::sync::Arc::clone(&world.phone);
        std::thread::spawn(move || phone.cancel(id, &format!("{}", 5_300 + n)).unwrap().outcome)
    };
    let guesses: Vec<_> = (0..8).map(guess).collect();
    let outcomes: Vec<_> = guesses.into_iter().map(|thread| thread.join().unwrap()).collect();
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == PinOutcome::Wrong).count(), 2);
}

#[tokio::test]
async fn under_duress_nothing_moves_on_the_screen_while_places_go_on() {
    let mut screens = Vec::new();
    for pin in [CANCEL, DURESS] {
        let mut world = World::new();
        world.location.remember(crate::world::place(31.5));
        world.start().await;
        let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
        world.pass(Duration::from_secs(11)).await;
        world.phone.cancel(id, pin).unwrap();
        world.connect();
        world.pass(Duration::from_secs(30)).await;
        for step in 0..5_u32 {
            world.location.find(crate::world::place(31.6 + f64::from(step)));
            world.pass(Duration::from_secs(4)).await;
        }
        let places = world.room.messages(id).iter().filter(|told| matches!(told, Message::Update(_))).count();
        assert_eq!(places > 0, pin == DURESS);
        let mut view = world.alert(id);
        view.alert_id = hifazat_protocol::AlertId([0; 16]);
        view.steps.clear();
        screens.push((view, world.stages(id)));
    }
    assert_eq!(screens[0], screens[1]);
}

#[tokio::test]
async fn an_alarm_cancelled_before_any_trust_bundle_is_never_sent_and_duress_is() {
    for pin in [CANCEL, DURESS] {
        let mut world = World::unconfigured();
        world.phone.set_pins(CANCEL, DURESS);
        world.connect();
        world.start().await;
        let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
        world.phone.cancel(id, pin).unwrap();
        assert_eq!(world.alert(id).cancel, CancelView::TakenBack);
        world.phone.install(&world.room.signed_bundle(1)).unwrap();
        world.settle().await;
        assert_eq!(world.room.knows(id), pin == DURESS);
        assert_eq!(cancels(&world, id).iter().any(|cancel| cancel.duress), pin == DURESS);
    }
}

#[tokio::test]
async fn without_pins_nobody_takes_an_alarm_back() {
    let world = World::unconfigured();
    world.phone.raise(Status::Actual, Trigger::Hold);
    assert_eq!(world.phone.take_back("0000").outcome, PinOutcome::Wrong);
}

#[tokio::test]
async fn after_either_pin_the_readiness_gate_learns_no_more_of_the_place() {
    // A fix a second later, and one in the very instant of the PIN, when the search still goes on.
    for later in [Duration::from_secs(1), Duration::ZERO] {
        let mut gates = Vec::new();
        for pin in [CANCEL, DURESS] {
            let mut world = World::new();
            world.connect();
            world.start().await;
            world.phone.raise(Status::Actual, Trigger::Hold);
            world.settle().await;
            assert_eq!(world.phone.take_back(pin).outcome, PinOutcome::Done);
            if !later.is_zero() {
                world.pass(later).await;
            }
            world.location.find(crate::world::place(31.5));
            world.pass(Duration::from_secs(1)).await;
            let view = world.phone.view();
            gates.push((view.readiness, view.setup_step));
        }
        assert_eq!(gates[0], gates[1], "a fix {later:?} after the PIN");
    }
}

#[tokio::test]
async fn after_either_pin_the_readiness_gate_learns_no_more_of_the_line() {
    let mut gates = Vec::new();
    for pin in [CANCEL, DURESS] {
        let mut world = World::new();
        world.start().await;
        let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
        world.settle().await;
        assert_eq!(world.phone.take_back(pin).outcome, PinOutcome::Done);
        // The first answer brings `stored` alone; `opened` comes to those who ask on.
        let room = Arc::clone(&world.room);
        world.path.reply_with(move |envelope| {
            let Answer::Receipts(mut all) = room.take(envelope) else { panic!("the room answers with receipts") };
            all.truncate(1);
            Answer::Receipts(all)
        });
        world.pass(Duration::from_secs(20)).await;
        world.path.answer_ask(world.room.answer(id));
        world.pass(Duration::from_secs(60)).await;
        assert_eq!(world.path.asked().is_empty(), pin == CANCEL);
        gates.push(world.phone.view().readiness);
    }
    assert_eq!(gates[0], gates[1]);
}

#[tokio::test]
async fn a_phone_killed_once_it_has_sealed_what_waited_does_not_forget_the_duress() {
    let mut world = World::unconfigured();
    world.phone.set_pins(CANCEL, DURESS);
    let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    world.phone.take_back(DURESS);
    let disk = Arc::clone(&world.disk);
    *world.disk.then.lock().unwrap() = Some(Box::new(move || disk.full.store(true, Ordering::Relaxed)));
    world.phone.install(&world.room.signed_bundle(1)).unwrap();
    assert!(world.disk.full.load(Ordering::Relaxed), "it was sealed");
    world = world.relaunch();
    world.disk.full.store(false, Ordering::Relaxed);
    world.connect();
    world.start().await;
    world.settle().await;
    assert!(cancels(&world, id).iter().any(|cancel| cancel.duress));
}

#[tokio::test]
async fn a_drill_is_no_place_to_try_pins() {
    let world = World::new();
    let drill = world.phone.drill(Trigger::Hold).alert_id;
    assert_eq!(world.phone.cancel(drill, CANCEL), None);
    assert_eq!(world.phone.cancel(drill, "1379"), None);
}
