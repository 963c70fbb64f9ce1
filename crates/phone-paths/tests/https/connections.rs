//! What is sent, over which connection, and by which route.

use std::future::pending;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use hifazat_phone::{Answer, Path};
use hifazat_phone_paths::Deadlines;
use hifazat_protocol::{AlertId, DeviceId, Endpoint, PathKey, Question, SeededEntropy, TrustBundle};
use http_body_util::BodyExt;
use hyper::Request;
use hyper::body::Incoming;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::room::{Authority, Room, bundle, hang_up, reply};
use super::{HASTY, HEDGED, PATIENT, RECEIPTS, packed, phone, receipts, room_that};

/// What a test wants to know of a request.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    line: String,
    content_type: String,
    prefer: String,
    body: Vec<u8>,
}

async fn asked(request: Request<Incoming>) -> Asked {
    let header = |name: &str| request.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
    let line = format!("{} {}", request.method(), request.uri());
    let (content_type, prefer) = (header("content-type"), header("prefer"));
    Asked { line, content_type, prefer, body: request.into_body().collect().await.unwrap().to_bytes().to_vec() }
}

fn question() -> Question {
    Question::new(DeviceId([4; 16]), AlertId([7; 16]), 1, &PathKey::from_bytes([5; 32]), &SeededEntropy::new(1))
}

/// A room that tells what it was asked.
async fn listening_room(content_type: &'static str) -> (Room, Arc<TrustBundle>, mpsc::UnboundedReceiver<Asked>) {
    let (tell, told) = mpsc::unbounded_channel();
    let authority = Authority::new();
    let answer = move |request| {
        let tell = tell.clone();
        async move {
            tell.send(asked(request).await).unwrap();
            reply(200, content_type, packed())
        }
    };
    let room = Room::start(authority.certify("127.0.0.1", 2040), answer).await;
    let trust = bundle(&[format!("{}/base/", room.url())], &authority);
    (room, trust, told)
}

#[tokio::test]
async fn an_envelope_goes_out_as_it_is() {
    let (_room, trust, mut told) = listening_room(RECEIPTS).await;
    assert_eq!(phone(PATIENT).carry(&trust, b"sealed").await, receipts());
    let asked = told.recv().await.unwrap();
    assert_eq!((asked.line.as_str(), asked.body.as_slice()), ("POST /base/v1/envelopes", b"sealed".as_slice()));
    assert_eq!(asked.content_type, "application/vnd.hifazat.envelope");
}

#[tokio::test]
async fn a_question_says_how_long_it_may_be_held() {
    let (_room, trust, mut told) = listening_room(RECEIPTS).await;
    assert_eq!(phone(PATIENT).ask(&trust, &question(), Duration::from_secs(25)).await, Some(receipts()));
    let asked = told.recv().await.unwrap();
    assert_eq!((asked.line.as_str(), asked.prefer.as_str()), ("POST /base/v1/asks", "wait=25"));
}

#[tokio::test]
async fn a_held_question_has_its_wait_on_top_of_the_deadline() {
    let authority = Authority::new();
    let answer = |_| async {
        timeout(2 * HASTY.exchange, pending::<()>()).await.unwrap_err();
        reply(200, RECEIPTS, packed())
    };
    let room = Room::start(authority.certify("127.0.0.1", 2040), answer).await;
    let trust = bundle(&[room.url()], &authority);
    assert_eq!(phone(HASTY).ask(&trust, &question(), Duration::from_secs(5)).await, Some(receipts()));
}

#[tokio::test]
async fn the_newest_bundle_is_fetched_as_text() {
    let (_room, trust, mut told) = listening_room("application/json").await;
    assert_eq!(phone(PATIENT).bundle(&trust).await, Some(String::from_utf8(packed()).unwrap()));
    assert_eq!(told.recv().await.unwrap().line, "GET /base/v1/bundle");
    let (_room, trust, _) = listening_room("text/html").await;
    assert_eq!(phone(PATIENT).bundle(&trust).await, None);
}

#[tokio::test]
async fn the_tap_finds_the_connection_that_the_finger_opened() {
    let (room, trust) = room_that(|| reply(200, RECEIPTS, packed())).await;
    let phone = phone(PATIENT);
    phone.warm(&trust).await;
    assert_eq!(phone.carry(&trust, b"sealed").await, receipts());
    assert_eq!((room.connections(), room.requests()), (1, 2));
}

#[tokio::test]
async fn a_failed_attempt_takes_its_connections_with_it() {
    let failing = Arc::new(AtomicBool::new(false));
    let fails = Arc::clone(&failing);
    let html = move || {
        let content_type = if fails.load(Ordering::SeqCst) { "text/html" } else { RECEIPTS };
        reply(200, content_type, packed())
    };
    let (room, trust) = room_that(html).await;
    let phone = phone(PATIENT);
    assert_eq!(phone.carry(&trust, b"sealed").await, receipts());
    failing.store(true, Ordering::SeqCst);
    assert_eq!(phone.carry(&trust, b"sealed").await, Answer::Garbled);
    failing.store(false, Ordering::SeqCst);
    assert_eq!(phone.carry(&trust, b"sealed").await, receipts());
    assert_eq!(room.connections(), 2, "one until the failure, one after it");
}

#[tokio::test]
async fn a_new_network_gets_new_connections() {
    let (room, trust) = room_that(|| reply(200, RECEIPTS, packed())).await;
    let phone = phone(PATIENT);
    phone.carry(&trust, b"sealed").await;
    phone.network_changed();
    phone.carry(&trust, b"sealed").await;
    assert_eq!(room.connections(), 2);
}

