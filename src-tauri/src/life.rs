//! From the start of the process to its end: the core lives, the page hears of changes, and closing the window does not
//! stop an alarm that is still on its way. On Android it ends nothing at all: services stand by a live alert and listen for
//! triggers in this process, and the system ends it when it is of no use.

use std::sync::Arc;
use std::time::Duration;

use hifazat_phone_shell::Shell;
use hifazat_time::{Clock, SystemClock};
#[cfg(mobile)]
use tauri::WindowEvent;
use tauri::{App, AppHandle, Emitter, Manager, RunEvent, Runtime};

#[cfg(target_os = "android")]
use crate::again as closed;
#[cfg(not(target_os = "android"))]
use crate::ending as closed;
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
            closed::left(app);
        }
        // `RunEvent::Resumed` never comes: tauri-runtime-wry says it of a loop that polls, and its own waits.
        #[cfg(mobile)]
        RunEvent::WindowEvent { event: WindowEvent::Resumed, .. } => came_back(app),
        _ => {}
    }
}

/// Opens the window. Without one a computer's program ends; on Android it is not all that the process is for.
pub(crate) fn show<R: Runtime>(app: &AppHandle<R>) {
    if let Err(error) = window::open(app) {
        tracing::error!(%error, "the window could not be opened");
        #[cfg(not(target_os = "android"))]
        app.exit(1);
    }
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
