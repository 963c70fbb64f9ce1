//! "What further receipts have you for this alert?"
//!
//! ```text
//!  0  1  version = 1     18  16  alert id
//!  1  1  kind = 4        34   1  how many receipts are held already
//!  2 16  device id       35  16  tag under the path key over bytes 0–34
//! ```

use crate::ids::{AlertId, DeviceId};
use crate::rejection::Rejection;
use crate::secret::{PathKey, TAG_BYTES, same_tag};
use crate::wire::{Kind, VERSION, check_start};

const UNTAGGED_BYTES: usize = 35;
const ASK_BYTES: usize = UNTAGGED_BYTES + TAG_BYTES;
const TAG_LABEL: &[u8] = b"hifazat ask 1";

/// A phone's question; the answer is the receipts beyond the first `have`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Who asks.
    pub device: DeviceId,
    /// About which alert.
    pub alert: AlertId,
    /// How many of the room's receipts it holds already, from the first.
    pub have: u8,
    tag: [u8; TAG_BYTES],
}

impl Ask {
    /// A question, tagged.
    #[must_use]
    pub fn new(device: DeviceId, alert: AlertId, have: u8, key: &PathKey) -> Self {
        let mut ask = Self { device, alert, have, tag: [0; TAG_BYTES] };
        ask.tag = key.tag(TAG_LABEL, &[&ask.untagged()]);
        ask
    }

    /// The bytes to send.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = self.untagged();
        bytes.extend(self.tag);
        bytes
    }

    /// Checks the shape of bytes from anywhere.
    ///
    /// # Errors
    /// A named [`Rejection`].
    pub fn parse(bytes: &[u8]) -> Result<Self, Rejection> {
        check_start(bytes, Kind::Ask)?;
        if bytes.len() > ASK_BYTES {
            return Err(Rejection::Malformed { why: "an ask is 51 bytes long" });
        }
        Self::read(bytes).ok_or(Rejection::Truncated { bytes: bytes.len() })
    }

    /// Whether a holder of this path key asks.
    #[must_use]
    pub fn tag_is_from(&self, key: &PathKey) -> bool {
        same_tag(&self.tag, &key.tag(TAG_LABEL, &[&self.untagged()]))
    }

    fn untagged(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION, Kind::Ask.byte()];
        bytes.extend(self.device.0);
        bytes.extend(self.alert.0);
        bytes.push(self.have);
        bytes
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (device, rest) = bytes.get(2..)?.split_first_chunk::<16>()?;
        let (alert, rest) = rest.split_first_chunk::<16>()?;
        let (have, rest) = rest.split_first()?;
        let (tag, _) = rest.split_first_chunk::<TAG_BYTES>()?;
        Some(Self { device: DeviceId(*device), alert: AlertId(*alert), have: *have, tag: *tag })
    }
}
