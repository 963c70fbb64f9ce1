//! A captive portal: somebody who answers in the place of everybody.
//!
//! The link leads every TCP connection of the phone here, whoever it was meant for. A request in clear is answered with
//! 200 and a page; a TLS client gets the same page, as from the portals that know no better.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::{Context, Result};
use rustix::event::{PollFd, PollFlags, poll};

use crate::network::Carrier;
use crate::packet;

const PAGE: &str = "<!doctype html><title>Welcome</title><p>Accept our terms to go online.\n";
/// How long it listens to somebody who says nothing.
const PATIENCE: Duration = Duration::from_secs(5);

/// The stranger, on the room's side. Ends when dropped.
#[derive(Debug)]
pub(super) struct Portal {
    address: SocketAddrV4,
    end: Option<UnixStream>,
    answering: Option<JoinHandle<()>>,
}

impl Portal {
    pub(super) fn open(room: Ipv4Addr) -> Result<Self> {
        let listener = TcpListener::bind((room, 0)).context("a port for the portal")?;
        let SocketAddr::V4(address) = listener.local_addr().context("the portal's address")? else {
            anyhow::bail!("the portal has no IPv4 address");
        };
        listener.set_nonblocking(true).context("the portal's listener")?;
        let (end, ended) = UnixStream::pair().context("a line to the portal")?;
        let answering = thread::Builder::new().name("portal".into());
        let answering = answering.spawn(move || answer_all(&listener, &ended)).context("a thread for the portal")?;
        Ok(Self { address, end: Some(end), answering: Some(answering) })
    }

    pub(super) fn redirect(&self) -> Redirect {
        Redirect { portal: self.address, meant: BTreeMap::new() }
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        drop(self.end.take());
        if self.answering.take().is_some_and(|answering| answering.join().is_err()) {
            eprintln!("lab: the portal ended badly");
        }
    }
}

fn answer_all(listener: &TcpListener, ended: &UnixStream) {
    loop {
        let mut ends = [PollFd::new(listener, PollFlags::IN), PollFd::new(ended, PollFlags::IN)];
        let woken = poll(&mut ends, None);
        let [_, end] = ends.map(|end| !end.revents().is_empty());
        if end {
            return;
        }
        if woken.is_err() {
            continue;
        }
        if let Ok((stream, _)) = listener.accept() {
            // Who hears nothing from it has lost nothing.
            let _answered = thread::Builder::new().spawn(move || answer(stream));
        }
    }
}

fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_nonblocking(false)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut request = [0; 4_096];
    if stream.read(&mut request)? == 0 {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n";
    write!(stream, "{head}content-length: {}\r\n\r\n{PAGE}", PAGE.len())
}

/// Whom the phone meant, by its port.
#[derive(Debug)]
pub(super) struct Redirect {
    portal: SocketAddrV4,
    meant: BTreeMap<u16, SocketAddrV4>,
}

impl Redirect {
    /// Leads a packet of the phone to the portal.
    pub(super) fn out(&mut self, bytes: &mut [u8]) {
        let Some((ports, to)) = connection(bytes) else { return };
        self.meant.insert(ports.0, to);
        // It was looked at just now: it has an address to change.
        let _changed = packet::set_destination(bytes, self.portal);
    }

    /// Makes an answer of the portal come from whom the phone meant.
    pub(super) fn back(&self, bytes: &mut [u8]) {
        let meant = connection(bytes).and_then(|(ports, _)| self.meant.get(&ports.1));
        let _changed = meant.and_then(|meant| packet::set_source(bytes, *meant));
    }
}

/// The ports of a TCP packet and where it goes.
fn connection(bytes: &[u8]) -> Option<((u16, u16), SocketAddrV4)> {
    let seen = packet::look(bytes)?;
    match seen.carrier {
        Carrier::Tcp { .. } => Some((seen.ports, packet::destination(bytes)?)),
        Carrier::Udp | Carrier::Other => None,
    }
}
