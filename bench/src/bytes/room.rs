//! A real room in this process, behind its sockets, that lives by the phone's clock: it holds a question as long as the
//! phone believes.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use anyhow::{Context, Result};
use hifazat_protocol::OsEntropy;
use hifazat_room_server::{Carriers, DatagramDoor, Limits, Options, Outside, Server};
use hifazat_testkit::{Room, Seat, Site};
use hifazat_time::{Clock, ManualClock};
use tokio_util::sync::CancellationToken;

/// It serves until it is dropped.
#[derive(Debug)]
pub(super) struct Served {
    pub(super) room: Room,
    pub(super) clock: Arc<ManualClock>,
    pub(super) seat: Arc<Seat>,
    stop: CancellationToken,
}

impl Served {
    /// Phones find it at `port`, where something stands before it.
    pub(super) async fn behind(port: u16, clock: Arc<ManualClock>) -> Result<Self> {
        let room = Room::made(Site { behind_port: Some(port), ..Site::default() })?;
        let local = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let options = Options {
            data: room.folder(),
            listen: local(room.phones_port()),
            datagram: DatagramDoor::BesideListen,
            console: local(room.console_port()),
            behind_proxy: false,
            console_tls: None,
            console_dir: None,
            boundaries: None,
            attribution: None,
            units: None,
            carriers: Carriers::default(),
            limits: Limits::default(),
        };
        let shared: Arc<dyn Clock> = Arc::<ManualClock>::clone(&clock);
        let (stop, outside) = (CancellationToken::new(), Outside { clock: shared, entropy: Arc::new(OsEntropy) });
        tokio::spawn(Server::bind(&options, outside, stop.clone()).await?.run());
        let (room, seat) = tokio::task::spawn_blocking(move || {
            let seat = room.seat("nadia", "operator")?;
            anyhow::Ok((room, Arc::new(seat)))
        })
        .await??;
        Ok(Self { room, clock, seat, stop })
    }

    /// Something that the desk does or reads; it must not stand in the room's own way.
    pub(super) async fn at_desk<T: Send + 'static>(
        &self,
        what: impl FnOnce(&Seat) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let seat = Arc::clone(&self.seat);
        tokio::task::spawn_blocking(move || what(&seat)).await.context("the desk")?
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
