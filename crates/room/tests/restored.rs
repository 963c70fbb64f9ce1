//! A room that came back from a backup knows less than her phone does, and goes on telling it.

use std::sync::Arc;
use std::time::Duration;

use hifazat_protocol::{Stage, Status};
use hifazat_room::Act;
use hifazat_room::test_util::{Desk, MemoryLedger};

const LONG: Duration = Duration::from_secs(25);

#[tokio::test]
async fn a_phone_that_holds_more_than_a_restored_room_still_hears_the_next_word() {
    let desk = Desk::over(Arc::new(MemoryLedger::default()));
    let aleesha = desk.known_persona(1).await;
    let alert = aleesha.alert(Status::Actual, desk.now());
    let raise = aleesha.raise(&alert);
    assert_eq!(desk.receive(&raise).await.len(), 2);
    let incident = desk.incident().await;

    // She holds three receipts of the time after the backup; the room knows of two.
    let question = aleesha.ask(&alert, 5);
    let (answer, _) = tokio::join!(desk.room.ask(&question, LONG), async {
        while desk.clock.sleepers() == 0 {
            tokio::task::yield_now().await;
        }
        desk.act(&incident, Act::Accept).await.unwrap();
        desk.wait(25);
    });
    let stages = desk.stages(&answer.unwrap(), &alert, &raise);
    assert!(stages.contains(&Stage::Seen), "{stages:?}");

    // What happened between two questions comes at the end of the wait.
    let (answer, ()) = tokio::join!(desk.room.ask(&question, LONG), async {
        while desk.clock.sleepers() == 0 {
            tokio::task::yield_now().await;
        }
        desk.wait(25);
    });
    assert!(desk.stages(&answer.unwrap(), &alert, &raise).contains(&Stage::Seen));
}
