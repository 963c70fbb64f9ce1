//! One life of the control room: from its start over the file to its death, of which the file alone remains.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use futures_util::FutureExt;
use hifazat_protocol::{SeededEntropy, UnixMillis};
use hifazat_room::audit::AuditKey;
use hifazat_room::ledger::{Decision, Ledger, Target};
use hifazat_room::{NearestHeadquarters, Ports, Role, Room, Seat};
use hifazat_room_store::{Reader, Store};
use hifazat_time::Clock;
use tokio::runtime::Handle;

use crate::authority::Authority;
use crate::disk::{Disk, RoomDisk};
use crate::door::Door;

const DATABASE: &str = "room.db";

/// A room that serves.
pub(crate) struct RoomLife {
    pub(crate) room: Arc<Room>,
    pub(crate) ledger: Arc<RoomDisk>,
    pub(crate) door: Door,
    pub(crate) seat: Seat,
    folder: PathBuf,
}

/// What a room is started with.
pub(crate) struct RoomSite<'a> {
    pub(crate) folder: PathBuf,
    pub(crate) disk: &'a Arc<Disk>,
    pub(crate) threads: &'a Handle,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) authority: &'a Authority,
    /// Signed where clocks are right.
    pub(crate) bundle: String,
    pub(crate) chance: u64,
}

impl RoomLife {
    pub(crate) fn start(site: RoomSite<'_>) -> anyhow::Result<Self> {
        fs::create_dir_all(&site.folder).context("making the room's folder")?;
        let store = Store::open(&site.folder.join(DATABASE), AuditKey::from_seed(site.authority.audit))?;
        let ledger = Arc::new(RoomDisk { store, disk: Arc::clone(site.disk), threads: site.threads.clone() });
        let shared: Arc<dyn Ledger> = Arc::<RoomDisk>::clone(&ledger);
        let ports = Ports {
            ledger: shared,
            districts: Arc::new(NearestHeadquarters),
            clock: Arc::clone(&site.clock),
            entropy: Arc::new(SeededEntropy::new(site.chance)),
        };
        let room = Arc::new(Room::new(ports, site.authority.keys()));
        // The ledger answers at once.
        room.recall_devices().now_or_never().context("the ledger did not answer")??;
        let seat = Seat {
            name: "ayesha".to_owned(),
            role: Role::ShiftCommander,
            desk: "Lahore 1".to_owned(),
            password_hash: String::new(),
            must_change: false,
            created_at: UnixMillis(0),
        };
        Ok(Self { room, ledger, door: Door::new(site.clock, site.bundle), seat, folder: site.folder })
    }

    /// What would be found if the process were killed now.
    pub(crate) fn remains(&self, in_folder: &Path) -> anyhow::Result<()> {
        copy_database(&self.folder, in_folder)
    }

    /// Does it keep an envelope of this digest there?
    pub(crate) fn keeps(&self, target: Target, digest: [u8; 32]) -> anyhow::Result<bool> {
        let (told, heard) = std::sync::mpsc::channel();
        let look = self.ledger.store.change(
            target,
            Box::new(move |situation| {
                // Whoever asks waits for it.
                _ = told.send(situation.kept.iter().any(|kept| kept.digest == digest));
                Decision::Nothing
            }),
        );
        self.ledger.threads.block_on(look)?;
        heard.recv().context("the ledger did not look")
    }

    /// The log, from its first line to its signed end.
    pub(crate) fn verify_log(&self, authority: &Authority) -> anyhow::Result<()> {
        let reader = Reader::open(&self.folder.join(DATABASE))?;
        reader.verify_log(&AuditKey::from_seed(authority.audit).public(), None)?;
        Ok(())
    }
}

/// Copies the database of one folder into another, in place of any that is there.
pub(crate) fn copy_database(from: &Path, to: &Path) -> anyhow::Result<()> {
    if to.exists() {
        fs::remove_dir_all(to).context("removing an older copy")?;
    }
    copy(from, to, &[DATABASE, "room.db-wal"])
}

/// Copies those of the files that are there.
pub(crate) fn copy(from: &Path, to: &Path, files: &[&str]) -> anyhow::Result<()> {
    fs::create_dir_all(to).context("making a folder")?;
    for file in files.iter().filter(|file| from.join(file).exists()) {
        fs::copy(from.join(file), to.join(file)).with_context(|| format!("copying {file}"))?;
    }
    Ok(())
}
