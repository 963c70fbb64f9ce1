//! The `hpke` crate against RFC 9180 appendices A.2.1 and A.2.3: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256,
//! ChaCha20-Poly1305, in base mode, which every envelope is sealed with, and in auth mode, by which a text is proven.

#![cfg(test)]

use std::convert::Infallible;

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::{Kem, X25519HkdfSha256};
use hpke::{Deserializable, OpModeR, OpModeS, Serializable, setup_receiver, setup_sender_with_rng};
use rand_core::{TryCryptoRng, TryRng};

const INFO: &str = "4f6465206f6e2061204772656369616e2055726e";
const IKM_E: &str = "909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b";
const IKM_R: &str = "1ac01f181fdf9f352797655161c58b75c656a6cc2716dcb66372da835542e1df";
const PK_RM: &str = "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a";
const ENC: &str = "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a";
const PLAIN: &str = "4265617574792069732074727574682c20747275746820626561757479";
const CIPHERTEXTS: [(&str, &str); 2] = [
    ("436f756e742d30", "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28"),
    ("436f756e742d31", "6b53c051e4199c518de79594e1c4ab18b96f081549d45ce015be002090bb119e85285337cc95ba5f59992dc98c"),
];
const EXPORTS: [(&str, &str); 3] = [
    ("", "4bbd6243b8bb54cec311fac9df81841b6fd61f56538a775e7c80a9f40160606e"),
    ("00", "8c1df14732580e5501b00f82b10a1647b40713191b7c1240ac80e2b68808ba69"),
    ("54657374436f6e74657874", "5acb09211139c43b3090489a9da433e8a30ee7188ba8b0a9a1ccf0c229283e53"),
];

/// A.2.3: ephemeral, receiver, sender, encapsulated key, first ciphertext.
const AUTH: [&str; 5] = [
    "938d3daa5a8904540bc24f48ae90eed3f4f7f11839560597b55e7c9598c996c0",
    "64835d5ee64aa7aad57c6f2e4f758f7696617f8829e70bc9ac7a5ef95d1c756c",
    "9d8f94537d5a3ddef71234c0baedfad4ca6861634d0b94c3007fed557ad17df6",
    "f7674cc8cd7baa5872d1f33dbaffe3314239f6197ddf5ded1746760bfc847e0e",
    "ab1a13c9d4f01a87ec3440dbd756e2677bd2ecf9df0ce7ed73869b98e00c09be111cb9fdf077347aeb88e61bdf",
];

#[test]
fn auth_mode_agrees_with_the_rfc() {
    let [ikm_e, ikm_r, ikm_s, enc, ciphertext] = AUTH.map(hex);
    let (secret, room) = X25519HkdfSha256::derive_keypair(&ikm_r);
    let sender = X25519HkdfSha256::derive_keypair(&ikm_s);
    let aad = hex(CIPHERTEXTS[0].0);
    let (made, mut context) = setup_sender_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Auth(sender.clone()),
        &room,
        &hex(INFO),
        &mut Fixed(ikm_e),
    )
    .unwrap();
    assert_eq!(made.to_bytes().to_vec(), enc);
    assert_eq!(context.seal(&hex(PLAIN), &aad).unwrap(), ciphertext);
    let mut context = setup_receiver::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Auth(sender.1),
        &secret,
        &made,
        &hex(INFO),
    )
    .unwrap();
    assert_eq!(context.open(&ciphertext, &aad).unwrap(), hex(PLAIN));
}

#[test]
fn sealing_agrees_with_the_rfc() {
    let room = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(&hex(PK_RM)).unwrap();
    let (enc, mut context) = setup_sender_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Base,
        &room,
        &hex(INFO),
        &mut Fixed(hex(IKM_E)),
    )
    .unwrap();
    assert_eq!(enc.to_bytes().to_vec(), hex(ENC));
    for (aad, ciphertext) in CIPHERTEXTS {
        assert_eq!(context.seal(&hex(PLAIN), &hex(aad)).unwrap(), hex(ciphertext));
    }
    for (label, secret) in EXPORTS {
        let mut out = [0; 32];
        context.export(&hex(label), &mut out).unwrap();
        assert_eq!(out.to_vec(), hex(secret));
    }
}

#[test]
fn opening_agrees_with_the_rfc() {
    let (secret, public) = X25519HkdfSha256::derive_keypair(&hex(IKM_R));
    assert_eq!(public.to_bytes().to_vec(), hex(PK_RM));
    let enc = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(&hex(ENC)).unwrap();
    let mut context =
        setup_receiver::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(&OpModeR::Base, &secret, &enc, &hex(INFO))
            .unwrap();
    for (aad, ciphertext) in CIPHERTEXTS {
        assert_eq!(context.open(&hex(ciphertext), &hex(aad)).unwrap(), hex(PLAIN));
    }
}

/// Gives the RFC's input keying material where a random one would be drawn.
struct Fixed(Vec<u8>);

impl TryRng for Fixed {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unreachable!("hpke draws whole buffers")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unreachable!("hpke draws whole buffers")
    }

    fn try_fill_bytes(&mut self, buffer: &mut [u8]) -> Result<(), Infallible> {
        buffer.copy_from_slice(&self.0);
        Ok(())
    }
}

impl TryCryptoRng for Fixed {}

fn hex(text: &str) -> Vec<u8> {
    text.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}
