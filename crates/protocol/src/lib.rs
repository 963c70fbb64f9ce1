//! What phone and control room say to each other, byte for byte.
//!
//! A phone seals a [`Message`] into a [`SealedEnvelope`] that only the control room can open; the room answers with
//! [`SignedReceipt`]s, and only [`verify`] turns one into a [`VerifiedReceipt`]. Whom to trust comes in a
//! [`TrustBundle`] signed by an offline root key. The layouts are described in `docs/protocol.md` and held by the
//! vectors under `tests/vectors`.
//!
//! This crate does no I/O, has no clock, and never panics on any input. Chance comes from an [`Entropy`].

mod ask;
mod bundle;
mod clip;
mod device;
mod entropy;
mod envelope;
mod fix;
mod ids;
mod message;
mod not_held;
mod open;
mod receipt;
mod receipt_wire;
mod rejection;
mod reply;
mod room_keys;
mod root_key;
mod seal;
mod secret;
mod signed_bundle;
mod signing;
mod sms;
mod wire;

pub use ask::{Ask, Held};
pub use bundle::{BundleError, BundleRoomKey, Endpoint, Helpline, KeyState, TrustBundle};
pub use clip::{CLIP_PIECE_BYTES, Clip, ClipDigest, ClipPiece, MAX_CLIP_BYTES, MediaType, ParseDigestError};
pub use device::DeviceKey;
#[cfg(any(test, feature = "test-util"))]
pub use entropy::SeededEntropy;
pub use entropy::{Entropy, OsEntropy};
pub use envelope::{Header, MAX_DATAGRAM_BYTES, MAX_ENVELOPE_BYTES, SealedEnvelope, envelope_digest};
pub use fix::{Doubt, Fix, Method};
pub use ids::{AlertId, DeviceId, KeyId, ParseIdError, Sequence, UnixMillis};
pub use message::{Cancel, ContactRule, Language, Message, Raise, Status, Trigger, Update};
pub use not_held::{NotHeld, is_not_held, verify_kept_not_held, verify_not_held};
pub use open::{OpenError, Opened, open};
pub use receipt::{
    Receipt, ReceiptError, ReceiptKey, ReceiptPublicKey, Stage, VerifiedReceipt, claims_to_store, verify,
};
pub use receipt_wire::{SignedReceipt, pack_receipts, unpack_receipts};
pub use rejection::Rejection;
pub use reply::{ASK_HELD_FOR, MIN_ASK_DATAGRAM_BYTES, Question, Reply};
pub use room_keys::{RoomPublicKey, RoomSecretKey};
pub use root_key::{RootKey, RootPublicKey};
pub use seal::{Prepared, SealError, prepare};
pub use secret::{PathKey, ResponseKey};
pub use signed_bundle::SignedBundle;
pub use sms::{
    MAX_TEXT_CHARS, OpenedText, PreparedText, SealedText, SentText, TextHeader, is_text_receipt, open_text,
    prepare_text, receipt_in_text, verify_text,
};
