//! One process, one core: whoever comes first, and whatever PIN is entered.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::Path;
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use hifazat_phone::{Fact, Facts, FakeLocation, Standing, Why};
use hifazat_phone_native::{Core, Door, Reason, Start};
use hifazat_phone_shell::face::{CheckId, CheckState, Choice, Loud, PinOutcome, Repair, StepStage};
use hifazat_protocol::{Fix, Method, Trigger, UnixMillis};
use hifazat_time::{Clock, SystemClock};
use serde_json::{Value, json};
use tempfile::TempDir;

const CANCEL: &str = "4826";
const DURESS: &str = "7391";

fn start(folder: &Path) -> Start {
    Start { folder: folder.to_owned(), ..Start::default() }
}

/// A phone of its own, as a process that is started anew would open it.
fn door() -> (TempDir, Door) {
    let folder = tempfile::tempdir().unwrap();
    let door = Door::default();
    door.core(&start(folder.path()));
    (folder, door)
}

fn fix() -> Fix {
    Fix {
        latitude_deg: 31.5,
        longitude_deg: 74.3,
        accuracy_m: Some(8.0),
        speed_mps: None,
        heading_deg: None,
        at: SystemClock.now(),
        method: Method::Satellite,
        mock: false,
    }
}

fn state(core: &Core, id: CheckId) -> CheckState {
    let checks = core.status().view.readiness.checks;
    checks.iter().find(|check| check.id == id).unwrap().state
}

fn place(core: &Core) -> CheckState {
    state(core, CheckId::Place)
}

/// A telephone on which everything works.
fn telephone() -> Facts {
    let works = Some(Fact::WORKS);
    let triggers = vec![(Trigger::Tile, Fact::WORKS)];
    Facts {
        texts: works,
        notices: works,
        battery: works,
        siren: works,
        torch: works,
        clip: works,
        receipts: works,
        cards: Vec::new(),
        triggers,
    }
}

#[test]
fn two_starters_at_once_make_one_core() {
    const STARTERS: usize = 12;
    let folder = tempfile::tempdir().unwrap();
    let door = Door::default();
    let together = Barrier::new(STARTERS);
    let raised: Vec<(usize, String)> = thread::scope(|scope| {
        let starters: Vec<_> = (0..STARTERS)
            .map(|_| {
                scope.spawn(|| {
                    together.wait();
                    let core = door.core(&start(folder.path()));
                    let raised = core.raise(Trigger::Other);
                    assert!(raised.durable);
                    (Arc::as_ptr(core.shell()).addr(), raised.alert_id)
                })
            })
            .collect();
        starters.into_iter().map(|starter| starter.join().unwrap()).collect()
    });
    assert!(raised.iter().all(|(core, _)| *core == raised[0].0), "{raised:?}");
    let mut kept: Vec<_> =
        door.opened().unwrap().shell().phone().alerts().iter().map(|alert| alert.alert_id.to_string()).collect();
    let mut raised: Vec<_> = raised.into_iter().map(|(_, alert)| alert).collect();
    kept.sort();
    raised.sort();
    assert_eq!(kept, raised);
}

#[test]
fn nothing_works_before_somebody_has_opened_the_phone() {
    assert_eq!(Door::default().opened().map(|_| ()).unwrap_err().code(), "not_open");
}

#[test]
fn an_alarm_from_a_widget_is_there_in_the_next_process() {
    let (folder, door) = door();
    let raised = door.opened().unwrap().raise(Trigger::Other);
    assert!(raised.durable);
    drop(door);
    let status = Door::default().core(&start(folder.path())).wake(Reason::Boot);
    let alert = status.view.alert.as_ref().unwrap();
    assert_eq!((&alert.alert_id, alert.steps[0].stage), (&raised.alert_id, StepStage::Saved));
    assert!(status.follow, "the service that stands by it is to run again");
}

#[test]
fn an_alarm_over_a_folder_that_cannot_be_used_goes_from_memory_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let door = Door::default();
    let core = door.core(&start(&file));
    assert!(!core.raise(Trigger::Other).durable);
    assert_eq!(serde_json::to_value(core.status()).unwrap()["notices"], json!(["not_durable"]));
}

