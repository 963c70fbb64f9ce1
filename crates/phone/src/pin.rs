//! The cancel PIN and the duress PIN: what may be chosen, how it is kept, how it is checked.
//!
//! Four digits are ten thousand guesses: no slow hash protects them from somebody who holds the verifiers, so those are
//! sealed in the vault, and an alert allows three tries. What this file does protect is the difference between the two
//! PINs: every check derives both and compares both in constant time, set or not, so that neither the clock nor the
//! screen tells which one was entered.

use std::fmt;
use std::num::NonZeroU32;

use hifazat_protocol::Entropy;
use ring::pbkdf2;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Wrong PINs that one alert allows; after the last one the alarm stands.
pub(crate) const TRIES: u8 = 3;

const ROUNDS: NonZeroU32 = NonZeroU32::new(20_000).unwrap();
const ALGORITHM: pbkdf2::Algorithm = pbkdf2::PBKDF2_HMAC_SHA256;

/// Four digits, not yet judged.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Pin(Zeroizing<[u8; 4]>);

impl Pin {
    /// Reads four digits: 0–9, or ۰–۹ as an Urdu keyboard gives them. `None` for anything else.
    #[must_use]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut digits = text.chars().map(digit_of);
        let pin = [digits.next()??, digits.next()??, digits.next()??, digits.next()??];
        digits.next().is_none().then(|| Self(Zeroizing::new(pin)))
    }

    /// One of those that everybody tries first: one digit four times, a run, a pair twice, the middle column.
    #[must_use]
    pub(crate) fn is_trivial(&self) -> bool {
        let [a, b, c, d] = *self.0;
        let step = |from: u8, to: u8| (to + 10 - from) % 10;
        let (first, second, third) = (step(a, b), step(b, c), step(c, d));
        let run = first == second && second == third && matches!(first, 0 | 1 | 9);
        let pairs = (a == c && b == d) || (a == b && c == d);
        run || pairs || matches!([a, b, c, d], [2, 5, 8, 0] | [0, 8, 5, 2])
    }
}

fn digit_of(c: char) -> Option<u8> {
    let zero = match c {
        '0'..='9' => '0',
        '۰'..='۹' => '۰',
        '٠'..='٩' => '٠',
        _ => return None,
    };
    u8::try_from(u32::from(c).checked_sub(u32::from(zero))?).ok()
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(…)")
    }
}

/// Which PIN was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entered {
    /// The one that takes an alarm back.
    Cancel,
    /// The one she enters when somebody forces her.
    Duress,
    /// Neither.
    Wrong,
}

/// Both PINs as they are kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PinVerifiers {
    cancel: Verifier,
    duress: Verifier,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Verifier {
    salt: [u8; 16],
    hash: [u8; 32],
}

impl PinVerifiers {
    /// Derives what is kept. Judging whether the PINs may be used is up to the caller.
    #[must_use]
    pub(crate) fn derive(cancel: &Pin, duress: &Pin, entropy: &dyn Entropy) -> Self {
        Self { cancel: Verifier::derive(cancel, entropy), duress: Verifier::derive(duress, entropy) }
    }

    /// Which PIN this is. Always costs two derivations.
    #[must_use]
    pub(crate) fn check(&self, pin: Option<&Pin>) -> Entered {
        let (cancel, duress) = (self.cancel.holds(pin), self.duress.holds(pin));
        match (cancel, duress) {
            (true, _) => Entered::Cancel,
            (false, true) => Entered::Duress,
            (false, false) => Entered::Wrong,
        }
    }

    /// Verifiers that nothing satisfies, so that a phone without PINs takes as long to say no.
    #[must_use]
    pub(crate) const fn impossible() -> Self {
        const NOTHING: Verifier = Verifier { salt: [0; 16], hash: [0; 32] };
        Self { cancel: NOTHING, duress: NOTHING }
    }
}

impl Verifier {
    fn derive(pin: &Pin, entropy: &dyn Entropy) -> Self {
        let mut verifier = Self { salt: [0; 16], hash: [0; 32] };
        entropy.fill(&mut verifier.salt);
        pbkdf2::derive(ALGORITHM, ROUNDS, &verifier.salt, &*pin.0, &mut verifier.hash);
        verifier
    }

    fn holds(&self, pin: Option<&Pin>) -> bool {
        // Bytes above 9 stand for "not four digits": no PIN derives from them.
        let entered = pin.map_or([0xff; 4], |pin| *pin.0);
        pbkdf2::verify(ALGORITHM, ROUNDS, &self.salt, &entered, &self.hash).is_ok()
    }
}

impl fmt::Debug for PinVerifiers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PinVerifiers(…)")
    }
}

#[cfg(test)]
mod tests {
    use hifazat_protocol::SeededEntropy;

    use super::*;

    fn pin(text: &str) -> Pin {
        Pin::parse(text).unwrap()
    }

    #[test]
    fn each_pin_is_told_apart_and_nothing_else_passes() {
        let kept = PinVerifiers::derive(&pin("4826"), &pin("7391"), &SeededEntropy::new(1));
        assert_eq!(kept.check(Some(&pin("4826"))), Entered::Cancel);
        assert_eq!(kept.check(Some(&pin("۴۸۲۶"))), Entered::Cancel);
        assert_eq!(kept.check(Some(&pin("7391"))), Entered::Duress);
        assert_eq!(kept.check(Some(&pin("4827"))), Entered::Wrong);
        assert_eq!(kept.check(None), Entered::Wrong);
        assert_eq!(PinVerifiers::impossible().check(Some(&pin("4826"))), Entered::Wrong);
    }

    #[test]
    fn easy_pins_are_refused() {
        for easy in ["0000", "1111", "1234", "4321", "7890", "0987", "1212", "1122", "2580"] {
            assert!(pin(easy).is_trivial(), "{easy}");
        }
        for fair in ["4826", "7391", "1357", "1235"] {
            assert!(!pin(fair).is_trivial(), "{fair}");
        }
    }

    #[test]
    fn only_four_digits_are_a_pin() {
        for text in ["", "123", "12345", "12a4", "12 4", "-123"] {
            assert_eq!(Pin::parse(text), None, "{text}");
        }
    }
}
