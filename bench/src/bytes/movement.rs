//! Three hours of three people: where each is, second by second, as a receiver would say it.

use hifazat_protocol::{Fix, Method, UnixMillis};

/// How she moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Movement {
    /// In one room; the receiver wanders by a few metres.
    Standing,
    /// Through lanes, a corner every other minute.
    Walking,
    /// Driven through a town, a turn every minute.
    Driving,
}

const METRES_PER_DEGREE: f64 = 111_195.0;

impl Movement {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Standing => "standing",
            Self::Walking => "walking",
            Self::Driving => "driving",
        }
    }

    const fn speed_mps(self) -> f64 {
        match self {
            Self::Standing => 0.0,
            Self::Walking => 1.4,
            Self::Driving => 12.0,
        }
    }

    /// Seconds from corner to corner.
    const fn leg(self) -> u32 {
        match self {
            Self::Standing => 3_600,
            Self::Walking => 120,
            Self::Driving => 60,
        }
    }

    /// Where she is at this second of the hour.
    pub(crate) fn fix(self, second: u32, at: UnixMillis) -> Fix {
        let legs = second / self.leg();
        let walked = |leg: u32| f64::from((second.saturating_sub(leg * self.leg())).min(self.leg())) * self.speed_mps();
        // Right, then left, then right: north-east in stairs.
        let north: f64 = (0..=legs).filter(|leg| leg % 2 == 0).map(walked).sum();
        let east: f64 = (0..=legs).filter(|leg| leg % 2 == 1).map(walked).sum();
        // A receiver is never quite still.
        let wander = |period: f64| (f64::from(second) / period).sin() * 4.0;
        let moving = self != Self::Standing;
        Fix {
            latitude_deg: 31.5204 + (north + wander(37.0)) / METRES_PER_DEGREE,
            longitude_deg: 74.3587 + (east + wander(53.0)) / (METRES_PER_DEGREE * 0.8526),
            accuracy_m: Some(9.0 + wander(29.0)),
            speed_mps: Some(self.speed_mps()),
            heading_deg: moving.then_some(if legs.is_multiple_of(2) { 0.0 } else { 90.0 }),
            at,
            method: Method::Satellite,
            mock: false,
        }
    }
}
