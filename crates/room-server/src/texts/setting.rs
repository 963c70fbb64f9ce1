//! Which carriers there are: `--smpp`, `--kannel`, `--kannel-send`.

mod url;

use std::net::SocketAddr;

use super::secret::Secret;
pub(crate) use url::{KannelUrl, SmppUrl};

/// The carriers of texts that `serve` was asked for.
#[derive(Clone, Debug, Default)]
pub struct Carriers {
    pub(crate) smpp: Option<Smsc>,
    pub(crate) kannel: Option<KannelDoor>,
    pub(crate) kannel_send: Option<KannelGate>,
}

/// An operator's SMSC, to which we bind.
#[derive(Clone, Debug)]
pub(crate) struct Smsc {
    /// Where, and under which name.
    pub(crate) url: SmppUrl,
    /// Of the name.
    pub(crate) password: Secret,
}

/// Where a Kannel gateway brings texts.
#[derive(Clone, Debug)]
pub(crate) struct KannelDoor {
    /// On this machine: what comes in names people's numbers, in clear.
    pub(crate) listen: SocketAddr,
    /// What Kannel shows with each text.
    pub(crate) secret: Secret,
}

/// Where a Kannel gateway takes texts (`sendsms`).
#[derive(Clone, Debug)]
pub(crate) struct KannelGate {
    /// Where, and as which `sendsms-user`.
    pub(crate) url: KannelUrl,
    /// Of that user.
    pub(crate) password: Secret,
}
