//! A doubtful place is kept and doubted, never drawn as a clean pin.

#![cfg(test)]

use hifazat_protocol::{Doubt, Fix, Method, UnixMillis};

const NOW: UnixMillis = UnixMillis(1_790_000_000_000);

fn clean() -> Fix {
    Fix {
        latitude_deg: 31.5204,
        longitude_deg: 74.3587,
        accuracy_m: Some(20.0),
        speed_mps: None,
        heading_deg: None,
        at: NOW,
        method: Method::Fused,
        mock: false,
    }
}

#[test]
fn a_clean_fix_has_no_doubts() {
    assert!(clean().doubts(NOW).is_empty());
    assert!(clean().doubts(NOW.plus_ms(9 * 60_000)).is_empty());
}

#[test]
fn each_absurd_value_has_its_doubt() {
    let cases = [
        (Fix { latitude_deg: 0.0, longitude_deg: 0.0, ..clean() }, Doubt::NullIsland),
        (Fix { latitude_deg: f64::NAN, ..clean() }, Doubt::NotANumber),
        (Fix { longitude_deg: f64::INFINITY, ..clean() }, Doubt::NotANumber),
        (Fix { latitude_deg: 91.0, ..clean() }, Doubt::OutOfRange),
        (Fix { longitude_deg: -181.0, ..clean() }, Doubt::OutOfRange),
        (Fix { mock: true, ..clean() }, Doubt::Mock),
        (Fix { accuracy_m: None, ..clean() }, Doubt::NoAccuracy),
        (Fix { accuracy_m: Some(0.0), ..clean() }, Doubt::AccuracyZero),
        (Fix { accuracy_m: Some(5_001.0), ..clean() }, Doubt::AccuracyRough),
        (Fix { at: NOW.plus_ms(60_000), ..clean() }, Doubt::FromFuture),
        (Fix { at: NOW.plus_ms(-11 * 60_000), ..clean() }, Doubt::Stale),
    ];
    for (fix, doubt) in cases {
        assert_eq!(fix.doubts(NOW), vec![doubt]);
    }
}
