//! What the room holds.

use std::collections::BTreeSet;

use hifazat_phone::{AlertRecord, EntryKey, EntryState};
use hifazat_protocol::{AlertId, Status};
use hifazat_room::ledger::{Record, Target};
use hifazat_room::{Flag, Trust};

use super::book::Alarm;
use crate::failure::{DRILLS_STAY_OUT, Failure, NUMBERS_ARE_HERS, ONE_INCIDENT, SETTLED_IS_STORED};
use crate::world::World;

impl World {
    /// One record for an alert, in the queue where it belongs, and none of its messages in another's place.
    pub(super) fn check_records(&self) -> Result<(), Failure> {
        let mut seen = BTreeSet::new();
        for record in &self.book.records {
            let intake = record.intake();
            if !seen.insert(intake.alert) {
                return Err(self.fail(ONE_INCIDENT, format!("{} has two", intake.alert)));
            }
            if !self.book.alarm(intake.alert).is_none_or(|alarm| self.stands_right(alarm, record)) {
                return Err(self.fail(DRILLS_STAY_OUT, format!("{record:?}")));
            }
            if let Some(flag) = intake.flags.iter().find(|flag| self.tells_of_a_mistake(intake.alert, **flag)) {
                return Err(self.fail(NUMBERS_ARE_HERS, format!("{} is flagged {flag:?}", intake.alert)));
            }
        }
        Ok(())
    }

    /// An alarm among the incidents, a drill among the drills. What nobody could read is an incident, and stays one, marked, if a
    /// desk had taken it by then.
    fn stands_right(&self, alarm: &Alarm, record: &Record) -> bool {
        let in_earnest = alarm.status == Status::Actual;
        let taking = self.taken_unread.taking(alarm.id);
        match record {
            Record::Incident(incident) => {
                let taken = taking.is_some() && incident.intake.flags.contains(&Flag::MixedStatus);
                in_earnest || incident.trust == Trust::Unreadable || taken
            }
            Record::Drill(_) => {
                let stays = taking.is_some_and(|taking| taking.sure && !self.book.was_put_back_since(taking.at));
                !in_earnest && !stays
            }
        }
    }

    /// A drill that a desk took while nobody could read it.
    pub(super) fn was_taken_for_an_alarm(&self, id: AlertId) -> bool {
        let drill = self.book.alarm(id).is_some_and(|alarm| alarm.status != Status::Actual);
        drill && self.taken_unread.taking(id).is_some()
    }

    fn tells_of_a_mistake(&self, id: AlertId, flag: Flag) -> bool {
        match flag {
            Flag::Conflict => !self.book.has_forgotten && !self.book.garbled,
            Flag::MixedStatus => !self.was_taken_for_an_alarm(id),
            Flag::Contested => true,
            Flag::ClockAbsurd | Flag::AfterClose | Flag::Reopened | Flag::UnprovenText => false,
        }
    }

    /// What is settled on the phone's disk is kept on the room's, byte for byte.
    pub(super) fn check_settled(&mut self, kept: &[AlertRecord]) -> Result<(), Failure> {
        let Some(room) = &self.room else { return Ok(()) };
        let entries = kept.iter().flat_map(|record| &record.entries);
        let settled = entries.filter(|entry| entry.state == EntryState::Settled).map(|entry| entry.key);
        let settled: BTreeSet<EntryKey> = settled.collect();
        self.book.outdated.retain(|key| settled.contains(key));
        let fresh =
            settled.into_iter().filter(|key| !self.book.proven.contains(key) && !self.book.outdated.contains(key));
        let fresh: Vec<EntryKey> = fresh.collect();
        let attempts = self.attempts.all();
        for key in fresh {
            let Some(attempt) = attempts.get(&key) else {
                return Err(self.fail(SETTLED_IS_STORED, format!("{key:?} was never carried")));
            };
            // It may have been kept by the room that was put back since.
            if self.book.was_put_back_since(attempt.last) {
                continue;
            }
            let Some(record) = self.book.record(key.alert) else {
                return Err(self.fail(SETTLED_IS_STORED, format!("the room knows nothing of {key:?}")));
            };
            let device = record.intake().device;
            let target = Target { alert: key.alert, device: Some(device), sequence: Some(key.sequence) };
            if !room.keeps(target, attempt.digest).map_err(|error| Failure::of_the_world(&error))? {
                return Err(self.fail(SETTLED_IS_STORED, format!("the room does not keep {key:?}")));
            }
            self.book.proven.insert(key);
        }
        Ok(())
    }
}

impl Alarm {
    /// It need not come to the room: it is lost, or was withdrawn, perhaps before it left the phone.
    pub(super) fn may_stay_away(&self) -> bool {
        let taken_back = self.withdrawn.is_some_and(|withdrawn| !withdrawn.duress && !withdrawn.lost);
        self.lost || taken_back || (self.left_behind && self.status != Status::Actual)
    }

    /// It was saved, and nothing that she did lets it go.
    pub(super) fn must_be_kept(&self) -> bool {
        self.status == Status::Actual && !self.lost && !self.left_behind
    }
}
