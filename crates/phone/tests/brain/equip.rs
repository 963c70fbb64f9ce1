//! What the telephone can do: red until told, and told again after a boot and an update. Repair, siren and light.

use std::sync::Arc;
use std::time::Duration;

use hifazat_phone::{
    Answer, Check, CheckId, CheckState, Fact, Facts, Loud, Phone, Ports, Repair, Secret, Slot, Standing, Vault, Why,
};
use hifazat_protocol::{SeededEntropy, Stage, Status, Trigger};

use crate::world::{CANCEL, DURESS, World, place};

fn check(phone: &Phone, id: CheckId) -> Check {
    *phone.view().readiness.checks.iter().find(|check| check.id == id).unwrap()
}

fn state(phone: &Phone, id: CheckId) -> CheckState {
    check(phone, id).state
}

const TOLD: [CheckId; 2] = [CheckId::Notices, CheckId::Battery];

fn all_works() -> Facts {
    let works = Some(Fact::WORKS);
    Facts {
        texts: works,
        notices: works,
        battery: works,
        siren: works,
        torch: works,
        clip: works,
        receipts: works,
        cards: Vec::new(),
        triggers: Vec::new(),
    }
}

#[tokio::test]
async fn what_nobody_has_told_of_the_telephone_is_not_ready() {
    let world = World::new();
    for id in TOLD {
        assert_eq!(state(&world.phone, id), CheckState::Unknown);
    }
    let battery = Some(Fact { standing: Standing::Repair, why: Some(Why::Restricted) });
    world.phone.note_facts(Facts { battery, ..all_works() });
    assert_eq!(check(&world.phone, CheckId::Battery).why, Some(Why::Restricted));
    assert_eq!(state(&world.phone, CheckId::Battery), CheckState::Repair);
    assert_eq!(state(&world.phone, CheckId::Notices), CheckState::Proven);
    world.phone.note_facts(Facts { notices: None, ..all_works() });
    assert_eq!(state(&world.phone, CheckId::Notices), CheckState::Unknown, "what is told no more is not known");
}

#[tokio::test]
async fn what_a_device_has_not_counts_neither_for_nor_against_it() {
    let world = World::new();
    let before = world.phone.view().readiness.to_repair;
    world.phone.note_facts(Facts::of_a_computer());
    assert_eq!(world.phone.view().readiness.to_repair, before - 2, "notices, battery");
    for id in TOLD {
        assert_eq!(state(&world.phone, id), CheckState::NotHere);
    }
}

#[tokio::test]
async fn texts_cannot_be_ready_where_the_room_has_no_number() {
    let mut world = World::new();
    world.phone.note_facts(all_works());
    assert_eq!(check(&world.phone, CheckId::Texts).why, Some(Why::NoNumber));
    assert_eq!(state(&world.phone, CheckId::Texts), CheckState::NotHere);
    let texts = hifazat_phone::FakeTexts::new();
    world = world.texting(&texts);
    assert_eq!(state(&world.phone, CheckId::Texts), CheckState::Unknown);
    world.phone.note_facts(all_works());
    assert_eq!(state(&world.phone, CheckId::Texts), CheckState::Proven);
}

/// A phone of which everything is proven.
async fn ready() -> World {
    let mut world = World::new();
    world.connect();
    world.start().await;
    world.phone.note_facts(all_works());
    world.phone.note_fix(place(31.5));
    world.phone.drill(Trigger::Hold);
    world.pass(Duration::from_secs(1)).await;
    world.phone.end_drill();
    assert!(world.phone.view().readiness.ready);
    world
}

#[tokio::test]
async fn a_proof_does_not_outlive_a_boot_or_an_update() {
    let world = ready().await;
    world.pass(Duration::from_secs(1)).await;
    world.phone.recheck();
    for id in [CheckId::Place, CheckId::Line, CheckId::Notices, CheckId::Battery] {
        assert_eq!(state(&world.phone, id), CheckState::Unknown, "{id:?}");
    }
    assert_eq!(state(&world.phone, CheckId::Drill), CheckState::Proven, "a drill counts for its 30 days");
    // The next process was not told of the boot, and knows it all the same.
    let world = world.relaunch();
    assert_eq!(state(&world.phone, CheckId::Place), CheckState::Unknown);
    world.phone.note_facts(all_works());
    world.phone.note_fix(place(31.5));
    assert_eq!(state(&world.phone, CheckId::Battery), CheckState::Proven);
}

#[tokio::test]
async fn a_place_and_a_line_that_are_proven_again_count_again() {
    let world = ready().await;
    world.pass(Duration::from_secs(1)).await;
    world.phone.recheck();
    // Within the hour in which a proof is not written twice.
    world.phone.note_fix(place(31.5));
    world.phone.line_check();
    world.pass(Duration::from_secs(1)).await;
    assert_eq!(state(&world.phone, CheckId::Place), CheckState::Proven);
    assert_eq!(state(&world.phone, CheckId::Line), CheckState::Proven);
}

