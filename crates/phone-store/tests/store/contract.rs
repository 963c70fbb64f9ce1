//! One suite for every store: the memory that the brain falls back to must behave as the disk does.

use hifazat_phone::{
    AlertFacts, AlertRecord, Dropped, EntryState, Lease, MemoryStore, Outbox, Secret, Slot, StoreError, Vault,
};
use hifazat_protocol::{Stage, UnixMillis};

use crate::build::{NOW, entry, facts, fresh, id, moment, not_held, open, proof, raised, sealed_proof, texted};

trait Both: Outbox + Vault {}
impl<T: Outbox + Vault> Both for T {}

fn on_every_store(test: impl Fn(&dyn Both)) {
    test(&MemoryStore::default());
    let folder = tempfile::tempdir().unwrap();
    test(&open(folder.path()));
}

fn lease(at: i64) -> Lease {
    let now = NOW.plus_ms(at);
    Lease { holder: u64::MAX, now, until: now.plus_ms(Lease::LONGEST_MS) }
}

#[test]
fn what_is_kept_comes_back_as_it_was() {
    on_every_store(|store| {
        let (_, receipt) = proof(1, 0);
        let record = AlertRecord { facts: facts(1), entries: vec![entry(1, 0), entry(1, 1)], receipts: vec![receipt] };
        store.keep(&record).unwrap();
        store.keep(&raised(2)).unwrap();
        assert_eq!(store.alerts().unwrap(), [raised(2), record]);
    });
}

#[test]
fn keeping_again_joins_facts_and_loses_nothing() {
    on_every_store(|store| {
        store.keep(&raised(1)).unwrap();
        let (proof, receipt) = proof(1, 0);
        store.settle(&proof, &receipt).unwrap();
        let older = AlertRecord { facts: facts(1), entries: vec![entry(1, 0), entry(1, 1)], receipts: Vec::new() };
        store.keep(&older).unwrap();
        let kept = &store.alerts().unwrap()[0];
        assert_eq!(kept.facts, AlertFacts { tapped: kept.facts.tapped, ..facts(1) });
        assert_eq!(kept.entries[0].state, EntryState::Settled, "settled stays settled");
        assert_eq!(kept.entries[1].state, EntryState::Pending);
        assert_eq!(kept.receipts, [receipt]);
    });
}

#[test]
fn attempts_that_were_counted_elsewhere_count() {
    on_every_store(|store| {
        store.keep(&raised(1)).unwrap();
        let mut tried = raised(1);
        tried.entries[0].attempts = 3;
        store.keep(&tried).unwrap();
        store.keep(&raised(1)).unwrap();
        assert_eq!(store.alerts().unwrap()[0].entries[0].attempts, 3);
        assert!(!store.withdraw(&facts(1)).unwrap(), "it may have left the phone");
    });
}

#[test]
fn two_who_change_an_alert_at_once_lose_nothing_of_each_other() {
    on_every_store(|store| {
        store.keep(&raised(1)).unwrap();
        let by_pin = AlertFacts { taken_back: facts(1).taken_back, pin_failures: 1, ..fresh(1) };
        let by_place = AlertFacts { place: facts(1).place, ..fresh(1) };
        store.amend(&by_pin).unwrap();
        store.append(&by_place, &[entry(1, 1)]).unwrap();
        let both = AlertFacts { place: by_place.place, ..by_pin };
        assert_eq!(store.alerts().unwrap()[0].facts, both);
    });
}

#[test]
fn a_number_is_given_once() {
    on_every_store(|store| {
        store.keep(&raised(1)).unwrap();
        store.append(&fresh(1), &[entry(1, 1)]).unwrap();
        let taken = store.append(&facts(1), &[entry(1, 1)]);
        assert!(matches!(taken, Err(StoreError::SequenceTaken { .. })));
        assert_eq!(store.alerts().unwrap()[0].facts, fresh(1), "nothing of it was written");
    });
}

#[test]
fn a_lease_is_held_by_one_and_ends_by_itself() {
    on_every_store(|store| {
        store.keep(&raised(1)).unwrap();
        let key = entry(1, 0).key;
        assert!(store.claim(key, lease(0)).unwrap());
        assert!(!store.claim(key, lease(4_999)).unwrap());
        assert!(store.claim(key, lease(5_000)).unwrap());
        // Somebody set the clock back by years: a lease far in the future is none.
        assert!(store.claim(key, Lease { now: UnixMillis(0), until: UnixMillis(5_000), holder: 1 }).unwrap());
        store.release(key, &EntryState::Pending).unwrap();
        assert!(store.claim(key, lease(0)).unwrap());
        assert_eq!(store.alerts().unwrap()[0].entries[0].attempts, 4);
        assert!(!store.claim(entry(9, 0).key, lease(0)).unwrap(), "nothing to carry there");
    });
}

