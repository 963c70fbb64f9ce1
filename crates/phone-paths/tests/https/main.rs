//! The HTTPS path against a server on a real socket: who is believed, and what an answer is worth.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod connections;
mod room;

use std::future::pending;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use hifazat_phone::{Answer, Path, Refusal};
use hifazat_phone_paths::{Deadlines, HttpsPath, Names};
use hifazat_protocol::TrustBundle;
use hifazat_time::{Clock, SystemClock};
use http_body_util::StreamBody;
use http_body_util::combinators::BoxBody;
use hyper::Response;
use hyper::body::Frame;
use tokio::net::TcpListener;
use tokio::time::timeout;

use room::{Authority, Reply, Room, bundle, hang_up, reply, reply_with};

const RECEIPTS: &str = "application/vnd.hifazat.receipts";
const LATE: [Duration; 3] = [Duration::from_secs(60); 3];
const PATIENT: Deadlines =
    Deadlines { connect: Duration::from_secs(10), exchange: Duration::from_secs(10), hedges: LATE };
const HASTY: Deadlines =
    Deadlines { connect: Duration::from_millis(300), exchange: Duration::from_millis(300), hedges: LATE };
/// Opens its four connections soon, and then waits for any of them.
const HEDGED: Deadlines = Deadlines { hedges: [Duration::from_millis(100); 3], ..PATIENT };

fn with(clock: Arc<dyn Clock>, deadlines: Deadlines) -> HttpsPath {
    HttpsPath::new(Arc::clone(&clock), Names::new(clock), deadlines)
}

fn phone(deadlines: Deadlines) -> HttpsPath {
    with(Arc::new(SystemClock), deadlines)
}

/// Two raw receipts as the room packs them.
fn packed() -> Vec<u8> {
    vec![0, 3, b'o', b'n', b'e', 0, 3, b't', b'w', b'o']
}

fn receipts() -> Answer {
    Answer::Receipts(vec![b"one".to_vec(), b"two".to_vec()])
}

/// A room with a good certificate that always gives this answer, and the bundle that names it.
async fn room_that(answer: impl Fn() -> Reply + Send + Sync + 'static) -> (Room, Arc<TrustBundle>) {
    let authority = Authority::new();
    let answer = Arc::new(answer);
    let room = Room::start(authority.certify("127.0.0.1", 2040), move |_| std::future::ready(answer())).await;
    let trust = bundle(&[room.url()], &authority);
    (room, trust)
}

async fn carried(answer: impl Fn() -> Reply + Send + Sync + 'static) -> Answer {
    let (_room, trust) = room_that(answer).await;
    phone(PATIENT).carry(&trust, b"sealed").await
}

#[tokio::test]
async fn receipts_come_back_raw_and_in_order() {
    assert_eq!(carried(|| reply(200, RECEIPTS, packed())).await, receipts());
    assert_eq!(carried(|| reply(200, "application/vnd.hifazat.receipts; v=1", "")).await, Answer::Receipts(vec![]));
}

#[tokio::test]
async fn a_captive_portals_200_is_no_answer_of_the_room() {
    assert_eq!(carried(|| reply(200, "text/html", "<h1>Welcome to free Wi-Fi</h1>")).await, Answer::Garbled);
    assert_eq!(carried(|| reply_with(200, &[], packed())).await, Answer::Garbled);
    assert_eq!(carried(|| reply(200, RECEIPTS, "<h1>Welcome</h1>")).await, Answer::Garbled);
    assert_eq!(carried(|| reply(204, RECEIPTS, "")).await, Answer::Garbled);
}

#[tokio::test]
async fn a_certificate_of_another_authority_reaches_nobody() {
    let stranger = Authority::new();
    let answer = |_| std::future::ready(reply(200, RECEIPTS, packed()));
    let room = Room::start(stranger.certify("127.0.0.1", 2040), answer).await;
    let trust = bundle(&[room.url()], &Authority::new());
    assert_eq!(phone(PATIENT).carry(&trust, b"sealed").await, Answer::Unreachable);
    assert_eq!(room.requests(), 0, "a stranger must not even see the sealed envelope");
}

#[tokio::test]
async fn an_expired_certificate_reaches_nobody() {
    let authority = Authority::new();
    let answer = |_| std::future::ready(reply(200, RECEIPTS, packed()));
    let room = Room::start(authority.certify("127.0.0.1", 2023), answer).await;
    let trust = bundle(&[room.url()], &authority);
    assert_eq!(phone(PATIENT).carry(&trust, b"sealed").await, Answer::Unreachable);
    assert_eq!(room.requests(), 0);
}

#[tokio::test]
async fn a_certificate_for_another_host_reaches_nobody() {
    let authority = Authority::new();
    let answer = |_| std::future::ready(reply(200, RECEIPTS, packed()));
    let room = Room::start(authority.certify("room.example", 2040), answer).await;
    let trust = bundle(&[room.url()], &authority);
    assert_eq!(phone(PATIENT).carry(&trust, b"sealed").await, Answer::Unreachable);
    assert_eq!(room.requests(), 0);
}

