//! The SMSC's side: one connection, bound as a transceiver and kept for as long as the room serves.
//!
//! `deliver_sm` is acknowledged after the commit. What could not be written down is answered with "temporary error", and
//! what is cut off before its answer is not answered at all: an SMSC brings both again, and ingest repeats itself.
//!
//! The library binds, keeps the line alive and submits; what is brought is read by ourselves ([`frames`] says why). It logs
//! whole messages, so the log never shows its lines ([`crate::cli`]), and its errors are told here in our own words. TLS is
//! not spoken: operators take SMPP through a tunnel of theirs.

mod address;
mod characters;
mod delivered;
mod dial;
mod frames;
pub(super) mod submit;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use futures_util::StreamExt;
use hifazat_time::Backoff;
use rusmpp::pdus::{BindTransceiver, DeliverSmResp};
use rusmpp::types::COctetString;
use rusmpp::values::InterfaceVersion;
use rusmpp::{Command, CommandStatus, Pdu};
use rusmppc::{Client, Event};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::timeout;

use super::intake::{self, NotNow};
use super::setting::{SmppUrl, Smsc};
use crate::shared::Shared;
use delivered::Delivered;
use dial::{Lost, dial, said};
use frames::Brought;

const BETWEEN_TRIES: Backoff =
    Backoff { first: Duration::from_secs(1), growth_percent: 200, cap: Duration::from_secs(30) };
/// Texts that are being written down at one time. Beyond, they wait with the SMSC.
const AT_WORK: u32 = 64;
const PASSWORD: &str = "--smpp-password-file: an SMPP password has at most 8 characters, all of them ASCII";

/// The client of the connection, while we are bound.
pub(super) type Clients = watch::Receiver<Option<Client>>;

/// The connection to one SMSC.
pub(super) struct Link {
    url: SmppUrl,
    introduction: BindTransceiver,
    bound: watch::Sender<Option<Client>>,
}

impl Link {
    /// Not yet bound.
    ///
    /// # Errors
    /// When the password is none that SMPP can carry.
    pub(super) fn new(smsc: Smsc) -> anyhow::Result<Self> {
        let Smsc { url, password } = smsc;
        let introduction = BindTransceiver::builder()
            .system_id(COctetString::from_string(url.system_id.clone()).context("--smpp: the system id")?)
            .password(COctetString::from_string(password.as_str().to_owned()).context(PASSWORD)?)
            .system_type(COctetString::from_string(url.system_type.clone()).context("--smpp: system_type")?)
            .interface_version(InterfaceVersion::Smpp3_4)
            .build();
        Ok(Self { url, introduction, bound: watch::Sender::new(None) })
    }

    pub(super) fn clients(&self) -> Clients {
        self.bound.subscribe()
    }

    /// Binds, and binds again, until the server stops.
    pub(super) async fn run(self, shared: Arc<Shared>) {
        let mut failed = 0;
        while !shared.stop.is_cancelled() {
            shared.figures.set("hifazat_smpp_bound", None, 0);
            let ended = self.connection(&shared).await;
            let was_bound = self.bound.send_replace(None).is_some();
            shared.figures.set("hifazat_smpp_bound", None, 0);
            let Err(Lost(why)) = ended else { return };
            failed = if was_bound { 1 } else { failed + 1 };
            tracing::warn!(failed, "no connection to the SMSC (--smpp): {why}");
            tokio::select! {
                () = shared.stop.cancelled() => return,
                () = shared.clock.sleep(BETWEEN_TRIES.pause(failed, &*shared.entropy)) => {}
            }
        }
    }

    /// One connection from its beginning to its end; without an error when the server stops.
    async fn connection(&self, shared: &Arc<Shared>) -> Result<(), Lost> {
        let mut bound = tokio::select! {
            () = shared.stop.cancelled() => return Ok(()),
            bound = dial(&self.url, self.introduction.clone()) => bound?,
        };
        let client = &bound.client;
        tracing::info!("bound to the SMSC");
        shared.figures.set("hifazat_smpp_bound", None, 1);
        self.bound.send_replace(Some(client.clone()));
        let at_work = Arc::new(Semaphore::new(usize::try_from(AT_WORK).unwrap_or(1)));
        loop {
            tokio::select! {
                () = shared.stop.cancelled() => break,
                Some(brought) = bound.brought.recv() => {
                    let Ok(place) = Arc::clone(&at_work).acquire_owned().await else { break };
                    tokio::spawn(take(Arc::clone(shared), client.clone(), brought, place));
                }
                event = bound.events.next() => match event {
                    Some(Event::Incoming(command)) => attend(client, &command).await?,
                    Some(Event::Error(error)) => return Err(Lost(said(&error))),
                    None => return Err(Lost("the connection ended".to_owned())),
                },
            }
        }
        // What is being written down is still answered; a farewell that nobody answers in time is one all the same.
        let _farewell = timeout(shared.limits.farewell, async {
            drop(at_work.acquire_many(AT_WORK).await);
            drop(client.unbind().await);
            drop(client.close_and_wait().await);
        })
        .await;
        Ok(())
    }
}

/// What is no text: a farewell, an answer that came too late, or what no SMSC asks of us.
async fn attend(client: &Client, command: &Command) -> Result<(), Lost> {
    if let Some(Pdu::Unbind) = command.pdu() {
        drop(client.unbind_resp(command.sequence_number()).await);
        return Err(Lost("the SMSC took leave".to_owned()));
    }
    if !command.id().is_response() {
        drop(client.status(CommandStatus::EsmeRinvcmdid).generic_nack(command.sequence_number()).await);
    }
    Ok(())
}

/// Takes a text in and answers for it.
async fn take(shared: Arc<Shared>, client: Client, brought: Brought, _place: OwnedSemaphorePermit) {
    let status = status_of(&shared, &brought.body).await;
    // Not told is not acknowledged: it comes again.
    drop(client.status(status).deliver_sm_resp(brought.sequence, DeliverSmResp::default()).await);
}

async fn status_of(shared: &Shared, body: &[u8]) -> CommandStatus {
    let no_text = match delivered::read(body) {
        Delivered::Text(text) => {
            return match intake::take(shared, &text).await {
                Ok(()) => CommandStatus::EsmeRok,
                Err(NotNow) => CommandStatus::EsmeRxTAppn,
            };
        }
        Delivered::Part => "part",
        Delivered::Report => "delivery_report",
        Delivered::Garbled => "garbled",
    };
    intake::count(shared, no_text);
    CommandStatus::EsmeRok
}
