//! Somebody who speaks the protocol and has no phone.

use std::fs;
use std::net::UdpSocket;
use std::time::Duration;

use anyhow::{Context, Result};
use hifazat_protocol::{
    AlertId, ContactRule, DeviceKey, Entropy, Message, PathKey, Raise, SeededEntropy, Sequence, SignedBundle, Status,
    Trigger, TrustBundle, UnixMillis, prepare, unpack_receipts,
};
use hifazat_testkit::{Room, eventually};

/// Keys of a device, and a room to speak to.
pub(crate) struct Sender {
    pub(crate) trust: TrustBundle,
    pub(crate) entropy: SeededEntropy,
    pub(crate) device: DeviceKey,
    pub(crate) path_key: PathKey,
    socket: UdpSocket,
}

impl Sender {
    pub(crate) fn to(room: &Room, seed: u64) -> Result<Self> {
        let signed = SignedBundle::from_json(&fs::read_to_string(room.bundle()?)?)?;
        let entropy = SeededEntropy::new(seed);
        let socket = UdpSocket::bind("127.0.0.1:0")?;
        socket.connect(("127.0.0.1", room.phones_port()))?;
        Ok(Self {
            trust: signed.verify(&signed.claimed_root())?,
            device: DeviceKey::generate(&entropy),
            path_key: PathKey::random(&entropy),
            entropy,
            socket,
        })
    }

    /// A fresh alert, sealed to the room.
    pub(crate) fn raise(&self, status: Status) -> Result<Vec<u8>> {
        self.raise_as(AlertId::random(&self.entropy), status)
    }

    /// The same under an id of her choice.
    pub(crate) fn raise_as(&self, alert: AlertId, status: Status) -> Result<Vec<u8>> {
        let message = Message::Raise(Raise {
            status,
            tapped_at: UnixMillis(1_790_000_000_000),
            contact_rule: ContactRule::Silent,
            trigger: Trigger::Hold,
            fix: None,
            battery_percent: Some(40),
            charging: None,
            language: None,
            path_key: Some(self.path_key.clone()),
        });
        let key = self.trust.active_room_key().context("no active key")?;
        let prepared = prepare(key, &self.entropy)?;
        let (envelope, _) = prepared.seal(&self.device, &self.path_key, alert, Sequence::RAISE, &message)?;
        Ok(envelope.as_bytes().to_vec())
    }

    pub(crate) fn random(&self, length: usize) -> Vec<u8> {
        let mut bytes = vec![0; length];
        self.entropy.fill(&mut bytes);
        bytes
    }

    /// Sends a packet and does not wait.
    pub(crate) fn throw(&self, packet: &[u8]) -> Result<()> {
        self.socket.send(packet).map(drop).context("sending a datagram")
    }

    /// The next answer; `None` when none comes for so long.
    pub(crate) fn catch(&self, patience: Duration) -> Result<Option<Vec<u8>>> {
        self.socket.set_read_timeout(Some(patience))?;
        let mut buffer = vec![0; 4_000];
        // Silence and a refused packet are the same here: nothing came.
        let Ok(length) = self.socket.recv(&mut buffer) else { return Ok(None) };
        buffer.truncate(length);
        Ok(Some(buffer))
    }

    /// Sends until it is answered, as a phone does: a system under load drops packets.
    pub(crate) fn ask(&self, packet: &[u8]) -> Result<Vec<u8>> {
        eventually("a datagram is answered", || {
            self.throw(packet)?;
            self.catch(Duration::from_millis(500))
        })
    }

    /// The `stored` receipt, alone, in an answer by either way.
    pub(crate) fn stored(&self, answer: &[u8]) -> Result<Vec<u8>> {
        unpack_receipts(answer)?.into_iter().next().context("an answer without a receipt")
    }
}
