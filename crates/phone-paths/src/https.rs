//! HTTPS over TLS 1.3, one request at a time on each connection.
//!
//! HTTP/1.1 and not 2: on a lossy link one lost packet stalls every stream of a shared connection, and a pooled
//! connection left over from a lost network costs half a minute before it is given up. For the same reason the pool
//! lives short, and is thrown away with every failed attempt and every change of network.

mod answer;
mod line;
mod network;
mod route;
mod tls;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use hifazat_phone::{Answer, Path};
use hifazat_protocol::{MAX_DATAGRAM_BYTES, Question, TrustBundle};
use hifazat_time::Clock;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderName};
use reqwest::{Method, RequestBuilder};

use crate::cost::Cost;
use crate::names::Names;
use answer::{Body, Fault};
use line::{Line, Lines};
pub use route::{UnusableBundle, check};

const ENVELOPE: &str = "application/vnd.hifazat.envelope";
const ASK: &str = "application/vnd.hifazat.ask";
const RECEIPTS: Body = Body { media_type: "application/vnd.hifazat.receipts", limit: 64 * 1024 };
const BUNDLE: Body = Body { media_type: "application/json", limit: 256 * 1024 };
const PREFER: HeaderName = HeaderName::from_static("prefer");

/// How long this path waits before it calls an attempt lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// For name, TCP and TLS together.
    pub connect: Duration,
    /// For a whole exchange, connecting included. A question held open by the room may take its wait longer.
    pub exchange: Duration,
    /// When a further connection is begun because those before have not answered, each counted from the one before. A
    /// connection whose first packets were lost waits seconds for its own timers; a fresh one has other luck.
    pub hedges: [Duration; 3],
}

impl Default for Deadlines {
    /// Short of half a minute; on 1.2 s round trips with 30 % loss a TLS 1.3 exchange takes 16.5 s on average.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(18),
            exchange: Duration::from_secs(25),
            hedges: [2, 4, 6].map(Duration::from_secs),
        }
    }
}

/// What an exchange is.
struct Plan<'a> {
    /// The request; `None` when the line cannot make it.
    compose: &'a (dyn Fn(&Line) -> Option<RequestBuilder> + Send + Sync),
    /// What may come back.
    expected: Body,
    /// How long one line may take.
    patience: Duration,
    /// When to begin further ones.
    hedges: &'a [Duration],
}

/// The way out over HTTPS.
pub struct HttpsPath {
    clock: Arc<dyn Clock>,
    lines: Lines,
    deadlines: Deadlines,
}

impl HttpsPath {
    /// A path that has not opened anything yet. `clock` also tells the TLS library what time it may be.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, names: Names, deadlines: Deadlines) -> Self {
        Self { lines: Lines::new(Arc::clone(&clock), names, deadlines.connect), clock, deadlines }
    }

    /// The network is another one now: forget every connection. Changes of the phone's own address are noticed without
    /// it; call it when the platform knows better.
    pub fn network_changed(&self) {
        self.lines.forget();
    }

    /// What an exchange that began now would cost.
    fn cost(&self) -> Cost {
        if self.lines.is_open() { Cost::HTTPS_OPEN } else { Cost::HTTPS_NEW }
    }

    /// An exchange on the line in use, and while that does not answer, beside it on fresh ones. The first good answer
    /// counts, and its line is the one in use from then on.
    async fn exchange(&self, trust: &Arc<TrustBundle>, plan: Plan<'_>) -> Result<Vec<u8>, Fault> {
        let mut attempts = FuturesUnordered::new();
        attempts.push(self.attempt(self.lines.current(trust), &plan));
        let mut hedges = plan.hedges.iter();
        let mut stalled = hedges.next().map(|pause| self.clock.sleep(*pause));
        loop {
            tokio::select! {
                Some(ended) = attempts.next() => match ended {
                    Err(Fault::Unreachable | Fault::Garbled) if !attempts.is_empty() => {}
                    ended => return ended,
                },
                () = over(&mut stalled) => {
                    attempts.push(self.attempt(self.lines.another(trust), &plan));
                    stalled = hedges.next().map(|pause| self.clock.sleep(*pause));
                }
            }
        }
    }

    /// One exchange on one line.
    async fn attempt(&self, line: Option<Line>, plan: &Plan<'_>) -> Result<Vec<u8>, Fault> {
        let line = line.ok_or(Fault::Unreachable)?;
        let request = (plan.compose)(&line).ok_or(Fault::Unreachable)?;
        line.begin();
        let outcome = match request.timeout(plan.patience).send().await {
            Ok(response) => plan.expected.read(response).await,
            Err(error) => Err(Fault::of(&error)),
        };
        match &outcome {
            Err(Fault::Unreachable | Fault::Garbled) => self.lines.failed(&line),
            Ok(_) | Err(Fault::Busy { .. } | Fault::Rejected { .. }) => self.lines.adopt(line),
        }
        outcome
    }
}

