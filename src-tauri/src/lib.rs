//! The phone's window: Tauri around the core that `hifazat-phone` runs without one.
//!
//! It has no opinions. It comes to the core through the process's one door (`hifazat_phone_native`), beside the making of
//! the window, hands the page's commands to [`hifazat_phone_shell::Shell`], tells the page that something changed, and keeps
//! the process alive while an alarm is still on its way. What the page may do is in `capabilities/`, one permission for each command; what it may load is the
//! content security policy in `tauri.conf.json`.
//!
//! Name, identifier and icon say nothing of the purpose: somebody may be looking over her shoulder.

#[cfg(any(target_os = "android", test))]
mod again;
mod commands;
mod dial;
#[cfg(not(target_os = "android"))]
mod ending;
mod life;
#[cfg(target_os = "linux")]
mod notices;
mod phone;
#[cfg(any(mobile, test))]
mod reading;
mod window;

#[cfg(desktop)]
mod desktop;
#[cfg(mobile)]
mod mobile;

#[cfg(desktop)]
pub use desktop::run;
#[cfg(mobile)]
pub use mobile::run;
pub use phone::Phone;

use tauri::{Builder, Context, Runtime};

/// `tauri.conf.json`, the capabilities and the page, as they were built in.
#[must_use]
pub fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}

/// The page's commands. They need a [`Phone`] among the app's state.
#[must_use]
pub fn with_commands<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    builder.invoke_handler(tauri::generate_handler![
        commands::view,
        commands::raise,
        commands::hold_started,
        commands::take_back,
        commands::cancel,
        commands::end_window,
        commands::drill,
        commands::end_drill,
        commands::dismiss,
        commands::set_contact_rule,
        commands::set_language,
        commands::set_pins,
        commands::setup_later,
        commands::allow_location,
        commands::numbers,
        commands::repair,
        commands::choose_trigger,
        commands::practise,
        commands::set_loud,
        commands::touch_text,
        commands::set_receipts_by_text,
        commands::choose_text_card,
        commands::set_clip,
    ])
}
