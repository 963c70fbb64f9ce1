//! Free ports on this machine.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, UdpSocket};

use anyhow::{Context, Result, bail};

const MOST_TRIES: u32 = 32;

/// A port nobody uses, over TCP or UDP. Somebody may take it before we do; the system hands ports out in turn, so that is
/// rare.
///
/// # Errors
/// When the system has none.
pub fn free_port() -> Result<u16> {
    for _ in 0..MOST_TRIES {
        let listener = TcpListener::bind(local(0)).context("asking for a free port")?;
        let address = listener.local_addr().context("asking for a free port")?;
        if UdpSocket::bind(address).is_ok() {
            return Ok(address.port());
        }
    }
    bail!("no port is free over TCP and UDP")
}

/// An address on this machine.
pub(crate) fn local(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}
