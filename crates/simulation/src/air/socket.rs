//! The phone's end of the air.

use std::sync::Arc;
use std::task::Poll;

use hifazat_netlab::Toward;

use super::{Air, FIRST_PORT, Load, Mailbox};

/// A port of the phone; closed when dropped.
pub(crate) struct Socket {
    air: Arc<Air>,
    pub(crate) port: u16,
}

impl Socket {
    pub(crate) fn open(air: &Arc<Air>) -> Self {
        let mut inner = air.inner();
        while inner.mailboxes.contains_key(&inner.port) {
            inner.port = if inner.port < 60_000 { inner.port + 1 } else { FIRST_PORT };
        }
        let port = inner.port;
        inner.port = if port < 60_000 { port + 1 } else { FIRST_PORT };
        inner.mailboxes.insert(port, Mailbox::default());
        Self { air: Arc::clone(air), port }
    }

    pub(crate) fn send(&self, load: Load) {
        self.air.send(Toward::Room, self.port, load);
    }

    pub(crate) async fn receive(&self) -> Load {
        std::future::poll_fn(|context| {
            let mut inner = self.air.inner();
            let Some(mailbox) = inner.mailboxes.get_mut(&self.port) else { return Poll::Pending };
            match mailbox.came.pop_front() {
                Some(load) => Poll::Ready(load),
                None => {
                    mailbox.waker = Some(context.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.air.inner().mailboxes.remove(&self.port);
    }
}
