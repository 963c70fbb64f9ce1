//! Journeys and faults over real processes and sockets.

mod disk_trace;

pub use disk_trace::{Disk, Luck, Step, steps};
