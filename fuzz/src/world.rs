//! A real room on a disk of memory, without sockets: the doors of `hifazat-room`, its brain, its database.

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use clap::Parser;
use hifazat_protocol::{
    AlertId, DeviceKey, OsEntropy, SealedEnvelope, Sequence, SignedBundle, Status, TrustBundle, UnixMillis,
};
use hifazat_room_server::{Carriers, Cli, DatagramDoor, Ear, Limits, Options, Outside, Server};
use hifazat_time::Clock;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

use crate::people;

/// So many inputs to one room; then a new one, so that its database stays small.
const VISITS: u32 = 20_000;
/// More than any answer of ours.
const PIPE_BYTES: usize = 1 << 20;

/// All bytes of a request are there at once; what is not there never comes.
const BRIEF: Duration = Duration::from_millis(5);

/// A room, and a device that it knows and that has raised an alert there.
pub(crate) struct World {
    runtime: Runtime,
    server: Server,
    ear: Ear,
    pub(crate) bundle: TrustBundle,
    /// The known device's alert, as it was sent.
    pub(crate) raise: Vec<u8>,
    visits: u32,
    _folder: TempDir,
}

/// The world of this thread.
pub(crate) fn visit<T>(call: impl FnOnce(&mut World) -> T) -> T {
    thread_local!(static WORLD: RefCell<Option<World>> = const { RefCell::new(None) });
    WORLD.with_borrow_mut(|world| {
        let world = match world.take().filter(|old| old.visits < VISITS) {
            Some(young) => world.insert(young),
            None => world.insert(World::new()),
        };
        world.visits += 1;
        call(world)
    })
}

impl World {
    fn new() -> Self {
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
        let data = folder.path().join("room");
        let shown = data.display().to_string();
        let init = ["hifazat-room", "init", "--public-url", "https://127.0.0.1:8014", "--data", &shown];
        Cli::parse_from(init).run().unwrap();
        let bundle = SignedBundle::from_json(&std::fs::read_to_string(data.join("bundle.json")).unwrap()).unwrap();
        let bundle = bundle.verify(&bundle.claimed_root()).unwrap();

        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let outside = Outside { clock: Arc::new(Hurried::default()), entropy: Arc::new(OsEntropy) };
        let server = runtime.block_on(Server::bind(&options(&data), outside, CancellationToken::new())).unwrap();
        let (ear, raise) = (server.ear(), Vec::new());
        let mut world = Self { runtime, server, ear, bundle, raise, visits: 0, _folder: folder };
        let introduction = world.sealed(&people::device(), AlertId([0xee; 16]), Status::Test);
        assert!(!world.hear(&introduction).is_empty());
        world.raise = world.sealed(&people::device(), people::ALERT, Status::Actual);
        assert!(!world.hear(&world.raise.clone()).is_empty());
        world
    }

    /// An alert to this room.
    pub(crate) fn sealed(&self, by: &DeviceKey, alert: AlertId, status: Status) -> Vec<u8> {
        let to = self.bundle.active_room_key().unwrap();
        people::sealed(to, by, alert, Sequence::RAISE, &people::raise(status))
    }

    /// What the datagram path answers.
    pub(crate) fn hear(&mut self, packet: &[u8]) -> Vec<u8> {
        self.runtime.block_on(self.ear.hear(packet))
    }

    /// What a connection is answered on which exactly these bytes come, without their TLS.
    pub(crate) fn converse(&self, request: &[u8]) -> Vec<u8> {
        let (ours, theirs) = tokio::io::duplex(PIPE_BYTES);
        self.runtime.block_on(async {
            let speak = async {
                let (mut reader, mut writer) = tokio::io::split(ours);
                // A server may hang up before it has heard all; that is its good right. What does not come is waited
                // for by the server, not for long.
                drop(writer.write_all(request).await);
                let mut answer = Vec::new();
                reader.read_to_end(&mut answer).await.unwrap();
                answer
            };
            tokio::join!(self.server.attend(theirs), speak).1
        })
    }
}

/// Whether the answer to an envelope says that exactly this one is stored, signed by the room.
pub(crate) fn stores(world: &World, receipt: &[u8], envelope: &SealedEnvelope) -> bool {
    let keys = &world.bundle.receipt_keys;
    let any_key = people::response_key();
    let verified = hifazat_protocol::verify(receipt, envelope.header().alert, keys, &any_key);
    verified.is_ok_and(|verified| verified.stores(envelope.as_bytes()))
}

fn options(data: &Path) -> Options {
    let any = "127.0.0.1:0".parse().unwrap();
    Options {
        data: data.to_owned(),
        listen: any,
        datagram: DatagramDoor::Off,
        carriers: Carriers::default(),
        console: any,
        behind_proxy: false,
        console_tls: None,
        console_dir: None,
        boundaries: None,
        attribution: None,
        units: None,
        limits: Limits { header: BRIEF, body: 10 * BRIEF, ..Limits::default() },
    }
}

/// A second passes whenever somebody looks, and nobody waits: strangers never use up their allowance.
#[derive(Debug, Default)]
struct Hurried(AtomicI64);

#[async_trait]
impl Clock for Hurried {
    fn now(&self) -> UnixMillis {
        UnixMillis(1_790_000_000_000 + self.0.load(Ordering::Relaxed))
    }

    fn elapsed(&self) -> Duration {
        let ms = self.0.fetch_add(1_000, Ordering::Relaxed);
        Duration::from_millis(ms.unsigned_abs())
    }

    async fn sleep(&self, _pause: Duration) {
        tokio::task::yield_now().await;
    }
}
