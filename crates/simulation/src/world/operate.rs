//! The operator's hands.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hifazat_protocol::AlertId;
use hifazat_room::ledger::Ledger;
use hifazat_room::{Act, DeskError, Disposition, Trust};

use super::World;
use crate::failure::Failure;
use crate::op::Work;
use crate::time::Side;

/// Drills that a console shows.
const DRILLS: u32 = 50;

/// What an operator took while nobody could read what it is.
#[derive(Default)]
pub(crate) struct TakenUnread(Mutex<BTreeMap<AlertId, Taking>>);

/// The last time.
#[derive(Clone, Copy)]
pub(crate) struct Taking {
    pub(crate) at: Duration,
    /// The room has said so; without that it may have died of it, before or after.
    pub(crate) sure: bool,
}

impl TakenUnread {
    pub(crate) fn taking(&self, id: AlertId) -> Option<Taking> {
        self.all().get(&id).copied()
    }

    /// Before it is done: the room may die of it. What was known of it is answered.
    fn begins(&self, id: AlertId, at: Duration) -> Option<Taking> {
        self.all().insert(id, Taking { at, sure: false })
    }

    fn ended(&self, id: AlertId, before: Option<Taking>, done: Result<(), &DeskError>) {
        let mut all = self.all();
        match (done, before) {
            (Ok(()), _) => drop(all.entry(id).and_modify(|taking| taking.sure = true)),
            (Err(DeskError::Ledger(_)), _) => {}
            (Err(DeskError::Refused { .. } | DeskError::Forbidden), Some(before)) => drop(all.insert(id, before)),
            (Err(DeskError::Refused { .. } | DeskError::Forbidden), None) => drop(all.remove(&id)),
        }
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<AlertId, Taking>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl World {
    /// Looks at the queues and does something to one of the incidents, as a task of the room: its disk may refuse, and it
    /// may die of it.
    pub(super) fn operate(&mut self, work: Work, which: u8) -> Result<(), Failure> {
        let Some(life) = &self.room else { return Ok(()) };
        let (room, ledger, seat) = (Arc::clone(&life.room), Arc::clone(&life.ledger), life.seat.clone());
        let (trace, taken, time) = (Arc::clone(&self.trace), Arc::clone(&self.taken_unread), Arc::clone(&self.time));
        self.tasks.start(
            Side::Room,
            Box::pin(async move {
                let Ok(snapshot) = ledger.snapshot(DRILLS).await else { return };
                let place = usize::from(which).checked_rem(snapshot.incidents.len()).unwrap_or(0);
                let Some(incident) = snapshot.incidents.get(place) else { return };
                let (id, seen) = (incident.id(), incident.intake.revision);
                let done = match act(work) {
                    Some(act) if incident.trust == Trust::Unreadable => {
                        let alert = incident.intake.alert;
                        let before = taken.begins(alert, time.now());
                        let done = room.act(id, &seat, act, seen).await.map(drop);
                        taken.ended(alert, before, done.as_ref().copied());
                        done
                    }
                    Some(act) => room.act(id, &seat, act, seen).await.map(drop),
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
