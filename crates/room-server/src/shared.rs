//! What every request works with.

use std::sync::{Arc, PoisonError, RwLock};

use hifazat_protocol::{Entropy, TrustBundle, UnixMillis};
use hifazat_room::ledger::SeatBook;
use hifazat_room::{Passwords, Room};
use hifazat_time::Clock;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::console::assets::Assets;
use crate::console::desk::LastSeen;
use crate::contract::Unit;
use crate::districts::Territory;
use crate::figures::Figures;
use crate::live::Hub;
use crate::net::connections::Connections;
use crate::net::door::Limits;
use crate::sessions::addresses::Addresses;
use crate::sessions::cookie::CookieRules;
use crate::sessions::table::Sessions;
use crate::sessions::throttle::Throttle;

/// The server's parts.
pub(crate) struct Shared {
    pub(crate) room: Room,
    pub(crate) seats: Arc<dyn SeatBook>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) hub: Hub,
    pub(crate) last_seen: tokio::sync::Mutex<LastSeen>,
    pub(crate) figures: Figures,
    pub(crate) trust: InForce,
    pub(crate) territory: Territory,
    pub(crate) units: Vec<Unit>,
    pub(crate) sign_in: SignInDesk,
    pub(crate) assets: Assets,
    pub(crate) limits: Limits,
    pub(crate) phones: Arc<Connections>,
    pub(crate) consoles: Arc<Connections>,
    pub(crate) stop: CancellationToken,
}

/// What signing in needs.
pub(crate) struct SignInDesk {
    pub(crate) passwords: Arc<dyn Passwords>,
    pub(crate) sessions: Sessions,
    pub(crate) addresses: Addresses,
    pub(crate) throttle: Throttle,
    pub(crate) cookies: CookieRules,
    /// A proxy names the caller's address.
    pub(crate) behind_proxy: bool,
    /// Two at a time: each hash costs 19 MiB and a core that alerts need too.
    pub(crate) hashing: Arc<Semaphore>,
}

/// The trust bundle in force; replaced when the file changes.
pub(crate) struct InForce {
    current: RwLock<Arc<Handed>>,
}

/// A bundle as it is handed out.
pub(crate) struct Handed {
    pub(crate) json: String,
    pub(crate) room_name: String,
    pub(crate) expires_at: UnixMillis,
    /// The number that takes sealed texts, and from which ours come.
    pub(crate) sms_number: Option<String>,
}

impl InForce {
    pub(crate) fn new(json: String, bundle: &TrustBundle) -> Self {
        Self { current: RwLock::new(Arc::new(Handed::new(json, bundle))) }
    }

    pub(crate) fn replace(&self, json: String, bundle: &TrustBundle) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Handed::new(json, bundle));
    }

    pub(crate) fn current(&self) -> Arc<Handed> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Handed {
    fn new(json: String, bundle: &TrustBundle) -> Self {
        Self {
            json,
            room_name: bundle.room_name.clone(),
            expires_at: bundle.expires_at,
            sms_number: bundle.sms_number.clone(),
        }
    }
}
