//! One attempt's sockets, one for each family of addresses. Not connected: the room may be named by many addresses.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use hifazat_protocol::MAX_DATAGRAM_BYTES;
use tokio::net::UdpSocket;

/// At least one of them is there.
pub(super) struct Sockets {
    v4: Option<UdpSocket>,
    v6: Option<UdpSocket>,
}

impl Sockets {
    /// Sockets on ports that the system chooses.
    ///
    /// # Errors
    /// When the system gives none.
    pub(super) async fn open() -> io::Result<Self> {
        let v4 = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).await;
        // A phone without IPv6 is common.
        let v6 = UdpSocket::bind((Ipv6Addr::UNSPECIFIED, 0)).await.ok();
        match (v4, v6) {
            (Err(error), None) => Err(error),
            (v4, v6) => Ok(Self { v4: v4.ok(), v6 }),
        }
    }

    /// Whether the system took the packet. It says no when there is no route.
    pub(super) async fn send(&self, packet: &[u8], target: SocketAddr) -> bool {
        let socket = if target.is_ipv4() { &self.v4 } else { &self.v6 };
        match socket {
            Some(socket) => socket.send_to(packet, target).await.is_ok(),
            None => false,
        }
    }

    /// The next packet from anybody.
    pub(super) async fn receive(&self) -> Vec<u8> {
        tokio::select! {
            packet = receive(self.v4.as_ref()) => packet,
            packet = receive(self.v6.as_ref()) => packet,
        }
    }
}

async fn receive(socket: Option<&UdpSocket>) -> Vec<u8> {
    let Some(socket) = socket else { return std::future::pending().await };
    let mut buffer = vec![0; MAX_DATAGRAM_BYTES];
    loop {
        // An earlier packet that nobody took comes back as an error here (ICMP): the next one is another matter.
        if let Ok((length, _)) = socket.recv_from(&mut buffer).await {
            buffer.truncate(length);
            return buffer;
        }
    }
}
