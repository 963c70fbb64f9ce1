//! Stories of drills.

use hifazat_protocol::{Stage, Status};

use crate::incident::{Act, Disposition, StateName, Trust};
use crate::intake::Flag;
use crate::test_util::Desk;

#[expect(missing_docs, reason = "the name is the story")]
pub async fn drills_never_enter_the_live_queue(desk: Desk) {
    let aleesha = desk.persona(11);
    for status in [Status::Exercise, Status::Test] {
        let drill = aleesha.alert(status, desk.now());
        let raise = aleesha.raise(&drill);
        // In any order.
        desk.receive(&aleesha.update(&drill, 1, 31.5, 74.3)).await;
        let receipts = desk.receive(&raise).await;
        desk.receive(&aleesha.cancel(&drill, 2, true)).await;
        let receipts = desk.verified(&receipts, &drill, &raise);
        assert_eq!(receipts[2].stage, Stage::Opened);
        assert_eq!(receipts[2].status, Some(status), "a real receipt that says what it is for");
        let opened = desk.room.open_file(drill.id, &desk.seat).await.unwrap();
        assert_eq!(opened, None);
    }
    let snapshot = desk.snapshot().await;
    assert_eq!(snapshot.incidents, []);
    let labels: Vec<String> = snapshot.drills.iter().map(crate::Drill::label).collect();
    assert_eq!(labels, ["D-0002", "D-0001"]);

    // One that cannot be read stands in the queue only until it can.
    let drill = aleesha.alert(Status::Exercise, desk.now());
    let raise = aleesha.raise(&drill);
    let mut spoilt = raise.clone();
    *spoilt.bytes.last_mut().unwrap() ^= 1;
    desk.receive(&spoilt).await;
    assert_eq!(desk.incident().await.trust, Trust::Unreadable);
    desk.receive(&raise).await;
    let snapshot = desk.snapshot().await;
    assert_eq!((snapshot.incidents.len(), snapshot.drills.len()), (0, 3));
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn a_drill_that_was_taken_before_it_could_be_read_stays_to_be_closed(desk: Desk) {
    let aleesha = desk.persona(13);
    let drill = aleesha.alert(Status::Exercise, desk.now());
    let raise = aleesha.raise(&drill);
    let mut spoilt = raise.clone();
    *spoilt.bytes.last_mut().unwrap() ^= 1;
    desk.receive(&spoilt).await;
    desk.act(&desk.incident().await, Act::Accept).await.unwrap();
    desk.receive(&raise).await;
    let incident = desk.incident().await;
    assert_eq!((incident.trust, incident.state.name()), (Trust::Low, StateName::Accepted));
    assert!(incident.intake.flags.contains(&Flag::MixedStatus), "whoever has it sees that it was a drill");
    assert_eq!(desk.snapshot().await.drills, []);

    let close = Act::Close { disposition: Disposition::FalseTest, note: String::new() };
    desk.act(&incident, close).await.unwrap();
    desk.receive(&aleesha.update(&drill, 1, 31.5, 74.3)).await;
    let snapshot = desk.snapshot().await;
    assert_eq!((snapshot.incidents, snapshot.drills), (vec![], vec![]), "closed is closed, and no drill of its own");
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn an_alarm_wins_over_the_drill_it_began_as(desk: Desk) {
    let aleesha = desk.persona(12);
    let mut alert = aleesha.alert(Status::Exercise, desk.now());
    desk.receive(&aleesha.raise(&alert)).await;
    alert.status = Status::Actual;
    desk.receive(&aleesha.update(&alert, 1, 31.5, 74.3)).await;
    let incident = desk.incident().await;
    assert_eq!(incident.trust, Trust::Known);
    assert!(incident.intake.flags.contains(&Flag::MixedStatus));
    assert_eq!(desk.snapshot().await.drills, []);
    let file = desk.room.open_file(incident.id(), &desk.seat).await.unwrap().unwrap();
    let told: Vec<&str> = file.log.iter().map(|entry| entry.what.as_str()).collect();
    assert_eq!(told, ["drilled", "updated", "became_actual", "file_opened"]);
}
