//! Every byte of a small room's database, turned over one at a time: the room refuses to read it, or the log does not
//! hold, or every incident is still there.
#![expect(clippy::unwrap_used, reason = "a test may stop at a surprise")]

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use hifazat_protocol::{AlertId, Status};
use hifazat_room::audit::AuditKey;
use hifazat_room::test_util::Desk;
use hifazat_room_store::{Reader, Store};
use rusqlite::Connection;

const THREADS: usize = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Came {
    /// Every incident is read, and the log holds.
    Harmless,
    /// It is not read: said, not guessed.
    Refused,
    /// It is read, and `verify-log` finds the change.
    Noticed,
    /// An incident is gone and nothing says so.
    Lost,
}

fn key() -> AuditKey {
    AuditKey::from_seed([7; 32])
}

/// Two alerts; small pages, so that there is little else.
async fn small_room(file: &Path) {
    let store = Arc::new(Store::open(file, key()).unwrap());
    let desk = Desk::over(Arc::<Store>::clone(&store));
    for seed in 0..2 {
        let persona = desk.persona(seed);
        let alert = persona.alert(Status::Actual, desk.now());
        assert!(!desk.receive(&persona.raise(&alert)).await.is_empty());
    }
    drop((desk, store));
    let db = Connection::open(file).unwrap();
    db.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; VACUUM; PRAGMA journal_mode = WAL;")
        .unwrap();
}

fn ids(reader: &Reader) -> Option<Vec<AlertId>> {
    let incidents = reader.incidents().ok()?;
    Some(incidents.iter().map(|incident| incident.intake.id).collect())
}

fn turned(bytes: &[u8], at: usize, before: &[AlertId], scratch: &Path) -> Came {
    for file in fs::read_dir(scratch).unwrap() {
        fs::remove_file(file.unwrap().path()).unwrap();
    }
    let file = scratch.join("room.db");
    let mut damaged = bytes.to_vec();
    *damaged.get_mut(at).unwrap() ^= 0xff;
    fs::write(&file, &damaged).unwrap();
    let Ok(reader) = Reader::open(&file) else { return Came::Refused };
    let Some(seen) = ids(&reader) else { return Came::Refused };
    match (seen == before, reader.verify_log(&key().public(), None).is_ok()) {
        (_, false) => Came::Noticed,
        (true, true) => Came::Harmless,
        // Would it be served?
        (false, true) if Store::open(&file, key()).is_err() => Came::Refused,
        (false, true) => Came::Lost,
    }
}

#[tokio::test]
async fn no_turned_byte_of_the_rooms_database_loses_an_incident_in_silence() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("room.db");
    small_room(&file).await;
    let (bytes, before) = (fs::read(&file).unwrap(), ids(&Reader::open(&file).unwrap()).unwrap());
    assert_eq!(before.len(), 2);
    let came: Vec<(usize, Came)> = thread::scope(|scope| {
        let part = |first: usize| {
            let (bytes, before) = (&bytes, &before);
            scope.spawn(move || {
                let place = if Path::new("/dev/shm").is_dir() { "/dev/shm" } else { "." };
                let scratch = tempfile::tempdir_in(place).unwrap();
                let all = (first..bytes.len()).step_by(THREADS);
                all.map(|at| (at, turned(bytes, at, before, scratch.path()))).collect::<Vec<_>>()
            })
        };
        let parts: Vec<_> = (0..THREADS).map(part).collect();
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
    });
    let count = |what| came.iter().filter(|(_, came)| *came == what).count();
    let all = [Came::Harmless, Came::Refused, Came::Noticed, Came::Lost];
    eprintln!("{} bytes: {:?}", bytes.len(), all.map(|what| (what, count(what))));
    let lost: Vec<_> = came.iter().filter(|(_, came)| *came == Came::Lost).map(|(at, _)| *at).collect();
    assert!(lost.is_empty(), "lost in silence by the bytes {lost:?}");
}
