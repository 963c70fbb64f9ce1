//! File handles: each connection costs one, and the usual soft limit of 1,024 is less than one flood.

use super::door::Limits;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Raises the soft limit of open files to the hard one; where even that is too low, both doors get less in proportion.
pub(crate) fn fitted(limits: Limits) -> Limits {
    let wanted = limits.phones + limits.consoles;
    let there = room_for_connections();
    if there >= wanted {
        return limits;
    }
    tracing::warn!(there, wanted, "few file handles (ulimit -n): fewer connections than configured");
    let phones = (limits.phones * there / wanted).max(1);
    Limits { phones, consoles: there.saturating_sub(phones).max(1), ..limits }
}

fn room_for_connections() -> usize {
    const KEPT_FOR_OURSELVES: u64 = 128;
    let now = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: now.maximum, maximum: now.maximum };
    let soft = if setrlimit(Resource::Nofile, raised).is_ok() { now.maximum } else { now.current };
    let handles = soft.map_or(u64::MAX, |files| files.saturating_sub(KEPT_FOR_OURSELVES));
    usize::try_from(handles).unwrap_or(usize::MAX).max(16)
}
