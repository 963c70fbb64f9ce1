//! A question by datagram: knocks until it is held, then keeps still until the answer comes.

use hifazat_phone::Answer;
use hifazat_protocol::{ASK_HELD_FOR, MAX_DATAGRAM_BYTES, MIN_ASK_DATAGRAM_BYTES, Question, Reply};

use super::{SimulatedDatagram, after};
use crate::air::{Load, Socket};

impl SimulatedDatagram {
    pub(super) async fn put(&self, question: &Question) -> Answer {
        let socket = Socket::open(&self.air);
        let mut length = MIN_ASK_DATAGRAM_BYTES;
        loop {
            let Some(first) = self.knock(&socket, question, length).await else { return Answer::Unreachable };
            let reply = if first == Reply::Held { self.listen(&socket, question).await } else { Some(first) };
            match reply {
                None | Some(Reply::Held) => {}
                Some(Reply::All(receipts)) => return Answer::Receipts(receipts),
                Some(Reply::More(receipts)) if !receipts.is_empty() => return Answer::Receipts(receipts),
                Some(Reply::More(_)) if length < MAX_DATAGRAM_BYTES => length = MAX_DATAGRAM_BYTES,
                Some(Reply::More(_)) => return Answer::Unreachable,
            }
        }
    }

    async fn knock(&self, socket: &Socket, question: &Question, length: usize) -> Option<Reply> {
        let mut gap = self.gaps.first;
        let end = self.clock.sleep(self.gaps.unheard);
        tokio::pin!(end);
        loop {
            socket.send(Load::Datagram(question.padded(length)));
            tokio::select! {
                biased;
                reply = reply_to(question, socket) => return Some(reply),
                () = self.clock.sleep(gap) => {}
                () = &mut end => return None,
            }
            gap = after(gap, self.gaps.longest_later);
        }
    }

    async fn listen(&self, socket: &Socket, question: &Question) -> Option<Reply> {
        let answer = async {
            loop {
                let reply = reply_to(question, socket).await;
                if reply != Reply::Held {
                    return reply;
                }
            }
        };
        tokio::select! {
            biased;
            answer = answer => Some(answer),
            () = self.clock.sleep(ASK_HELD_FOR.saturating_add(self.gaps.late)) => None,
        }
    }
}

async fn reply_to(question: &Question, socket: &Socket) -> Reply {
    loop {
        if let Load::Datagram(packet) = socket.receive().await
            && let Some(reply) = question.read(&packet)
        {
            return reply;
        }
    }
}
