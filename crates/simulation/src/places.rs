//! Where she is, when the world says that the receiver knows.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

use async_trait::async_trait;
use hifazat_phone::{LocationSource, Permission};
use hifazat_protocol::Fix;

/// The receiver.
#[derive(Default)]
pub(crate) struct Places(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    last: Option<Fix>,
    fresh: Option<Fix>,
    waker: Option<Waker>,
}

impl Places {
    pub(crate) fn find(&self, fix: Fix) {
        let mut inner = self.inner();
        (inner.last, inner.fresh) = (Some(fix), Some(fix));
        let waker = inner.waker.take();
        drop(inner);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl LocationSource for Places {
    async fn last_known(&self) -> Option<Fix> {
        self.inner().last
    }

    async fn next_fix(&self) -> Option<Fix> {
        std::future::poll_fn(|context| {
            let mut inner = self.inner();
            if let Some(fix) = inner.fresh.take() {
                return Poll::Ready(Some(fix));
            }
            inner.waker = Some(context.waker().clone());
            Poll::Pending
        })
        .await
    }

    async fn permission(&self) -> Permission {
        Permission::Granted
    }

    async fn request_permission(&self) -> Permission {
        Permission::Granted
    }
}
