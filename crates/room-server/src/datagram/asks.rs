//! Asks in datagrams: answered when there is news, or when the wait is over.
//!
//! A question that finds no news is first replied to with "held", so that the phone falls silent and knows that the path
//! lives. A word that is said later may be lost on its way, while the phone keeps still: it is followed by "there is more".
//! All replies to one packet together, with the headers that they need more than it had, are no longer than it was.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hifazat_protocol::{ASK_HELD_FOR, Ask, MIN_ASK_DATAGRAM_BYTES, Rejection};
use hifazat_room::AskError;
use tokio::net::UdpSocket;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::held::{Entry, Held, Place};
use crate::shared::Shared;

/// Questions that are being looked up at one time. Beyond, they are left to come again.
const LOOKING: usize = 64;
/// A reply without receipts, behind an IPv6 and a UDP header.
const SHORT_REPLY: usize = 19 + 48;
/// A phone that has the word asks anew from another port, and hears of no reminder.
const REMIND_AFTER: Duration = Duration::from_secs(2);

/// Where asks are taken.
pub(super) struct AskDesk {
    socket: Arc<UdpSocket>,
    shared: Arc<Shared>,
    held: Arc<Held>,
    looking: Arc<Semaphore>,
}

/// One question of a device that is known, and where its answer goes.
struct Asked {
    ask: Ask,
    /// "I hold it", should it come to that.
    held: Vec<u8>,
    length: usize,
    sender: SocketAddr,
}

/// What a question came to.
struct Told {
    reply: Vec<u8>,
    /// For a word that is told to a phone which keeps still.
    reminder: Option<Vec<u8>>,
}

impl AskDesk {
    pub(super) fn new(socket: Arc<UdpSocket>, shared: Arc<Shared>) -> Self {
        Self { socket, shared, held: Held::new(), looking: Arc::new(Semaphore::new(LOOKING)) }
    }

    /// Takes an ask, if it is one that may be answered.
    ///
    /// # Errors
    /// [`Rejection`]: not an ask, or too short for its answer.
    pub(super) fn take(&self, packet: &[u8], sender: SocketAddr) -> Result<(), Rejection> {
        let ask = Ask::parse_padded(packet)?;
        if packet.len() < MIN_ASK_DATAGRAM_BYTES {
            return Err(Rejection::Truncated { bytes: packet.len() });
        }
        match self.shared.room.reply_held(&ask) {
            Some(held) => self.enter(ask, held, packet.len(), sender),
            None => self.refuse("unproven"),
        }
        Ok(())
    }

    fn enter(&self, ask: Ask, held: Vec<u8>, length: usize, sender: SocketAddr) {
        let Ok(looking) = Arc::clone(&self.looking).try_acquire_owned() else { return self.refuse("busy") };
        match self.held.enter(&ask, sender) {
            Entry::New(place) => {
                self.shared.figures.count("hifazat_asks_total", None);
                let asked = Asked { ask, held, length, sender };
                let (socket, shared) = (Arc::clone(&self.socket), Arc::clone(&self.shared));
                drop(tokio::spawn(async move { asked.serve(place, &socket, &shared, looking).await }));
            }
            Entry::Again => {
                // The first "held" was lost, or is on its way. So may this one be.
                if let Err(error) = self.socket.try_send_to(&held, sender) {
                    tracing::trace!(error = %error.kind(), "a question that is held was not told so");
                }
            }
            Entry::Full => self.refuse("busy"),
        }
    }

    fn refuse(&self, code: &'static str) {
        self.shared.figures.count("hifazat_rejections_total", Some(("code", code)));
    }
}

impl Asked {
    /// Until it is answered, a newer one has its place, or the server stops.
    async fn serve(self, place: Place, socket: &UdpSocket, shared: &Shared, looking: OwnedSemaphorePermit) {
        let told = tokio::select! {
            told = self.answer(socket, shared, looking) => told,
            () = place.lost() => return,
            () = shared.stop.cancelled() => return,
        };
        // Before the answer leaves: whoever asks the same once more has not got it, and is answered again.
        drop(place);
        match told {
            Ok(Told { reply, reminder }) => {
                self.send(socket, &reply).await;
                let Some(reminder) = reminder else { return };
                tokio::select! {
                    () = shared.clock.sleep(REMIND_AFTER) => self.send(socket, &reminder).await,
                    () = shared.stop.cancelled() => {}
                }
            }
            Err(error) => self.note(shared, &error),
        }
    }

    async fn answer(
        &self,
        socket: &UdpSocket,
        shared: &Shared,
        looking: OwnedSemaphorePermit,
    ) -> Result<Told, AskError> {
        let question = shared.room.hear(&self.ask).await?;
        if let Some(words) = question.at_once().await? {
            return Ok(Told { reply: question.reply(&words, self.length), reminder: None });
        }
        drop(looking);
        self.send(socket, &self.held).await;
        let words = question.within(ASK_HELD_FOR).await?;
        let longest = self.length.saturating_sub(2 * SHORT_REPLY);
        let reminder = (!words.is_empty()).then(|| question.reply(&words, 0));
        Ok(Told { reply: question.reply(&words, longest), reminder })
    }

    async fn send(&self, socket: &UdpSocket, reply: &[u8]) {
        if let Err(error) = socket.send_to(reply, self.sender).await {
            tracing::trace!(error = %error.kind(), "a question was not replied to");
        }
    }

    /// A ledger that cannot be read is a fault of ours; the phone asks again.
    fn note(&self, shared: &Shared, error: &AskError) {
        match error {
            AskError::Ledger(error) => {
                shared.figures.count("hifazat_store_failures_total", None);
                tracing::error!(%error, "the ledger did not answer a question");
            }
            AskError::Rejected(_) | AskError::Unproven => {
                shared.figures.count("hifazat_rejections_total", Some(("code", "unproven")));
            }
        }
    }
}
