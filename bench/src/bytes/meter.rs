//! A relay that counts: TCP and UDP on one port, to the same port of a room.
//!
//! Payload is counted as it passes. The headers below are reckoned, because a loopback has packets of its own size: 40
//! bytes for each 1,400 of a TCP burst and 40 for its acknowledgement, seven packets to open and close a connection, 28
//! bytes for a datagram.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::sync::watch;

const TCP_HEADERS: u64 = 40;
const UDP_HEADERS: u64 = 28;
const SEGMENT: u64 = 1_400;
const OPENING_AND_CLOSING: u64 = 7 * TCP_HEADERS;

/// Counts what passes. The relay ends with the program.
#[derive(Clone, Debug)]
pub(crate) struct Meter {
    counted: Arc<AtomicU64>,
    cut: Arc<watch::Sender<()>>,
}

impl Meter {
    /// Stands at `port`, before the room at `room_port`.
    pub(crate) async fn before(port: u16, room_port: u16) -> Result<Self> {
        let here = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let there = SocketAddr::from((Ipv4Addr::LOCALHOST, room_port));
        let tcp = TcpListener::bind(here).await.context("the relay's port")?;
        let udp = UdpSocket::bind(here).await.context("the relay's port for datagrams")?;
        let meter = Self { counted: Arc::default(), cut: Arc::new(watch::Sender::new(())) };
        tokio::spawn(accept(tcp, there, Arc::clone(&meter.counted), Arc::clone(&meter.cut)));
        tokio::spawn(relay_datagrams(udp, there, Arc::clone(&meter.counted)));
        Ok(meter)
    }

    /// How many bytes have passed since this was asked last.
    pub(crate) fn take(&self) -> u64 {
        self.counted.swap(0, Ordering::Relaxed)
    }

    /// Ends every connection that is open, as time would have.
    pub(crate) fn cut(&self) {
        self.cut.send_replace(());
    }
}

async fn accept(listener: TcpListener, room: SocketAddr, counted: Arc<AtomicU64>, cut: Arc<watch::Sender<()>>) {
    while let Ok((phone, _)) = listener.accept().await {
        counted.fetch_add(OPENING_AND_CLOSING, Ordering::Relaxed);
        let (counted, mut ended) = (Arc::clone(&counted), cut.subscribe());
        ended.borrow_and_update();
        tokio::spawn(async move {
            let Ok(room) = TcpStream::connect(room).await else { return };
            // Small answers must not wait for one another's acknowledgement.
            if phone.set_nodelay(true).is_err() || room.set_nodelay(true).is_err() {
                return;
            }
            let ((mut from_phone, mut to_phone), (mut from_room, mut to_room)) =
                (phone.into_split(), room.into_split());
            tokio::select! {
                () = pump(&mut from_phone, &mut to_room, &counted) => {}
                () = pump(&mut from_room, &mut to_phone, &counted) => {}
                _ = ended.changed() => {}
            }
        });
    }
}

/// One direction, until it ends.
async fn pump(from: &mut (impl AsyncRead + Unpin), to: &mut (impl AsyncWrite + Unpin), counted: &AtomicU64) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(length) = from.read(&mut buffer).await {
        let passed = buffer.get(..length).unwrap_or_default();
        if passed.is_empty() || to.write_all(passed).await.is_err() {
            return;
        }
        let bytes = u64::try_from(length).unwrap_or(u64::MAX);
        let packets = bytes.div_ceil(SEGMENT).saturating_add(1);
        counted.fetch_add(bytes.saturating_add(packets.saturating_mul(TCP_HEADERS)), Ordering::Relaxed);
    }
}

/// Datagrams of the one phone there is, and the room's answers to it.
async fn relay_datagrams(phones: UdpSocket, room: SocketAddr, counted: Arc<AtomicU64>) {
    let Ok(out) = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await else { return };
    let (mut asked, mut told) = ([0; 2_048], [0; 2_048]);
    let mut phone = None;
    loop {
        let (length, sent) = tokio::select! {
            Ok((length, from)) = phones.recv_from(&mut asked) => {
                phone = Some(from);
                (length, out.send_to(asked.get(..length).unwrap_or_default(), room).await)
            }
            Ok((length, _)) = out.recv_from(&mut told) => {
                let Some(phone) = phone else { continue };
                (length, phones.send_to(told.get(..length).unwrap_or_default(), phone).await)
            }
            else => return,
        };
        if sent.is_ok() {
            let bytes = u64::try_from(length).unwrap_or(u64::MAX);
            counted.fetch_add(bytes.saturating_add(UDP_HEADERS), Ordering::Relaxed);
        }
    }
}
