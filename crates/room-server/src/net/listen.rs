//! Binding the sockets, all before anything is served, with words that name the option.

use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};

use socket2::SockRef;
use tokio::net::{TcpListener, UdpSocket};

use crate::datagram::DatagramDoor;

/// Binds `address` for the option `option` ("--listen").
///
/// # Errors
/// A sentence naming the option when the port is taken or the address is not ours.
pub(crate) async fn bind(option: &str, address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| refused(option, address, error))
}

/// The phones' two doors: TLS, and datagrams where they are wanted.
///
/// # Errors
/// As [`bind`].
pub(crate) async fn bind_phones(
    listen: SocketAddr,
    datagram: DatagramDoor,
) -> anyhow::Result<(TcpListener, Option<UdpSocket>)> {
    for _ in 1..MOST_TRIES {
        let listener = bind("--listen", listen).await?;
        let (option, address) = match datagram {
            DatagramDoor::Off => return Ok((listener, None)),
            DatagramDoor::At(address) => ("--datagram", address),
            DatagramDoor::BesideListen => ("--listen (over UDP, or --datagram)", listener.local_addr()?),
        };
        match UdpSocket::bind(address).await {
            Ok(socket) => {
                // The system gives less when it will not give so much.
                if let Err(error) = SockRef::from(&socket).set_recv_buffer_size(DATAGRAM_BUFFER_BYTES) {
                    tracing::debug!(%error, "the datagram listener has the system's usual buffer");
                }
                return Ok((listener, Some(socket)));
            }
            // The system chose a port that is free for one of the two only: it may choose again.
            Err(error) if listen.port() == 0 && error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => return Err(refused(option, address, error)),
        }
    }
    anyhow::bail!("--listen {listen}: found no port that is free over TCP and UDP; name one")
}

const MOST_TRIES: u32 = 32;
/// A burst that comes while we write waits here.
const DATAGRAM_BUFFER_BYTES: usize = 4 << 20;

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
