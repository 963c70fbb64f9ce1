//! After all troubles: everything is delivered, everything is told.

use std::collections::BTreeSet;
use std::time::Duration;

use hifazat_phone::{AlertRecord, AlertView, CancelView, EntryKey, Outbox, StepStage};
use hifazat_protocol::{AlertId, ResponseKey, Sequence, Stage, Status, verify};
use hifazat_room::ledger::Record;

use super::book::Alarm;
use crate::failure::{ALL_IS_TOLD, CANCEL_ARRIVES, Failure, RECEIPTS_CHAIN};
use crate::world::World;

/// Longer than any pause of a phone and any question of its.
const PATIENCE: Duration = Duration::from_secs(45 * 60);
const LOOK: Duration = Duration::from_secs(10);

impl World {
    /// Everything is in order from now on, for as long as it takes.
    pub(crate) fn end(&mut self) -> Result<(), Failure> {
        self.calm()?;
        self.trace.note(|| format!("{:?} calm", self.time.now()));
        // What lives in memory only is brought to the disk first.
        self.watch_for(LOOK)?;
        let until = self.time.now() + PATIENCE;
        while let Some(missing) = self.missing()? {
            if self.time.now() >= until {
                return Err(self.fail(ALL_IS_TOLD, missing));
            }
            self.watch_for(LOOK)?;
        }
        self.check_withdrawals()?;
        self.check_chains()?;
        self.verify_log()
    }

    /// What is still to come.
    fn missing(&self) -> Result<Option<String>, Failure> {
        let Some(life) = &self.phone else { return Ok(Some("the phone is off".to_owned())) };
        let kept = life.store.alerts().map_err(|error| Failure::of_the_world(&error.into()))?;
        if let Some(open) = kept.iter().find(|record| record.open_entries() > 0) {
            return Ok(Some(format!("{} has open entries: {:?}", open.facts.id, open.entries)));
        }
        let views = life.phone.alerts();
        if let Some(view) = views.iter().find(|view| !view.durable) {
            return Ok(Some(format!("{} is still not saved", view.alert_id)));
        }
        if let Some(alarm) = self.book.alarms.iter().find(|alarm| self.is_missing(alarm, &views)) {
            return Ok(Some(format!("{} never came to the room", alarm.id)));
        }
        if let Some(view) = views.iter().find(|view| self.is_called_received_in_vain(view)) {
            return Ok(Some(format!("{} is called received, and the room does not hold its raise", view.alert_id)));
        }
        Ok(views.iter().find_map(|view| self.untold(view)))
    }

    /// What was over for the phone when the room was put back is not brought again.
    fn is_missing(&self, alarm: &Alarm, views: &[AlertView]) -> bool {
        let goes_on = views.iter().any(|view| view.alert_id == alarm.id && self.goes_on(view));
        let over = self.book.was_put_back_since(alarm.tapped) && !goes_on;
        !alarm.may_stay_away() && !over && self.book.record(alarm.id).is_none()
    }

    /// An alarm of which the phone asks, as far as anybody can see.
    fn goes_on(&self, view: &AlertView) -> bool {
        let closed = view.steps.iter().any(|step| step.stage == StepStage::Proven(Stage::Closed));
        let withdrawn = view.cancel == CancelView::TakenBack && !self.is_under_duress(view.alert_id);
        view.status == Status::Actual && !closed && !withdrawn
    }

    fn is_under_duress(&self, id: AlertId) -> bool {
        let withdrawn = self.book.alarm(id).and_then(|alarm| alarm.withdrawn);
        withdrawn.is_some_and(|withdrawn| withdrawn.duress && !withdrawn.lost)
    }

    fn is_called_received_in_vain(&self, view: &AlertView) -> bool {
        let received = view.steps.iter().any(|step| matches!(step.stage, StepStage::Proven(_)));
        let mut rows = self.book.rows(view.alert_id).iter();
        let held = rows.any(|row| row.stage == Stage::Stored && row.sequence == Sequence::RAISE);
        received && self.goes_on(view) && !held
    }

