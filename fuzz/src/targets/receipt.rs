//! Verify: any bytes, a whole receipt with changes, true signatures around any body, and several in one answer.

use std::sync::LazyLock;

use arbitrary::Unstructured;
use hifazat_protocol::{
    Receipt, ReceiptError, SeededEntropy, Sequence, Stage, Status, UnixMillis, VerifiedReceipt, claims_to_store,
    is_not_held, pack_receipts, unpack_receipts, verify, verify_kept_not_held,
};

use crate::edits::{edited, rest};
use crate::{by_hand, people};

const ENVELOPE: &[u8] = b"the very envelope";

/// One in clear, one sealed.
static WHOLE: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| {
    let stored = Receipt {
        alert: people::ALERT,
        stage: Stage::Stored,
        sequence: Sequence::RAISE,
        at: UnixMillis(1_790_000_000_500),
        status: None,
        desk: None,
        unit: None,
        eta_s: None,
        previous: None,
        envelope: Some(hifazat_protocol::envelope_digest(ENVELOPE)),
    };
    let seen = Receipt {
        stage: Stage::Seen,
        status: Some(Status::Actual),
        desk: Some("Lahore desk".to_owned()),
        envelope: None,
        ..stored.clone()
    };
    let seen = seen.sign_sealed(&people::receipt_key(), &people::response_key(), &SeededEntropy::new(101));
    [stored.sign(&people::receipt_key()).as_bytes().to_vec(), seen.as_bytes().to_vec()]
});

pub(crate) fn run(input: &[u8]) {
    let mut choices = Unstructured::new(input);
    match choices.int_in_range(0..=3) {
        Ok(0) => any_bytes(rest(&mut choices)),
        Ok(1) => changed(&mut choices),
        Ok(2) => signed_body(rest(&mut choices)),
        Ok(_) => packed(rest(&mut choices)),
        Err(_) => {}
    }
}

/// Nothing is believed that the room did not sign; the kept vectors, which begin the corpus, are signed.
fn any_bytes(bytes: &[u8]) {
    if let Ok(verified) = verified(bytes) {
        assert_eq!(verified.alert, people::ALERT);
        assert!(verified.at >= UnixMillis(1_790_000_000_000), "never signed by anybody");
    }
    let lost = verify_kept_not_held(bytes, people::ALERT, &[people::receipt_key().public()]);
    assert!(lost.is_err() || (is_not_held(bytes) && verified(bytes).is_err()), "two things at once");
}

/// It is believed exactly if nothing was changed; that it names an envelope is not enough.
fn changed(choices: &mut Unstructured<'_>) {
    let whole = &WHOLE[usize::from(choices.arbitrary::<bool>().unwrap_or_default())];
    let bytes = edited(whole, choices);
    let verified = verified(&bytes);
    assert_eq!(verified.is_ok(), bytes == *whole, "a change went unseen, or a whole one was not believed");
    if let Ok(verified) = verified {
        assert_eq!(verified.stores(ENVELOPE), claims_to_store(&bytes, ENVELOPE));
    }
}

/// Whatever the room may sign: understood and said again the same, and in clear never more than `stored`.
fn signed_body(body: &[u8]) {
    let bytes = by_hand::clear_receipt(&people::receipt_key(), people::ALERT, body);
    match verified(&bytes) {
        Ok(first) => {
            assert_eq!(first.stage, Stage::Stored, "a later stage came in clear");
            let again = first.sign(&people::receipt_key());
            assert_eq!(*verified(again.as_bytes()).unwrap(), *first, "it was not written as it was read");
        }
        Err(error) => assert!(matches!(error, ReceiptError::Shape | ReceiptError::Form), "{error}"),
    }
}

/// The parts of an answer are its bytes, one after another.
fn packed(bytes: &[u8]) {
    let Ok(receipts) = unpack_receipts(bytes) else { return };
    let again = receipts.iter().flat_map(|one| [&u16::try_from(one.len()).unwrap().to_be_bytes()[..], one].concat());
    assert_eq!(again.collect::<Vec<_>>(), bytes);
    assert!(receipts.iter().all(|receipt| verified(receipt).is_err() || receipt.len() > 84));
    assert!(pack_receipts(&[]).is_empty());
}

fn verified(bytes: &[u8]) -> Result<VerifiedReceipt, ReceiptError> {
    verify(bytes, people::ALERT, &[people::receipt_key().public()], &people::response_key())
}
