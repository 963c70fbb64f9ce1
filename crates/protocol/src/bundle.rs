//! The trust bundle: whom a phone believes and where it sends. How it travels is in `signed_bundle.rs`.

use serde::{Deserialize, Serialize};

use crate::ids::UnixMillis;
use crate::receipt::ReceiptPublicKey;
use crate::room_keys::RoomPublicKey;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Everything a phone needs to know about the police's side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustBundle {
    /// Counts up; an older one never replaces a newer one.
    pub version: u64,
    /// When it was signed.
    pub issued_at: UnixMillis,
    /// After this the phone says that its settings are old, and goes on using them: an SOS is never blocked.
    pub expires_at: UnixMillis,
    /// So many days after `expires_at` it may still be adopted afresh.
    pub grace_days: u16,
    /// The control room's name, as it stands on the screens.
    pub room_name: String,
    /// Where alerts go, best first.
    pub endpoints: Vec<Endpoint>,
    /// The only certificate authorities that count, as DER.
    pub ca_certificates: Vec<Vec<u8>>,
    /// Keys to seal to.
    pub room_keys: Vec<BundleRoomKey>,
    /// Keys that sign receipts.
    pub receipt_keys: Vec<ReceiptPublicKey>,
    /// Where sealed texts go.
    pub sms_number: Option<String>,
    /// Numbers shown to her.
    pub helplines: Vec<Helpline>,
    /// Which boundaries the room routes by.
    pub boundaries_version: Option<String>,
}

/// One address of the control room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// `https://host:port`.
    pub url: String,
    /// IP addresses, tried before the name is asked for: a name server costs a round trip and may lie.
    pub addresses: Vec<String>,
    /// The UDP port of the datagram path at the same addresses. `None`: the URL's own port number. 0: there is no such path.
    pub datagram_port: Option<u16>,
}

/// A sealing key and its state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BundleRoomKey {
    /// The public key.
    pub key: RoomPublicKey,
    /// Whether phones seal to it.
    pub state: KeyState,
}

/// A key's life; states overlap between keys, so that nothing sealed is ever unreadable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyState {
    /// Announced, not yet sealed to.
    Pending,
    /// Sealed to.
    Active,
    /// No longer sealed to, still opens.
    Expired,
}

/// A number she may call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Helpline {
    /// As dialled.
    pub number: String,
    /// English name.
    pub name_en: String,
    /// Urdu name.
    pub name_ur: String,
    /// A word the page picks an icon by: `police`, `women`, `ambulance`, `child`, `online`, `complaints`.
    pub kind: String,
}

/// Why a bundle is refused; the last good one stays in force.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BundleError {
    /// Not the JSON of a signed bundle.
    #[error("not a signed trust bundle: {0}")]
    Shape(String),
    /// Signed by another root key than the pinned one.
    #[error("signed by another root key than the one this phone trusts")]
    ForeignRoot,
    /// The signature does not hold.
    #[error("the signature does not hold")]
    Signature,
    /// Signed, but not a bundle that this version can read.
    #[error("the content is not a trust bundle of this version")]
    Content,
    /// Names no endpoint, no active sealing key or no receipt key.
    #[error("incomplete: {0}")]
    Incomplete(&'static str),
    /// Older than the one in force.
    #[error("version {offered} is older than version {in_force}, which is in force")]
    Older {
        /// The refused one's version.
        offered: u64,
        /// The present one's version.
        in_force: u64,
    },
    /// Past its expiry and grace.
    #[error("expired")]
    Expired,
}

impl TrustBundle {
    /// Whether this bundle may take the place of the one in force. The same version is no error: nothing changes.
    ///
    /// `now` may be years off. It is believed up to the end of the bundle in force: a phone whose clock is far ahead must
    /// still learn of new keys, or it would believe no receipt any more.
    ///
    /// # Errors
    /// [`BundleError`] naming what is wrong.
    pub fn accept_over(&self, in_force: Option<&Self>, now: UnixMillis) -> Result<(), BundleError> {
        if let Some(current) = in_force.filter(|current| current.version > self.version) {
            return Err(BundleError::Older { offered: self.version, in_force: current.version });
        }
        let believed = in_force.map_or(now, |current| now.min(current.end()));
        if believed > self.end() {
            return Err(BundleError::Expired);
        }
        if self.endpoints.is_empty() {
            return Err(BundleError::Incomplete("it names no endpoint"));
        }
        if self.active_room_key().is_none() {
            return Err(BundleError::Incomplete("it names no active sealing key"));
        }
        if self.receipt_keys.is_empty() {
            return Err(BundleError::Incomplete("it names no receipt key"));
        }
        Ok(())
    }

    /// After this nobody adopts it afresh.
    fn end(&self) -> UnixMillis {
        self.expires_at.plus_ms(i64::from(self.grace_days).saturating_mul(DAY_MS))
    }

    /// The key that phones seal to.
    #[must_use]
    pub fn active_room_key(&self) -> Option<&RoomPublicKey> {
        self.room_keys.iter().rev().find(|key| key.state == KeyState::Active).map(|key| &key.key)
    }
}
