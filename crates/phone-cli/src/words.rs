//! The words on standard error: each step of an alert as it is proven.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::io::Write;

use hifazat_phone::{AlertView, Notice, Step, StepStage};
use hifazat_protocol::{AlertId, Stage, Status};

/// Says something. Words that nobody can take, because the disk under the log is full or its reader is gone, are no
/// error: `eprintln!` would panic, and end what carries an alarm.
pub(crate) fn say(words: impl Display) {
    drop(writeln!(std::io::stderr(), "{words}"));
}

/// Says each step once.
#[derive(Default)]
pub(crate) struct Teller {
    told: BTreeSet<(AlertId, StepStage)>,
    lost: BTreeSet<AlertId>,
}

impl Teller {
    /// Takes the steps of these alerts as told.
    pub(crate) fn pass_over(&mut self, alerts: &[AlertView]) {
        for alert in alerts {
            self.told.extend(alert.steps.iter().map(|step| (alert.alert_id, step.stage)));
        }
    }

    /// Says what is new.
    pub(crate) fn tell(&mut self, alerts: &[AlertView]) {
        for alert in alerts.iter().filter(|alert| alert.status != Status::Test) {
            self.tell_lost(alert);
            for step in &alert.steps {
                if self.told.insert((alert.alert_id, step.stage)) {
                    say(format_args!("{} {}: {}", kind(alert.status), alert.alert_id, line(step)));
                }
            }
        }
    }

    /// What was told of an alert that the room has lost is true no more, and is told anew when it is.
    fn tell_lost(&mut self, alert: &AlertView) {
        let id = alert.alert_id;
        if alert.lost_at.is_none() {
            self.lost.remove(&id);
        } else if self.lost.insert(id) {
            self.told.retain(|(of, stage)| *of != id || *stage == StepStage::Saved);
            say(format_args!("{} {id}: the control room has lost it; sending again", kind(alert.status)));
        }
    }
}

/// The name that scripts read.
pub(crate) const fn stage_name(stage: StepStage) -> &'static str {
    match stage {
        StepStage::Saved => "saved",
        StepStage::Proven(Stage::Stored) => "stored",
        StepStage::Proven(Stage::Opened) => "opened",
        StepStage::Proven(Stage::Seen) => "seen",
        StepStage::Proven(Stage::Dispatched) => "dispatched",
        StepStage::Proven(Stage::Arrived) => "arrived",
        StepStage::Proven(Stage::Closed) => "closed",
    }
}

pub(crate) const fn status_name(status: Status) -> &'static str {
    match status {
        Status::Actual => "actual",
        Status::Exercise => "exercise",
        Status::Test => "test",
    }
}

const fn kind(status: Status) -> &'static str {
    match status {
        Status::Actual => "alarm",
        Status::Exercise => "drill",
        Status::Test => "line check",
    }
}

/// One step as a line.
pub(crate) fn line(step: &Step) -> String {
    let desk = step.desk.as_deref().unwrap_or("a desk");
    let unit = step.unit.as_deref().unwrap_or("a unit");
    let said = match step.stage {
        StepStage::Saved => "saved on this phone".to_owned(),
        StepStage::Proven(Stage::Stored) => "received by the control room".to_owned(),
        StepStage::Proven(Stage::Opened) => "opened".to_owned(),
        StepStage::Proven(Stage::Seen) => format!("seen by {desk}"),
        StepStage::Proven(Stage::Dispatched) => match step.eta_s {
            Some(eta_s) => format!("{unit} is on the way, about {} min", eta_s.div_ceil(60)),
            None => format!("{unit} is on the way"),
        },
        StepStage::Proven(Stage::Arrived) => format!("{unit} has arrived"),
        StepStage::Proven(Stage::Closed) => "closed".to_owned(),
    };
    match &step.path {
        Some(path) => format!("{said} ({path}, {} ms after the tap)", step.since_tap_ms),
        None => said,
    }
}

/// What somebody has to be told, as a sentence.
pub(crate) const fn notice(notice: Notice) -> &'static str {
    match notice {
        Notice::BundleRefused => "A new trust bundle could not be proven; the old one stays in force.",
        Notice::BundleExpired => {
            "The trust bundle has expired; it is used all the same. Ask the control room for a new one."
        }
        Notice::StoreSetAside => {
            "The database was damaged and has been set aside in the data folder; a fresh one is in use."
        }
        Notice::NotDurable => "Something could not be written; it lives in memory and is tried again.",
    }
}
