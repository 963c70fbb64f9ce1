//! The telephone networks' side of the room: sealed texts come in, and receipts go out to her who chose that.
//!
//! Two carriers, either or both: an operator's SMSC over SMPP 3.4 ([`smpp`]), and a Kannel gateway over HTTP ([`kannel`]).
//! A carrier is told that a text has arrived only after the commit, so what could not be written down comes again. What is
//! no alert is acknowledged too, and counted: a carrier that is refused an advertisement brings it for ever.
//!
//! A text passes through hands that are not ours. Nothing here believes a number, a carrier's time or its order.

mod intake;
mod kannel;
mod line;
mod secret;
mod setting;
mod smpp;
mod teller;
mod text;
mod words;

use std::net::SocketAddr;
use std::sync::Arc;

pub(crate) use secret::Secret;
pub use setting::Carriers;
pub(crate) use setting::{KannelDoor, KannelGate, KannelUrl, SmppUrl, Smsc};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::net::listen::bind;
use crate::shared::Shared;
use line::Line;
use smpp::Link;
use teller::Teller;

/// The carriers, bound and not yet at work.
pub(crate) struct Texts {
    kannel: Option<(TcpListener, Secret)>,
    smpp: Option<Link>,
    line: Option<Line>,
}

impl Texts {
    /// Binds Kannel's door.
    ///
    /// # Errors
    /// A sentence that names the option.
    pub(crate) async fn bind(carriers: &Carriers) -> anyhow::Result<Self> {
        let kannel = match &carriers.kannel {
            Some(KannelDoor { listen, secret }) => Some((bind("--kannel", *listen).await?, secret.clone())),
            None => None,
        };
        let smpp = carriers.smpp.clone().map(Link::new).transpose()?;
        // An SMSC of our own is the shorter way.
        let line = match (&smpp, &carriers.kannel_send) {
            (Some(link), _) => Some(Line::Smpp(link.clients())),
            (None, Some(gate)) => Some(Line::Kannel(gate.clone())),
            (None, None) => None,
        };
        Ok(Self { kannel, smpp, line })
    }

    /// Kannel's door as it was bound.
    pub(crate) fn kannel(&self) -> Option<SocketAddr> {
        self.kannel.as_ref().and_then(|(listener, _)| listener.local_addr().ok())
    }

    /// Whether texts can come in at all.
    pub(crate) const fn come_in(&self) -> bool {
        self.kannel.is_some() || self.smpp.is_some()
    }

    /// Runs until the server stops.
    pub(crate) async fn run(self, shared: Arc<Shared>) {
        let mut parts = JoinSet::new();
        if let Some((listener, secret)) = self.kannel {
            parts.spawn(kannel::door(listener, secret, &shared).run(shared.stop.clone()));
        }
        if let Some(link) = self.smpp {
            parts.spawn(link.run(Arc::clone(&shared)));
        }
        if let Some(line) = self.line {
            parts.spawn(Teller::new(line, shared).run());
        }
        while let Some(ended) = parts.join_next().await {
            if let Err(error) = ended {
                // As in the server itself: a room with a part missing must not look whole.
                std::panic::resume_unwind(error.into_panic());
            }
        }
    }
}
