//! The trust bundle: any text, a whole one with changes, a true signature around any body.

use std::sync::LazyLock;

use arbitrary::Unstructured;
use hifazat_protocol::{BundleError, SignedBundle, UnixMillis};

use crate::edits::{edited, rest};
use crate::{by_hand, people};

/// All that the root key of the vectors has ever signed.
static SIGNED: LazyLock<[String; 2]> = LazyLock::new(|| {
    [
        include_str!("../../../tests/vectors/v1-bundle.hex"),
        include_str!("../../../tests/vectors/v1-bundle-with-a-datagram-port.hex"),
    ]
    .map(|hex| {
        let digits: Vec<u32> = hex.chars().filter_map(|digit| digit.to_digit(16)).collect();
        let bytes = digits.chunks_exact(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap());
        String::from_utf8(bytes.collect()).unwrap()
    })
});

pub(crate) fn run(input: &[u8]) {
    let mut choices = Unstructured::new(input);
    match choices.int_in_range(0..=2) {
        Ok(0) => any_text(rest(&mut choices)),
        Ok(1) => any_text(&edited(SIGNED[0].as_bytes(), &mut choices)),
        Ok(_) => signed_body(rest(&mut choices)),
        Err(_) => {}
    }
}

/// A text may be changed (a space, say); what it says may not.
fn any_text(bytes: &[u8]) {
    let Some(bundle) = read(bytes) else { return };
    let signed = SIGNED.iter().any(|text| read(text.as_bytes()).is_some_and(|signed| signed == bundle));
    let verified = bundle.verify(&people::root().public());
    assert_eq!(verified.is_ok(), signed, "a change went unseen, or a whole one was refused");
}

/// Whatever the root key's holder may sign: understood and said again the same, or refused with a reason.
fn signed_body(body: &[u8]) {
    let signed = by_hand::bundle(&people::root(), body);
    match signed.verify(&people::root().public()) {
        Ok(bundle) => {
            let again = bundle.sign(&people::root()).verify(&people::root().public()).unwrap();
            assert_eq!(again, bundle, "it was not written as it was read");
            for now in [i64::MIN, 0, 1_790_000_000_000, i64::MAX] {
                if bundle.accept_over(Some(&bundle), UnixMillis(now)).is_ok() {
                    assert!(bundle.active_room_key().is_some() && !bundle.endpoints.is_empty());
                }
            }
        }
        Err(error) => assert_eq!(error, BundleError::Content, "the signature is true"),
    }
}

fn read(bytes: &[u8]) -> Option<SignedBundle> {
    let signed = SignedBundle::from_json(std::str::from_utf8(bytes).ok()?).ok()?;
    assert_eq!(SignedBundle::from_json(&signed.to_json()).as_ref(), Ok(&signed), "it was not written as it was read");
    Some(signed)
}
