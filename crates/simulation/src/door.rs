//! The room's doors, as `room-server` keeps them: what arrives becomes a task that calls the room and sends its answer.

mod asks;
mod connections;

use std::sync::Arc;
use std::time::Duration;

use hifazat_netlab::Toward;
use hifazat_protocol::{MAX_DATAGRAM_BYTES, MAX_ENVELOPE_BYTES, SealedEnvelope, pack_receipts};
use hifazat_room::{AskError, IngestError, Path, Room};
use hifazat_time::Clock;

use crate::air::{Air, Load};
use crate::segment::{Reply, Request, Say, Segment};
use crate::tasks::Job;
use asks::AskDesk;
pub(crate) use connections::Connections;

/// Of `POST /v1/asks`.
const LONGEST_WAIT: Duration = Duration::from_secs(25);
/// Of the 503 that `room-server` answers.
const RETRY_AFTER: Duration = Duration::from_secs(2);

/// What the server of one life holds.
pub(crate) struct Door {
    bundle: String,
    connections: Connections,
    asks: AskDesk,
}

/// Where an answer goes.
#[derive(Clone)]
pub(crate) struct Sender {
    pub(crate) air: Arc<Air>,
    pub(crate) port: u16,
}

impl Sender {
    /// In a datagram.
    fn reply(&self, packet: Vec<u8>) {
        self.air.send(Toward::Phone, self.port, Load::Datagram(packet));
    }

    pub(crate) fn say(&self, connection: u64, say: Say) {
        self.air.send(Toward::Phone, self.port, Load::Segment(Segment { connection, say }));
    }
}

impl Door {
    pub(crate) fn new(clock: Arc<dyn Clock>, bundle: String) -> Self {
        Self { bundle, connections: Connections::new(Arc::clone(&clock)), asks: AskDesk::new(clock) }
    }

    /// The bundle that is handed out from now on.
    pub(crate) fn hand_out(&mut self, bundle: String) {
        self.bundle = bundle;
    }

    /// What comes of something that arrived.
    pub(crate) fn take(&mut self, room: &Arc<Room>, sender: Sender, load: Load) -> Option<Job> {
        match load {
            Load::Datagram(packet) => match SealedEnvelope::parse(packet.clone()) {
                Ok(envelope) => take_envelope(Arc::clone(room), sender, envelope),
                Err(_) => self.asks.take(room, sender, &packet),
            },
            Load::Segment(segment) => {
                let (room, bundle) = (Arc::clone(room), self.bundle.clone());
                let answer = |request| async move { reply_to(&room, request, bundle).await };
                self.connections.take(sender, segment, answer)
            }
        }
    }
}

fn take_envelope(room: Arc<Room>, sender: Sender, envelope: SealedEnvelope) -> Option<Job> {
    let asked = envelope.as_bytes().len();
    if asked > MAX_DATAGRAM_BYTES {
        return None;
    }
    Some(Box::pin(async move {
        let Ok(ingested) = room.ingest_parsed(envelope, Path::Datagram).await else { return };
        let answer = pack_receipts(ingested.stored.as_slice());
        if !answer.is_empty() && answer.len() <= asked {
            sender.reply(answer);
        }
    }))
}

async fn reply_to(room: &Room, request: Request, bundle: String) -> Reply {
    match request {
        Request::Health => Reply::Healthy,
        Request::Bundle => Reply::Bundle(bundle),
        Request::Envelope(body) if body.len() > MAX_ENVELOPE_BYTES => Reply::Rejected("oversized".to_owned()),
        Request::Envelope(body) => match room.ingest(body, Path::Https).await {
            Ok(ingested) => Reply::Receipts(pack_receipts(&ingested.receipts)),
            Err(IngestError::Rejected(rejection)) => Reply::Rejected(rejection.code().to_owned()),
            Err(IngestError::Ledger(_)) => Reply::Busy(RETRY_AFTER),
            Err(IngestError::Refused(refusal)) => Reply::Rejected(refusal.code().to_owned()),
        },
        Request::Ask(body, wait) => match room.ask(&body, wait.min(LONGEST_WAIT)).await {
            Ok(receipts) => Reply::Receipts(pack_receipts(&receipts)),
            Err(AskError::Rejected(rejection)) => Reply::Rejected(rejection.code().to_owned()),
            Err(AskError::Unproven) => Reply::Rejected("unproven".to_owned()),
            Err(AskError::Ledger(_)) => Reply::Busy(RETRY_AFTER),
        },
    }
}
