//! Tells the consoles: every commit as it comes, every clock that runs out, and a beat that says the room lives.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use hifazat_protocol::AlertId;
use hifazat_room::ledger::{Committed, Record};
use hifazat_room::{Due, Incident, Lane, Revision, Told, overdue};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::contract::{Beat, DrillRow, IncidentRow};
use crate::shared::Shared;

const BEAT: Duration = Duration::from_secs(2);
const LOOK: Duration = Duration::from_secs(1);

/// Follows the ledger and keeps the open incidents at hand, so that looking at their clocks costs no reading.
pub(crate) struct Herald {
    shared: Arc<Shared>,
    commits: Receiver<Arc<Committed>>,
    open: HashMap<AlertId, Incident>,
    said: HashSet<(AlertId, Due, Told)>,
}

impl Herald {
    pub(crate) fn new(
        shared: Arc<Shared>,
        commits: Receiver<Arc<Committed>>,
        open: impl IntoIterator<Item = Incident>,
    ) -> Self {
        let open = open.into_iter().map(|incident| (incident.id(), incident)).collect();
        Self { shared, commits, open, said: HashSet::new() }
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
                    self.look();
                    next_look = clock.sleep(LOOK);
                }
                Some(Ok(committed)) => self.tell(&committed.records),
                Some(Err(RecvError::Lagged(_))) => self.start_anew().await,
                Some(Err(RecvError::Closed)) => return,
            }
        }
    }

    fn tell(&mut self, records: &[Record]) {
        let hub = &self.shared.hub;
        let mut moved = false;
        for record in records {
            let revision = record.intake().revision.0;
            if revision <= hub.newest() {
                continue;
            }
            match record {
                Record::Incident(incident) => {
                    hub.publish("incident", revision, &IncidentRow::from(&**incident));
                    if incident.is_open() {
                        self.open.insert(incident.id(), (**incident).clone());
                    } else {
                        self.open.remove(&incident.id());
                    }
                }
                Record::Drill(drill) => {
                    hub.publish("drill", revision, &DrillRow::from(&**drill));
                    // What could not be read stood in a queue until it proved to be a drill.
                    moved |= self.open.remove(&drill.intake.id).is_some();
                }
            }
        }
        if moved {
            hub.reset(hub.newest());
        }
    }

    /// Too much was committed to be heard one by one: the consoles read the desk anew, and so do we.
    async fn start_anew(&mut self) {
        match self.shared.room.ledger().snapshot(0).await {
            Ok(snapshot) => {
                let Revision(newest) = snapshot.revision;
                self.open = snapshot.incidents.into_iter().map(|incident| (incident.id(), incident)).collect();
                self.shared.hub.reset(newest);
            }
            Err(error) => tracing::error!(%error, "cannot read the open incidents; the next commit tries again"),
        }
    }

    /// Says aloud whose clock has run out since the last look: once for each clock and each person who is to be told.
    fn look(&mut self) {
        let late = overdue(self.open.values(), self.shared.clock.now());
        for overdue in late {
            if !self.said.insert((overdue.incident, overdue.clock, overdue.told)) {
                continue;
            }
            let Some(incident) = self.open.get(&overdue.incident) else { continue };
            tracing::warn!(incident = %overdue.incident, clock = ?overdue.clock, told = ?overdue.told, "overdue");
            self.shared.hub.pulse("incident", &IncidentRow::from(incident));
        }
        let open = &self.open;
        self.said.retain(|(incident, _, _)| open.contains_key(incident));
        self.count();
    }

    fn count(&self) {
        let live = self.open.values().filter(|incident| incident.lane() == Lane::Live).count();
        let set = |lane, count: usize| self.shared.figures.set("hifazat_incidents_open", Some(("lane", lane)), count);
        set("live", live);
        set("low_trust", self.open.len() - live);
    }
}

/// Beats every 2 s until the server stops.
pub(crate) async fn beat(shared: &Shared) {
    loop {
        tokio::select! {
            () = shared.stop.cancelled() => return,
            () = shared.clock.sleep(BEAT) => {}
        }
        shared.hub.pulse("beat", &Beat { now_ms: shared.clock.now().0, revision: shared.hub.newest() });
    }
}