#[tokio::test]
async fn a_clock_that_is_years_off_does_not_silence_an_alert() {
    #[derive(Debug)]
    struct Wrong(i64);
    #[async_trait::async_trait]
    impl Clock for Wrong {
        fn now(&self) -> hifazat_protocol::UnixMillis {
            hifazat_protocol::UnixMillis(self.0)
        }
        fn elapsed(&self) -> Duration {
            SystemClock.elapsed()
        }
        async fn sleep(&self, pause: Duration) {
            SystemClock.sleep(pause).await;
        }
    }
    let (_room, trust) = room_that(|| reply(200, RECEIPTS, packed())).await;
    for year in [-30, 0, 1, 2_000, 9_000] {
        let clock = Arc::new(Wrong(year * 365 * 86_400_000));
        assert_eq!(with(clock, PATIENT).carry(&trust, b"sealed").await, receipts(), "{year} years after 1970");
    }
}

#[tokio::test]
async fn a_server_without_tls_reaches_nobody() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let page = b"HTTP/1.1 200 OK\r\ncontent-type: application/vnd.hifazat.receipts\r\ncontent-length: 0\r\n\r\n";
        tokio::io::AsyncWriteExt::write_all(&mut stream, page).await.unwrap();
    });
    let trust = bundle(&[url], &Authority::new());
    assert_eq!(phone(PATIENT).carry(&trust, b"sealed").await, Answer::Unreachable);
}

#[tokio::test]
async fn plain_http_is_never_spoken() {
    let (room, _) = room_that(|| reply(200, RECEIPTS, packed())).await;
    let trust = bundle(&[room.url().replace("https", "http")], &Authority::new());
    assert_eq!(phone(PATIENT).carry(&trust, b"sealed").await, Answer::Unreachable);
    assert_eq!(room.connections(), 0);
}

#[tokio::test]
async fn a_dropped_answer_is_no_answer() {
    assert_eq!(carried(hang_up).await, Answer::Unreachable);
}

#[tokio::test]
async fn an_answer_cut_off_in_the_middle_is_not_believed() {
    let cut = || {
        let first = stream::once(async { Ok(Frame::data(packed().into())) });
        let cut = stream::once(async {
            timeout(Duration::from_millis(50), pending::<()>()).await.unwrap_err();
            Err(io::Error::other("cut"))
        });
        let body = BoxBody::new(StreamBody::new(first.chain(cut)));
        Ok(Response::builder().header("content-type", RECEIPTS).body(body).unwrap())
    };
    assert_eq!(carried(cut).await, Answer::Garbled);
}

#[tokio::test]
async fn a_slow_server_is_given_up_in_time() {
    let authority = Authority::new();
    let room = Room::start(authority.certify("127.0.0.1", 2040), |_| pending()).await;
    let trust = bundle(&[room.url()], &authority);
    assert_eq!(phone(HASTY).carry(&trust, b"sealed").await, Answer::Unreachable);
    assert_eq!(room.requests(), 1);
}

#[tokio::test]
async fn a_server_that_never_speaks_tls_is_given_up_in_time() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let trust = bundle(&[format!("https://{}", listener.local_addr().unwrap())], &Authority::new());
    assert_eq!(phone(HASTY).carry(&trust, b"sealed").await, Answer::Unreachable);
}

#[tokio::test]
async fn an_oversized_answer_is_not_read_to_its_end() {
    let endless = || {
        let filler = stream::repeat_with(|| Ok(Frame::data(vec![0; 16 * 1024].into())));
        Ok(Response::builder().header("content-type", RECEIPTS).body(BoxBody::new(StreamBody::new(filler))).unwrap())
    };
    assert_eq!(carried(endless).await, Answer::Garbled);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (elsewhere, _) = room_that(|| reply(200, RECEIPTS, packed())).await;
    for status in [301, 302, 303, 307, 308] {
        let to = elsewhere.url();
        assert_eq!(carried(move || reply_with(status, &[("location", &to)], "")).await, Answer::Garbled);
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn a_refusal_carries_the_problems_code() {
    let rejected = |code: &str| Answer::Rejected(Refusal { code: code.to_owned() });
    let problem = r#"{"title":"Too old","status":400,"code":"unsupported_version","detail":"version 9"}"#;
    assert_eq!(carried(move || reply(400, "application/problem+json", problem)).await, rejected("unsupported_version"));
    assert_eq!(carried(|| reply(404, "text/html", "not here")).await, rejected("http_404"));
    assert_eq!(carried(|| reply(413, "application/problem+json", "{}")).await, rejected("http_413"));
    let rude = r#"{"code":"<b>A code is a short word</b>"}"#;
    assert_eq!(carried(move || reply(422, "application/problem+json", rude)).await, rejected("http_422"));
}

#[tokio::test]
async fn a_room_that_asks_for_patience_is_busy() {
    let busy = |seconds: Option<u64>| Answer::Busy { after: seconds.map(Duration::from_secs) };
    assert_eq!(carried(|| reply_with(503, &[("retry-after", "7")], "")).await, busy(Some(7)));
    assert_eq!(carried(|| reply_with(429, &[], "")).await, busy(None));
    assert_eq!(carried(|| reply_with(503, &[("retry-after", "99999999")], "")).await, busy(Some(900)));
    assert_eq!(carried(|| reply_with(503, &[("retry-after", "Wed, 18 Nov 2026 07:28:00 GMT")], "")).await, busy(None));
    assert_eq!(carried(|| reply(500, "text/plain", "oops")).await, Answer::Garbled);
    assert_eq!(carried(|| reply(502, RECEIPTS, packed())).await, Answer::Garbled);
}
