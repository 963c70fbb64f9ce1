//! From the octets of a message to characters and back.
//!
//! A sealed text holds letters, digits and a few signs; only these must survive. The GSM default alphabet (3GPP TS 23.038)
//! has them where ASCII has them, but for `_` (0x11) and `@` (0x00), and SMSCs hand out either under the same data coding.
//! So both are read, whatever the coding claims. What else a foreign text says is nobody's business here.

/// `_` in the GSM default alphabet.
const GSM_UNDERSCORE: u8 = 0x11;

/// Bits of `data_coding` that tell the alphabet, and what they are for UCS-2, with or without a message class.
const ALPHABET: u8 = 0b1110_1100;
const UCS2: u8 = 0b0000_1000;

/// The characters of a message.
pub(super) fn read(coding: u8, octets: &[u8]) -> String {
    if coding & ALPHABET == UCS2 {
        let units =
            octets.chunks(2).map(|pair| u16::from_be_bytes([0, 1].map(|at| pair.get(at).copied().unwrap_or(0))));
        return char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    }
    octets.iter().map(|octet| character(*octet)).collect()
}

fn character(octet: u8) -> char {
    match octet {
        GSM_UNDERSCORE => '_',
        0x00 => '@',
        b'\n' | b'\r' | b' '..=b'~' => char::from(octet),
        _ => char::REPLACEMENT_CHARACTER,
    }
}

/// The octets of a text of ours in the GSM default alphabet, one in each; `None` when it holds what is not in there.
pub(super) fn write(words: &str) -> Option<Vec<u8>> {
    words.chars().map(octet).collect()
}

fn octet(character: char) -> Option<u8> {
    match character {
        '_' => Some(GSM_UNDERSCORE),
        'A'..='Z' | 'a'..='z' | '0'..='9' | ' ' | '-' | '.' | ',' | ':' | '/' | '+' | '=' => {
            u8::try_from(character).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "ABCxyz019-_:.";

    #[test]
    fn a_sealed_text_survives_each_alphabet_that_an_smsc_may_use() {
        let gsm = write(OURS).unwrap();
        assert!(gsm.contains(&0x11) && !gsm.contains(&b'_'));
        let utf16: Vec<u8> = OURS.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (coding, octets) in [
            (0x00, gsm.clone()),
            (0x00, OURS.as_bytes().to_vec()),
            (0x01, OURS.as_bytes().to_vec()),
            (0x03, OURS.as_bytes().to_vec()),
            (0x04, OURS.as_bytes().to_vec()),
            (0xF1, gsm),
            (0x08, utf16.clone()),
            (0x18, utf16),
        ] {
            assert_eq!(read(coding, &octets), OURS, "{coding:#x}");
        }
    }

    #[test]
    fn any_octets_are_read_and_none_become_ours() {
        for coding in 0..=u8::MAX {
            let every: Vec<u8> = (0..=u8::MAX).collect();
            assert!(!read(coding, &every).is_empty());
            assert_eq!(read(coding, b"\xd8\x00\xff").chars().filter(char::is_ascii_alphanumeric).count(), 0);
        }
    }

    #[test]
    fn what_the_alphabet_lacks_is_not_written() {
        assert_eq!(write("\u{67e}"), None);
    }
}
