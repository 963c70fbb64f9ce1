//! A damaged database, a lost key, a folder that cannot be written: nothing is emptied in silence, and an SOS works.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use hifazat_phone::{
    FakeLocation, FakePath, Notice, Outbox, Phone, PinsOutcome, Ports, Secret, Slot, StoreError, Vault,
};
use hifazat_phone_store::PhoneStore;
use hifazat_protocol::{
    BundleRoomKey, Endpoint, KeyId, KeyState, ReceiptKey, RoomSecretKey, RootKey, SeededEntropy, Status, Trigger,
    TrustBundle, UnixMillis,
};
use hifazat_time::ManualClock;

use crate::build::{NOW, entry, fresh, open, open_as, raised};

fn phone(store: &Arc<PhoneStore>) -> Phone {
    Phone::open(Ports {
        outbox: Arc::<PhoneStore>::clone(store),
        vault: Arc::<PhoneStore>::clone(store),
        paths: vec![FakePath::new()],
        location: Arc::new(FakeLocation::default()),
        clock: Arc::new(ManualClock::new(NOW)),
        entropy: Arc::new(SeededEntropy::new(3)),
        boot: Some(1),
    })
}

fn bundle() -> String {
    let chance = SeededEntropy::new(9);
    let sealing = RoomSecretKey::generate(KeyId(1), &chance);
    let bundle = TrustBundle {
        version: 1,
        issued_at: NOW,
        expires_at: UnixMillis(i64::MAX),
        grace_days: 0,
        room_name: "Lahore".to_owned(),
        endpoints: vec![Endpoint { url: "https://room.test".to_owned(), addresses: Vec::new(), datagram_port: None }],
        ca_certificates: Vec::new(),
        room_keys: vec![BundleRoomKey { key: sealing.public(), state: KeyState::Active }],
        receipt_keys: vec![ReceiptKey::generate(KeyId(1), &chance).public()],
        sms_number: None,
        helplines: Vec::new(),
        boundaries_version: None,
    };
    bundle.sign(&RootKey::generate(&chance)).to_json()
}

/// Overwrites the database, and its log, which could mend it.
fn spoil(folder: &Path) {
    fs::write(folder.join("phone.db-wal"), [0; 64]).unwrap();
    fs::write(folder.join("phone.db"), b"this was a database once, and now it is a poem".repeat(200)).unwrap();
}

#[test]
fn a_damaged_database_is_set_aside_and_an_sos_works() {
    let folder = tempfile::tempdir().unwrap();
    {
        let store = Arc::new(open(folder.path()));
        let phone = phone(&store);
        phone.install(&bundle()).unwrap();
        assert_eq!(phone.set_pins("4826", "7391"), PinsOutcome::Saved);
        phone.raise(Status::Actual, Trigger::Hold);
    }
    spoil(folder.path());

    let store = Arc::new(open(folder.path()));
    let aside = store.set_aside().unwrap();
    assert!(fs::read(&aside).unwrap().starts_with(b"this was a database"), "kept as it was found");
    let phone = phone(&store);
    assert!(phone.bundle().is_some(), "the phone still knows its room");
    let raised = phone.raise(Status::Actual, Trigger::Hold);
    assert!(raised.durable);
    assert_eq!(store.alerts().unwrap()[0].entries.len(), 1, "sealed, ready to go");
    assert_eq!(phone.take_back("4826").outcome, hifazat_phone::PinOutcome::Done, "her PINs are still hers");
}

#[test]
fn an_emptied_database_is_damage_and_no_fresh_phone() {
    let folder = tempfile::tempdir().unwrap();
    {
        let phone = phone(&Arc::new(open(folder.path())));
        phone.install(&bundle()).unwrap();
    }
    fs::write(folder.path().join("phone.db"), b"").unwrap();
    fs::write(folder.path().join("phone.db-wal"), [7; 64]).unwrap();

    let store = Arc::new(open(folder.path()));
    let aside = store.set_aside().expect("she is told");
    let log = aside.to_str().unwrap().replace("phone.db.", "phone.db-wal.");
    assert_eq!(fs::read(log).unwrap(), [7; 64], "the log is kept as it was found");
    let phone = phone(&store);
    assert!(phone.bundle().is_some(), "the phone still knows its room");
    assert!(phone.raise(Status::Actual, Trigger::Hold).durable);
    assert_eq!(store.alerts().unwrap()[0].entries.len(), 1, "sealed, ready to go");
}

