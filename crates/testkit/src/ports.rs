//! Free ports on this machine.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use anyhow::{Context, Result};

/// A port nobody listens on. Somebody may take it before we do; the system hands ports out in turn, so that is rare.
///
/// # Errors
/// When the system has none.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(local(0)).context("asking for a free port")?;
    Ok(listener.local_addr().context("asking for a free port")?.port())
}

/// An address on this machine.
pub(crate) fn local(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}
