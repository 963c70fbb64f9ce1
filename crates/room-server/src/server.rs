//! The server, put together: everything is checked and bound before anything is served.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use hifazat_protocol::TrustBundle;
use hifazat_room::ledger::{Committed, Ledger, SeatBook, Snapshot};
use hifazat_room::{Ports, Room};
use hifazat_room_store::Store;
use tokio::net::UdpSocket;
use tokio::sync::{Semaphore, broadcast};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

mod console_rules;
mod options;
#[cfg(feature = "test-util")]
mod without_sockets;

use console_rules::{ConsoleRules, assets, console_rules};
pub use options::{Options, Outside};
#[cfg(feature = "test-util")]
pub use without_sockets::Ear;

use crate::certificates::Certificates;
use crate::console;
use crate::datagram::DatagramDoor;
use crate::districts::Territory;
use crate::figures::Figures;
use crate::folder::{Folder, read_json};
use crate::herald::{self, Herald};
use crate::keyring::Keyring;
use crate::live::Hub;
use crate::net::connections::Connections;
use crate::net::door::Door;
use crate::net::files::fitted;
use crate::net::listen::{bind, bind_phones};
use crate::net::tls::Credentials;
use crate::sessions::addresses::Addresses;
use crate::sessions::password::Argon2id;
use crate::sessions::table::Sessions;
use crate::sessions::throttle::Throttle;
use crate::shared::{InForce, Shared, SignInDesk};
use crate::texts::Texts;
use crate::upkeep::Upkeep;
use crate::{datagram, phones, store, trust, units};

/// A server that is bound and not yet serving.
pub struct Server {
    shared: Arc<Shared>,
    phones: Door,
    console: Door,
    datagram: Option<UdpSocket>,
    texts: Texts,
    herald: Herald,
    upkeep: Upkeep,
    addresses: (SocketAddr, SocketAddr),
    _alone: std::fs::File,
}

impl Server {
    /// Checks everything, binds everything, opens the database.
    ///
    /// # Errors
    /// A sentence that names the option; nothing is left half-started.
    pub async fn bind(options: &Options, outside: Outside, stop: CancellationToken) -> anyhow::Result<Self> {
        let folder = Folder::open(&options.data)?;
        let rules = console_rules(options)?;
        let territory = Territory::load(options.boundaries.as_deref(), options.attribution.clone())?;
        let units = options.units.as_deref().map(units::load).transpose()?.unwrap_or_default();
        let assets = assets(options)?;
        let limits = fitted(options.limits);
        let alone = folder.lock()?;
        let (phones, datagram) = bind_phones(options.listen, options.datagram).await?;
        let console = bind("--console", options.console).await?;
        let texts = Texts::bind(&options.carriers).await?;
        let addresses = (phones.local_addr()?, console.local_addr()?);

        let keyring: Keyring = read_json(&folder.keyring())?;
        if options.datagram != DatagramDoor::BesideListen {
            trust::name_datagram_port(&folder, port_of(datagram.as_ref()), outside.clock.now())?;
        }
        let (signed, bundle) = trust::in_force(&folder)?;
        let certificates: Certificates = read_json(&folder.certificates())?;
        let (chain, key) = certificates.server()?;
        let credentials = Credentials::new(chain, key)?;
        let phones_tls = credentials.acceptor()?;
        let store = Arc::new(store::open(&folder, &keyring)?);
        let (snapshot, commits) = look(&store).await?;

        let ports = Ports {
            ledger: Arc::<Store>::clone(&store),
            districts: Arc::new(territory.clone()),
            clock: Arc::clone(&outside.clock),
            entropy: Arc::clone(&outside.entropy),
        };
        let seats: Arc<dyn SeatBook> = store;
        let shared = Arc::new(Shared {
            room: Room::new(ports, keyring.load()?),
            seats,
            clock: outside.clock,
            entropy: outside.entropy,
            hub: Hub::new(snapshot.revision.0),
            last_seen: tokio::sync::Mutex::default(),
            figures: Figures::new()?,
            trust: InForce::new(signed.to_json(), &bundle),
            territory,
            units,
            sign_in: sign_in_desk(&folder, &rules, options.behind_proxy),
            assets,
            limits,
            phones: Connections::new(limits.phones),
            consoles: Connections::new(limits.consoles),
            stop,
        });
        shared.room.recall_devices().await.context("--data: cannot read the devices")?;
        warn_before_the_bundle_ends(&shared);
        warn_of_a_datagram_path_nobody_finds(&bundle, datagram.as_ref());
        warn_of_texts_nobody_sends(&bundle, &texts);
        let mut upkeep = Upkeep::new(Arc::clone(&shared), folder, certificates, credentials);
        upkeep.renew_certificate()?;
        let door = |listener, tls, connections, answer| Door { listener, tls, limits, connections, answer };
        Ok(Self {
            phones: door(phones, Some(phones_tls), Arc::clone(&shared.phones), phones::answer(Arc::clone(&shared))),
            console: door(console, rules.tls, Arc::clone(&shared.consoles), console::answer(Arc::clone(&shared))),
            datagram,
            texts,
            herald: Herald::new(Arc::clone(&shared), commits, snapshot),
            upkeep,
            shared,
            addresses,
            _alone: alone,
        })
    }

