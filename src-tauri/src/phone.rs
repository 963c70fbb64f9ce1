//! The phone behind the window: opened once, by whoever comes first.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use hifazat_phone::LocationSource;
use hifazat_phone_shell::Shell;
use hifazat_phone_shell::face::Failure;
use hifazat_time::{Clock, SystemClock};

use crate::bundle;

/// A phone over one data folder. Cheap to clone; the folder is opened at the first need, beside the making of the window.
#[derive(Clone)]
pub struct Phone(Arc<Behind>);

struct Behind {
    folder: PathBuf,
    location: Arc<dyn LocationSource>,
    bundle: Option<PathBuf>,
    shell: OnceLock<Arc<Shell>>,
}

impl Phone {
    /// A phone that is not open yet. `bundle` is a file with the signed trust bundle, for the first start.
    #[must_use]
    pub fn new(folder: PathBuf, location: Arc<dyn LocationSource>, bundle: Option<PathBuf>) -> Self {
        Self(Arc::new(Behind { folder, location, bundle, shell: OnceLock::new() }))
    }

    /// Where it lives.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.0.folder
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
    /// Whoever comes second waits for the first. Should opening panic, the next one tries again.
    fn shell(&self) -> &Arc<Shell> {
        self.shell.get_or_init(|| {
            let clock: Arc<dyn Clock> = Arc::new(SystemClock);
            let shell = Shell::open_anyhow(&self.folder, Arc::clone(&self.location), clock);
            bundle::offer(&shell, self.bundle.as_deref());
            Arc::new(shell)
        })
    }
}
