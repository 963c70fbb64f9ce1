//! Alerts per second that are on disk, opened and receipted, over kept HTTPS connections; beside plain inserts of the
//! same rows into the same tables on the same disk, many alerts in a transaction and one in a transaction.

mod plain;

use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use hifazat_protocol::{
    ReceiptPublicKey, ResponseKey, SealedEnvelope, Stage, Status, TrustBundle, unpack_receipts, verify,
};
use hifazat_testkit::Room;
use hifazat_time::{Clock, SystemClock};
use hyper::body::Bytes;
use serde_json::{Value, json};

use crate::client::Connection;
use crate::device::{Device, sealing_key, trust};
use crate::figures::{Spans, per_second};
use crate::wire::Wire;
use plain::Rows;

/// Alerts in one transaction of the batched baseline.
const BATCH: usize = 64;
/// Alerts before the counting starts.
const WARM_UP: usize = 500;

pub(crate) async fn measure(alerts: usize, connections: usize) -> Result<Value> {
    let room = Room::open()?;
    let trust = trust(&room)?;
    let devices: Vec<Device> = (0..connections).map(|_| Device::new()).collect();
    enrol(&room, &trust, &devices).await?;
    let envelopes = seal(&trust, &devices, alerts + WARM_UP)?;
    let (warm_up, counted) = envelopes.split_at(WARM_UP);

    bring_all(&room, &trust, warm_up, connections).await?;
    let before = SystemClock.elapsed();
    let mut answers = bring_all(&room, &trust, counted, connections).await?;
    let took = SystemClock.elapsed().saturating_sub(before);
    ensure!(answers.len() == alerts, "{} of {alerts} alerts were answered", answers.len());

    let rows = Rows::of(&room.folder().join("room.db"), alerts)?;
    let batched = rows.insert(BATCH, alerts)?;
    let single = rows.insert(1, alerts / 4)?;
    Ok(json!({
        "alerts_per_s": per_second(alerts, took),
        "p50_ms": answers.percentile_ms(50),
        "p99_ms": answers.percentile_ms(99),
        "batched_rows_per_s": batched,
        "single_txn_per_s": single,
        "alerts": alerts,
        "connections": connections,
    }))
}

/// A drill makes each device known, so that the alerts take the common way.
async fn enrol(room: &Room, trust: &TrustBundle, devices: &[Device]) -> Result<()> {
    let mut connection = Connection::as_phone(room, trust).await?;
    for device in devices {
        let drill = device.raise(sealing_key(trust)?, Status::Exercise, SystemClock.now())?;
        connection.bring(Bytes::copy_from_slice(drill.as_bytes())).await?;
    }
    Ok(())
}

fn seal(trust: &TrustBundle, devices: &[Device], count: usize) -> Result<Vec<SealedEnvelope>> {
    let now = SystemClock.now();
    let key = sealing_key(trust)?;
    devices.iter().cycle().take(count).map(|device| device.raise(key, Status::Actual, now)).collect()
}

/// Every connection brings its share, one after another; how long each alert took.
async fn bring_all(
    room: &Room,
    trust: &TrustBundle,
    envelopes: &[SealedEnvelope],
    connections: usize,
) -> Result<Spans> {
    let keys = Arc::new(trust.receipt_keys.clone());
    let mut tasks = Vec::new();
    for share in envelopes.chunks(envelopes.len().div_ceil(connections)) {
        let mut connection = Wire::open(room, trust).await?;
        let share = share.to_vec();
        let keys = Arc::clone(&keys);
        tasks.push(tokio::spawn(async move {
            let mut spans = Spans::default();
            for (number, envelope) in share.iter().enumerate() {
                let before = SystemClock.elapsed();
                let answer = connection.bring(envelope.as_bytes()).await?;
                spans.push(SystemClock.elapsed().saturating_sub(before));
                // Verifying all would measure this client; one in a hundred shows that they are real.
                if number % 100 == 0 {
                    check(envelope, &answer, &keys)?;
                }
            }
            anyhow::Ok(spans)
        }));
    }
    let mut all = Spans::default();
    for task in tasks {
        all.extend(task.await.context("a connection's task")??);
    }
    Ok(all)
}

fn check(envelope: &SealedEnvelope, answer: &[u8], keys: &[ReceiptPublicKey]) -> Result<()> {
    let receipts = unpack_receipts(answer)?;
    // `stored` is signed in clear: it needs no response key.
    let any_key = ResponseKey::from_bytes([0; 32]);
    let stored = receipts.iter().find_map(|bytes| verify(bytes, envelope.header().alert, keys, &any_key).ok());
    ensure!(stored.is_some_and(|receipt| receipt.stage == Stage::Stored), "an answer without a stored receipt");
    ensure!(receipts.len() >= 2, "an answer without an opened receipt");
    Ok(())
}
