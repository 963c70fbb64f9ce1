//! The room's keys and their lives: pending, active, expired, with overlap, so that nothing sealed is ever unreadable
//! and no receipt ever unverifiable.

use std::fmt;
use std::sync::Arc;

use hifazat_protocol::{
    BundleRoomKey, Entropy, KeyId, KeyState, OpenError, Opened, ReceiptKey, ReceiptPublicKey, RoomSecretKey,
    SealedEnvelope, UnixMillis, open,
};
use serde::{Deserialize, Serialize};

use crate::hex;

/// One key as it is kept: the file that holds it must be readable by the room alone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptKey {
    /// Its number.
    pub id: KeyId,
    /// What it is good for now.
    pub state: KeyState,
    /// Since when.
    pub since: UnixMillis,
    /// 32 secret bytes as hexadecimal digits.
    secret: String,
}

/// Everything that is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptKeys {
    /// Sealing keys, oldest first.
    pub room: Vec<KeptKey>,
    /// Receipt keys, oldest first.
    pub receipt: Vec<KeptKey>,
}

/// Why keys cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// A secret is not 64 hexadecimal digits.
    #[error("key {0} is damaged")]
    Damaged(u16),
    /// There is no active key of this kind.
    #[error("there is no active {0} key")]
    NoneActive(&'static str),
    /// There is no pending key to activate.
    #[error("there is no pending {0} key")]
    NonePending(&'static str),
    /// All 65,536 numbers are used.
    #[error("there is no number left for another key")]
    NoneLeft,
}

impl KeptKeys {
    /// The first keys of a new room: one of each, active.
    pub fn generate(entropy: &dyn Entropy, now: UnixMillis) -> Self {
        let fresh = || KeptKey::fresh(KeyId(1), KeyState::Active, entropy, now);
        Self { room: vec![fresh()], receipt: vec![fresh()] }
    }

    /// Adds a pending key of each kind. Publish a bundle with them before [`activate`](Self::activate): a phone must
    /// know a receipt key before the first receipt that it signs.
    ///
    /// # Errors
    /// [`KeyError::NoneLeft`].
    pub fn announce(&mut self, entropy: &dyn Entropy, now: UnixMillis) -> Result<(), KeyError> {
        for keys in [&mut self.room, &mut self.receipt] {
            let last = keys.iter().map(|key| key.id.0).max().unwrap_or_default();
            let id = KeyId(last.checked_add(1).ok_or(KeyError::NoneLeft)?);
            keys.push(KeptKey::fresh(id, KeyState::Pending, entropy, now));
        }
        Ok(())
    }

    /// The pending keys become active and the active ones expire; those still open and still verify.
    ///
    /// # Errors
    /// [`KeyError::NonePending`]; nothing has changed then.
    pub fn activate(&mut self, now: UnixMillis) -> Result<(), KeyError> {
        for (kind, keys) in [("sealing", &self.room), ("receipt", &self.receipt)] {
            if !keys.iter().any(|key| key.state == KeyState::Pending) {
                return Err(KeyError::NonePending(kind));
            }
        }
        for key in self.room.iter_mut().chain(&mut self.receipt) {
            let next = match key.state {
                KeyState::Pending => KeyState::Active,
                KeyState::Active | KeyState::Expired => KeyState::Expired,
            };
            if next != key.state {
                (key.state, key.since) = (next, now);
            }
        }
        Ok(())
    }

    /// Ready for use.
    ///
    /// # Errors
    /// [`KeyError`] when a key is damaged or none is active.
    pub fn load(&self) -> Result<KeySet, KeyError> {
        let room = self.room.iter().map(|kept| Ok((RoomSecretKey::from_bytes(kept.id, kept.bytes()?), kept.state)));
        let receipt =
            self.receipt.iter().map(|kept| Ok((Arc::new(ReceiptKey::from_seed(kept.id, kept.bytes()?)), kept.state)));
        let set = KeySet { room: room.collect::<Result<_, KeyError>>()?, receipt: receipt.collect::<Result<_, _>>()? };
        set.signing()?;
        if set.room.iter().any(|(_, state)| *state == KeyState::Active) {
            Ok(set)
        } else {
            Err(KeyError::NoneActive("sealing"))
        }
    }
}

impl KeptKey {
    fn fresh(id: KeyId, state: KeyState, entropy: &dyn Entropy, since: UnixMillis) -> Self {
        // A sealing key is made as the protocol makes it; its bytes serve as well for a signing seed.
        let secret = hex::encode(&RoomSecretKey::generate(id, entropy).to_bytes());
        Self { id, state, since, secret }
    }

    fn bytes(&self) -> Result<[u8; 32], KeyError> {
        hex::decode32(&self.secret).ok_or(KeyError::Damaged(self.id.0))
    }
}

impl fmt::Debug for KeptKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeptKey({}, {:?}, …)", self.id.0, self.state)
    }
}

