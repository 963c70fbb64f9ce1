//! Whom this phone believes: the pinned root key, the trust bundle in force, and the receipt keys of former bundles.

use std::sync::Arc;

use hifazat_protocol::{
    BundleError, KeyId, ReceiptPublicKey, RoomPublicKey, RootPublicKey, SignedBundle, TrustBundle, UnixMillis,
};

use crate::secret::Secret;
use crate::store::{Slot, StoreError, Vault};

/// What an offered bundle led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Installed {
    /// It is in force now.
    Adopted {
        /// Its version.
        version: u64,
        /// It would survive a power cut.
        durable: bool,
    },
    /// The one in force has this version already.
    Unchanged,
}

/// Whom this phone believes now.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trust {
    root: Option<RootPublicKey>,
    bundle: Option<Arc<TrustBundle>>,
    former: Vec<ReceiptPublicKey>,
}

impl Trust {
    /// What the vault holds. A value that does not open or verify counts as absent and is said in the log: without trust
    /// an SOS still works, with false trust it would go to somebody else.
    pub(crate) fn load(vault: &dyn Vault) -> Self {
        let read = |slot: Slot| {
            vault.read(slot).unwrap_or_else(|error| {
                tracing::warn!(%error, slot = slot.name(), "a kept value cannot be used");
                None
            })
        };
        let root = read(Slot::Root).and_then(|value| value.bytes().try_into().ok()).map(RootPublicKey);
        let bundle = read(Slot::Bundle).zip(root).and_then(|(value, root)| {
            let text = std::str::from_utf8(value.bytes()).ok()?;
            SignedBundle::from_json(text).and_then(|signed| signed.verify(&root)).ok()
        });
        let former = read(Slot::FormerReceiptKeys).map(|value| keys_from(value.bytes())).unwrap_or_default();
        Self { root, bundle: bundle.map(Arc::new), former }
    }

    pub(crate) fn bundle(&self) -> Option<Arc<TrustBundle>> {
        self.bundle.clone()
    }

    pub(crate) fn room_key(&self) -> Option<RoomPublicKey> {
        self.bundle.as_ref()?.active_room_key().copied()
    }

    /// Keys that new receipts are believed by.
    pub(crate) fn receipt_keys(&self) -> Vec<ReceiptPublicKey> {
        self.bundle.as_ref().map(|bundle| bundle.receipt_keys.clone()).unwrap_or_default()
    }

    /// Keys that receipts kept on this phone are read by: they were believed when they came.
    pub(crate) fn all_receipt_keys(&self) -> Vec<ReceiptPublicKey> {
        self.receipt_keys().into_iter().chain(self.former.iter().copied()).collect()
    }

    /// Pins the root key. Only the first one counts.
    pub(crate) fn pin(&mut self, root: RootPublicKey, vault: &dyn Vault) -> Result<bool, StoreError> {
        if let Some(pinned) = self.root {
            return Ok(pinned == root);
        }
        self.root = Some(root);
        let value = Secret::new(root.0.to_vec());
        match vault.establish(Slot::Root, &value) {
            Ok(kept) => Ok(kept.bytes() == root.0),
            // The key to the vault is gone, and with it the root that was pinned. Whoever sets the phone up anew pins
            // again; a phone that refused would reach nobody for ever.
            Err(StoreError::Unreadable { .. }) => vault.write(Slot::Root, &value).map(|()| true),
            Err(error) => Err(error),
        }
    }

    /// Takes an offered bundle, or says why not and keeps the one in force. With no root pinned yet the bundle's own is
    /// pinned: that is the moment of set-up, with the bundle in a trusted hand.
    pub(crate) fn consider(
        &mut self,
        text: &str,
        now: UnixMillis,
        vault: &dyn Vault,
    ) -> Result<Installed, BundleError> {
        let signed = SignedBundle::from_json(text)?;
        let root = self.root.unwrap_or(signed.claimed_root());
        let offered = signed.verify(&root)?;
        offered.accept_over(self.bundle.as_deref(), now)?;
        if self.bundle.as_ref().is_some_and(|current| current.version == offered.version) {
            return Ok(Installed::Unchanged);
        }
        let version = offered.version;
        self.retire_keys(&offered);
        self.bundle = Some(Arc::new(offered));
        let durable = self.write_down(root, &signed, vault);
        Ok(Installed::Adopted { version, durable })
    }

    fn write_down(&mut self, root: RootPublicKey, signed: &SignedBundle, vault: &dyn Vault) -> bool {
        let written = self
            .pin(root, vault)
            .and_then(|_| vault.write(Slot::FormerReceiptKeys, &Secret::new(keys_into(&self.former))))
            .and_then(|()| vault.write(Slot::Bundle, &Secret::new(signed.to_json().into_bytes())));
        if let Err(error) = &written {
            tracing::warn!(%error, "a new trust bundle is in force but could not be written");
        }
        written.is_ok()
    }

    fn retire_keys(&mut self, next: &TrustBundle) {
        for key in self.receipt_keys() {
            if !next.receipt_keys.contains(&key) && !self.former.contains(&key) {
                self.former.push(key);
            }
        }
    }
}

const KEY_BYTES: usize = 34;

fn keys_into(keys: &[ReceiptPublicKey]) -> Vec<u8> {
    keys.iter().flat_map(|key| key.id.0.to_be_bytes().into_iter().chain(key.key)).collect()
}

fn keys_from(bytes: &[u8]) -> Vec<ReceiptPublicKey> {
    let (chunks, _) = bytes.as_chunks::<KEY_BYTES>();
    let read = |chunk: &[u8; KEY_BYTES]| {
        let (id, key) = chunk.split_first_chunk::<2>()?;
        Some(ReceiptPublicKey { id: KeyId(u16::from_be_bytes(*id)), key: key.try_into().ok()? })
    };
    chunks.iter().filter_map(read).collect()
}
