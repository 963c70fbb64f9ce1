//! Wakes those who wait for an alert's next receipt. Whoever waits listens first and looks afterwards.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hifazat_protocol::AlertId;
use tokio::sync::Notify;

/// One bell for all alerts.
#[derive(Debug, Default)]
pub(crate) struct Bell {
    waiting: Mutex<HashMap<AlertId, Arc<Notify>>>,
}

/// Somebody who waits; leaves when dropped.
#[derive(Debug)]
pub(crate) struct Listener<'a> {
    bell: &'a Bell,
    alert: AlertId,
    notify: Arc<Notify>,
}

impl Bell {
    pub(crate) fn listen(&self, alert: AlertId) -> Listener<'_> {
        let notify = Arc::clone(self.lock().entry(alert).or_default());
        Listener { bell: self, alert, notify }
    }

    pub(crate) fn ring(&self, alert: AlertId) {
        let notify = self.lock().get(&alert).cloned();
        if let Some(notify) = notify {
            notify.notify_waiters();
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<AlertId, Arc<Notify>>> {
        // No invariant can be broken between two statements here.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Listener<'_> {
    /// Completes at the first ring after this call, however late it is awaited.
    pub(crate) fn heard(&self) -> tokio::sync::futures::Notified<'_> {
        self.notify.notified()
    }
}

impl Drop for Listener<'_> {
    fn drop(&mut self) {
        let mut waiting = self.bell.lock();
        // One in the table, one here: nobody else waits.
        if Arc::strong_count(&self.notify) <= 2 {
            waiting.remove(&self.alert);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_ring_between_listening_and_waiting_is_heard() {
        let bell = Bell::default();
        let alert = AlertId([7; 16]);
        let listener = bell.listen(alert);
        let heard = listener.heard();
        bell.ring(alert);
        heard.await;
    }

    #[test]
    fn nothing_is_left_when_nobody_waits() {
        let bell = Bell::default();
        let (one, two) = (bell.listen(AlertId([1; 16])), bell.listen(AlertId([1; 16])));
        drop(one);
        assert_eq!(bell.lock().len(), 1);
        drop(two);
        assert!(bell.lock().is_empty());
    }
}
