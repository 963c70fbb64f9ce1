//! The phone's brain: raise, locate, outbox rules, delivery, receipts.
//!
//! It decides; adapters do. It has no socket, no file and no clock of its own, and it never starts a task: a shell opens a
//! [`Phone`] over its [`Ports`], drives [`Phone::run`] until it is told to stop, and draws what [`Phone::view`] says.
//!
//! What it refuses to do: show a word that no verified receipt proves, delay a tap for anything, give up on an entry, or
//! write down anything readable about where she was.
//!
//! ```text
//! Phone::open(ports)                                  never fails: an SOS works over any store
//!   .raise(status, trigger) -> Raised                 sealed and durable when it returns
//!   .drill(trigger) · .drill_by_text(trigger) · .line_check() -> Raised
//!   .hand_texts_to(texts) · .text_arrived(text) -> bool · .set_receipts_by_text(bool)
//!   .choose_text_card(slot or none) · .touch_text(alert) -> bool
//!   .take_back(pin) · .cancel(alert, pin) -> PinAnswer{outcome, tries_left}
//!   .end_window() · .end_drill() · .dismiss()
//!   .set_contact_rule(rule) · .set_language(language) · .set_hold_ms(ms) · .set_track_budget(bytes_per_hour)
//!   .set_pins(cancel, duress) -> PinsOutcome
//!   .set_clip(bool) · .wants_clip() -> Option<AlertId> · .take_clip(alert, bytes, recorded_at, media) -> ClipOutcome
//!   .setup_later(step) · async .allow_location()
//!   .install(bundle_json) -> Result<Installed, BundleError> · .pin_root(root) · .bundle() -> Option<Arc<TrustBundle>>
//!   .view() -> PhoneView · .alerts() -> Vec<AlertView> · .dropped() -> Dropped · .changes() -> watch::Receiver<u64>
//!   .hold_started() · .prepare() · .note_fix(fix) · .note_fix_unproven(fix) · .note_battery(percent) · .note_charging(bool)
//!   .network_changed() · .tell(notice) · .vault_opened()
//!   .note_facts(facts) · .recheck() · .ask_repair(what) · .repair_begun(what) · .set_loud(loud)
//!   .choose_trigger(trigger, on) -> bool · .chosen_triggers() · .practise(trigger or none)
//!   async .look_round()
//!   async .run() (for ever; drop it to stop) · async .run_until_settled() · async .settled()
//! ```

mod alert;
mod budget;
mod facts;
mod identity;
mod ladder;
mod ledger;
mod location;
mod moment;
mod outcome;
mod path;
mod phone;
mod pin;
mod profile;
mod reach;
mod record;
mod secret;
mod sift;
mod store;
mod texts;
mod trust;
mod view;

pub use budget::{TRACK_BYTES_BOUNDS, TRACK_BYTES_PER_HOUR};
pub use facts::{Card, ChosenTriggers, Fact, Facts, Maker, Standing, Why};
#[cfg(any(test, feature = "test-util"))]
pub use location::fake::FakeLocation;
pub use location::{LocationSource, Permission};
pub use moment::Moment;
#[cfg(any(test, feature = "test-util"))]
pub use path::fake::FakePath;
pub use path::{Answer, Path, Refusal};
pub use phone::{ClipOutcome, Phone, PinAnswer, PinOutcome, PinsOutcome, Ports, Raised};
pub use record::{
    AlertFacts, AlertRecord, Entry, EntryKey, EntryKind, EntryState, EntryText, Hidden, KeptReceipt, ends_asking,
};
pub use secret::Secret;
pub use store::memory::MemoryStore;
pub use store::{KeyKept, Lease, Outbox, Slot, StoreError, Vault};
#[cfg(any(test, feature = "test-util"))]
pub use texts::fake::FakeTexts;
pub use texts::{TextTrouble, Texts};
pub use trust::Installed;
pub use view::{
    AlertView, CancelView, Carrying, Check, CheckId, CheckState, ChoiceView, Dropped, Loud, Notice, PhoneView,
    PlaceView, Practising, Readiness, Repair, Step, StepStage, TextView, TriggerView,
};
