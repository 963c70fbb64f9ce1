//! Networks drop, double and reorder. Whatever order messages come in, the room remembers the same alert.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what went wrong by panicking")]

use std::sync::Arc;

use hifazat_protocol::{Stage, Status};
use hifazat_room::test_util::{Alert, Desk, MemoryLedger, Persona, Sealed};
use hifazat_room::{Incident, Path, Revision};
use proptest::prelude::*;

/// Raise, four places, a cancel, a duress cancel.
const MESSAGES: usize = 7;

fn messages(aleesha: &Persona, alert: &Alert) -> Vec<Sealed> {
    let mut messages = vec![aleesha.raise(alert)];
    for (sequence, latitude_deg) in (1..).zip([31.60, 0.0, 31.62, 31.63]) {
        let longitude_deg = if latitude_deg == 0.0 { 0.0 } else { 74.40 };
        messages.push(aleesha.update(alert, sequence, latitude_deg, longitude_deg));
    }
    messages.push(aleesha.cancel(alert, 5, false));
    messages.push(aleesha.cancel(alert, 6, true));
    messages
}

/// What must not depend on the order: all but when and how it came.
fn essence(mut incident: Incident) -> Incident {
    let intake = &mut incident.intake;
    (intake.revision, intake.stored_at) = (Revision(0), intake.tapped_at.unwrap());
    intake.paths.clear();
    // Sealing draws fresh keys each time.
    intake.response_key = None;
    incident.decisive = Revision(0);
    incident
}

async fn after(order: &[(usize, Path)]) -> Incident {
    let desk = Desk::over(Arc::new(MemoryLedger::default()));
    let aleesha = desk.known_persona(1).await;
    let alert = aleesha.alert(Status::Actual, desk.now());
    let messages = messages(&aleesha, &alert);
    let mut answers = vec![None; MESSAGES];
    for (message, path) in order {
        desk.wait(1);
        let answer = desk.receive_by(&messages[*message], *path).await;
        let receipts = desk.verified(&answer, &alert, &messages[0]);
        for pair in receipts.windows(2) {
            assert_eq!(pair[1].previous, Some(pair[0].hash()));
        }
        if let Some(before) = answers[*message].replace(answer.clone()) {
            assert!(answer.starts_with(&before), "a repeated message gets the very same receipts, and perhaps more");
        }
    }
    let answer = desk.receive(&messages[0]).await;
    let receipts = desk.verified(&answer, &alert, &messages[0]);
    assert_eq!(receipts.iter().filter(|receipt| receipt.stage == Stage::Opened).count(), 1);
    for (number, message) in messages.iter().enumerate() {
        let stored = receipts.iter().filter(|receipt| receipt.stores(&message.bytes)).count();
        assert_eq!(stored, 1, "message {number} is said to be stored, once");
    }
    desk.incident().await
}

fn run(order: &[(usize, Path)]) -> Incident {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(after(order))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_same_alert_whatever_the_order(
        shuffled in Just((0..MESSAGES).collect::<Vec<_>>()).prop_shuffle(),
        repeats in prop::collection::vec((0..MESSAGES, 0..=30_usize), 0..30),
        paths in prop::collection::vec(prop::sample::select(vec![Path::Https, Path::Datagram, Path::Sms]), 37),
    ) {
        let mut order = shuffled;
        for (message, place) in repeats {
            order.insert(place.min(order.len()), message);
        }
        let order: Vec<_> = order.into_iter().zip(paths).collect();
        let in_order: Vec<_> = (0..MESSAGES).map(|message| (message, Path::Https)).collect();
        let (incident, expected) = (run(&order), run(&in_order));
        prop_assert_eq!(essence(incident), essence(expected));
    }
}
