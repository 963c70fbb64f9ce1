//! A question by datagram: knocks until the room says that it holds it, then keeps still until the answer comes.
//!
//! One copy per try. A held question whose answer does not come in time is asked again in the same words: either its answer
//! was lost, which then comes at once, or the room was started anew.

use hifazat_phone::Answer;
use hifazat_protocol::{ASK_HELD_FOR, MAX_DATAGRAM_BYTES, MIN_ASK_DATAGRAM_BYTES, Question, Reply, TrustBundle};

use super::sockets::Sockets;
use super::targets::Targets;
use super::{DatagramPath, after};

impl DatagramPath {
    /// Asks until the room has answered, or has not replied for so long that another path is the better hope.
    pub(super) async fn put(&self, trust: &TrustBundle, question: &Question) -> Answer {
        let Ok(sockets) = Sockets::open().await else { return Answer::Unreachable };
        let mut targets = Targets::of(trust, &self.names);
        let mut length = MIN_ASK_DATAGRAM_BYTES;
        loop {
            let Some(first) = self.knock(&sockets, &mut targets, question, length).await else {
                return Answer::Unreachable;
            };
            let reply = if first == Reply::Held { self.listen(&sockets, question).await } else { Some(first) };
            match reply {
                None | Some(Reply::Held) => {}
                Some(Reply::All(receipts)) => return Answer::Receipts(receipts),
                Some(Reply::More(receipts)) if !receipts.is_empty() => return Answer::Receipts(receipts),
                Some(Reply::More(_)) if length < MAX_DATAGRAM_BYTES => length = MAX_DATAGRAM_BYTES,
                // What fits no datagram has to come another way.
                Some(Reply::More(_)) => return Answer::Unreachable,
            }
        }
    }

    /// Sends again and again; the first reply, unless there is none for too long.
    async fn knock(
        &self,
        sockets: &Sockets,
        targets: &mut Targets<'_>,
        question: &Question,
        length: usize,
    ) -> Option<Reply> {
        let packet = question.padded(length);
        let mut gap = self.gaps.first;
        let mut end = self.clock.sleep(self.gaps.unheard);
        loop {
            let sent = self.send(sockets, targets.known(), &packet, 1).await;
            if !sent && !targets.is_asking() {
                return None;
            }
            let pause = self.clock.sleep(gap);
            tokio::select! {
                reply = reply_to(question, sockets) => return Some(reply),
                () = targets.more() => {}
                () = pause => {}
                () = &mut end => return None,
            }
            gap = after(gap, self.gaps.longest_later);
        }
    }

    /// The answer to a question that the room holds, if it comes in time.
    async fn listen(&self, sockets: &Sockets, question: &Question) -> Option<Reply> {
        let answer = async {
            loop {
                let reply = reply_to(question, sockets).await;
                if reply != Reply::Held {
                    return reply;
                }
            }
        };
        tokio::select! {
            answer = answer => Some(answer),
            () = self.clock.sleep(ASK_HELD_FOR.saturating_add(self.gaps.late)) => None,
        }
    }
}

/// The room's next reply to this question; whatever else comes in is noise.
async fn reply_to(question: &Question, sockets: &Sockets) -> Reply {
    loop {
        if let Some(reply) = question.read(&sockets.receive().await) {
            return reply;
        }
    }
}
