//! What is true now, as plain data for a face: a window, a page, the command line. No rule lives here.

use hifazat_protocol::{AlertId, ContactRule, Language, Stage, Status, Trigger, UnixMillis};

use crate::facts::{Card, Fact, Why};
use crate::texts::TextTrouble;

/// Everything a face needs to draw the phone.
#[derive(Clone, Debug, PartialEq)]
pub struct PhoneView {
    /// The phone's wall clock when this was put together.
    pub now: UnixMillis,
    /// The language of words.
    pub language: Language,
    /// May the police ring or text her after an alarm?
    pub contact_rule: ContactRule,
    /// How long the button must be held, in milliseconds (1,500–3,000).
    pub hold_ms: u32,
    /// Whether the room may send receipts as texts, and they can be read.
    pub receipts_by_text: ChoiceView,
    /// Whether a clip is recorded, and can be. Nothing here tells whether one was: her screen is silent about it.
    pub clip: ChoiceView,
    /// The cards that texts can go by, as far as native code tells.
    pub cards: Vec<Card>,
    /// The slot of the card that she wants texts to go by; `None`: whichever can.
    pub text_card: Option<u8>,
    /// A trust bundle is in force, so an alert has somewhere to go.
    pub configured: bool,
    /// Is everything proven?
    pub readiness: Readiness,
    /// What can set off an alarm on this telephone.
    pub triggers: Vec<TriggerView>,
    /// The trigger that she is about to try: its next pull is a drill.
    pub practising: Option<Practising>,
    /// What she has just asked native code to repair.
    pub repair: Option<Repair>,
    /// Howling and flashing: what of it is on.
    pub loud: Loud,
    /// What of it this telephone can do.
    pub can_be_loud: Loud,
    /// The set-up step to show (1 place, 2 PINs, 3 drill); `None` when done or postponed.
    pub setup_step: Option<u8>,
    /// The newest real alert that she has not left behind.
    pub alert: Option<AlertView>,
    /// The newest drill that she has not left behind.
    pub drill: Option<AlertView>,
    /// What she has to be told, each at most once.
    pub notices: Vec<Notice>,
}

/// The readiness gate: green only when every check is proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readiness {
    /// Every check is proven that there is on this telephone.
    pub ready: bool,
    /// How many are not.
    pub to_repair: u32,
    /// The last drill that came back with a real receipt.
    pub last_drill_at: Option<UnixMillis>,
    /// One line each, in a fixed order.
    pub checks: Vec<Check>,
}

/// One line of the readiness gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// Which.
    pub id: CheckId,
    /// How it stands.
    pub state: CheckState,
    /// When it was last proven, whatever the state is now.
    pub proven_at: Option<UnixMillis>,
    /// What is in the way, where that is known.
    pub why: Option<Why>,
}

/// One trigger of this telephone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TriggerView {
    /// Which.
    pub trigger: Trigger,
    /// How it stands, if that is known.
    pub fact: Option<Fact>,
    /// Is it on? `None`: it has no switch.
    pub on: Option<bool>,
    /// When she last tried it as a drill.
    pub tried_at: Option<UnixMillis>,
}

/// Something that is off until she wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChoiceView {
    /// She has chosen it.
    pub on: bool,
    /// Can this telephone do it, if that is known?
    pub fact: Option<Fact>,
}

/// A trigger whose next pull is a drill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Practising {
    /// Which.
    pub trigger: Trigger,
    /// Until when, by the phone's wall clock.
    pub ends_at: UnixMillis,
}

/// What native code can repair by a screen of the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repair {
    /// A check of the readiness gate.
    Check(CheckId),
    /// A trigger that has no place yet.
    Trigger(Trigger),
    /// The clip, for which she has not given leave.
    Clip,
    /// Receipts by text, for which she has not given leave.
    Receipts,
}

/// A siren and a flashing light. Silence is the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loud {
    /// The siren.
    pub siren: bool,
    /// The light.
    pub torch: bool,
}

/// What must be proven before the phone calls itself ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CheckId {
    /// The place is allowed and has been seen to work.
    Place,
    /// A silent test reached the room within the last 30 days.
    Line,
    /// Texts can be handed to the operator, for when there is no internet.
    Texts,
    /// Notices can be shown.
    Notices,
    /// The system does not end the app to spare the battery.
    Battery,
    /// The vault's key is wrapped under one of the telephone's own safe.
    Key,
    /// A drill came back with a real receipt within the last 30 days.
    Drill,
    /// Both PINs are set.
    Pins,
    /// A trust bundle is in force and has not expired.
    Configuration,
}

/// How a check stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckState {
    /// Proven, and not too long ago.
    Proven,
    /// Known to be broken, missing or outdated.
    Repair,
    /// Nobody has looked yet.
    Unknown,
    /// There is no such thing here: it counts neither for nor against.
    NotHere,
}

