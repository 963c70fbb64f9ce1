//! Somebody has read an alert's id and its device on a screen and sends noise under them.

use std::sync::Arc;

use hifazat_protocol::{Sequence, Stage, Status};
use hifazat_room::test_util::{Desk, MemoryLedger, Sealed};

/// The header of hers, so far as a stranger can know it, before bytes of his own.
fn noise_under(sealed: &Sealed) -> Sealed {
    let mut bytes = sealed.bytes.clone();
    for byte in bytes.iter_mut().skip(40) {
        *byte = byte.wrapping_mul(31).wrapping_add(7);
    }
    Sealed { bytes, response: sealed.response.clone() }
}

#[tokio::test]
async fn noise_under_her_alert_is_never_receipted_in_place_of_her_message() {
    let desk = Desk::over(Arc::new(MemoryLedger::default()));
    let aleesha = desk.known_persona(1).await;
    let alert = aleesha.alert(Status::Actual, desk.now());
    let raise = aleesha.raise(&alert);
    desk.receive(&raise).await;

    let duress = aleesha.cancel(&alert, 1, true);
    let answer = desk.receive(&noise_under(&duress)).await;
    let covered = |answer: &[_]| desk.verified(answer, &alert, &raise).iter().map(|receipt| receipt.sequence).max();
    assert_eq!(covered(&answer), Some(Sequence::RAISE), "her phone must go on bringing the message");

    let answer = desk.receive(&duress).await;
    assert_eq!(covered(&answer), Some(Sequence(1)));
    assert!(desk.incident().await.duress);
}

#[tokio::test]
async fn noise_that_comes_before_her_raise_is_an_incident_without_a_receipt() {
    let desk = Desk::over(Arc::new(MemoryLedger::default()));
    let aleesha = desk.known_persona(1).await;
    let alert = aleesha.alert(Status::Actual, desk.now());
    let raise = aleesha.raise(&alert);
    assert!(desk.receive(&noise_under(&raise)).await.is_empty());
    assert_eq!(desk.incident().await.id(), alert.id);

    let answer = desk.receive(&raise).await;
    assert_eq!(desk.stages(&answer, &alert, &raise), [Stage::Stored, Stage::Opened]);
    assert!(desk.incident().await.latest.is_some());
}
