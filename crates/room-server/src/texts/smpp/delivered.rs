//! What a `deliver_sm` is: a text, a part of a longer one, or a report about a text of ours (SMPP 3.4, 4.6.1).

use super::{address, characters};
use crate::texts::text::Text;

/// Read from a `deliver_sm`.
pub(super) enum Delivered {
    /// A whole text.
    Text(Text),
    /// A part of a long text. Ours are single, so it is somebody else's.
    Part,
    /// The SMSC's or a phone's word about a text that we sent.
    Report,
    /// Nobody can tell.
    Garbled,
}

/// Bits of `esm_class` that say "a report": 2 to 5 (5.2.12).
const REPORT: u8 = 0b0011_1100;
/// The bit that says: a header stands before the text.
const HEADER: u8 = 0b0100_0000;
const SAR_TOTAL_SEGMENTS: [u8; 2] = [0x02, 0x0E];
const MESSAGE_PAYLOAD: [u8; 2] = [0x04, 0x24];

/// Reads all that stands behind the header. Fields that say nothing to us may hold anything.
pub(super) fn read(body: &[u8]) -> Delivered {
    let Some(fields) = Fields::read(body) else { return Delivered::Garbled };
    if fields.class & REPORT != 0 {
        return Delivered::Report;
    }
    let octets = fields.payload.unwrap_or(fields.short_message);
    let octets = if fields.class & HEADER == 0 { Some(octets) } else { after_header(octets) };
    let Some(octets) = octets.filter(|_| fields.segments <= 1) else { return Delivered::Part };
    Delivered::Text(Text::new(&fields.from, characters::read(fields.coding, octets)))
}

struct Fields<'a> {
    from: String,
    class: u8,
    coding: u8,
    short_message: &'a [u8],
    payload: Option<&'a [u8]>,
    segments: u8,
}

impl<'a> Fields<'a> {
    fn read(body: &'a [u8]) -> Option<Self> {
        let (_service, rest) = string(body)?;
        let ([ton, _npi], rest) = rest.split_first_chunk()?;
        let (from, rest) = string(rest)?;
        let ([_to_ton, _to_npi], rest) = rest.split_first_chunk()?;
        let (_to, rest) = string(rest)?;
        let ([class, _protocol, _priority], rest) = rest.split_first_chunk()?;
        let (_schedule, rest) = string(rest)?;
        let (_validity, rest) = string(rest)?;
        let ([_registered, _replace, coding, _canned, length], rest) = rest.split_first_chunk()?;
        let (short_message, mut optional) = rest.split_at_checked(usize::from(*length))?;
        let from = address::typed(*ton, &String::from_utf8_lossy(from));
        let mut fields = Self { from, class: *class, coding: *coding, short_message, payload: None, segments: 1 };
        while let Some((tag, value, rest)) = option(optional) {
            match (tag, value) {
                (SAR_TOTAL_SEGMENTS, [segments]) => fields.segments = *segments,
                (MESSAGE_PAYLOAD, payload) => fields.payload = Some(payload),
                _ => {}
            }
            optional = rest;
        }
        Some(fields)
    }
}

/// Up to a zero, and what follows it.
fn string(octets: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = octets.iter().position(|octet| *octet == 0)?;
    let (string, rest) = octets.split_at_checked(end)?;
    Some((string, rest.get(1..)?))
}

