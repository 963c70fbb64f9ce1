//! True seals and signatures around any content, as a phone or a room of a later version might make them: so the readers
//! inside get to see bytes that no writer of ours writes. Made after docs/protocol.md, not by our own sealing.

use std::convert::Infallible;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hifazat_protocol::{
    AlertId, DeviceKey, Entropy, PathKey, ReceiptKey, RoomPublicKey, RootKey, SeededEntropy, Sequence, SignedBundle,
};
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::{Kem, X25519HkdfSha256};
use hpke::{Deserializable, OpModeS, Serializable, setup_sender_with_rng};
use ring::signature::Ed25519KeyPair;

/// An envelope around any content.
pub(crate) fn envelope(
    to: &RoomPublicKey,
    device: &DeviceKey,
    path_key: &PathKey,
    alert: AlertId,
    sequence: Sequence,
    content: &[u8],
) -> Vec<u8> {
    let mut header = vec![1, 1];
    header.extend(to.id.0.to_be_bytes());
    header.extend(device.id().0);
    header.extend(alert.0);
    header.extend(sequence.0.to_be_bytes());
    let key = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(&to.key).unwrap();
    let mut rng = Rng(SeededEntropy::new(300));
    let (encapsulated, mut context) = setup_sender_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Base,
        &key,
        b"hifazat envelope 1",
        &mut rng,
    )
    .unwrap();
    let encapsulated = encapsulated.to_bytes().to_vec();
    let tag = ring::hmac::sign(
        &ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &path_key.to_bytes()),
        &[&b"hifazat tag 1"[..], &header, &encapsulated].concat(),
    );
    header.extend(&tag.as_ref()[..16]);
    let signed = [&b"hifazat message 1"[..], &header, &encapsulated, content].concat();
    let plain = [&signature(device.seed(), &signed)[..], &device.public(), content].concat();
    let sealed = context.seal(&plain, &header).unwrap();
    [header, encapsulated, sealed].concat()
}

/// A receipt in clear around any body.
pub(crate) fn clear_receipt(key: &ReceiptKey, alert: AlertId, body: &[u8]) -> Vec<u8> {
    let mut header = vec![1, 2];
    header.extend(key.id().0.to_be_bytes());
    header.extend(alert.0);
    let signature = signature(key.seed(), &[&b"hifazat receipt 1"[..], &header, body].concat());
    [&header, body, &signature].concat()
}

/// A bundle around any body.
pub(crate) fn bundle(root: &RootKey, body: &[u8]) -> SignedBundle {
    let signature = signature(root.seed(), &[&b"hifazat bundle 1"[..], body].concat());
    let [body, signature] = [body, &signature].map(|bytes| URL_SAFE_NO_PAD.encode(bytes));
    let root = root.public();
    let text = format!(r#"{{"hifazat_bundle":1,"root":"{root}","body":"{body}","signature":"{signature}"}}"#);
    SignedBundle::from_json(&text).unwrap()
}

fn signature(seed: [u8; 32], bytes: &[u8]) -> [u8; 64] {
    Ed25519KeyPair::from_seed_unchecked(&seed).unwrap().sign(bytes).as_ref().try_into().unwrap()
}

struct Rng(SeededEntropy);

impl rand_core::TryRng for Rng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unreachable!("hpke draws whole buffers")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unreachable!("hpke draws whole buffers")
    }

    fn try_fill_bytes(&mut self, buffer: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill(buffer);
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Rng {}
