//! Who this device is to the control room. Made once, kept in the vault; no name, no number.

use hifazat_protocol::{DeviceKey, Entropy, PathKey};

use crate::secret::Secret;
use crate::store::{Slot, StoreError, Vault};

/// The device's two keys.
pub(crate) struct Identity {
    pub(crate) device: DeviceKey,
    pub(crate) path_key: PathKey,
}

impl Identity {
    /// The kept identity, or a fresh one. It works in memory alone when nothing can be kept.
    pub(crate) fn load(vault: &dyn Vault, entropy: &dyn Entropy) -> Self {
        let seed = kept_or_fresh(vault, entropy, Slot::DeviceSeed);
        let path_key = kept_or_fresh(vault, entropy, Slot::PathKey);
        Self { device: DeviceKey::from_seed(seed), path_key: PathKey::from_bytes(path_key) }
    }
}

fn kept_or_fresh(vault: &dyn Vault, entropy: &dyn Entropy, slot: Slot) -> [u8; 32] {
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
            return fresh;
        }
    };
    usable.unwrap_or_else(|| {
        entropy.fill(&mut fresh);
        if let Err(error) = vault.write(slot, &Secret::new(fresh.to_vec())) {
            tracing::warn!(%error, slot = slot.name(), "this identity lives in memory only");
        }
        fresh
    })
}