#[test]
fn a_parked_entry_stays_and_keeps_its_reason() {
    on_every_store(|store| {
        store.keep(&raised(1)).unwrap();
        let parked = EntryState::Parked { code: "malformed".to_owned() };
        store.release(entry(1, 0).key, &parked).unwrap();
        let kept = store.alerts().unwrap()[0].entries[0].clone();
        assert_eq!((kept.state, kept.envelope.len()), (parked, 304));
    });
}

#[test]
fn a_receipt_settles_the_envelope_that_it_names_and_nothing_else() {
    on_every_store(|store| {
        for n in [1, 2] {
            store.keep(&raised(n)).unwrap();
            store.append(&fresh(n), &[entry(n, 1)]).unwrap();
            store.append(&fresh(n), &[entry(n, 2)]).unwrap();
        }
        let (proof, receipt) = proof(1, 1);
        store.settle(&proof, &receipt).unwrap();
        store.settle(&proof, &receipt).unwrap();
        let open: Vec<_> = store.alerts().unwrap().iter().map(AlertRecord::open_entries).collect();
        assert_eq!(open, [3, 2]);
        let kept = &store.alerts().unwrap()[1];
        assert_eq!((kept.receipts.len(), kept.entries[1].envelope.len()), (1, 0));
        store.release(entry(1, 1).key, &EntryState::Pending).unwrap();
        assert_eq!(store.alerts().unwrap()[1].entries[1].state, EntryState::Settled);
        assert!(!store.claim(entry(1, 1).key, lease(0)).unwrap());
    });
}

#[test]
fn what_the_room_has_lost_is_pending_again_unless_more_was_heard_since() {
    on_every_store(|store| {
        store.keep(&raised(1)).unwrap();
        store.append(&fresh(1), &[entry(1, 1)]).unwrap();
        for sequence in [0, 1] {
            let (proof, receipt) = proof(1, sequence);
            store.settle(&proof, &receipt).unwrap();
        }
        let (word, kept) = not_held(1);
        assert!(!store.reopen(&word, &kept, 1).unwrap());
        assert_eq!(store.alerts().unwrap()[0].open_entries(), 0, "nothing was written");
        assert!(store.reopen(&word, &kept, 2).unwrap());
        let reopened = &store.alerts().unwrap()[0];
        let [raise, update] = reopened.entries.as_slice() else { panic!("{reopened:?}") };
        assert_eq!((&raise.state, &raise.envelope), (&EntryState::Pending, &entry(1, 0).envelope));
        assert_eq!((&update.state, update.envelope.len()), (&EntryState::Settled, 0), "the next place says more");
        assert_eq!(reopened.receipts.last(), Some(&kept));
        assert!(store.claim(raise.key, lease(0)).unwrap());
        let (proof, receipt) = proof(1, 0);
        store.settle(&proof, &receipt).unwrap();
        assert_eq!(store.alerts().unwrap()[0].open_entries(), 0);
    });
}

#[test]
fn what_was_brought_again_elsewhere_goes_again_here_once() {
    on_every_store(|store| {
        store.keep(&raised(1)).unwrap();
        let (stored, receipt) = proof(1, 0);
        store.settle(&stored, &receipt).unwrap();
        let mut elsewhere = store.alerts().unwrap().remove(0);
        elsewhere.entries[0].state = EntryState::Pending;
        elsewhere.receipts.push(not_held(1).1);
        store.keep(&elsewhere).unwrap();
        assert_eq!(store.alerts().unwrap()[0].open_entries(), 1);
        store.settle(&stored, &receipt).unwrap();
        store.keep(&elsewhere).unwrap();
        assert_eq!(store.alerts().unwrap()[0].open_entries(), 0, "the word is no news");
    });
}

#[test]
fn no_envelope_is_kept_of_what_is_closed() {
    on_every_store(|store| {
        store.keep(&raised(1)).unwrap();
        let (stored, receipt) = proof(1, 0);
        store.settle(&stored, &receipt).unwrap();
        for (stage, kept) in [(Stage::Seen, 304), (Stage::Closed, 0)] {
            let (word, receipt) = sealed_proof(1, stage);
            store.settle(&word, &receipt).unwrap();
            assert_eq!(store.alerts().unwrap()[0].entries[0].envelope.len(), kept);
        }
        let (word, kept) = not_held(1);
        assert!(store.reopen(&word, &kept, 3).unwrap());
        assert_eq!(store.alerts().unwrap()[0].open_entries(), 0);
    });
}