    /// A word of the room that a live alert does not show yet. After a PIN the screen stands still.
    fn untold(&self, view: &AlertView) -> Option<String> {
        // A drill that is called broken shows no further steps.
        let broken = view.broken && self.was_taken_for_an_alarm(view.alert_id);
        if view.status == Status::Test || view.cancel != CancelView::None || broken {
            return None;
        }
        let proven = |step: &hifazat_phone::Step| match step.stage {
            StepStage::Proven(stage) => Some(stage),
            StepStage::Saved => None,
        };
        let shown: BTreeSet<Stage> = view.steps.iter().filter_map(proven).collect();
        // A room that was put back to before the end may go through it once more.
        if shown.contains(&Stage::Closed) && self.book.was_put_back_since(Duration::ZERO) {
            return None;
        }
        let said = self.book.rows(view.alert_id).iter().filter(|row| !row.held).map(|row| row.stage);
        let untold: Vec<Stage> = said.filter(|stage| !shown.contains(stage)).collect();
        (!untold.is_empty()).then(|| format!("{} does not show {untold:?}", view.alert_id))
    }

    /// Whoever was told that it is taken back or cancelled was told the truth.
    fn check_withdrawals(&self) -> Result<(), Failure> {
        for alarm in &self.book.alarms {
            let Some(withdrawn) = alarm.withdrawn.filter(|withdrawn| !withdrawn.lost && !alarm.lost) else { continue };
            if self.may_have_lost_the_cancel(alarm) {
                continue;
            }
            // What never left the phone needs no cancel, unless she was forced.
            let Some(record) = self.book.record(alarm.id) else {
                if withdrawn.duress {
                    return Err(self.fail(CANCEL_ARRIVES, format!("nobody heard of {}, under duress", alarm.id)));
                }
                continue;
            };
            let incident = record.incident();
            let known = incident.is_some_and(|it| if withdrawn.duress { it.duress } else { it.cancelled || it.duress });
            if !known {
                return Err(self.fail(CANCEL_ARRIVES, format!("{} of {alarm:?}", told(record))));
            }
        }
        Ok(())
    }

    /// The room was put back to a copy that knew the alarm and not its cancel, or heard the raise again in a packet that was late;
    /// or her phone asks no more.
    fn may_have_lost_the_cancel(&self, alarm: &Alarm) -> bool {
        let view = self.phone.as_ref().and_then(|life| life.phone.alert_view(alarm.id));
        let asks = view.is_some_and(|view| self.goes_on(&view));
        let raise =
            self.attempts.all().get(&EntryKey { alert: alarm.id, sequence: Sequence::RAISE }).map(|raise| raise.last);
        let came_late = raise.is_some_and(|last| self.book.was_put_back_since(last));
        self.book.was_put_back_since(alarm.tapped) && (self.book.was_copied(alarm.id) || came_late || !asks)
    }

    /// Each receipt names the one before it.
    fn check_chains(&self) -> Result<(), Failure> {
        let Some(life) = &self.phone else { return Ok(()) };
        let kept = life.store.alerts().map_err(|error| Failure::of_the_world(&error.into()))?;
        kept.iter().try_for_each(|record| self.check_chain(record))
    }

    fn check_chain(&self, record: &AlertRecord) -> Result<(), Failure> {
        let id = record.facts.id;
        let response = record.facts.hidden.response_key.clone().unwrap_or(ResponseKey::from_bytes([0; 32]));
        let keys: Vec<_> = self.authority.receipt_keys().map(|key| key.public()).collect();
        let mut previous = None;
        for (row, ordinal) in self.book.rows(id).iter().zip(0..) {
            let broken = |why: &str| self.fail(RECEIPTS_CHAIN, format!("number {ordinal} of {id} {why}"));
            let read = verify(row.signed.as_bytes(), id, &keys, &response);
            let receipt = read.map_err(|error| broken(&format!("does not verify: {error}")))?;
            if row.ordinal != ordinal || receipt.previous != previous {
                return Err(broken("does not follow the one before"));
            }
            previous = Some(receipt.hash());
        }
        Ok(())
    }
}

fn told(record: &Record) -> String {
    record.incident().map_or_else(
        || "it is a drill".to_owned(),
        |incident| format!("cancelled {}, duress {}", incident.cancelled, incident.duress),
    )
}
