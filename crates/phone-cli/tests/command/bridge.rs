//! The bridge over a real socket: who is answered, what is served.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use serde_json::{Value, json};

use crate::phone::{Phone, Running};

struct Bridge {
    phone: Phone,
    address: SocketAddr,
    running: Running,
}

struct Answer {
    status: u16,
    headers: String,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

impl Bridge {
    fn start() -> Self {
        let phone = Phone::set_up();
        phone.file("page/index.html", "<!doctype html><title>page</title>");
        phone.file("page/assets/app-1.js", "export {}");
        phone.file("secret.txt", "outside");
        std::os::unix::fs::symlink("../secret.txt", phone.data().parent().unwrap().join("page/link.txt")).unwrap();
        let page = phone.data().parent().unwrap().join("page");
        let mut running = phone.start(&["bridge", "--listen", "127.0.0.1:0", "--page", page.to_str().unwrap()]);
        let mut line = String::new();
        BufReader::new(running.stdout()).read_line(&mut line).unwrap();
        let said: Value = serde_json::from_str(&line).unwrap();
        let url = said["page"].as_str().unwrap();
        let address = url.trim_start_matches("http://").trim_end_matches('/').parse().unwrap();
        Self { phone, address, running }
    }

    fn send(&self, head: &str, body: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let length = body.len();
        write!(stream, "{head}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}").unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        let (headers, body) = text.split_once("\r\n\r\n").unwrap();
        let status = headers.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, headers: headers.to_ascii_lowercase(), body: body.to_owned() }
    }

    fn get(&self, path: &str) -> Answer {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: {}", self.address), "")
    }

    fn call(&self, name: &str, arguments: &Value) -> Answer {
        let head = format!(
            "POST /bridge/{name} HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nContent-Type: application/json",
            self.address
        );
        self.send(&head, &arguments.to_string())
    }
}

#[test]
fn the_page_is_served_with_its_types_and_its_policy() {
    let bridge = Bridge::start();
    let index = bridge.get("/");
    assert_eq!((index.status, index.body.as_str()), (200, "<!doctype html><title>page</title>"));
    assert!(index.headers.contains("content-type: text/html; charset=utf-8"), "{}", index.headers);
    assert!(index.headers.contains("content-security-policy: default-src 'none'"), "{}", index.headers);
    assert!(index.headers.contains("x-content-type-options: nosniff"), "{}", index.headers);
    assert!(bridge.get("/assets/app-1.js").headers.contains("content-type: text/javascript"));
}

