//! What operators do, and two of them at once.

use serde_json::json;

use crate::console::Seat;
use crate::room::{Room, run, told};

#[tokio::test]
async fn an_incident_goes_from_new_to_closed_and_each_step_is_in_the_log() {
    let room = Room::open().await;
    let seat = room.seat("ayesha").await;
    let alert = room.known_person(1).await.raise(&room.bundle);
    room.take(&alert.envelope).await;
    let id = alert.id.to_string();
    let mut revision = seat.desk(&room).await["incidents"][0]["revision"].clone();
    let steps = [
        ("accept", json!({}), "accepted"),
        ("dispatch", json!({ "unit": "Alpha 1", "eta_min": 4 }), "dispatched"),
        ("arrive", json!({}), "arrived"),
        ("close", json!({ "disposition": "arrived_safe", "note": "at home" }), "closed"),
    ];
    for (act, mut body, state) in steps {
        body["revision"] = revision;
        let answer = seat.act(&room, &id, act, body).await;
        assert_eq!(answer.status, 200, "{act}: {:?}", answer.body);
        let incident = answer.json();
        assert_eq!(incident["state"], state);
        revision = incident["revision"].clone();
    }
    let facts = seat.get(&room, &format!("/api/incidents/{id}")).await.json();
    assert_eq!((&facts["unit"], &facts["eta_s"]), (&json!("Alpha 1"), &json!(240)));
    let said: Vec<_> = facts["log"].as_array().unwrap().iter().map(|line| line["what"].as_str().unwrap()).collect();
    for what in ["raised", "accepted", "dispatched", "arrived", "closed", "file_opened"] {
        assert!(said.contains(&what), "{what} in {said:?}");
    }
    assert_eq!(seat.desk(&room).await["incidents"], json!([]));
    told(&run(room.home(), "verify-log", &[]));
}

#[tokio::test]
async fn of_two_operators_at_once_the_second_gets_a_clear_409() {
    let room = Room::open().await;
    let (one, other) = (room.seat("ayesha").await, room.seat("bano").await);
    let alert = room.known_person(1).await.raise(&room.bundle);
    room.take(&alert.envelope).await;
    let id = alert.id.to_string();
    let seen = json!({ "revision": one.desk(&room).await["incidents"][0]["revision"] });
    let (first, second) =
        tokio::join!(one.act(&room, &id, "accept", seen.clone()), other.act(&room, &id, "accept", seen.clone()));
    let (won, lost) = if first.status == 200 { (first, second) } else { (second, first) };
    assert_eq!((won.status.as_u16(), lost.status.as_u16()), (200, 409), "{:?}", lost.body);
    assert_eq!(lost.code(), "stale_revision");
    assert_eq!(lost.json()["current"]["state"], "accepted");
    assert_eq!(lost.json()["current"]["operator"], won.json()["operator"]);
    assert_eq!(one.desk(&room).await["incidents"][0]["state"], "accepted");
}

#[tokio::test]
async fn a_step_out_of_turn_or_a_wrong_field_is_named() {
    let room = Room::open().await;
    let seat = room.seat("ayesha").await;
    let alert = room.known_person(1).await.raise(&room.bundle);
    room.take(&alert.envelope).await;
    let id = alert.id.to_string();
    let revision = seat.desk(&room).await["incidents"][0]["revision"].clone();
    let early = seat.act(&room, &id, "arrive", json!({ "revision": revision })).await;
    assert_eq!((early.status.as_u16(), early.code().as_str()), (409, "wrong_state"));
    let outcome = json!({ "revision": revision, "disposition": "reconciled", "note": "" });
    let reconciled = seat.act(&room, &id, "close", outcome).await;
    assert_eq!((reconciled.status.as_u16(), reconciled.code().as_str()), (400, "bad_request"));
    assert!(reconciled.json()["detail"].as_str().unwrap().contains("reconciled"));
    let accepted = seat.act(&room, &id, "accept", json!({ "revision": revision })).await.json();
    let nameless = json!({ "revision": accepted["revision"], "unit": " " });
    let nameless = seat.act(&room, &id, "dispatch", nameless).await;
    assert!(nameless.json()["detail"].as_str().unwrap().contains("unit"), "{:?}", nameless.body);
    let unknown = seat.act(&room, "00000000-0000-0000-0000-000000000000", "accept", json!({ "revision": 1 })).await;
    assert_eq!(unknown.code(), "not_found");
}

#[tokio::test]
async fn every_opening_of_a_file_leaves_an_audit_entry() {
    let room = Room::open().await;
    let seat = room.seat("ayesha").await;
    let alert = room.known_person(1).await.raise(&room.bundle);
    room.take(&alert.envelope).await;
    let path = format!("/api/incidents/{}", alert.id);
    for opened in 1..=3 {
        let facts = seat.get(&room, &path).await.json();
        let lines = facts["log"].as_array().unwrap().iter();
        assert_eq!(lines.filter(|line| line["what"] == "file_opened" && line["who"] == "ayesha").count(), opened);
    }
    let administrator = Seat::take(&room, "zeb", "administrator").await;
    assert_eq!(administrator.get(&room, &path).await.code(), "forbidden");
}

#[tokio::test]
async fn a_unit_that_was_sent_is_busy_with_the_incident() {
    let home = crate::room::made();
    let units = home.path().join("units.json");
    std::fs::write(&units, r#"[{"call_sign":"Alpha 1","crew":3,"woman_officer":true},{"call_sign":"Bravo 2"}]"#)
        .unwrap();
    let options = hifazat_room_server::Options { units: Some(units), ..crate::room::options(home.path()) };
    let room = Room::serve(home, options, hifazat_room_server::Outside::default()).await;
    let seat = room.seat("ayesha").await;
    let alert = room.known_person(1).await.raise(&room.bundle);
    room.take(&alert.envelope).await;
    let id = alert.id.to_string();
    let revision = seat.desk(&room).await["incidents"][0]["revision"].clone();
    let accepted = seat.act(&room, &id, "accept", json!({ "revision": revision })).await.json();
    let sent = json!({ "revision": accepted["revision"], "unit": "Alpha 1", "eta_min": 4 });
    seat.act(&room, &id, "dispatch", sent).await;
    let desk = seat.desk(&room).await;
    assert_eq!(desk["units"][0]["busy_with"], desk["incidents"][0]["label"]);
    assert_eq!(desk["units"][1]["busy_with"], json!(null));
}
