//! Every byte of a small database, turned over one at a time: she loses nothing without being told, and an SOS is saved.

use std::fs;
use std::path::Path;
use std::thread;

use hifazat_phone::{AlertRecord, Outbox, Secret, Slot, Vault};
use rusqlite::Connection;

use crate::build::{id, open, proof, raised};

const THREADS: usize = 4;

/// What a turned byte came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Came {
    /// Everything is as it was.
    Harmless,
    /// The file is set aside, whole, and she is told.
    SetAside,
    /// The store says that it cannot be read, and goes on saying it.
    Refused,
    /// The alert is there and still goes out; a detail of it has changed.
    Altered,
    /// The alert, or what was to be carried of it, is gone and nothing says so.
    Lost,
}

/// One alert that is owed, one that is settled, a bundle; small pages, so that there is little else.
fn small_phone(folder: &Path) -> Vec<AlertRecord> {
    let store = open(folder);
    store.keep(&raised(1)).unwrap();
    store.keep(&raised(2)).unwrap();
    let (proof, receipt) = proof(2, 0);
    store.settle(&proof, &receipt).unwrap();
    store.write(Slot::Bundle, &Secret::new(b"a bundle".to_vec())).unwrap();
    let alerts = store.alerts().unwrap();
    drop(store);
    let db = Connection::open(folder.join("phone.db")).unwrap();
    db.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; VACUUM; PRAGMA journal_mode = WAL;")
        .unwrap();
    alerts
}

fn turned(home: &Path, before: &[AlertRecord], bytes: &[u8], at: usize, scratch: &Path) -> Came {
    for file in fs::read_dir(scratch).unwrap() {
        fs::remove_file(file.unwrap().path()).unwrap();
    }
    for file in ["vault.key", "vault.copy"] {
        fs::copy(home.join(file), scratch.join(file)).unwrap();
    }
    let mut damaged = bytes.to_vec();
    *damaged.get_mut(at).unwrap() ^= 0xff;
    fs::write(scratch.join("phone.db"), &damaged).unwrap();

    let store = open(scratch);
    let seen = store.alerts();
    let bundle = store.read(Slot::Bundle);
    assert!(bundle.is_err() || bundle.unwrap().is_none_or(|bundle| bundle.bytes() == b"a bundle"), "byte {at}");
    let kept = store.keep(&raised(3));
    let holds_the_new = || store.alerts().is_ok_and(|alerts| alerts.iter().any(|alert| alert.facts.id == id(3)));
    assert!(kept.is_err() || holds_the_new(), "byte {at}: an SOS is said to be saved and is not there: {seen:?}");
    if let Some(aside) = store.set_aside() {
        assert!(fs::read(aside).unwrap() == damaged, "byte {at}: it was not kept as it was found");
        return Came::SetAside;
    }
    let Ok(seen) = seen else { return Came::Refused };
    let owed = |alerts: &[AlertRecord]| {
        let alert = alerts.iter().find(|alert| alert.facts.id == id(1))?;
        alert.entries.iter().find(|entry| entry.is_open()).map(|entry| entry.key)
    };
    match () {
        () if seen == before => Came::Harmless,
        () if owed(&seen) == owed(before) => Came::Altered,
        () => Came::Lost,
    }
}

#[test]
fn no_turned_byte_of_the_database_loses_an_alert_in_silence() {
    let home = tempfile::tempdir().unwrap();
    let before = small_phone(home.path());
    let bytes = fs::read(home.path().join("phone.db")).unwrap();
    let came: Vec<(usize, Came)> = thread::scope(|scope| {
        let part = |first: usize| {
            let (home, before, bytes) = (home.path(), &before, &bytes);
            scope.spawn(move || {
                let scratch =
                    tempfile::tempdir_in(if Path::new("/dev/shm").is_dir() { "/dev/shm" } else { "." }).unwrap();
                let all = (first..bytes.len()).step_by(THREADS);
                all.map(|at| (at, turned(home, before, bytes, at, scratch.path()))).collect::<Vec<_>>()
            })
        };
        let parts: Vec<_> = (0..THREADS).map(part).collect();
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
    });
    let count = |what| came.iter().filter(|(_, came)| *came == what).count();
    let all = [Came::Harmless, Came::SetAside, Came::Refused, Came::Altered, Came::Lost];
    eprintln!("{} bytes: {:?}", bytes.len(), all.map(|what| (what, count(what))));
    let lost: Vec<_> = came.iter().filter(|(_, came)| *came == Came::Lost).map(|(at, _)| *at).collect();
    assert!(lost.is_empty(), "lost in silence by the bytes {lost:?}");
}

#[test]
fn what_was_saved_can_be_read_from_a_disk_that_takes_nothing_more() {
    for with_log in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let first = open(folder.path());
        first.keep(&raised(1)).unwrap();
        let path = folder.path().join("a folder %3f #1");
        fs::create_dir(&path).unwrap();
        if !with_log {
            drop(first);
        }
        // As after a restart: no shared index; and none can be made, because a folder stands in its place.
        for file in ["phone.db", "phone.db-wal", "vault.key"].iter().filter(|file| folder.path().join(file).exists()) {
            fs::copy(folder.path().join(file), path.join(file)).unwrap();
        }
        fs::create_dir(path.join("phone.db-shm")).unwrap();
        let store = open(&path);
        assert_eq!(store.alerts().unwrap().len(), 1, "with a log: {with_log}");
        assert!(store.keep(&raised(2)).is_err());
    }
}
