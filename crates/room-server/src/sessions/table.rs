//! Who is signed in. The table survives a restart: operators must not type passwords while alerts arrive.
//!
//! The file holds only hashes of tokens, so that whoever reads it cannot sign in with it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use hifazat_protocol::{Entropy, UnixMillis};
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use crate::folder::{read_json, write_json};

/// One shift and a bit.
const LIFE_MS: i64 = 14 * 60 * 60 * 1000;

/// All sessions.
#[derive(Debug)]
pub(crate) struct Sessions {
    file: PathBuf,
    open: Mutex<HashMap<String, Entry>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Entry {
    seat: String,
    /// Tells whether the seat's password is still the one this session began with.
    stamp: String,
    csrf: String,
    ends_at_ms: i64,
    #[serde(skip)]
    ended: CancellationToken,
}

/// A session that was found and has not ended.
#[derive(Clone, Debug)]
pub(crate) struct Live {
    /// The seat's name.
    pub seat: String,
    /// As given to [`Sessions::begin`].
    pub stamp: String,
    /// To be sent with every change.
    pub csrf: String,
    /// Cancelled when the session ends.
    pub ended: CancellationToken,
    key: String,
}

impl Sessions {
    /// The table in `file`; an unreadable file costs a sign-in, never a start.
    #[must_use]
    pub(crate) fn open(file: &Path) -> Self {
        let open = match file.exists().then(|| read_json(file)) {
            None => HashMap::new(),
            Some(Ok(open)) => open,
            Some(Err(error)) => {
                tracing::warn!(%error, "sessions could not be read; operators sign in again");
                HashMap::new()
            }
        };
        Self { file: file.to_owned(), open: Mutex::new(open) }
    }

    /// Begins a session; the token goes into the cookie and is kept nowhere.
    #[must_use]
    pub(crate) fn begin(&self, seat: &str, stamp: &str, now: UnixMillis, entropy: &dyn Entropy) -> (String, Live) {
        let token = random(entropy);
        let entry = Entry {
            seat: seat.to_owned(),
            stamp: stamp.to_owned(),
            csrf: random(entropy),
            ends_at_ms: now.0.saturating_add(LIFE_MS),
            ended: CancellationToken::new(),
        };
        let key = key(&token);
        let live = entry.live(&key);
        let mut open = self.lock();
        open.retain(|_, entry| entry.ends_at_ms > now.0);
        open.insert(key, entry);
        self.keep(&open);
        (token, live)
    }

    /// The session of a token.
    #[must_use]
    pub(crate) fn find(&self, token: &str, now: UnixMillis) -> Option<Live> {
        let key = key(token);
        self.lock().get(&key).filter(|entry| entry.ends_at_ms > now.0).map(|entry| entry.live(&key))
    }

    /// Ends a session.
    pub(crate) fn end(&self, session: &Live) {
        let mut open = self.lock();
        if let Some(entry) = open.remove(&session.key) {
            entry.ended.cancel();
            self.keep(&open);
        }
    }

    /// Ends every session whose time is over; whoever still listens is cut off.
    pub(crate) fn sweep(&self, now: UnixMillis) {
        let over = |entry: &Entry| entry.ends_at_ms <= now.0;
        let mut open = self.lock();
        open.values().filter(|entry| over(entry)).for_each(|entry| entry.ended.cancel());
        open.retain(|_, entry| !over(entry));
    }

    fn keep(&self, open: &HashMap<String, Entry>) {
        if let Err(error) = write_json(&self.file, open) {
            tracing::warn!(%error, "sessions could not be written; a restart will ask for passwords");
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Entry>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entry {
    fn live(&self, key: &str) -> Live {
        Live {
            seat: self.seat.clone(),
            stamp: self.stamp.clone(),
            csrf: self.csrf.clone(),
            ended: self.ended.clone(),
            key: key.to_owned(),
        }
    }
}

/// What tells one password from the next without saying anything about either.
#[must_use]
pub(crate) fn stamp(password_hash: &str) -> String {
    key(password_hash)
}

fn key(token: &str) -> String {
    BASE64.encode(digest(&SHA256, token.as_bytes()))
}

fn random(entropy: &dyn Entropy) -> String {
    let mut bytes = [0_u8; 32];
    entropy.fill(&mut bytes);
    BASE64.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hifazat_protocol::OsEntropy;

    #[test]
    fn a_session_survives_a_restart_and_its_file_holds_no_token() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("sessions.json");
        let (token, _) = Sessions::open(&file).begin("desk-1", "stamp", UnixMillis(0), &OsEntropy);
        assert!(!std::fs::read_to_string(&file).unwrap().contains(&token));
        let again = Sessions::open(&file);
        assert_eq!(again.find(&token, UnixMillis(1)).unwrap().seat, "desk-1");
        assert!(again.find("another", UnixMillis(1)).is_none());
        assert!(again.find(&token, UnixMillis(LIFE_MS)).is_none());
    }

    #[test]
    fn an_ended_session_cuts_off_whoever_listens() {
        let folder = tempfile::tempdir().unwrap();
        let sessions = Sessions::open(&folder.path().join("sessions.json"));
        let (token, live) = sessions.begin("desk-1", "stamp", UnixMillis(0), &OsEntropy);
        sessions.end(&live);
        assert!(live.ended.is_cancelled());
        assert!(sessions.find(&token, UnixMillis(1)).is_none());
    }
}
