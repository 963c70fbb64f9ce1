//! Setting a phone up with a control room's trust bundle: everything about the bundle is looked at before the phone is
//! touched.

use hifazat_phone::{Installed, StoreError};
use hifazat_phone_paths::UnusableBundle;
use hifazat_protocol::{BundleError, RootPublicKey, SignedBundle, TrustBundle};

use super::Shell;

/// A trust bundle that is proven and names endpoints that can be used.
#[derive(Debug, Clone)]
pub struct SetUp {
    text: String,
    root: RootPublicKey,
    bundle: TrustBundle,
}

/// Why a phone could not be set up with a trust bundle. Each says its reason itself and names no source, or whoever prints
/// the chain would say it twice.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SetUpError {
    /// The bundle is not proven, too old or incomplete.
    #[error("the trust bundle is refused: {0}")]
    Bundle(BundleError),
    /// It names endpoints or authorities that cannot be used.
    #[error("the trust bundle is refused: {0}")]
    Unusable(UnusableBundle),
    /// The root key that was given is none.
    #[error("the root key {text:?} is not one: it is 43 characters of base64url")]
    Root {
        /// What was given.
        text: String,
    },
    /// This phone has pinned another root key before, and keeps it.
    #[error("this phone already trusts another root key; use a fresh data folder for another control room")]
    AnotherRoot,
    /// The root key could not be written down.
    #[error("the root key could not be kept: {0}")]
    Store(#[from] StoreError),
}

impl SetUp {
    /// Looks at a signed bundle (its JSON text). Without a `root` (base64url), the bundle's own is believed: it came by a
    /// trusted hand.
    ///
    /// # Errors
    /// [`SetUpError`] naming what is wrong with it.
    pub fn check(text: &str, root: Option<&str>) -> Result<Self, SetUpError> {
        let signed = SignedBundle::from_json(text).map_err(SetUpError::Bundle)?;
        let root = match root {
            Some(text) => text.trim().parse().map_err(|_| SetUpError::Root { text: text.to_owned() })?,
            None => signed.claimed_root(),
        };
        let bundle = signed.verify(&root).map_err(SetUpError::Bundle)?;
        hifazat_phone_paths::check(&bundle).map_err(SetUpError::Unusable)?;
        Ok(Self { text: text.to_owned(), root, bundle })
    }

    /// The root key that signed it.
    #[must_use]
    pub const fn root(&self) -> RootPublicKey {
        self.root
    }

    /// What it says.
    #[must_use]
    pub const fn bundle(&self) -> &TrustBundle {
        &self.bundle
    }
}

impl Shell {
    /// Pins the root and puts the bundle in force, if it is not older than the one that is.
    ///
    /// # Errors
    /// [`SetUpError`]; the bundle in force stays.
    pub fn set_up(&self, with: &SetUp) -> Result<Installed, SetUpError> {
        let in_force = self.phone.bundle();
        // Whose a bundle is comes before how old it is: "older" would send somebody looking for a newer stranger's.
        if in_force.is_some() && !self.phone.pin_root(with.root)? {
            return Err(SetUpError::AnotherRoot);
        }
        with.bundle.accept_over(in_force.as_deref(), self.clock.now()).map_err(SetUpError::Bundle)?;
        if !self.phone.pin_root(with.root)? {
            return Err(SetUpError::AnotherRoot);
        }
        self.phone.install(&with.text).map_err(SetUpError::Bundle)
    }
}
