//! The one door into the phone's core, for everything on a telephone that is not the page: a widget, a tile, a service, a
//! receiver of the system's broadcasts. They are Kotlin and Swift, and they may come long before a window does.
//!
//! One process has one core, whoever comes first. The window asks the same [`Door`], so it shows the alert that a widget
//! raised. The core lives on a runtime of its own: its loops carry on without a window.
//!
//! What the door refuses to do: wait for a window, let a panic out, take an argument that it does not understand for
//! another one, or say anything that the page would not say. It decides nothing about alerts: rules are in
//! `hifazat_phone`.
//!
//! ```text
//! Door::of_this_process() · Door::default()      the process's own; one for a test
//!   .core(&Start) -> &Core                       opens it, or comes to the one that is open; brings the safe's key
//!   .core_after_native(&Start, patience) -> &Core    for a window, which has no such key
//! Core: .raise(trigger) · .drill(trigger) -> Raised        durable when it returns
//!       .take_back(pin) · .cancel(alert, pin) · .end_drill()
//!       .status() -> Status
//!       .wake(reason) -> Status · .network_changed() · .finish(patience) -> bool
//!       .texts_ready(Result) · .next_text(patience) -> Option<Text> · .text_result(id, Result) -> bool
//!       .text_arrived(text) -> bool
//!       .take_clip(alert, bytes, recorded_at_ms, media)
//!       .fix_arrived(fix) · .place_allowed(bool) · .battery(percent, charging)
//!       .facts(facts) · .repair_begun(repair)
//! ```
//!
//! The same calls stand in [`java`] for Kotlin and in [`c`] for Swift. There text goes in and JSON comes out: what was asked
//! for, or `{"error":{"code","message"}}`. Callers switch on the code.

mod answer;
mod bundle;
#[expect(unsafe_code, reason = "Swift finds these functions by their names and gives pointers")]
pub mod c;
mod calls;
mod core;
mod door;
mod facts;
#[cfg(not(target_vendor = "apple"))]
#[expect(unsafe_code, reason = "a Java machine finds these functions by their names")]
pub mod java;
mod places;
mod refused;
mod spoken;
mod status;
mod texting;
mod words;

pub use core::{Core, Raised, Start};
pub use door::Door;
pub use refused::Refused;
pub use status::Status;
pub use texting::Text;
pub use words::Reason;