    /// The phones' endpoint as it was bound.
    #[must_use]
    pub fn listening(&self) -> SocketAddr {
        self.addresses.0
    }

    /// The console as it was bound.
    #[must_use]
    pub fn console(&self) -> SocketAddr {
        self.addresses.1
    }

    /// The datagram path as it was bound.
    #[must_use]
    pub fn datagram(&self) -> Option<SocketAddr> {
        self.datagram.as_ref().and_then(|socket| socket.local_addr().ok())
    }

    /// Kannel's door as it was bound.
    #[must_use]
    pub fn kannel(&self) -> Option<SocketAddr> {
        self.texts.kannel()
    }

    /// Serves until the token given to [`Server::bind`] is cancelled, then lets running answers end.
    pub async fn run(self) {
        let stop = &self.shared.stop;
        let mut parts = JoinSet::new();
        parts.spawn(self.phones.run(stop.clone()));
        parts.spawn(self.console.run(stop.clone()));
        parts.spawn(datagram::run(self.datagram, Arc::clone(&self.shared)));
        parts.spawn(self.texts.run(Arc::clone(&self.shared)));
        parts.spawn(self.herald.run());
        parts.spawn(herald::beat(Arc::clone(&self.shared)));
        parts.spawn(self.upkeep.run());
        while let Some(ended) = parts.join_next().await {
            if let Err(error) = ended {
                // A room with a part missing must not look whole: whoever supervises it starts it anew.
                tracing::error!(%error, "a part of the server failed; the room stops");
                stop.cancel();
            }
        }
    }
}

/// Subscribes first and looks second, so that nothing falls between.
async fn look(store: &Store) -> anyhow::Result<(Snapshot, broadcast::Receiver<Arc<Committed>>)> {
    let commits = store.subscribe();
    let snapshot = store.snapshot(0).await.context("--data: cannot read the open incidents")?;
    Ok((snapshot, commits))
}

/// Only its owner can sign a newer one: the root key is not here.
fn warn_before_the_bundle_ends(shared: &Shared) {
    const MONTH_MS: i64 = 30 * 24 * 60 * 60 * 1000;
    let left_ms = shared.trust.current().expires_at.since(shared.clock.now());
    if left_ms < MONTH_MS {
        tracing::warn!(days = left_ms / (MONTH_MS / 30), "the trust bundle ends soon: `hifazat-room bundle sign`");
    }
}

/// 0: there is no datagram path.
fn port_of(socket: Option<&UdpSocket>) -> u16 {
    socket.and_then(|socket| socket.local_addr().ok()).map_or(0, |address| address.port())
}

/// The public port may be another than ours, so this only warns.
fn warn_of_a_datagram_path_nobody_finds(bundle: &TrustBundle, socket: Option<&UdpSocket>) {
    let ours = port_of(socket);
    if !trust::datagram_ports(bundle).any(|named| named == ours) {
        tracing::warn!(
            listening = ours,
            "the trust bundle names another datagram port: `hifazat-room bundle sign --datagram-port PORT`"
        );
    }
}

/// Phones learn the number from the bundle alone.
fn warn_of_texts_nobody_sends(bundle: &TrustBundle, texts: &Texts) {
    if texts.come_in() && bundle.sms_number.is_none() {
        tracing::warn!("the trust bundle names no number for texts: `hifazat-room bundle sign --sms-number NUMBER`");
    }
}

fn sign_in_desk(folder: &Folder, rules: &ConsoleRules, behind_proxy: bool) -> SignInDesk {
    SignInDesk {
        passwords: Arc::new(Argon2id::default()),
        sessions: Sessions::open(&folder.sessions()),
        addresses: Addresses::open(&folder.addresses()),
        throttle: Throttle::default(),
        cookies: rules.cookies,
        behind_proxy,
        hashing: Arc::new(Semaphore::new(2)),
    }
}
