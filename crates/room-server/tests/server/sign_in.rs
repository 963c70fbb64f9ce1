//! Signing in, and everything that must not get in.

use serde_json::{Value, json};

use crate::console::{PASSWORD, Seat, sign_in};
use crate::room::{Room, run, told};

fn typed(seat: &str, password: &str) -> Value {
    json!({ "seat": seat, "password": password })
}

#[tokio::test]
async fn a_one_time_password_must_be_changed_before_anything_else() {
    let room = Room::open().await;
    let once = room.one_time_password("ayesha", "operator");
    let answer = sign_in(&room, &typed("ayesha", &once)).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (403, "password_must_change"));
    assert_eq!(answer.header("set-cookie"), "");
    let short = json!({ "seat": "ayesha", "password": once, "new_password": "short" });
    let answer = sign_in(&room, &short).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (422, "password_refused"));
    assert!(answer.json()["detail"].as_str().unwrap().contains("new_password"));

    let chosen = json!({ "seat": "ayesha", "password": once, "new_password": PASSWORD });
    let answer = sign_in(&room, &chosen).await;
    let session = answer.json();
    assert_eq!((&session["seat"], &session["role"]), (&json!("ayesha"), &json!("operator")));
    assert_eq!((&session["desk"], &session["room_name"]), (&json!("Desk One"), &json!("Control room")));
    let cookie = answer.header("set-cookie").to_owned();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && !cookie.contains("Secure"),
        "{cookie}"
    );
    assert_eq!(sign_in(&room, &typed("ayesha", &once)).await.code(), "wrong_password");
    assert_eq!(sign_in(&room, &typed("ayesha", PASSWORD)).await.status, 200);
}

#[tokio::test]
async fn guessing_is_slowed_down_and_an_unknown_seat_looks_like_a_known_one() {
    let room = Room::open().await;
    room.seat("ayesha").await;
    let mut codes = Vec::new();
    for _ in 0..6 {
        let answer = sign_in(&room, &typed("ayesha", "a wrong password")).await;
        codes.push(answer.code());
        if answer.status == 429 {
            assert!(answer.header("retry-after").parse::<u64>().unwrap() >= 1);
        }
    }
    assert!(codes.contains(&"throttled".to_owned()), "{codes:?}");
    assert_eq!(codes[0], "wrong_password");
    let unknown = sign_in(&room, &typed("nobody", "a wrong password")).await;
    assert_eq!((unknown.status.as_u16(), unknown.code().as_str()), (401, "wrong_password"));
    assert!(room.figure("hifazat_sign_ins_total{outcome=\"throttled\"}").await >= 1.0);
}

#[tokio::test]
async fn a_change_without_the_sessions_token_is_refused() {
    let room = Room::open().await;
    let seat = room.seat("ayesha").await;
    let alert = room.known_person(1).await.raise(&room.bundle);
    room.take(&alert.envelope).await;
    let path = format!("/api/incidents/{}/accept", alert.id);
    let json = ("content-type", "application/json");
    let cookie = ("cookie", &*seat.cookie);
    for headers in [vec![cookie, json], vec![cookie, json, ("x-hifazat-csrf", "guessed")]] {
        let answer = room.ask("POST", &path, &headers, "{\"revision\":9}").await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (403, "csrf"));
    }
    let headers = [cookie, ("x-hifazat-csrf", &*seat.csrf), ("content-type", "text/plain")];
    assert_eq!(room.ask("POST", &path, &headers, "{\"revision\":9}").await.code(), "not_json");
    let headers = [json, ("sec-fetch-site", "cross-site")];
    let body = typed("ayesha", PASSWORD).to_string();
    assert_eq!(room.ask("POST", "/api/session", &headers, &body).await.code(), "csrf");
    let row = &seat.desk(&room).await["incidents"][0];
    assert_eq!(row["state"], "new");
}

#[tokio::test]
async fn signing_out_ends_the_session_and_a_renewed_seat_ends_all_of_them() {
    let room = Room::open().await;
    let first = room.seat("ayesha").await;
    let second = Seat::of(&sign_in(&room, &typed("ayesha", PASSWORD)).await);
    let headers = [("cookie", &*first.cookie), ("x-hifazat-csrf", &*first.csrf)];
    assert_eq!(room.ask("DELETE", "/api/session", &headers, "").await.status, 204);
    assert_eq!(first.get(&room, "/api/desk").await.code(), "signed_out");
    assert_eq!(second.get(&room, "/api/desk").await.status, 200);
    told(&run(room.home(), "seat add", &["--name", "ayesha", "--role", "operator", "--renew"]));
    assert_eq!(second.get(&room, "/api/desk").await.code(), "signed_out");
    assert_eq!(sign_in(&room, &typed("ayesha", PASSWORD)).await.code(), "wrong_password");
}

#[tokio::test]
async fn malformed_sign_ins_name_the_field() {
    let room = Room::open().await;
    let answer = sign_in(&room, &json!({ "seat": "ayesha" })).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "bad_request"));
    assert!(answer.json()["detail"].as_str().unwrap().contains("password"));
}
