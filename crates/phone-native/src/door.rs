//! The door itself: one core for a process, whoever comes first.

use std::sync::{Arc, OnceLock};

use crate::core::{Core, Start};
use crate::refused::Refused;

/// The way to a core. Clones lead to the same one.
#[derive(Clone, Default)]
pub struct Door(Arc<OnceLock<Core>>);

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
        let core = self.0.get_or_init(|| {
            is_first = true;
            Core::open(start)
        });
        if !is_first {
            core.join(start);
        }
        core
    }

    /// The core, if somebody has opened it.
    ///
    /// # Errors
    /// [`Refused::NotOpen`].
    pub fn opened(&self) -> Result<&Core, Refused> {
        self.0.get().ok_or(Refused::NotOpen)
    }
}
