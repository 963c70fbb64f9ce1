//! The vault's key and the telephone's safe, as native code gives it: what the gate says, and that no alarm waits for it.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::Path;
use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use hifazat_phone_native::{Core, Door, Start};
use hifazat_phone_shell::face::{CheckId, CheckState, PinOutcome, Why};
use hifazat_phone_shell::{Safe, WrappingKey};
use hifazat_protocol::Trigger;
use serde_json::json;

const CANCEL: &str = "4826";
const DURESS: &str = "7391";

fn gives(key: u8) -> Safe {
    Safe::Gave(WrappingKey::new(&[key; 32]).unwrap())
}

fn start(folder: &Path, safe: Safe) -> Start {
    Start { folder: folder.to_owned(), safe, ..Start::default() }
}

fn key(core: &Core) -> (CheckState, Option<Why>) {
    let checks = core.status().view.readiness.checks;
    checks.iter().find(|check| check.id == CheckId::Key).map(|check| (check.state, check.why)).unwrap()
}

/// A phone that she has set up, with its key in the safe; the process has ended since.
fn set_up(folder: &Path) {
    let door = Door::default();
    let core = door.core(&start(folder, gives(5)));
    core.shell().set_pins(CANCEL, DURESS).unwrap();
    assert_eq!(key(core), (CheckState::Proven, None));
}

#[test]
fn the_gate_is_green_only_when_the_key_is_really_wrapped() {
    let folder = tempfile::tempdir().unwrap();
    for (safe, wanted) in [
        (Safe::NotHere, (CheckState::NotHere, None)),
        (Safe::Silent, (CheckState::Repair, Some(Why::NotWrapped))),
        (gives(5), (CheckState::Proven, None)),
        (Safe::Silent, (CheckState::Repair, Some(Why::SafeShut))),
        (gives(5), (CheckState::Proven, None)),
    ] {
        let door = Door::default();
        assert_eq!(key(door.core(&start(folder.path(), safe))), wanted);
    }
}

#[test]
fn an_alarm_goes_from_memory_while_the_safe_is_silent_and_is_saved_when_it_gives() {
    let folder = tempfile::tempdir().unwrap();
    set_up(folder.path());
    let door = Door::default();
    let core = door.core(&start(folder.path(), Safe::Silent));
    let raised = core.raise(Trigger::Widget);
    assert!(!raised.durable, "and that is said");
    assert_eq!(serde_json::to_value(core.status()).unwrap()["notices"], json!(["not_durable"]));

    // The system was unlocked meanwhile.
    door.core(&start(folder.path(), gives(5)));
    assert_eq!(key(core), (CheckState::Proven, None));
    let saved = (0..600).any(|_| {
        thread::sleep(Duration::from_millis(100));
        core.status().view.notices.is_empty()
    });
    assert!(saved, "what memory held is on the disk");
    assert_eq!(core.cancel(&raised.alert_id, CANCEL).unwrap().outcome, PinOutcome::Done, "her PINs are hers again");
    drop(door);
    let door = Door::default();
    let core = door.core(&start(folder.path(), gives(5)));
    assert_eq!(core.status().view.alert.unwrap().alert_id, raised.alert_id);
}

#[test]
fn an_alarm_is_saved_and_she_is_told_when_the_safe_gives_another_key() {
    for comes_later in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        set_up(folder.path());
        let door = Door::default();
        if comes_later {
            door.core(&start(folder.path(), Safe::Silent));
        }
        let core = door.core(&start(folder.path(), gives(6)));
        assert!(core.raise(Trigger::Widget).durable);
        assert_eq!(serde_json::to_value(core.status()).unwrap()["notices"], json!(["store_set_aside"]));
        assert_eq!(key(core), (CheckState::Proven, None));
    }
}

#[test]
fn a_window_waits_for_native_code_and_its_key() {
    let folder = tempfile::tempdir().unwrap();
    set_up(folder.path());
    let door = Door::default();
    let both = Barrier::new(2);
    thread::scope(|scope| {
        let window = scope.spawn(|| {
            both.wait();
            let core = door.core_after_native(&start(folder.path(), Safe::Silent), Duration::from_secs(600));
            core.raise(Trigger::Hold).durable
        });
        both.wait();
        // Nothing tells that the window waits by now; it would have opened a shut vault.
        thread::sleep(Duration::from_millis(200));
        door.core(&start(folder.path(), gives(5)));
        assert!(window.join().unwrap());
    });
}

#[test]
fn a_window_that_native_code_does_not_come_to_opens_the_phone_itself() {
    let folder = tempfile::tempdir().unwrap();
    let door = Door::default();
    let core = door.core_after_native(&start(folder.path(), Safe::Silent), Duration::from_millis(1));
    assert!(core.raise(Trigger::Hold).durable);
}

#[test]
fn no_status_and_no_debug_text_holds_a_key() {
    let folder = tempfile::tempdir().unwrap();
    let door = Door::default();
    let told = serde_json::to_string(&door.core(&start(folder.path(), gives(0x5a))).status()).unwrap();
    for form in ["5a5a5a", "90,90,90", "WlpaWlpa"] {
        assert!(!told.to_lowercase().contains(&form.to_lowercase()), "{told}");
        assert!(!format!("{:?}", gives(0x5a)).contains(form));
    }
}
