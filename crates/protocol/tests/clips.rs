//! A clip and its pieces.

#![cfg(test)]

use hifazat_protocol::*;

const MOST: usize = 150_000;

fn clip(length: usize) -> (Clip, Vec<u8>) {
    let bytes: Vec<u8> = (0..length).map(|n| u8::try_from(n % 251).unwrap()).collect();
    (Clip::of(&bytes, Status::Actual, UnixMillis(1), MediaType::Adts).unwrap(), bytes)
}

#[test]
fn the_pieces_of_a_clip_are_the_clip() {
    for length in [1, CLIP_PIECE_BYTES - 1, CLIP_PIECE_BYTES, CLIP_PIECE_BYTES + 1, MOST] {
        let (clip, bytes) = clip(length);
        let pieces = clip.pieces(&bytes);
        assert_eq!(pieces.len(), Clip::pieces_of(clip.length_bytes));
        assert!(pieces.iter().all(ClipPiece::fits));
        assert_eq!(ClipDigest::of(&pieces.into_iter().flat_map(|piece| piece.bytes).collect::<Vec<_>>()), clip.digest);
    }
}

#[test]
fn a_piece_that_begins_or_ends_elsewhere_does_not_fit() {
    let (clip, bytes) = clip(CLIP_PIECE_BYTES + 10);
    let [first, last] = <[ClipPiece; 2]>::try_from(clip.pieces(&bytes)).unwrap();
    assert!(!ClipPiece { offset_bytes: 1, ..first.clone() }.fits());
    assert!(!ClipPiece { bytes: vec![0; 11], ..last.clone() }.fits());
    assert!(!ClipPiece { bytes: Vec::new(), ..last }.fits());
    assert!(!ClipPiece { offset_bytes: clip.length_bytes.next_multiple_of(8_000), bytes: Vec::new(), ..first }.fits());
}

#[test]
fn nothing_and_too_much_are_no_clip() {
    for length in [0, MOST + 1] {
        assert!(Clip::of(&vec![0; length], Status::Actual, UnixMillis(1), MediaType::Adts).is_none());
    }
}

#[test]
fn a_digest_is_read_as_it_is_written() {
    let digest = ClipDigest::of(b"a clip");
    assert_eq!(digest.to_string().parse(), Ok(digest));
    assert_eq!("ab".parse::<ClipDigest>(), Err(ParseDigestError));
}

#[test]
fn the_news_of_a_clip_fits_a_datagram_and_a_piece_an_envelope() {
    let room = RoomSecretKey::generate(KeyId(1), &SeededEntropy::new(1));
    let (device, path_key) = (DeviceKey::from_seed([1; 32]), PathKey::from_bytes([2; 32]));
    let (clip, bytes) = clip(MOST);
    let piece = clip.pieces(&bytes).remove(0);
    let sealed = |message: &Message| {
        let prepared = prepare(&room.public(), &SeededEntropy::new(2)).unwrap();
        let (envelope, _) = prepared.seal(&device, &path_key, AlertId([3; 16]), Sequence(1), message).unwrap();
        assert!(open(&room, &envelope).unwrap().message == *message);
        envelope.as_bytes().len()
    };
    assert!(sealed(&Message::Clip(clip)) <= MAX_DATAGRAM_BYTES);
    let piece = sealed(&Message::ClipPiece(piece));
    assert!(piece > MAX_DATAGRAM_BYTES && piece <= MAX_ENVELOPE_BYTES, "{piece}");
}

#[test]
fn no_text_is_short_for_a_clip() {
    let room = RoomSecretKey::generate(KeyId(1), &SeededEntropy::new(1)).public();
    let prepared = prepare_text(&room, &DeviceKey::from_seed([1; 32]), false, &SeededEntropy::new(2)).unwrap();
    let (clip, _) = clip(10);
    let sealed = prepared.seal(AlertId([3; 16]), Sequence(1), &Message::Clip(clip), false);
    assert_eq!(sealed.err(), Some(SealError::NoText));
}
