//! A door: one listening socket, its TLS, its deadlines and its places.
//!
//! `axum::serve` never closed 300 half-open requests in 75 s, so the connection is driven by hand: a deadline for the
//! handshake and for the header here, one for the body where it is read.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::connections::{Connections, Ticket};

/// How long a caller may keep us waiting, and how many there may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// TLS handshake.
    pub handshake: Duration,
    /// Request line and headers, counted anew for each request of a kept-alive connection.
    pub header: Duration,
    /// The whole body.
    pub body: Duration,
    /// Open connections of phones.
    pub phones: usize,
    /// Open connections of consoles.
    pub consoles: usize,
    /// What an orderly stop gives running answers.
    pub farewell: Duration,
}

impl Default for Limits {
    /// A phone on a 1.2 s round trip with 30 % loss needs seconds for a handshake; a quiet socket needs no more.
    fn default() -> Self {
        Self {
            handshake: Duration::from_secs(20),
            header: Duration::from_secs(15),
            body: Duration::from_secs(20),
            phones: 4096,
            consoles: 1024,
            farewell: Duration::from_secs(5),
        }
    }
}

/// One request with what its connection knows.
pub(crate) struct Call {
    /// The request.
    pub request: Request<Incoming>,
    /// Who calls.
    pub address: SocketAddr,
    /// The connection's place.
    pub ticket: Arc<Ticket>,
}

/// What answers calls.
pub(crate) type Answer = Arc<dyn Fn(Call) -> Pin<Box<dyn Future<Output = Response<Body>> + Send>> + Send + Sync>;

/// A listening socket with everything needed to serve it.
pub(crate) struct Door {
    /// The bound socket.
    pub listener: TcpListener,
    /// TLS, or plain HTTP without.
    pub tls: Option<TlsAcceptor>,
    /// Deadlines.
    pub limits: Limits,
    /// Places.
    pub connections: Arc<Connections>,
    /// What answers.
    pub answer: Answer,
}

impl Door {
    /// Serves until `stop`, then lets running answers end.
    pub(crate) async fn run(self, stop: CancellationToken) {
        let tasks = TaskTracker::new();
        let guest = Guest { tls: self.tls, limits: self.limits, answer: self.answer, stop: stop.clone() };
        loop {
            let accepted = tokio::select! {
                () = stop.cancelled() => break,
                accepted = self.listener.accept() => accepted,
            };
            match accepted {
                Ok((stream, address)) => match self.connections.admit(address.ip()) {
                    Some(ticket) => {
                        tasks.spawn(guest.clone().welcome(stream, address, ticket));
                    }
                    None => tracing::warn!("every connection is at work; one caller was turned away"),
                },
                Err(error) => {
                    tracing::warn!(error = %error.kind(), "cannot accept a connection");
                    breathe().await;
                }
            }
        }
        drop(self.listener);
        tasks.close();
        if timeout(self.limits.farewell, tasks.wait()).await.is_err() {
            tracing::warn!(left = tasks.len(), "some connections did not end in time");
        }
    }

    /// Converses over any stream as if it had come in here and its TLS had been taken off.
    #[cfg(feature = "test-util")]
    pub(crate) async fn attend<S>(&self, stream: S, address: SocketAddr)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let Some(ticket) = self.connections.admit(address.ip()) else { return };
        let stop = CancellationToken::new();
        let guest = Guest { tls: None, limits: self.limits, answer: Arc::clone(&self.answer), stop };
        guest.converse(stream, address, Arc::new(ticket)).await;
    }
}

/// After a failed accept (no file handles left, say) a short pause, or the loop would burn the core it needs.
#[expect(clippy::disallowed_methods, reason = "the socket's edge: no rule waits here, only the kernel")]
async fn breathe() {
    tokio::time::sleep(Duration::from_millis(20)).await;
}

#[derive(Clone)]
struct Guest {
    tls: Option<TlsAcceptor>,
    limits: Limits,
    answer: Answer,
    stop: CancellationToken,
}

impl Guest {
    async fn welcome(self, stream: TcpStream, address: SocketAddr, ticket: Ticket) {
        let ticket = Arc::new(ticket);
        let mine = Arc::clone(&ticket);
        tokio::select! {
            () = ticket.cut() => {}
            () = self.attend(stream, address, mine) => {}
        }
    }

    async fn attend(self, stream: TcpStream, address: SocketAddr, ticket: Arc<Ticket>) {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::trace!(error = %error.kind(), "cannot set nodelay");
        }
        match self.tls.clone() {
            None => self.converse(stream, address, ticket).await,
            Some(tls) => match timeout(self.limits.handshake, tls.accept(stream)).await {
                Ok(Ok(stream)) => self.converse(stream, address, ticket).await,
                Ok(Err(error)) => tracing::trace!(error = %error.kind(), "handshake failed"),
                Err(_) => tracing::trace!("handshake took too long"),
            },
        }
    }

    async fn converse<S>(self, stream: S, address: SocketAddr, ticket: Arc<Ticket>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let answer = self.answer;
        let service = service_fn(move |request| {
            let reply = answer(Call { request, address, ticket: Arc::clone(&ticket) });
            async move { Ok::<_, std::convert::Infallible>(reply.await) }
        });
        let mut connection = pin!(
            hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(self.limits.header)
                .max_buf_size(32 * 1024)
                .serve_connection(TokioIo::new(stream), service)
        );
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = self.stop.cancelled() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = ended {
            tracing::trace!(%error, "a connection broke off");
        }
    }
}