#[tokio::test]
async fn a_phone_that_nobody_tells_of_a_boot_sees_it_by_the_machines_number() {
    let world = ready().await;
    world.pass(Duration::from_secs(1)).await;
    let phone = Phone::open(Ports {
        outbox: Arc::<crate::world::Disk>::clone(&world.disk),
        vault: Arc::<hifazat_phone::MemoryStore>::clone(&world.memory),
        paths: Vec::new(),
        location: Arc::<hifazat_phone::FakeLocation>::clone(&world.location),
        clock: Arc::<hifazat_time::ManualClock>::clone(&world.clock),
        entropy: Arc::new(SeededEntropy::new(9)),
        boot: Some(2),
    });
    assert_eq!(state(&phone, CheckId::Place), CheckState::Unknown);
    assert_eq!(state(&phone, CheckId::Drill), CheckState::Proven);
    assert_eq!(state(&world.other_process(), CheckId::Place), CheckState::Proven, "the same start of the machine");
}

#[tokio::test]
async fn a_vault_of_an_earlier_version_opens_and_its_proofs_wait_to_be_made_again() {
    let world = World::unconfigured();
    let earlier = |text: &str| Secret::new(text.as_bytes().to_vec());
    let proofs = r#"{"place":1795499000000,"line":1795499000000,"drill":1795499000000}"#;
    world.memory.write(Slot::Proofs, &earlier(proofs)).unwrap();
    let profile =
        r#"{"language":"english","contact_rule":"text","hold_ms":2500,"receipts_by_text":true,"postponed":[1]}"#;
    world.memory.write(Slot::Profile, &earlier(profile)).unwrap();
    let world = world.relaunch();
    let view = world.phone.view();
    assert_eq!((view.hold_ms, view.receipts_by_text.on), (2_500, true));
    assert_eq!(state(&world.phone, CheckId::Place), CheckState::Unknown);
    assert_eq!(state(&world.phone, CheckId::Drill), CheckState::Proven);
    assert_eq!(world.phone.chosen_triggers(), hifazat_phone::ChosenTriggers::default(), "all off at first");
}

#[tokio::test]
async fn a_repair_is_asked_for_once_and_not_for_long() {
    let world = World::new();
    let battery = Repair::Check(CheckId::Battery);
    world.phone.ask_repair(battery);
    assert_eq!(world.phone.view().repair, Some(battery));
    world.phone.repair_begun(Repair::Check(CheckId::Key));
    assert_eq!(world.phone.view().repair, Some(battery), "another one was begun");
    world.phone.repair_begun(battery);
    assert_eq!(world.phone.view().repair, None);
    world.phone.ask_repair(battery);
    world.pass(Duration::from_secs(31)).await;
    assert_eq!(world.phone.view().repair, None, "a screen that opens much later opens over something else");
    world.phone.ask_repair(battery);
    world.phone.raise(Status::Actual, Trigger::Hold);
    assert_eq!(world.phone.view().repair, None, "no screen of the system opens over an alarm");
}

const HOWL: Loud = Loud { siren: true, torch: false };

#[tokio::test]
async fn siren_and_light_are_off_at_first_and_end_with_the_alarm() {
    let mut world = World::new();
    world.connect();
    world.start().await;
    world.phone.note_facts(Facts { torch: Some(Fact::NOT_HERE), ..all_works() });
    assert_eq!(world.phone.view().can_be_loud, HOWL);
    world.phone.set_loud(HOWL);
    let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
    assert_eq!(world.phone.view().loud, Loud::default(), "nothing is switched without an alarm");
    world.phone.set_loud(HOWL);
    assert_eq!(world.phone.view().loud, HOWL);
    world.settle().await;
    let receipt = world.room.say(id, Stage::Closed);
    world.path.answer_ask(Answer::Receipts(vec![receipt]));
    world.settle().await;
    assert_eq!(world.phone.view().loud, Loud::default(), "the alarm is closed");
    world.phone.dismiss();
    world.phone.raise(Status::Actual, Trigger::Hold);
    assert_eq!(world.phone.view().loud, Loud::default(), "the next one begins in silence");
}

#[tokio::test]
async fn siren_and_light_end_at_either_pin() {
    for pin in [CANCEL, DURESS] {
        for take_back in [true, false] {
            let world = World::new();
            let id = world.phone.raise(Status::Actual, Trigger::Hold).alert_id;
            world.phone.set_loud(HOWL);
            if take_back { Some(world.phone.take_back(pin)) } else { world.phone.cancel(id, pin) }.unwrap();
            assert_eq!(world.phone.view().loud, Loud::default(), "{pin}");
        }
    }
}
