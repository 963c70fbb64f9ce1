//! How one attempt ended: settled, to be repeated, or parked. Decided here and nowhere else.
//!
//! | what came back | outcome |
//! |---|---|
//! | a verified receipt that says the room has this very entry | settled |
//! | receipts, none of which says so | repeat after the usual pause |
//! | nobody, or somebody who does not speak our language | repeat after the usual pause |
//! | the room asks for patience | repeat after what it asked, within reason |
//! | the room refuses the envelope | parked: repeated after a longer pause, never dropped |
//!
//! There is no fourth outcome and no limit on attempts. A status code, a fine page, or a promise settles nothing.

use std::time::Duration;

use hifazat_protocol::{Entropy, Status, VerifiedReceipt};
use hifazat_time::Backoff;

use crate::path::{Answer, Refusal};
use crate::phone::plan::{AskPause, quiet_pause};
use crate::record::{Entry, EntryKind};

/// How one attempt ended.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outcome {
    /// A verified receipt says that the room has it.
    Settled(VerifiedReceipt),
    /// Again, after this pause.
    Retry {
        /// The pause.
        after: Duration,
    },
    /// The room refused it; again after this longer pause.
    Park {
        /// Why it refused.
        refusal: Refusal,
        /// The pause.
        after: Duration,
    },
}

/// Somebody in need is waiting: never more than this between two attempts, each of which goes on for half a minute.
/// A link that is up for ten seconds in every thirty must not be missed.
const URGENT: Backoff = Backoff { first: Duration::from_millis(700), growth_percent: 150, cap: Duration::from_secs(4) };
/// Her track, where what comes next says more than what is late; and questions, which wait at the room.
const STEADY: Backoff =
    Backoff { first: Duration::from_millis(700), growth_percent: 150, cap: Duration::from_secs(20) };
const PATIENT: Backoff =
    Backoff { first: Duration::from_millis(700), growth_percent: 150, cap: Duration::from_secs(120) };
/// A refusal will hardly change within a minute, but keys are rotated and rooms are repaired.
const PARKED: Backoff =
    Backoff { first: Duration::from_secs(10), growth_percent: 200, cap: Duration::from_secs(15 * 60) };
/// Whoever answers "come back next year" is not obeyed.
const LONGEST_BUSY: Duration = Duration::from_secs(30);

/// Decides how an attempt ended. `verified` are the receipts of `answer` that were believed.
pub(crate) fn decide(
    answer: &Answer,
    verified: &[VerifiedReceipt],
    entry: &Entry,
    status: Status,
    attempts: u32,
    chance: &dyn Entropy,
) -> Outcome {
    let patience = match (status, entry.kind) {
        (Status::Actual, EntryKind::Raise | EntryKind::Cancel | EntryKind::LastWord) => URGENT,
        (Status::Actual, EntryKind::Update | EntryKind::Clip) => STEADY,
        (Status::Actual, EntryKind::ClipPiece) => PATIENT,
        (Status::Exercise | Status::Test, _) => PATIENT,
    };
    let usual = patience.pause(attempts, chance);
    match answer {
        Answer::Receipts(_) => match verified.iter().find(|receipt| entry.is_stored_by(receipt)) {
            Some(receipt) => Outcome::Settled(receipt.clone()),
            None => Outcome::Retry { after: usual },
        },
        Answer::Unreachable | Answer::Garbled => Outcome::Retry { after: usual },
        Answer::Busy { after } => {
            Outcome::Retry { after: after.unwrap_or(usual).clamp(usual, LONGEST_BUSY.max(usual)) }
        }
        Answer::Rejected(refusal) => Outcome::Park { refusal: refusal.clone(), after: PARKED.pause(attempts, chance) },
    }
}

/// An answer this quick was not held open; asking again at once would be a storm.
const HELD_OPEN: Duration = Duration::from_secs(1);

/// Whether the room has answered after having held the question open.
pub(crate) fn was_held(answer: &Answer, asked_at: Duration, now: Duration) -> bool {
    matches!(answer, Answer::Receipts(_)) && now.saturating_sub(asked_at) >= HELD_OPEN
}

/// When to ask again. `news`: the ladder has grown by the last answer.
pub(crate) fn decide_ask(
    before: AskPause,
    news: bool,
    answer: &Answer,
    asked_at: Duration,
    now: Duration,
    chance: &dyn Entropy,
) -> AskPause {
    if news {
        return AskPause { due: now, failures: 0, last_news: now, ..before };
    }
    let failures = before.failures.saturating_add(1);
    let usual = STEADY.pause(failures, chance);
    let (pause, failures) = match answer {
        answer if was_held(answer, asked_at, now) => (quiet_pause(now.saturating_sub(before.last_news)), 0),
        Answer::Receipts(_) | Answer::Unreachable | Answer::Garbled => (usual, failures),
        Answer::Busy { after } => (after.unwrap_or(usual).clamp(usual, LONGEST_BUSY.max(usual)), failures),
        Answer::Rejected(_) => (PARKED.pause(failures, chance), failures),
    };
    AskPause { due: now.saturating_add(pause), failures, ..before }
}

#[cfg(test)]
mod tests {
    use hifazat_protocol::{AlertId, SeededEntropy, Sequence, UnixMillis};
    use proptest::prelude::*;

    use super::*;
    use crate::moment::Moment;
    use crate::record::{EntryKey, EntryState};

    fn waiting() -> Entry {
        let (alert, sealed) = (AlertId([7; 16]), Moment { wall: UnixMillis(0), elapsed_ms: 0, boot: 1 });
        let key = EntryKey { alert, sequence: Sequence::RAISE };
        let (envelope, state) = (vec![1; 300], EntryState::Pending);
        Entry { key, kind: EntryKind::Raise, envelope, sealed, attempts: 0, state, text: None }
    }

    fn answers() -> impl Strategy<Value = Answer> {
        prop_oneof![
            Just(Answer::Receipts(Vec::new())),
            Just(Answer::Receipts(vec![vec![1, 2, 3]])),
            Just(Answer::Unreachable),
            Just(Answer::Garbled),
            any::<Option<u64>>().prop_map(|s| Answer::Busy { after: s.map(Duration::from_secs) }),
            Just(Answer::Rejected(Refusal { code: "malformed".to_owned() })),
        ]
    }

    proptest! {
        #[test]
        fn there_is_no_retry_limit(answer in answers(), attempts in any::<u32>(), seed in any::<u64>()) {
            let chance = SeededEntropy::new(seed);
            match decide(&answer, &[], &waiting(), Status::Actual, attempts, &chance) {
                Outcome::Settled(_) => prop_assert!(false, "nothing was verified"),
                Outcome::Retry { after } => prop_assert!(after <= LONGEST_BUSY),
                Outcome::Park { after, .. } => prop_assert!(after <= PARKED.cap),
            }
        }
    }
}
