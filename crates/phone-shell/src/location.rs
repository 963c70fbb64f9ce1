//! Where a computer learns its place: from gpsd, or from a script.

mod chosen;
mod gpsd;
mod scripted;

pub use chosen::{BadGpsd, chosen};
pub use gpsd::Gpsd;
pub use scripted::{ParseFixError, Scripted, Written, parse_fix};
