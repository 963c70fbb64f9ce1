//! The core: the phone over its folder, with the runtime on which its loops live.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use hifazat_phone::{Facts, LocationSource};
use hifazat_phone_shell::{Loops, Safe, Shell};
use hifazat_time::{Clock, SystemClock};
use serde::Serialize;
use tokio::runtime::{Builder, Runtime};

use crate::bundle;
use crate::places::Places;
use crate::texting::{Text, Texting};

/// What a starter knows of the phone that it opens.
#[derive(Clone, Default)]
pub struct Start {
    /// The data folder.
    pub folder: PathBuf,
    /// What the telephone's safe has given, under whose key the vault's is wrapped.
    pub safe: Safe,
    /// A source of places of the starter's own. Native code has none: it tells fixes as they arrive.
    pub location: Option<Arc<dyn LocationSource>>,
    /// What the device can do, where no native code tells it.
    pub facts: Option<Facts>,
    /// A file with the signed trust bundle for the first start; otherwise the one that was built in is offered.
    pub bundle: Option<PathBuf>,
}

/// The phone of this process. Dropping it stops its loops; what they were doing is in the store.
pub struct Core {
    pub(crate) shell: Arc<Shell>,
    pub(crate) places: Arc<Places>,
    pub(crate) texting: Arc<Texting>,
    /// The system gave no threads when this is missing: alerts are still saved, and go out with the next process.
    pub(crate) runtime: Option<Runtime>,
    folder: PathBuf,
    _loops: Option<Loops>,
}

/// An alert was raised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Raised {
    /// Its name.
    pub alert_id: String,
    /// It would survive a power cut. `false`: it goes from memory.
    pub durable: bool,
    /// From the call to the commit, in microseconds.
    pub took_us: u64,
}

impl Core {
    /// Opens the phone and lets it live. It never fails: the button must work over any folder.
    pub(crate) fn open(start: &Start) -> Self {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let places = Arc::new(Places::new(start.location.clone(), Arc::clone(&clock)));
        let source: Arc<dyn LocationSource> = Arc::<Places>::clone(&places);
        let shell = Arc::new(Shell::open_anyhow(&start.folder, start.safe.clone(), source, clock));
        tell(&shell, start);
        let texting = Arc::new(Texting::default());
        shell.phone().hand_texts_to(Arc::<Texting>::clone(&texting));
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().thread_name("phone").build();
        let runtime = runtime.inspect_err(|error| tracing::error!(%error, "the system gives no threads")).ok();
        let loops = runtime.as_ref().map(|runtime| {
            let _inside = runtime.enter();
            shell.start(true)
        });
        Self { shell, places, texting, runtime, folder: start.folder.clone(), _loops: loops }
    }

    /// Somebody else came to the phone that is open, and brings what it has.
    pub(crate) fn join(&self, start: &Start) {
        if !self.is_over(&start.folder) {
            tracing::error!("a second data folder was named in one process; the first one stays");
        }
        self.shell.take_safe(start.safe.clone());
        tell(&self.shell, start);
        if let Some(source) = &start.location {
            self.places.bring(Arc::clone(source));
            self.look_round();
        }
    }

    /// Is this the phone of that folder? One folder has many names on Android.
    pub(crate) fn is_over(&self, folder: &Path) -> bool {
        let real = |folder: &Path| folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        real(&self.folder) == real(folder)
    }

    /// The commands of the user interface.
    #[must_use]
    pub fn shell(&self) -> &Arc<Shell> {
        &self.shell
    }

    /// Where to spawn work that belongs to the phone and not to the window.
    pub(crate) fn look_round(&self) {
        if let Some(runtime) = &self.runtime {
            let phone = Arc::clone(self.shell.phone());
            runtime.spawn(async move { phone.look_round().await });
        }
    }

    /// Waits for a text that is to go; none when patience ended first. Not for a thread of the runtime.
    #[must_use]
    pub fn next_text(&self, patience: Duration) -> Option<Text> {
        let runtime = self.runtime.as_ref()?;
        runtime.block_on(async {
            tokio::select! {
                biased;
                text = self.texting.next() => Some(text),
                () = self.shell.clock().sleep(patience) => None,
            }
        })
    }

    /// Waits until nothing of ours is left to carry, for a job that the system will soon end. `false`: patience ended
    /// first. Not for a thread of the runtime.
    #[must_use]
    pub fn finish(&self, patience: Duration) -> bool {
        let Some(runtime) = &self.runtime else { return false };
        runtime.block_on(async {
            tokio::select! {
                biased;
                () = self.shell.phone().settled() => true,
                () = self.shell.clock().sleep(patience) => false,
            }
        })
    }
}

/// What a starter brings for the phone itself.
fn tell(shell: &Shell, start: &Start) {
    bundle::offer(shell, start.bundle.as_deref());
    if let Some(facts) = &start.facts {
        shell.phone().note_facts(facts.clone());
    }
}

impl Drop for Core {
    /// In the background: whoever drops it may be a task of another runtime, which may not wait.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
