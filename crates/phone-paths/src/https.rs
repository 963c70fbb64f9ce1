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
use hifazat_phone::{Answer, Path};
use hifazat_protocol::TrustBundle;
use hifazat_time::Clock;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderName};
use reqwest::{Method, RequestBuilder};

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
}

impl Default for Deadlines {
    /// Short of half a minute; on 1.2 s round trips with 30 % loss a TLS 1.3 exchange takes 16.5 s on average.
    fn default() -> Self {
        Self { connect: Duration::from_secs(18), exchange: Duration::from_secs(25) }
    }
}

/// The way out over HTTPS.
pub struct HttpsPath {
    lines: Lines,
    deadlines: Deadlines,
}

impl HttpsPath {
    /// A path that has not opened anything yet. `clock` tells the TLS library what time it may be.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, deadlines: Deadlines) -> Self {
        Self { lines: Lines::new(clock, deadlines.connect), deadlines }
    }

    /// The network is another one now: forget every connection. Changes of the phone's own address are noticed without
    /// it; call it when the platform knows better.
    pub fn network_changed(&self) {
        self.lines.forget();
    }

    /// One exchange: what to ask of a line, and what may come back.
    async fn exchange(
        &self,
        trust: &Arc<TrustBundle>,
        compose: impl FnOnce(&Line) -> Option<RequestBuilder>,
        extra: Duration,
        expected: Body,
    ) -> Result<Vec<u8>, Fault> {
        let line = self.lines.current(trust).ok_or(Fault::Unreachable)?;
        let request = compose(&line).ok_or(Fault::Unreachable)?;
        let deadline = self.deadlines.exchange.saturating_add(extra);
        let outcome = match request.timeout(deadline).send().await {
            Ok(response) => expected.read(response).await,
            Err(error) => Err(Fault::of(&error)),
        };
        match &outcome {
            Err(Fault::Unreachable | Fault::Garbled) => self.lines.failed(&line),
            Ok(_) | Err(Fault::Busy { .. } | Fault::Rejected { .. }) => {}
        }
        outcome
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
        let body = envelope.to_vec();
        let compose = |line: &Line| {
            let request = line.request(Method::POST, &["v1", "envelopes"])?;
            Some(request.header(CONTENT_TYPE, ENVELOPE).header(ACCEPT, RECEIPTS.media_type).body(body))
        };
        answer::receipts(self.exchange(trust, compose, Duration::ZERO, RECEIPTS).await)
    }

    async fn ask(&self, trust: &Arc<TrustBundle>, ask: &[u8], wait: Duration) -> Option<Answer> {
        let body = ask.to_vec();
        let compose = |line: &Line| {
            let request = line.request(Method::POST, &["v1", "asks"])?;
            let prefer = format!("wait={}", wait.as_secs());
            Some(
                request.header(CONTENT_TYPE, ASK).header(ACCEPT, RECEIPTS.media_type).header(PREFER, prefer).body(body),
            )
        };
        Some(answer::receipts(self.exchange(trust, compose, wait, RECEIPTS).await))
    }

    async fn bundle(&self, trust: &Arc<TrustBundle>) -> Option<String> {
        let compose = |line: &Line| line.request(Method::GET, &["v1", "bundle"]);
        let json = self.exchange(trust, compose, Duration::ZERO, BUNDLE).await.ok()?;
        String::from_utf8(json).ok()
    }

    async fn warm(&self, trust: &Arc<TrustBundle>) {
        let compose = |line: &Line| line.request(Method::GET, &["healthz"]);
        // Only the open connection is wanted; a failure has already turned to the next route.
        drop(self.exchange(trust, compose, Duration::ZERO, Body::ANY).await);
    }
}

impl fmt::Debug for HttpsPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpsPath").field("deadlines", &self.deadlines).finish_non_exhaustive()
    }
}
