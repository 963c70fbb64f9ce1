//! The bytes that stand for the words of a message: status, contact rule, trigger, language, kind of sound.

use crate::clip::MediaType;
use crate::message::{ContactRule, Language, Status, Trigger};

/// Also used in receipts, texts and replies.
pub(crate) const fn status_byte(status: Status) -> u8 {
    match status {
        Status::Actual => 0,
        Status::Exercise => 1,
        Status::Test => 2,
    }
}

pub(crate) const fn status_of(byte: u8) -> Option<Status> {
    match byte {
        0 => Some(Status::Actual),
        1 => Some(Status::Exercise),
        2 => Some(Status::Test),
        _ => None,
    }
}

pub(crate) const fn contact_rule_byte(rule: ContactRule) -> u8 {
    match rule {
        ContactRule::Silent => 0,
        ContactRule::Text => 1,
        ContactRule::Call => 2,
    }
}

/// Absent or unknown is silence: ringing her phone is itself a danger.
pub(crate) const fn contact_rule_of(byte: Option<u8>) -> ContactRule {
    match byte {
        Some(1) => ContactRule::Text,
        Some(2) => ContactRule::Call,
        Some(_) | None => ContactRule::Silent,
    }
}

pub(crate) const fn trigger_byte(trigger: Trigger) -> u8 {
    match trigger {
        Trigger::Hold => 0,
        Trigger::Keyboard => 1,
        Trigger::Assistive => 2,
        Trigger::CommandLine => 3,
        Trigger::Button => 4,
        Trigger::Widget => 5,
        Trigger::Tile => 6,
        Trigger::LockScreen => 7,
        Trigger::Assist => 8,
        Trigger::Shortcut => 9,
        Trigger::VolumeKeys => 10,
        Trigger::Shake => 11,
        Trigger::Headset => 12,
        Trigger::Siri => 13,
        Trigger::ActionButton => 14,
        Trigger::Other => 255,
    }
}

pub(crate) const fn trigger_of(byte: Option<u8>) -> Trigger {
    match byte {
        Some(0) => Trigger::Hold,
        Some(1) => Trigger::Keyboard,
        Some(2) => Trigger::Assistive,
        Some(3) => Trigger::CommandLine,
        Some(4) => Trigger::Button,
        Some(5) => Trigger::Widget,
        Some(6) => Trigger::Tile,
        Some(7) => Trigger::LockScreen,
        Some(8) => Trigger::Assist,
        Some(9) => Trigger::Shortcut,
        Some(10) => Trigger::VolumeKeys,
        Some(11) => Trigger::Shake,
        Some(12) => Trigger::Headset,
        Some(13) => Trigger::Siri,
        Some(14) => Trigger::ActionButton,
        Some(_) | None => Trigger::Other,
    }
}

pub(crate) const fn language_byte(language: Language) -> u8 {
    match language {
        Language::Urdu => 0,
        Language::English => 1,
        Language::Punjabi => 2,
        Language::Saraiki => 3,
    }
}

pub(crate) const fn language_of(byte: u8) -> Option<Language> {
    match byte {
        0 => Some(Language::Urdu),
        1 => Some(Language::English),
        2 => Some(Language::Punjabi),
        3 => Some(Language::Saraiki),
        _ => None,
    }
}

pub(super) const fn media_byte(media: MediaType) -> u8 {
    match media {
        MediaType::Adts => 0,
        MediaType::Mp4 => 1,
        MediaType::Ogg => 2,
        MediaType::Other => 255,
    }
}

pub(super) const fn media_of(byte: Option<u8>) -> MediaType {
    match byte {
        Some(0) => MediaType::Adts,
        Some(1) => MediaType::Mp4,
        Some(2) => MediaType::Ogg,
        Some(_) | None => MediaType::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trigger_is_written_as_the_number_that_it_is_read_from() {
        for byte in 0..=14 {
            assert_ne!(trigger_of(Some(byte)), Trigger::Other, "{byte}");
        }
        for byte in 0..=u8::MAX {
            let trigger = trigger_of(Some(byte));
            assert_eq!(trigger_byte(trigger), if trigger == Trigger::Other { u8::MAX } else { byte });
        }
        assert_eq!(trigger_of(None), Trigger::Other);
    }
}
