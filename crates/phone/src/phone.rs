//! The phone itself: what it is made of. What it does is in `phone/`, a file for each thing.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use hifazat_protocol::{AlertId, Entropy, Fix, Prepared, Stage, TrustBundle};
use hifazat_time::Clock;
use tokio::sync::{Notify, watch};

use crate::alert::Alert;
use crate::budget::{self, Budget};
use crate::facts::Told;
use crate::identity::Identity;
use crate::ledger::{Held, Ledger};
use crate::location::{LocationSource, Permission};
use crate::moment::Moment;
use crate::path::Path;
use crate::profile::Settings;
use crate::reach::Reach;
use crate::record::EntryKind;
use crate::store::{Outbox, Vault};
use crate::texts::Texts;
use crate::trust::Trust;
use crate::view::Notice;

mod ask;
mod cancel;
mod clip;
mod configure;
mod deliver;
mod equip;
mod follow;
mod keep;
mod lanes;
mod learn;
mod lost;
mod order;
pub(crate) mod plan;
mod practise;
mod race;
mod raise;
mod readiness;
mod settings;
mod show;
mod tell;
pub(crate) mod text;
mod touch;

use equip::Asked;
use practise::Practice;

pub use cancel::{PinAnswer, PinOutcome};
pub use clip::ClipOutcome;
pub use raise::Raised;
pub use settings::PinsOutcome;

/// A room that can open an alert does so at once.
const OPENED_SOON: Duration = Duration::from_secs(5);

/// What the brain asks of the world.
#[derive(Clone)]
pub struct Ports {
    /// Alerts, entries, receipts.
    pub outbox: Arc<dyn Outbox>,
    /// Small secrets.
    pub vault: Arc<dyn Vault>,
    /// The ways out, raced.
    pub paths: Vec<Arc<dyn Path>>,
    /// Where she is.
    pub location: Arc<dyn LocationSource>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub entropy: Arc<dyn Entropy>,
    /// A number that names this start of the machine, where the platform has one (Linux: `boot_id`). Without it only
    /// this process's own moments are measured by the machine's clock, all others by the wall clock.
    pub boot: Option<u64>,
}

/// The phone's brain. Share it in an `Arc`; every method takes `&self`.
pub struct Phone {
    ports: Ports,
    identity: Identity,
    ledger: Ledger,
    /// Names this process among those that share the store.
    holder: u64,
    boot: u64,
    state: Mutex<State>,
    pin_gate: Mutex<()>,
    /// Says that something changed. Whoever waits subscribes before looking.
    changed: watch::Sender<u64>,
    /// Says that the network is another one.
    network: Notify,
    /// Who hands texts over, once there is anybody.
    texts: OnceLock<Arc<dyn Texts>>,
}

/// What lives in memory only, or is a copy of what the vault holds.
#[derive(Default)]
struct State {
    trust: Trust,
    settings: Settings,
    prepared: Option<Prepared>,
    heard: Heard,
    pauses: plan::Pauses,
    budget: Budget,
    clip_budget: Budget,
    texting: text::Texting,
    /// What native code has told of the telephone.
    told: Told,
    /// What is asked of native code.
    asked: Asked,
    practice: Practice,
    /// The path that last got something through.
    favourite: Option<&'static str>,
    /// Over which paths the room replies to questions.
    reach: Reach,
    notices: std::collections::BTreeSet<Notice>,
    /// Alerts with their ladders, and the reading they were built from.
    alerts: Arc<Vec<Alert>>,
    built_from: Option<Arc<Vec<Held>>>,
}

/// What was heard of the phone's surroundings.
#[derive(Default)]
struct Heard {
    fix: Option<Fix>,
    battery_percent: Option<u8>,
    charging: Option<bool>,
    permission: Option<Permission>,
    /// The finger is on the button: warm the line, wake the receiver.
    wants_warmth: bool,
    wants_place: bool,
    /// A good position was heard that the readiness gate does not know of yet.
    proves_place: bool,
    /// A receipt came under a key that the bundle in force does not name: there may be a newer one.
    wants_bundle: bool,
    /// The network is another one since the places were last looked at.
    network_is_new: bool,
}

impl State {
    /// What the track may cost, by the setting in force.
    fn budget(&mut self) -> &mut Budget {
        self.budget.set_per_hour(self.settings.profile.track_bytes_per_hour);
        &mut self.budget
    }