/// What a full disk does to a phone that starts on it: SQLite cannot write its log, and so cannot read either.
#[test]
fn a_phone_that_starts_on_a_full_disk_knows_where_to_send() {
    let folder = tempfile::tempdir().unwrap();
    phone(&Arc::new(open(folder.path()))).install(&bundle()).unwrap();
    let log = folder.path().join("phone.db-wal");
    if log.exists() {
        fs::remove_file(&log).unwrap();
    }
    fs::create_dir(&log).unwrap();

    let store = Arc::new(open(folder.path()));
    assert!(store.alerts().is_err(), "the database is out of reach");
    let phone = phone(&store);
    assert!(phone.bundle().is_some(), "and yet the phone knows its room");
    let raised = phone.raise(Status::Actual, Trigger::Hold);
    assert!(!raised.durable, "it lives in memory, and that is said");
    assert_eq!(store.set_aside(), None, "a full disk is no damage");
}

#[test]
fn a_database_set_aside_while_it_runs_loses_no_alert_that_is_still_known() {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(open(folder.path()));
    let phone = phone(&store);
    phone.install(&bundle()).unwrap();
    let first = phone.raise(Status::Actual, Trigger::Hold).alert_id;
    assert_eq!(phone.view().alert.unwrap().alert_id, first);
    spoil(folder.path());
    drop(open_as(folder.path(), 2));

    let second = phone.raise(Status::Actual, Trigger::Hold);
    assert!(second.durable);
    let known: Vec<_> = phone.alerts().iter().map(|alert| alert.alert_id).collect();
    assert!(known.contains(&first) && known.contains(&second.alert_id));
    assert!(phone.view().notices.contains(&Notice::StoreSetAside));
    assert!(store.set_aside().is_some());
}

#[test]
fn another_process_follows_when_the_database_is_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    let window = open(folder.path());
    window.keep(&raised(1)).unwrap();
    spoil(folder.path());
    let command = open_as(folder.path(), 2);
    command.keep(&raised(2)).unwrap();
    assert!(matches!(window.revision(), Err(StoreError::SetAside)), "told once, to write again what is known");
    assert_eq!(window.alerts().unwrap(), [raised(2)]);
}

#[test]
fn with_another_key_values_are_unreadable_and_alerts_still_go() {
    let folder = tempfile::tempdir().unwrap();
    {
        let store = open(folder.path());
        store.keep(&raised(1)).unwrap();
        store.write(Slot::Pins, &Secret::new(vec![1, 2, 3])).unwrap();
    }
    fs::write(folder.path().join("vault.key"), [1; 32]).unwrap();
    let store = open(folder.path());
    assert!(matches!(store.read(Slot::Pins), Err(StoreError::Unreadable { .. })));
    let kept = &store.alerts().unwrap()[0];
    assert_eq!(kept.facts.hidden.response_key, None);
    assert_eq!(kept.entries, [entry(1, 0)]);
}

#[test]
fn a_phone_that_lost_its_key_can_be_set_up_again_and_its_alerts_still_go() {
    let folder = tempfile::tempdir().unwrap();
    {
        let phone = phone(&Arc::new(open(folder.path())));
        phone.install(&bundle()).unwrap();
        phone.raise(Status::Actual, Trigger::Hold);
    }
    fs::remove_file(folder.path().join("vault.key")).unwrap();

    // Another chance: the key made now is another one.
    let set_up = phone(&Arc::new(open_as(folder.path(), 2)));
    assert!(set_up.bundle().is_none(), "whom it believed cannot be read");
    set_up.install(&bundle()).unwrap();
    drop(set_up);

    let store = Arc::new(open_as(folder.path(), 2));
    let phone = phone(&store);
    assert!(phone.bundle().is_some(), "it is set up, and stays so");
    assert!(phone.raise(Status::Actual, Trigger::Hold).durable);
    let sealed: Vec<_> = store.alerts().unwrap().iter().map(|alert| alert.entries.len()).collect();
    assert_eq!(sealed, [1, 1], "the new alert and the one from before are sealed and ready to go");
}

#[test]
fn a_key_that_was_cut_short_is_kept_aside() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()));
    fs::write(folder.path().join("vault.key"), [1; 7]).unwrap();
    let store = open(folder.path());
    store.keep(&raised(1)).unwrap();
    assert_eq!(fs::read(store.set_aside().expect("she is told")).unwrap(), [1; 7]);
}

#[test]
fn a_folder_that_cannot_be_made_is_tried_again() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("data");
    fs::write(&folder, b"a file where the folder should be").unwrap();
    let store = Arc::new(open(&folder));
    assert!(matches!(store.keep(&raised(1)), Err(StoreError::Unavailable { .. })));
    let phone = phone(&store);
    phone.install(&bundle()).unwrap();
    let raised = phone.raise(Status::Actual, Trigger::Hold);
    assert!(!raised.durable);
    assert!(!phone.view().alert.unwrap().durable);

    fs::remove_file(&folder).unwrap();
    store.append(&fresh(1), &[entry(1, 1)]).unwrap();
    assert!(phone.raise(Status::Actual, Trigger::Hold).durable);
}
