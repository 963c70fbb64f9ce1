//! Folders that lie in memory.

use std::path::Path;

/// Makes something whose folders lie in memory, where there is such a place: a process that dies leaves the same behind
/// on any disk, and no time is lost on syncs.
pub fn in_memory<T>(make: impl FnOnce() -> T) -> T {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        // Only the first call of a process counts; the others find it so already.
        drop(tempfile::env::override_temp_dir(memory));
    }
    make()
}
