//! From nothing to a connection that is bound.

use std::time::Duration;

use futures_util::Stream;
use rusmpp::CommandStatus;
use rusmpp::pdus::BindTransceiver;
use rusmppc::error::Error;
use rusmppc::{Client, ConnectionBuilder, Event};
use tokio::io::{AsyncWriteExt, DuplexStream};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::frames::{self, Brought};
use crate::texts::setting::SmppUrl;

/// Before the SMSC closes it: operators let a quiet connection live for a minute or more.
const ENQUIRE_LINK: Duration = Duration::from_secs(30);
/// For connecting, and for each answer of the SMSC.
const PATIENCE: Duration = Duration::from_secs(15);

/// A connection at work; it ends when this is dropped.
pub(super) struct Bound<E> {
    /// Answers and submits.
    pub(super) client: Client,
    /// Its end, and what the library could not deal with.
    pub(super) events: E,
    /// What the SMSC brings.
    pub(super) brought: mpsc::Receiver<Brought>,
    _pipes: JoinSet<()>,
}

/// Why there is no connection any more.
pub(super) struct Lost(pub(super) String);

/// Connects and binds.
pub(super) async fn dial(
    url: &SmppUrl,
    introduction: BindTransceiver,
) -> Result<Bound<impl Stream<Item = Event> + Unpin + use<>>, Lost> {
    let dialled = timeout(PATIENCE, TcpStream::connect((&*url.host, url.port))).await;
    let stream = dialled
        .map_err(|_| Lost("it does not answer".to_owned()))?
        .map_err(|error| Lost(format!("cannot reach it ({})", error.kind())))?;
    let (our_end, librarys_end) = tokio::io::duplex(frames::LONGEST);
    let (sender, brought) = mpsc::channel(1);
    let pipes = pipes(stream, our_end, sender);
    let (client, events) = ConnectionBuilder::new()
        .enquire_link_interval(ENQUIRE_LINK)
        .enquire_link_response_timeout(PATIENCE)
        .response_timeout(PATIENCE)
        .max_command_length(frames::LONGEST)
        // It would take version 5 alone.
        .disable_interface_version_check()
        .connected(librarys_end);
    client.bind_transceiver(introduction).await.map_err(|error| Lost(said(&error)))?;
    Ok(Bound { client, events, brought, _pipes: pipes })
}

/// The two directions of a connection, until they are dropped or either side ends it.
fn pipes(smsc: TcpStream, library: DuplexStream, brought: mpsc::Sender<Brought>) -> JoinSet<()> {
    let (from_smsc, mut to_smsc) = smsc.into_split();
    let (mut from_library, mut to_library) = tokio::io::split(library);
    let mut pipes = JoinSet::new();
    pipes.spawn(async move {
        // However it ended, the library hears of it as the end.
        drop(frames::sort(from_smsc, &mut to_library, brought).await);
        drop(to_library.shutdown().await);
    });
    pipes.spawn(async move {
        drop(tokio::io::copy(&mut from_library, &mut to_smsc).await);
        drop(to_smsc.shutdown().await);
    });
    pipes
}

/// The library's own words may hold the message.
pub(super) fn said(error: &Error) -> String {
    #[expect(clippy::wildcard_enum_match_arm, reason = "a foreign enum, of which these are worth words of their own")]
    match error {
        Error::UnexpectedResponse { response } => match response.status() {
            CommandStatus::EsmeRinvpaswd | CommandStatus::EsmeRinvsysid | CommandStatus::EsmeRbindfail => {
                "it refuses the system id or the password".to_owned()
            }
            status => format!("it answers {status:?}"),
        },
        Error::ResponseTimeout { .. } | Error::EnquireLinkTimeout { .. } => "it fell silent".to_owned(),
        Error::Decode(_) => "it sent what is not SMPP".to_owned(),
        _ => "the connection broke off".to_owned(),
    }
}
