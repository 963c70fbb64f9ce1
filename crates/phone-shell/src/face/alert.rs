//! One alert as a face draws it: the ladder, and what stands beside it.

use serde::Serialize;
use ts_rs::TS;

use super::ContactRule;

/// One alert as she sees it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct AlertView {
    /// Its identifier.
    pub alert_id: String,
    /// Alarm or drill.
    pub status: AlertStatus,
    /// Her clock at the tap.
    #[ts(type = "number")]
    pub tapped_at_ms: i64,
    /// It would survive a power cut.
    pub durable: bool,
    /// Until when she may take it back; none once that is over.
    #[ts(type = "number | null")]
    pub window_ends_at_ms: Option<i64>,
    /// Wrong PINs she has left.
    pub pin_tries_left: u8,
    /// The rule this alert carries.
    pub contact_rule: ContactRule,
    /// The steps reached, in the order of the ladder.
    pub steps: Vec<Step>,
    /// What the outbox does for it.
    pub carrying: Carrying,
    /// Since when it waits for a network.
    #[ts(type = "number | null")]
    pub waiting_since_ms: Option<i64>,
    /// No verified receipt 90 s after the tap, or after `lost_at_ms`.
    pub not_delivered: bool,
    /// Since when the control room is known to hold it no more; none while it does.
    #[ts(type = "number | null")]
    pub lost_at_ms: Option<i64>,
    /// How far taking back or cancelling has come.
    pub cancel: CancelState,
    /// The room answered a drill as an alarm, or the reverse.
    pub broken: bool,
    /// From the tap to the first proof.
    #[ts(type = "number | null")]
    pub took_ms: Option<u64>,
    /// How well the place is known; never the place.
    pub place: Option<PlaceView>,
    /// What became of its text, if it needed one.
    pub text: Option<TextView>,
}

/// What became of a text. No word here means that anybody received it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum TextView {
    /// The operator has taken it.
    HandedOver {
        /// When, by her clock.
        #[ts(type = "number")]
        at_ms: i64,
    },
    /// It could not be handed over yet.
    Failing,
    /// Only she can send it: a touch on the page opens the telephone's messages app. Whether she then sent it is not known.
    NeedsTouch,
}

/// What a face shows alerts as; line checks are never shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AlertStatus {
    /// A real alarm.
    Actual,
    /// A drill.
    Exercise,
}

/// One step of the ladder.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Step {
    /// Which.
    pub stage: StepStage,
    /// Her clock for `saved`, the receipt's time for all others.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// The desk that took it.
    pub desk: Option<String>,
    /// The unit that is coming.
    pub unit: Option<String>,
    /// Seconds until the unit expects to arrive, counted from `at_ms`.
    pub eta_s: Option<u32>,
    /// The path that brought the proof.
    pub path: Option<String>,
}

/// `saved` is the phone's own word; each other exists only with a verified receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StepStage {
    /// The phone has it.
    Saved,
    /// The control room has it.
    Stored,
    /// It could be read.
    Opened,
    /// A person took it.
    Seen,
    /// A unit is on the way.
    Dispatched,
    /// A unit is there.
    Arrived,
    /// It has an outcome.
    Closed,
}

/// What the outbox does for an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Carrying {
    /// An attempt is on its way.
    Sending,
    /// The last attempt found nobody; the next comes by itself.
    WaitingForNetwork,
    /// Nothing is left to carry.
    Idle,
}

/// How far taking back or cancelling has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CancelState {
    /// Not asked for.
    None,
    /// Taken back within the window.
    TakenBack,
    /// Cancelled; the room has not confirmed it yet.
    Pending,
    /// The room holds the cancel message.
    Received,
}

/// How well the place is known.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PlaceView {
    /// Radius in metres.
    pub accuracy_m: Option<f64>,
    /// When it was measured.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// Something about it does not add up.
    pub doubtful: bool,
}
