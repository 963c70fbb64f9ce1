//! The gpsd source against a server on a real socket that speaks gpsd's JSON.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use hifazat_phone::{LocationSource, Permission};
use hifazat_phone_shell::location::Gpsd;
use hifazat_protocol::UnixMillis;
use hifazat_time::{Clock, SystemClock};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::time::timeout;

const VERSION: &str = r#"{"class":"VERSION","release":"3.22","rev":"3.22","proto_major":3,"proto_minor":14}"#;
const SEARCHING: &str = r#"{"class":"TPV","device":"/dev/ttyUSB0","mode":1}"#;
const LAHORE: &str =
    r#"{"class":"TPV","mode":3,"time":"2026-11-18T07:06:40.000Z","lat":31.5204,"lon":74.3587,"eph":8.0}"#;
const KASUR: &str =
    r#"{"class":"TPV","mode":3,"time":"2026-11-18T07:06:41.000Z","lat":31.1187,"lon":74.4507,"eph":9.0}"#;

/// Answers each connection with one of the given conversations, then hangs up.
async fn gpsd(conversations: Vec<Vec<&'static str>>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        for lines in conversations {
            let (mut stream, _) = listener.accept().await.unwrap();
            let (read, mut write) = stream.split();
            write.write_all(format!("{VERSION}\n").as_bytes()).await.unwrap();
            let mut command = String::new();
            BufReader::new(read).read_line(&mut command).await.unwrap();
            assert_eq!(command, "?WATCH={\"enable\":true,\"json\":true};\n");
            for line in lines {
                write.write_all(line.as_bytes()).await.unwrap();
                write.write_all(b"\r\n").await.unwrap();
            }
        }
    });
    address
}

/// The machine's clock, but no pause takes any time.
#[derive(Debug)]
struct Hurried;

#[async_trait]
impl Clock for Hurried {
    fn now(&self) -> UnixMillis {
        SystemClock.now()
    }

    fn elapsed(&self) -> Duration {
        SystemClock.elapsed()
    }

    async fn sleep(&self, _: Duration) {
        tokio::task::yield_now().await;
    }
}

fn source(address: SocketAddr) -> Gpsd {
    Gpsd::new(address, Arc::new(Hurried))
}

/// An address at which nobody listens.
async fn nobody() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
}

#[tokio::test]
async fn the_first_fix_is_told_and_remembered() {
    let source = source(gpsd(vec![vec![SEARCHING, LAHORE]]).await);
    assert_eq!(source.last_known().await, None);
    let fix = source.next_fix().await.unwrap();
    assert_eq!((fix.latitude_deg, fix.longitude_deg, fix.accuracy_m), (31.5204, 74.3587, Some(8.0)));
    assert_eq!(source.last_known().await, Some(fix));
}

#[tokio::test]
async fn one_watch_brings_many_fixes() {
    let source = source(gpsd(vec![vec![LAHORE, SEARCHING, KASUR]]).await);
    assert_eq!(source.next_fix().await.unwrap().latitude_deg, 31.5204);
    assert_eq!(source.next_fix().await.unwrap().latitude_deg, 31.1187);
}

#[tokio::test]
async fn a_gpsd_that_was_restarted_is_found_again() {
    let source = source(gpsd(vec![vec![LAHORE], vec![KASUR]]).await);
    assert_eq!(source.next_fix().await.unwrap().latitude_deg, 31.5204);
    assert_eq!(source.next_fix().await, None, "the connection has ended: the place is not known now");
    assert_eq!(source.next_fix().await.unwrap().latitude_deg, 31.1187);
}

#[tokio::test]
async fn a_call_dropped_in_the_middle_spoils_nothing() {
    let source = source(gpsd(vec![vec!["{\"class\":\"SKY\"}"], vec![LAHORE]]).await);
    drop(timeout(Duration::ZERO, source.next_fix()).await);
    let mut heard = None;
    while heard.is_none() {
        heard = source.next_fix().await;
    }
    assert_eq!(heard.unwrap().latitude_deg, 31.5204);
}

#[tokio::test]
async fn a_receiver_that_falls_silent_is_not_waited_for_for_ever() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let source = source(listener.local_addr().unwrap());
    let asking = tokio::spawn(async move { source.next_fix().await });
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut command = String::new();
    BufReader::new(&mut stream).read_line(&mut command).await.unwrap();
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(60)).await;
    assert_eq!(asking.await.unwrap(), None);
}

#[tokio::test(start_paused = true)]
async fn without_gpsd_the_place_is_honestly_unknown() {
    let source = source(nobody().await);
    assert_eq!(source.next_fix().await, None);
    assert_eq!(source.last_known().await, None);
    assert_eq!(source.permission().await, Permission::Unknown);
}

#[tokio::test]
async fn a_running_gpsd_counts_as_leave_to_use_the_place() {
    let source = source(gpsd(vec![vec![LAHORE]]).await);
    assert_eq!(source.permission().await, Permission::Granted);
}
