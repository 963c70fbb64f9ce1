//! The calls as native code speaks them: text and numbers in, something that becomes JSON out. `java` and `c` carry them.

use std::path::PathBuf;
use std::time::Duration;

use hifazat_phone_shell::face::{PhoneView, PinAnswer};
use hifazat_phone_shell::{Safe, WrappingKey};
use hifazat_protocol::{Fix, UnixMillis};
use serde::Serialize;

use crate::core::{Raised, Start};
use crate::door::Door;
use crate::facts;
use crate::refused::Refused;
use crate::status::Status;
use crate::texting::Text;
use crate::words::{self, Reason};

/// Nothing else to say.
#[derive(Serialize)]
pub(crate) struct Done {
    done: bool,
}

const DONE: Done = Done { done: true };

/// Whether everything was delivered.
#[derive(Serialize)]
pub(crate) struct Finished {
    settled: bool,
}

/// A text that is to go, or none.
#[derive(Serialize)]
pub(crate) struct NextText {
    text: Option<Text>,
}

/// Whether somebody waited for the answer.
#[derive(Serialize)]
pub(crate) struct Taken {
    taken: bool,
}

/// Whether a text was a receipt that is believed. On an iPhone no app reads texts.
#[cfg(not(target_vendor = "apple"))]
#[derive(Serialize)]
pub(crate) struct Believed {
    believed: bool,
}

/// A fix as the platform gives it. What it does not know is not a number; `at_ms` is milliseconds since 1970.
pub(crate) struct SpokenFix<'a> {
    pub(crate) latitude_deg: f64,
    pub(crate) longitude_deg: f64,
    pub(crate) accuracy_m: f64,
    pub(crate) speed_mps: f64,
    pub(crate) heading_deg: f64,
    pub(crate) at_ms: i64,
    pub(crate) provider: &'a str,
    pub(crate) mock: bool,
}

/// `key`: 32 bytes from the telephone's safe, or none when it gives nothing now.
pub(crate) fn open(door: &Door, folder: &str, key: Option<&[u8]>) -> Result<Status, Refused> {
    let safe = match key {
        Some(key) => Safe::Gave(WrappingKey::new(key).ok_or(Refused::Key)?),
        None => Safe::Silent,
    };
    let folder = PathBuf::from(folder);
    if let Ok(core) = door.opened()
        && !core.is_over(&folder)
    {
        return Err(Refused::OtherFolder);
    }
    let core = door.core(&Start { folder: folder.clone(), safe, ..Start::default() });
    // Somebody else may have been faster a moment ago.
    if core.is_over(&folder) { Ok(core.status()) } else { Err(Refused::OtherFolder) }
}

pub(crate) fn raise(door: &Door, trigger: &str) -> Result<Raised, Refused> {
    Ok(door.opened()?.raise(words::trigger(trigger)?))
}

pub(crate) fn drill(door: &Door, trigger: &str) -> Result<Raised, Refused> {
    Ok(door.opened()?.drill(words::trigger(trigger)?))
}

pub(crate) fn end_drill(door: &Door) -> Result<PhoneView, Refused> {
    Ok(door.opened()?.end_drill())
}

pub(crate) fn take_back(door: &Door, pin: &str) -> Result<PinAnswer, Refused> {
    Ok(door.opened()?.take_back(pin))
}

pub(crate) fn cancel(door: &Door, alert_id: &str, pin: &str) -> Result<PinAnswer, Refused> {
    Ok(door.opened()?.cancel(alert_id, pin)?)
}

pub(crate) fn status(door: &Door) -> Result<Status, Refused> {
    Ok(door.opened()?.status())
}

pub(crate) fn wake(door: &Door, reason: &str) -> Result<Status, Refused> {
    Ok(door.opened()?.wake(Reason::parse(reason)?))
}

pub(crate) fn network_changed(door: &Door) -> Result<Done, Refused> {
    door.opened()?.network_changed();
    Ok(DONE)
}

pub(crate) fn finish(door: &Door, patience_ms: i64) -> Result<Finished, Refused> {
    let patience = Duration::from_millis(u64::try_from(patience_ms).unwrap_or_default());
    Ok(Finished { settled: door.opened()?.finish(patience) })
}

pub(crate) fn texts_ready(door: &Door, word: &str) -> Result<Done, Refused> {
    door.opened()?.texts_ready(words::text_result(word)?);
    Ok(DONE)
}

pub(crate) fn next_text(door: &Door, patience_ms: i64) -> Result<NextText, Refused> {
    let patience = Duration::from_millis(u64::try_from(patience_ms).unwrap_or_default());
    Ok(NextText { text: door.opened()?.next_text(patience) })
}

pub(crate) fn text_result(door: &Door, id: i64, word: &str) -> Result<Taken, Refused> {
    Ok(Taken { taken: door.opened()?.text_result(id, words::text_result(word)?) })
}

#[cfg(not(target_vendor = "apple"))]
pub(crate) fn text_arrived(door: &Door, text: &str) -> Result<Believed, Refused> {
    Ok(Believed { believed: door.opened()?.text_arrived(text) })
}

pub(crate) fn clip(
    door: &Door,
    alert_id: &str,
    bytes: &[u8],
    recorded_at_ms: i64,
    media: &str,
) -> Result<Done, Refused> {
    door.opened()?.take_clip(alert_id, bytes, recorded_at_ms, media)?;
    Ok(DONE)
}

pub(crate) fn fix_arrived(door: &Door, fix: &SpokenFix<'_>) -> Result<Done, Refused> {
    door.opened()?.fix_arrived(fix.into());
    Ok(DONE)
}

pub(crate) fn place_allowed(door: &Door, allowed: bool) -> Result<Done, Refused> {
    door.opened()?.place_allowed(allowed);
    Ok(DONE)
}

pub(crate) fn facts(door: &Door, json: &str) -> Result<Done, Refused> {
    door.opened()?.facts(facts::parse(json)?);
    Ok(DONE)
}

pub(crate) fn repair_begun(door: &Door, word: &str) -> Result<Done, Refused> {
    door.opened()?.repair_begun(words::repair(word)?);
    Ok(DONE)
}

pub(crate) fn battery(door: &Door, percent: i32, charging: bool) -> Result<Done, Refused> {
    let core = door.opened()?;
    // Android says -1 when it does not know.
    if let Some(percent) = u8::try_from(percent).ok().filter(|percent| *percent <= 100) {
        core.battery(percent, charging);
    }
    Ok(DONE)
}

impl From<&SpokenFix<'_>> for Fix {
    /// An absurd place is passed on as it came: the brain keeps it and flags it.
    fn from(spoken: &SpokenFix<'_>) -> Self {
        let known = |number: f64| Some(number).filter(|number| !number.is_nan());
        Self {
            latitude_deg: spoken.latitude_deg,
            longitude_deg: spoken.longitude_deg,
            accuracy_m: known(spoken.accuracy_m),
            speed_mps: known(spoken.speed_mps),
            heading_deg: known(spoken.heading_deg),
            at: UnixMillis(spoken.at_ms),
            method: words::method(spoken.provider),
            mock: spoken.mock,
        }
    }
}
