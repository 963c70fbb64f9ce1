//! Tells the consoles: every commit as it comes, every clock that runs out, and a beat that says the room lives.

use std::collections::{HashMap, HashSet};
use std::mem;
use std::sync::Arc;
use std::time::Duration;

use hifazat_protocol::AlertId;
use hifazat_room::ledger::{Committed, Record, Snapshot};
use hifazat_room::{CROWD, Due, Incident, Lane, Revision, Told, overdue};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::contract::{Beat, Crowd, DrillRow, IncidentRow};
use crate::live::json;
use crate::shared::Shared;

const BEAT: Duration = Duration::from_secs(2);
const LOOK: Duration = Duration::from_secs(1);
const MOST_AT_ONCE: usize = 64;

/// Follows the ledger and keeps the incidents that desks show at hand, so that looking at their clocks costs no reading.
///
/// As long as nothing is left out, each change goes to the consoles as it is. When there are more low-trust incidents
/// than a desk shows, a change among them is told as `unseen`, and at the next look the desk's choice as a whole.
pub(crate) struct Herald {
    shared: Arc<Shared>,
    commits: Receiver<Arc<Committed>>,
    open: HashMap<AlertId, Incident>,
    said: HashSet<(AlertId, Due, Told)>,
    left_out: u64,
    /// Something was committed since the choice was read.
    stale: bool,
}

impl Herald {
    pub(crate) fn new(shared: Arc<Shared>, commits: Receiver<Arc<Committed>>, snapshot: Snapshot) -> Self {
        let (open, said) = (HashMap::new(), HashSet::new());
        let mut herald = Self { shared, commits, open, said, left_out: 0, stale: false };
        herald.hold(snapshot);
        herald
    }

    /// Runs until the server stops.
    pub(crate) async fn run(mut self) {
        let clock = Arc::clone(&self.shared.clock);
        let mut next_look = clock.sleep(LOOK);
        loop {
            let heard = tokio::select! {
                () = self.shared.stop.cancelled() => return,
                () = &mut next_look => None,
                heard = self.commits.recv() => Some(heard),
            };
            match heard {
                None => {
                    self.choose_anew().await;
                    self.look();
                    next_look = clock.sleep(LOOK);
                }
                Some(Ok(committed)) => self.tell(&committed),
                Some(Err(RecvError::Lagged(_))) => self.start_anew().await,
                Some(Err(RecvError::Closed)) => return,
            }
        }
    }

    fn tell(&mut self, committed: &Arc<Committed>) {
        let shared = Arc::clone(&self.shared);
        let hub = &shared.hub;
        let mut moved = false;
        for (at, record) in committed.records.iter().enumerate() {
            let revision = record.intake().revision.0;
            if revision <= hub.newest() {
                continue;
            }
            let row = Arc::clone(committed);
            let write = move || row.records.get(at).map(row_of).unwrap_or_default();
            match record {
                Record::Incident(incident) if self.is_too_many(incident) => {
                    hub.publish("unseen", revision, || "{}".to_owned());
                    self.stale = true;
                }
                Record::Incident(incident) => {
                    hub.publish("incident", revision, write);
                    self.stale |= self.left_out > 0;
                    if incident.is_open() {
                        self.open.insert(incident.id(), (**incident).clone());
                    } else {
                        self.forget(incident.id());
                    }
                }
                Record::Drill(drill) => {
                    hub.publish("drill", revision, write);
                    // What could not be read stood in a queue until it proved to be a drill.
                    moved |= self.open.remove(&drill.intake.id).is_some();
                    self.stale |= self.left_out > 0;
                }
            }
        }
        if moved {
            hub.reset(hub.newest());
        }
    }

    /// Whether the desk may have to leave this one out, or another one for it.
    fn is_too_many(&self, incident: &Incident) -> bool {
        let most = usize::try_from(CROWD).unwrap_or(usize::MAX);
        let full = || self.left_out > 0 || self.open.values().filter(|known| known.may_be_left_out()).count() >= most;
        incident.may_be_left_out() && full()
    }

