//! Stories of alerts that come as text messages.

use hifazat_protocol::{Sequence, Stage, Status, UnixMillis, VerifiedReceipt};

use crate::incident::{Act, Disposition, Incident, Trust};
use crate::intake::Flag;
use crate::path::Path;
use crate::room::{Kind, TextError};
use crate::test_util::{Desk, Text};
use crate::texter::DueText;

const HER_NUMBER: &str = "+923001234567";

#[expect(missing_docs, reason = "the name is the story")]
pub async fn a_text_and_its_envelope_are_one_incident(desk: Desk) {
    let aleesha = desk.known_persona(40).await;
    for text_first in [true, false] {
        let alert = aleesha.alert(Status::Actual, desk.now());
        let raise = aleesha.raise(&alert);
        let text = aleesha.text(&alert, 0, &aleesha.raise_message(&alert), true);
        if text_first {
            assert_eq!(desk.text(&text).await.kind, Kind::Live);
        }
        let answer = desk.receive(&raise).await;
        if !text_first {
            desk.text(&text).await;
        }
        assert_eq!(desk.stages(&answer, &alert, &raise), [Stage::Stored, Stage::Opened]);
        assert!(desk.verified(&answer, &alert, &raise)[0].stores(&raise.bytes), "her envelope is receipted as ever");
        assert_eq!(desk.receive(&raise).await, answer);
        let incident = desk.find(&alert).await;
        let paths = if text_first { [Path::Sms, Path::Https] } else { [Path::Https, Path::Sms] };
        assert_eq!((incident.intake.paths.as_slice(), incident.trust), (&paths[..], Trust::Known));
        assert_eq!(incident.intake.tapped_at, Some(alert.tapped_at));
        assert!(incident.intake.flags.is_empty(), "a text does not contradict its envelope");
        let file = desk.room.open_file(alert.id, &desk.seat).await.unwrap().unwrap();
        assert_eq!(file.track.len(), 1, "one message has one place");
    }
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn a_text_alone_is_an_alarm(desk: Desk) {
    let aleesha = desk.known_persona(41).await;
    let alert = aleesha.alert(Status::Actual, desk.now());
    let (raise, update) = (aleesha.raise_message(&alert), aleesha.update_message(&alert, 1, 31.6, 74.4));
    desk.text(&aleesha.text(&alert, 1, &update, true)).await;
    desk.text(&aleesha.text(&alert, 0, &raise, true)).await;
    let incident = desk.incident().await;
    assert_eq!((incident.trust, incident.latest.clone().unwrap().sequence), (Trust::Known, Sequence(1)));
    assert_eq!(incident.battery, Some((Sequence(1), 39)));
    assert!(!incident.duress);
    desk.text(&aleesha.text(&alert, 2, &aleesha.cancel_message(&alert, 2, true), true)).await;
    let incident = desk.incident().await;
    assert!(incident.duress, "duress by text is duress");
    assert_eq!(incident.intake.texter.as_ref().unwrap().number.as_deref(), Some(HER_NUMBER));
    let file = desk.room.open_file(alert.id, &desk.seat).await.unwrap().unwrap();
    assert_eq!(file.track.len(), 2);
    let told: Vec<&str> = file.log.iter().map(|entry| entry.what.as_str()).collect();
    assert_eq!(told, ["updated", "raised", "duress", "file_opened"]);
    let logged: String = file.log.iter().map(|entry| format!("{entry:?}")).collect();
    assert!(!format!("{incident:?} {logged}").contains("3001234567"), "no log line names a number");
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn a_text_that_cannot_be_opened_still_becomes_an_incident(desk: Desk) {
    let (known, stranger, lost) = (desk.known_persona(42).await, desk.persona(43), desk.lost_persona(44));
    let mut expected = 0;
    for (persona, cut) in [(&known, 60), (&known, 151), (&stranger, 152), (&lost, 152)] {
        let alert = persona.alert(Status::Actual, desk.now());
        let mut text = persona.text(&alert, 0, &persona.raise_message(&alert), true);
        text.characters.truncate(cut);
        assert_eq!(desk.text(&text).await.kind, Kind::Unreadable);
        let incident = desk.find(&alert).await;
        assert_eq!((incident.trust, incident.intake.device), (Trust::Unreadable, persona.device.id()));
        assert!(incident.unreadable.is_some());
        assert_eq!(incident.intake.texter.as_ref().unwrap().number.as_deref(), Some(HER_NUMBER));
        expected += 1;
        assert_eq!(desk.snapshot().await.incidents.len(), expected);
    }
    // Its envelope says what the text could not.
    let alert = stranger.alert(Status::Actual, desk.now());
    desk.text(&stranger.text(&alert, 0, &stranger.raise_message(&alert), true)).await;
    desk.receive(&stranger.raise(&alert)).await;
    let incident = desk.find(&alert).await;
    assert_eq!((incident.trust, incident.unreadable), (Trust::Low, None));
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn a_foreign_text_is_refused_by_name_and_leaves_nothing(desk: Desk) {
    let foreign = ["Win a car! Call 0900", "", "HELP", "AQX_", "مدد"];
    for text in foreign {
        let refused = desk.room.take_text(text, Some(HER_NUMBER)).await;
        assert!(matches!(refused, Err(TextError::Rejected(_))), "{text:?}");
    }
    assert_eq!(desk.snapshot().await.incidents, []);
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn a_text_that_comes_again_changes_nothing(desk: Desk) {
    let aleesha = desk.known_persona(45).await;
    let alert = aleesha.alert(Status::Actual, desk.now());
    let text = aleesha.text(&alert, 0, &aleesha.raise_message(&alert), true);
    desk.text(&text).await;
    let before = desk.incident().await;
    for _ in 0..3 {
        desk.wait(60);
        let taken = desk.room.take_text(&text.characters, Some("+000")).await.unwrap();
        assert_eq!(taken.kind, Kind::Live);
    }
    assert_eq!(desk.incident().await, before, "and whoever repeats it does not become its sender");
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn what_nobody_has_proven_takes_nothing_back(desk: Desk) {
    let aleesha = desk.known_persona(46).await;
    let alert = aleesha.alert(Status::Actual, desk.now());
    desk.receive(&aleesha.raise(&alert)).await;
    let before = desk.incident().await;
    // He has read her alert's id and her device's on a screen.
    desk.text(&aleesha.text_for_receipts(&alert, 1, &aleesha.cancel_message(&alert, 1, false), false)).await;
    desk.text(&aleesha.text(&alert, 2, &aleesha.cancel_message(&alert, 2, true), false)).await;
    desk.text(&aleesha.text(&alert, 3, &aleesha.update_message(&alert, 3, 30.0, 70.0), false)).await;
    let incident = desk.incident().await;
    assert!(!incident.cancelled && !incident.duress);
    assert_eq!((&incident.latest, incident.trust), (&before.latest, Trust::Known));
    assert!(incident.intake.flags.contains(&Flag::UnprovenText));
    assert!(incident.intake.texter.is_none(), "nobody is told by text how her alert goes on");
    let file = desk.room.open_file(alert.id, &desk.seat).await.unwrap().unwrap();
    assert_eq!(file.track.len(), 1);
    let told = file.log.iter().filter(|entry| entry.what == "unproven_text");
    let told: Vec<&str> = told.map(|entry| entry.detail.rsplit(": ").next().unwrap()).collect();
    assert_eq!(told, ["cancel, proven by nobody", "duress, proven by nobody", "update, proven by nobody"]);

    // Nor does it stand in the way of what she says herself.
    desk.receive(&aleesha.cancel(&alert, 1, true)).await;
    assert!(desk.incident().await.duress);
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn an_unproven_alert_is_shown_as_such_until_it_is_proven(desk: Desk) {
    let zainab = desk.persona(47);
    let alert = zainab.alert(Status::Actual, desk.now());
    desk.text(&zainab.text_for_receipts(&alert, 0, &zainab.raise_message(&alert), false)).await;
    desk.text(&zainab.text(&alert, 1, &zainab.cancel_message(&alert, 1, false), false)).await;
    let incident = desk.incident().await;
    assert_eq!((incident.trust, incident.cancelled), (Trust::Unproven, true));
    assert!(incident.latest.is_some(), "she is looked for all the same");
    desk.act(&incident, Act::Accept).await.unwrap();

    desk.receive(&zainab.raise(&alert)).await;
    let proven = desk.incident().await;
    assert_eq!((proven.trust, proven.cancelled), (Trust::Low, false), "he may have sent the cancel");
    assert_eq!(proven.state.taken().unwrap().operator, "ayesha", "what was done is done");
    assert!(proven.latest.is_some());
    let file = desk.room.open_file(alert.id, &desk.seat).await.unwrap().unwrap();
    assert_eq!(file.track.len(), 1);
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn an_unproven_drill_takes_no_alarm_out_of_the_queue(desk: Desk) {
    let aleesha = desk.known_persona(48).await;
    let mut alert = aleesha.alert(Status::Actual, desk.now());
    let mut raise = aleesha.raise(&alert);
    *raise.bytes.last_mut().unwrap() ^= 1;
    desk.receive(&raise).await;
    alert.status = Status::Exercise;
    desk.text(&aleesha.text(&alert, 0, &aleesha.raise_message(&alert), false)).await;
    assert_eq!(desk.incident().await.trust, Trust::Unreadable);
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn a_drill_by_text_is_a_drill(desk: Desk) {
    let aleesha = desk.known_persona(49).await;
    let drill = aleesha.alert(Status::Exercise, desk.now());
    let text = aleesha.text_for_receipts(&drill, 0, &aleesha.raise_message(&drill), true);
    let taken = desk.text(&text).await;
    assert_eq!(taken.kind, Kind::Drill);
    assert_eq!(desk.snapshot().await.incidents, []);
    let receipt = read(&desk, &taken.due.unwrap(), &text, &drill.id);
    assert_eq!((receipt.stage, receipt.status), (Stage::Opened, Some(Status::Exercise)));
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn she_is_told_by_text_only_if_she_wants_it_and_each_thing_once(desk: Desk) {
    let aleesha = desk.known_persona(50).await;
    let quiet = aleesha.alert(Status::Actual, desk.now());
    assert_eq!(desk.text(&aleesha.text(&quiet, 0, &aleesha.raise_message(&quiet), true)).await.due, None);

    let alert = aleesha.alert(Status::Actual, desk.now());
    let text = aleesha.text_for_receipts(&alert, 0, &aleesha.raise_message(&alert), true);
    let due = desk.text(&text).await.due.unwrap();
    assert_eq!((due.to.as_str(), due.text.len()), (HER_NUMBER, 152));
    let stored = read(&desk, &due, &text, &alert.id);
    assert_eq!((stored.stage, stored.envelope), (Stage::Stored, Some(text.sent.digest)));
    assert!(desk.text(&text).await.due.is_some(), "it was not said to be sent");
    desk.room.text_told(due.id, due.stage).await.unwrap();
    assert_eq!(desk.text(&text).await.due, None);

    let incident = desk.find(&alert).await;
    desk.act(&incident, Act::Accept).await.unwrap();
    let accepted_at = desk.now();
    desk.wait(30);
    let seen = desk.due(&alert).await.unwrap();
    let receipt = read(&desk, &seen, &text, &alert.id);
    assert_eq!((receipt.stage, receipt.at, receipt.desk.clone()), (Stage::Seen, accepted_at, None));
    desk.room.text_told(seen.id, seen.stage).await.unwrap();
    assert_eq!(desk.due(&alert).await, None);

    // Under duress nothing more, by whatever way.
    desk.text(&aleesha.text_for_receipts(&alert, 1, &aleesha.cancel_message(&alert, 1, true), true)).await;
    let incident = desk.find(&alert).await;
    desk.act(&incident, Act::Dispatch { unit: "Lahore 12".to_owned(), eta_s: Some(420) }).await.unwrap();
    assert_eq!(desk.due(&alert).await.map(|due| due.stage), Some(Stage::Stored), "of the cancel, no more");
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn what_is_owed_by_text_is_found_again_whatever_became_of_its_alert(desk: Desk) {
    let aleesha = desk.known_persona(52).await;
    let (alert, drill) = (aleesha.alert(Status::Actual, desk.now()), aleesha.alert(Status::Exercise, desk.now()));
    for alert in [&alert, &drill] {
        desk.text(&aleesha.text_for_receipts(alert, 0, &aleesha.raise_message(alert), true)).await;
    }
    desk.room.text_told(drill.id, Stage::Opened).await.unwrap();
    assert_eq!(owed(&desk).await, [(alert.id, Stage::Stored)]);
    desk.act(&desk.find(&alert).await, Act::Accept).await.unwrap();
    let close = Act::Close { disposition: Disposition::ArrivedSafe, note: String::new() };
    desk.act(&desk.find(&alert).await, close).await.unwrap();
    assert_eq!(owed(&desk).await, [(alert.id, Stage::Closed)], "nobody looks at it any more, and she waits");

    let drill = aleesha.alert(Status::Exercise, desk.now());
    desk.text(&aleesha.text_for_receipts(&drill, 0, &aleesha.raise_message(&drill), true)).await;
    assert_eq!(owed(&desk).await, [(alert.id, Stage::Closed), (drill.id, Stage::Opened)]);
    desk.room.text_told(alert.id, Stage::Closed).await.unwrap();
    assert_eq!(owed(&desk).await, [(drill.id, Stage::Opened)]);
    desk.wait(25 * 3_600);
    assert_eq!(owed(&desk).await, [], "she has long done with it");
}

async fn owed(desk: &Desk) -> Vec<(hifazat_protocol::AlertId, Stage)> {
    let owed = desk.room.owed_texts().await.unwrap();
    owed.iter().map(|due| (due.id, due.stage)).collect()
}

fn read(desk: &Desk, due: &DueText, text: &Text, alert: &hifazat_protocol::AlertId) -> VerifiedReceipt {
    desk.verified_text(due, *alert, &text.sent)
}

#[expect(missing_docs, reason = "the name is the story")]
pub async fn an_absurd_clock_in_a_text_counts_from_storage(desk: Desk) {
    let aleesha = desk.known_persona(51).await;
    let alert = aleesha.alert(Status::Actual, UnixMillis(-5));
    desk.text(&aleesha.text(&alert, 0, &aleesha.raise_message(&alert), true)).await;
    let incident: Incident = desk.incident().await;
    assert!(incident.intake.flags.contains(&Flag::ClockAbsurd));
    assert_eq!(incident.clocks().due(crate::Due::Accept), desk.now().plus_ms(15_000));
}
