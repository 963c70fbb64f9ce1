//! From the call of `raise()` to durable on disk, beside writing 4 KiB and `fdatasync` on the same disk, turn by turn.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, ensure};
use async_trait::async_trait;
use hifazat_phone::{LocationSource, Permission, Phone, Ports};
use hifazat_phone_store::PhoneStore;
use hifazat_protocol::{Fix, OsEntropy, Status, Trigger};
use hifazat_time::{Clock, SystemClock};
use serde_json::{Value, json};

use crate::bundle::bundle_of_nobody;
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
    phone.install(&bundle_of_nobody(Vec::new()))?;
    Ok(phone)
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
