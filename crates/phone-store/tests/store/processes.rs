//! Several processes over one folder. Two stores have two connections and share nothing else.

use hifazat_phone::{Lease, Outbox, Secret, Slot, StoreError, Vault};

use crate::build::{NOW, entry, fresh, open, open_as, raised};

#[test]
fn a_raise_by_another_process_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let (window, command) = (open(folder.path()), open_as(folder.path(), 2));
    let before = window.revision().unwrap();
    assert_eq!(window.revision().unwrap(), before);
    command.keep(&raised(1)).unwrap();
    assert_ne!(window.revision().unwrap(), before);
    assert_eq!(window.alerts().unwrap(), [raised(1)]);
}

#[test]
fn an_entry_is_claimed_by_one_process_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (open(folder.path()), open_as(folder.path(), 2));
    one.keep(&raised(1)).unwrap();
    let lease = |holder| Lease { holder, now: NOW, until: NOW.plus_ms(Lease::LONGEST_MS) };
    assert!(one.claim(entry(1, 0).key, lease(1)).unwrap());
    assert!(!other.claim(entry(1, 0).key, lease(2)).unwrap());
}

#[test]
fn two_processes_that_start_together_share_one_identity() {
    let folder = tempfile::tempdir().unwrap();
    let establish = |seed: u64| {
        let path = folder.path().to_owned();
        let byte = u8::try_from(seed).unwrap();
        std::thread::spawn(move || {
            open_as(&path, seed).establish(Slot::DeviceSeed, &Secret::new(vec![byte; 32])).unwrap()
        })
    };
    let together: Vec<_> = (1..=8).map(establish).collect();
    let seeds: Vec<Secret> = together.into_iter().map(|thread| thread.join().unwrap()).collect();
    assert!(seeds.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn nothing_is_lost_when_many_write_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let raise = |n: u8| {
        let path = folder.path().to_owned();
        std::thread::spawn(move || {
            let store = open_as(&path, u64::from(n));
            for k in 0..10 {
                store.keep(&raised(n * 10 + k)).unwrap();
            }
        })
    };
    let threads: Vec<_> = (0..4).map(raise).collect();
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(open(folder.path()).alerts().unwrap().len(), 40);
}

#[test]
fn the_slower_of_two_learns_that_the_number_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (open(folder.path()), open_as(folder.path(), 2));
    one.keep(&raised(1)).unwrap();
    one.append(&fresh(1), &[entry(1, 1)]).unwrap();
    let taken = other.append(&fresh(1), &[entry(1, 1)]);
    assert!(matches!(taken, Err(StoreError::SequenceTaken { sequence, .. }) if sequence.0 == 1));
}
