//! The trust bundle: pinned root, newer versions, refusals she is told of.

use std::sync::Arc;
use std::time::Duration;

use hifazat_protocol::{BundleError, RootPublicKey};

use crate::phone::Phone;
use crate::store::StoreError;
use crate::trust::Installed;
use crate::view::Notice;

const MINUTE: Duration = Duration::from_secs(60);
/// How often a running phone asks for a newer bundle.
const RENEW_EVERY_MINUTES: u32 = 6 * 60;
const RENEW_DEADLINE: Duration = Duration::from_secs(30);

impl Phone {
    /// Pins the root key that signs trust bundles, once. `Ok(false)`: another one is pinned already.
    ///
    /// # Errors
    /// The vault could not be written; the key counts until this process ends.
    pub fn pin_root(&self, root: RootPublicKey) -> Result<bool, StoreError> {
        self.state().trust.pin(root, &*self.ports.vault)
    }

    /// Takes a signed trust bundle (its JSON text) if it is proven and not older than the one in force; otherwise the
    /// old one stays and she is told. With no root pinned, the bundle's own is: set-up, with the bundle in a safe hand.
    ///
    /// # Errors
    /// [`BundleError`] naming what is wrong with it.
    pub fn install(&self, text: &str) -> Result<Installed, BundleError> {
        let now = self.now().wall;
        let result = {
            let mut state = self.state();
            let result = state.trust.consider(text, now, &*self.ports.vault);
            match &result {
                Ok(Installed::Adopted { durable, .. }) => {
                    state.notices.remove(&Notice::BundleRefused);
                    state.prepared = None;
                    state.alerts = Arc::default();
                    state.built_from = None;
                    if !durable {
                        state.notices.insert(Notice::NotDurable);
                    }
                }
                Ok(Installed::Unchanged) => {}
                Err(error) => {
                    tracing::warn!(%error, "a trust bundle is refused; the one in force stays");
                    state.notices.insert(Notice::BundleRefused);
                }
            }
            result
        };
        self.seal_waiting();
        self.bump();
        result
    }

    /// Asks for a newer bundle a minute after the start, every six hours, and within a minute of a receipt whose key the
    /// bundle in force does not name: the room may have changed its keys.
    pub(crate) async fn renew(&self) {
        let mut minutes: u32 = 0;
        loop {
            self.ports.clock.sleep(MINUTE).await;
            let asked_for = std::mem::take(&mut self.state().heard.wants_bundle);
            if asked_for || minutes.is_multiple_of(RENEW_EVERY_MINUTES) {
                self.renew_once().await;
            }
            minutes = minutes.wrapping_add(1);
        }
    }

    /// Asks the paths for a newer bundle, once. A refused one is told, a missing one is not.
    pub async fn renew_once(&self) {
        let Some(trust) = self.bundle() else { return };
        for path in &self.ports.paths {
            let offered = tokio::select! {
                biased;
                offered = path.bundle(&trust) => offered,
                () = self.ports.clock.sleep(RENEW_DEADLINE) => None,
            };
            if let Some(text) = offered
                && self.install(&text).is_ok()
            {
                return;
            }
        }
    }
}
