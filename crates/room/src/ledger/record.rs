//! What one alert has become: an incident or a drill.

use hifazat_protocol::{AlertId, DeviceId};

use crate::drill::Drill;
use crate::incident::Incident;
use crate::intake::Intake;

/// What one alert has become.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// In earnest, or unreadable.
    Incident(Box<Incident>),
    /// Exercise or test.
    Drill(Box<Drill>),
}

impl Record {
    /// How it came.
    #[must_use]
    pub const fn intake(&self) -> &Intake {
        match self {
            Self::Incident(incident) => &incident.intake,
            Self::Drill(drill) => &drill.intake,
        }
    }

    /// For the ledger, which gives revisions and labels.
    pub const fn intake_mut(&mut self) -> &mut Intake {
        match self {
            Self::Incident(incident) => &mut incident.intake,
            Self::Drill(drill) => &mut drill.intake,
        }
    }

    /// Whether this device raised it under this id on the wire.
    #[must_use]
    pub fn is_of(&self, alert: AlertId, device: DeviceId) -> bool {
        let intake = self.intake();
        (intake.alert, intake.device) == (alert, device)
    }

    /// The incident, if it is one.
    #[must_use]
    pub fn incident(&self) -> Option<&Incident> {
        match self {
            Self::Incident(incident) => Some(incident),
            Self::Drill(_) => None,
        }
    }
}
