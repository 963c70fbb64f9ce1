//! Binding the sockets, all before anything is served, with words that name the option.

use std::net::{IpAddr, SocketAddr};

use anyhow::{Context, bail};
use tokio::net::TcpListener;

/// Binds `address` for the option `option` ("--listen").
///
/// # Errors
/// A sentence naming the option when the port is taken or the address is not ours.
pub(crate) async fn bind(option: &str, address: SocketAddr) -> anyhow::Result<TcpListener> {
    match TcpListener::bind(address).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            bail!("{option} {address}: this port is taken; stop the other program or choose another port with {option}")
        }
        Err(error) => Err(error).with_context(|| format!("{option} {address}: cannot listen there")),
    }
}

/// Whether only programs on this machine can reach the address.
#[must_use]
pub(crate) fn is_loopback(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}
