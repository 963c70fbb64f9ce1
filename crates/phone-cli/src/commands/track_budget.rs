//! What the track of a live alarm may cost.

use std::path::Path;

use serde::Serialize;

use super::{open, print};
use crate::args::TrackBudget;

#[derive(Serialize)]
struct Set {
    track_bytes_per_hour: u32,
}

pub(crate) fn track_budget(data: &Path, options: &TrackBudget) -> anyhow::Result<()> {
    open(data)?.phone().set_track_budget(options.bytes_per_hour);
    print(&Set { track_bytes_per_hour: options.bytes_per_hour })
}
