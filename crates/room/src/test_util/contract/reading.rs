//! Stories of those who read: phones, consoles, the log.

use std::time::Duration;

use hifazat_protocol::{Stage, Status};

use crate::crowd::CROWD;
use crate::incident::Act;
use crate::ledger::Record;
use crate::revision::Revision;
use crate::room::{AskError, DeskError};
use crate::test_util::Desk;

const NOW: Duration = Duration::ZERO;
const LONG: Duration = Duration::from_secs(25);

#[expect(missing_docs, reason = "the name is the story")]
pub async fn every_opening_of_a_file_leaves_an_audit_entry(desk: Desk) {
    let aleesha = desk.known_persona(30).await;
    let alert = aleesha.alert(Status::Actual, desk.now());
    desk.receive(&aleesha.raise(&alert)).await;
    let incident = desk.incident().await;

    let file = desk.room.open_file(alert.id, &desk.seat).await.unwrap().unwrap();
    let last = file.log.last().unwrap();
    assert_eq!((last.who.as_str(), last.what.as_str(), last.at), ("ayesha", "file_opened", desk.now()));
    let file = desk.act(&incident, Act::Accept).await.unwrap();
    assert_eq!(file.log.last().unwrap().what, "accepted", "whoever acts reads too, and the act says so");
    let Err(DeskError::Refused { current: Some(file), .. }) = desk.act(&incident, Act::Accept).await else {
        panic!("a stale act is refused with the file as it stands");
    };
    let last = file.log.last().unwrap();
    assert_eq!((last.what.as_str(), last.detail.as_str()), ("file_opened", "refused: accepted"));
    assert_eq!(file.log.iter().filter(|entry| entry.who == "ayesha").count(), 3);

    let administrator = crate::Seat { role: crate::Role::Administrator, ..desk.seat.clone() };
    let forbidden = desk.room.open_file(alert.id, &administrator).await;
    assert!(matches!(forbidden, Err(DeskError::Forbidden)));
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn an_ask_is_answered_as_soon_as_there_is_a_word(desk: Desk) {
    let aleesha = desk.known_persona(31).await;
    let alert = aleesha.alert(Status::Actual, desk.now());
    let raise = aleesha.raise(&alert);
    desk.receive(&raise).await;
    let all = desk.room.ask(&aleesha.ask(&alert, 0), LONG).await.unwrap();
    assert_eq!(desk.stages(&all, &alert, &raise), [Stage::Stored, Stage::Opened]);
    assert!(desk.room.ask(&aleesha.ask(&alert, 2), NOW).await.unwrap().is_empty());

    let incident = desk.incident().await;
    let question = aleesha.ask(&alert, 2);
    let (word, _) = tokio::join!(desk.room.ask(&question, LONG), async {
        while desk.clock.sleepers() == 0 {
            tokio::task::yield_now().await;
        }
        desk.act(&incident, Act::Accept).await.unwrap();
    });
    assert_eq!(desk.stages(&word.unwrap(), &alert, &raise), [Stage::Seen]);

    let question = aleesha.ask(&alert, 3);
    let (silence, ()) = tokio::join!(desk.room.ask(&question, LONG), async {
        while desk.clock.sleepers() == 0 {
            tokio::task::yield_now().await;
        }
        desk.wait(25);
    });
    assert!(silence.unwrap().is_empty(), "patience has an end; she asks again");

    let stranger = desk.persona(32);
    let unproven = desk.room.ask(&stranger.ask(&alert, 0), NOW).await;
    assert!(matches!(unproven, Err(AskError::Unproven)));
    assert!(matches!(desk.room.ask(b"hello", NOW).await, Err(AskError::Rejected(_))));
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn the_console_sees_which_words_she_has(desk: Desk) {
    let aleesha = desk.known_persona(33).await;
    let alert = aleesha.alert(Status::Actual, desk.now());
    desk.receive(&aleesha.raise(&alert)).await;
    let seen = desk.incident().await;
    desk.wait(3);
    desk.room.ask(&aleesha.ask(&alert, 1), NOW).await.unwrap();
    let first = desk.now();
    desk.wait(3);
    desk.room.ask(&aleesha.ask(&alert, 1), NOW).await.unwrap();
    let file = desk.act(&seen, Act::Accept).await.expect("what her phone fetches makes no act stale");
    let fetched: Vec<_> = file.receipts.iter().map(|receipt| receipt.fetched_at).collect();
    assert_eq!(fetched, [Some(first), None, None]);
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn a_long_track_does_not_drown_a_narrow_link(desk: Desk) {
    let aleesha = desk.known_persona(34).await;
    let alert = aleesha.alert(Status::Actual, desk.now());
    let raise = aleesha.raise(&alert);
    let mut answer = desk.receive(&raise).await;
    for sequence in 1..=300 {
        answer = desk.receive(&aleesha.update(&alert, sequence, 31.5, 74.3)).await;
        let newest = desk.verified(&answer, &alert, &raise).iter().map(|receipt| receipt.sequence.0).max();
        assert_eq!(newest, Some(sequence), "each update is settled by its answer");
    }
    assert!(answer.len() <= 24);
    desk.act(&desk.incident().await, Act::Accept).await.unwrap();
    let all = desk.room.ask(&aleesha.ask(&alert, 200), NOW).await.unwrap();
    assert_eq!(desk.stages(&all, &alert, &raise).last(), Some(&Stage::Seen));
    let question = aleesha.ask(&alert, u8::MAX);
    let (word, ()) = tokio::join!(desk.room.ask(&question, LONG), async {
        while desk.clock.sleepers() == 0 {
            tokio::task::yield_now().await;
        }
        desk.wait(25);
    });
    let stages = desk.stages(&word.unwrap(), &alert, &raise);
    assert!(stages.contains(&Stage::Seen), "a phone that cannot count further is told all the same");
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn an_update_ends_no_question(desk: Desk) {
    let aleesha = desk.known_persona(36).await;
    let alert = aleesha.alert(Status::Actual, desk.now());
    let raise = aleesha.raise(&alert);
    desk.receive(&raise).await;
    let question = aleesha.ask(&alert, 2);
    let (nothing, ()) = tokio::join!(desk.room.ask(&question, LONG), async {
        while desk.clock.sleepers() == 0 {
            tokio::task::yield_now().await;
        }
        let answer = desk.receive(&aleesha.update(&alert, 1, 31.5, 74.3)).await;
        assert_eq!(answer.len(), 3, "the update has its own answer");
        desk.wait(25);
    });
    assert!(nothing.unwrap().is_empty(), "no word of the desk, no answer");
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn words_are_counted_whatever_is_known_of_stored(desk: Desk) {
    let aleesha = desk.known_persona(37).await;
    let alert = aleesha.alert(Status::Actual, desk.now());
    let raise = aleesha.raise(&alert);
    desk.receive(&raise).await;
    for sequence in 1..=300 {
        desk.receive(&aleesha.update(&alert, sequence, 31.5, 74.3)).await;
    }
    let ask = |words| aleesha.question(&alert, words).as_bytes().to_vec();
    let first = desk.room.ask(&ask(0), LONG).await.unwrap();
    assert_eq!(desk.stages(&first, &alert, &raise), [Stage::Opened], "no update's `stored` drowns it");
    assert!(desk.room.ask(&ask(1), NOW).await.unwrap().is_empty());
    let question = ask(1);
    let incident = desk.incident().await;
    let (word, file) = tokio::join!(desk.room.ask(&question, LONG), async {
        while desk.clock.sleepers() == 0 {
            tokio::task::yield_now().await;
        }
        desk.act(&incident, Act::Accept).await.unwrap()
    });
    assert_eq!(desk.stages(&word.unwrap(), &alert, &raise), [Stage::Seen]);
    let fetched = file.receipts.iter().filter(|receipt| receipt.fetched_at.is_some());
    assert_eq!(fetched.map(|receipt| receipt.stage).collect::<Vec<_>>(), [Stage::Stored, Stage::Opened]);
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn a_phone_that_holds_more_words_than_the_room_is_told_in_the_end(desk: Desk) {
    let aleesha = desk.known_persona(38).await;
    let alert = aleesha.alert(Status::Actual, desk.now());
    let raise = aleesha.raise(&alert);
    desk.receive(&raise).await;
    let question = aleesha.question(&alert, 5);
    let (words, ()) = tokio::join!(desk.room.ask(question.as_bytes(), LONG), async {
        while desk.clock.sleepers() == 0 {
            tokio::task::yield_now().await;
        }
        desk.wait(25);
    });
    assert!(desk.stages(&words.unwrap(), &alert, &raise).contains(&Stage::Opened));
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn revisions_tell_everything_in_order(desk: Desk) {
    let mut stream = desk.room.ledger().subscribe();
    let aleesha = desk.known_persona(35).await;
    let from = desk.snapshot().await.revision;
    let mut alerts = Vec::new();
    for _ in 0..5 {
        let alert = aleesha.alert(Status::Actual, desk.now());
        desk.receive(&aleesha.raise(&alert)).await;
        alerts.push(alert);
    }
    desk.receive(&aleesha.update(&alerts[0], 1, 31.6, 74.4)).await;
    let changed = desk.room.ledger().after(from, 100).await.unwrap();
    let ids: Vec<_> = changed.iter().map(|record| record.intake().id).collect();
    assert_eq!(ids, [1, 2, 3, 4, 0].map(|n: usize| alerts[n].id), "each once, by its latest change");
    let two = desk.room.ledger().after(from, 2).await.unwrap();
    assert_eq!(two, changed[..2]);

    let mut told: Vec<Record> = Vec::new();
    while let Ok(committed) = stream.try_recv() {
        assert_eq!(committed.revision, committed.records.last().unwrap().intake().revision);
        told.extend(committed.records.iter().cloned());
    }
    assert_eq!(told.len(), 7);
    assert!(told.windows(2).all(|pair| pair[0].intake().revision < pair[1].intake().revision));
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn a_crowd_is_bounded_and_counted_and_can_be_turned_over(desk: Desk) {
    let most = usize::try_from(CROWD).unwrap();
    let placed = desk.persona(40);
    let her_alert = placed.alert(Status::Actual, desk.now());
    desk.receive(&placed.raise(&her_alert)).await;
    for seed in 1_000..1_000 + u64::from(CROWD) + 4 {
        // Sealed to a key that this room does not hold: nobody can read it.
        let stranger = desk.lost_persona(seed);
        desk.receive(&stranger.raise(&stranger.alert(Status::Actual, desk.now()))).await;
    }
    let snapshot = desk.snapshot().await;
    assert_eq!((snapshot.incidents.len(), snapshot.left_out), (most, 5));
    assert_eq!(snapshot.incidents[0].id(), her_alert.id, "one with a place stands before any that nobody can read");

    let ledger = desk.room.ledger();
    let first = ledger.crowd(Revision(u64::MAX), CROWD).await.unwrap();
    let second = ledger.crowd(first[most - 1].intake.revision, CROWD).await.unwrap();
    assert_eq!((first.len(), second.len()), (most, 5));
    let hers = second.iter().position(|incident| incident.id() == her_alert.id);
    assert_eq!(hers, Some(4), "the last changed first, and nobody twice");

    // Who is taken is on the desk, and takes nobody's place.
    desk.act(&second[0], Act::Accept).await.unwrap();
    let snapshot = desk.snapshot().await;
    assert_eq!((snapshot.incidents.len(), snapshot.left_out), (most + 1, 4));
    assert!(snapshot.incidents.iter().any(|incident| incident.id() == second[0].id()));
}
