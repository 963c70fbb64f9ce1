//! The page's stream (server-sent events): it says that something changed, never what.

use std::time::Duration;

use futures_util::stream;
use hifazat_phone_shell::Shell;
use hyper::body::Bytes;

use super::reply::Reply;

/// A line of nothing keeps the connection from looking dead.
const BREATH: Duration = Duration::from_secs(15);
const CHANGED: &[u8] = b"event: changed\ndata: {}\n\n";
const NOTHING: &[u8] = b": still here\n\n";

pub(super) fn stream(shell: &Shell) -> Reply {
    // The first event comes at once: whatever changed before the page subscribed is read again.
    let mut changes = shell.changes();
    changes.mark_changed();
    let parts = stream::unfold(changes, |mut changes| async move {
        let part = match tokio::time::timeout(BREATH, changes.changed()).await {
            Ok(Ok(())) => CHANGED,
            Ok(Err(_)) => return None,
            Err(_) => NOTHING,
        };
        Some((Bytes::from_static(part), changes))
    });
    Reply::stream("text/event-stream", parts)
}
