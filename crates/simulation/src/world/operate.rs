//! The operator's hands.

use std::sync::Arc;

use hifazat_room::ledger::Ledger;
use hifazat_room::{Act, Disposition};

use super::World;
use crate::failure::Failure;
use crate::op::Work;
use crate::time::Side;

/// Drills that a console shows.
const DRILLS: u32 = 50;

impl World {
    /// Looks at the queues and does something to one of the incidents, as a task of the room: its disk may refuse, and it
    /// may die of it.
    pub(super) fn operate(&mut self, work: Work, which: u8) -> Result<(), Failure> {
        let Some(life) = &self.room else { return Ok(()) };
        let (room, ledger, seat) = (Arc::clone(&life.room), Arc::clone(&life.ledger), life.seat.clone());
        let trace = Arc::clone(&self.trace);
        self.tasks.start(
            Side::Room,
            Box::pin(async move {
                let Ok(snapshot) = ledger.snapshot(DRILLS).await else { return };
                let place = usize::from(which).checked_rem(snapshot.incidents.len()).unwrap_or(0);
                let Some(incident) = snapshot.incidents.get(place) else { return };
                let (id, seen) = (incident.id(), incident.intake.revision);
                let done = match act(work) {
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
