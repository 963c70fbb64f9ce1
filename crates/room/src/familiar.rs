//! Devices that the room can tell by their tags, for the price of a hash: what a flood pretends to be, it must know their
//! path keys to pretend.

use std::collections::HashMap;
use std::fmt;
use std::sync::{PoisonError, RwLock};

use hifazat_protocol::{Ask, DeviceId, PathKey, SealedEnvelope};

/// Path keys of enrolled devices, in memory.
#[derive(Default)]
pub(crate) struct Familiar(RwLock<HashMap<DeviceId, PathKey>>);

/// What an opened raise says of its device.
pub(crate) struct Introduction {
    pub(crate) device: DeviceId,
    pub(crate) path_key: PathKey,
    /// A drill or a check enrols; an alarm only tells a newer key of a device that is enrolled already.
    pub(crate) enrols: bool,
}

impl Familiar {
    pub(crate) fn learn(&self, devices: impl IntoIterator<Item = (DeviceId, PathKey)>) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).extend(devices);
    }

    pub(crate) fn meet(&self, met: Introduction) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if met.enrols || known.contains_key(&met.device) {
            known.insert(met.device, met.path_key);
        }
    }

    /// Whether the envelope's tag was made under the path key of the device that it names.
    pub(crate) fn knows(&self, envelope: &SealedEnvelope) -> bool {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.get(&envelope.header().device).is_some_and(|key| envelope.tag_is_from(key))
    }

    /// The path key under which an ask is tagged, if it is that of the device that it names.
    pub(crate) fn key_of(&self, ask: &Ask) -> Option<PathKey> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.get(&ask.device).filter(|key| ask.tag_is_from(key)).cloned()
    }
}

impl fmt::Debug for Familiar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).len();
        write!(f, "Familiar({known} devices)")
    }
}
