//! Where she is, as far as anybody knows. A place that is not known is no [`Fix`] at all.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ids::UnixMillis;

/// How a place was found; the words of AML (ETSI TS 103 625).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// GPS, Galileo and their kin.
    Satellite,
    /// Cells or wireless networks.
    Network,
    /// The system's own mixture.
    Fused,
    /// Entered or configured by a person, as for a fixed panic button.
    Manual,
    /// The source did not say.
    Unknown,
}

/// One location fix, just as its source gave it: absurd values are kept and doubted, never mended.
#[derive(Clone, Copy, PartialEq)]
pub struct Fix {
    /// Degrees north (WGS 84).
    pub latitude_deg: f64,
    /// Degrees east (WGS 84).
    pub longitude_deg: f64,
    /// Radius of horizontal accuracy in metres, if the source gave one.
    pub accuracy_m: Option<f64>,
    /// Speed over ground in metres per second.
    pub speed_mps: Option<f64>,
    /// Course over ground in degrees clockwise from north.
    pub heading_deg: Option<f64>,
    /// When it was measured, by the phone's clock.
    pub at: UnixMillis,
    /// How it was found.
    pub method: Method,
    /// The system says that an app made it up.
    pub mock: bool,
}

impl fmt::Debug for Fix {
    /// Says nothing of the place.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fix(…)")
    }
}

/// Why a fix is not to be drawn as a clean pin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// A coordinate is not a number.
    NotANumber,
    /// Beyond ±90° or ±180°.
    OutOfRange,
    /// 0° N 0° E: what failing software reports.
    NullIsland,
    /// Made up by an app.
    Mock,
    /// No accuracy given.
    NoAccuracy,
    /// An accuracy of zero or less, which no instrument has.
    AccuracyZero,
    /// Rougher than 5 km.
    AccuracyRough,
    /// Measured later than now.
    FromFuture,
    /// Older than ten minutes.
    Stale,
}

const ROUGH_M: f64 = 5_000.0;
const STALE_MS: i64 = 10 * 60 * 1_000;
/// Two clocks on one phone may differ by so much.
const FUTURE_MS: i64 = 2_000;

impl Fix {
    /// Everything that speaks against this fix at the instant `now` of the same clock. Empty: a clean pin.
    #[must_use]
    pub fn doubts(&self, now: UnixMillis) -> Vec<Doubt> {
        let (lat, lon) = (self.latitude_deg, self.longitude_deg);
        let number = lat.is_finite() && lon.is_finite();
        let accuracy = self.accuracy_m;
        let age_ms = now.since(self.at);
        let found = [
            (Doubt::NotANumber, !number || accuracy.is_some_and(f64::is_nan)),
            (Doubt::OutOfRange, number && (lat.abs() > 90.0 || lon.abs() > 180.0)),
            (Doubt::NullIsland, lat.abs() < 0.001 && lon.abs() < 0.001),
            (Doubt::Mock, self.mock),
            (Doubt::NoAccuracy, accuracy.is_none()),
            (Doubt::AccuracyZero, accuracy.is_some_and(|m| m <= 0.0)),
            (Doubt::AccuracyRough, accuracy.is_some_and(|m| m > ROUGH_M)),
            (Doubt::FromFuture, age_ms < -FUTURE_MS),
            (Doubt::Stale, age_ms > STALE_MS),
        ];
        found.into_iter().filter(|(_, holds)| *holds).map(|(doubt, _)| doubt).collect()
    }

    /// The coordinates name a point on Earth that a map can show.
    #[must_use]
    pub fn is_on_earth(&self) -> bool {
        let (lat, lon) = (self.latitude_deg, self.longitude_deg);
        lat.is_finite() && lon.is_finite() && lat.abs() <= 90.0 && lon.abs() <= 180.0
    }
}
