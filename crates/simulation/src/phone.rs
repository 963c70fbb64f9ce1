//! One life of the phone's process.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use hifazat_phone::{Outbox, Path as Way, Phone, Ports, Vault};
use hifazat_phone_paths::{Deadlines, Gaps};
use hifazat_phone_store::PhoneStore;
use hifazat_protocol::SeededEntropy;
use hifazat_time::Clock;

use crate::air::Air;
use crate::attempts::{Attempts, Watched};
use crate::carrier::{Carrier, Modem};
use crate::disk::{Disk, PhoneDisk};
use crate::liar::Liar;
use crate::paths::{SimulatedDatagram, SimulatedHttps};
use crate::places::Places;
use crate::room::copy;

/// Connections of one life and of the next are told apart.
const CONNECTIONS_PER_LIFE: u64 = 1 << 32;

/// A phone that is on.
pub(crate) struct PhoneLife {
    pub(crate) phone: Arc<Phone>,
    pub(crate) store: Arc<PhoneStore>,
    pub(crate) https: Arc<SimulatedHttps>,
    folder: PathBuf,
}

/// The ways out that a phone has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ways {
    /// Only the one of this name.
    pub(crate) only: Option<&'static str>,
    /// Somebody hands texts over.
    pub(crate) texts: bool,
}

impl Ways {
    pub(crate) const ALL: Self = Self { only: None, texts: true };
}

/// What a phone is started with.
pub(crate) struct PhoneSite<'a> {
    pub(crate) folder: PathBuf,
    pub(crate) disk: &'a Arc<Disk>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) air: &'a Arc<Air>,
    pub(crate) carrier: &'a Arc<Carrier>,
    pub(crate) liar: &'a Arc<Liar>,
    pub(crate) places: &'a Arc<Places>,
    pub(crate) attempts: &'a Arc<Attempts>,
    pub(crate) ways: Ways,
    pub(crate) boot: u64,
    /// Counts the phone's lives.
    pub(crate) life: u64,
    pub(crate) chance: u64,
}

impl PhoneLife {
    pub(crate) fn start(site: PhoneSite<'_>) -> Self {
        let chance = |which| Arc::new(SeededEntropy::new(site.chance.wrapping_add(which)));
        let store = Arc::new(PhoneStore::open(&site.folder, Arc::clone(&site.clock), chance(0)));
        let disk = Arc::new(PhoneDisk { store: Arc::clone(&store), disk: Arc::clone(site.disk) });
        let https = SimulatedHttps::new(
            Arc::clone(site.air),
            Arc::clone(&site.clock),
            Deadlines::default(),
            site.life.wrapping_mul(CONNECTIONS_PER_LIFE),
        );
        let https = Arc::new(https);
        let datagram = SimulatedDatagram {
            air: Arc::clone(site.air),
            clock: Arc::clone(&site.clock),
            gaps: Gaps::default(),
            liar: Arc::clone(site.liar),
        };
        let outbox: Arc<dyn Outbox> = Arc::<PhoneDisk>::clone(&disk);
        let vault: Arc<dyn Vault> = disk;
        let modem = Modem { carrier: Arc::clone(site.carrier), clock: Arc::clone(&site.clock) };
        let ways: [Arc<dyn Way>; 2] = [Arc::new(datagram), Arc::<SimulatedHttps>::clone(&https)];
        let open = |way: &Arc<dyn Way>| site.ways.only.is_none_or(|only| only == way.name());
        let watched = |path| -> Arc<dyn Way> { Arc::new(Watched { path, attempts: Arc::clone(site.attempts) }) };
        let phone = Arc::new(Phone::open(Ports {
            outbox,
            vault,
            paths: ways.into_iter().filter(open).map(watched).collect(),
            location: Arc::<Places>::clone(site.places),
            clock: site.clock,
            entropy: chance(1),
            boot: Some(site.boot),
        }));
        if site.ways.texts {
            phone.hand_texts_to(Arc::new(modem));
        }
        Self { phone, store, https, folder: site.folder }
    }

    /// What would be found if the process were killed now.
    pub(crate) fn remains(&self, in_folder: &Path) -> anyhow::Result<()> {
        copy(&self.folder, in_folder, &["phone.db", "phone.db-wal", "vault.key", "vault.copy"])
    }
}
