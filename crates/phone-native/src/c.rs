//! The door for Swift, in C; `ios/Sources/HifazatDoor/include/hifazat_door.h` declares it.
//!
//! Each function answers JSON text, see [the crate](crate), which the caller gives back to [`hifazat_free`].

use std::ffi::{CStr, CString, c_char};

use serde::Serialize;

use crate::answer::answer;
use crate::door::Door;
use crate::refused::Refused;
use crate::spoken::{self, SpokenFix};

/// Exports one function: its arguments, and the call that they become.
macro_rules! exported {
    ($($(#[$doc:meta])* $name:ident($door:ident $(, $argument:ident: $kind:ty)*) $call:block)*) => {$(
        $(#[$doc])*
        ///
        /// # Safety
        /// A pointer is null or leads to text that ends with a zero byte, or to as many bytes as the call says, and what it
        /// leads to stays as it is during the call.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name($($argument: $kind),*) -> *mut c_char {
            reply(|$door| $call)
        }
    )*};
}

exported! {
    /// Opens the phone of this process, or comes to the one that is open.
    hifazat_open(door, folder: *const c_char, key: *const u8, length: usize) {
        // SAFETY: null or not, as the caller promised.
        let key = (!key.is_null()).then(|| unsafe { std::slice::from_raw_parts(key, length) });
        // SAFETY: as the caller promised.
        spoken::open(door, unsafe { text(folder, "folder") }?, key)
    }
    /// Raises an alarm; durable when it answers.
    hifazat_raise(door, trigger: *const c_char) {
        // SAFETY: as the caller promised.
        spoken::raise(door, unsafe { text(trigger, "trigger") }?)
    }
    /// Raises a drill.
    hifazat_drill(door, trigger: *const c_char) {
        // SAFETY: as the caller promised.
        spoken::drill(door, unsafe { text(trigger, "trigger") }?)
    }
    /// Leaves the drill.
    hifazat_end_drill(door) {
        spoken::end_drill(door)
    }
    /// Takes the newest alarm back within its window.
    hifazat_take_back(door, pin: *const c_char) {
        // SAFETY: as the caller promised.
        spoken::take_back(door, unsafe { text(pin, "pin") }?)
    }
    /// Cancels an alert by message.
    hifazat_cancel(door, alert_id: *const c_char, pin: *const c_char) {
        // SAFETY: as the caller promised, for both.
        let (alert_id, pin) = unsafe { (text(alert_id, "alert_id")?, text(pin, "pin")?) };
        spoken::cancel(door, alert_id, pin)
    }
    /// What is true now.
    hifazat_status(door) {
        spoken::status(door)
    }
    /// The system woke us.
    hifazat_wake(door, reason: *const c_char) {
        // SAFETY: as the caller promised.
        spoken::wake(door, unsafe { text(reason, "reason") }?)
    }
    /// The network is another one.
    hifazat_network_changed(door) {
        spoken::network_changed(door)
    }
    /// Waits until nothing is left to carry, or until patience ends.
    hifazat_finish(door, patience_ms: i64) {
        spoken::finish(door, patience_ms)
    }
    /// Whether a text could go now.
    hifazat_texts_ready(door, result: *const c_char) {
        // SAFETY: as the caller promised.
        spoken::texts_ready(door, unsafe { text(result, "result") }?)
    }
    /// Waits for a text that is to go.
    hifazat_next_text(door, patience_ms: i64) {
        spoken::next_text(door, patience_ms)
    }
    /// What became of a text.
    hifazat_text_result(door, id: i64, result: *const c_char) {
        // SAFETY: as the caller promised.
        spoken::text_result(door, id, unsafe { text(result, "result") }?)
    }
    /// The platform found a place; what it does not know is not a number.
    hifazat_fix_arrived(
        door,
        latitude_deg: f64, longitude_deg: f64, accuracy_m: f64, speed_mps: f64, heading_deg: f64,
        at_ms: i64, provider: *const c_char, mock: bool
    ) {
        // SAFETY: as the caller promised.
        let provider = unsafe { text(provider, "provider") }?;
        let fix = SpokenFix { latitude_deg, longitude_deg, accuracy_m, speed_mps, heading_deg, at_ms, provider, mock };
        spoken::fix_arrived(door, &fix)
    }
    /// A clip was recorded for an alert: `length` bytes of this media type.
    hifazat_clip(
        door, alert_id: *const c_char, bytes: *const u8, length: usize, recorded_at_ms: i64, media: *const c_char
    ) {
        // SAFETY: as the caller promised, for all three.
        let (alert_id, media) = unsafe { (text(alert_id, "alert_id")?, text(media, "media")?) };
        if bytes.is_null() {
            return Err(Refused::Null { what: "bytes" });
        }
        // SAFETY: not null, and the caller promised the rest.
        let bytes = unsafe { std::slice::from_raw_parts(bytes, length) };
        spoken::clip(door, alert_id, bytes, recorded_at_ms, media)
    }
    /// Whether the system lets us know the place.
    hifazat_place_allowed(door, allowed: bool) {
        spoken::place_allowed(door, allowed)
    }
    /// How full the battery is, in per cent; below zero: not known.
    hifazat_battery(door, percent: i32, charging: bool) {
        spoken::battery(door, percent, charging)
    }
    /// What the telephone can do and what is in the way, as JSON.
    hifazat_facts(door, json: *const c_char) {
        // SAFETY: as the caller promised.
        spoken::facts(door, unsafe { text(json, "facts") }?)
    }
    /// The system's screen for what is to be repaired was opened.
    hifazat_repair_begun(door, repair: *const c_char) {
        // SAFETY: as the caller promised.
        spoken::repair_begun(door, unsafe { text(repair, "repair") }?)
    }
}

/// Gives an answer back.
///
/// # Safety
/// It is null, or an answer of ours that was not given back before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn hifazat_free(answer: *mut c_char) {
    if !answer.is_null() {
        // SAFETY: it came from `CString::into_raw` in `reply`, and comes back once.
        drop(unsafe { CString::from_raw(answer) });
    }
}

fn reply<T: Serialize>(call: impl FnOnce(&Door) -> Result<T, Refused>) -> *mut c_char {
    let told = answer(|| call(&Door::of_this_process()));
    // JSON writes a zero byte as an escape.
    CString::new(told).unwrap_or_default().into_raw()
}

/// # Safety
/// As the exported functions ask of their callers.
unsafe fn text<'a>(given: *const c_char, what: &'static str) -> Result<&'a str, Refused> {
    if given.is_null() {
        return Err(Refused::Null { what });
    }
    // SAFETY: not null, and the caller promised the rest.
    unsafe { CStr::from_ptr(given) }.to_str().map_err(|_| Refused::BadText { what })
}
