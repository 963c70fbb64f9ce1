//! Binding the sockets, all before anything is served, with words that name the option.

use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};

use tokio::net::{TcpListener, UdpSocket};

/// Binds `address` for the option `option` ("--listen").
///
/// # Errors
/// A sentence naming the option when the port is taken or the address is not ours.
pub(crate) async fn bind(option: &str, address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| refused(option, address, error))
}

/// As [`bind`], for datagrams.
///
/// # Errors
/// As [`bind`].
pub(crate) async fn bind_datagram(option: &str, address: SocketAddr) -> anyhow::Result<UdpSocket> {
    UdpSocket::bind(address).await.map_err(|error| refused(option, address, error))
}

fn refused(option: &str, address: SocketAddr, error: std::io::Error) -> anyhow::Error {
    let words = if error.kind() == ErrorKind::AddrInUse {
        format!("{option} {address}: this port is taken; stop the other program or choose another port with {option}")
    } else {
        format!("{option} {address}: cannot listen there")
    };
    anyhow::Error::new(error).context(words)
}

/// Whether only programs on this machine can reach the address.
#[must_use]
pub(crate) fn is_loopback(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}
