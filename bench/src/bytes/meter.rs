//! A relay that counts: TCP and UDP on one port, to the same port of a room.
//!
//! Payload is counted as it passes. The headers below are reckoned, because a loopback has packets of its own size: 40
//! bytes for each 1,400 of a TCP burst and 40 for its acknowledgement, seven packets to open and close a connection, 28
//! bytes for a datagram.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};

const TCP_HEADERS: u64 = 40;
const UDP_HEADERS: u64 = 28;
const SEGMENT: u64 = 1_400;
/// Of the real time, in which an hour takes seconds.
const SILENT: Duration = Duration::from_secs(10);
const OPENING_AND_CLOSING: u64 = 7 * TCP_HEADERS;

/// Counts what passes. The relay ends with the program.
#[derive(Clone, Debug)]
pub(crate) struct Meter {
    counted: Arc<Counted>,
}

#[derive(Debug, Default)]
struct Counted {
    bytes: AtomicU64,
    times: AtomicU64,
}

impl Counted {
    fn add(&self, bytes: u64) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        self.times.fetch_add(1, Ordering::Relaxed);
    }

    fn add_datagram(&self, length: usize) {
        self.add(u64::try_from(length).unwrap_or(u64::MAX).saturating_add(UDP_HEADERS));
    }
}

impl Meter {
    /// Stands at `port`, before the room at `room_port`.
    pub(crate) async fn before(port: u16, room_port: u16) -> Result<Self> {
        let here = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let there = SocketAddr::from((Ipv4Addr::LOCALHOST, room_port));
        let tcp = TcpListener::bind(here).await.context("the relay's port")?;
        let udp = UdpSocket::bind(here).await.context("the relay's port for datagrams")?;
        let meter = Self { counted: Arc::default() };
        tokio::spawn(accept(tcp, there, Arc::clone(&meter.counted)));
        tokio::spawn(relay_datagrams(udp, there, Arc::clone(&meter.counted)));
        Ok(meter)
    }

    /// How many bytes have passed since this was asked last.
    pub(crate) fn take(&self) -> u64 {
        self.counted.bytes.swap(0, Ordering::Relaxed)
    }

    /// How many times something has passed.
    pub(crate) fn times(&self) -> u64 {
        self.counted.times.load(Ordering::Relaxed)
    }
}

async fn accept(listener: TcpListener, room: SocketAddr, counted: Arc<Counted>) {
    while let Ok((phone, _)) = listener.accept().await {
        counted.add(OPENING_AND_CLOSING);
        let counted = Arc::clone(&counted);
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
            }
        });
    }
}

/// One direction, until it ends.
async fn pump(from: &mut (impl AsyncRead + Unpin), to: &mut (impl AsyncWrite + Unpin), counted: &Counted) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(length) = from.read(&mut buffer).await {
        let passed = buffer.get(..length).unwrap_or_default();
        if passed.is_empty() || to.write_all(passed).await.is_err() {
            return;
        }
        let bytes = u64::try_from(length).unwrap_or(u64::MAX);
        let packets = bytes.div_ceil(SEGMENT).saturating_add(1);
        counted.add(bytes.saturating_add(packets.saturating_mul(TCP_HEADERS)));
    }
}

/// Datagrams, and the room's answers to the socket that each came from: an attempt has one of its own.
async fn relay_datagrams(phones: UdpSocket, room: SocketAddr, counted: Arc<Counted>) {
    let phones = Arc::new(phones);
    let mut ways: HashMap<SocketAddr, Arc<UdpSocket>> = HashMap::new();
    let mut buffer = [0; 2_048];
    while let Ok((length, from)) = phones.recv_from(&mut buffer).await {
        ways.retain(|_, out| Arc::strong_count(out) > 1);
        let out = match ways.get(&from) {
            Some(out) => Arc::clone(out),
            None => {
                let Ok(out) = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.map(Arc::new) else { return };
                tokio::spawn(answer(Arc::clone(&out), Arc::clone(&phones), from, Arc::clone(&counted)));
                ways.insert(from, Arc::clone(&out));
                out
            }
        };
        if out.send_to(buffer.get(..length).unwrap_or_default(), room).await.is_ok() {
            counted.add_datagram(length);
        }
    }
}

/// What the room says to one socket, until it has been silent for long.
async fn answer(out: Arc<UdpSocket>, phones: Arc<UdpSocket>, phone: SocketAddr, counted: Arc<Counted>) {
    let mut buffer = [0; 2_048];
    while let Ok(Ok((length, _))) = tokio::time::timeout(SILENT, out.recv_from(&mut buffer)).await {
        if phones.send_to(buffer.get(..length).unwrap_or_default(), phone).await.is_ok() {
            counted.add_datagram(length);
        }
    }
}
