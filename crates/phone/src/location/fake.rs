//! A source that says what a test tells it.

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
    heard: tokio::sync::Mutex<Option<watch::Receiver<Option<Fix>>>>,
}

impl Default for FakeLocation {
    fn default() -> Self {
        Self { last: Mutex::default(), next: watch::Sender::new(None), heard: tokio::sync::Mutex::default() }
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
}

#[async_trait]
impl LocationSource for FakeLocation {
    async fn last_known(&self) -> Option<Fix> {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn next_fix(&self) -> Option<Fix> {
        let mut heard = self.heard.lock().await;
        let receiver = heard.get_or_insert_with(|| self.next.subscribe());
        receiver.changed().await.ok()?;
        *receiver.borrow_and_update()
    }

    async fn permission(&self) -> Permission {
        Permission::Granted
    }

    async fn request_permission(&self) -> Permission {
        Permission::Granted
    }
}