#[test]
fn nothing_outside_the_page_is_served() {
    let bridge = Bridge::start();
    for path in ["/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "/link.txt", "/assets", "/none.js"]
    {
        let answer = bridge.get(path);
        assert_eq!((answer.status, answer.body.contains("outside")), (404, false), "{path}");
    }
}

#[test]
fn a_command_answers_with_what_is_true() {
    let bridge = Bridge::start();
    let view = bridge.call("raise", &json!({"trigger": "hold"}));
    assert_eq!((view.status, &view.json()["alert"]["status"]), (200, &json!("actual")));
    assert_eq!(view.json()["alert"]["durable"], json!(true));
    let seen = bridge.phone.ok(&["status", "--json"]);
    assert_eq!(seen["alerts"][0]["alert_id"], view.json()["alert"]["alert_id"]);
    assert_eq!(bridge.call("numbers", &json!({})).json()[0]["number"], json!("15"));
    assert_eq!(bridge.call("set_language", &json!({"language": "en"})).json()["language"], json!("en"));
    assert_eq!(bridge.call("hold_started", &json!({})).status, 200);
    let pins = bridge.call("set_pins", &json!({"cancel": "4826", "duress": "4826"}));
    assert_eq!(pins.json()["outcome"], json!("must_differ"));
    assert_eq!(bridge.call("take_back", &json!({"pin": "0000"})).json()["outcome"], json!("wrong"));
}

#[test]
fn bad_arguments_are_named() {
    let bridge = Bridge::start();
    let refused = |name: &str, arguments: Value| {
        let answer = bridge.call(name, &arguments);
        (answer.status, answer.json()["code"].as_str().unwrap().to_owned(), answer.json()["message"].to_string())
    };
    let (status, code, message) = refused("raise", json!({"trigger": "thought"}));
    assert_eq!((status, code.as_str()), (400, "bad_arguments"));
    assert!(message.contains("raise") && message.contains("thought"), "{message}");
    assert_eq!(refused("raise", json!({"trigger": "hold", "place": 1})).0, 400);
    assert_eq!(refused("setup_later", json!({"step": 9})).1, "bad_step");
    assert_eq!(refused("cancel", json!({"alert_id": "x", "pin": "4826"})).1, "bad_alert_id");
    assert_eq!(refused("format_disk", json!({})), (404, "unknown_command".into(), refused("format_disk", json!({})).2));
    let long = json!({"trigger": "x".repeat(20_000)});
    assert_eq!(refused("raise", long).1, "arguments_too_long");
}

#[test]
fn other_sites_and_forms_are_refused() {
    let bridge = Bridge::start();
    let host = bridge.address;
    let json = "Content-Type: application/json";
    let refused = [
        (421, format!("POST /bridge/raise HTTP/1.1\r\nHost: evil.example\r\n{json}")),
        (403, format!("POST /bridge/raise HTTP/1.1\r\nHost: {host}\r\nOrigin: https://evil.example\r\n{json}")),
        (403, format!("POST /bridge/raise HTTP/1.1\r\nHost: {host}\r\nSec-Fetch-Site: cross-site\r\n{json}")),
        (415, format!("POST /bridge/raise HTTP/1.1\r\nHost: {host}\r\nContent-Type: text/plain")),
        (415, format!("POST /bridge/raise HTTP/1.1\r\nHost: {host}")),
        (405, format!("GET /bridge/raise HTTP/1.1\r\nHost: {host}")),
        (405, format!("PUT /index.html HTTP/1.1\r\nHost: {host}")),
        (421, "GET / HTTP/1.1\r\nHost: evil.example".to_owned()),
    ];
    for (status, head) in refused {
        let answer = bridge.send(&head, r#"{"trigger":"hold"}"#);
        assert_eq!(answer.status, status, "{head}");
        assert!(!answer.headers.contains("access-control-allow"), "{}", answer.headers);
    }
    assert_eq!(bridge.phone.ok(&["status", "--json"])["alerts"], json!([]));
}

#[test]
fn the_stream_says_that_something_changed() {
    let bridge = Bridge::start();
    let mut stream = TcpStream::connect(bridge.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    write!(stream, "GET /bridge/events HTTP/1.1\r\nHost: {}\r\n\r\n", bridge.address).unwrap();
    let mut lines = BufReader::new(stream).lines().map(Result::unwrap);
    assert!(lines.by_ref().any(|line| line.eq_ignore_ascii_case("content-type: text/event-stream")));
    let mut next_event =
        || lines.by_ref().find(|line| line.starts_with("event:") || line.starts_with("data:")).unwrap();
    assert_eq!((next_event().as_str(), next_event().as_str()), ("event: changed", "data: {}"));
    bridge.call("raise", &json!({"trigger": "hold"}));
    assert_eq!(next_event(), "event: changed");
}

#[test]
fn only_loopback_addresses_are_listened_on() {
    let phone = Phone::set_up();
    phone.file("page/index.html", "");
    let page = phone.data().parent().unwrap().join("page");
    let page = page.to_str().unwrap();
    for address in ["0.0.0.0:8016", "[::]:8016", "192.0.2.1:8016"] {
        let words = phone.refused(&["bridge", "--listen", address, "--page", page]);
        assert!(words.contains(&format!("--listen {address}")) && words.contains("loopback"), "{words}");
    }
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let words = phone.refused(&["bridge", "--listen", &address, "--page", page]);
    assert!(words.contains(&format!("--listen {address}")), "{words}");
    let words = phone.refused(&["bridge", "--listen", "127.0.0.1:0", "--page", "/nowhere"]);
    assert!(words.contains("--page /nowhere"), "{words}");
}

#[test]
fn the_bridge_ends_cleanly_with_a_browser_still_listening() {
    let mut bridge = Bridge::start();
    let mut stream = TcpStream::connect(bridge.address).unwrap();
    write!(stream, "GET /bridge/events HTTP/1.1\r\nHost: {}\r\n\r\n", bridge.address).unwrap();
    stream.read_exact(&mut [0; 12]).unwrap();
    bridge.running.signal("TERM");
    assert!(bridge.running.wait().success());
}
