//! From the call of `raise()` to durable on disk, beside writing 4 KiB and `fdatasync` on the same disk, turn by turn.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, ensure};
use async_trait::async_trait;
use hifazat_phone::{LocationSource, Permission, Phone, Ports};
use hifazat_phone_store::PhoneStore;
use hifazat_protocol::{
    BundleRoomKey, Endpoint, Fix, KeyId, KeyState, OsEntropy, ReceiptKey, RoomSecretKey, RootKey, Status, Trigger,
    TrustBundle,
};
use hifazat_time::{Clock, SystemClock};
use serde_json::{Value, json};

use crate::figures::{Spans, rounded};

const PAGE: usize = 4_096;
/// Between two taps a woman's thumb needs longer than the phone needs to make the next key pair.
const BETWEEN_TAPS: Duration = Duration::from_millis(2);

pub(crate) async fn measure(taps: usize) -> Result<Value> {
    let folder = tempfile::tempdir()?;
    let phone = phone_in(folder.path())?;
    let raw = File::create(folder.path().join("raw"))?;
    let (mut raises, mut syncs) = (Spans::default(), Spans::default());
    for turn in 0..taps {
        phone.prepare();
        SystemClock.sleep(BETWEEN_TAPS).await;
        let before = SystemClock.elapsed();
        let raised = phone.raise(Status::Actual, Trigger::Hold);
        raises.push(SystemClock.elapsed().saturating_sub(before));
        ensure!(raised.durable, "tap {turn} was not durable");
        syncs.push(sync(&raw, turn)?);
    }
    let ratio = raises.percentile(50).as_secs_f64() / syncs.percentile(50).as_secs_f64();
    Ok(json!({
        "raise_us": {"p50": raises.percentile_us(50), "p99": raises.percentile_us(99)},
        "fdatasync_us": {"p50": syncs.percentile_us(50), "p99": syncs.percentile_us(99)},
        "ratio_p50": rounded(ratio),
        "taps": taps,
    }))
}

/// One page more at the end of a file, and its way to the disk.
fn sync(file: &File, turn: usize) -> Result<Duration> {
    let page = [0x5a; PAGE];
    let before = SystemClock.elapsed();
    file.write_all_at(&page, u64::try_from(turn * PAGE)?)?;
    file.sync_data()?;
    Ok(SystemClock.elapsed().saturating_sub(before))
}

fn phone_in(folder: &std::path::Path) -> Result<Phone> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let store = Arc::new(PhoneStore::open(folder, Arc::clone(&clock), Arc::new(OsEntropy)));
    let phone = Phone::open(Ports {
        outbox: store.clone(),
        vault: store,
        paths: Vec::new(),
        location: Arc::new(Nowhere),
        clock,
        entropy: Arc::new(OsEntropy),
        boot: None,
    });
    phone.install(&bundle().sign(&RootKey::generate(&OsEntropy)).to_json())?;
    Ok(phone)
}

fn bundle() -> TrustBundle {
    let now = SystemClock.now();
    let key = RoomSecretKey::generate(KeyId(1), &OsEntropy).public();
    TrustBundle {
        version: 1,
        issued_at: now,
        expires_at: now.plus_ms(86_400_000),
        grace_days: 1,
        room_name: "bench".to_owned(),
        endpoints: vec![Endpoint { url: "https://127.0.0.1:1".to_owned(), addresses: Vec::new(), datagram_port: None }],
        ca_certificates: Vec::new(),
        room_keys: vec![BundleRoomKey { key, state: KeyState::Active }],
        receipt_keys: vec![ReceiptKey::generate(KeyId(1), &OsEntropy).public()],
        sms_number: None,
        helplines: Vec::new(),
        boundaries_version: None,
    }
}

/// A phone that knows no place.
struct Nowhere;

#[async_trait]
impl LocationSource for Nowhere {
    async fn last_known(&self) -> Option<Fix> {
        None
    }

    async fn next_fix(&self) -> Option<Fix> {
        std::future::pending().await
    }

    async fn permission(&self) -> Permission {
        Permission::Unknown
    }

    async fn request_permission(&self) -> Permission {
        Permission::Unknown
    }
}
