//! The desk, the map and the session as the console sees them.

use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{DrillRow, IncidentRow};

/// Everything the live desk shows, true at `revision`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS, ToSchema)]
pub struct Desk {
    /// The stream goes on after this.
    #[ts(type = "number")]
    pub revision: u64,
    /// The room's clock.
    #[ts(type = "number")]
    pub now_ms: i64,
    /// The room's name.
    pub room_name: String,
    /// Whom to name under the map.
    pub attribution: Option<String>,
    /// Districts are nearest headquarters, for want of boundaries.
    pub approximate: bool,
    /// Open incidents of all lanes; of those that may be left out the first 200.
    pub incidents: Vec<IncidentRow>,
    /// How many open incidents are left out.
    #[ts(type = "number")]
    pub left_out: u64,
    /// Recent drills.
    pub drills: Vec<DrillRow>,
    /// Units, as configured.
    pub units: Vec<Unit>,
}

/// A unit that can be sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Its name on the radio.
    pub call_sign: String,
    /// People in it.
    #[serde(default)]
    pub crew: Option<u8>,
    /// A woman officer is in it.
    #[serde(default)]
    pub woman_officer: Option<bool>,
    /// Where it belongs.
    #[serde(default)]
    pub district: Option<String>,
    /// Where it stands, as configured.
    #[serde(default)]
    pub latitude_deg: Option<f64>,
    /// Where it stands, as configured.
    #[serde(default)]
    pub longitude_deg: Option<f64>,
    /// The label of the incident it was sent to.
    #[serde(default)]
    pub busy_with: Option<String>,
}

/// What the map is drawn from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS, ToSchema)]
pub struct RoomMap {
    /// GeoJSON, as configured.
    #[ts(type = "unknown")]
    #[schema(value_type = Object, nullable)]
    pub boundaries: Option<serde_json::Value>,
    /// District headquarters.
    pub headquarters: Vec<Headquarters>,
    /// Whom to name under the map.
    pub attribution: Option<String>,
    /// No boundaries: districts are nearest headquarters.
    pub approximate: bool,
}

/// A district's headquarters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS, ToSchema)]
pub struct Headquarters {
    /// English name.
    pub name: String,
    /// Urdu name.
    pub name_ur: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct Session {
    /// The seat.
    pub seat: String,
    /// What it may do.
    pub role: String,
    /// What she reads as "Seen by".
    pub desk: String,
    /// To be sent as `X-Hifazat-Csrf` with every change.
    pub csrf: String,
    /// The room's name.
    pub room_name: String,
}

/// The incidents that may be left out, chosen anew. It is sent while some are: whatever it does not name is off the desk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS, ToSchema)]
pub struct Crowd {
    /// True then; a desk that is younger knows better.
    #[ts(type = "number")]
    pub revision: u64,
    /// Those that the desk shows.
    pub incidents: Vec<IncidentRow>,
    /// How many it leaves out.
    #[ts(type = "number")]
    pub left_out: u64,
}

/// The room lives: sent every 2 s.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct Beat {
    /// The room's clock.
    #[ts(type = "number")]
    pub now_ms: i64,
    /// The newest revision.
    #[ts(type = "number")]
    pub revision: u64,
}

/// A sign-in.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The seat's name.
    pub seat: String,
    /// Its password.
    pub password: String,
    /// Replaces a one-time password: at least 12 characters.
    #[serde(default)]
    pub new_password: Option<String>,
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignIn(…)")
    }
}
