//! A process that was killed halfway through setting a database aside, or between the vault and its copy. The whole
//! programs die there in `tests/crash_points`; here is what each such death leaves behind.

use std::fs;
use std::path::Path;

use hifazat_phone::{Secret, Slot, Vault};

use crate::build::open;

fn bundle() -> Secret {
    Secret::new(b"a bundle".to_vec())
}

fn set_up(folder: &Path) {
    open(folder).write(Slot::Bundle, &bundle()).unwrap();
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_log_whose_database_was_set_aside_is_set_aside_too() {
    let folder = tempfile::tempdir().unwrap();
    set_up(folder.path());
    fs::remove_file(folder.path().join("phone.db")).unwrap();
    fs::write(folder.path().join("phone.db-wal"), b"commits of the database that is gone").unwrap();
    let store = open(folder.path());
    assert_eq!(store.read(Slot::Bundle).unwrap().unwrap().bytes(), bundle().bytes());
    let kept = names(folder.path()).into_iter().find(|name| name.starts_with("phone.db-wal.set-aside-")).unwrap();
    assert_eq!(fs::read(folder.path().join(kept)).unwrap(), b"commits of the database that is gone");
}

#[test]
fn a_log_beside_a_damaged_database_is_kept_as_it_was_found() {
    let folder = tempfile::tempdir().unwrap();
    set_up(folder.path());
    fs::write(folder.path().join("phone.db"), b"this was a database once").unwrap();
    fs::write(folder.path().join("phone.db-wal"), b"and this its log").unwrap();
    let store = open(folder.path());
    assert!(store.set_aside().is_some());
    let kept = names(folder.path()).into_iter().find(|name| name.starts_with("phone.db-wal.set-aside-")).unwrap();
    assert_eq!(fs::read(folder.path().join(kept)).unwrap(), b"and this its log");
}

#[test]
fn a_fresh_database_without_its_vault_takes_it_from_the_copy_at_the_next_start() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    set_up(folder.path());
    drop(open(elsewhere.path()));
    // As if it had died after the migrations.
    fs::copy(elsewhere.path().join("phone.db"), folder.path().join("phone.db")).unwrap();
    let store = open(folder.path());
    assert_eq!(store.read(Slot::Bundle).unwrap().unwrap().bytes(), bundle().bytes());
}

#[test]
fn a_copy_that_fell_behind_the_vault_is_written_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    set_up(folder.path());
    fs::remove_file(folder.path().join("vault.copy")).unwrap();
    drop(open(folder.path()));
    fs::write(folder.path().join("phone.db"), b"this was a database once").unwrap();
    let store = open(folder.path());
    assert_eq!(store.read(Slot::Bundle).unwrap().unwrap().bytes(), bundle().bytes());
}