#[test]
fn a_place_that_was_told_before_the_tap_is_in_the_alarm() {
    let (_folder, door) = door();
    let core = door.opened().unwrap();
    core.fix_arrived(fix());
    core.raise(Trigger::Other);
    assert_eq!(core.status().view.alert.unwrap().place.unwrap().accuracy_m, Some(8.0));
}

#[test]
fn an_absurd_place_is_kept_and_doubted_and_the_alarm_goes_on() {
    let (_folder, door) = door();
    let core = door.opened().unwrap();
    let far = UnixMillis(i64::MAX);
    for absurd in [Fix { at: far, ..fix() }, Fix { latitude_deg: f64::NAN, ..fix() }, Fix { mock: true, ..fix() }] {
        core.fix_arrived(absurd);
        assert!(core.raise(Trigger::Other).durable);
        assert!(core.status().view.alert.unwrap().place.unwrap().doubtful);
    }
}

#[test]
fn a_window_that_comes_later_brings_its_place() {
    let (folder, door) = door();
    let window = Arc::new(FakeLocation::default());
    window.remember(fix());
    let core = door.opened().unwrap();
    let mut changes = core.shell().changes();
    changes.borrow_and_update();
    let same = door.core(&Start { location: Some(window), ..start(folder.path()) });
    assert!(std::ptr::eq(core, same));
    // The core looks round by itself: until then its place is unknown.
    let looked = || core.status().view.setup.step != Some(1);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        while !looked() {
            changes.changed().await.unwrap();
        }
    });
    core.raise(Trigger::Other);
    assert!(core.status().view.alert.unwrap().place.is_some());
}

/// The status after a PIN, without what differs between any two alerts.
fn after(pin: &str, take_back: bool) -> (Value, CheckState) {
    let (_folder, door) = door();
    let core = door.opened().unwrap();
    core.shell().set_pins(CANCEL, DURESS).unwrap();
    core.facts(telephone());
    core.shell().set_clip(true);
    let raised = core.raise(Trigger::Other);
    core.shell().set_loud(Loud { siren: true, torch: true });
    assert!(core.status().view.loud.siren);
    let answer = if take_back { core.take_back(pin) } else { core.cancel(&raised.alert_id, pin).unwrap() };
    assert_eq!(answer.outcome, PinOutcome::Done);
    core.fix_arrived(fix());
    // The gate's proofs are written by a loop that comes round four times a second: a silence that must hold.
    thread::sleep(Duration::from_millis(800));
    let mut told = serde_json::to_value(core.status()).unwrap();
    let proven = (2..6).map(|line| format!("/readiness/checks/{line}/proven_at_ms"));
    let moments = ["/now_ms", "/alert/alert_id", "/alert/tapped_at_ms", "/alert/steps/0/at_ms"].map(str::to_owned);
    for moment in moments.into_iter().chain(proven) {
        *told.pointer_mut(&moment).unwrap() = Value::Null;
    }
    (told, place(core))
}

#[test]
fn a_good_place_proves_to_the_readiness_gate_that_places_work() {
    let (_folder, door) = door();
    let core = door.opened().unwrap();
    core.fix_arrived(fix());
    let proven = (0..600).any(|_| {
        thread::sleep(Duration::from_millis(100));
        place(core) == CheckState::Proven
    });
    assert!(proven);
}

#[test]
fn native_code_is_told_the_same_after_either_pin() {
    for take_back in [true, false] {
        let (told, proven) = after(CANCEL, take_back);
        assert_eq!((&told, proven), (&after(DURESS, take_back).0, CheckState::Unknown));
        assert_eq!((&told["record"], &told["clip"]["on"]), (&Value::Null, &json!(true)));
        assert_eq!(told["loud"], json!({ "siren": false, "torch": false }), "the siren ends at either PIN");
        assert_eq!(told["follow"], json!(true), "the service must not end at one PIN and go on at the other");
    }
}

#[test]
fn a_drill_needs_no_service() {
    let (_folder, door) = door();
    let core = door.opened().unwrap();
    assert!(core.drill(Trigger::Other).durable);
    let status = core.status();
    assert!(status.view.drill.is_some() && !status.follow);
    assert!(core.end_drill().drill.is_none());
}

