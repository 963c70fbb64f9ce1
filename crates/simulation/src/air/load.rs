//! What travels, and what a network can see of it.

use hifazat_netlab::Carrier;
use hifazat_protocol::{AlertId, SealedEnvelope};

use crate::segment::Segment;
use crate::trace::digest;

/// Headers of IPv4 and UDP.
const HEADER_BYTES: usize = 28;

/// What travels: the very bytes of the protocol, and what TCP and TLS would lay around them in words.
#[derive(Clone, Debug)]
pub(crate) enum Load {
    /// One packet.
    Datagram(Vec<u8>),
    /// A piece of a connection.
    Segment(Segment),
}

impl Load {
    pub(super) fn carrier(&self) -> Carrier {
        match self {
            Self::Datagram(_) => Carrier::Udp,
            Self::Segment(segment) => Carrier::Tcp { opens: segment.opens() },
        }
    }

    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Datagram(bytes) => bytes.len() + HEADER_BYTES,
            Self::Segment(segment) => segment.bytes(),
        }
    }

    /// Whose envelope it carries.
    pub(super) fn alert(&self) -> Option<AlertId> {
        let bytes = match self {
            Self::Datagram(bytes) => bytes,
            Self::Segment(segment) => segment.envelope()?,
        };
        SealedEnvelope::parse(bytes.clone()).ok().map(|sealed| sealed.header().alert)
    }

    pub(super) fn garbled(mut self) -> Self {
        if let Self::Datagram(bytes) = &mut self
            && let Some(last) = bytes.last_mut()
        {
            *last ^= 1;
        }
        self
    }

    pub(super) fn told(&self) -> String {
        match self {
            Self::Datagram(bytes) => format!("datagram {} {:016x}", bytes.len(), digest(bytes)),
            Self::Segment(segment) => segment.told(),
        }
    }
}
