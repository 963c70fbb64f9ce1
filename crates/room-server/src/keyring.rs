//! The room's secret keys as they lie in the data folder, and when the next ones come in force.
//!
//! Nothing is ever taken out: an envelope may lie in an outbox for months, and the room must still open it.

use anyhow::{Context, bail};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use hifazat_protocol::{
    BundleRoomKey, Entropy, KeyId, KeyState, ReceiptKey, ReceiptPublicKey, RoomSecretKey, RootKey, UnixMillis,
};
use hifazat_room::KeySet;
use hifazat_room::audit::AuditKey;
use serde::{Deserialize, Serialize};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// A phone drops receipts of a key it has not heard of, so a receipt key is announced so long before it signs. A
/// sealing key needs no such wait: the room goes on opening what is sealed to the older ones.
const ANNOUNCED_DAYS: i64 = 30;

/// All keys, oldest first.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Keyring {
    sealing: Vec<KeptKey>,
    receipts: Vec<KeptKey>,
    audit: String,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptKey {
    id: u16,
    state: KeyState,
    since_ms: i64,
    secret: String,
}

impl Keyring {
    /// One sealing key and one receipt key, both in force, and the key that signs the log's end.
    #[must_use]
    pub(crate) fn make(entropy: &dyn Entropy, now: UnixMillis) -> Self {
        Self {
            sealing: vec![KeptKey { state: KeyState::Active, ..KeptKey::sealing(1, entropy, now) }],
            receipts: vec![KeptKey { state: KeyState::Active, ..KeptKey::receipts(1, entropy, now) }],
            audit: BASE64.encode(AuditKey::generate(entropy).seed()),
        }
    }

    /// Ready for use: every key that opens, and the one that signs.
    ///
    /// # Errors
    /// When the file was damaged; the key is named.
    pub(crate) fn load(&self) -> anyhow::Result<KeySet> {
        let openers = self.sealing.iter().map(KeptKey::opener).collect::<anyhow::Result<_>>()?;
        let active = self.receipts.iter().rev().find(|key| key.state == KeyState::Active);
        Ok(KeySet::new(openers, active.context("keyring.json: no receipt key is active")?.signer()?))
    }

    /// The key that signs the log's end.
    ///
    /// # Errors
    /// When the file was damaged.
    pub(crate) fn audit(&self) -> anyhow::Result<AuditKey> {
        Ok(AuditKey::from_seed(seed(&self.audit).context("keyring.json: the log's key is damaged")?))
    }

    /// The sealing keys as the bundle announces them.
    ///
    /// # Errors
    /// When the file was damaged.
    pub(crate) fn public_sealing(&self) -> anyhow::Result<Vec<BundleRoomKey>> {
        self.sealing.iter().map(|key| Ok(BundleRoomKey { key: key.opener()?.public(), state: key.state })).collect()
    }

    /// The receipt keys as the bundle announces them: all, for receipts are read long after they were signed.
    ///
    /// # Errors
    /// When the file was damaged.
    pub(crate) fn public_receipts(&self) -> anyhow::Result<Vec<ReceiptPublicKey>> {
        self.receipts.iter().map(|key| Ok(key.signer()?.public())).collect()
    }

    /// Announces the next keys without putting them in force; returns the sealing key's number.
    ///
    /// # Errors
    /// When one is already announced, or the numbers are used up.
    pub(crate) fn announce(&mut self, entropy: &dyn Entropy, now: UnixMillis) -> anyhow::Result<KeyId> {
        if let Some(id) = pending(&self.sealing) {
            bail!("--prepare: key {id} is already announced; `keys rotate` without --prepare puts it in force");
        }
        let id = next_id(&self.sealing)?;
        self.sealing.push(KeptKey::sealing(id, entropy, now));
        // One announced receipt key at a time, or rotating often would never let one ripen.
        if pending(&self.receipts).is_none() {
            self.receipts.push(KeptKey::receipts(next_id(&self.receipts)?, entropy, now));
        }
        Ok(KeyId(id))
    }

    /// Puts the announced sealing key in force, or a new one when none was announced; and the announced receipt key
    /// once phones have had the time to hear of it. Returns the sealing key's number.
    ///
    /// # Errors
    /// When the key numbers are used up.
    pub(crate) fn rotate(&mut self, entropy: &dyn Entropy, now: UnixMillis) -> anyhow::Result<KeyId> {
        let next = pending(&self.sealing).map_or_else(|| self.announce(entropy, now), |id| Ok(KeyId(id)))?;
        activate(&mut self.sealing, next.0, now);
        let is_ripe = |key: &&KeptKey| {
            key.state == KeyState::Pending && now.0.saturating_sub(key.since_ms) >= ANNOUNCED_DAYS * DAY_MS
        };
        if let Some(id) = self.receipts.iter().find(is_ripe).map(|key| key.id) {
            activate(&mut self.receipts, id, now);
        }
        Ok(next)
    }
}

