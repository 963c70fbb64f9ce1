//! HTTPS: one connection in use, further ones beside it while it is silent, as `HttpsPath`.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use hifazat_phone::{Answer, Path, Refusal};
use hifazat_phone_paths::{Cost, Deadlines};
use hifazat_protocol::{Question, TrustBundle, unpack_receipts};
use hifazat_time::Clock;

use crate::air::{Air, Load, Socket};
use crate::segment::{Reply, Request, Say, Segment};

/// An unused connection is closed after this.
const KEEP_IDLE: Duration = Duration::from_secs(10);
/// TCP's first timer before it knows the round trip (RFC 6298), and its least after.
const FIRST_TIMER: Duration = Duration::from_secs(1);
const LEAST_TIMER: Duration = Duration::from_millis(300);
/// Linux knocks so often at an even pace (`tcp_syn_linear_timeouts`, since 6.5); whatever else is sent again is so after
/// twice the pause.
const EVEN_KNOCKS: u32 = 4;

pub(crate) struct SimulatedHttps {
    air: Arc<Air>,
    clock: Arc<dyn Clock>,
    deadlines: Deadlines,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    count: u64,
    idle: Option<(Connection, Duration)>,
}

/// A connection that is open, and how long it waits before it says something again.
struct Connection {
    socket: Socket,
    number: u64,
    exchanges: u32,
    timer: Duration,
}

/// Nobody answered, in time or at all.
pub(crate) struct Lost;

impl SimulatedHttps {
    /// `first` names its first connection: a process that starts anew never takes up those of the one before.
    pub(crate) fn new(air: Arc<Air>, clock: Arc<dyn Clock>, deadlines: Deadlines, first: u64) -> Self {
        let state = Mutex::new(State { count: first, idle: None });
        Self { air, clock, deadlines, state }
    }

    pub(crate) fn network_changed(&self) {
        self.state().idle = None;
    }

    /// A further connection is begun after each of the pauses in which none has answered.
    pub(crate) async fn exchange(
        &self,
        request: &Request,
        patience: Duration,
        hedges: &[Duration],
    ) -> Result<Reply, Lost> {
        let mut attempts = FuturesUnordered::new();
        attempts.push(self.attempt(self.idle(), request, patience));
        let mut hedges = hedges.iter();
        loop {
            let stalled = async {
                match hedges.next() {
                    Some(pause) => self.clock.sleep(*pause).await,
                    None => std::future::pending().await,
                }
            };
            tokio::pin!(stalled);
            loop {
                tokio::select! {
                    biased;
                    Some(ended) = attempts.next() => match ended {
                        Err(Lost) if !attempts.is_empty() => {}
                        ended => return ended,
                    },
                    () = &mut stalled => break,
                }
            }
            attempts.push(self.attempt(None, request, patience));
        }
    }

    async fn attempt(&self, idle: Option<Connection>, request: &Request, patience: Duration) -> Result<Reply, Lost> {
        let whole = async {
            let mut connection = match idle {
                Some(connection) => connection,
                None => self.connect().await?,
            };
            let reply = self.ask_on(&mut connection, request).await?;
            self.state().idle = Some((connection, self.clock.elapsed()));
            Ok(reply)
        };
        tokio::select! {
            biased;
            reply = whole => reply,
            () = self.clock.sleep(patience) => Err(Lost),
        }
    }

    async fn connect(&self) -> Result<Connection, Lost> {
        let number = {
            let mut state = self.state();
            state.count += 1;
            state.count
        };
        let mut connection = Connection { socket: Socket::open(&self.air), number, exchanges: 0, timer: FIRST_TIMER };
        let begun = self.clock.elapsed();
        let opening = async {
            self.say(&connection, &Say::Open, |say| matches!(say, Say::Opened).then_some(())).await?;
            let round_trip = self.clock.elapsed().saturating_sub(begun);
            connection.timer = (round_trip * 2).clamp(LEAST_TIMER, 4 * FIRST_TIMER);
            self.say(&connection, &Say::Hello, |say| matches!(say, Say::HelloBack).then_some(())).await
        };
        tokio::select! {
            biased;
            open = opening => open.map(|()| connection),
            () = self.clock.sleep(self.deadlines.connect) => Err(Lost),
        }
    }

