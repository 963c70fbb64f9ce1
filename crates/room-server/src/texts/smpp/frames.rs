//! Where one message of the SMSC ends and the next begins.
//!
//! The library closes the connection over any message that it cannot read, such as one whose sender's name is not ASCII. An
//! SMSC brings an unanswered message again, so a single one of those would close the way for all others, for ever. So each
//! `deliver_sm` is taken out before the library sees it, and read by [`delivered`](super::delivered), which can always answer.

use std::io::{Error, ErrorKind};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::mpsc;

/// Length, command id, status, sequence number: four octets each.
const HEADER_BYTES: usize = 16;
/// The longest text that a message can carry, with room for what stands around it.
pub(super) const LONGEST: usize = 70_000;
const DELIVER_SM: u32 = 5;

/// A `deliver_sm`, unread.
pub(super) struct Brought {
    /// What its answer must carry.
    pub(super) sequence: u32,
    /// All that follows the header.
    pub(super) body: Vec<u8>,
}

/// Sorts the SMSC's messages until it closes: what it brings goes to `brought`, all else to the library.
///
/// # Errors
/// When the connection breaks, or what comes is not SMPP.
pub(super) async fn sort(
    mut smsc: impl AsyncRead + Unpin,
    mut library: impl AsyncWrite + Unpin,
    brought: mpsc::Sender<Brought>,
) -> std::io::Result<()> {
    loop {
        let mut header = [0; HEADER_BYTES];
        smsc.read_exact(&mut header).await?;
        let [length, id, _status, sequence] = words(header);
        let length = usize::try_from(length).ok().filter(|length| (HEADER_BYTES..=LONGEST).contains(length));
        let length = length.ok_or_else(|| Error::from(ErrorKind::InvalidData))?;
        let mut body = vec![0; length - HEADER_BYTES];
        smsc.read_exact(&mut body).await?;
        if id == DELIVER_SM {
            // Nobody listens any more when the room stops.
            brought.send(Brought { sequence, body }).await.map_err(|_| Error::from(ErrorKind::BrokenPipe))?;
        } else {
            library.write_all(&header).await?;
            library.write_all(&body).await?;
        }
    }
}

fn words(header: [u8; HEADER_BYTES]) -> [u32; 4] {
    let (words, _) = header.as_chunks::<4>();
    [0, 1, 2, 3].map(|at| words.get(at).copied().map(u32::from_be_bytes).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(id: u32, sequence: u32, body: &[u8]) -> Vec<u8> {
        let length = u32::try_from(HEADER_BYTES + body.len()).unwrap();
        [length, id, 0, sequence].into_iter().flat_map(u32::to_be_bytes).chain(body.iter().copied()).collect()
    }

    #[tokio::test]
    async fn only_what_is_brought_is_taken_out() {
        let (before, after) = (message(0x8000_0009, 1, b"smsc\0"), message(0x15, 3, b""));
        let stream = [before.clone(), message(DELIVER_SM, 2, b"anything"), after.clone()].concat();
        let (sender, mut brought) = mpsc::channel(8);
        let mut library = Vec::new();
        let ended = sort(&stream[..], &mut library, sender).await.unwrap_err();
        assert_eq!(ended.kind(), ErrorKind::UnexpectedEof);
        assert_eq!(library, [before, after].concat());
        let one = brought.recv().await.unwrap();
        assert_eq!((one.sequence, &one.body[..]), (2, &b"anything"[..]));
        assert!(brought.recv().await.is_none());
    }

    #[tokio::test]
    async fn a_length_that_cannot_be_is_the_end() {
        for length in [0_u32, 15, 70_001, u32::MAX] {
            let (sender, _brought) = mpsc::channel(8);
            let stream = [&length.to_be_bytes()[..], &[0; 100]].concat();
            let ended = sort(&stream[..], &mut Vec::new(), sender).await.unwrap_err();
            assert_eq!(ended.kind(), ErrorKind::InvalidData, "{length}");
        }
    }
}