impl KeptKey {
    fn sealing(id: u16, entropy: &dyn Entropy, now: UnixMillis) -> Self {
        Self::pending(id, RoomSecretKey::generate(KeyId(id), entropy).to_bytes(), now)
    }

    fn receipts(id: u16, entropy: &dyn Entropy, now: UnixMillis) -> Self {
        Self::pending(id, ReceiptKey::generate(KeyId(id), entropy).seed(), now)
    }

    fn pending(id: u16, secret: [u8; 32], now: UnixMillis) -> Self {
        Self { id, state: KeyState::Pending, since_ms: now.0, secret: BASE64.encode(secret) }
    }

    fn bytes(&self) -> anyhow::Result<[u8; 32]> {
        seed(&self.secret).with_context(|| format!("keyring.json: key {} is damaged", self.id))
    }

    fn opener(&self) -> anyhow::Result<RoomSecretKey> {
        Ok(RoomSecretKey::from_bytes(KeyId(self.id), self.bytes()?))
    }

    fn signer(&self) -> anyhow::Result<ReceiptKey> {
        Ok(ReceiptKey::from_seed(KeyId(self.id), self.bytes()?))
    }
}

fn pending(keys: &[KeptKey]) -> Option<u16> {
    keys.iter().find(|key| key.state == KeyState::Pending).map(|key| key.id)
}

fn next_id(keys: &[KeptKey]) -> anyhow::Result<u16> {
    let newest = keys.iter().map(|key| key.id).max().unwrap_or_default();
    newest.checked_add(1).context("all key numbers are used up")
}

fn activate(keys: &mut [KeptKey], next: u16, now: UnixMillis) {
    for key in keys {
        let state = if key.id == next { KeyState::Active } else { KeyState::Expired };
        if state != key.state {
            (key.state, key.since_ms) = (state, now.0);
        }
    }
}

fn seed(text: &str) -> Option<[u8; 32]> {
    BASE64.decode(text).ok()?.try_into().ok()
}

/// The root key's file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RootKeyFile {
    hifazat_root_key: u32,
    seed: String,
}

impl RootKeyFile {
    /// The file of this key.
    #[must_use]
    pub(crate) fn of(key: &RootKey) -> Self {
        Self { hifazat_root_key: 1, seed: BASE64.encode(key.seed()) }
    }

    /// The key.
    ///
    /// # Errors
    /// When the file is not a root key's.
    pub(crate) fn key(&self) -> anyhow::Result<RootKey> {
        if self.hifazat_root_key != 1 {
            bail!("a root key file of form {} is not known here", self.hifazat_root_key);
        }
        Ok(RootKey::from_seed(seed(&self.seed).context("the root key is damaged")?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hifazat_protocol::OsEntropy;

    const T0: UnixMillis = UnixMillis(1_795_000_000_000);

    fn states(keys: &[KeptKey]) -> Vec<KeyState> {
        keys.iter().map(|key| key.state).collect()
    }

    #[test]
    fn a_sealing_key_comes_in_force_at_once_and_a_receipt_key_only_when_phones_know_it() {
        let mut keyring = Keyring::make(&OsEntropy, T0);
        assert_eq!(keyring.rotate(&OsEntropy, T0).unwrap(), KeyId(2));
        assert_eq!(keyring.rotate(&OsEntropy, T0).unwrap(), KeyId(3));
        assert_eq!(states(&keyring.sealing), [KeyState::Expired, KeyState::Expired, KeyState::Active]);
        assert_eq!(states(&keyring.receipts), [KeyState::Active, KeyState::Pending]);
        keyring.rotate(&OsEntropy, T0.plus_ms(31 * DAY_MS)).unwrap();
        assert_eq!(states(&keyring.receipts), [KeyState::Expired, KeyState::Active]);
        assert_eq!(keyring.public_sealing().unwrap().len(), 4);
    }

    #[test]
    fn an_announced_key_comes_in_force_with_the_next_rotation() {
        let mut keyring = Keyring::make(&OsEntropy, T0);
        assert_eq!(keyring.announce(&OsEntropy, T0).unwrap(), KeyId(2));
        assert_eq!(states(&keyring.sealing), [KeyState::Active, KeyState::Pending]);
        assert!(keyring.announce(&OsEntropy, T0).unwrap_err().to_string().contains("--prepare"));
        assert_eq!(keyring.rotate(&OsEntropy, T0).unwrap(), KeyId(2));
        assert_eq!(states(&keyring.sealing), [KeyState::Expired, KeyState::Active]);
    }
}