/// An optional parameter, and what follows it.
fn option(octets: &[u8]) -> Option<([u8; 2], &[u8], &[u8])> {
    let (tag, rest) = octets.split_first_chunk()?;
    let (length, rest) = rest.split_first_chunk()?;
    let (value, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
    Some((*tag, value, rest))
}

/// What follows the user data header (3GPP TS 23.040, 9.2.3.24); `None` when it says that this is one part of several.
fn after_header(octets: &[u8]) -> Option<&[u8]> {
    let (length, rest) = octets.split_first()?;
    let (mut elements, text) = rest.split_at_checked(usize::from(*length))?;
    while let [id, length, values @ ..] = elements {
        let (value, next) = values.split_at_checked(usize::from(*length))?;
        // Concatenation with a reference of one octet or two: reference, parts, this one's number.
        let parts = match (*id, value) {
            (0x00, [_, parts, _]) | (0x08, [_, _, parts, _]) => *parts,
            _ => 1,
        };
        if parts > 1 {
            return None;
        }
        elements = next;
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From +923001234567 to 8014.
    fn brought(class: u8, coding: u8, octets: &[u8], options: &[u8]) -> Vec<u8> {
        let length = u8::try_from(octets.len()).unwrap();
        let (from, to) = (b"\0\x01\x01923001234567\0", b"\x03\x008014\0");
        let flags = [class, 0, 0, 0, 0, 0, 0, coding, 0, length];
        [from, &to[..], &flags, octets, options].concat()
    }

    fn words(body: &[u8]) -> Option<String> {
        match read(body) {
            Delivered::Text(text) => Some(text.words),
            Delivered::Part | Delivered::Report | Delivered::Garbled => None,
        }
    }

    #[test]
    fn a_text_comes_with_its_senders_number_as_a_person_would_type_it() {
        let Delivered::Text(text) = read(&brought(0, 0, b"hello", b"")) else { panic!("no text") };
        assert_eq!((&*text.words, text.from.as_deref()), ("hello", Some("+923001234567")));
    }

    #[test]
    fn reports_are_no_texts() {
        for class in [0x04, 0x08, 0x10, 0x20, 0x24, 0x44] {
            let report = brought(class, 0, b"id:1 stat:DELIVRD", b"");
            assert!(matches!(read(&report), Delivered::Report), "{class:#x}");
        }
        // Modes and the reply path say nothing of the kind.
        for class in [0x01, 0x03, 0x80] {
            assert_eq!(words(&brought(class, 0, b"hello", b"")).as_deref(), Some("hello"), "{class:#x}");
        }
    }

    #[test]
    fn a_part_of_a_long_text_is_known_by_its_header_or_by_its_option() {
        assert!(matches!(read(&brought(0x40, 0, b"\x05\x00\x03\x2a\x02\x01hello", b"")), Delivered::Part));
        assert!(matches!(read(&brought(0x40, 0, b"\x06\x08\x04\x00\x2a\x03\x01hello", b"")), Delivered::Part));
        assert!(matches!(read(&brought(0, 0, b"hello", b"\x02\x0e\x00\x01\x02")), Delivered::Part));
    }

    #[test]
    fn a_header_that_says_nothing_of_parts_is_left_away() {
        let one_of_one = brought(0x40, 0, b"\x05\x00\x03\x2a\x01\x01hello", b"");
        let with_a_port = brought(0x40, 0, b"\x06\x05\x04\x0b\x84\x23\xf0hello", b"");
        assert_eq!(words(&one_of_one).as_deref(), Some("hello"));
        assert_eq!(words(&with_a_port).as_deref(), Some("hello"));
    }

    #[test]
    fn a_header_cut_short_is_no_text_of_ours() {
        for octets in [&b""[..], b"\x09\x00", b"\x03\x00\x09\x01hello"] {
            assert!(matches!(read(&brought(0x40, 0, octets, b"")), Delivered::Part), "{octets:?}");
        }
    }

    #[test]
    fn a_text_may_come_as_payload_among_options_that_nobody_knows() {
        let options = b"\x14\x01\x00\x02ab\x04\x24\x00\x05hello\x02\x0e\x00\x07";
        assert_eq!(words(&brought(0, 0, b"", options)).as_deref(), Some("hello"));
    }

    #[test]
    fn whatever_is_cut_off_is_read_or_named() {
        let whole = brought(0, 0, b"hello", b"\x04\x24\x00\x05hello");
        for length in 0..whole.len() {
            let cut = &whole[..length];
            // Options may be missing; what stands before them may not.
            assert_eq!(words(cut).is_some(), length >= whole.len() - 9, "{length}");
        }
    }
}
