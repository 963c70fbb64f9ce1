//! One attempt's sockets, one for each family of addresses. Not connected: the room may be named by many addresses.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use hifazat_protocol::MAX_DATAGRAM_BYTES;
use socket2::SockRef;
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
    ///
    /// It is asked at once. The runtime would first wait to be told that a new socket can be written to, and meanwhile
    /// another path lays its larger packets on the link: 15 ms of a slow 3G.
    pub(super) async fn send(&self, packet: &[u8], target: SocketAddr) -> bool {
        let Some(socket) = (if target.is_ipv4() { &self.v4 } else { &self.v6 }) else { return false };
        match SockRef::from(socket).send_to(packet, &target.into()) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => socket.send_to(packet, target).await.is_ok(),
            sent => sent.is_ok(),
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

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn the_first_packet_leaves_before_any_other_path_has_its_turn() {
        let room = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let sockets = Sockets::open().await.unwrap();
        let sent = sockets.send(b"sealed", room.local_addr().unwrap()).now_or_never();
        assert_eq!(sent, Some(true), "it waited for the runtime");
        let mut buffer = [0; 16];
        let (length, _) = room.recv_from(&mut buffer).await.unwrap();
        assert_eq!(&buffer[..length], b"sealed");
    }
}
