//! File handles: each connection costs one, and the usual soft limit of 1,024 is less than one flood.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Raises the soft limit of open files to the hard one, and says how many connections fit below it.
#[must_use]
pub(crate) fn room_for_connections(wanted: usize) -> usize {
    const KEPT_FOR_OURSELVES: usize = 128;
    let now = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: now.maximum, maximum: now.maximum };
    let soft = match setrlimit(Resource::Nofile, raised) {
        Ok(()) => now.maximum,
        Err(_) => now.current,
    };
    let handles = soft.map_or(usize::MAX, |files| usize::try_from(files).unwrap_or(usize::MAX));
    wanted.min(handles.saturating_sub(KEPT_FOR_OURSELVES)).max(16)
}