    async fn ask_on(&self, connection: &mut Connection, request: &Request) -> Result<Reply, Lost> {
        connection.exchanges += 1;
        let number = connection.exchanges;
        let asked = Say::Request(number, request.clone());
        let reply =
            |say: Say| if let Say::Reply(of, reply) = say { Some(reply).filter(|_| of == number) } else { None };
        let heard = |say: Say| {
            let got = matches!(say, Say::Got(of) if of == number);
            if got { Some(None) } else { reply(say).map(Some) }
        };
        let mut answer = self.say(connection, &asked, heard).await?;
        while answer.is_none() {
            answer = reply(connection.next().await?);
        }
        connection.send(Say::Thanks(number));
        answer.ok_or(Lost)
    }

    /// Says it again and again, each time after twice the pause, until something comes that is wanted.
    async fn say<T>(&self, connection: &Connection, say: &Say, wanted: impl Fn(Say) -> Option<T>) -> Result<T, Lost> {
        let mut pause = connection.timer;
        let mut even = if matches!(say, Say::Open) { EVEN_KNOCKS } else { 0 };
        loop {
            connection.send(say.clone());
            let again = self.clock.sleep(pause);
            tokio::pin!(again);
            loop {
                tokio::select! {
                    biased;
                    came = connection.next() => if let Some(found) = wanted(came?) {
                        return Ok(found);
                    },
                    () = &mut again => break,
                }
            }
            match even.checked_sub(1) {
                Some(left) => even = left,
                None => pause = pause.saturating_mul(2),
            }
        }
    }

    fn idle(&self) -> Option<Connection> {
        let now = self.clock.elapsed();
        let (connection, since) = self.state().idle.take()?;
        (now.saturating_sub(since) < KEEP_IDLE).then_some(connection)
    }

    fn cost(&self) -> Cost {
        let now = self.clock.elapsed();
        let open = self.state().idle.as_ref().is_some_and(|(_, since)| now.saturating_sub(*since) < KEEP_IDLE);
        if open { Cost::HTTPS_OPEN } else { Cost::HTTPS_NEW }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connection {
    fn send(&self, say: Say) {
        self.socket.send(Load::Segment(Segment { connection: self.number, say }));
    }

    /// The next thing that is said on it.
    async fn next(&self) -> Result<Say, Lost> {
        loop {
            match self.socket.receive().await {
                Load::Segment(Segment { connection, say }) if connection == self.number => {
                    return if matches!(say, Say::Reset) { Err(Lost) } else { Ok(say) };
                }
                Load::Segment(_) | Load::Datagram(_) => {}
            }
        }
    }
}

#[async_trait]
impl Path for SimulatedHttps {
    fn name(&self) -> &'static str {
        "https"
    }

    fn takes(&self, _trust: &TrustBundle, _envelope: &[u8]) -> bool {
        true
    }

    async fn carry(&self, _trust: &Arc<TrustBundle>, envelope: &[u8]) -> Answer {
        let request = Request::Envelope(envelope.to_vec());
        answer(self.exchange(&request, self.deadlines.exchange, &self.deadlines.hedges).await)
    }

    async fn ask(&self, _trust: &Arc<TrustBundle>, question: &Question, wait: Duration) -> Option<Answer> {
        let patience = self.deadlines.exchange.saturating_add(wait);
        let request = Request::Ask(question.as_bytes().to_vec(), wait);
        Some(answer(self.exchange(&request, patience, &[]).await))
    }

    async fn bundle(&self, _trust: &Arc<TrustBundle>) -> Option<String> {
        match self.exchange(&Request::Bundle, self.deadlines.exchange, &[]).await {
            Ok(Reply::Bundle(text)) => Some(text),
            Ok(_) | Err(Lost) => None,
        }
    }

    fn overhead_bytes(&self) -> u64 {
        self.cost().overhead
    }

    fn question_bytes(&self) -> u64 {
        self.cost().question
    }

    async fn warm(&self, _trust: &Arc<TrustBundle>) {
        drop(self.exchange(&Request::Health, self.deadlines.exchange, &[]).await);
    }
}

fn answer(reply: Result<Reply, Lost>) -> Answer {
    match reply {
        Err(Lost) => Answer::Unreachable,
        Ok(Reply::Receipts(packed)) => unpack_receipts(&packed).map_or(Answer::Garbled, Answer::Receipts),
        Ok(Reply::Bundle(_) | Reply::Healthy) => Answer::Garbled,
        Ok(Reply::Busy(after)) => Answer::Busy { after: Some(after) },
        Ok(Reply::Rejected(code)) => Answer::Rejected(Refusal { code }),
    }
}
