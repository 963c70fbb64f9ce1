//! A source that says what a test tells it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use hifazat_protocol::Fix;
use tokio::sync::watch;

use super::{LocationSource, Permission};

/// Says what a test tells it; silent otherwise.
#[derive(Debug)]
pub struct FakeLocation {
    last: Mutex<Option<Fix>>,
    next: watch::Sender<Option<Fix>>,
    heard: tokio::sync::Mutex<watch::Receiver<Option<Fix>>>,
    refused: AtomicBool,
}

impl Default for FakeLocation {
    fn default() -> Self {
        let (next, heard) = watch::channel(None);
        Self { last: Mutex::default(), next, heard: tokio::sync::Mutex::new(heard), refused: AtomicBool::new(false) }
    }
}

impl FakeLocation {
    /// The platform remembers this position.
    pub fn remember(&self, fix: Fix) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(fix);
    }

    /// The receiver finds this position now.
    pub fn find(&self, fix: Fix) {
        self.remember(fix);
        self.next.send_replace(Some(fix));
    }

    /// She gives no leave.
    pub fn refuse(&self) {
        self.refused.store(true, Ordering::Relaxed);
    }
}

#[async_trait]
impl LocationSource for FakeLocation {
    async fn last_known(&self) -> Option<Fix> {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn next_fix(&self) -> Option<Fix> {
        let mut heard = self.heard.lock().await;
        heard.changed().await.ok()?;
        *heard.borrow_and_update()
    }

    async fn permission(&self) -> Permission {
        if self.refused.load(Ordering::Relaxed) { Permission::Denied } else { Permission::Granted }
    }

    async fn request_permission(&self) -> Permission {
        self.permission().await
    }
}
