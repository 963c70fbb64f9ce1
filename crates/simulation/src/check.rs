//! What must hold, looked at again and again: `book` is what was promised and what is known, the others are the questions.

mod book;
mod delivery;
mod end;
mod records;
mod screen;

use std::time::Duration;

use hifazat_phone::{AlertView, Outbox};

use crate::failure::{Failure, LOG_VERIFIES};
use crate::world::World;

pub(crate) use book::{Book, Withdrawal};

/// So much time passes between two looks.
const STRIDE: Duration = Duration::from_secs(5);

impl World {
    /// Lets time pass and looks at everything now and then.
    pub(crate) fn watch_for(&mut self, span: Duration) -> Result<(), Failure> {
        let until = self.time.now() + span;
        while self.time.now() < until {
            self.run_for(STRIDE.min(until.saturating_sub(self.time.now())))?;
            self.check()?;
        }
        Ok(())
    }

    /// Everything that must hold at any time.
    pub(crate) fn check(&mut self) -> Result<(), Failure> {
        if let Some(life) = &self.room {
            self.book.read_room(life).map_err(|error| Failure::of_the_world(&error))?;
        }
        self.check_records()?;
        self.check_arrivals()?;
        let Some(life) = &self.phone else { return Ok(()) };
        let views = life.phone.alerts();
        let kept = life.store.alerts().map_err(|error| Failure::of_the_world(&error.into()))?;
        self.trace.note(|| views.iter().map(told).collect::<Vec<_>>().join("; "));
        self.check_screen(&views)?;
        self.check_saved(&views, &kept)?;
        self.check_held(&kept)?;
        self.check_settled(&kept)?;
        self.check_attempts(&kept)
    }

    /// The whole log.
    pub(crate) fn verify_log(&self) -> Result<(), Failure> {
        let Some(life) = &self.room else { return Ok(()) };
        life.verify_log(&self.authority).map_err(|error| self.fail(LOG_VERIFIES, format!("{error:#}")))
    }
}

fn told(view: &AlertView) -> String {
    let stages: Vec<_> = view.steps.iter().map(|step| step.stage).collect();
    let AlertView { alert_id, durable, carrying, cancel, outbox_pending, .. } = view;
    format!("{alert_id} durable {durable} {stages:?} {carrying:?} {cancel:?} pending {outbox_pending}")
}
