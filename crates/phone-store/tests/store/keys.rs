//! The vault's key and the telephone's safe: wrapped when the safe gives its key, shut while it gives none, set aside when it
//! gives another.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use hifazat_crash_points::{Point, phone as points};
use hifazat_phone::{KeyKept, Lease, Outbox, Secret, Slot, StoreError, Vault};
use hifazat_phone_store::{PhoneStore, Safe, WrappingKey};
use hifazat_protocol::SeededEntropy;
use hifazat_time::ManualClock;

use crate::build::{NOW, entry, fresh, id, open, proof, raised};

const MINE: u8 = 5;
const ANOTHER: u8 = 6;
const PINS: &[u8] = b"her PINs";

fn gives(key: u8) -> Safe {
    Safe::Gave(WrappingKey::new(&[key; 32]).unwrap())
}

fn with(folder: &Path, safe: Safe) -> PhoneStore {
    PhoneStore::with_safe(folder, safe, Arc::new(ManualClock::new(NOW)), Arc::new(SeededEntropy::new(3)))
}

/// A phone with PINs and an alarm that is owed, whose key was never wrapped.
fn lived_in(folder: &Path) {
    let store = open(folder);
    store.write(Slot::Pins, &Secret::new(PINS.to_vec())).unwrap();
    store.keep(&raised(1)).unwrap();
}

fn wrapped(folder: &Path) {
    lived_in(folder);
    drop(with(folder, gives(MINE)));
}

fn pins(store: &PhoneStore) -> Result<Option<Vec<u8>>, StoreError> {
    store.read(Slot::Pins).map(|pins| pins.map(|pins| pins.bytes().to_vec()))
}

fn key_file(folder: &Path) -> Vec<u8> {
    fs::read(folder.join("vault.key")).unwrap()
}

/// Every file that a key or a value lies in, by its name.
fn of_the_vault(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let files = files.filter(|file| file.file_name().unwrap().to_str().unwrap().starts_with("vault."));
    files.map(|file| (file.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&file).unwrap())).collect()
}

#[test]
fn a_bare_key_is_wrapped_the_first_time_the_safe_gives_its_own() {
    let folder = tempfile::tempdir().unwrap();
    lived_in(folder.path());
    let bare = key_file(folder.path());
    let store = with(folder.path(), gives(MINE));
    assert_eq!((store.key_kept(), pins(&store).unwrap().as_deref()), (Some(KeyKept::Wrapped), Some(PINS)));
    drop(store);
    for (name, bytes) in of_the_vault(folder.path()) {
        assert!(!bytes.windows(32).any(|window| window == bare), "the key lies bare in {name}");
    }
    let store = with(folder.path(), gives(MINE));
    assert_eq!((store.key_kept(), pins(&store).unwrap().as_deref()), (Some(KeyKept::Wrapped), Some(PINS)));
    assert_eq!(store.alerts().unwrap(), [raised(1)], "with all that is hidden in it");
}

#[test]
fn a_fresh_phone_never_writes_its_key_bare_when_the_safe_gives() {
    let folder = tempfile::tempdir().unwrap();
    let store = with(folder.path(), gives(MINE));
    store.write(Slot::Pins, &Secret::new(PINS.to_vec())).unwrap();
    assert_eq!((store.key_kept(), key_file(folder.path()).len()), (Some(KeyKept::Wrapped), 75));
}

#[test]
fn a_key_that_nothing_wraps_stays_in_its_file_and_says_so() {
    for (safe, kept) in [(Safe::NotHere, KeyKept::NoSafe), (Safe::Silent, KeyKept::Bare)] {
        let folder = tempfile::tempdir().unwrap();
        lived_in(folder.path());
        let before = key_file(folder.path());
        let store = with(folder.path(), safe);
        assert_eq!((store.key_kept(), pins(&store).unwrap().as_deref()), (Some(kept), Some(PINS)));
        assert_eq!(key_file(folder.path()), before);
    }
}

