//! Free ports on this machine.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::ops::Range;

use anyhow::{Result, bail};

const MOST_TRIES: u32 = 64;
/// Below those that systems give to connections that go out: such a one may take a port at any moment before its owner does,
/// or while its owner is being started anew.
const OURS: Range<u16> = 15_000..32_000;

/// A port nobody uses, over TCP or UDP.
///
/// # Errors
/// When none was found.
pub fn free_port() -> Result<u16> {
    for _ in 0..MOST_TRIES {
        let address = local(any_of_ours());
        if TcpListener::bind(address).is_ok() && UdpSocket::bind(address).is_ok() {
            return Ok(address.port());
        }
    }
    bail!("no port is free over TCP and UDP")
}

/// Tests of other processes choose at the same time.
fn any_of_ours() -> u16 {
    // Each new one is keyed by chance.
    let chance = RandomState::new().build_hasher().finish();
    let size = u64::from(OURS.end - OURS.start);
    OURS.start + u16::try_from(chance % size).unwrap_or_default()
}

/// An address on this machine.
pub(crate) fn local(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}
