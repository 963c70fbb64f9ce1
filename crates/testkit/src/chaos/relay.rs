//! Connections from phones, and one connection to the room for each request.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, watch};
use tokio_rustls::TlsAcceptor;

use super::Mind;
use super::deed::{self, Deed};
use crate::door::{Door, acceptor};
use crate::ports::local;
use crate::room::Room;

/// A whole message, read to its end.
pub(super) type Whole = Full<Bytes>;

/// The network between phones and one room.
pub(super) struct Relay {
    listener: TcpListener,
    acceptor: TlsAcceptor,
    door: Door,
    mind: Arc<Mind>,
    /// Rings whenever a request has arrived at the room: what is held back until the next one waits for it.
    pub(super) arrived: Notify,
    /// What the room answered last, should somebody repeat it.
    last: Mutex<Option<Response<Bytes>>>,
}

impl Relay {
    pub(super) async fn stand(port: u16, room: &Room, mind: Arc<Mind>) -> Result<Self> {
        let listener = TcpListener::bind(local(port)).await.with_context(|| format!("the network's port {port}"))?;
        Ok(Self {
            listener,
            acceptor: acceptor(room)?,
            door: Door::of(room)?,
            mind,
            arrived: Notify::new(),
            last: Mutex::default(),
        })
    }

    /// Until `ended` says so.
    pub(super) async fn run(self, mut ended: watch::Receiver<bool>) {
        let relay = Arc::new(self);
        loop {
            tokio::select! {
                accepted = relay.listener.accept() => {
                    if let Ok((stream, _)) = accepted {
                        tokio::spawn(Arc::clone(&relay).converse(stream));
                    }
                }
                _ = ended.changed() => return,
            }
        }
    }

    async fn converse(self: Arc<Self>, stream: TcpStream) {
        // A phone that goes away is part of the weather.
        let Ok(stream) = self.acceptor.accept(stream).await else { return };
        let service = service_fn(|request| {
            let relay = Arc::clone(&self);
            async move { relay.carry(request).await }
        });
        if http1::Builder::new().serve_connection(TokioIo::new(stream), service).await.is_err() {
            // An error is how a connection is broken on purpose.
        }
    }

    /// One request to its fate. An error breaks the phone's connection.
    async fn carry(&self, request: Request<Incoming>) -> Result<Response<deed::Answer>> {
        let (parts, body) = request.into_parts();
        let body = body.collect().await.context("reading the request")?.to_bytes();
        let fate = self.mind.decide(&format!("{} {}", parts.method, parts.uri.path()));
        Deed { relay: self, parts, body }.done(fate).await
    }

    /// Carries a request to the room and its answer back.
    pub(super) async fn to_the_room(&self, request: Request<Whole>) -> Result<Response<Bytes>> {
        let answer = self.door.carry(request).await?;
        self.arrived.notify_waiters();
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer.clone());
        Ok(answer)
    }

    /// What the room answered last.
    pub(super) fn answered_last(&self) -> Option<Response<Bytes>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
