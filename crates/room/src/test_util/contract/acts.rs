//! Stories of operators who act.

use hifazat_protocol::{Stage, Status};

use crate::incident::{Act, Disposition, Incident, Refusal, StateName};
use crate::intake::Flag;
use crate::ledger::File;
use crate::room::DeskError;
use crate::test_util::{Alert, Desk, Persona, Sealed};

async fn alarm(desk: &Desk, seed: u64) -> (Persona, Alert, Sealed) {
    let aleesha = desk.known_persona(seed).await;
    let alert = aleesha.alert(Status::Actual, desk.now());
    let raise = aleesha.raise(&alert);
    desk.receive(&raise).await;
    (aleesha, alert, raise)
}

fn dispatch() -> Act {
    Act::Dispatch { unit: "Eagle 7".to_owned(), eta_s: Some(540) }
}

fn close() -> Act {
    Act::Close { disposition: Disposition::ArrivedSafe, note: "With her sister now.".to_owned() }
}

fn refusal(result: Result<File, DeskError>) -> Refusal {
    match result {
        Err(DeskError::Refused { refusal, .. }) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn each_act_is_a_word_on_her_screen(desk: Desk) {
    let (_, alert, raise) = alarm(&desk, 20).await;
    for act in [Act::Accept, dispatch(), Act::Arrive, close()] {
        desk.wait(5);
        let incident = desk.incident().await;
        let file = desk.act(&incident, act).await.unwrap();
        assert!(file.incident.intake.revision > incident.intake.revision);
    }
    let receipts = desk.verified(&desk.receive(&raise).await, &alert, &raise);
    let stages: Vec<Stage> = receipts.iter().map(|receipt| receipt.stage).collect();
    use Stage::{Arrived, Closed, Dispatched, Opened, Seen, Stored};
    assert_eq!(stages, [Stored, Opened, Seen, Dispatched, Arrived, Closed]);
    assert_eq!(receipts[2].desk.as_deref(), Some("Lahore 1"));
    assert_eq!((receipts[3].unit.as_deref(), receipts[3].eta_s), (Some("Eagle 7"), Some(540)));
    for pair in receipts.windows(2) {
        assert_eq!(pair[1].previous, Some(pair[0].hash()), "each receipt names the one before");
    }
    assert_eq!(desk.snapshot().await.incidents, [], "closed, and out of the queue");
    let file = desk.room.open_file(alert.id, &desk.seat).await.unwrap().unwrap();
    assert_eq!(file.incident.state.outcome().unwrap().disposition, Disposition::ArrivedSafe);
    let told: Vec<&str> = file.log.iter().map(|entry| entry.what.as_str()).collect();
    assert_eq!(told, ["raised", "accepted", "dispatched", "arrived", "closed", "file_opened"]);
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn the_second_of_two_operators_gets_a_clear_no(desk: Desk) {
    alarm(&desk, 21).await;
    let seen = desk.incident().await;
    desk.act(&seen, Act::Accept).await.unwrap();
    let Err(DeskError::Refused { refusal, current }) = desk.act(&seen, Act::Accept).await else {
        panic!("two operators have accepted one alert");
    };
    let current = current.expect("the incident as it stands now").incident;
    assert_eq!(refusal, Refusal::Stale { current: current.intake.revision });
    assert_eq!(current.state.taken().unwrap().operator, "ayesha");
    assert_eq!(desk.incident().await, current, "nothing is lost");
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn what_was_seen_before_the_room_was_restored_is_stale(desk: Desk) {
    alarm(&desk, 28).await;
    let now = desk.incident().await;
    let ahead = now.intake.revision.next();
    let answer = desk.act_on(&now, Act::Accept, ahead).await;
    assert_eq!(refusal(answer), Refusal::Stale { current: now.intake.revision });
    desk.act(&now, Act::Accept).await.expect("what stands there now is no less than what stands there");
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn a_new_place_makes_no_act_stale(desk: Desk) {
    let (aleesha, alert, _) = alarm(&desk, 22).await;
    let seen = desk.incident().await;
    desk.receive(&aleesha.update(&alert, 1, 31.6, 74.4)).await;
    assert!(desk.incident().await.intake.revision > seen.intake.revision);
    desk.act(&seen, Act::Accept).await.expect("she moved; that is no reason to make the operator click twice");
    let seen = desk.incident().await;
    desk.receive(&aleesha.cancel(&alert, 2, false)).await;
    assert!(matches!(refusal(desk.act(&seen, close()).await), Refusal::Stale { .. }), "a cancel must be seen first");
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn under_duress_later_words_stay_away_from_her_screen(desk: Desk) {
    let (aleesha, alert, raise) = alarm(&desk, 23).await;
    let duress = aleesha.cancel(&alert, 1, true);
    let receipts = desk.receive(&duress).await;
    let visible = [Stage::Stored, Stage::Opened, Stage::Stored];
    assert_eq!(desk.stages(&receipts, &alert, &raise), visible, "her cancel is received like any other");
    let incident = desk.incident().await;
    assert!(incident.duress && !incident.cancelled && incident.is_open());

    desk.act(&incident, Act::Accept).await.unwrap();
    let accepted = desk.incident().await;
    assert_eq!(refusal(desk.act(&accepted, close()).await), Refusal::UnderDuress);
    desk.act(&accepted, dispatch()).await.unwrap();
    assert_eq!(desk.stages(&desk.receive(&raise).await, &alert, &raise), visible);
    let asked = desk.room.ask(&aleesha.ask(&alert, 3), std::time::Duration::ZERO).await.unwrap();
    assert!(asked.is_empty());

    desk.act(&desk.incident().await, Act::Arrive).await.unwrap();
    let file = desk.act(&desk.incident().await, close()).await.expect("a unit has stood before her");
    let held: Vec<bool> = file.receipts.iter().map(|receipt| receipt.held).collect();
    assert_eq!(held, [false, false, false, true, true, true, true], "signed, kept, not handed out");
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn duress_after_closing_opens_it_again(desk: Desk) {
    let (aleesha, alert, _) = alarm(&desk, 24).await;
    desk.act(&desk.incident().await, Act::Accept).await.unwrap();
    desk.receive(&aleesha.cancel(&alert, 1, false)).await;
    desk.act(&desk.incident().await, close()).await.unwrap();
    desk.receive(&aleesha.update(&alert, 2, 31.5, 74.3)).await;
    assert_eq!(desk.snapshot().await.incidents, [], "a late place opens nothing");
    desk.receive(&aleesha.cancel(&alert, 3, true)).await;
    let incident = desk.incident().await;
    assert_eq!(incident.state.name(), StateName::New);
    assert!(incident.intake.flags.contains(&Flag::Reopened) && incident.intake.flags.contains(&Flag::AfterClose));
    // Once: the next message finds it open.
    desk.act(&incident, Act::Accept).await.unwrap();
    desk.receive(&aleesha.cancel(&alert, 4, true)).await;
    assert_eq!(desk.incident().await.state.name(), StateName::Accepted);
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn a_refused_act_changes_nothing(desk: Desk) {
    let (_, alert, raise) = alarm(&desk, 25).await;
    let before = (desk.incident().await, desk.receive(&raise).await);
    let desk = &desk;
    let act = |incident: Incident, act| async move { refusal(desk.act(&incident, act).await) };
    let wrong = |act| Refusal::WrongState { state: StateName::New, act };
    let new = desk.incident().await;
    assert_eq!(act(new.clone(), dispatch()).await, wrong("dispatched"));
    assert_eq!(act(new.clone(), Act::Arrive).await, wrong("arrived"));
    assert_eq!(act(new.clone(), close()).await, wrong("closed"));
    let nameless = Act::Dispatch { unit: "  ".to_owned(), eta_s: None };
    assert!(matches!(act(new.clone(), nameless).await, Refusal::Field { field: "unit", .. }));
    let two_lines = Act::Dispatch { unit: "Eagle 7\nclosed".to_owned(), eta_s: None };
    assert!(matches!(act(new.clone(), two_lines).await, Refusal::Field { field: "unit", .. }));
    let mut stranger = new.clone();
    stranger.intake.id = hifazat_protocol::AlertId([0; 16]);
    assert_eq!(act(stranger, Act::Accept).await, Refusal::Unknown);
    let dispatcher = crate::Seat { role: crate::Role::Dispatcher, ..desk.seat.clone() };
    let forbidden = desk.room.act(alert.id, &dispatcher, Act::Accept, new.intake.revision).await;
    assert!(matches!(forbidden, Err(DeskError::Forbidden)));
    assert_eq!((desk.incident().await, desk.receive(&raise).await), before);
}
