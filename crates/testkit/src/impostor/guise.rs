//! As what an impostor appears.

use std::sync::Arc;

use anyhow::Result;
use rustls::SupportedProtocolVersion;
use tokio_rustls::TlsAcceptor;

use super::certificate::Certificate;
use crate::door::acceptor;
use crate::room::Room;

/// From a request's body to a whole answer.
type Answer = Arc<dyn Fn(&[u8]) -> Vec<u8> + Send + Sync>;

/// As what an impostor appears.
#[derive(Clone)]
pub struct Guise {
    pub(super) tls: Option<TlsAcceptor>,
    /// To a request; without TLS, to whatever is heard first.
    pub(super) answer: Answer,
    datagrams: Option<Answer>,
}

impl Guise {
    /// It shows this certificate, and would answer with a page.
    ///
    /// # Errors
    /// When the certificate cannot be used.
    pub fn showing(certificate: &Certificate) -> Result<Self> {
        Self::speaking(certificate, rustls::DEFAULT_VERSIONS)
    }

    /// As [`showing`](Self::showing), and it speaks no other TLS than these.
    ///
    /// # Errors
    /// When the certificate cannot be used.
    pub fn speaking(certificate: &Certificate, versions: &[&'static SupportedProtocolVersion]) -> Result<Self> {
        Ok(Self { tls: Some(certificate.acceptor(versions)?), answer: Arc::new(|_| page()), datagrams: None })
    }

    /// It says these bytes to whatever it hears, without TLS.
    #[must_use]
    pub fn saying(bytes: &'static [u8]) -> Self {
        Self { tls: None, answer: Arc::new(move |_| bytes.to_vec()), datagrams: None }
    }

    /// It has the room's own certificate, and gives this answer to every request.
    ///
    /// # Errors
    /// When the room's certificate cannot be read.
    pub fn answering(room: &Room, answer: Vec<u8>) -> Result<Self> {
        Ok(Self { tls: Some(acceptor(room)?), answer: Arc::new(move |_| answer.clone()), datagrams: None })
    }

    /// It has the room's own certificate, and brings receipts of its choice by both ways: packed, for the bytes that came.
    ///
    /// # Errors
    /// When the room's certificate cannot be read.
    pub fn lying(room: &Room, lie: impl Fn(&[u8]) -> Vec<u8> + Send + Sync + 'static) -> Result<Self> {
        let lie: Answer = Arc::new(lie);
        let datagrams = Arc::clone(&lie);
        let answer = Arc::new(move |envelope: &[u8]| reply("application/vnd.hifazat.receipts", &lie(envelope)));
        Ok(Self { tls: Some(acceptor(room)?), answer, datagrams: Some(datagrams) })
    }

    /// `None`: it is silent there.
    pub(super) fn to_datagram(&self, packet: &[u8]) -> Option<Vec<u8>> {
        self.datagrams.as_ref().map(|answer| answer(packet))
    }
}

/// What a hotel's network says to everything.
fn page() -> Vec<u8> {
    reply("text/html", b"<!doctype html><title>Welcome</title><p>Accept our terms to go online.")
}

fn reply(content_type: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}
