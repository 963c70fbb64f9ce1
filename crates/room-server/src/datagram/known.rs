//! The lane of devices that have introduced themselves, and each one's share of it.
//!
//! To introduce oneself costs a drill, and a tag says nothing of the ciphertext behind it. So no device gets more than its
//! share; and a tag is believed for one packet alone: it covers the key that each seal draws anew, so that a phone never
//! makes another. What goes beyond is treated as a stranger's.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use hifazat_protocol::{DeviceId, SealedEnvelope};
use hifazat_time::{Allowance, Meter};
use tokio::sync::Semaphore;

use super::lane::{Lane, Place};
use crate::recent::Recent;

/// Envelopes that are being written down at one time.
const AT_WORK: usize = 512;
/// The same of one device.
const AT_WORK_OF_ONE: usize = 8;
const OF_ONE: Allowance = Allowance { per_second: 20, burst: 40 };
/// Devices whose shares are kept in mind: those of the last seconds. Some megabytes.
const DEVICES: usize = 32_768;
/// After so long every share is whole again.
const WHOLE_AFTER: Duration = Duration::from_secs(3);
/// Packets by their tags.
const TAGS: usize = 16_384;

pub(super) struct Known {
    lane: Lane,
    shares: HashMap<DeviceId, Share>,
    tags: Recent<[u8; 16], [u8; 32]>,
}

struct Share {
    places: Arc<Semaphore>,
    meter: Meter,
    used_at: Duration,
}

impl Known {
    pub(super) fn new(now: Duration) -> Self {
        Self { lane: Lane::new(AT_WORK, None, now), shares: HashMap::new(), tags: Recent::new(TAGS) }
    }

    /// A place for an envelope whose tag is true; `None` when it has to go with the strangers'.
    pub(super) fn enter(&mut self, envelope: &SealedEnvelope, now: Duration) -> Option<Place> {
        let (tag, digest) = (envelope.header().tag, envelope.digest());
        if self.tags.get(&tag).is_some_and(|seen| *seen != digest) {
            return None;
        }
        let of_device = self.share(envelope.header().device, now)?.enter(now)?;
        let place = self.lane.enter(now)?;
        self.tags.remember(tag, digest);
        Some(place.with(of_device))
    }

    fn share(&mut self, device: DeviceId, now: Duration) -> Option<&mut Share> {
        if self.shares.len() >= DEVICES && !self.shares.contains_key(&device) {
            self.shares.retain(|_, share| !share.is_whole(now));
        }
        if self.shares.len() >= DEVICES && !self.shares.contains_key(&device) {
            return None;
        }
        Some(self.shares.entry(device).or_insert_with(|| Share::new(now)))
    }
}

impl Share {
    fn new(now: Duration) -> Self {
        Self { places: Arc::new(Semaphore::new(AT_WORK_OF_ONE)), meter: Meter::new(OF_ONE, now), used_at: now }
    }

    fn enter(&mut self, now: Duration) -> Option<tokio::sync::OwnedSemaphorePermit> {
        let place = Arc::clone(&self.places).try_acquire_owned().ok()?;
        self.used_at = now;
        self.meter.spend(now).then_some(place)
    }

    fn is_whole(&self, now: Duration) -> bool {
        self.places.available_permits() == AT_WORK_OF_ONE && now.saturating_sub(self.used_at) >= WHOLE_AFTER
    }
}

#[cfg(test)]
mod tests {
    use hifazat_protocol::{
        AlertId, Cancel, DeviceKey, KeyId, Message, PathKey, RoomPublicKey, RoomSecretKey, SeededEntropy, Sequence,
        Status, UnixMillis, prepare,
    };

    use super::*;

    struct Phone {
        entropy: SeededEntropy,
        device: DeviceKey,
        path_key: PathKey,
        room: RoomPublicKey,
    }

    impl Phone {
        fn new(seed: u64) -> Self {
            let entropy = SeededEntropy::new(seed);
            let room = RoomSecretKey::generate(KeyId(1), &entropy).public();
            Self { device: DeviceKey::generate(&entropy), path_key: PathKey::random(&entropy), entropy, room }
        }

        fn seal(&self) -> SealedEnvelope {
            let said = Cancel { status: Status::Actual, at: UnixMillis(0), duress: false, within_window: true };
            let prepared = prepare(&self.room, &self.entropy).unwrap();
            let alert = AlertId::random(&self.entropy);
            prepared.seal(&self.device, &self.path_key, alert, Sequence(1), &Message::Cancel(said)).unwrap().0
        }
    }

    #[test]
    fn one_device_takes_no_more_than_its_share_at_one_time_and_of_each_second() {
        let (his, hers) = (Phone::new(1), Phone::new(2));
        let mut known = Known::new(Duration::ZERO);
        let at_work: Vec<Place> = (0..600).filter_map(|_| known.enter(&his.seal(), Duration::ZERO)).collect();
        assert_eq!(at_work.len(), AT_WORK_OF_ONE);
        assert!(known.enter(&hers.seal(), Duration::ZERO).is_some(), "the lane is free for her");
        drop(at_work);
        let passed = (0..10_000).filter(|ms| known.enter(&his.seal(), Duration::from_millis(*ms)).is_some());
        let passed = passed.count();
        assert!((220..=240).contains(&passed), "{passed} of 10,000 in 10 s");
    }

    #[test]
    fn a_tag_is_good_for_one_packet() {
        let hers = Phone::new(2);
        let mut known = Known::new(Duration::ZERO);
        let packet = hers.seal();
        for _ in 0..3 {
            assert!(known.enter(&packet, Duration::ZERO).is_some(), "the same packet once more");
        }
        let mut bytes = packet.as_bytes().to_vec();
        *bytes.last_mut().unwrap() ^= 1;
        let flipped = SealedEnvelope::parse(bytes).unwrap();
        assert!(flipped.tag_is_from(&hers.path_key), "its tag is true, for it says nothing of the ciphertext");
        assert!(known.enter(&flipped, Duration::ZERO).is_none());
        assert!(known.enter(&hers.seal(), Duration::ZERO).is_some());
    }

    #[test]
    fn the_memory_of_devices_is_bounded() {
        let mut known = Known::new(Duration::ZERO);
        let device = |n: usize| {
            let mut id = [0; 16];
            id[..8].copy_from_slice(&n.to_be_bytes());
            DeviceId(id)
        };
        assert!((0..DEVICES).all(|n| known.share(device(n), Duration::ZERO).is_some()));
        assert!(known.share(device(DEVICES), Duration::ZERO).is_none());
        assert!(known.share(device(DEVICES), WHOLE_AFTER).is_some());
        assert_eq!(known.shares.len(), 1);
    }
}