/// The keys in use.
#[derive(Debug)]
pub struct KeySet {
    room: Vec<(RoomSecretKey, KeyState)>,
    receipt: Vec<(Arc<ReceiptKey>, KeyState)>,
}

impl KeySet {
    /// Opens an envelope with the key that its header names, in whatever state that key is.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open(&self, envelope: &SealedEnvelope) -> Result<Opened, OpenError> {
        let id = envelope.header().key_id;
        let (key, _) = self.room.iter().find(|(key, _)| key.id() == id).ok_or(OpenError::UnknownKey)?;
        open(key, envelope)
    }

    /// The key that signs receipts now.
    ///
    /// # Errors
    /// [`KeyError::NoneActive`].
    pub fn signing(&self) -> Result<Arc<ReceiptKey>, KeyError> {
        let active = self.receipt.iter().rev().find(|(_, state)| *state == KeyState::Active);
        active.map(|(key, _)| Arc::clone(key)).ok_or(KeyError::NoneActive("receipt"))
    }

    /// The sealing keys that the trust bundle names.
    #[must_use]
    pub fn bundle_room_keys(&self) -> Vec<BundleRoomKey> {
        self.room.iter().map(|(key, state)| BundleRoomKey { key: key.public(), state: *state }).collect()
    }

    /// The receipt keys that the trust bundle names: all of them, for receipts are read long after they were signed.
    #[must_use]
    pub fn bundle_receipt_keys(&self) -> Vec<ReceiptPublicKey> {
        self.receipt.iter().map(|(key, _)| key.public()).collect()
    }
}

#[cfg(test)]
mod tests {
    use hifazat_protocol::SeededEntropy;

    use super::*;

    const T0: UnixMillis = UnixMillis(1_700_000_000_000);

    fn states(keys: &[KeptKey]) -> Vec<KeyState> {
        keys.iter().map(|key| key.state).collect()
    }

    #[test]
    fn keys_rotate_with_overlap_and_old_ones_still_open() {
        let chance = SeededEntropy::new(1);
        let mut kept = KeptKeys::generate(&chance, T0);
        assert_eq!(kept.activate(T0), Err(KeyError::NonePending("sealing")));
        kept.announce(&chance, T0).unwrap();
        assert_eq!(states(&kept.room), [KeyState::Active, KeyState::Pending]);
        kept.activate(T0).unwrap();
        assert_eq!(states(&kept.receipt), [KeyState::Expired, KeyState::Active]);
        let set = kept.load().unwrap();
        assert_eq!(set.signing().unwrap().id(), KeyId(2));
        assert_eq!(set.bundle_room_keys().len(), 2);
        assert_eq!(set.bundle_receipt_keys().len(), 2);
    }

    #[test]
    fn kept_keys_survive_their_file_and_do_not_show_themselves() {
        let kept = KeptKeys::generate(&SeededEntropy::new(2), T0);
        let text = serde_json::to_string(&kept).unwrap();
        assert_eq!(serde_json::from_str::<KeptKeys>(&text).unwrap(), kept);
        let shown = format!("{kept:?}");
        assert!(!shown.contains(&kept.room[0].secret));
    }

    #[test]
    fn a_damaged_key_is_named() {
        let mut kept = KeptKeys::generate(&SeededEntropy::new(3), T0);
        kept.room[0].secret.truncate(10);
        assert_eq!(kept.load().err(), Some(KeyError::Damaged(1)));
        assert_eq!(KeptKeys::default().load().err(), Some(KeyError::NoneActive("receipt")));
    }
}
