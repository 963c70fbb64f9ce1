//! From the start of the process to its end: the core lives, the page hears of changes, and closing the window does not
//! stop an alarm that is still on its way.

use std::sync::Arc;
use std::time::Duration;

use hifazat_phone::AlertView;
use hifazat_phone_shell::Shell;
use hifazat_protocol::Status;
use hifazat_time::{Clock, SystemClock};
use tauri::{App, AppHandle, Emitter, Manager, RunEvent, Runtime};

use crate::phone::Phone;
use crate::window;

/// Says that something changed; the page then asks for the view.
const CHANGED: &str = "changed";
/// After opening the phone broke, before it is tried again.
const BREATH: Duration = Duration::from_secs(1);

/// Opens the phone beside the making of the window.
pub(crate) fn begin<R: Runtime>(app: &App<R>, phone: Phone) {
    app.manage(phone.clone());
    let app = app.handle().clone();
    tauri::async_runtime::spawn(async move {
        let shell = opened(&phone).await;
        tell_changes(&app, &shell).await;
    });
}

/// The phone, once it is open.
pub(crate) async fn opened(phone: &Phone) -> Arc<Shell> {
    loop {
        match phone.ask(Arc::clone).await {
            Ok(shell) => return shell,
            Err(failure) => tracing::error!(%failure, "opening the phone broke; it is tried again"),
        }
        SystemClock.sleep(BREATH).await;
    }
}

async fn tell_changes<R: Runtime>(app: &AppHandle<R>, shell: &Shell) {
    let mut changes = shell.changes();
    // Whatever the page saw before is read again.
    changes.mark_changed();
    while changes.changed().await.is_ok() {
        if let Err(error) = app.emit(CHANGED, ()) {
            tracing::error!(%error, "the page could not be told of a change");
        }
    }
}

/// What the platform tells the process.
pub(crate) fn hear<R: Runtime>(app: &AppHandle<R>, event: &RunEvent) {
    match event {
        RunEvent::Ready => show(app),
        // No code: nobody asked for an end, the last window was closed.
        RunEvent::ExitRequested { code: None, api, .. } => {
            api.prevent_exit();
            end_when_delivered(app.clone());
        }
        #[cfg(mobile)]
        RunEvent::Resumed => came_back(app),
        _ => {}
    }
}

fn show<R: Runtime>(app: &AppHandle<R>) {
    if let Err(error) = window::open(app) {
        tracing::error!(%error, "the window could not be opened");
        app.exit(1);
    }
}

/// Ends the process once no alarm is left to carry. Opening the window again meanwhile starts a second process over the
/// same folder, as `hifazat-phone raise` beside `hifazat-phone run` does; leases keep them apart.
fn end_when_delivered<R: Runtime>(app: AppHandle<R>) {
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

/// The app was out of sight: the network may be another one.
#[cfg(mobile)]
fn came_back<R: Runtime>(app: &AppHandle<R>) {
    let phone = app.state::<Phone>().inner().clone();
    tauri::async_runtime::spawn(async move {
        if let Err(failure) = phone.ask(|shell| shell.network_changed()).await {
            tracing::error!(%failure, "the phone did not hear that it is back");
        }
    });
}
