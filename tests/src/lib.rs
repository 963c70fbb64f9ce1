//! Journeys and faults over real processes and sockets.

mod aftermath;
mod disk_trace;
mod memory;

pub use aftermath::all_is_well;
pub use disk_trace::{Disk, Luck, Step, steps};
pub use memory::in_memory;
