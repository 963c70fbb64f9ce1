//! A server's end of the connections: each request begins one exchange, whatever becomes of its packets, and what the server
//! says is sent again until the other side has gone on.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hifazat_time::Clock;

use super::Sender;
use crate::segment::{Reply, Request, Say, Segment};
use crate::tasks::Job;

/// It is sent so often, each time after twice the pause; then the connection is given up.
const REPLIES: u32 = 6;
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// By its number: the newest exchange, and what it came to.
pub(crate) struct Connections {
    clock: Arc<dyn Clock>,
    all: BTreeMap<u64, Shared>,
}

type Shared = Arc<Mutex<Connection>>;

#[derive(Default)]
struct Connection {
    greeted: bool,
    /// Counts from 1.
    exchange: u32,
    reply: Option<Reply>,
    thanked: bool,
}

impl Connections {
    pub(crate) const fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, all: BTreeMap::new() }
    }

    /// What comes of a segment. A request that was not heard before is answered with what `answer` makes of it.
    pub(crate) fn take<F: Future<Output = Reply> + 'static>(
        &mut self,
        sender: Sender,
        Segment { connection, say }: Segment,
        answer: impl FnOnce(Request) -> F,
    ) -> Option<Job> {
        if matches!(say, Say::Open) {
            self.all.entry(connection).or_default();
            sender.say(connection, Say::Opened);
            return None;
        }
        let Some(shared) = self.all.get(&connection).map(Arc::clone) else {
            sender.say(connection, Say::Reset);
            return None;
        };
        match say {
            Say::Hello => {
                if !locked(&shared, |inner| std::mem::replace(&mut inner.greeted, true)) {
                    let clock = Arc::clone(&self.clock);
                    return Some(Box::pin(async move {
                        repeat(&*clock, || sender.say(connection, Say::HelloBack), &shared, |inner| inner.exchange > 0)
                            .await;
                    }));
                }
                sender.say(connection, Say::HelloBack);
            }
            Say::Thanks(exchange) => locked(&shared, |inner| inner.thanked |= inner.exchange == exchange),
            Say::Request(exchange, request) => {
                let begins = locked(&shared, |inner| inner.begin(exchange));
                if begins {
                    sender.say(connection, Say::Got(exchange));
                    return Some(self.reply(sender, (connection, exchange), shared, answer(request)));
                }
                let reply = locked(&shared, |inner| inner.reply.clone().filter(|_| inner.exchange == exchange));
                sender.say(connection, reply.map_or(Say::Got(exchange), |reply| Say::Reply(exchange, reply)));
            }
            Say::Open | Say::Opened | Say::HelloBack | Say::Got(_) | Say::Reply(..) | Say::Reset => {}
        }
        None
    }

    fn reply(
        &self,
        sender: Sender,
        (connection, exchange): (u64, u32),
        shared: Shared,
        answer: impl Future<Output = Reply> + 'static,
    ) -> Job {
        let clock = Arc::clone(&self.clock);
        Box::pin(async move {
            let reply = answer.await;
            locked(&shared, |inner| inner.reply = Some(reply.clone()));
            let say = || sender.say(connection, Say::Reply(exchange, reply.clone()));
            repeat(&*clock, say, &shared, |inner| inner.thanked || inner.exchange != exchange).await;
        })
    }
}

impl Connection {
    /// A request that was not heard before begins the next exchange.
    fn begin(&mut self, exchange: u32) -> bool {
        let begins = exchange > self.exchange;
        if begins {
            *self = Self { exchange, reply: None, thanked: false, ..*self };
        }
        begins
    }
}

async fn repeat(clock: &dyn Clock, say: impl Fn(), shared: &Shared, heard: impl Fn(&Connection) -> bool) {
    let mut pause = FIRST_PAUSE;
    for _ in 0..REPLIES {
        say();
        clock.sleep(pause).await;
        if locked(shared, |inner| heard(inner)) {
            return;
        }
        pause = pause.saturating_mul(2);
    }
}

fn locked<T>(shared: &Shared, act: impl FnOnce(&mut Connection) -> T) -> T {
    act(&mut shared.lock().unwrap_or_else(PoisonError::into_inner))
}