/// Ends with the pause; never, when there is none.
async fn over(pause: &mut Option<impl Future<Output = ()> + Unpin>) {
    match pause {
        Some(pause) => pause.await,
        None => std::future::pending().await,
    }
}

#[async_trait]
impl Path for HttpsPath {
    fn name(&self) -> &'static str {
        "https"
    }

    fn takes(&self, _trust: &TrustBundle, _envelope: &[u8]) -> bool {
        true
    }

    async fn carry(&self, trust: &Arc<TrustBundle>, envelope: &[u8]) -> Answer {
        let compose = |line: &Line| {
            let request = line.request(Method::POST, &["v1", "envelopes"])?;
            Some(request.header(CONTENT_TYPE, ENVELOPE).header(ACCEPT, RECEIPTS.media_type).body(envelope.to_vec()))
        };
        let patience = self.deadlines.exchange;
        // What is longer than a packet is slow because it is long: the same once more beside it would make it slower.
        let hedges: &[Duration] = if envelope.len() > MAX_DATAGRAM_BYTES { &[] } else { &self.deadlines.hedges };
        let plan = Plan { compose: &compose, expected: RECEIPTS, patience, hedges };
        answer::receipts(self.exchange(trust, plan).await)
    }

    /// The room may hold a question open, so that silence says nothing of the line: there are no hedges.
    async fn ask(&self, trust: &Arc<TrustBundle>, question: &Question, wait: Duration) -> Option<Answer> {
        let compose = |line: &Line| {
            let request = line.request(Method::POST, &["v1", "asks"])?;
            let request = request.header(CONTENT_TYPE, ASK).header(ACCEPT, RECEIPTS.media_type);
            Some(request.header(PREFER, format!("wait={}", wait.as_secs())).body(question.as_bytes().to_vec()))
        };
        let patience = self.deadlines.exchange.saturating_add(wait);
        let plan = Plan { compose: &compose, expected: RECEIPTS, patience, hedges: &[] };
        Some(answer::receipts(self.exchange(trust, plan).await))
    }

    async fn bundle(&self, trust: &Arc<TrustBundle>) -> Option<String> {
        let compose = |line: &Line| line.request(Method::GET, &["v1", "bundle"]);
        let patience = self.deadlines.exchange;
        let plan = Plan { compose: &compose, expected: BUNDLE, patience, hedges: &[] };
        String::from_utf8(self.exchange(trust, plan).await.ok()?).ok()
    }

    fn overhead_bytes(&self) -> u64 {
        self.cost().overhead
    }

    fn question_bytes(&self) -> u64 {
        self.cost().question
    }

    async fn warm(&self, trust: &Arc<TrustBundle>) {
        let compose = |line: &Line| line.request(Method::GET, &["healthz"]);
        let patience = self.deadlines.exchange;
        let plan = Plan { compose: &compose, expected: Body::ANY, patience, hedges: &[] };
        // Only the open connection is wanted; a failure has already turned to the next route.
        drop(self.exchange(trust, plan).await);
    }
}

impl fmt::Debug for HttpsPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpsPath").field("deadlines", &self.deadlines).finish_non_exhaustive()
    }
}
