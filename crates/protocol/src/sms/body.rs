//! What a text says, in 26 bytes: always all of them, whatever is said.
//!
//! ```text
//!  0  1  kind: 0 raise, 1 update, 2 cancel        8  6  instant, ms since 1970, big endian
//!  1  1  status                                  14  4  latitude in 10⁻⁷ degrees, signed; lowest: no place
//!  2  1  contact rule                            18  4  longitude in 10⁻⁷ degrees, signed
//!  3  1  trigger                                 22  2  accuracy in decimetres; highest: none given
//!  4  1  language, 255 unknown                   24  2  age of the place in seconds, signed
//!  5  1  positioning method
//!  6  1  flags: 1 receipts by text, 2 last word, 4 duress, 8 within the window, 16 mock,
//!               32 charging is known, 64 charging
//!  7  1  battery in per cent, 255 unknown
//! ```
//! Codes are those of the CBOR messages. A place is rounded to a centimetre, its accuracy to 10 cm, its age to a second; the
//! envelope that follows says it exactly.

use crate::fix::Fix;
use crate::ids::UnixMillis;
use crate::message::{Cancel, ContactRule, Message, Raise, Status, Trigger, Update};
use crate::wire::{
    contact_rule_byte, contact_rule_of, language_byte, language_of, method_byte, method_of, status_byte, status_of,
    trigger_byte, trigger_of,
};

pub(super) const BODY_BYTES: usize = 26;

const RECEIPTS_BY_TEXT: u8 = 1;
const LAST_WORD: u8 = 2;
const DURESS: u8 = 4;
const WITHIN_WINDOW: u8 = 8;
const MOCK: u8 = 16;
const CHARGING_KNOWN: u8 = 32;
const CHARGING: u8 = 64;

const UNKNOWN: u8 = u8::MAX;
const NO_PLACE: i32 = i32::MIN;
const NO_ACCURACY: u16 = u16::MAX;
const PER_DEGREE: f64 = 1e7;
const LAST_INSTANT_MS: i64 = (1 << 48) - 1;

/// A message as far as a text has room for it.
#[derive(Clone, Copy)]
struct Body {
    kind: u8,
    status: Status,
    contact_rule: ContactRule,
    trigger: Trigger,
    language: u8,
    flags: u8,
    battery: u8,
    at: UnixMillis,
    fix: Option<Fix>,
}

/// Of several fixes the latest is told. `None`: this kind of message has no short form.
pub(super) fn pack(message: &Message, receipts_by_text: bool) -> Option<[u8; BODY_BYTES]> {
    let wish = if receipts_by_text { RECEIPTS_BY_TEXT } else { 0 };
    Body::of(message, wish).map(Body::to_bytes)
}

/// The message, and whether she wants receipts by text.
pub(super) fn unpack(bytes: &[u8]) -> Option<(Message, bool)> {
    let body = Body::from_bytes(bytes.try_into().ok()?)?;
    Some((body.message()?, body.has(RECEIPTS_BY_TEXT)))
}

impl Body {
    fn of(message: &Message, wish: u8) -> Option<Self> {
        let bare = |kind, status, at| Self {
            kind,
            status,
            contact_rule: ContactRule::Silent,
            trigger: Trigger::Other,
            language: UNKNOWN,
            flags: wish,
            battery: UNKNOWN,
            at,
            fix: None,
        };
        let flag = |set: bool, flag: u8| if set { flag } else { 0 };
        Some(match message {
            Message::Raise(raise) => Self {
                contact_rule: raise.contact_rule,
                trigger: raise.trigger,
                language: raise.language.map_or(UNKNOWN, language_byte),
                flags: wish | charging_flags(raise.charging),
                battery: raise.battery_percent.unwrap_or(UNKNOWN),
                fix: raise.fix,
                ..bare(0, raise.status, raise.tapped_at)
            },
            Message::Update(update) => Self {
                flags: wish | charging_flags(update.charging) | flag(update.last_word, LAST_WORD),
                battery: update.battery_percent.unwrap_or(UNKNOWN),
                fix: update.fixes.last().copied(),
                ..bare(1, update.status, update.at)
            },
            Message::Cancel(cancel) => Self {
                flags: wish | flag(cancel.duress, DURESS) | flag(cancel.within_window, WITHIN_WINDOW),
                ..bare(2, cancel.status, cancel.at)
            },
            Message::Clip(_) | Message::ClipPiece(_) => return None,
        })
    }

    fn message(&self) -> Option<Message> {
        let (status, at) = (self.status, self.at);
        let battery_percent = (self.battery != UNKNOWN).then_some(self.battery);
        let charging = self.has(CHARGING_KNOWN).then_some(self.has(CHARGING));
        Some(match self.kind {
            0 => Message::Raise(Raise {
                status,
                tapped_at: at,
                contact_rule: self.contact_rule,
                trigger: self.trigger,
                fix: self.fix,
                battery_percent,
                charging,
                language: language_of(self.language),
                path_key: None,
            }),
            1 => Message::Update(Update {
                status,
                at,
                fixes: self.fix.into_iter().collect(),
                battery_percent,
                charging,
                last_word: self.has(LAST_WORD),
            }),
            2 => {
                let (duress, within_window) = (self.has(DURESS), self.has(WITHIN_WINDOW));
                Message::Cancel(Cancel { status, at, duress, within_window })
            }
            _ => return None,
        })
    }