#[tokio::test]
async fn the_same_bundle_read_again_keeps_the_connection_and_another_one_does_not() {
    let (room, trust) = room_that(|| reply(200, RECEIPTS, packed())).await;
    let phone = phone(PATIENT);
    phone.warm(&trust).await;
    phone.carry(&Arc::new((*trust).clone()), b"sealed").await;
    assert_eq!(room.connections(), 1);
    let mut newer = (*trust).clone();
    newer.version += 1;
    phone.carry(&Arc::new(newer), b"sealed").await;
    assert_eq!(room.connections(), 2);
}

#[tokio::test]
async fn the_next_attempt_tries_the_next_endpoint() {
    let authority = Authority::new();
    let answer = |_| std::future::ready(reply(200, RECEIPTS, packed()));
    let room = Room::start(authority.certify("127.0.0.1", 2040), answer).await;
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let trust = bundle(&[format!("https://{nobody}"), room.url()], &authority);
    let phone = phone(PATIENT);
    assert_eq!(phone.carry(&trust, b"sealed").await, Answer::Unreachable);
    assert_eq!(phone.carry(&trust, b"sealed").await, receipts());
    assert_eq!(phone.carry(&trust, b"sealed").await, receipts(), "and stays with it");
}

#[tokio::test]
async fn requests_that_fail_together_turn_to_the_next_endpoint_once() {
    let authority = Authority::new();
    let (failing, working) = (authority.certify("127.0.0.1", 2040), authority.certify("127.0.0.1", 2040));
    let failing = Room::start(failing, |_| std::future::ready(hang_up())).await;
    let working = Room::start(working, |_| std::future::ready(reply(200, RECEIPTS, packed()))).await;
    let trust = bundle(&[failing.url(), working.url()], &authority);
    let phone = phone(PATIENT);
    let both = tokio::join!(phone.carry(&trust, b"raise"), phone.carry(&trust, b"update"));
    assert_eq!(both, (Answer::Unreachable, Answer::Unreachable));
    assert_eq!(phone.carry(&trust, b"raise").await, receipts());
}

#[tokio::test]
async fn a_name_whose_addresses_the_bundle_carries_needs_no_name_server() {
    let authority = Authority::new();
    let answer = |_| std::future::ready(reply(200, RECEIPTS, packed()));
    let room = Room::start(authority.certify("room.invalid", 2040), answer).await;
    let mut trust = (*bundle(&[], &authority)).clone();
    let url = format!("https://room.invalid:{}", room.address.port());
    trust.endpoints = vec![Endpoint { url, addresses: vec!["127.0.0.1".to_owned()], datagram_port: None }];
    assert_eq!(phone(PATIENT).carry(&Arc::new(trust), b"sealed").await, receipts());
}

/// A room that leaves its first few requests without an answer.
async fn room_that_stalls(silent: usize) -> (Room, Arc<TrustBundle>) {
    let authority = Authority::new();
    let asked = Arc::new(AtomicUsize::new(0));
    let answer = move |_| {
        let number = asked.fetch_add(1, Ordering::SeqCst);
        async move {
            if number < silent {
                pending::<()>().await;
            }
            reply(200, RECEIPTS, packed())
        }
    };
    let room = Room::start(authority.certify("127.0.0.1", 2040), answer).await;
    let trust = bundle(&[room.url()], &authority);
    (room, trust)
}

#[tokio::test]
async fn a_connection_that_stalls_is_overtaken_by_a_fresh_one_which_is_kept() {
    let (room, trust) = room_that_stalls(2).await;
    let phone = phone(HEDGED);
    assert_eq!(phone.carry(&trust, b"sealed").await, receipts());
    assert_eq!((room.connections(), room.requests()), (3, 3));
    assert_eq!(phone.carry(&trust, b"next").await, receipts());
    assert_eq!((room.connections(), room.requests()), (3, 4), "the one that answered is the one in use");
}

#[tokio::test]
async fn no_more_than_four_connections_wait_for_an_answer() {
    let (room, trust) = room_that_stalls(usize::MAX).await;
    let given_up = Deadlines { exchange: Duration::from_secs(1), ..HEDGED };
    assert_eq!(phone(given_up).carry(&trust, b"sealed").await, Answer::Unreachable);
    assert_eq!(room.connections(), 4);
}

#[tokio::test]
async fn a_question_is_asked_once_because_silence_is_its_wait() {
    let (room, trust) = room_that_stalls(usize::MAX).await;
    let given_up = Deadlines { exchange: Duration::from_millis(500), ..HEDGED };
    assert_eq!(phone(given_up).ask(&trust, &question(), Duration::ZERO).await, Some(Answer::Unreachable));
    assert_eq!(room.connections(), 1);
}

#[tokio::test]
async fn a_bundle_without_endpoints_reaches_nobody() {
    let trust = bundle(&[], &Authority::new());
    assert_eq!(phone(PATIENT).carry(&trust, b"sealed").await, Answer::Unreachable);
    assert_eq!(phone(PATIENT).bundle(&trust).await, None);
    phone(PATIENT).warm(&trust).await;
}

/// Runs one of the tests above once more, in a process whose environment names a proxy at which nobody listens.
#[test]
fn proxies_of_the_environment_have_no_say() {
    let mut again = Command::new(std::env::current_exe().unwrap());
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy"] {
        again.env(name, "http://127.0.0.1:1");
    }
    again.env_remove("NO_PROXY").env_remove("no_proxy");
    let output = again.args(["--exact", "connections::an_envelope_goes_out_as_it_is"]).output().unwrap();
    let words = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && words.contains("1 passed"), "{words}");
}
