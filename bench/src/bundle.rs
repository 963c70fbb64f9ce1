//! A trust bundle of a room that is nowhere: what is sealed to it is carried to nobody.

use hifazat_protocol::{
    BundleRoomKey, Endpoint, KeyId, KeyState, OsEntropy, ReceiptKey, RoomSecretKey, RootKey, TrustBundle,
};
use hifazat_time::{Clock, SystemClock};

/// Signed, as JSON. Paths over TLS want to know an authority.
pub(crate) fn bundle_of_nobody(ca_certificates: Vec<Vec<u8>>) -> String {
    let now = SystemClock.now();
    let key = RoomSecretKey::generate(KeyId(1), &OsEntropy).public();
    let bundle = TrustBundle {
        version: 1,
        issued_at: now,
        expires_at: now.plus_ms(86_400_000),
        grace_days: 1,
        room_name: "bench".to_owned(),
        endpoints: vec![Endpoint { url: "https://127.0.0.1:1".to_owned(), addresses: Vec::new(), datagram_port: None }],
        ca_certificates,
        room_keys: vec![BundleRoomKey { key, state: KeyState::Active }],
        receipt_keys: vec![ReceiptKey::generate(KeyId(1), &OsEntropy).public()],
        sms_number: None,
        helplines: Vec::new(),
        boundaries_version: None,
    };
    bundle.sign(&RootKey::generate(&OsEntropy)).to_json()
}
