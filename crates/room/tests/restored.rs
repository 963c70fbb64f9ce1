//! A room that came back from a backup knows less than her phone does, and goes on telling it.

use std::sync::Arc;
use std::time::Duration;

use hifazat_protocol::{Ask, Stage, Status};
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

#[tokio::test]
async fn a_room_that_does_not_hold_a_raise_says_so_at_once_to_whoever_asks() {
    let desk = Desk::over(Arc::new(MemoryLedger::default()));
    let (known, unknown) = (desk.known_persona(1).await, desk.persona(2));
    for persona in [known, unknown] {
        let alert = persona.alert(Status::Actual, desk.now());
        let question = persona.question(&alert, 1);
        let answer = desk.room.ask(question.as_bytes(), LONG).await.unwrap();
        let [word] = answer.as_slice() else { panic!("{answer:?}") };
        assert!(desk.says_not_held(word, &question));
        // A place that came since makes an incident of it, which still lacks the raise.
        desk.receive(&persona.update(&alert, 7, 31.5, 74.3)).await;
        let again = persona.question(&alert, 1);
        let answer = desk.room.ask(again.as_bytes(), LONG).await;
        assert!(desk.says_not_held(&answer.unwrap()[0], &again));
        // In a datagram only to a device that is known.
        if let Ok(question) = desk.room.hear(&Ask::parse(again.as_bytes()).unwrap()).await {
            assert!(desk.says_not_held(&question.at_once().await.unwrap().unwrap()[0], &again));
        }
        let raise = persona.raise(&alert);
        assert!(!desk.receive(&raise).await.is_empty());
        let whole = persona.question(&alert, 0);
        let answer = desk.room.ask(whole.as_bytes(), LONG).await.unwrap();
        assert_eq!(desk.stages(&answer, &alert, &raise), [Stage::Opened]);
        assert_eq!(desk.find(&alert).await.intake.alert, alert.id);
    }
}

#[tokio::test]
async fn an_earlier_phone_is_not_told_what_it_would_not_understand() {
    let desk = Desk::over(Arc::new(MemoryLedger::default()));
    let aleesha = desk.known_persona(1).await;
    let alert = aleesha.alert(Status::Actual, desk.now());
    assert_eq!(desk.room.ask(&aleesha.ask(&alert, 3), Duration::ZERO).await.unwrap().len(), 0);
}
