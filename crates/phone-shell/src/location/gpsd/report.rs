//! One line of gpsd: a `TPV` report with a position becomes a fix; everything else says nothing about the place.

use hifazat_protocol::{Fix, Method, UnixMillis};
use serde::Deserialize;

/// `mode` of a report: 0 unknown, 1 no fix, 2 two-dimensional, 3 three-dimensional.
const TWO_DIMENSIONAL: u8 = 2;
/// `status` of a report that a simulator made.
const SIMULATED: u8 = 8;

#[derive(Deserialize)]
#[serde(tag = "class")]
enum Report {
    #[serde(rename = "TPV")]
    Position(Position),
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Position {
    #[serde(default)]
    mode: u8,
    #[serde(default)]
    status: u8,
    time: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    /// Estimated horizontal error, metres (gpsd 3.19 and later).
    eph: Option<f64>,
    /// The same along the two axes, from older versions.
    epx: Option<f64>,
    epy: Option<f64>,
    speed: Option<f64>,
    track: Option<f64>,
}

/// The fix in a line, measured at the report's own time or, without one, `now`.
pub(super) fn fix(line: &[u8], now: UnixMillis) -> Option<Fix> {
    let Ok(Report::Position(position)) = serde_json::from_slice(line) else { return None };
    if position.mode < TWO_DIMENSIONAL {
        return None;
    }
    let along_axes = || Some(position.epx?.hypot(position.epy?));
    Some(Fix {
        latitude_deg: position.lat?,
        longitude_deg: position.lon?,
        accuracy_m: position.eph.or_else(along_axes),
        speed_mps: position.speed,
        heading_deg: position.track,
        at: position.time.as_deref().and_then(instant).unwrap_or(now),
        method: Method::Satellite,
        mock: position.status == SIMULATED,
    })
}

fn instant(text: &str) -> Option<UnixMillis> {
    let instant: jiff::Timestamp = text.parse().ok()?;
    Some(UnixMillis(instant.as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMillis = UnixMillis(1_795_000_000_000);

    #[test]
    fn a_position_report_becomes_a_fix() {
        let line = br#"{"class":"TPV","device":"/dev/ttyUSB0","mode":3,"time":"2026-11-18T07:06:40.250Z","lat":31.5204,"lon":74.3587,"altHAE":211.2,"eph":12.5,"speed":1.4,"track":87.5}"#;
        let fix = fix(line, NOW).unwrap();
        assert_eq!((fix.latitude_deg, fix.longitude_deg, fix.accuracy_m), (31.5204, 74.3587, Some(12.5)));
        assert_eq!((fix.speed_mps, fix.heading_deg, fix.at), (Some(1.4), Some(87.5), UnixMillis(1_794_985_600_250)));
        assert_eq!((fix.method, fix.mock), (Method::Satellite, false));
    }

    #[test]
    fn the_error_along_both_axes_is_an_accuracy_too() {
        let line = br#"{"class":"TPV","mode":2,"lat":31.5,"lon":74.3,"epx":3.0,"epy":4.0}"#;
        let fix = fix(line, NOW).unwrap();
        assert_eq!((fix.accuracy_m, fix.at), (Some(5.0), NOW));
    }

    #[test]
    fn a_simulated_position_is_marked() {
        let line = br#"{"class":"TPV","mode":3,"status":8,"lat":31.5,"lon":74.3}"#;
        assert!(fix(line, NOW).unwrap().mock);
    }

    #[test]
    fn whatever_is_no_position_is_no_fix() {
        let lines: [&[u8]; 7] = [
            br#"{"class":"VERSION","release":"3.22"}"#,
            br#"{"class":"SKY","satellites":[]}"#,
            br#"{"class":"TPV","mode":1,"lat":0.0,"lon":0.0}"#,
            br#"{"class":"TPV","mode":3,"lat":31.5}"#,
            br#"{"class":"TPV","mode":3,"lat":"north","lon":74.3}"#,
            b"not json",
            b"",
        ];
        for line in lines {
            assert_eq!(fix(line, NOW), None);
        }
    }
}
