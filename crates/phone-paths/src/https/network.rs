//! By which of its own addresses the phone would go out now.
//!
//! Connecting a UDP socket sends nothing; it only makes the system choose a route. When that choice changes, the
//! network has changed, on every platform and without asking any of its services.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

/// The phone's addresses towards the world, or none while there is no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OwnAddresses {
    v4: Option<IpAddr>,
    v6: Option<IpAddr>,
}

impl OwnAddresses {
    pub(super) fn now() -> Self {
        // Addresses of the documentation ranges (RFC 5737, RFC 3849): routed like the rest of the world, nobody's own.
        let v4 = Ipv4Addr::new(192, 0, 2, 1);
        let v6 = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1);
        Self {
            v4: towards(Ipv4Addr::UNSPECIFIED.into(), v4.into()),
            v6: towards(Ipv6Addr::UNSPECIFIED.into(), v6.into()),
        }
    }
}

fn towards(from: IpAddr, to: IpAddr) -> Option<IpAddr> {
    let socket = UdpSocket::bind(SocketAddr::new(from, 0)).ok()?;
    socket.connect(SocketAddr::new(to, 9)).ok()?;
    Some(socket.local_addr().ok()?.ip())
}
