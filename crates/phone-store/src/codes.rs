//! How words and moments stand in columns. The numbers are on disks: never change one, only add.

use hifazat_phone::{EntryKind, EntryState, Moment};
use hifazat_protocol::{ContactRule, Status, Trigger, UnixMillis};

pub(crate) const fn status_code(status: Status) -> i64 {
    match status {
        Status::Actual => 0,
        Status::Exercise => 1,
        Status::Test => 2,
    }
}

/// What is unknown counts as real: nobody loses an alarm over a number.
pub(crate) const fn status_of(code: i64) -> Status {
    match code {
        1 => Status::Exercise,
        2 => Status::Test,
        _ => Status::Actual,
    }
}

pub(crate) const fn rule_code(rule: ContactRule) -> i64 {
    match rule {
        ContactRule::Silent => 0,
        ContactRule::Text => 1,
        ContactRule::Call => 2,
    }
}

pub(crate) const fn rule_of(code: i64) -> ContactRule {
    match code {
        1 => ContactRule::Text,
        2 => ContactRule::Call,
        _ => ContactRule::Silent,
    }
}

pub(crate) const fn trigger_code(trigger: Trigger) -> i64 {
    match trigger {
        Trigger::Hold => 0,
        Trigger::Keyboard => 1,
        Trigger::Assistive => 2,
        Trigger::CommandLine => 3,
        Trigger::Button => 4,
        Trigger::Other => 5,
        Trigger::Widget => 6,
        Trigger::Tile => 7,
        Trigger::LockScreen => 8,
        Trigger::Assist => 9,
        Trigger::Shortcut => 10,
        Trigger::VolumeKeys => 11,
        Trigger::Shake => 12,
        Trigger::Headset => 13,
        Trigger::Siri => 14,
        Trigger::ActionButton => 15,
    }
}

pub(crate) const fn trigger_of(code: i64) -> Trigger {
    match code {
        0 => Trigger::Hold,
        1 => Trigger::Keyboard,
        2 => Trigger::Assistive,
        3 => Trigger::CommandLine,
        4 => Trigger::Button,
        6 => Trigger::Widget,
        7 => Trigger::Tile,
        8 => Trigger::LockScreen,
        9 => Trigger::Assist,
        10 => Trigger::Shortcut,
        11 => Trigger::VolumeKeys,
        12 => Trigger::Shake,
        13 => Trigger::Headset,
        14 => Trigger::Siri,
        15 => Trigger::ActionButton,
        _ => Trigger::Other,
    }
}

pub(crate) const fn kind_code(kind: EntryKind) -> i64 {
    match kind {
        EntryKind::Raise => 0,
        EntryKind::Update => 1,
        EntryKind::Cancel => 2,
        EntryKind::LastWord => 3,
        EntryKind::Clip => 4,
        EntryKind::ClipPiece => 5,
    }
}

pub(crate) const fn kind_of(code: i64) -> EntryKind {
    match code {
        0 => EntryKind::Raise,
        2 => EntryKind::Cancel,
        3 => EntryKind::LastWord,
        4 => EntryKind::Clip,
        5 => EntryKind::ClipPiece,
        _ => EntryKind::Update,
    }
}

pub(crate) const PENDING: i64 = 0;
pub(crate) const PARKED: i64 = 1;
pub(crate) const SETTLED: i64 = 2;

/// State and refusal.
pub(crate) fn state_code(state: &EntryState) -> (i64, Option<&str>) {
    match state {
        EntryState::Pending => (PENDING, None),
        EntryState::Parked { code } => (PARKED, Some(code)),
        EntryState::Settled => (SETTLED, None),
    }
}

/// What is unknown is still to be carried.
pub(crate) fn state_of(code: i64, refusal: Option<String>) -> EntryState {
    match code {
        SETTLED => EntryState::Settled,
        PARKED => EntryState::Parked { code: refusal.unwrap_or_default() },
        _ => EntryState::Pending,
    }
}

/// Wall clock, elapsed time, start of the machine: 24 bytes, big endian.
pub(crate) fn moment_bytes(moment: &Moment) -> Vec<u8> {
    [moment.wall.0.to_be_bytes(), moment.elapsed_ms.to_be_bytes(), moment.boot.to_be_bytes()].concat()
}

/// A moment that cannot be read counts as long ago.
pub(crate) fn moment_of(bytes: &[u8]) -> Moment {
    let parts = bytes.as_chunks::<8>().0;
    let [wall, elapsed, boot] = <[[u8; 8]; 3]>::try_from(parts).unwrap_or_default();
    Moment {
        wall: UnixMillis(i64::from_be_bytes(wall)),
        elapsed_ms: u64::from_be_bytes(elapsed),
        boot: u64::from_be_bytes(boot),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trigger_is_kept_as_the_number_that_it_is_read_from() {
        for code in 0..=15 {
            assert_eq!(trigger_code(trigger_of(code)), code);
        }
        assert_eq!(trigger_of(16), Trigger::Other);
    }
}
