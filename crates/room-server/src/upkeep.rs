//! What must go on while the room serves: a certificate near its end, keys and bundle that somebody changed, sessions
//! that are over.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::Context;

use crate::certificates::Certificates;
use crate::folder::{Folder, read_json, write_json};
use crate::keyring::Keyring;
use crate::net::tls::Credentials;
use crate::shared::Shared;
use crate::trust;

/// How soon a changed file is noticed. A bundle may name a new key the moment it is shown.
const LOOK: Duration = Duration::from_secs(1);
/// How often the certificate's end and the sessions' are looked at, in looks.
const LOOKS_PER_ROUND: u32 = 60;

pub(crate) struct Upkeep {
    shared: Arc<Shared>,
    folder: Folder,
    certificates: Certificates,
    credentials: Arc<Credentials>,
    seen: Option<Stamps>,
}

type Stamps = [(SystemTime, u64); 2];

impl Upkeep {
    pub(crate) fn new(
        shared: Arc<Shared>,
        folder: Folder,
        certificates: Certificates,
        credentials: Arc<Credentials>,
    ) -> Self {
        let seen = stamps(&folder).ok();
        Self { shared, folder, certificates, credentials, seen }
    }

    /// Runs until the server stops.
    pub(crate) async fn run(mut self) {
        let mut looks = 0_u32;
        loop {
            tokio::select! {
                () = self.shared.stop.cancelled() => return,
                () = self.shared.clock.sleep(LOOK) => {}
            }
            say(self.reload_if_changed());
            looks = (looks + 1) % LOOKS_PER_ROUND;
            if looks == 0 {
                self.shared.sign_in.sessions.sweep(self.shared.clock.now());
                say(self.renew_certificate());
            }
        }
    }

    /// Makes and presents a fresh server certificate when the present one nears its end or lacks a promised name.
    ///
    /// # Errors
    /// When it cannot be made or written; the present one stays in use.
    pub(crate) fn renew_certificate(&mut self) -> anyhow::Result<()> {
        let names = trust::names(&trust::in_force(&self.folder)?.1);
        if let Some(fresh) = self.certificates.renewed(&names, self.shared.clock.now())? {
            write_json(&self.folder.certificates(), &fresh)?;
            let (chain, key) = fresh.server()?;
            self.credentials.replace(chain, key)?;
            self.certificates = fresh;
            tracing::info!("the server certificate was renewed");
        }
        let ends_s = self.certificates.expires_at().0 / 1000;
        self.shared.figures.set("hifazat_certificate_expires_seconds", None, ends_s);
        Ok(())
    }

    fn reload_if_changed(&mut self) -> anyhow::Result<()> {
        let now = stamps(&self.folder).context("keys and bundle cannot be looked at")?;
        if self.seen == Some(now) {
            return Ok(());
        }
        // Keys first: `keys rotate` writes them before the bundle, so a bundle never names a key we do not hold.
        let keyring: Keyring = read_json(&self.folder.keyring())?;
        self.shared.room.change_keys(keyring.load()?);
        let (signed, bundle) = trust::in_force(&self.folder)?;
        self.shared.trust.replace(signed.to_json(), &bundle);
        self.seen = Some(now);
        tracing::info!(bundle = bundle.version, "keys and bundle were changed and are in force");
        self.renew_certificate()
    }
}

fn say(done: anyhow::Result<()>) {
    if let Err(error) = done {
        tracing::error!(error = format!("{error:#}"), "upkeep failed; the last good state stays in use");
    }
}

fn stamps(folder: &Folder) -> std::io::Result<Stamps> {
    let stamp = |path: &Path| fs::metadata(path).and_then(|file| Ok((file.modified()?, file.len())));
    Ok([stamp(&folder.keyring())?, stamp(&folder.bundle())?])
}
