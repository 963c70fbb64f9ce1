//! A phone with everything around it, and the means to move time and break things.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hifazat_phone::{
    AlertFacts, AlertRecord, AlertView, Entry, EntryKey, EntryState, FakeLocation, FakePath, FakeTexts, KeptReceipt,
    Lease, LocationSource, MemoryStore, Moment, Outbox, Path, Phone, Ports, StepStage, StoreError,
};
use hifazat_protocol::{AlertId, Fix, Method, NotHeld, SeededEntropy, Stage, UnixMillis, VerifiedReceipt};
use hifazat_time::{Clock, ManualClock};
use tokio::task::JoinHandle;

use crate::room::Room;

/// A morning in November 2026.
pub(crate) const MORNING: UnixMillis = UnixMillis(1_795_500_000_000);
/// Her PINs.
pub(crate) const CANCEL: &str = "4826";
pub(crate) const DURESS: &str = "7391";

pub(crate) struct World {
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) memory: Arc<MemoryStore>,
    pub(crate) disk: Arc<Disk>,
    pub(crate) path: Arc<FakePath>,
    pub(crate) location: Arc<FakeLocation>,
    pub(crate) room: Arc<Room>,
    pub(crate) phone: Arc<Phone>,
    running: Option<JoinHandle<()>>,
}

impl World {
    /// A phone that knows its room and has PINs; nobody can be reached yet.
    pub(crate) fn new() -> Self {
        let world = Self::unconfigured();
        world.phone.install(&world.room.signed_bundle(1)).unwrap();
        world.phone.set_pins(CANCEL, DURESS);
        world
    }

    /// A phone fresh from the shop.
    pub(crate) fn unconfigured() -> Self {
        let clock = Arc::new(ManualClock::new(MORNING));
        let memory = Arc::new(MemoryStore::default());
        let disk = Arc::new(Disk { memory: Arc::clone(&memory), full: AtomicBool::new(false), then: Mutex::default() });
        let (path, location) = (FakePath::new(), Arc::new(FakeLocation::default()));
        let phone = open(&clock, &memory, &disk, &[&path], location.clone(), (1, 1));
        Self { clock, memory, disk, path, location, room: Arc::new(Room::new(77)), phone, running: None }
    }

    /// The same phone after the process died.
    pub(crate) fn relaunch(mut self) -> Self {
        self.stop();
        self.phone = open(&self.clock, &self.memory, &self.disk, &[&self.path], self.location.clone(), (2, 1));
        self
    }

    /// The same phone with an operator at hand, whose room has a number for texts.
    pub(crate) fn texting(mut self, texts: &Arc<FakeTexts>) -> Self {
        self.stop();
        self.phone = open(&self.clock, &self.memory, &self.disk, &[&self.path], self.location.clone(), (6, 1));
        self.phone.hand_texts_to(Arc::<FakeTexts>::clone(texts));
        let mut bundle = self.room.bundle(9);
        bundle.sms_number = Some("8014".to_owned());
        self.phone.install(&bundle.sign(&self.room.root).to_json()).unwrap();
        self
    }

    /// The machine was started again; its time since the start says nothing of what was before.
    pub(crate) fn restarted(mut self, texts: &Arc<FakeTexts>) -> Self {
        self.stop();
        self.phone = open(&self.clock, &self.memory, &self.disk, &[&self.path], self.location.clone(), (7, 2));
        self.phone.hand_texts_to(Arc::<FakeTexts>::clone(texts));
        self
    }

    /// The same alerts under another vault: the phone asks as a device that the room has never met.
    pub(crate) fn with_another_vault(mut self) -> Self {
        self.stop();
        let vault = Arc::new(MemoryStore::default());
        self.phone = open(&self.clock, &vault, &self.disk, &[&self.path], self.location.clone(), (8, 1));
        self.phone.install(&self.room.signed_bundle(1)).unwrap();
        self
    }

    /// Another process over the same store.
    pub(crate) fn other_process(&self) -> Arc<Phone> {
        open(&self.clock, &self.memory, &self.disk, &[&self.path], self.location.clone(), (3, 1))
    }

    pub(crate) fn with_location(mut self, location: Arc<dyn LocationSource>) -> Self {
        self.phone = open(&self.clock, &self.memory, &self.disk, &[&self.path], location, (4, 1));
        self
    }

    /// A second way out, over which the room can be reached as well.
    pub(crate) fn with_second_path(self) -> (Self, Arc<FakePath>) {
        self.with_path(FakePath::named("second"))
    }

    /// The same, where a question costs little.
    pub(crate) fn with_cheap_path(self) -> (Self, Arc<FakePath>) {
        self.with_path(FakePath::costing("cheap", 500))
    }

    fn with_path(mut self, second: Arc<FakePath>) -> (Self, Arc<FakePath>) {
        let paths = [&self.path, &second];
        self.phone = open(&self.clock, &self.memory, &self.disk, &paths, self.location.clone(), (5, 1));
        let room = Arc::clone(&self.room);
        second.reply_with(move |envelope| room.take(envelope));
        (self, second)
    }

    /// The room can be reached.
    pub(crate) fn connect(&self) {
        let room = Arc::clone(&self.room);
        self.path.reply_with(move |envelope| room.take(envelope));
    }

