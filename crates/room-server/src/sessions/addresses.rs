//! From where each seat has signed in: whoever guesses at it from elsewhere must not keep it out of there.
//!
//! The table survives a restart, as the sessions do.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use crate::folder::{read_json, write_json};

/// Addresses of one seat; the one that signed in longest ago is forgotten first.
const OF_ONE_SEAT: usize = 16;

/// The table.
#[derive(Debug)]
pub(crate) struct Addresses {
    file: PathBuf,
    /// The latest last.
    known: Mutex<Vec<Pair>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Pair {
    /// In lower case.
    seat: String,
    address: IpAddr,
}

impl Addresses {
    /// The table in `file`; an unreadable file costs patience at most, never a start.
    #[must_use]
    pub(crate) fn open(file: &Path) -> Self {
        let known = match file.exists().then(|| read_json(file)) {
            None => Vec::new(),
            Some(Ok(known)) => known,
            Some(Err(error)) => {
                tracing::warn!(%error, "cannot read from where seats have signed in");
                Vec::new()
            }
        };
        Self { file: file.to_owned(), known: Mutex::new(known) }
    }

    /// Whether the seat has signed in from there.
    #[must_use]
    pub(crate) fn knows(&self, seat: &str, address: IpAddr) -> bool {
        self.lock().contains(&Pair { seat: seat.to_lowercase(), address })
    }

    /// It has just signed in from there.
    pub(crate) fn remember(&self, seat: &str, address: IpAddr) {
        let pair = Pair { seat: seat.to_lowercase(), address };
        let mut known = self.lock();
        let is_news = !known.contains(&pair);
        known.retain(|other| *other != pair);
        if known.iter().filter(|other| other.seat == pair.seat).count() >= OF_ONE_SEAT
            && let Some(oldest) = known.iter().position(|other| other.seat == pair.seat)
        {
            known.remove(oldest);
        }
        known.push(pair);
        if is_news && let Err(error) = write_json(&self.file, &*known) {
            tracing::warn!(%error, "cannot write down from where a seat has signed in");
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Pair>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> IpAddr {
        [192, 0, 2, last].into()
    }

    #[test]
    fn a_seats_latest_addresses_are_known_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("addresses.json");
        let table = Addresses::open(&file);
        table.remember("desk-2", address(1));
        for last in 1..=20 {
            table.remember("Desk-1", address(last));
            table.remember("desk-1", address(1));
        }
        let again = Addresses::open(&file);
        assert!(again.knows("DESK-1", address(20)) && again.knows("desk-1", address(1)));
        assert!(!again.knows("desk-1", address(2)), "forgotten");
        assert!(again.knows("desk-2", address(1)) && !again.knows("desk-2", address(20)));
    }
}
