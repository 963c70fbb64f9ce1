//! The phone behind the window: the one core of this process, opened by whoever comes first.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use hifazat_phone::{Facts, LocationSource};
use hifazat_phone_native::{Door, Start};
use hifazat_phone_shell::face::Failure;
use hifazat_phone_shell::{Safe, Shell};

/// Kotlin and Swift open the phone when the process begins, once the telephone's safe has answered or was given up.
const NATIVE_COMES: Duration = Duration::from_secs(5);

/// The way to the phone. Cheap to clone; the folder is opened at the first need, beside the making of the window, unless
/// native code has opened it before.
#[derive(Clone)]
pub struct Phone(Arc<Behind>);

struct Behind {
    door: Door,
    start: Start,
    shell: OnceLock<Arc<Shell>>,
}

impl Phone {
    /// A phone that the window has not come to yet. `bundle` is a file with the signed trust bundle, for the first start.
    #[must_use]
    pub fn new(door: Door, folder: PathBuf, location: Arc<dyn LocationSource>, bundle: Option<PathBuf>) -> Self {
        // On a telephone Kotlin or Swift tells.
        let facts = cfg!(desktop).then(Facts::of_a_computer);
        let safe = if cfg!(desktop) { Safe::NotHere } else { Safe::Silent };
        let start = Start { folder, safe, location: Some(location), facts, bundle };
        Self(Arc::new(Behind { door, start, shell: OnceLock::new() }))
    }

    /// Where it lives.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.0.start.folder
    }

    /// Does work on it, on a thread that may wait for the disk.
    ///
    /// # Errors
    /// `broken` when the work panicked; the phone itself goes on.
    pub async fn ask<T, W>(&self, work: W) -> Result<T, Failure>
    where
        T: Send + 'static,
        W: FnOnce(&Arc<Shell>) -> T + Send + 'static,
    {
        let behind = Arc::clone(&self.0);
        let done = tauri::async_runtime::spawn_blocking(move || work(behind.shell())).await;
        done.map_err(|error| Failure { code: "broken".to_owned(), message: error.to_string() })
    }
}

impl Behind {
    /// Comes to the core once, with what the window brings. Should that panic, the next one tries again.
    fn shell(&self) -> &Arc<Shell> {
        self.shell.get_or_init(|| {
            let core = if cfg!(desktop) {
                self.door.core(&self.start)
            } else {
                self.door.core_after_native(&self.start, NATIVE_COMES)
            };
            Arc::clone(core.shell())
        })
    }
}
