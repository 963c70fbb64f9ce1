//! A phone's keys without the phone: it seals alerts, brings them itself and knows a receipt when it sees one. For tests
//! that want many at once, or one request at a time.

use std::net::UdpSocket;
use std::time::Duration;

use anyhow::{Context, Result};
use hifazat_protocol::{
    AlertId, ContactRule, DeviceKey, Message, OsEntropy, PathKey, Raise, ResponseKey, Sequence, SignedBundle, Status,
    Trigger, TrustBundle, prepare, unpack_receipts, verify,
};
use hifazat_time::{Clock, SystemClock};
use http_body_util::Full;
use hyper::Request;
use hyper::body::Bytes;
use tokio::runtime::Runtime;

use crate::door::Door;
use crate::ports::local;
use crate::room::Room;

/// Beyond any answer on this machine that is still coming.
const HTTPS_LIMIT: Duration = Duration::from_secs(5);
const DATAGRAM_LIMIT: Duration = Duration::from_millis(500);
const LONGEST_ANSWER: usize = 1_500;

/// A device that a room has never seen, and its two ways there.
pub struct Device {
    key: DeviceKey,
    path_key: PathKey,
    trust: TrustBundle,
    door: Door,
    socket: UdpSocket,
    runtime: Runtime,
}

/// A sealed raise.
pub struct Sealed {
    /// The alert's id, as room and phone write it.
    pub alert: String,
    /// What goes over the wire.
    pub envelope: Vec<u8>,
    id: AlertId,
    response: ResponseKey,
}

impl Device {
    /// A fresh one that trusts this room.
    ///
    /// # Errors
    /// When the room's bundle or certificate cannot be read.
    pub fn of(room: &Room) -> Result<Self> {
        let text = std::fs::read_to_string(room.bundle()?).context("reading the bundle")?;
        let signed = SignedBundle::from_json(&text)?;
        let socket = UdpSocket::bind(local(0)).context("a socket for datagrams")?;
        socket.connect(local(room.phones_port()))?;
        socket.set_read_timeout(Some(DATAGRAM_LIMIT))?;
        Ok(Self {
            key: DeviceKey::generate(&OsEntropy),
            path_key: PathKey::random(&OsEntropy),
            trust: signed.verify(&signed.claimed_root())?,
            door: Door::of(room)?,
            socket,
            runtime: tokio::runtime::Builder::new_current_thread().enable_all().build()?,
        })
    }

    /// Seals a real alarm without a place.
    ///
    /// # Errors
    /// When the bundle names no key to seal to.
    pub fn raise(&self) -> Result<Sealed> {
        let message = Message::Raise(Raise {
            status: Status::Actual,
            tapped_at: SystemClock.now(),
            contact_rule: ContactRule::Silent,
            trigger: Trigger::Hold,
            fix: None,
            battery_percent: None,
            charging: None,
            language: None,
            path_key: Some(self.path_key.clone()),
        });
        let id = AlertId::random(&OsEntropy);
        let key = self.trust.active_room_key().context("the bundle names no active sealing key")?;
        let prepared = prepare(key, &OsEntropy)?;
        let (envelope, response) = prepared.seal(&self.key, &self.path_key, id, Sequence::RAISE, &message)?;
        Ok(Sealed { alert: id.to_string(), envelope: envelope.as_bytes().to_vec(), id, response })
    }

    /// Seals a further message of that alert, as this device says it.
    ///
    /// # Errors
    /// When the bundle names no key to seal to.
    pub fn seal(&self, of: &Sealed, sequence: u32, message: &Message) -> Result<Vec<u8>> {
        let key = self.trust.active_room_key().context("the bundle names no active sealing key")?;
        let sealed = prepare(key, &OsEntropy)?.seal(&self.key, &self.path_key, of.id, Sequence(sequence), message)?;
        Ok(sealed.0.as_bytes().to_vec())
    }

    /// Brings it by HTTPS; whether the answer proves that it is stored. An answer that does not come proves nothing.
    #[must_use]
    pub fn bring_by_https(&self, sealed: &Sealed) -> bool {
        self.offer(sealed).is_some_and(|(_, proven)| proven)
    }

    /// Brings it by HTTPS: the status of the answer, and whether it proves that it is stored. `None`: no answer.
    #[must_use]
    pub fn offer(&self, sealed: &Sealed) -> Option<(u16, bool)> {
        let request = Request::post("/v1/envelopes").header("content-type", "application/vnd.hifazat.envelope");
        let request = request.body(Full::new(Bytes::copy_from_slice(&sealed.envelope))).ok()?;
        let asked = async { tokio::time::timeout(HTTPS_LIMIT, self.door.carry(request)).await };
        let answer = self.runtime.block_on(asked).ok()?.ok()?;
        Some((answer.status().as_u16(), self.proves(sealed, answer.body())))
    }

    /// Brings it by datagram, once; whether an answer proves that it is stored.
    #[must_use]
    pub fn bring_by_datagram(&self, sealed: &Sealed) -> bool {
        let mut answer = [0; LONGEST_ANSWER];
        // A room that is down refuses: one more answer that proves nothing.
        let answered = self.socket.send(&sealed.envelope).and_then(|_| self.socket.recv(&mut answer));
        answered.is_ok_and(|length| self.proves(sealed, answer.get(..length).unwrap_or_default()))
    }

    /// Is there a valid receipt among these that names this very envelope?
    #[must_use]
    pub fn proves(&self, sealed: &Sealed, packed: &[u8]) -> bool {
        let receipts = unpack_receipts(packed).unwrap_or_default();
        let verified = receipts
            .iter()
            .filter_map(|receipt| verify(receipt, sealed.id, &self.trust.receipt_keys, &sealed.response).ok());
        verified.into_iter().any(|receipt| receipt.stores(&sealed.envelope))
    }
}
