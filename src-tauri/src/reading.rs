//! What a telephone's positioning says, in our words.
//!
//! Android reports a speed that it does not know as 0 and a heading likewise; iOS reports both as -1. Zero is a common
//! lie, so it counts as unknown: losing "stands still" costs nothing. Accuracy is passed on as it came, also 0: the brain
//! keeps and flags it. Whether a place is mocked, the plugin does not say.

use hifazat_protocol::{Fix, Method, UnixMillis};

/// One reading of the platform: degrees, metres, metres a second, milliseconds since 1970.
#[derive(Clone, Copy)]
pub(crate) struct Reading {
    pub(crate) latitude_deg: f64,
    pub(crate) longitude_deg: f64,
    pub(crate) accuracy_m: f64,
    pub(crate) speed_mps: Option<f64>,
    pub(crate) heading_deg: Option<f64>,
    pub(crate) at_ms: u64,
}

impl Reading {
    /// The same as a fix.
    pub(crate) fn fix(self) -> Fix {
        let speed_mps = self.speed_mps.filter(|speed| *speed > 0.0);
        Fix {
            latitude_deg: self.latitude_deg,
            longitude_deg: self.longitude_deg,
            // Apple's way to say that it does not know.
            accuracy_m: Some(self.accuracy_m).filter(|accuracy| !accuracy.is_sign_negative()),
            speed_mps,
            // Without a speed there is no direction of travel.
            heading_deg: self.heading_deg.filter(|heading| speed_mps.is_some() && *heading >= 0.0),
            at: UnixMillis(i64::try_from(self.at_ms).unwrap_or(i64::MAX)),
            method: Method::Fused,
            mock: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STILL: Reading = Reading {
        latitude_deg: 31.5,
        longitude_deg: 74.3,
        accuracy_m: 12.0,
        speed_mps: Some(0.0),
        heading_deg: Some(0.0),
        at_ms: 1_800_000_000_000,
    };

    #[test]
    fn a_speed_of_zero_is_an_unknown_speed() {
        let fix = STILL.fix();
        assert_eq!((fix.accuracy_m, fix.speed_mps, fix.heading_deg), (Some(12.0), None, None));
    }

    #[test]
    fn a_moving_phone_has_speed_and_heading() {
        let fix = Reading { speed_mps: Some(1.4), heading_deg: Some(270.0), ..STILL }.fix();
        assert_eq!((fix.speed_mps, fix.heading_deg), (Some(1.4), Some(270.0)));
    }

    #[test]
    fn a_negative_accuracy_is_unknown_and_zero_is_kept_for_the_brain_to_doubt() {
        assert_eq!(Reading { accuracy_m: -1.0, ..STILL }.fix().accuracy_m, None);
        assert_eq!(Reading { accuracy_m: 0.0, ..STILL }.fix().accuracy_m, Some(0.0));
    }
}
