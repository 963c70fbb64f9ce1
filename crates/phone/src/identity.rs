//! Who this device is to the control room. Made once, kept in the vault; no name, no number.

use hifazat_protocol::{DeviceKey, Entropy, PathKey};

use crate::secret::Secret;
use crate::store::{Slot, StoreError, Vault};

/// The device's two keys.
pub(crate) struct Identity {
    pub(crate) device: DeviceKey,
    pub(crate) path_key: PathKey,
    /// It is the one that the vault keeps, and the room may have met.
    pub(crate) is_kept: bool,
}

impl Identity {
    /// The kept identity, or a fresh one. It works in memory alone when nothing can be kept.
    pub(crate) fn load(vault: &dyn Vault, entropy: &dyn Entropy) -> Self {
        let (seed, is_kept) = kept_or_fresh(vault, entropy, Slot::DeviceSeed);
        let (path_key, _) = kept_or_fresh(vault, entropy, Slot::PathKey);
        Self { device: DeviceKey::from_seed(seed), path_key: PathKey::from_bytes(path_key), is_kept }
    }
}

/// The value, and whether the vault has it.
fn kept_or_fresh(vault: &dyn Vault, entropy: &dyn Entropy, slot: Slot) -> ([u8; 32], bool) {
    let mut fresh = [0; 32];
    let kept = vault.read(slot).and_then(|kept| match kept {
        Some(kept) => Ok(kept),
        None => {
            entropy.fill(&mut fresh);
            vault.establish(slot, &Secret::new(fresh.to_vec()))
        }
    });
    let usable = match kept {
        Ok(value) => <[u8; 32]>::try_from(value.bytes()).ok(),
        // The key to the vault is gone, and with it this value for good: a new identity takes its place.
        Err(StoreError::Unreadable { .. }) => None,
        Err(error) => {
            tracing::warn!(%error, slot = slot.name(), "this identity lives in memory only");
            if fresh == [0; 32] {
                entropy.fill(&mut fresh);
            }
            return (fresh, false);
        }
    };
    usable.map(|kept| (kept, true)).unwrap_or_else(|| {
        entropy.fill(&mut fresh);
        let written = vault.write(slot, &Secret::new(fresh.to_vec()));
        if let Err(error) = &written {
            tracing::warn!(%error, slot = slot.name(), "this identity lives in memory only");
        }
        (fresh, written.is_ok())
    })
}

#[cfg(test)]
mod tests {
    use hifazat_protocol::SeededEntropy;

    use super::*;
    use crate::store::KeyKept;
    use crate::store::memory::MemoryStore;
    use crate::view::Dropped;

    /// A vault whose key the telephone's safe does not give now.
    struct Shut;

    fn shut<T>() -> Result<T, StoreError> {
        Err(StoreError::Unavailable { doing: "open the vault", why: "it is shut".to_owned() })
    }

    impl Vault for Shut {
        fn read(&self, _slot: Slot) -> Result<Option<Secret>, StoreError> {
            shut()
        }
        fn establish(&self, _slot: Slot, _value: &Secret) -> Result<Secret, StoreError> {
            shut()
        }
        fn write(&self, _slot: Slot, _value: &Secret) -> Result<(), StoreError> {
            shut()
        }
        fn count_dropped(&self, _more: Dropped) -> Result<(), StoreError> {
            shut()
        }
        fn dropped(&self) -> Result<Dropped, StoreError> {
            shut()
        }
        fn key_kept(&self) -> Option<KeyKept> {
            Some(KeyKept::Shut)
        }
    }

    #[test]
    fn an_identity_is_kept_or_known_to_be_none_that_the_room_has_met() {
        let (vault, chance) = (MemoryStore::default(), SeededEntropy::new(1));
        let first = Identity::load(&vault, &chance);
        let again = Identity::load(&vault, &chance);
        assert!(first.is_kept && again.is_kept);
        assert_eq!(first.device.id(), again.device.id());
        assert!(!Identity::load(&Shut, &chance).is_kept);
    }
}
