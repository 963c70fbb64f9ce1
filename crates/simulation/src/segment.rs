//! HTTPS as far as a network can tell: so many round trips, each piece sent again until the other side has spoken. What
//! TLS hides and TCP orders is not played; the bodies are the protocol's own bytes.

use std::time::Duration;

use crate::trace::digest;

/// A piece of a connection.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    /// Which connection.
    pub(crate) connection: u64,
    pub(crate) say: Say,
}

/// What it says. Numbers count the exchanges on one connection.
#[derive(Clone, Debug)]
pub(crate) enum Say {
    /// SYN and its answer.
    Open,
    Opened,
    /// The two flights of TLS 1.3.
    Hello,
    HelloBack,
    /// A request, that it is there, its answer, and that this is there.
    Request(u32, Request),
    Got(u32),
    Reply(u32, Reply),
    Thanks(u32),
    /// Nobody knows this connection, or it is a stranger's.
    Reset,
}

/// What a phone asks of the room over HTTPS.
#[derive(Clone, Debug)]
pub(crate) enum Request {
    Envelope(Vec<u8>),
    Ask(Vec<u8>, Duration),
    Bundle,
    Health,
}

/// What the room answers.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    Receipts(Vec<u8>),
    Bundle(String),
    Healthy,
    /// 503 with its `Retry-After`.
    Busy(Duration),
    /// 4xx with its code.
    Rejected(String),
}

impl Segment {
    pub(crate) const fn opens(&self) -> bool {
        matches!(self.say, Say::Open)
    }

    pub(crate) fn envelope(&self) -> Option<&Vec<u8>> {
        if let Say::Request(_, Request::Envelope(body)) = &self.say { Some(body) } else { None }
    }

    /// With the headers of IP, TCP, TLS and HTTP, about.
    pub(crate) fn bytes(&self) -> usize {
        match &self.say {
            Say::Open | Say::Opened | Say::Got(_) | Say::Thanks(_) | Say::Reset => 60,
            Say::Hello => 600,
            Say::HelloBack => 1_400,
            Say::Request(_, Request::Envelope(body) | Request::Ask(body, _)) => body.len() + 400,
            Say::Request(_, Request::Bundle | Request::Health) => 300,
            Say::Reply(_, Reply::Receipts(body)) => body.len() + 350,
            Say::Reply(_, Reply::Bundle(text)) => text.len() + 350,
            Say::Reply(_, Reply::Healthy | Reply::Busy(_) | Reply::Rejected(_)) => 500,
        }
    }

    pub(crate) fn told(&self) -> String {
        let Self { connection, say } = self;
        match say {
            Say::Request(number, Request::Envelope(body) | Request::Ask(body, _)) => {
                format!("{connection}: request {number} {:016x}", digest(body))
            }
            Say::Reply(number, Reply::Receipts(body)) => {
                format!("{connection}: receipts {number} {:016x}", digest(body))
            }
            Say::Reply(number, Reply::Bundle(text)) => format!("{connection}: bundle {number} {}", text.len()),
            Say::Open
            | Say::Opened
            | Say::Hello
            | Say::HelloBack
            | Say::Request(_, Request::Bundle | Request::Health)
            | Say::Got(_)
            | Say::Reply(_, Reply::Healthy | Reply::Busy(_) | Reply::Rejected(_))
            | Say::Thanks(_)
            | Say::Reset => format!("{connection}: {say:?}"),
        }
    }
}
