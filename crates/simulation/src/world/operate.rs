//! The operator's hands.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use hifazat_protocol::AlertId;
use hifazat_room::ledger::Ledger;
use hifazat_room::{Act, Disposition, Incident, Trust};

use super::World;
use crate::failure::Failure;
use crate::op::Work;
use crate::time::Side;

/// Drills that a console shows.
const DRILLS: u32 = 50;

/// The alerts at which an operator worked while nobody could read what they are.
#[derive(Default)]
pub(crate) struct Unread(Mutex<BTreeSet<AlertId>>);

impl Unread {
    pub(crate) fn was_worked_at(&self, id: AlertId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&id)
    }

    fn note(&self, incident: &Incident) {
        if incident.trust == Trust::Unreadable {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(incident.intake.alert);
        }
    }
}

impl World {
    /// Looks at the queues and does something to one of the incidents, as a task of the room: its disk may refuse, and it
    /// may die of it.
    pub(super) fn operate(&mut self, work: Work, which: u8) -> Result<(), Failure> {
        let Some(life) = &self.room else { return Ok(()) };
        let (room, ledger, seat) = (Arc::clone(&life.room), Arc::clone(&life.ledger), life.seat.clone());
        let (trace, unread) = (Arc::clone(&self.trace), Arc::clone(&self.unread));
        self.tasks.start(
            Side::Room,
            Box::pin(async move {
                let Ok(snapshot) = ledger.snapshot(DRILLS).await else { return };
                let place = usize::from(which).checked_rem(snapshot.incidents.len()).unwrap_or(0);
                let Some(incident) = snapshot.incidents.get(place) else { return };
                let (id, seen) = (incident.id(), incident.intake.revision);
                let done = match act(work) {
                    Some(act) => {
                        // Before it is done: the room may die of it.
                        unread.note(incident);
                        room.act(id, &seat, act, seen).await.map(drop)
                    }
                    None => room.open_file(id, &seat).await.map(drop),
                };
                trace.note(|| format!("operator: {id} {work:?} {:?}", done.map_err(|error| error.to_string())));
            }),
        );
        self.work()
    }
}

fn act(work: Work) -> Option<Act> {
    Some(match work {
        Work::Accept => Act::Accept,
        Work::Dispatch(unit) => Act::Dispatch { unit: format!("Unit {unit}"), eta_s: Some(480) },
        Work::Arrive => Act::Arrive,
        Work::Close => Act::Close { disposition: Disposition::ArrivedSafe, note: String::new() },
        Work::Read => return None,
    })
}
