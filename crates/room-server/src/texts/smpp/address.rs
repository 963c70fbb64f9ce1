//! How SMPP writes a number: its kind and its numbering plan stand beside the digits.

use rusmpp::types::COctetString;
use rusmpp::values::{Npi, Ton};

/// A short code has at most so many digits.
const SHORT_CODE_DIGITS: usize = 6;
/// `source_addr_ton`: the digits begin with a country's.
const INTERNATIONAL: u8 = 1;

/// Kind, plan and digits; `None` for what cannot stand there.
pub(super) fn written(number: &str) -> Option<(Ton, Npi, COctetString<1, 21>)> {
    let (ton, npi, digits) = match number.strip_prefix('+') {
        Some(digits) => (Ton::International, Npi::Isdn, digits),
        None if number.len() <= SHORT_CODE_DIGITS => (Ton::NetworkSpecific, Npi::Unknown, number),
        None => (Ton::Unknown, Npi::Isdn, number),
    };
    Some((ton, npi, COctetString::from_string(digits.to_owned()).ok()?))
}

/// The number of a message that came in, as a person would type it.
pub(super) fn typed(ton: u8, digits: &str) -> String {
    if ton == INTERNATIONAL && !digits.starts_with('+') { format!("+{digits}") } else { digits.to_owned() }
}
