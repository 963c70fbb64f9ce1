//! The end of a process whose window was closed: not before the last alarm is delivered.

use std::sync::Arc;

use hifazat_phone::AlertView;
use hifazat_phone_shell::Shell;
use hifazat_protocol::Status;
use tauri::{AppHandle, Manager, Runtime};

use crate::phone::Phone;

/// The last window is gone: ends the process once no alarm is left to carry. Opening the window again meanwhile starts a
/// second process over the same folder, as `hifazat-phone raise` beside `hifazat-phone run` does; leases keep them apart.
pub(crate) fn left<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    let phone = app.state::<Phone>().inner().clone();
    tauri::async_runtime::spawn(async move {
        if let Ok(shell) = phone.ask(Arc::clone).await {
            let mut changes = shell.changes();
            while carries_an_alarm(&shell) && changes.changed().await.is_ok() {}
        }
        app.exit(0);
    });
}

/// A drill, a check of the line, and an alarm that has nobody to go to hold nobody up.
fn carries_an_alarm(shell: &Shell) -> bool {
    let phone = shell.phone();
    let is_on_its_way = |alert: &AlertView| alert.status == Status::Actual && alert.outbox_pending > 0;
    phone.bundle().is_some() && phone.alerts().iter().any(is_on_its_way)
}
