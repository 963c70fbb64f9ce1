//! Whose district a point lies in. Polygons come from a file that the server loads; the built-in table of district
//! headquarters answers without one. Never a refusal.

mod headquarters;

use serde::{Deserialize, Serialize};

pub use headquarters::{HEADQUARTERS, Headquarters, NearestHeadquarters, PoliceHead};

/// The district of a point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Located {
    /// English name.
    pub name: String,
    /// Urdu name.
    pub name_ur: String,
    /// Guessed from the nearest headquarters or the nearest boundary, not from a boundary around the point.
    pub approximate: bool,
}

/// Finds the district of a point on Earth.
pub trait Districts: Send + Sync {
    /// The district that has to answer for a point, given in degrees north and east (WGS 84).
    fn district_of(&self, latitude_deg: f64, longitude_deg: f64) -> Option<Located>;
}
