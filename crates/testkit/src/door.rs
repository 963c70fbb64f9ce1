//! The phones' endpoint of a room, from both sides: knocked at by a test, or stood in for by a [`Chaos`](crate::Chaos).

use std::fs;
use std::sync::Arc;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::header::{CONNECTION, HOST, HeaderValue};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_rustls::{TlsAcceptor, TlsConnector};

use crate::http::Answer;
use crate::ports::local;
use crate::room::Room;

/// A way to the room that trusts the room's own authority and nobody else.
pub(crate) struct Door {
    connector: TlsConnector,
    name: ServerName<'static>,
    port: u16,
}

impl Door {
    pub(crate) fn of(room: &Room) -> Result<Self> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from(kept(room, "/authority/certificate")?))?;
        let client = ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
        let client = client.with_root_certificates(roots).with_no_client_auth();
        let connector = TlsConnector::from(Arc::new(client));
        Ok(Self { connector, name: ServerName::try_from("127.0.0.1")?, port: room.phones_port() })
    }

    /// Carries a whole request over a connection of its own and brings the whole answer back.
    pub(crate) async fn carry(&self, mut request: Request<Full<Bytes>>) -> Result<Response<Bytes>> {
        let stream = TcpStream::connect(local(self.port)).await.context("the room cannot be reached")?;
        let stream = self.connector.connect(self.name.clone(), stream).await.context("TLS to the room")?;
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        let driven = tokio::spawn(connection);
        request.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        request.headers_mut().entry(HOST).or_insert(HeaderValue::from_static("127.0.0.1"));
        let (parts, body) = sender.send_request(request).await.context("asking the room")?.into_parts();
        let body = body.collect().await.context("reading the room's answer")?.to_bytes();
        driven.abort();
        Ok(Response::from_parts(parts, body))
    }
}

/// What accepts phones with the room's own certificate.
pub(crate) fn acceptor(room: &Room) -> Result<TlsAcceptor> {
    let certificate = CertificateDer::from(kept(room, "/server/certificate")?);
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(kept(room, "/server/key")?));
    let server = ServerConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
    let server = server.with_no_client_auth().with_single_cert(vec![certificate], key)?;
    Ok(TlsAcceptor::from(Arc::new(server)))
}

impl Room {
    /// Accepts connections with this room's certificate, for a server that stands beside it.
    ///
    /// # Errors
    /// When the certificate cannot be read.
    pub fn acceptor(&self) -> Result<TlsAcceptor> {
        acceptor(self)
    }
}

/// One request to the phones' endpoint, as any program on the network may send it.
pub(crate) fn knock(room: &Room, method: &str, path: &str, body: &[u8]) -> Result<Answer> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let request =
        Request::builder().method(method).uri(path).header("content-type", "application/vnd.hifazat.envelope");
    let request = request.body(Full::new(Bytes::copy_from_slice(body)))?;
    let door = Door::of(room)?;
    let (parts, body) = runtime.block_on(door.carry(request))?.into_parts();
    let headers = parts.headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap_or("").to_owned()));
    Ok(Answer { status: parts.status.as_u16(), headers: headers.collect(), body: body.to_vec() })
}

pub(crate) fn provider() -> Arc<rustls::crypto::CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// A part of what lies in the room's folder.
pub(crate) fn kept(room: &Room, pointer: &str) -> Result<Vec<u8>> {
    let file = room.folder().join("certificates.json");
    let text = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
    let kept: Value = serde_json::from_slice(&text).context("the room's certificates")?;
    let text = kept.pointer(pointer).and_then(Value::as_str).with_context(|| format!("no {pointer}"))?;
    STANDARD.decode(text).with_context(|| format!("{pointer} is not base64"))
}
