//! Taken ports are found before anything starts.

use std::io::ErrorKind;
use std::net::{TcpListener, UdpSocket};

use anyhow::{Result, bail, ensure};

use crate::room::local;

/// The ports of one running house.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ports {
    pub(crate) room: u16,
    pub(crate) console: u16,
    /// None when the phone is a window.
    pub(crate) phone: Option<u16>,
}

impl Ports {
    /// Refuses ports that are taken, or given twice, and names the option that changes each.
    pub(crate) fn check(&self) -> Result<()> {
        let mut named = vec![("--room-port", self.room), ("--console-port", self.console)];
        named.extend(self.phone.map(|port| ("--phone-port", port)));
        for (index, (option, port)) in named.iter().enumerate() {
            if let Some((other, _)) = named.iter().take(index).find(|(_, taken)| taken == port) {
                bail!("{other} and {option} are both {port}: give them different ports");
            }
        }
        for (option, port) in named {
            // The room takes datagrams under the same number.
            let free = TcpListener::bind(local(port)).and_then(|_| UdpSocket::bind(local(port)));
            if let Err(error) = free {
                ensure!(
                    error.kind() == ErrorKind::AddrInUse,
                    "port {port} cannot be used ({error}): choose with {option}"
                );
                bail!("port {port} is taken by another program: stop that one, or choose another with {option}");
            }
        }
        Ok(())
    }
}

/// Two ports nobody uses now.
pub(crate) fn two_free() -> Result<(u16, u16)> {
    // Both held at once, so that they differ.
    let (one, other) = (TcpListener::bind(local(0))?, TcpListener::bind(local(0))?);
    Ok((one.local_addr()?.port(), other.local_addr()?.port()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_refused_with_the_option_that_changes_it() {
        let taken = TcpListener::bind(local(0)).unwrap();
        let console = taken.local_addr().unwrap().port();
        let refused = Ports { room: 0, console, phone: None }.check().unwrap_err().to_string();
        assert!(refused.contains("--console-port") && refused.contains(&console.to_string()), "{refused}");
    }

    #[test]
    fn one_port_for_two_doors_is_refused() {
        let refused = Ports { room: 18_014, console: 18_014, phone: None }.check().unwrap_err().to_string();
        assert!(refused.contains("--room-port and --console-port"), "{refused}");
    }
}
