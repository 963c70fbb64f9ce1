//! Journeys and faults over real processes and sockets.

mod aftermath;
mod disk_trace;

pub use aftermath::all_is_well;
pub use disk_trace::{Disk, Luck, Step, steps};
