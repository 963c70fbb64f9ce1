//! Whole bytes, changed as the input says.

use arbitrary::Unstructured;

/// Most changes to one thing: more would only be noise again.
const MOST: usize = 4;

/// A copy with up to four changes: a bit turned, a byte set, cut off, lengthened.
pub(crate) fn edited(whole: &[u8], choices: &mut Unstructured<'_>) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    let count = choices.int_in_range(0..=MOST).unwrap_or(0);
    for _ in 0..count {
        let Ok(kind) = choices.int_in_range(0..=3_u8) else { break };
        let at = choices.int_in_range(0..=bytes.len()).unwrap_or(0);
        match kind {
            0 => flip(&mut bytes, at, choices.int_in_range(0..=7).unwrap_or(0)),
            1 => set(&mut bytes, at, choices.arbitrary().unwrap_or(0)),
            2 => bytes.truncate(at),
            _ => bytes.extend(choices.arbitrary::<[u8; 4]>().unwrap_or_default()),
        }
    }
    bytes
}

fn flip(bytes: &mut [u8], at: usize, bit: u8) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1 << bit;
    }
}

fn set(bytes: &mut [u8], at: usize, value: u8) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte = value;
    }
}

/// What is left of the input.
pub(crate) fn rest<'a>(choices: &mut Unstructured<'a>) -> &'a [u8] {
    let length = choices.len();
    choices.bytes(length).unwrap_or_default()
}
