//! What the room knows about a device: its keys and whether it has introduced itself.

use std::fmt;

use hifazat_protocol::{DeviceId, PathKey, UnixMillis};

/// A device that has once sent a raise which could be opened.
#[derive(Clone, PartialEq, Eq)]
pub struct Device {
    /// Its name.
    pub id: DeviceId,
    /// Its Ed25519 public key.
    pub public_key: [u8; 32],
    /// The key of its tags, from its latest opened raise.
    pub path_key: PathKey,
    /// When it first sent a valid exercise or test. `None`: not enrolled, its alerts are of low trust.
    pub enrolled_at: Option<UnixMillis>,
}

impl Device {
    /// Whether its alerts go to the live lane.
    #[must_use]
    pub const fn is_enrolled(&self) -> bool {
        self.enrolled_at.is_some()
    }
}

impl fmt::Debug for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Device({}, enrolled: {})", self.id, self.is_enrolled())
    }
}
