//! The door itself: one core for a process, whoever comes first.

use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use crate::core::{Core, Start};
use crate::refused::Refused;

/// The way to a core. Clones lead to the same one.
#[derive(Clone, Default)]
pub struct Door(Arc<Behind>);

#[derive(Default)]
struct Behind {
    core: OnceLock<Core>,
    /// Somebody waits for the core without opening it.
    waiting: Mutex<()>,
    came: Condvar,
}

impl Door {
    /// The door of this process.
    #[must_use]
    pub fn of_this_process() -> Self {
        static DOOR: OnceLock<Door> = OnceLock::new();
        DOOR.get_or_init(Self::default).clone()
    }

    /// The core: opened now, or the one that somebody has opened before. Who comes second waits for the first, and what it
    /// brings along is given to the core that is there. Should opening panic, the next one tries again.
    pub fn core(&self, start: &Start) -> &Core {
        let mut is_first = false;
        let core = self.0.core.get_or_init(|| {
            is_first = true;
            Core::open(start)
        });
        if is_first {
            drop(self.0.waiting.lock());
            self.0.came.notify_all();
        } else {
            core.join(start);
        }
        core
    }

    /// The core for a window on a telephone. Native code opens it, because only that has the key of the telephone's safe;
    /// when it does not come within `patience`, the window opens it without.
    pub fn core_after_native(&self, start: &Start, patience: Duration) -> &Core {
        let waiting = self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let is_alone = |(): &mut ()| self.0.core.get().is_none();
        drop(self.0.came.wait_timeout_while(waiting, patience, is_alone));
        self.core(start)
    }

    /// The core, if somebody has opened it.
    ///
    /// # Errors
    /// [`Refused::NotOpen`].
    pub fn opened(&self) -> Result<&Core, Refused> {
        self.0.core.get().ok_or(Refused::NotOpen)
    }
}