/// What she is told outside the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Notice {
    /// A new trust bundle could not be proven; the old one stays.
    BundleRefused,
    /// The trust bundle in force has expired; it is used all the same.
    BundleExpired,
    /// The database was damaged, or its key opens no more, and has been set aside; a fresh one is in use.
    StoreSetAside,
    /// Something could not be written; it lives in memory and is being tried again.
    NotDurable,
}

/// One alert as she sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct AlertView {
    /// Links her alert with the room's incident.
    pub alert_id: AlertId,
    /// Actual, exercise or test.
    pub status: Status,
    /// Her wall clock at the tap.
    pub tapped_at: UnixMillis,
    /// It would survive a power cut now.
    pub durable: bool,
    /// Until when she may take it back; `None` once the window is over.
    pub window_ends_at: Option<UnixMillis>,
    /// Wrong PINs she has left.
    pub pin_tries_left: u8,
    /// The rule this alert carries.
    pub contact_rule: ContactRule,
    /// The steps reached, in the order of the ladder.
    pub steps: Vec<Step>,
    /// What the outbox is doing for it.
    pub carrying: Carrying,
    /// Since when it has been waiting for a network.
    pub waiting_since: Option<UnixMillis>,
    /// Nothing has been received 90 s after the tap, or after `lost_at`.
    pub not_delivered: bool,
    /// Since when the control room is known to have lost it, by its own signed word; `None` while it holds it.
    pub lost_at: Option<UnixMillis>,
    /// How far taking back or cancelling has come.
    pub cancel: CancelView,
    /// The room answered a drill as an alarm, or the reverse: do not trust this line.
    pub broken: bool,
    /// From the tap to the first proof, in milliseconds.
    pub took_ms: Option<u64>,
    /// How well the room knows the place; never the place itself.
    pub place: Option<PlaceView>,
    /// What became of its text, if it needed one.
    pub text: Option<TextView>,
    /// Entries that no receipt has settled yet.
    pub outbox_pending: u32,
}

/// What became of a text. Never that it was received: only a receipt says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextView {
    /// The operator has taken it.
    HandedOver {
        /// When, by the phone's wall clock.
        at: UnixMillis,
    },
    /// It could not be handed over so far; it is tried again.
    Failing(TextTrouble),
}

/// One step of the ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which.
    pub stage: StepStage,
    /// Her clock for `Saved`, the receipt's time for all others.
    pub at: UnixMillis,
    /// When the phone learned it, by its own clock.
    pub learned_at: UnixMillis,
    /// Milliseconds from the tap until the phone learned it; no jump of a clock changes it.
    pub since_tap_ms: u64,
    /// The desk that took it.
    pub desk: Option<String>,
    /// The unit that is coming.
    pub unit: Option<String>,
    /// Seconds until the unit expects to arrive, counted from `at`.
    pub eta_s: Option<u32>,
    /// The path that brought the proof.
    pub path: Option<String>,
}

/// `Saved` is the phone's own word; all others exist only with a verified receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StepStage {
    /// The phone has it.
    Saved,
    /// A receipt of this stage was verified.
    Proven(Stage),
}

/// What the outbox is doing for an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrying {
    /// An attempt is on its way, or about to be.
    Sending,
    /// The last attempt found nobody; the next one comes by itself.
    WaitingForNetwork,
    /// Nothing of this alert is left to carry.
    Idle,
}

/// How far taking back or cancelling has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelView {
    /// She has not asked for it.
    None,
    /// Taken back within the window.
    TakenBack,
    /// Cancelled by PIN; the room has not confirmed it yet.
    Pending,
    /// The room holds the cancel message.
    Received,
}

/// How well the place is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaceView {
    /// Radius in metres, if the source gave one.
    pub accuracy_m: Option<f64>,
    /// When the place was measured.
    pub at: UnixMillis,
    /// Something about it does not add up (see `Fix::doubts`).
    pub doubtful: bool,
}

/// Receipts that were not believed, by reason. Never shown, always counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dropped {
    /// Signature, key or encryption did not hold.
    pub forged: u64,
    /// A valid receipt of another alert.
    pub foreign: u64,
    /// An old receipt given as the answer to something newer.
    pub replayed: u64,
    /// Contradicts a receipt already held, or has the wrong status for this alert.
    pub conflicting: u64,
}

impl Dropped {
    /// All of them.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.forged.saturating_add(self.foreign).saturating_add(self.replayed).saturating_add(self.conflicting)
    }

    /// Both together.
    #[must_use]
    pub const fn plus(&self, more: Self) -> Self {
        Self {
            forged: self.forged.saturating_add(more.forged),
            foreign: self.foreign.saturating_add(more.foreign),
            replayed: self.replayed.saturating_add(more.replayed),
            conflicting: self.conflicting.saturating_add(more.conflicting),
        }
    }
}
