//! Devices that the room knows, raising alerts by datagram as phones do: two copies 20 ms apart, again after 0.7 s.

use std::time::Duration;

use anyhow::{Context, Result};
use hifazat_protocol::{SealedEnvelope, Status, TrustBundle, claims_to_store, unpack_receipts};
use hifazat_testkit::Room;
use hifazat_time::{Clock, SystemClock};
use hyper::body::Bytes;
use serde_json::{Value, json};
use tokio::net::UdpSocket;
use tokio::time::timeout;

use super::Scene;
use crate::client::Connection;
use crate::device::{Device, sealing_key};
use crate::figures::Spans;

const DEVICES: u32 = 20;
/// Each raises so often.
const PAUSE: Duration = Duration::from_millis(400);
const SECOND_COPY: Duration = Duration::from_millis(20);
const FIRST_GAP: Duration = Duration::from_millis(700);
const LONGEST_GAP: Duration = Duration::from_secs(2);
/// After this a phone's attempt ends; the bench calls the alert lost.
const PATIENCE: Duration = Duration::from_secs(25);

/// The devices.
pub(super) struct Known(Vec<Device>);

/// How alerts fared.
#[derive(Default)]
pub(super) struct Alerts {
    spans: Spans,
    raised: usize,
    lost: usize,
}

impl Known {
    /// Each has introduced itself by a drill.
    pub(super) async fn enrolled(room: &Room, trust: &TrustBundle) -> Result<Self> {
        let devices: Vec<_> = (0..DEVICES).map(|_| Device::new()).collect();
        let mut connection = Connection::as_phone(room, trust).await?;
        for device in &devices {
            let drill = device.raise(sealing_key(trust)?, Status::Exercise, SystemClock.now())?;
            connection.bring(Bytes::copy_from_slice(drill.as_bytes())).await?;
        }
        Ok(Self(devices))
    }

    /// An alert of one of them that the room already has, for whoever wants to replay it.
    pub(super) async fn envelope(&self, room: &Room, trust: &TrustBundle) -> Result<Vec<u8>> {
        let device = self.0.first().context("nobody is known")?;
        let alert = device.raise(sealing_key(trust)?, Status::Actual, SystemClock.now())?;
        let mut connection = Connection::as_phone(room, trust).await?;
        connection.bring(Bytes::copy_from_slice(alert.as_bytes())).await?;
        Ok(alert.as_bytes().to_vec())
    }

    /// All of them raise for so long.
    pub(super) async fn raise_for(&self, scene: &Scene, seconds: u32) -> Result<Alerts> {
        let each = seconds * 1_000 / u32::try_from(PAUSE.as_millis())?;
        let mut tasks = Vec::new();
        for (number, device) in (0..).zip(&self.0) {
            let now = SystemClock.now();
            let sealed = (0..each).map(|_| device.raise(sealing_key(&scene.trust)?, Status::Actual, now));
            let sealed = sealed.collect::<Result<Vec<_>>>()?;
            // Not all at the same instant.
            tasks.push(tokio::spawn(raise_all(scene.room.phones_port(), sealed, PAUSE / DEVICES * number)));
        }
        let mut all = Alerts::default();
        for task in tasks {
            all.add(task.await.context("a device's task")??);
        }
        Ok(all)
    }
}

impl Alerts {
    pub(super) fn add(&mut self, more: Self) {
        self.spans.extend(more.spans);
        self.raised += more.raised;
        self.lost += more.lost;
    }

    /// For programs.
    pub(super) fn told(mut self) -> Value {
        let [p50, p99, worst] = [50, 99, 100].map(|percent| self.spans.percentile_ms(percent));
        json!({ "raised": self.raised, "lost": self.lost, "p50_ms": p50, "p99_ms": p99, "worst_ms": worst })
    }
}

async fn raise_all(port: u16, alerts: Vec<SealedEnvelope>, after: Duration) -> Result<Alerts> {
    let socket = UdpSocket::bind("127.0.0.1:0").await?;
    socket.connect(("127.0.0.1", port)).await?;
    let mut fared = Alerts::default();
    let mut next = SystemClock.elapsed() + after;
    for alert in &alerts {
        SystemClock.sleep(next.saturating_sub(SystemClock.elapsed())).await;
        next += PAUSE;
        let began = SystemClock.elapsed();
        fared.raised += 1;
        match timeout(PATIENCE, deliver(&socket, alert.as_bytes())).await {
            Ok(done) => {
                done?;
                fared.spans.push(SystemClock.elapsed().saturating_sub(began));
            }
            Err(_) => fared.lost += 1,
        }
    }
    Ok(fared)
}

async fn deliver(socket: &UdpSocket, envelope: &[u8]) -> Result<()> {
    let mut gap = FIRST_GAP;
    loop {
        for wait in [SECOND_COPY, gap.saturating_sub(SECOND_COPY)] {
            socket.send(envelope).await?;
            if timeout(wait, stored(socket, envelope)).await.is_ok() {
                return Ok(());
            }
        }
        gap = (gap * 3 / 2).min(LONGEST_GAP);
    }
}

/// Until an answer names this very envelope.
async fn stored(socket: &UdpSocket, envelope: &[u8]) {
    let mut buffer = [0; 2_000];
    loop {
        let Ok(length) = socket.recv(&mut buffer).await else { continue };
        let receipts = unpack_receipts(buffer.get(..length).unwrap_or_default()).unwrap_or_default();
        if receipts.iter().any(|receipt| claims_to_store(receipt, envelope)) {
            return;
        }
    }
}
