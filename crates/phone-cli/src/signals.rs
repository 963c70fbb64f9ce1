//! The end, as the system asks for it: SIGINT (Ctrl-C) and SIGTERM.

use anyhow::Context;
use tokio::signal::unix::{SignalKind, signal};

/// Subscribes at once and resolves when the process is asked to end.
pub(crate) fn end() -> anyhow::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt()).context("SIGINT cannot be listened for")?;
    let mut terminate = signal(SignalKind::terminate()).context("SIGTERM cannot be listened for")?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
