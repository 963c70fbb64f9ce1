//! The place as a program's options name it: `--gpsd ADDR:PORT`, or `--place-file FILE` instead.

use std::ffi::OsStr;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use hifazat_phone::LocationSource;
use hifazat_time::Clock;

use super::{Gpsd, Scripted};

/// How often a place file is looked at.
const PLACE_FILE_EVERY: Duration = Duration::from_secs(2);

/// An address of gpsd that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("--gpsd {given:?}: write ADDR:PORT, as in 127.0.0.1:2947; the place is unknown")]
pub struct BadGpsd {
    given: String,
}

/// The source that the options name, and what was wrong with them. They are taken as they were written and read here,
/// because a place never stops an alarm: a program that refused to start over them would. What is empty was not given.
pub fn chosen(
    gpsd: &OsStr,
    place_file: Option<&OsStr>,
    clock: Arc<dyn Clock>,
) -> (Arc<dyn LocationSource>, Result<(), BadGpsd>) {
    if let Some(file) = place_file.filter(|file| !file.is_empty()) {
        return (Arc::new(Scripted::file(PathBuf::from(file), PLACE_FILE_EVERY, clock)), Ok(()));
    }
    if gpsd.is_empty() {
        return (Arc::new(Gpsd::local(clock)), Ok(()));
    }
    match gpsd.to_str().and_then(|given| given.parse::<SocketAddr>().ok()) {
        Some(address) => (Arc::new(Gpsd::new(address, clock)), Ok(())),
        None => {
            let nowhere = Scripted::track(Vec::new(), Duration::MAX, clock);
            (Arc::new(nowhere), Err(BadGpsd { given: gpsd.to_string_lossy().into_owned() }))
        }
    }
}
