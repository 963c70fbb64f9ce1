//! The room's keys and the trust bundle that names them. Old keys go on opening; an announced receipt key signs from the
//! next rotation on, whether phones have heard of it or not.

use hifazat_protocol::{
    BundleRoomKey, Endpoint, Entropy, KeyId, KeyState, ReceiptKey, RoomSecretKey, RootKey, SeededEntropy, SignedBundle,
    TrustBundle, UnixMillis,
};
use hifazat_room::KeySet;
use hifazat_room::audit::AuditKey;

const YEAR_MS: i64 = 365 * 86_400_000;

/// Who signs and opens.
pub(crate) struct Authority {
    chance: SeededEntropy,
    root: RootKey,
    pub(crate) audit: [u8; 32],
    sealing: Vec<[u8; 32]>,
    receipts: Vec<[u8; 32]>,
    /// Which receipt key signs.
    signing: usize,
    version: u64,
}

impl Authority {
    pub(crate) fn new(seed: u64) -> Self {
        let chance = SeededEntropy::new(seed);
        let root = RootKey::generate(&chance);
        let audit = AuditKey::generate(&chance).seed();
        let mut authority =
            Self { chance, root, audit, sealing: Vec::new(), receipts: Vec::new(), signing: 0, version: 0 };
        authority.rotate(true);
        authority
    }

    /// A new sealing key comes in force; with `receipts` the announced receipt key too, and another is announced.
    pub(crate) fn rotate(&mut self, receipts: bool) {
        let fresh = || {
            let mut seed = [0; 32];
            self.chance.fill(&mut seed);
            seed
        };
        self.sealing.push(fresh());
        if receipts {
            self.receipts.push(fresh());
            self.signing = self.receipts.len().saturating_sub(2);
        }
        self.version += 1;
    }

    pub(crate) fn keys(&self) -> KeySet {
        let openers = self.sealing.iter().zip(1..).map(|(seed, id)| RoomSecretKey::from_bytes(KeyId(id), *seed));
        let signing = self.receipt_keys().nth(self.signing).unwrap_or_else(|| ReceiptKey::from_seed(KeyId(0), [0; 32]));
        KeySet::new(openers.collect(), signing)
    }

    /// The bundle in force, as JSON.
    pub(crate) fn bundle(&self, now: UnixMillis) -> SignedBundle {
        let newest = self.sealing.len();
        let room_keys = self.sealing.iter().zip(1..).map(|(seed, id)| BundleRoomKey {
            key: RoomSecretKey::from_bytes(KeyId(id), *seed).public(),
            state: if usize::from(id) == newest { KeyState::Active } else { KeyState::Expired },
        });
        let bundle = TrustBundle {
            version: self.version,
            issued_at: now,
            expires_at: now.plus_ms(YEAR_MS),
            grace_days: 90,
            room_name: "Lahore".to_owned(),
            endpoints: vec![Endpoint {
                url: "https://192.0.2.1".to_owned(),
                addresses: vec!["192.0.2.1".to_owned()],
                datagram_port: None,
            }],
            ca_certificates: vec![Vec::new()],
            room_keys: room_keys.collect(),
            receipt_keys: self.receipt_keys().map(|key| key.public()).collect(),
            sms_number: Some("+924299200000".to_owned()),
            helplines: Vec::new(),
            boundaries_version: None,
        };
        bundle.sign(&self.root)
    }

    /// A key of nobody under the number of the one that signs.
    pub(crate) fn forged(&self) -> ReceiptKey {
        ReceiptKey::generate(KeyId(1), &self.chance)
    }

    pub(crate) fn receipt_keys(&self) -> impl Iterator<Item = ReceiptKey> {
        self.receipts.iter().zip(1..).map(|(seed, id)| ReceiptKey::from_seed(KeyId(id), *seed))
    }
}