    /// Out of what an entry of this kind is paid: clips leave the track its own.
    fn purse(&mut self, kind: EntryKind) -> &mut Budget {
        match kind {
            EntryKind::ClipPiece => {
                self.clip_budget.set_per_hour(budget::CLIP_BYTES_PER_HOUR);
                &mut self.clip_budget
            }
            EntryKind::Raise | EntryKind::Update | EntryKind::Cancel | EntryKind::LastWord | EntryKind::Clip => {
                self.budget()
            }
        }
    }
}

impl Phone {
    /// Opens the phone over its ports. It never fails: an SOS works over a store that cannot be read or written, with a
    /// fresh identity if need be.
    #[must_use]
    pub fn open(ports: Ports) -> Self {
        let identity = Identity::load(&*ports.vault, &*ports.entropy);
        let number = |entropy: &dyn Entropy| {
            let mut bytes = [0; 8];
            entropy.fill(&mut bytes);
            u64::from_be_bytes(bytes)
        };
        let holder = number(&*ports.entropy);
        let boot = ports.boot.unwrap_or(holder);
        let settings = Settings::load(&*ports.vault, ports.boot, ports.clock.now());
        let state = State { trust: Trust::load(&*ports.vault), settings, ..State::default() };
        let ledger = Ledger::new(Arc::clone(&ports.outbox));
        Self {
            ports,
            identity,
            ledger,
            holder,
            boot,
            state: Mutex::new(state),
            pin_gate: Mutex::default(),
            changed: watch::Sender::new(0),
            network: Notify::new(),
            texts: OnceLock::new(),
        }
    }

    /// Says that something changed; ask [`Phone::view`] what is true.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Works until it is dropped: carries, asks, locates, keeps house. Everything it was doing resumes from the store.
    pub async fn run(&self) {
        // In this order: on a new network the newest place is sealed before anything is carried.
        tokio::join!(biased; self.follow(), self.deliver(), self.text(), self.keep_house(), self.renew());
    }

    /// Works until no entry is left that a verified receipt has not settled. The room says `opened` a moment after it has
    /// said `stored`, perhaps by another path: that is waited for a little.
    pub async fn run_until_settled(&self) {
        let settled = async {
            self.settled().await;
            tokio::select! {
                biased;
                () = self.until(|alert| alert.ladder.top() != Some(Stage::Stored)) => {}
                () = self.ports.clock.sleep(OPENED_SOON) => {}
            }
        };
        tokio::select! {
            biased;
            () = self.run() => {}
            () = settled => {}
        }
    }

    /// Waits, beside a [`Phone::run`], until no entry is left that a verified receipt has not settled.
    pub async fn settled(&self) {
        self.until(|alert| alert.record.open_entries() == 0).await;
    }

    async fn until(&self, holds: impl Fn(&Alert) -> bool) {
        let mut changes = self.changes();
        loop {
            changes.borrow_and_update();
            if self.known().iter().all(&holds) || changes.changed().await.is_err() {
                return;
            }
        }
    }

    /// Every alert with its ladder, newest first.
    fn known(&self) -> Arc<Vec<Alert>> {
        let held = self.ledger.all();
        let mut state = self.state();
        if self.ledger.take_replaced() {
            state.notices.insert(Notice::StoreSetAside);
        }
        let same = state.built_from.as_ref().is_some_and(|before| Arc::ptr_eq(before, &held));
        if !same {
            let keys = state.trust.all_receipt_keys();
            let before = Arc::clone(&state.alerts);
            let of = |id: AlertId| before.iter().find(|alert| alert.facts().id == id);
            let read = |held: &Held| Alert::read(held, &keys, of(held.record.facts.id));
            state.alerts = Arc::new(held.iter().map(read).collect());
            state.built_from = Some(held);
        }
        Arc::clone(&state.alerts)
    }

    fn alert(&self, id: AlertId) -> Option<Alert> {
        self.known().iter().find(|alert| alert.facts().id == id).cloned()
    }

    /// The trust bundle in force.
    #[must_use]
    pub fn bundle(&self) -> Option<Arc<TrustBundle>> {
        self.state().trust.bundle()
    }

    fn now(&self) -> Moment {
        let elapsed_ms = u64::try_from(self.ports.clock.elapsed().as_millis()).unwrap_or(u64::MAX);
        Moment { wall: self.ports.clock.now(), elapsed_ms, boot: self.boot }
    }

    fn bump(&self) {
        self.changed.send_modify(|count| *count = count.wrapping_add(1));
    }

    fn pin_gate(&self) -> MutexGuard<'_, ()> {
        self.pin_gate.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