#[test]
fn only_what_was_never_claimed_is_withdrawn() {
    on_every_store(|store| {
        store.keep(&raised(1)).unwrap();
        store.keep(&raised(2)).unwrap();
        store.claim(entry(1, 0).key, lease(0)).unwrap();
        assert!(!store.withdraw(&facts(1)).unwrap());
        assert!(store.withdraw(&facts(2)).unwrap());
        let alerts = store.alerts().unwrap();
        assert_eq!((alerts[1].facts.clone(), alerts[1].entries.len()), (fresh(1), 1));
        assert_eq!((alerts[0].facts.taken_back.is_some(), alerts[0].entries.len()), (true, 0));
    });
}

#[test]
fn a_forgotten_alert_is_gone_with_all_that_was_its() {
    on_every_store(|store| {
        store.keep(&raised(1)).unwrap();
        store.keep(&raised(2)).unwrap();
        let (proof, receipt) = proof(1, 0);
        store.settle(&proof, &receipt).unwrap();
        store.forget(id(1)).unwrap();
        assert_eq!(store.alerts().unwrap(), [raised(2)]);
        store.keep(&raised(1)).unwrap();
        assert_eq!(store.alerts().unwrap()[0], raised(1));
    });
}

#[test]
fn every_write_changes_the_revision_and_no_reading_does() {
    on_every_store(|store| {
        let before = store.revision().unwrap();
        store.keep(&raised(1)).unwrap();
        let after = store.revision().unwrap();
        assert_ne!(before, after);
        store.alerts().unwrap();
        assert_eq!(store.revision().unwrap(), after);
    });
}

#[test]
fn the_vault_keeps_the_first_and_the_last() {
    on_every_store(|store| {
        let value = |text: &str| Secret::new(text.as_bytes().to_vec());
        assert_eq!(store.read(Slot::Pins).unwrap(), None);
        assert_eq!(store.establish(Slot::DeviceSeed, &value("first")).unwrap(), value("first"));
        assert_eq!(store.establish(Slot::DeviceSeed, &value("second")).unwrap(), value("first"));
        store.write(Slot::Profile, &value("a")).unwrap();
        store.write(Slot::Profile, &value("b")).unwrap();
        assert_eq!(store.read(Slot::Profile).unwrap(), Some(value("b")));
    });
}

#[test]
fn dropped_receipts_add_up() {
    on_every_store(|store| {
        let some = Dropped { forged: 1, foreign: 2, replayed: 3, conflicting: 4 };
        store.count_dropped(some).unwrap();
        store.count_dropped(some).unwrap();
        assert_eq!(store.dropped().unwrap(), some.plus(some));
    });
}

#[test]
fn a_text_is_begun_by_one_and_goes_once() {
    on_every_store(|store| {
        store.keep(&AlertRecord { entries: vec![texted(1, 0), entry(1, 1)], ..raised(1) }).unwrap();
        let key = texted(1, 0).key;
        let text = |sequence: usize| store.alerts().unwrap()[0].entries[sequence].text.clone();
        assert_eq!((text(0), text(1)), (texted(1, 0).text, None));
        assert!(!store.begin_text(entry(1, 1).key, lease(0)).unwrap(), "it has none");
        assert!(store.begin_text(key, lease(0)).unwrap());
        assert!(!store.begin_text(key, lease(1_000)).unwrap(), "another one hands it over");
        assert!(!store.withdraw(&fresh(1)).unwrap(), "it may have left the phone");
        assert!(store.begin_text(key, lease(Lease::LONGEST_MS)).unwrap(), "who held it is gone");
        assert_eq!(text(0).unwrap().tries, 2);
        store.end_text(key, &moment(60)).unwrap();
        store.end_text(key, &moment(61)).unwrap();
        assert_eq!(text(0).unwrap().sent, Some(moment(60)));
        assert!(!store.begin_text(key, lease(3_600_000)).unwrap(), "once");

        // It outlives its envelope, because receipts may answer it, and keeping again forgets nothing.
        let (proof, receipt) = proof(1, 0);
        store.settle(&proof, &receipt).unwrap();
        store.keep(&AlertRecord { entries: vec![texted(1, 0)], ..raised(1) }).unwrap();
        assert_eq!((text(0).unwrap().tries, text(0).unwrap().sent), (2, Some(moment(60))));
        store.append(&fresh(1), &[texted(1, 2)]).unwrap();
        assert_eq!(text(2), texted(1, 2).text);
    });
}