#[test]
fn what_was_told_of_the_telephone_counts_until_a_boot_or_an_update() {
    for (reason, counts) in [
        (Reason::Boot, false),
        (Reason::Updated, false),
        (Reason::Job, true),
        (Reason::Service, true),
        (Reason::Network, true),
        (Reason::Push, true),
    ] {
        let (_folder, door) = door();
        let core = door.opened().unwrap();
        core.facts(telephone());
        core.wake(reason);
        let wanted = if counts { CheckState::Proven } else { CheckState::Unknown };
        assert_eq!(state(core, CheckId::Battery), wanted, "{reason:?}");
    }
}

#[test]
fn the_next_process_knows_nothing_of_the_telephone_until_it_is_told() {
    let (folder, door) = door();
    door.opened().unwrap().facts(telephone());
    drop(door);
    let door = Door::default();
    assert_eq!(state(door.core(&start(folder.path())), CheckId::Battery), CheckState::Unknown);
}

#[test]
fn a_clip_is_asked_for_when_she_chose_it_and_an_alarm_begins() {
    let (_folder, door) = door();
    let core = door.opened().unwrap();
    let told = || serde_json::to_value(core.status()).unwrap();
    core.shell().set_clip(true);
    assert_eq!((&told()["chosen"]["clip"], &told()["record"]), (&json!(true), &Value::Null), "no alarm");
    let alert = core.raise(Trigger::Hold).alert_id;
    assert_eq!(told()["record"], json!(alert));
}

#[test]
fn a_clip_without_leave_says_so_and_native_code_is_asked_for_it() {
    let (_folder, door) = door();
    let core = door.opened().unwrap();
    let told = || serde_json::to_value(core.status()).unwrap();
    assert_eq!(
        told()["clip"],
        json!({ "on": false, "state": "unknown", "why": null }),
        "nobody has told of a microphone"
    );
    let clip = Some(Fact { standing: Standing::Repair, why: Some(Why::Permission) });
    core.facts(Facts { clip, ..telephone() });
    core.shell().set_clip(true);
    assert_eq!(told()["clip"], json!({ "on": true, "state": "repair", "why": "permission" }));
    let repair = core.shell().repair(Repair::Choice(Choice::Clip));
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(repair).unwrap();
    assert_eq!(told()["repair"], json!("clip"));
    core.repair_begun(hifazat_phone::Repair::Clip);
    assert_eq!(told()["repair"], Value::Null);
    core.facts(telephone());
    assert_eq!(told()["clip"], json!({ "on": true, "state": "proven", "why": null }));
}

#[test]
fn native_code_is_told_what_she_chose_what_to_repair_and_what_she_practises() {
    let (_folder, door) = door();
    let core = door.opened().unwrap();
    let told = || serde_json::to_value(core.status()).unwrap();
    let chosen = |shake: bool, texts_receipts: bool, text_card: Option<u8>| {
        json!({
            "volume_keys": false, "shake": shake, "headset": false, "texts_receipts": texts_receipts, "text_card": text_card,
            "clip": false,
        })
    };
    let off = chosen(false, false, None);
    assert_eq!((&told()["chosen"], &told()["repair"], &told()["practise"]), (&off, &Value::Null, &Value::Null));

    core.shell().choose_trigger(hifazat_phone_shell::face::Trigger::Shake, true).unwrap();
    core.shell().set_receipts_by_text(true);
    core.shell().choose_text_card(Some(2));
    core.shell().practise(Some(hifazat_phone_shell::face::Trigger::Tile));
    let repair = core.shell().repair(Repair::Check(CheckId::Battery));
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(repair).unwrap();
    assert_eq!((&told()["chosen"], &told()["repair"]), (&chosen(true, true, Some(2)), &json!("battery")));
    assert_eq!(told()["practise"], json!("tile"));

    core.repair_begun(hifazat_phone::Repair::Check(hifazat_phone::CheckId::Battery));
    core.drill(Trigger::Tile);
    core.facts(telephone());
    assert_eq!((&told()["repair"], &told()["practise"]), (&Value::Null, &Value::Null));
    assert!(told()["triggers"][1]["tried_at_ms"].is_number(), "{}", told()["triggers"]);
}