    /// Reads which incidents the desk shows now, and tells the consoles if they are others than before.
    async fn choose_anew(&mut self) {
        if !mem::take(&mut self.stale) {
            return;
        }
        match self.shared.room.ledger().snapshot(0).await {
            Ok(snapshot) => {
                let chosen = snapshot.incidents.iter().filter(|incident| incident.may_be_left_out());
                let incidents = chosen.map(IncidentRow::from).collect();
                let crowd = Crowd { revision: snapshot.revision.0, incidents, left_out: snapshot.left_out };
                self.shared.hub.stand("crowd", crowd);
                self.hold(snapshot);
            }
            Err(error) => {
                tracing::error!(%error, "cannot read the low-trust incidents; the next look tries again");
                self.stale = true;
            }
        }
    }

    fn hold(&mut self, snapshot: Snapshot) {
        let (before, left_out) = (mem::replace(&mut self.left_out, snapshot.left_out), snapshot.left_out);
        match (before, left_out) {
            (0, 0) | (1.., 1..) => {}
            (0, 1..) => tracing::warn!(
                left_out,
                "more low-trust incidents than a desk shows: whose clock runs out is not said of the others"
            ),
            (1.., 0) => tracing::info!("a desk shows every low-trust incident again"),
        }
        self.open = by_id(snapshot.incidents);
        let open = &self.open;
        self.said.retain(|(incident, _, _)| open.contains_key(incident));
    }

    fn forget(&mut self, closed: AlertId) {
        self.open.remove(&closed);
        self.said.retain(|(incident, _, _)| *incident != closed);
    }

    /// Too much was committed to be heard one by one: the consoles read the desk anew, and so do we.
    async fn start_anew(&mut self) {
        match self.shared.room.ledger().snapshot(0).await {
            Ok(snapshot) => {
                let Revision(newest) = snapshot.revision;
                self.hold(snapshot);
                self.shared.hub.reset(newest);
            }
            Err(error) => tracing::error!(%error, "cannot read the open incidents; the next commit tries again"),
        }
    }

    /// Says aloud whose clock has run out since the last look: once for each clock and each person who is to be told.
    /// A console counts by itself too, so in a flood the rest may wait for the next look.
    fn look(&mut self) {
        let late = overdue(self.open.values(), self.shared.clock.now());
        let unsaid = late.into_iter().filter(|late| !self.said.contains(&(late.incident, late.clock, late.told)));
        for late in unsaid.take(MOST_AT_ONCE).collect::<Vec<_>>() {
            self.said.insert((late.incident, late.clock, late.told));
            tracing::warn!(incident = %late.incident, clock = ?late.clock, told = ?late.told, "overdue");
            if let Some(incident) = self.open.get(&late.incident) {
                self.shared.hub.pulse("incident", &IncidentRow::from(incident));
            }
        }
        self.count();
    }

    fn count(&self) {
        let live = self.open.values().filter(|incident| incident.lane() == Lane::Live).count();
        let set = |lane, count: usize| self.shared.figures.set("hifazat_incidents_open", Some(("lane", lane)), count);
        set("live", live);
        let left_out = usize::try_from(self.left_out).unwrap_or(usize::MAX);
        set("low_trust", (self.open.len() - live).saturating_add(left_out));
    }
}

fn by_id(incidents: Vec<Incident>) -> HashMap<AlertId, Incident> {
    incidents.into_iter().map(|incident| (incident.id(), incident)).collect()
}

fn row_of(record: &Record) -> String {
    match record {
        Record::Incident(incident) => json(&IncidentRow::from(&**incident)),
        Record::Drill(drill) => json(&DrillRow::from(&**drill)),
    }
}

/// Beats every 2 s until the server stops.
pub(crate) async fn beat(shared: Arc<Shared>) {
    loop {
        tokio::select! {
            () = shared.stop.cancelled() => return,
            () = shared.clock.sleep(BEAT) => {}
        }
        shared.hub.pulse("beat", &Beat { now_ms: shared.clock.now().0, revision: shared.hub.newest() });
    }
}
