//! Somebody on her network who answers datagrams before the room does: every word in form, none of it true.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hifazat_protocol::{Receipt, ReceiptKey, SealedEnvelope, SignedReceipt, Stage, UnixMillis, pack_receipts};

use crate::air::Air;

/// Sooner than any room.
const SOONER: Duration = Duration::from_millis(1);

/// The liar, and whether he is at work.
pub(crate) struct Liar {
    /// Not the room's, under the room's number.
    key: ReceiptKey,
    at_work: Mutex<bool>,
    lies: AtomicU64,
}

impl Liar {
    pub(crate) fn new(key: ReceiptKey) -> Arc<Self> {
        Arc::new(Self { key, at_work: Mutex::new(false), lies: AtomicU64::new(0) })
    }

    pub(crate) fn work(&self, works: bool) {
        *self.at_work.lock().unwrap_or_else(PoisonError::into_inner) = works;
    }

    /// Hears an envelope pass and says that it is stored.
    pub(crate) fn overhear(&self, air: &Air, port: u16, envelope: &[u8]) {
        if !*self.at_work.lock().unwrap_or_else(PoisonError::into_inner) {
            return;
        }
        let Ok(sealed) = SealedEnvelope::parse(envelope.to_vec()) else { return };
        let nth = self.lies.fetch_add(1, Ordering::Relaxed);
        let lie = Receipt {
            alert: sealed.header().alert,
            stage: Stage::Stored,
            sequence: sealed.header().sequence,
            at: UnixMillis(0),
            status: None,
            desk: None,
            unit: None,
            eta_s: None,
            previous: None,
            envelope: Some(sealed.digest()),
        };
        let signed = lie.sign(&self.key);
        air.slip_in(SOONER, port, pack_receipts(&[distorted(signed, nth)]));
    }
}

/// Every other one with a signature of nothing at all.
fn distorted(signed: SignedReceipt, nth: u64) -> SignedReceipt {
    let mut bytes = signed.as_bytes().to_vec();
    if nth % 2 == 1
        && let Some(last) = bytes.last_mut()
    {
        *last ^= 1;
    }
    SignedReceipt::from_kept(bytes, signed.hash())
}
