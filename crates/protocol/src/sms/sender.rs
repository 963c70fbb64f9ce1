//! The X25519 form of a device's Ed25519 key, by the birational map between the two curves (RFC 7748 section 4.1).
//!
//! So a device needs no second key, and a room that knows its signature knows its texts. The public half is mapped by the
//! room; the secret half is the scalar that Ed25519 makes of the seed (RFC 8032 section 5.1.5). Signing and this kind of key
//! agreement do not weaken each other when they share a key (Thormarker, ePrint 2021/509); libsodium offers the same map.

use curve25519_dalek::edwards::CompressedEdwardsY;
use hpke::Deserializable;
use hpke::kem::Kem;
use ring::digest::{SHA512, digest};

use crate::device::DeviceKey;
use crate::seal::SealingKem;

type Secret = <SealingKem as Kem>::PrivateKey;
type Public = <SealingKem as Kem>::PublicKey;

/// Both halves, for the device.
pub(super) fn key_pair(device: &DeviceKey) -> Option<(Secret, Public)> {
    let hash = digest(&SHA512, &device.seed());
    // Clamped as it is read.
    let secret = Secret::from_bytes(hash.as_ref().get(..32)?).ok()?;
    let public = SealingKem::sk_to_pk(&secret);
    Some((secret, public))
}

/// The public half, for the room. `None`: no point of the curve.
pub(super) fn public_key(ed25519: &[u8; 32]) -> Option<Public> {
    let point = CompressedEdwardsY(*ed25519).decompress()?;
    Public::from_bytes(&point.to_montgomery().to_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use hpke::Serializable;

    use super::*;
    use crate::entropy::SeededEntropy;

    #[test]
    fn device_and_room_map_the_same_key() {
        for seed in 0..64 {
            let device = DeviceKey::generate(&SeededEntropy::new(seed));
            let (_, own) = key_pair(&device).unwrap();
            assert_eq!(own.to_bytes(), public_key(&device.public()).unwrap().to_bytes(), "seed {seed}");
        }
    }

    #[test]
    fn what_is_no_point_is_no_key() {
        let mut no_point = [0; 32];
        no_point[0] = 2;
        assert!(public_key(&no_point).is_none());
    }
}
