//! Distances on the ground, between fixes that name a point on Earth.

use hifazat_protocol::Fix;

const EARTH_M: f64 = 6_371_000.0;

/// Great-circle distance in metres; `None` when either is no place on Earth.
pub(crate) fn distance_m(from: &Fix, to: &Fix) -> Option<f64> {
    if !from.is_on_earth() || !to.is_on_earth() {
        return None;
    }
    let (lat1, lat2) = (from.latitude_deg.to_radians(), to.latitude_deg.to_radians());
    let (half_lat, half_lon) = ((lat2 - lat1) / 2.0, (to.longitude_deg - from.longitude_deg).to_radians() / 2.0);
    let a = half_lat.sin().powi(2) + lat1.cos() * lat2.cos() * half_lon.sin().powi(2);
    Some(2.0 * EARTH_M * a.sqrt().min(1.0).asin())
}

/// How far a fix lies from the straight way between two others, in metres, on ground that is flat around `from`.
/// `None` when one of them is no place on Earth.
pub(crate) fn detour_m(fix: &Fix, from: &Fix, to: &Fix) -> Option<f64> {
    if ![fix, from, to].iter().all(|fix| fix.is_on_earth()) {
        return None;
    }
    let flat = |point: &Fix| {
        let east_deg = (point.longitude_deg - from.longitude_deg + 540.0).rem_euclid(360.0) - 180.0;
        let east_m = east_deg.to_radians() * from.latitude_deg.to_radians().cos() * EARTH_M;
        (east_m, (point.latitude_deg - from.latitude_deg).to_radians() * EARTH_M)
    };
    let ((x, y), (end_x, end_y)) = (flat(fix), flat(to));
    let length_squared = end_x.mul_add(end_x, end_y * end_y);
    let along = if length_squared > 0.0 { x.mul_add(end_x, y * end_y) / length_squared } else { 0.0 };
    let along = along.clamp(0.0, 1.0);
    Some((x - along * end_x).hypot(y - along * end_y))
}
