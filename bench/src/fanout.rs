//! How long until an alert's row is at every console: from sending the alert, so that the ingest and its commit are
//! counted too, to the row's arrival on each of the live streams.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Result, ensure};
use hifazat_protocol::Status;
use hifazat_testkit::Room;
use hifazat_time::{Clock, SystemClock};
use http_body_util::BodyExt;
use hyper::body::{Bytes, Incoming};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::client::Connection;
use crate::device::{Device, sealing_key, trust};
use crate::figures::Spans;

const PAUSE: Duration = Duration::from_millis(50);
const LAST_WAIT: Duration = Duration::from_secs(3);

pub(crate) async fn measure(consoles: usize, alerts: usize) -> Result<Value> {
    let room = Room::open()?;
    let seat = room.seat("bench", "operator")?;
    let (arrived, mut arrivals) = mpsc::unbounded_channel();
    for _ in 0..consoles {
        let stream = open_stream(&room, seat.cookie()).await?;
        tokio::spawn(listen(stream, arrived.clone()));
    }
    drop(arrived);

    let sent = send(&room, alerts).await?;
    let mut spans = Spans::default();
    let deadline = SystemClock.elapsed() + LAST_WAIT;
    while spans.len() < consoles * alerts {
        let left = deadline.saturating_sub(SystemClock.elapsed());
        let Ok(Some((alert, at))) = tokio::time::timeout(left, arrivals.recv()).await else { break };
        if let Some(sent_at) = sent.get(&alert) {
            spans.push(at.saturating_sub(*sent_at));
        }
    }
    Ok(json!({
        "consoles": consoles,
        "p50_ms": spans.percentile_ms(50),
        "p99_ms": spans.percentile_ms(99),
        "missed": consoles * alerts - spans.len(),
        "alerts": alerts,
    }))
}

/// When each alert was sent.
async fn send(room: &Room, alerts: usize) -> Result<HashMap<String, Duration>> {
    let trust = trust(room)?;
    let key = sealing_key(&trust)?;
    let device = Device::new();
    let mut phone = Connection::as_phone(room, &trust).await?;
    let drill = device.raise(key, Status::Exercise, SystemClock.now())?;
    phone.bring(Bytes::copy_from_slice(drill.as_bytes())).await?;
    let mut sent = HashMap::new();
    for _ in 0..alerts {
        let envelope = device.raise(key, Status::Actual, SystemClock.now())?;
        sent.insert(envelope.header().alert.to_string(), SystemClock.elapsed());
        phone.bring(Bytes::copy_from_slice(envelope.as_bytes())).await?;
        SystemClock.sleep(PAUSE).await;
    }
    Ok(sent)
}

async fn open_stream(room: &Room, cookie: &str) -> Result<Incoming> {
    let mut console = Connection::as_console(room).await?;
    let headers = [("cookie", cookie), ("accept", "text/event-stream")];
    let answer = console.send("GET", "/api/stream?after=0", &headers, Bytes::new()).await?;
    ensure!(answer.status() == 200, "the live stream answered {}", answer.status());
    // The connection lives as long as its body is read.
    Ok(answer.into_body())
}

/// Tells each row's first arrival on this stream, until the stream ends.
async fn listen(mut stream: Incoming, arrived: mpsc::UnboundedSender<(String, Duration)>) {
    let mut text = String::new();
    let mut seen = std::collections::HashSet::new();
    while let Some(Ok(frame)) = stream.frame().await {
        let at = SystemClock.elapsed();
        text.push_str(&String::from_utf8_lossy(&frame.into_data().unwrap_or_default()));
        while let Some((event, rest)) = text.split_once("\n\n") {
            for alert in event.lines().filter_map(row_of) {
                if seen.insert(alert.clone()) && arrived.send((alert, at)).is_err() {
                    return;
                }
            }
            text = rest.to_owned();
        }
    }
}

fn row_of(line: &str) -> Option<String> {
    let row: Value = serde_json::from_str(line.strip_prefix("data:")?.trim()).ok()?;
    Some(row.get("id")?.as_str()?.to_owned())
}
