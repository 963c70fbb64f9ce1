//! What is logged may be read by anybody.

use std::io::Read;

use hifazat_protocol::{Fix, SignedBundle, Status};
use hifazat_time::{Clock, SystemClock};
use serde_json::json;

use crate::console::PASSWORD;
use crate::person::{Person, lahore};
use crate::program::Program;
use crate::room::{made, run, told};
use crate::wire::{connect, converse, exchange, request, trusting};

#[tokio::test]
async fn logs_carry_no_place_and_no_person() {
    let home = made();
    let seat = told(&run(home.path(), "seat add", &["--name", "ayesha-distinct", "--role", "operator"]));
    let once = seat["one_time_password"].as_str().unwrap();
    let mut serving = Program::serve(home.path(), &["--log", "trace"]);

    let shown = run(home.path(), "bundle show", &[]);
    let signed = SignedBundle::from_json(&String::from_utf8(shown.stdout).unwrap()).unwrap();
    let bundle = signed.verify(&signed.claimed_root()).unwrap();
    let person = Person::new(77);
    let place = Fix { latitude_deg: 31.457_913, longitude_deg: 74.296_847, accuracy_m: Some(13.371), ..lahore() };
    let alert = person.first(&bundle, &person.message(Status::Actual, Some(place), SystemClock.now()));
    let mut phone = converse(connect(serving.phones, &trusting(&bundle.ca_certificates[0])).await).await;
    let post = |path: &str, body: Vec<u8>| request("POST", path, &[], body);
    assert_eq!(exchange(&mut phone, post("/v1/envelopes", alert.envelope.clone())).await.status, 200);
    assert_eq!(exchange(&mut phone, post("/v1/envelopes", b"garbage".to_vec())).await.status, 400);
    assert_eq!(exchange(&mut phone, post("/v1/asks", person.ask(&alert, 0))).await.status, 200);

    let mut desk = converse(tokio::net::TcpStream::connect(serving.console).await.unwrap()).await;
    let json_type = ("content-type", "application/json");
    let typed = json!({ "seat": "ayesha-distinct", "password": once, "new_password": PASSWORD }).to_string();
    let session = exchange(&mut desk, request("POST", "/api/session", &[json_type], typed)).await;
    let (cookie, csrf) = (session.header("set-cookie").split(';').next().unwrap().to_owned(), session.json());
    let headers = [("cookie", &*cookie), ("x-hifazat-csrf", csrf["csrf"].as_str().unwrap()), json_type];
    let file = exchange(&mut desk, request("GET", &format!("/api/incidents/{}", alert.id), &headers, "")).await;
    let accept = json!({ "revision": file.json()["revision"] }).to_string();
    let path = format!("/api/incidents/{}/accept", alert.id);
    assert_eq!(exchange(&mut desk, request("POST", &path, &headers, accept)).await.status, 200);
    let wrong = json!({ "seat": "ayesha-distinct", "password": "wrongly typed secret" }).to_string();
    exchange(&mut desk, request("POST", "/api/session", &[json_type], wrong)).await;

    serving.ask_to_end();
    let mut log = String::new();
    serving.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    assert!(serving.child.wait().unwrap().success());
    assert!(log.contains("TRACE") || log.contains("DEBUG"), "the log was not at its loudest:\n{log}");
    let secrets = [
        "31.4579",
        "74.2968",
        "13.371",
        "ayesha-distinct",
        once,
        PASSWORD,
        "wrongly typed",
        "Lahore",
        "Control room",
        &cookie,
        &person.device.id().to_string(),
    ];
    for secret in secrets {
        assert!(!log.contains(secret), "{secret} stands in the log:\n{log}");
    }
}
