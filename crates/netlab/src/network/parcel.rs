//! What is sent over a network, and what becomes of it.

use std::time::Duration;

use crate::link::Cause;

/// Where a parcel goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Toward {
    /// Up, from the phone.
    Room,
    /// Down, to the phone.
    Phone,
}

/// What a network can see of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// What it travels by.
    pub carrier: Carrier,
    /// The phone's port, as whoever sends the parcel knows it: the source on the way up, the destination on the way
    /// down. 0 where there are no ports.
    pub port: u16,
    /// All its bytes, headers of IP included.
    pub bytes: usize,
}

/// The protocol above IP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// Datagrams.
    Udp,
    /// Connections; `opens` for the packet that asks for a new one.
    Tcp {
        /// SYN without ACK.
        opens: bool,
    },
    /// Everything else, such as ping.
    Other,
}

/// What became of a parcel when it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It is under way.
    UnderWay,
    /// The link lost it.
    Lost(Cause),
    /// This network does not carry such parcels.
    Blocked,
    /// The address translator does not know whose it is.
    Unknown,
}

/// A parcel at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival<T> {
    /// When.
    pub at: Duration,
    /// Where.
    pub toward: Toward,
    /// As the receiver sees it: the address translator may have changed the port.
    pub parcel: Parcel,
    /// What was sent.
    pub load: T,
}