    pub(crate) async fn start(&mut self) {
        let phone = Arc::clone(&self.phone);
        self.running = Some(tokio::spawn(async move { phone.run().await }));
        self.settle().await;
    }

    pub(crate) fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.abort();
        }
    }

    /// Lets everything happen that can happen without time passing.
    pub(crate) async fn settle(&self) {
        for _ in 0..50 {
            tokio::task::yield_now().await;
        }
    }

    /// Lets time pass in steps small enough for every sleeper.
    pub(crate) async fn pass(&self, span: Duration) {
        let mut left = span;
        while !left.is_zero() {
            let step = left.min(Duration::from_millis(250));
            self.clock.advance(step);
            left -= step;
            self.settle().await;
        }
    }

    pub(crate) fn alert(&self, id: AlertId) -> AlertView {
        self.phone.alert_view(id).expect("the alert is kept")
    }

    pub(crate) fn stages(&self, id: AlertId) -> Vec<Stage> {
        let proven = |step: &hifazat_phone::Step| match step.stage {
            StepStage::Saved => None,
            StepStage::Proven(stage) => Some(stage),
        };
        self.alert(id).steps.iter().filter_map(proven).collect()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.stop();
    }
}

fn open(
    clock: &Arc<ManualClock>,
    memory: &Arc<MemoryStore>,
    disk: &Arc<Disk>,
    paths: &[&Arc<FakePath>],
    location: Arc<dyn LocationSource>,
    (seed, boot): (u64, u64),
) -> Arc<Phone> {
    let clock: Arc<dyn Clock> = Arc::<ManualClock>::clone(clock);
    Arc::new(Phone::open(Ports {
        outbox: Arc::<Disk>::clone(disk),
        vault: Arc::<MemoryStore>::clone(memory),
        paths: paths.iter().map(|path| -> Arc<dyn Path> { Arc::<FakePath>::clone(path) }).collect(),
        location,
        clock,
        entropy: Arc::new(SeededEntropy::new(seed)),
        boot: Some(boot),
    }))
}

/// A place in Lahore, measured this morning.
pub(crate) fn place(latitude_deg: f64) -> Fix {
    Fix {
        latitude_deg,
        longitude_deg: 74.3436,
        accuracy_m: Some(12.0),
        speed_mps: None,
        heading_deg: None,
        at: MORNING,
        method: Method::Satellite,
        mock: false,
    }
}

/// A disk that can be full: reads work, writes do not.
pub(crate) struct Disk {
    memory: Arc<MemoryStore>,
    pub(crate) full: AtomicBool,
    /// What happens once it has next written an alert or entries down.
    pub(crate) then: Mutex<Option<Box<dyn FnOnce() + Send>>>,
}

impl Disk {
    fn writable(&self) -> Result<&MemoryStore, StoreError> {
        if self.full.load(Ordering::Relaxed) {
            return Err(StoreError::Unavailable { doing: "write", why: "the disk is full".to_owned() });
        }
        Ok(&self.memory)
    }

    fn go_on(&self) {
        let act = self.then.lock().unwrap().take();
        if let Some(act) = act {
            act();
        }
    }
}

impl Outbox for Disk {
    fn keep(&self, record: &AlertRecord) -> Result<(), StoreError> {
        self.writable()?.keep(record)?;
        self.go_on();
        Ok(())
    }
    fn append(&self, facts: &AlertFacts, entries: &[Entry]) -> Result<(), StoreError> {
        self.writable()?.append(facts, entries)?;
        self.go_on();
        Ok(())
    }
    fn alerts(&self) -> Result<Vec<AlertRecord>, StoreError> {
        self.memory.alerts()
    }
    fn claim(&self, key: EntryKey, lease: Lease) -> Result<bool, StoreError> {
        self.writable()?.claim(key, lease)
    }
    fn release(&self, key: EntryKey, state: &EntryState) -> Result<(), StoreError> {
        self.writable()?.release(key, state)
    }
    fn begin_text(&self, key: EntryKey, lease: Lease) -> Result<bool, StoreError> {
        self.writable()?.begin_text(key, lease)
    }
    fn end_text(&self, key: EntryKey, sent: &Moment) -> Result<(), StoreError> {
        self.writable()?.end_text(key, sent)
    }
    fn settle(&self, proof: &VerifiedReceipt, receipt: &KeptReceipt) -> Result<(), StoreError> {
        self.writable()?.settle(proof, receipt)
    }
    fn reopen(&self, word: &NotHeld, kept: &KeptReceipt, heard: usize) -> Result<bool, StoreError> {
        self.writable()?.reopen(word, kept, heard)
    }
    fn amend(&self, facts: &AlertFacts) -> Result<(), StoreError> {
        self.writable()?.amend(facts)
    }
    fn withdraw(&self, facts: &AlertFacts) -> Result<bool, StoreError> {
        self.writable()?.withdraw(facts)
    }
    fn forget(&self, alert: AlertId) -> Result<(), StoreError> {
        self.writable()?.forget(alert)
    }
    fn revision(&self) -> Result<u64, StoreError> {
        self.memory.revision()
    }
}
