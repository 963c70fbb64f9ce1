//! From the brain's values to what the console reads. Matches are spelled out: a new state must be thought about here.

use hifazat_protocol::ContactRule as Rule;
use hifazat_room::audit::Entry;
use hifazat_room::ledger::File;
use hifazat_room::{
    Clip as RoomClip, Disposition as RoomDisposition, Drill, DrillStatus as RoomDrillStatus, Due,
    Headquarters as RoomHeadquarters, Incident as RoomIncident, Lane as RoomLane, Place as RoomPlace, StateName,
    Trust as RoomTrust,
};
use serde::Serialize;

use super::{
    Clip, ContactRule, Disposition, DrillRow, DrillStatus, Headquarters, Incident, IncidentRow, IncidentState, Lane,
    LogLine, Place, Step, Trust,
};

impl From<&RoomIncident> for IncidentRow {
    fn from(incident: &RoomIncident) -> Self {
        let (intake, clocks) = (&incident.intake, incident.clocks());
        let (taken, sent) = (incident.state.taken(), incident.state.sent());
        let district = incident.district.as_ref();
        Self {
            id: incident.id().to_string(),
            label: incident.label(),
            revision: intake.revision.0,
            state: incident.state.name().into(),
            lane: incident.lane().into(),
            trust: incident.trust.into(),
            may_be_left_out: incident.may_be_left_out(),
            tapped_at_ms: intake.tapped_at.unwrap_or(intake.stored_at).0,
            stored_at_ms: intake.stored_at.0,
            contact_rule: incident.contact_rule.map(ContactRule::from),
            duress: incident.duress,
            cancelled: incident.cancelled,
            district: district.map(|district| district.name.clone()),
            district_ur: district.map(|district| district.name_ur.clone()),
            district_approximate: district.is_some_and(|district| district.approximate),
            place: incident.latest.as_ref().map(|latest| Place::from(&latest.place)),
            paths: intake.paths.iter().map(ToString::to_string).collect(),
            desk: taken.map(|taken| taken.desk.clone()),
            operator: taken.map(|taken| taken.operator.clone()),
            unit: sent.map(|sent| sent.unit.clone()),
            eta_s: sent.and_then(|sent| sent.eta_s),
            disposition: incident.state.outcome().map(|outcome| outcome.disposition.as_str().to_owned()),
            clips: incident.clips.iter().map(Clip::from).collect(),
            accept_due_ms: clocks.due(Due::Accept).0,
            assign_due_ms: clocks.due(Due::Assign).0,
            arrive_due_ms: clocks.due(Due::Arrive).0,
        }
    }
}

impl From<&RoomClip> for Clip {
    fn from(clip: &RoomClip) -> Self {
        Self { digest: clip.digest.to_string(), recorded_at_ms: clip.recorded_at.0, here: clip.is_here() }
    }
}

impl From<&File> for Incident {
    fn from(file: &File) -> Self {
        let incident = &file.incident;
        Self {
            row: IncidentRow::from(incident),
            track: file.track.iter().map(Place::from).collect(),
            battery_percent: incident.battery.map(|(_, percent)| percent),
            charging: incident.charging.map(|(_, charging)| charging),
            last_word: incident.is_at_its_last_word(),
            language: incident.language.as_ref().map(word),
            trigger: incident.trigger.as_ref().map(word),
            device: incident.intake.device.to_string(),
            unreadable_reason: incident.unreadable.clone(),
            texted_from: incident.intake.texter.as_ref().and_then(|texter| texter.number.clone()),
            steps: steps(file),
            log: file.log.iter().map(LogLine::from).collect(),
        }
    }
}

/// One step a stage: the first receipt of each, in the ladder's order of signing. A second unit is the log's matter.
fn steps(file: &File) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for receipt in &file.receipts {
        let step = Step { stage: word(&receipt.stage), at_ms: receipt.at.0, fetched: receipt.fetched_at.is_some() };
        if !steps.iter().any(|known| known.stage == step.stage) {
            steps.push(step);
        }
    }
    steps
}

impl From<&Entry> for LogLine {
    fn from(entry: &Entry) -> Self {
        Self { at_ms: entry.at.0, who: entry.who.clone(), what: entry.what.clone() }
    }
}

impl From<&Drill> for DrillRow {
    fn from(drill: &Drill) -> Self {
        let intake = &drill.intake;
        Self {
            id: intake.id.to_string(),
            label: drill.label(),
            status: match drill.status {
                RoomDrillStatus::Exercise => DrillStatus::Exercise,
                RoomDrillStatus::Test => DrillStatus::Test,
            },
            tapped_at_ms: intake.tapped_at.unwrap_or(intake.stored_at).0,
            stored_at_ms: intake.stored_at.0,
            device: intake.device.to_string(),
            paths: intake.paths.iter().map(ToString::to_string).collect(),
            opened: intake.is_opened(),
        }
    }
}

impl From<&RoomPlace> for Place {
    fn from(place: &RoomPlace) -> Self {
        Self {
            latitude_deg: place.latitude_deg,
            longitude_deg: place.longitude_deg,
            accuracy_m: place.accuracy_m,
            at_ms: place.at.0,
            method: word(&place.method),
            doubts: place.doubts.iter().map(word).collect(),
        }
    }
}

impl From<&RoomHeadquarters> for Headquarters {
    fn from(place: &RoomHeadquarters) -> Self {
        Self {
            name: place.name.to_owned(),
            name_ur: place.name_ur.to_owned(),
            lat: place.latitude_deg,
            lon: place.longitude_deg,
        }
    }
}

impl From<StateName> for IncidentState {
    fn from(state: StateName) -> Self {
        match state {
            StateName::New => Self::New,
            StateName::Accepted => Self::Accepted,
            StateName::Dispatched => Self::Dispatched,
            StateName::Arrived => Self::Arrived,
            StateName::Closed => Self::Closed,
        }
    }
}

impl From<RoomLane> for Lane {
    fn from(lane: RoomLane) -> Self {
        match lane {
            RoomLane::Live => Self::Live,
            RoomLane::LowTrust => Self::LowTrust,
        }
    }
}

impl From<RoomTrust> for Trust {
    fn from(trust: RoomTrust) -> Self {
        match trust {
            RoomTrust::Known => Self::Known,
            RoomTrust::Low => Self::Low,
            RoomTrust::Unproven => Self::Unproven,
            RoomTrust::Unreadable => Self::Unreadable,
        }
    }
}

impl From<Rule> for ContactRule {
    fn from(rule: Rule) -> Self {
        match rule {
            Rule::Silent => Self::Silent,
            Rule::Text => Self::Text,
            Rule::Call => Self::Call,
        }
    }
}

impl From<Disposition> for RoomDisposition {
    fn from(disposition: Disposition) -> Self {
        match disposition {
            Disposition::ArrivedSafe => Self::ArrivedSafe,
            Disposition::OffenceRegistered => Self::OffenceRegistered,
            Disposition::Referred => Self::Referred,
            Disposition::FalseAccidental => Self::FalseAccidental,
            Disposition::FalseTest => Self::FalseTest,
            Disposition::NoContactPending => Self::NoContactPending,
        }
    }
}

/// The word that the protocol writes for a plain value.
pub(super) fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(_) | Err(_) => String::new(),
    }
}