#[test]
fn a_silent_safe_shuts_the_vault_and_changes_nothing() {
    for silent in [Safe::Silent, Safe::NotHere] {
        let folder = tempfile::tempdir().unwrap();
        wrapped(folder.path());
        let before = of_the_vault(folder.path());
        let store = with(folder.path(), silent);
        assert_eq!((store.key_kept(), store.set_aside()), (Some(KeyKept::Shut), None));
        let fresh_seed = Secret::new(vec![9; 32]);
        // Not "unreadable": what is lost is made anew, what is shut must not be.
        assert!(matches!(pins(&store), Err(StoreError::Unavailable { .. })));
        assert!(matches!(store.establish(Slot::DeviceSeed, &fresh_seed), Err(StoreError::Unavailable { .. })));
        assert!(matches!(store.write(Slot::Pins, &fresh_seed), Err(StoreError::Unavailable { .. })));
        assert!(matches!(store.keep(&raised(2)), Err(StoreError::Unavailable { .. })), "it goes from memory");
        assert!(matches!(store.amend(&fresh(1)), Err(StoreError::Unavailable { .. })));
        drop(store);
        assert_eq!(of_the_vault(folder.path()), before);
        let store = with(folder.path(), gives(MINE));
        assert_eq!((pins(&store).unwrap().as_deref(), store.alerts().unwrap()), (Some(PINS), vec![raised(1)]));
    }
}

#[test]
fn what_was_saved_is_carried_while_the_vault_is_shut() {
    let folder = tempfile::tempdir().unwrap();
    wrapped(folder.path());
    let store = with(folder.path(), Safe::Silent);
    assert_eq!(store.alerts().unwrap()[0].entries, [entry(1, 0)], "sealed to the room, for which no key is needed");
    let lease = Lease { holder: 1, now: NOW, until: NOW.plus_ms(Lease::LONGEST_MS) };
    assert!(store.claim(entry(1, 0).key, lease).unwrap());
    let (proof, receipt) = proof(1, 0);
    store.settle(&proof, &receipt).unwrap();
    assert!(!store.alerts().unwrap()[0].entries[0].is_open());
}

#[test]
fn a_safe_that_gives_later_opens_the_vault_and_wraps_a_bare_key() {
    let folder = tempfile::tempdir().unwrap();
    lived_in(folder.path());
    let store = with(folder.path(), Safe::Silent);
    assert!(!store.take_safe(gives(MINE)), "it was open all the while");
    assert_eq!((store.key_kept(), key_file(folder.path()).len()), (Some(KeyKept::Wrapped), 75));
    assert!(!store.take_safe(Safe::Silent));
    assert_eq!(pins(&store).unwrap().as_deref(), Some(PINS), "who gave once is not silent");
    drop(store);

    let store = with(folder.path(), Safe::Silent);
    let before = store.revision().unwrap();
    assert!(store.take_safe(gives(MINE)), "it was shut, and is open");
    assert_ne!(store.revision().unwrap(), before, "whoever read it reads again");
    assert_eq!((store.key_kept(), pins(&store).unwrap().as_deref()), (Some(KeyKept::Wrapped), Some(PINS)));
    store.keep(&raised(2)).unwrap();
}

/// With another key of the safe: what only the old one opens is set aside, the rest goes on.
fn goes_on_with_another(folder: &Path, before: &BTreeMap<String, Vec<u8>>) {
    let store = with(folder, gives(ANOTHER));
    assert_eq!(store.key_kept(), Some(KeyKept::Wrapped));
    assert!(store.set_aside().is_some(), "she is told");
    let pins = pins(&store);
    assert!(matches!(pins, Err(StoreError::Unreadable { .. })), "{pins:?}");
    let alerts = store.alerts().unwrap();
    assert!(alerts.iter().any(|alert| alert.entries == [entry(1, 0)]), "an alarm that is owed still goes");
    store.keep(&raised(2)).unwrap();
    store.write(Slot::Pins, &Secret::new(b"new".to_vec())).unwrap();
    drop(store);
    let now = of_the_vault(folder);
    for (name, bytes) in before {
        let kept = now.iter().any(|(file, held)| file.starts_with(&format!("{name}.set-aside-")) && held == bytes);
        assert!(kept, "{name} is gone: {:?}", now.keys());
    }
}

