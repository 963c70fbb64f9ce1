//! Texts over SMS: any characters, a whole text with changes, a whole receipt with changes.

use std::sync::LazyLock;

use arbitrary::Unstructured;
use hifazat_protocol::{
    MAX_TEXT_CHARS, Receipt, SealedText, SeededEntropy, SentText, Sequence, Stage, Status, UnixMillis, is_text_receipt,
    open_text, prepare_text, receipt_in_text, verify_text,
};

use crate::edits::{edited, rest};
use crate::people;

/// One that its device proves, and what its receipts answer.
static WHOLE: LazyLock<(SealedText, SentText)> = LazyLock::new(|| {
    let prepared = prepare_text(&people::room().public(), &people::device(), true, &SeededEntropy::new(7)).unwrap();
    let raise = people::raise(Status::Actual);
    let (text, response_key) = prepared.seal(people::ALERT, Sequence::RAISE, &raise, true).unwrap();
    let sent = SentText { sequence: Sequence::RAISE, digest: text.digest(), response_key };
    (text, sent)
});

static RECEIPT: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let receipt = Receipt {
        alert: people::ALERT,
        stage: Stage::Seen,
        sequence: Sequence::RAISE,
        at: UnixMillis(1_790_000_000_500),
        status: Some(Status::Actual),
        desk: None,
        unit: None,
        eta_s: None,
        previous: None,
        envelope: None,
    };
    receipt_in_text(&receipt.sign_text(&people::receipt_key(), &WHOLE.1, &SeededEntropy::new(8))).unwrap()
});

pub(crate) fn run(input: &[u8]) {
    let mut choices = Unstructured::new(input);
    match choices.int_in_range(0..=2) {
        Ok(0) => any_characters(&String::from_utf8_lossy(rest(&mut choices))),
        Ok(1) => changed(&edited(WHOLE.0.as_bytes(), &mut choices)),
        Ok(_) => changed_receipt(&edited(&RECEIPT, &mut choices)),
        Err(_) => {}
    }
}

/// What has our shape is said again the same; without the seal nothing opens.
fn any_characters(text: &str) {
    if let Some(bytes) = receipt_in_text(text) {
        assert!(is_text_receipt(&bytes));
    }
    let Ok(parsed) = SealedText::parse(text) else { return };
    let again = parsed.to_text();
    assert!(again.len() <= MAX_TEXT_CHARS);
    assert_eq!(SealedText::parse(&again).as_ref(), Ok(&parsed), "it was not written as it was read");
    // The only seals to this key that anybody can have are those of the kept vectors, which begin the corpus.
    if open_text(&people::room(), Some(&people::device().public()), &parsed).is_ok() {
        assert_eq!(parsed.header().alert, people::ALERT, "it opened and was never sealed");
    }
}

/// It opens exactly if nothing was changed, and never for another sender.
fn changed(bytes: &[u8]) {
    let Ok(text) = SealedText::from_bytes(bytes.to_vec()) else { return };
    let opened = open_text(&people::room(), Some(&people::device().public()), &text);
    assert_eq!(opened.is_ok(), text == WHOLE.0, "a change went unseen, or a whole one stayed closed");
    assert!(open_text(&people::room(), Some(&[9; 32]), &text).is_err(), "another device's text was believed");
}

/// It is believed exactly if nothing was changed, and then it settles no envelope.
fn changed_receipt(bytes: &[u8]) {
    let verified = verify_text(bytes, people::ALERT, &[people::receipt_key().public()], std::slice::from_ref(&WHOLE.1));
    assert_eq!(verified.is_ok(), bytes == *RECEIPT, "a change went unseen, or a whole one was not believed");
    if let Ok(verified) = verified {
        assert!(verified.is_by_text() && !verified.stores(WHOLE.0.as_bytes()), "a receipt by text settles an envelope");
    }
}
