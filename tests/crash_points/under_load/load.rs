//! What keeps both sides busy.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Result, bail};
use hifazat_testkit::{Device, Persona, Phone, pause};

/// Between two alerts of one device, and of one phone: a round stays small enough to be reckoned up.
const DEVICES_BREATH: Duration = Duration::from_millis(50);
const PHONES_BREATH: Duration = Duration::from_millis(200);
/// A room that takes nothing for so many tries in a row is not coming back.
const MOST_TRIES: u32 = 400;

/// Brings one alert after another, each until a receipt proves it, by both ways in turn; all that were proven.
pub(super) fn keeps_bringing(device: Device, over: &AtomicBool) -> Result<Vec<String>> {
    let mut proven = Vec::new();
    while !over.load(Ordering::Relaxed) {
        let sealed = device.raise()?;
        let mut tries = 0;
        while !(device.bring_by_datagram(&sealed) || device.bring_by_https(&sealed)) {
            tries += 1;
            if tries > MOST_TRIES {
                bail!("{} never gets a receipt", sealed.alert);
            }
            pause(Duration::from_millis(50));
        }
        // Every fourth once more, as when an answer was lost. A room that is down just then may refuse it.
        let _again = proven.len() % 4 == 0 && device.bring_by_https(&sealed);
        proven.push(sealed.alert);
        pause(DEVICES_BREATH);
    }
    Ok(proven)
}

/// Raises one alarm after another with the real program; all that it said to be saved.
pub(super) fn keeps_raising(phone: &Phone, over: &AtomicBool) -> Result<Vec<String>> {
    let mut saved = Vec::new();
    while !over.load(Ordering::Relaxed) {
        saved.push(phone.raise(&Persona::BUSHRA)?.alert);
        pause(PHONES_BREATH);
    }
    Ok(saved)
}

/// The alert that a program has said to be saved, if it came so far.
pub(super) fn said(words: &str) -> Option<String> {
    let line = words.lines().find(|line| line.starts_with('{'))?;
    let told: serde_json::Value = serde_json::from_str(line).ok()?;
    told["saved_ms"].as_f64()?;
    Some(told["alert_id"].as_str()?.to_owned())
}
