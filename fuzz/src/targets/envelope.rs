//! Parse and open: any bytes, a whole envelope with changes, true seals around any content.

use std::sync::LazyLock;

use arbitrary::Unstructured;
use hifazat_protocol::{MAX_ENVELOPE_BYTES, Message, OpenError, SealedEnvelope, Sequence, Status, open};

use crate::edits::{edited, rest};
use crate::{by_hand, people};

static WHOLE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let (room, raise) = (people::room().public(), people::raise(Status::Actual));
    people::sealed(&room, &people::device(), people::ALERT, Sequence::RAISE, &raise)
});

pub(crate) fn run(input: &[u8]) {
    let mut choices = Unstructured::new(input);
    match choices.int_in_range(0..=2) {
        Ok(0) => any_bytes(rest(&mut choices)),
        Ok(1) => changed(&edited(&WHOLE, &mut choices)),
        Ok(_) => sealed_content(&mut choices),
        Err(_) => {}
    }
}

/// The shape is checked and kept byte for byte; without the seal nothing opens.
fn any_bytes(bytes: &[u8]) {
    let Some(envelope) = parsed(bytes) else { return };
    // The only seals to this key that anybody can have are those of the kept vectors, which begin the corpus.
    if let Ok(opened) = open(&people::room(), &envelope) {
        assert_eq!(envelope.header().alert, people::ALERT, "it opened and was never sealed");
        assert_eq!(opened.device_public_key, people::device().public());
    }
}

/// It opens exactly if nothing was changed.
fn changed(bytes: &[u8]) {
    let Some(envelope) = parsed(bytes) else { return };
    let opened = open(&people::room(), &envelope);
    assert_eq!(opened.is_ok(), bytes == *WHOLE, "a change went unseen, or a whole one stayed closed");
}

/// Whatever a device that holds its keys may say: understood and said again the same, or not understood.
fn sealed_content(choices: &mut Unstructured<'_>) {
    let sequence = Sequence(choices.int_in_range(0..=2).unwrap_or(0));
    let room = people::room();
    let seal = |content: &[u8]| {
        by_hand::envelope(&room.public(), &people::device(), &people::path_key(), people::ALERT, sequence, content)
    };
    let content = rest(choices);
    let Some(envelope) = parsed(&seal(content)) else { return };
    assert!(envelope.tag_is_from(&people::path_key()));
    match open(&room, &envelope) {
        Ok(opened) => said_again(&opened.message, sequence),
        Err(error) => assert_eq!(error, OpenError::Content, "seal and signature are true"),
    }
}

fn said_again(message: &Message, sequence: Sequence) {
    assert_eq!(matches!(message, Message::Raise(_)), sequence == Sequence::RAISE);
    let room = people::room();
    let again = people::sealed(&room.public(), &people::device(), people::ALERT, sequence, message);
    let again = open(&room, &SealedEnvelope::parse(again).unwrap()).unwrap().message;
    // A place that is not a number is no equal of itself.
    #[expect(clippy::eq_op, reason = "that is the question")]
    let equals_itself = message == message;
    assert!(again == *message || !equals_itself, "it was not written as it was read");
}

fn parsed(bytes: &[u8]) -> Option<SealedEnvelope> {
    let envelope = SealedEnvelope::parse(bytes.to_vec()).ok()?;
    assert!(bytes.len() <= MAX_ENVELOPE_BYTES);
    assert_eq!(envelope.as_bytes(), bytes);
    let header = envelope.header();
    let written = [
        &[1, 1][..],
        &header.key_id.0.to_be_bytes(),
        &header.device.0,
        &header.alert.0,
        &header.sequence.0.to_be_bytes(),
        &header.tag,
    ];
    assert_eq!(written.concat(), bytes[..56], "the header was not read as it stands");
    Some(envelope)
}
