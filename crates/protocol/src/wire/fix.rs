//! A location fix as a CBOR map, and how it was found as a byte.

use minicbor::{Decode, Encode};

use crate::fix::{Fix, Method};
use crate::ids::UnixMillis;

/// Its keys are in `docs/protocol.md`.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct FixMap {
    #[n(0)]
    latitude_deg: f64,
    #[n(1)]
    longitude_deg: f64,
    #[n(2)]
    accuracy_m: Option<f64>,
    #[n(3)]
    speed_mps: Option<f64>,
    #[n(4)]
    heading_deg: Option<f64>,
    #[n(5)]
    at_ms: i64,
    #[n(6)]
    method: u8,
    #[n(7)]
    mock: Option<bool>,
}

impl From<&Fix> for FixMap {
    fn from(fix: &Fix) -> Self {
        Self {
            latitude_deg: fix.latitude_deg,
            longitude_deg: fix.longitude_deg,
            accuracy_m: fix.accuracy_m,
            speed_mps: fix.speed_mps,
            heading_deg: fix.heading_deg,
            at_ms: fix.at.0,
            method: method_byte(fix.method),
            mock: fix.mock.then_some(true),
        }
    }
}

impl From<FixMap> for Fix {
    fn from(map: FixMap) -> Self {
        Self {
            latitude_deg: map.latitude_deg,
            longitude_deg: map.longitude_deg,
            accuracy_m: map.accuracy_m,
            speed_mps: map.speed_mps,
            heading_deg: map.heading_deg,
            at: UnixMillis(map.at_ms),
            method: method_of(map.method),
            mock: map.mock.unwrap_or(false),
        }
    }
}

pub(crate) const fn method_byte(method: Method) -> u8 {
    match method {
        Method::Satellite => 0,
        Method::Network => 1,
        Method::Fused => 2,
        Method::Manual => 3,
        Method::Unknown => 255,
    }
}

pub(crate) const fn method_of(byte: u8) -> Method {
    match byte {
        0 => Method::Satellite,
        1 => Method::Network,
        2 => Method::Fused,
        3 => Method::Manual,
        _ => Method::Unknown,
    }
}
