//! What must hold in every world, and how it is said that it did not.

use std::fmt;
use std::time::Duration;

/// Every word on her screen has its receipt in the room.
pub(crate) const WORDS_ARE_TRUE: &str = "every_word_on_her_screen_is_true";
/// Under duress.
pub(crate) const HELD_IS_HELD: &str = "words_that_are_held_back_stay_away_from_her_phone";
/// What she is told is saved would survive a power cut.
pub(crate) const SAVED_IS_SAVED: &str = "what_is_said_to_be_saved_is_on_the_disk";
/// An entry is settled only when the room keeps those very bytes.
pub(crate) const SETTLED_IS_STORED: &str = "only_what_the_room_keeps_is_settled";
/// An alert that was saved is on the phone until she leaves it behind.
pub(crate) const NO_TAP_IS_LOST: &str = "no_saved_tap_is_lost";
/// One record for each alert.
pub(crate) const ONE_INCIDENT: &str = "one_incident_for_each_alert";
/// Drills and alarms are told apart.
pub(crate) const DRILLS_STAY_OUT: &str = "drills_never_enter_the_live_queue";
/// Two messages of hers never claim one number.
pub(crate) const NUMBERS_ARE_HERS: &str = "no_message_takes_the_place_of_another";
/// With a way to the room a new alert is there soon, whatever else waits.
pub(crate) const ARRIVES_SOON: &str = "a_new_alert_arrives_soon_once_there_is_a_way";
/// An open raise is tried again and again.
pub(crate) const ATTEMPTS_GO_ON: &str = "attempts_never_end";
/// The log's chain.
pub(crate) const LOG_VERIFIES: &str = "the_log_verifies";
/// The receipts' chain.
pub(crate) const RECEIPTS_CHAIN: &str = "receipts_are_chained";
/// What she took back or cancelled is so in the room.
pub(crate) const CANCEL_ARRIVES: &str = "a_cancel_reaches_the_room";
/// With everything in order, all is delivered and told.
pub(crate) const ALL_IS_TOLD: &str = "in_the_end_everything_is_delivered_and_told";
/// Nobody works without end.
pub(crate) const TIME_GOES_ON: &str = "time_goes_on";
/// A brain, a store or the world itself panicked.
pub(crate) const NOTHING_PANICS: &str = "nothing_panics";
/// The world could not do what it must be able to do.
pub(crate) const THE_WORLD_WORKS: &str = "the_world_works";

/// Something did not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What.
    pub invariant: &'static str,
    /// What was seen.
    pub detail: String,
    /// When, in virtual time.
    pub at: Duration,
}

impl Failure {
    pub(crate) fn of_the_world(error: &anyhow::Error) -> Self {
        Self { invariant: THE_WORLD_WORKS, detail: format!("{error:#}"), at: Duration::ZERO }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} (after {:.1?})", self.invariant, self.detail, self.at)
    }
}
