//! A question by datagram: knocks until the room says that it holds it, then keeps still until the answer comes.
//!
//! One copy per try. A held question whose answer does not come in time is asked again in the same words: either its answer
//! was lost, which then comes at once, or the room was started anew.

use hifazat_phone::Answer;
use hifazat_protocol::{ASK_HELD_FOR, MAX_DATAGRAM_BYTES, MIN_ASK_DATAGRAM_BYTES, Question, Reply};

use super::{Came, Talk, Wire, after};

impl<W: Wire> Talk<'_, W> {
    /// Asks until the room has answered, or has not replied for so long that another path is the better hope.
    pub async fn ask(&mut self, question: &Question) -> Answer {
        let mut length = MIN_ASK_DATAGRAM_BYTES;
        loop {
            let Some(first) = self.knock(question, length).await else { return Answer::Unreachable };
            let reply = if first == Reply::Held { self.listen(question).await } else { Some(first) };
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
    async fn knock(&mut self, question: &Question, length: usize) -> Option<Reply> {
        let packet = question.padded(length);
        let mut gap = self.gaps.first;
        let mut end = self.clock.sleep(self.gaps.unheard);
        loop {
            if !self.send(&packet, 1).await {
                return None;
            }
            let pause = self.clock.sleep(gap);
            tokio::select! {
                biased;
                () = &mut end => return None,
                () = pause => {}
                reply = self.reply_to(question) => if reply.is_some() {
                    return reply;
                },
            }
            gap = after(gap, self.gaps.longest_later);
        }
    }

    /// The answer to a question that the room holds, if it comes in time.
    async fn listen(&mut self, question: &Question) -> Option<Reply> {
        let mut end = self.clock.sleep(ASK_HELD_FOR.saturating_add(self.gaps.late));
        loop {
            tokio::select! {
                biased;
                () = &mut end => return None,
                reply = self.reply_to(question) => match reply {
                    None | Some(Reply::Held) => {}
                    answer @ Some(Reply::All(_) | Reply::More(_)) => return answer,
                },
            }
        }
    }

    /// The room's next reply to this question; whatever else comes in is noise. `None`: another address was found.
    async fn reply_to(&mut self, question: &Question) -> Option<Reply> {
        loop {
            match self.wire.next().await {
                Came::Address => return None,
                Came::Packet(packet) => {
                    if let Some(reply) = question.read(&packet) {
                        return Some(reply);
                    }
                }
            }
        }
    }
}
