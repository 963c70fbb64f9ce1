//! What she reads, against what is true.

use hifazat_phone::{AlertRecord, AlertView, CancelView, StepStage, TextView};

use crate::failure::{Failure, HELD_IS_HELD, NO_TAP_IS_LOST, SAVED_IS_SAVED, WORDS_ARE_TRUE};
use crate::world::World;

impl World {
    /// Each word has a receipt that was handed out, of that very time; a cancel that is said to be received is known.
    pub(super) fn check_screen(&self, views: &[AlertView]) -> Result<(), Failure> {
        for view in views {
            for step in &view.steps {
                let StepStage::Proven(stage) = step.stage else { continue };
                let id = view.alert_id;
                let mut rows = self.book.said(id);
                let said = rows.any(|row| row.stage == stage && row.at == step.at && !row.held);
                if !said && !self.carrier.has_told(id, stage) {
                    return Err(self.fail(WORDS_ARE_TRUE, format!("{id} shows {stage:?}, which the room never said")));
                }
            }
            if matches!(view.text, Some(TextView::HandedOver { .. })) && !self.carrier.has_taken(view.alert_id) {
                return Err(self.fail(WORDS_ARE_TRUE, format!("no text of {} was handed over", view.alert_id)));
            }
            // A drill that was taken for an alarm is, for she has relied on a wrong answer.
            if view.broken && !self.was_taken_for_an_alarm(view.alert_id) {
                return Err(self.fail(WORDS_ARE_TRUE, format!("{} is called broken", view.alert_id)));
            }
            if view.cancel == CancelView::Received && !self.room_knows_of_cancel(view) && !self.may_be_forgotten(view) {
                let id = view.alert_id;
                return Err(self.fail(WORDS_ARE_TRUE, format!("the cancel of {id} is said to be received, and is not")));
            }
        }
        Ok(())
    }

    /// Words that are held back from a forced screen are not even on her phone.
    pub(super) fn check_held(&self, kept: &[AlertRecord]) -> Result<(), Failure> {
        for record in kept {
            let id = record.facts.id;
            let held = self.book.rows(id).iter().filter(|row| row.held);
            for row in held {
                if record.receipts.iter().any(|receipt| receipt.raw == row.signed.as_bytes()) {
                    return Err(self.fail(HELD_IS_HELD, format!("{id} has {:?}, which is held back", row.stage)));
                }
            }
        }
        Ok(())
    }

    /// The room was put back since, and her phone may not have asked yet. In the end it has.
    fn may_be_forgotten(&self, view: &AlertView) -> bool {
        self.book.alarm(view.alert_id).is_some_and(|alarm| self.book.was_put_back_since(alarm.tapped))
    }

    fn room_knows_of_cancel(&self, view: &AlertView) -> bool {
        let incident = self.book.record(view.alert_id).and_then(|record| record.incident());
        incident.is_some_and(|incident| incident.cancelled || incident.duress)
    }

    /// "Saved" is on the disk, and what was saved is still shown.
    pub(super) fn check_saved(&self, views: &[AlertView], kept: &[AlertRecord]) -> Result<(), Failure> {
        for view in views.iter().filter(|view| view.durable) {
            if !kept.iter().any(|record| record.facts.id == view.alert_id) {
                return Err(self.fail(SAVED_IS_SAVED, format!("{} is on no disk", view.alert_id)));
            }
        }
        for alarm in self.book.alarms.iter().filter(|alarm| alarm.must_be_kept()) {
            if !views.iter().any(|view| view.alert_id == alarm.id) {
                return Err(self.fail(NO_TAP_IS_LOST, format!("{} is gone from the phone", alarm.id)));
            }
        }
        Ok(())
    }
}
