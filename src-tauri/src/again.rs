//! One more window in a process that lives on. Android takes an activity down at Back, at a swipe, or when memory is short,
//! and leaves the services of the process alone; Tauri makes a window for the first activity and for no other (its issue
//! 15671), so the next one would stay white. Kotlin (`pk.useful.door.Windows`) says when an activity needs one.

use std::sync::atomic::{AtomicBool, Ordering};

#[cfg(target_os = "android")]
pub(crate) use android::{begin, left};

/// Does an activity wait until the window of the one before is gone? Only one can have the name.
struct Waiting(AtomicBool);

impl Waiting {
    const fn nobody() -> Self {
        Self(AtomicBool::new(false))
    }

    /// An activity came. Answers whether its window is to be made now: not while the other one is there.
    fn came(&self, is_shown: bool) -> bool {
        self.0.store(is_shown, Ordering::Relaxed);
        !is_shown
    }

    /// The window is gone. Answers whether one is to be made.
    fn left(&self) -> bool {
        self.0.swap(false, Ordering::Relaxed)
    }
}

#[cfg(target_os = "android")]
#[expect(unsafe_code, reason = "Java finds a function by its name")]
mod android {
    use std::ffi::c_void;
    use std::sync::OnceLock;

    use tauri::{App, AppHandle, Manager, Runtime, Wry};

    use super::Waiting;
    use crate::life;

    /// Kotlin has no other way to it.
    static APP: OnceLock<AppHandle<Wry>> = OnceLock::new();
    static WAITING: Waiting = Waiting::nobody();

    /// From now on Kotlin is heard.
    pub(crate) fn begin(app: &App<Wry>) {
        APP.get_or_init(|| app.handle().clone());
    }

    /// The last window is gone.
    pub(crate) fn left<R: Runtime>(app: &AppHandle<R>) {
        if WAITING.left() {
            life::show(app);
        }
    }

    /// `pk.useful.door.AppWindow.wanted()`. Before there is an app its first window is still to come.
    #[unsafe(no_mangle)]
    extern "system" fn Java_pk_useful_door_AppWindow_wanted(_machine: *const c_void, _class: *const c_void) {
        let Some(app) = APP.get() else { return };
        let asked = app.clone();
        let told = app.run_on_main_thread(move || {
            if WAITING.came(!asked.webview_windows().is_empty()) {
                life::show(&asked);
            }
        });
        if let Err(error) = told {
            tracing::error!(%error, "the app did not hear that a window is wanted");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_activity_gets_its_window_at_once_or_when_the_other_is_gone() {
        let waiting = Waiting::nobody();
        assert!(!waiting.left(), "she put it away");
        assert!(waiting.came(false));
        assert!(!waiting.left(), "it has its window");
        assert!(!waiting.came(true), "the one before is still there");
        assert!(waiting.left());
        assert!(!waiting.left(), "once");
    }

    #[test]
    fn who_came_in_time_waits_no_longer() {
        let waiting = Waiting::nobody();
        assert!(!waiting.came(true));
        assert!(waiting.came(false));
        assert!(!waiting.left());
    }
}
