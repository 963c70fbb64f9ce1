//! The room's doors, as `room-server` keeps them: what arrives becomes a task that calls the room and sends its answer.

mod asks;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hifazat_netlab::Toward;
use hifazat_protocol::{MAX_DATAGRAM_BYTES, MAX_ENVELOPE_BYTES, SealedEnvelope, pack_receipts};
use hifazat_room::{AskError, IngestError, Path, Room};
use hifazat_time::Clock;

use crate::air::{Air, Load};
use crate::segment::{Reply, Request, Say, Segment};
use crate::tasks::Job;
use asks::AskDesk;

/// Of `POST /v1/asks`.
const LONGEST_WAIT: Duration = Duration::from_secs(25);
/// Of the 503 that `room-server` answers.
const RETRY_AFTER: Duration = Duration::from_secs(2);
/// A reply is sent so often, each time after twice the pause; then the connection is given up.
const REPLIES: u32 = 6;
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// What the server of one life holds.
pub(crate) struct Door {
    clock: Arc<dyn Clock>,
    bundle: String,
    /// By its number: the newest exchange, and what it came to.
    connections: BTreeMap<u64, Shared>,
    asks: AskDesk,
}

type Shared = Arc<Mutex<Connection>>;

#[derive(Default)]
struct Connection {
    exchange: u32,
    reply: Option<Reply>,
    thanked: bool,
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
        let asks = AskDesk::new(Arc::clone(&clock));
        Self { clock, bundle, connections: BTreeMap::new(), asks }
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
            Load::Segment(segment) => self.take_segment(room, sender, segment),
        }
    }

    fn take_segment(&mut self, room: &Arc<Room>, sender: Sender, Segment { connection, say }: Segment) -> Option<Job> {
        if matches!(say, Say::Open) {
            self.connections.entry(connection).or_default();
            sender.say(connection, Say::Opened);
            return None;
        }
        let Some(shared) = self.connections.get(&connection).map(Arc::clone) else {
            sender.say(connection, Say::Reset);
            return None;
        };
        match say {
            Say::Hello => sender.say(connection, Say::HelloBack),
            Say::Thanks(exchange) => locked(&shared, |inner| inner.thanked |= inner.exchange == exchange),
            Say::Request(exchange, request) => {
                let begins = locked(&shared, |inner| inner.begin(exchange));
                if begins {
                    sender.say(connection, Say::Got(exchange));
                    return Some(self.answer(Arc::clone(room), sender, (connection, exchange), shared, request));
                }
                let reply = locked(&shared, |inner| inner.reply.clone().filter(|_| inner.exchange == exchange));
                sender.say(connection, reply.map_or(Say::Got(exchange), |reply| Say::Reply(exchange, reply)));
            }
            Say::Open | Say::Opened | Say::HelloBack | Say::Got(_) | Say::Reply(..) | Say::Reset => {}
        }
        None
    }

    fn answer(
        &self,
        room: Arc<Room>,
        sender: Sender,
        (connection, exchange): (u64, u32),
        shared: Shared,
        request: Request,
    ) -> Job {
        let (clock, bundle) = (Arc::clone(&self.clock), self.bundle.clone());
        Box::pin(async move {
            let reply = reply_to(&room, request, bundle).await;
            locked(&shared, |inner| inner.reply = Some(reply.clone()));
            let mut pause = FIRST_PAUSE;
            for _ in 0..REPLIES {
                sender.say(connection, Say::Reply(exchange, reply.clone()));
                clock.sleep(pause).await;
                if locked(&shared, |inner| inner.thanked || inner.exchange != exchange) {
                    return;
                }
                pause = pause.saturating_mul(2);
            }
        })
    }
}

impl Connection {
    /// A request that was not heard before begins the next exchange.
    fn begin(&mut self, exchange: u32) -> bool {
        let begins = exchange > self.exchange;
        if begins {
            *self = Self { exchange, reply: None, thanked: false };
        }
        begins
    }
}

fn locked<T>(shared: &Shared, act: impl FnOnce(&mut Connection) -> T) -> T {
    act(&mut shared.lock().unwrap_or_else(PoisonError::into_inner))
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
        },
        Request::Ask(body, wait) => match room.ask(&body, wait.min(LONGEST_WAIT)).await {
            Ok(receipts) => Reply::Receipts(pack_receipts(&receipts)),
            Err(AskError::Rejected(rejection)) => Reply::Rejected(rejection.code().to_owned()),
            Err(AskError::Unproven) => Reply::Rejected("unproven".to_owned()),
            Err(AskError::Ledger(_)) => Reply::Busy(RETRY_AFTER),
        },
    }
}
