//! The room's secret keys as they lie in the data folder: what opens envelopes and what signs receipts.
//!
//! Nothing is ever taken out: an envelope may lie in an outbox for months, and the room must still open it.

use anyhow::{Context, bail};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use hifazat_protocol::{
    BundleRoomKey, Entropy, KeyId, KeyState, ReceiptKey, ReceiptPublicKey, RoomSecretKey, RootKey,
};
use serde::{Deserialize, Serialize};

/// All keys, oldest first.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keyring {
    sealing: Vec<StoredKey>,
    receipts: Vec<StoredKey>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredKey {
    id: u16,
    state: KeyState,
    secret: String,
}

impl Keyring {
    /// One sealing key and one receipt key, both in force.
    #[must_use]
    pub fn make(entropy: &dyn Entropy) -> Self {
        let sealing = sealing_key(1, KeyState::Active, entropy);
        let seed = ReceiptKey::generate(KeyId(1), entropy).seed();
        let receipts = StoredKey { id: 1, state: KeyState::Active, secret: BASE64.encode(seed) };
        Self { sealing: vec![sealing], receipts: vec![receipts] }
    }

    /// Every key that opens envelopes.
    ///
    /// # Errors
    /// When the file was damaged; the key is named.
    pub fn openers(&self) -> anyhow::Result<Vec<RoomSecretKey>> {
        self.sealing.iter().map(StoredKey::opener).collect()
    }

    /// The key that signs receipts.
    ///
    /// # Errors
    /// When there is none in force, or the file was damaged.
    pub fn signer(&self) -> anyhow::Result<ReceiptKey> {
        let active = self.receipts.iter().rev().find(|key| key.state == KeyState::Active);
        active.context("keyring.json names no active receipt key")?.signer()
    }

    /// The sealing keys as the bundle announces them.
    ///
    /// # Errors
    /// When the file was damaged.
    pub fn public_sealing(&self) -> anyhow::Result<Vec<BundleRoomKey>> {
        self.sealing.iter().map(|key| Ok(BundleRoomKey { key: key.opener()?.public(), state: key.state })).collect()
    }

    /// The receipt keys as the bundle announces them.
    ///
    /// # Errors
    /// When the file was damaged.
    pub fn public_receipts(&self) -> anyhow::Result<Vec<ReceiptPublicKey>> {
        self.receipts.iter().map(|key| Ok(key.signer()?.public())).collect()
    }

    /// Announces the next sealing key without sealing to it yet; returns its number.
    ///
    /// # Errors
    /// When one is already announced, or the numbers are used up.
    pub fn announce(&mut self, entropy: &dyn Entropy) -> anyhow::Result<KeyId> {
        if let Some(pending) = self.sealing.iter().find(|key| key.state == KeyState::Pending) {
            bail!("--prepare: key {} is already announced; `keys rotate` without --prepare puts it in force", pending.id);
        }
        let newest = self.sealing.iter().map(|key| key.id).max().unwrap_or_default();
        let id = newest.checked_add(1).context("all key numbers are used up")?;
        self.sealing.push(sealing_key(id, KeyState::Pending, entropy));
        Ok(KeyId(id))
    }

    /// Puts the announced key in force, or a new one when none was announced; returns its number.
    ///
    /// # Errors
    /// When the key numbers are used up.
    pub fn rotate(&mut self, entropy: &dyn Entropy) -> anyhow::Result<KeyId> {
        let announced = self.sealing.iter().find(|key| key.state == KeyState::Pending).map(|key| KeyId(key.id));
        let next = announced.map_or_else(|| self.announce(entropy), Ok)?;
        for key in &mut self.sealing {
            key.state = if key.id == next.0 { KeyState::Active } else { KeyState::Expired };
        }
        Ok(next)
    }
}

impl StoredKey {
    fn bytes(&self) -> anyhow::Result<[u8; 32]> {
        let bytes = BASE64.decode(&self.secret).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        bytes.with_context(|| format!("keyring.json: key {} is damaged", self.id))
    }

    fn opener(&self) -> anyhow::Result<RoomSecretKey> {
        Ok(RoomSecretKey::from_bytes(KeyId(self.id), self.bytes()?))
    }

    fn signer(&self) -> anyhow::Result<ReceiptKey> {
        Ok(ReceiptKey::from_seed(KeyId(self.id), self.bytes()?))
    }
}

fn sealing_key(id: u16, state: KeyState, entropy: &dyn Entropy) -> StoredKey {
    let secret = RoomSecretKey::generate(KeyId(id), entropy).to_bytes();
    StoredKey { id, state, secret: BASE64.encode(secret) }
}

/// The root key's file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RootKeyFile {
    hifazat_root_key: u32,
    seed: String,
}

impl RootKeyFile {
    /// The file of this key.
    #[must_use]
    pub fn of(key: &RootKey) -> Self {
        Self { hifazat_root_key: 1, seed: BASE64.encode(key.seed()) }
    }

    /// The key.
    ///
    /// # Errors
    /// When the file is not a root key's.
    pub fn key(&self) -> anyhow::Result<RootKey> {
        if self.hifazat_root_key != 1 {
            bail!("a root key file of form {} is not known here", self.hifazat_root_key);
        }
        let seed = BASE64.decode(&self.seed).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        Ok(RootKey::from_seed(seed.context("the root key is damaged")?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hifazat_protocol::OsEntropy;

    fn states(keyring: &Keyring) -> Vec<KeyState> {
        keyring.sealing.iter().map(|key| key.state).collect()
    }

    #[test]
    fn a_rotated_key_still_opens_what_was_sealed_to_it() {
        let mut keyring = Keyring::make(&OsEntropy);
        assert_eq!(keyring.rotate(&OsEntropy).unwrap(), KeyId(2));
        assert_eq!(states(&keyring), [KeyState::Expired, KeyState::Active]);
        assert_eq!(keyring.openers().unwrap().len(), 2);
    }

    #[test]
    fn an_announced_key_comes_in_force_with_the_next_rotation() {
        let mut keyring = Keyring::make(&OsEntropy);
        assert_eq!(keyring.announce(&OsEntropy).unwrap(), KeyId(2));
        assert_eq!(states(&keyring), [KeyState::Active, KeyState::Pending]);
        assert!(keyring.announce(&OsEntropy).unwrap_err().to_string().contains("--prepare"));
        assert_eq!(keyring.rotate(&OsEntropy).unwrap(), KeyId(2));
        assert_eq!(states(&keyring), [KeyState::Expired, KeyState::Active]);
    }
}
