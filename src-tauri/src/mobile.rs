//! The app on a telephone: its entry point, its place, its dialler.

mod receiver;

use std::process::ExitCode;
use std::sync::Arc;

use hifazat_phone_native::Door;
use tauri::Manager;

use crate::{Phone, context, life, with_commands};

/// Runs the app for as long as the system lets it. Called by the system through the exported entry point.
#[tauri::mobile_entry_point]
#[must_use]
pub fn run() -> ExitCode {
    let builder = with_commands(tauri::Builder::default())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_geolocation::init());
    let app = match builder.build(context()) {
        Ok(app) => app,
        Err(error) => {
            tracing::error!(%error, "the app could not be started");
            return ExitCode::FAILURE;
        }
    };
    // The same folder as Kotlin names. Without a folder of its own the phone lives in memory, and says so.
    let folder = app.path().app_data_dir().unwrap_or_default().join("phone");
    let receiver = Arc::new(receiver::Receiver::new(app.handle().clone()));
    #[cfg(target_os = "android")]
    crate::again::begin(&app);
    life::begin(&app, Phone::new(Door::of_this_process(), folder, receiver, None));
    app.run(|app, event| life::hear(app, &event));
    ExitCode::SUCCESS
}
