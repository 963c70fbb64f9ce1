//! The place by the telephone's own positioning, through tauri-plugin-geolocation.
//!
//! One watch, kept for as long as it works, feeds a channel: single requests may never be answered on Android, and a
//! `maximumAge` above 0 would give the oldest place that it remembers. Android pauses the watch while the app is out of
//! sight. Never registered on a desktop, where the plugin answers (0,0) with success.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use hifazat_phone::{LocationSource, Permission};
use hifazat_protocol::Fix;
use tauri::plugin::PermissionState;
use tauri::{AppHandle, Wry};
use tauri_plugin_geolocation::{GeolocationExt, PermissionStatus, Position, PositionOptions, WatchEvent};
use tokio::sync::{Mutex, watch};
use tokio::time::timeout;

use crate::reading::Reading;

/// The platform is asked on a thread of its own and may be silent for ever.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often the watch wants to hear, in milliseconds.
const EVERY_MS: u32 = 10_000;

/// The telephone's positioning.
pub(super) struct Receiver {
    app: AppHandle<Wry>,
    heard: watch::Sender<Option<Fix>>,
    /// The number of the running watch.
    watching: Mutex<Option<u32>>,
    /// The running watch reported an error; it is replaced at the next need.
    broken: Arc<AtomicBool>,
}

impl Receiver {
    pub(super) fn new(app: AppHandle<Wry>) -> Self {
        Self { app, heard: watch::Sender::new(None), watching: Mutex::default(), broken: Arc::default() }
    }

    /// Makes sure that a watch runs. A refused one is tried again at the next call.
    async fn watch(&self) -> Option<()> {
        let mut watching = self.watching.lock().await;
        let stale = if self.broken.swap(false, Ordering::Relaxed) { watching.take() } else { None };
        if watching.is_none() {
            let (app, heard, broken) = (self.app.clone(), self.heard.clone(), Arc::clone(&self.broken));
            // The platform calls back on its own thread, so nothing may be locked there.
            let started = tauri::async_runtime::spawn_blocking(move || start(&app, stale, heard, broken));
            *watching = timeout(PATIENCE, started).await.ok()?.ok()?;
        }
        watching.map(|_| ())
    }

    async fn ask<F>(&self, question: F) -> Option<PermissionStatus>
    where
        F: FnOnce(&AppHandle<Wry>) -> tauri_plugin_geolocation::Result<PermissionStatus> + Send + 'static,
    {
        let app = self.app.clone();
        tauri::async_runtime::spawn_blocking(move || question(&app).ok()).await.ok()?
    }
}

#[async_trait]
impl LocationSource for Receiver {
    async fn last_known(&self) -> Option<Fix> {
        *self.heard.borrow()
    }

    async fn next_fix(&self) -> Option<Fix> {
        let mut heard = self.heard.subscribe();
        self.watch().await?;
        heard.changed().await.ok()?;
        *heard.borrow_and_update()
    }

    async fn permission(&self) -> Permission {
        let answer = self.ask(|app| app.geolocation().check_permissions());
        leave(timeout(PATIENCE, answer).await.ok().flatten())
    }

    /// The system's dialogue stays open for as long as she likes.
    async fn request_permission(&self) -> Permission {
        leave(self.ask(|app| app.geolocation().request_permissions(None)).await)
    }
}

fn start(
    app: &AppHandle<Wry>,
    stale: Option<u32>,
    heard: watch::Sender<Option<Fix>>,
    broken: Arc<AtomicBool>,
) -> Option<u32> {
    let positioning = app.geolocation();
    if let Some(Err(error)) = stale.map(|number| positioning.clear_watch(number)) {
        tracing::debug!(%error, "a broken watch could not be ended");
    }
    let options = PositionOptions { enable_high_accuracy: true, timeout: EVERY_MS, maximum_age: 0 };
    let watch = positioning.watch_position(options, move |event| match event {
        WatchEvent::Position(position) => drop(heard.send_replace(Some(reading(&position).fix()))),
        WatchEvent::Error(why) => {
            tracing::debug!(why, "the platform has no place to tell");
            broken.store(true, Ordering::Relaxed);
        }
    });
    watch.inspect_err(|error| tracing::debug!(%error, "no watch on the place")).ok()
}

/// A coarse place is better than none; no answer, or positioning switched off, is not known.
fn leave(status: Option<PermissionStatus>) -> Permission {
    match status.map(|status| (status.location, status.coarse_location)) {
        Some((PermissionState::Granted, _) | (_, PermissionState::Granted)) => Permission::Granted,
        Some((PermissionState::Denied, _)) => Permission::Denied,
        Some((PermissionState::Prompt | PermissionState::PromptWithRationale, _)) | None => Permission::Unknown,
    }
}

fn reading(position: &Position) -> Reading {
    Reading {
        latitude_deg: position.coords.latitude,
        longitude_deg: position.coords.longitude,
        accuracy_m: position.coords.accuracy,
        speed_mps: position.coords.speed,
        heading_deg: position.coords.heading,
        at_ms: position.timestamp,
    }
}
