//! Where she is, as the console may show it: always with accuracy, age and every doubt.

use std::fmt;

use hifazat_protocol::{Doubt, Fix, Method, Sequence, UnixMillis};
use serde::{Deserialize, Serialize};

/// A location fix with finite coordinates and what speaks against it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Degrees north (WGS 84).
    pub latitude_deg: f64,
    /// Degrees east (WGS 84).
    pub longitude_deg: f64,
    /// Radius of horizontal accuracy in metres.
    pub accuracy_m: Option<f64>,
    /// Speed over ground in metres per second.
    pub speed_mps: Option<f64>,
    /// Course in degrees clockwise from north.
    pub heading_deg: Option<f64>,
    /// When it was measured, by the phone's clock.
    pub at: UnixMillis,
    /// How it was found.
    pub method: Method,
    /// Empty: a clean pin.
    pub doubts: Vec<Doubt>,
}

/// The place an incident is shown at, and from which message it came.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Latest {
    /// The place.
    pub place: Place,
    /// The message that brought it.
    pub sequence: Sequence,
}

impl Place {
    /// The place of a fix in a message composed at `composed_at` by the same phone's clock. `None` when a coordinate
    /// is not a number: there is nothing to draw, and the sealed original is kept anyway.
    #[must_use]
    pub fn of(fix: &Fix, composed_at: UnixMillis) -> Option<Self> {
        let finite = |value: Option<f64>| value.filter(|v| v.is_finite());
        (fix.latitude_deg.is_finite() && fix.longitude_deg.is_finite()).then(|| Self {
            latitude_deg: fix.latitude_deg,
            longitude_deg: fix.longitude_deg,
            accuracy_m: finite(fix.accuracy_m),
            speed_mps: finite(fix.speed_mps),
            heading_deg: finite(fix.heading_deg),
            at: fix.at,
            method: fix.method,
            doubts: fix.doubts(composed_at),
        })
    }

    /// Whether it may stand for where she is: on Earth, and not where failing software says that she is.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        !self.doubts.iter().any(|doubt| match doubt {
            Doubt::NotANumber | Doubt::OutOfRange | Doubt::NullIsland => true,
            Doubt::Mock
            | Doubt::NoAccuracy
            | Doubt::AccuracyZero
            | Doubt::AccuracyRough
            | Doubt::FromFuture
            | Doubt::Stale => false,
        })
    }
}

impl Latest {
    /// The better of the two, whichever came first: usable before unusable, then the later message. Of one message the
    /// envelope is offered after its text, and says more.
    #[must_use]
    pub fn better(known: Option<Self>, offered: Option<Self>) -> Option<Self> {
        let rank = |latest: &Self| (latest.place.is_usable(), latest.sequence);
        match (known, offered) {
            (Some(known), Some(offered)) if rank(&offered) >= rank(&known) => Some(offered),
            (known, offered) => known.or(offered),
        }
    }
}

impl fmt::Debug for Place {
    /// Says nothing of the place.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Place(…)")
    }
}
