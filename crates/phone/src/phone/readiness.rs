//! The readiness gate: red until proven. And the first run, which leads there.

use hifazat_protocol::UnixMillis;

use crate::facts::Why;
use crate::location::Permission;
use crate::phone::State;
use crate::profile::check_by_age;
use crate::store::KeyKept;
use crate::view::{Check, CheckId, CheckState, Readiness};

/// `kept`: how the vault's key is kept, as the vault itself knows it.
pub(crate) fn readiness(state: &State, kept: Option<KeyKept>, now: UnixMillis) -> Readiness {
    let (proofs, told) = (&state.settings.proofs, &state.told);
    let denied = state.heard.permission == Some(Permission::Denied);
    let bundle = state.trust.bundle();
    let current = bundle.as_ref().is_some_and(|bundle| now <= bundle.expires_at);
    let proven = |yes: bool| if yes { CheckState::Proven } else { CheckState::Repair };
    let checks = vec![
        check_by_age(CheckId::Place, proofs.fresh(proofs.place), denied, now),
        check_by_age(CheckId::Line, proofs.fresh(proofs.line), false, now),
        texts(state),
        told.check(CheckId::Notices, told.facts.notices),
        told.check(CheckId::Battery, told.facts.battery),
        key(kept),
        check_by_age(CheckId::Drill, proofs.drill, false, now),
        Check { id: CheckId::Pins, state: proven(state.settings.pins.is_some()), proven_at: None, why: None },
        Check {
            id: CheckId::Configuration,
            state: proven(current),
            proven_at: bundle.as_ref().map(|bundle| bundle.issued_at),
            why: None,
        },
    ];
    let is_open = |check: &&Check| match check.state {
        CheckState::Repair | CheckState::Unknown => true,
        CheckState::Proven | CheckState::NotHere => false,
    };
    let open = checks.iter().filter(is_open).count();
    Readiness {
        ready: open == 0,
        to_repair: u32::try_from(open).unwrap_or(u32::MAX),
        last_drill_at: proofs.drill,
        checks,
    }
}

/// Green only when the key that opened the vault was wrapped, whatever native code believes.
fn key(kept: Option<KeyKept>) -> Check {
    let (state, why) = match kept {
        None => (CheckState::Unknown, None),
        Some(KeyKept::Wrapped) => (CheckState::Proven, None),
        Some(KeyKept::NoSafe) => (CheckState::NotHere, None),
        Some(KeyKept::Bare) => (CheckState::Repair, Some(Why::NotWrapped)),
        Some(KeyKept::Shut) => (CheckState::Repair, Some(Why::SafeShut)),
    };
    Check { id: CheckId::Key, state, proven_at: None, why }
}

/// Where the control room has no number for texts, none can go, whatever this telephone can do.
fn texts(state: &State) -> Check {
    let check = state.told.check(CheckId::Texts, state.told.facts.texts);
    match state.trust.bundle() {
        Some(bundle) if bundle.sms_number.is_none() && check.state != CheckState::NotHere => {
            Check { state: CheckState::NotHere, proven_at: None, why: Some(Why::NoNumber), ..check }
        }
        Some(_) | None => check,
    }
}

pub(crate) fn setup_step(state: &State) -> Option<u8> {
    let settings = &state.settings;
    let done = [
        (1, settings.proofs.place.is_some() || state.heard.permission.is_some_and(|p| p != Permission::Unknown)),
        (2, settings.pins.is_some()),
        (3, settings.proofs.drill.is_some()),
    ];
    let open = |(step, done): &(u8, bool)| !done && !settings.profile.postponed.contains(step);
    done.iter().find(|step| open(step)).map(|(step, _)| *step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_green_only_when_it_is_wrapped_and_counts_where_there_is_a_safe() {
        let stands = |kept| (key(kept).state, key(kept).why);
        assert_eq!(stands(None), (CheckState::Unknown, None));
        assert_eq!(stands(Some(KeyKept::Wrapped)), (CheckState::Proven, None));
        assert_eq!(stands(Some(KeyKept::NoSafe)), (CheckState::NotHere, None));
        assert_eq!(stands(Some(KeyKept::Bare)), (CheckState::Repair, Some(Why::NotWrapped)));
        assert_eq!(stands(Some(KeyKept::Shut)), (CheckState::Repair, Some(Why::SafeShut)));
    }
}
