//! What lies on the disk: readable by its owner only, and by nobody without the key.

use std::fs;

use hifazat_phone::{AlertRecord, Outbox, Secret, Slot, Vault};

use crate::build::{id, open, raised, texted};

#[test]
fn no_secret_lies_readable_in_any_file() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    store.keep(&AlertRecord { entries: vec![texted(0x5a, 0)], ..raised(0x5a) }).unwrap();
    store.write(Slot::Pins, &Secret::new(b"a secret that must not be seen".to_vec())).unwrap();
    for file in fs::read_dir(folder.path()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
        assert!(!holds(b"must not be seen"));
        assert!(!holds(&[0x5a; 33]) || holds(&[0x5a; 300]), "the response key would stand alone");
    }
}

#[test]
fn a_forgotten_alert_lingers_in_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    store.keep(&AlertRecord { entries: vec![texted(0x5a, 0)], ..raised(0x5a) }).unwrap();
    store.forget(id(0x5a)).unwrap();
    for file in fs::read_dir(folder.path()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(16).any(|window| window == [0x5a; 16]));
    }
}

#[cfg(unix)]
#[test]
fn files_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("data");
    let store = open(&folder);
    store.keep(&raised(1)).unwrap();
    let mode = |name: &str| fs::metadata(folder.join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(""), 0o700);
    assert_eq!(mode("vault.key"), 0o600);
    assert_eq!(mode("phone.db"), 0o600);
    assert_eq!(mode("phone.db-wal"), 0o600);
}
