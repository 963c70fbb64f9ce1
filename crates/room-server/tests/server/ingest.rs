//! Envelopes in, receipts out.

use std::time::Duration;

use hifazat_protocol::{Stage, Status};
use hifazat_time::{Clock, SystemClock};
use serde_json::json;

use crate::person::Person;
use crate::room::Room;

#[tokio::test]
async fn the_same_envelope_any_number_of_times_gives_one_incident_and_the_same_receipts() {
    let room = Room::open().await;
    let alert = room.known_person(1).await.raise(&room.bundle);
    let first = room.take(&alert.envelope).await;
    assert_eq!(alert.stages(&room.bundle, &first), [Stage::Stored, Stage::Opened]);
    for _ in 0..5 {
        assert_eq!(room.take(&alert.envelope).await, first);
    }
    let desk = room.seat("ayesha").await.desk(&room).await;
    assert_eq!(desk["incidents"].as_array().unwrap().len(), 1);
    assert_eq!(desk["incidents"][0]["id"], alert.id.to_string());
    assert_eq!(desk["incidents"][0]["lane"], "live");
}

#[tokio::test]
async fn many_copies_at_once_are_one_incident() {
    let room = Room::open().await;
    let alert = room.known_person(1).await.raise(&room.bundle);
    let copies = (0..64).map(|_| room.take(&alert.envelope));
    let answers = futures_util::future::join_all(copies).await;
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    assert_eq!(room.seat("ayesha").await.desk(&room).await["incidents"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_unknown_device_becomes_a_low_trust_incident() {
    let room = Room::open().await;
    let alert = Person::new(9).raise(&room.bundle);
    room.take(&alert.envelope).await;
    let row = &room.seat("ayesha").await.desk(&room).await["incidents"][0];
    assert_eq!((&row["lane"], &row["trust"]), (&json!("low_trust"), &json!("low")));
}

#[tokio::test]
async fn an_envelope_for_an_unknown_key_becomes_an_unreadable_incident() {
    let room = Room::open().await;
    let elsewhere = Room::open().await;
    let alert = Person::new(9).raise(&elsewhere.bundle);
    let packed = room.take(&alert.envelope).await;
    assert_eq!(alert.stages(&room.bundle, &packed), [Stage::Stored]);
    let seat = room.seat("ayesha").await;
    let row = &seat.desk(&room).await["incidents"][0];
    assert_eq!((&row["trust"], &row["contact_rule"]), (&json!("unreadable"), &json!(null)));
    let facts = seat.get(&room, &format!("/api/incidents/{}", alert.id)).await.json();
    assert!(facts["unreadable_reason"].is_string(), "{facts}");
}

#[tokio::test]
async fn drills_never_enter_the_live_queue() {
    let room = Room::open().await;
    let person = Person::new(3);
    let drill = person.first(&room.bundle, &person.message(Status::Exercise, None, SystemClock.now()));
    let packed = room.take(&drill.envelope).await;
    assert_eq!(drill.receipts(&room.bundle, &packed)[1].status, Some(Status::Exercise));
    let desk = room.seat("ayesha").await.desk(&room).await;
    assert_eq!(desk["incidents"], json!([]));
    assert_eq!(desk["drills"][0]["id"], drill.id.to_string());
}

#[tokio::test]
async fn an_ask_waits_for_the_next_receipt_and_marks_what_was_collected() {
    let room = Room::open().await;
    let seat = room.seat("ayesha").await;
    let person = room.known_person(1).await;
    let alert = person.raise(&room.bundle);
    room.take(&alert.envelope).await;
    let none = room.phone("POST", "/v1/asks", &[], &person.ask(&alert, 2)).await;
    assert_eq!((none.status.as_u16(), none.body.len()), (200, 0));

    let waiting = async { room.phone("POST", "/v1/asks", &[("prefer", "wait=20")], &person.ask(&alert, 2)).await };
    let acting = async {
        let seen = seat.desk(&room).await["incidents"][0]["revision"].clone();
        SystemClock.sleep(Duration::from_millis(100)).await;
        seat.act(&room, &alert.id.to_string(), "accept", json!({ "revision": seen })).await
    };
    let (told, done) = tokio::join!(waiting, acting);
    assert_eq!(done.status, 200, "{:?}", done.body);
    let receipt = &alert.receipts(&room.bundle, &told.body)[0];
    assert_eq!((receipt.stage, receipt.desk.as_deref()), (Stage::Seen, Some("Desk One")));

    room.phone("POST", "/v1/asks", &[], &person.ask(&alert, 3)).await;
    let facts = seat.get(&room, &format!("/api/incidents/{}", alert.id)).await.json();
    let fetched = facts["steps"].as_array().unwrap().iter().map(|step| step["fetched"].as_bool().unwrap());
    assert_eq!(fetched.collect::<Vec<_>>(), [true, true, true], "{facts}");
}

#[tokio::test]
async fn only_the_device_that_raised_it_is_told_more() {
    let room = Room::open().await;
    let person = room.known_person(1).await;
    let alert = person.raise(&room.bundle);
    room.take(&alert.envelope).await;
    let refused = room.phone("POST", "/v1/asks", &[], &person.forged_ask(&alert)).await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (403, "unproven"));
}

#[tokio::test]
async fn updates_and_a_cancel_change_the_row_and_delete_nothing() {
    let room = Room::open().await;
    let person = room.known_person(1).await;
    let alert = person.raise(&room.bundle);
    room.take(&alert.envelope).await;
    room.take(&person.update(&room.bundle, &alert, 1)).await;
    room.take(&person.cancel(&room.bundle, &alert, 2)).await;
    let seat = room.seat("ayesha").await;
    let row = &seat.desk(&room).await["incidents"][0];
    assert_eq!((&row["cancelled"], &row["state"]), (&json!(true), &json!("new")));
    let facts = seat.get(&room, &format!("/api/incidents/{}", alert.id)).await.json();
    assert_eq!(facts["track"].as_array().unwrap().len(), 2);
    assert_eq!(facts["battery_percent"], 69);
}

#[tokio::test]
async fn the_bundle_is_handed_to_whoever_asks() {
    let room = Room::open().await;
    let answer = room.phone("GET", "/v1/bundle", &[], b"").await;
    let signed = hifazat_protocol::SignedBundle::from_json(std::str::from_utf8(&answer.body).unwrap()).unwrap();
    assert_eq!(signed.verify(&signed.claimed_root()).unwrap(), room.bundle);
}
