//! Networks drop, double and reorder. Whatever order messages come in, and whichever of them came as a text too, the room
//! remembers the same alert.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what went wrong by panicking")]

use std::sync::Arc;

use hifazat_protocol::{Message, Stage, Status};
use hifazat_room::test_util::{Alert, Desk, MemoryLedger, Persona, Sealed, Text};
use hifazat_room::{Incident, Path, Revision};
use proptest::prelude::*;

/// Raise, four places, a cancel, a duress cancel.
const MESSAGES: usize = 7;

fn messages(aleesha: &Persona, alert: &Alert) -> Vec<Message> {
    let mut messages = vec![aleesha.raise_message(alert)];
    for (sequence, latitude_deg) in (1..).zip([31.60, 0.0, 31.62, 31.63]) {
        let longitude_deg = if latitude_deg == 0.0 { 0.0 } else { 74.40 };
        messages.push(aleesha.update_message(alert, sequence, latitude_deg, longitude_deg));
    }
    messages.push(aleesha.cancel_message(alert, 5, false));
    messages.push(aleesha.cancel_message(alert, 6, true));
    messages
}

/// How a message comes.
#[derive(Clone, Copy, Debug)]
enum Way {
    Envelope(Path),
    Text,
}

/// What must not depend on the order: all but when and how it came.
fn essence(mut incident: Incident) -> Incident {
    let intake = &mut incident.intake;
    (intake.revision, intake.stored_at) = (Revision(0), intake.tapped_at.unwrap());
    intake.paths.clear();
    // Sealing draws fresh keys each time.
    intake.response_key = None;
    // And only who texts has a number.
    intake.texter = None;
    incident.decisive = Revision(0);
    incident
}

async fn after(order: &[(usize, Way)]) -> Incident {
    let desk = Desk::over(Arc::new(MemoryLedger::default()));
    let aleesha = desk.known_persona(1).await;
    let alert = aleesha.alert(Status::Actual, desk.now());
    let said = messages(&aleesha, &alert);
    let sealed = |(sequence, message)| aleesha.seal(&alert, sequence, message);
    let messages: Vec<Sealed> = (0..).zip(&said).map(sealed).collect();
    let texts: Vec<Text> =
        (0..).zip(&said).map(|(sequence, said)| aleesha.text(&alert, sequence, said, true)).collect();
    let mut answers = vec![None; MESSAGES];
    for (message, way) in order {
        desk.wait(1);
        let answer = match way {
            Way::Envelope(path) => desk.receive_by(&messages[*message], *path).await,
            Way::Text => {
                desk.text(&texts[*message]).await;
                continue;
            }
        };
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

fn run(order: &[(usize, Way)]) -> Incident {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(after(order))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_same_alert_whatever_the_order(
        shuffled in Just((0..MESSAGES).collect::<Vec<_>>()).prop_shuffle(),
        repeats in prop::collection::vec((0..MESSAGES, 0..=30_usize), 0..30),
        texts in prop::collection::vec((0..MESSAGES, 0..=40_usize), 0..10),
        paths in prop::collection::vec(prop::sample::select(vec![Path::Https, Path::Datagram, Path::Sms]), 37),
    ) {
        let mut order = shuffled;
        for (message, place) in repeats {
            order.insert(place.min(order.len()), message);
        }
        let mut order: Vec<_> = order.into_iter().zip(paths.into_iter().map(Way::Envelope)).collect();
        for (message, place) in texts {
            order.insert(place.min(order.len()), (message, Way::Text));
        }
        let in_order: Vec<_> = (0..MESSAGES).map(|message| (message, Way::Envelope(Path::Https))).collect();
        let (incident, expected) = (run(&order), run(&in_order));
        prop_assert_eq!(essence(incident), essence(expected));
    }
}