    const fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    fn to_bytes(self) -> [u8; BODY_BYTES] {
        let fix = self.fix.filter(|fix| fix.latitude_deg.is_finite() && fix.longitude_deg.is_finite());
        let mock = if fix.is_some_and(|fix| fix.mock) { MOCK } else { 0 };
        let instant_ms = self.at.0.clamp(0, LAST_INSTANT_MS);
        let [_, _, at @ ..] = instant_ms.to_be_bytes();
        let latitude = fix.map_or(NO_PLACE, |fix| steps(fix.latitude_deg));
        let longitude = fix.map_or(0, |fix| steps(fix.longitude_deg));
        let age_s = fix.map_or(0, |fix| UnixMillis(instant_ms).since(fix.at).div_euclid(1_000));
        let age_s = i16::try_from(age_s).unwrap_or(if age_s < 0 { i16::MIN } else { i16::MAX });
        let mut bytes = [0; BODY_BYTES];
        let parts = [
            &[
                self.kind,
                status_byte(self.status),
                contact_rule_byte(self.contact_rule),
                trigger_byte(self.trigger),
                self.language,
                fix.map_or(UNKNOWN, |fix| method_byte(fix.method)),
                self.flags | mock,
                self.battery,
            ][..],
            &at,
            &latitude.to_be_bytes(),
            &longitude.to_be_bytes(),
            &decimetres(fix.and_then(|fix| fix.accuracy_m)).to_be_bytes(),
            &age_s.to_be_bytes(),
        ];
        for (to, from) in bytes.iter_mut().zip(parts.into_iter().flatten()) {
            *to = *from;
        }
        bytes
    }

    fn from_bytes(bytes: &[u8; BODY_BYTES]) -> Option<Self> {
        let ([kind, status, rule, trigger, language, method, flags, battery], rest) = bytes.split_first_chunk::<8>()?;
        let (at, rest) = rest.split_first_chunk::<6>()?;
        let (latitude, rest) = rest.split_first_chunk::<4>()?;
        let (longitude, rest) = rest.split_first_chunk::<4>()?;
        let (accuracy, rest) = rest.split_first_chunk::<2>()?;
        let (age, _) = rest.split_first_chunk::<2>()?;
        let [a, b, c, d, e, f] = *at;
        let at = UnixMillis(i64::from_be_bytes([0, 0, a, b, c, d, e, f]));
        let (latitude, accuracy) = (i32::from_be_bytes(*latitude), u16::from_be_bytes(*accuracy));
        let fix = Fix {
            latitude_deg: f64::from(latitude) / PER_DEGREE,
            longitude_deg: f64::from(i32::from_be_bytes(*longitude)) / PER_DEGREE,
            accuracy_m: (accuracy != NO_ACCURACY).then(|| f64::from(accuracy) / 10.0),
            speed_mps: None,
            heading_deg: None,
            at: at.plus_ms(i64::from(i16::from_be_bytes(*age)).saturating_mul(-1_000)),
            method: method_of(*method),
            mock: flags & MOCK != 0,
        };
        Some(Self {
            kind: *kind,
            status: status_of(*status)?,
            contact_rule: contact_rule_of(Some(*rule)),
            trigger: trigger_of(Some(*trigger)),
            language: *language,
            flags: *flags,
            battery: *battery,
            at,
            fix: (latitude != NO_PLACE).then_some(fix),
        })
    }
}

const fn charging_flags(charging: Option<bool>) -> u8 {
    match charging {
        None => 0,
        Some(false) => CHARGING_KNOWN,
        Some(true) => CHARGING_KNOWN | CHARGING,
    }
}

/// A degree that is out of range stays out of range, as far as the field goes, and is doubted there as here.
#[expect(clippy::as_conversions, reason = "the cast saturates, which is what is wanted")]
fn steps(degrees: f64) -> i32 {
    ((degrees * PER_DEGREE).round() as i32).max(-i32::MAX)
}

/// Zero stays the zero that no instrument has; what is between it and 10 cm does not become it.
#[expect(clippy::as_conversions, reason = "the cast saturates, which is what is wanted")]
fn decimetres(accuracy_m: Option<f64>) -> u16 {
    match accuracy_m.filter(|metres| !metres.is_nan()) {
        None => NO_ACCURACY,
        Some(metres) if metres <= 0.0 => 0,
        Some(metres) => ((metres * 10.0).round() as u16).clamp(1, NO_ACCURACY - 1),
    }
}
