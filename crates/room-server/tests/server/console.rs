//! A signed-in operator, and what every console request must carry.

use serde_json::{Value, json};

use crate::room::Room;
use crate::wire::Answer;

pub(crate) const PASSWORD: &str = "river under seven hills";

pub(crate) struct Seat {
    pub(crate) cookie: String,
    pub(crate) csrf: String,
}

impl Seat {
    pub(crate) async fn take(room: &Room, name: &str, role: &str) -> Self {
        let once = room.one_time_password(name, role);
        let body = json!({ "seat": name, "password": once, "new_password": PASSWORD });
        Self::of(&sign_in(room, &body).await)
    }

    pub(crate) fn of(answer: &Answer) -> Self {
        assert_eq!(answer.status, 200, "{:?}", answer.body);
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        Self { cookie, csrf: answer.json()["csrf"].as_str().unwrap().to_owned() }
    }

    pub(crate) async fn get(&self, room: &Room, path: &str) -> Answer {
        room.ask("GET", path, &[("cookie", &self.cookie)], "").await
    }

    pub(crate) async fn post(&self, room: &Room, path: &str, body: &Value) -> Answer {
        let headers =
            [("cookie", &*self.cookie), ("x-hifazat-csrf", &*self.csrf), ("content-type", "application/json")];
        room.ask("POST", path, &headers, &body.to_string()).await
    }

    pub(crate) async fn act(&self, room: &Room, id: &str, act: &str, body: Value) -> Answer {
        self.post(room, &format!("/api/incidents/{id}/{act}"), &body).await
    }

    pub(crate) async fn desk(&self, room: &Room) -> Value {
        let answer = self.get(room, "/api/desk").await;
        assert_eq!(answer.status, 200, "{:?}", answer.body);
        answer.json()
    }
}

pub(crate) async fn sign_in(room: &Room, body: &Value) -> Answer {
    room.ask("POST", "/api/session", &[("content-type", "application/json")], &body.to_string()).await
}

#[tokio::test]
async fn every_answer_carries_the_security_headers_and_no_inline_script_is_allowed() {
    let room = Room::open().await;
    for path in ["/", "/api/desk", "/metrics", "/api/nothing"] {
        let answer = room.ask("GET", path, &[], "").await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
    }
}

#[tokio::test]
async fn nothing_but_the_page_health_and_figures_is_told_to_strangers() {
    let room = Room::open().await;
    for path in ["/api/desk", "/api/map", "/api/session", "/api/stream?after=0", "/api/incidents/x"] {
        let answer = room.ask("GET", path, &[], "").await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (401, "signed_out"), "{path}");
    }
    for path in ["/healthz", "/readyz", "/metrics", "/api/openapi.json"] {
        assert_eq!(room.ask("GET", path, &[], "").await.status, 200, "{path}");
    }
    assert_eq!(room.ask("GET", "/api/nothing", &[], "").await.code(), "not_found");
    assert_eq!(room.ask("PUT", "/api/desk", &[], "").await.code(), "method_not_allowed");
}

#[tokio::test]
async fn without_boundaries_the_map_is_the_headquarters_and_says_so() {
    let room = Room::open().await;
    let seat = room.seat("ayesha").await;
    let map = seat.get(&room, "/api/map").await.json();
    assert_eq!((&map["boundaries"], &map["approximate"]), (&Value::Null, &Value::Bool(true)));
    assert_eq!(map["headquarters"].as_array().unwrap().len(), 41);
    let alert = room.known_person(1).await.raise(&room.bundle);
    room.take(&alert.envelope).await;
    let row = &seat.desk(&room).await["incidents"][0];
    assert_eq!((&row["district"], &row["district_approximate"]), (&json!("Lahore"), &json!(true)));
}

#[tokio::test]
async fn what_cannot_even_be_read_is_a_problem_too() {
    let room = Room::open().await;
    let seat = room.seat("ayesha").await;
    for path in ["/api/incidents/%ff", "/api/stream?after=soon"] {
        let answer = seat.get(&room, path).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "bad_request"), "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
    }
}