#[test]
fn what_another_key_does_not_open_is_set_aside_whole_and_an_sos_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    wrapped(folder.path());
    let before = of_the_vault(folder.path());
    assert_eq!(before.keys().collect::<Vec<_>>(), ["vault.copy", "vault.key"]);
    goes_on_with_another(folder.path(), &before);

    // Whole: with the old key of the safe it opens again.
    let elsewhere = tempfile::tempdir().unwrap();
    for (name, bytes) in before {
        fs::write(elsewhere.path().join(name), bytes).unwrap();
    }
    assert_eq!(pins(&with(elsewhere.path(), gives(MINE))).unwrap().as_deref(), Some(PINS));
}

/// What is durable of a key, step by step.
const STEPS: [Point; 4] = [points::FILE_DRAFTED, points::FILE_REPLACED, points::FILE_SET_ASIDE, points::KEY_MADE];

/// In a process of its own the phone opens and is killed when it comes to a point for the n-th time; `false`: it did not.
fn killed(folder: &Path, key: u8, point: Point, time: u32) -> bool {
    let mut process = Command::new(std::env::current_exe().unwrap());
    process.args(["--exact", "keys::opens_in_a_process_of_its_own"]);
    process.env("KEYS_FOLDER", folder).env("KEYS_SAFE", key.to_string()).env("FAILPOINTS", point.at(time));
    let ended = process.output().unwrap();
    assert!(ended.status.success() || ended.status.code().is_none(), "{ended:?}");
    !ended.status.success()
}

#[test]
fn opens_in_a_process_of_its_own() {
    if let (Ok(folder), Ok(key)) = (std::env::var("KEYS_FOLDER"), std::env::var("KEYS_SAFE")) {
        drop(with(Path::new(&folder), gives(key.parse().unwrap())));
    }
}

#[test]
fn a_phone_killed_at_any_step_of_wrapping_opens_with_and_without_the_safe() {
    let mut deaths = 0;
    for point in STEPS {
        for time in 1.. {
            let folder = tempfile::tempdir().unwrap();
            lived_in(folder.path());
            if !killed(folder.path(), MINE, point, time) {
                break;
            }
            deaths += 1;
            let store = with(folder.path(), Safe::Silent);
            let found = pins(&store);
            let is_shut = store.key_kept() == Some(KeyKept::Shut);
            assert!(is_shut == found.is_err() && found.unwrap_or_default().is_none_or(|pins| pins == PINS));
            drop(store);
            let store = with(folder.path(), gives(MINE));
            assert_eq!(pins(&store).unwrap().as_deref(), Some(PINS), "{} {time}", point.name());
            assert_eq!((store.alerts().unwrap(), store.set_aside()), (vec![raised(1)], None));
        }
    }
    assert_eq!(deaths, 2, "drafted, replaced");
}

#[test]
fn a_phone_killed_at_any_step_of_setting_aside_forgets_neither_file_nor_alarm() {
    let mut deaths = 0;
    for point in STEPS {
        for time in 1.. {
            let folder = tempfile::tempdir().unwrap();
            wrapped(folder.path());
            let before = of_the_vault(folder.path());
            if !killed(folder.path(), ANOTHER, point, time) {
                break;
            }
            deaths += 1;
            goes_on_with_another(folder.path(), &before);
            assert!(with(folder.path(), gives(ANOTHER)).alerts().unwrap().iter().any(|alert| alert.facts.id == id(1)));
        }
    }
    assert_eq!(deaths, 7, "two files aside, a key drafted, replaced, made, a copy drafted, replaced");
}
