//! HTTP as a phone and a console speak it, over connections that are kept.

use std::sync::Arc;

use anyhow::{Context, Result};
use hifazat_protocol::TrustBundle;
use hifazat_testkit::Room;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use rustls::pki_types::{CertificateDer, ServerName};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// One connection.
pub(crate) struct Connection {
    sender: SendRequest<Full<Bytes>>,
    host: String,
}

impl Connection {
    /// To the phones' endpoint.
    pub(crate) async fn as_phone(room: &Room, trust: &TrustBundle) -> Result<Self> {
        Self::to(room.phones_port(), &connector(trust)?).await
    }

    /// To any port of this machine, over TLS.
    pub(crate) async fn to(port: u16, connector: &TlsConnector) -> Result<Self> {
        Self::over(TokioIo::new(open_tls(port, connector).await?), port).await
    }

    /// To the console.
    pub(crate) async fn as_console(room: &Room) -> Result<Self> {
        Self::over(TokioIo::new(tcp(room.console_port()).await?), room.console_port()).await
    }

    async fn over<S>(stream: S, port: u16) -> Result<Self>
    where
        S: hyper::rt::Read + hyper::rt::Write + Unpin + Send + 'static,
    {
        let (sender, connection) = handshake(stream).await?;
        tokio::spawn(connection);
        Ok(Self { sender, host: format!("127.0.0.1:{port}") })
    }

    /// Sends one request; the answer's body is still to be read.
    pub(crate) async fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Bytes,
    ) -> Result<Response<Incoming>> {
        let mut request = Request::builder().method(method).uri(path).header("host", &self.host);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.sender.ready().await.context("the room closed the connection")?;
        Ok(self.sender.send_request(request.body(Full::new(body))?).await?)
    }

    /// Brings an envelope; the receipts' bytes.
    pub(crate) async fn bring(&mut self, envelope: Bytes) -> Result<Bytes> {
        let headers = [("content-type", "application/vnd.hifazat.envelope")];
        let answer = self.send("POST", "/v1/envelopes", &headers, envelope).await?;
        let status = answer.status();
        let body = answer.into_body().collect().await?.to_bytes();
        anyhow::ensure!(status == 200 && !body.is_empty(), "the room answered {status}");
        Ok(body)
    }
}

/// TLS to any port of this machine.
pub(crate) async fn open_tls(port: u16, connector: &TlsConnector) -> Result<TlsStream<TcpStream>> {
    let name = ServerName::try_from("127.0.0.1")?;
    connector.connect(name, tcp(port).await?).await.context("the TLS handshake")
}

async fn tcp(port: u16) -> Result<TcpStream> {
    let stream = TcpStream::connect(("127.0.0.1", port)).await.context("connecting to the room")?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// TLS that trusts what a phone with this bundle trusts. Sessions are taken up again over the same connector.
pub(crate) fn connector(trust: &TrustBundle) -> Result<TlsConnector> {
    let mut roots = rustls::RootCertStore::empty();
    for certificate in &trust.ca_certificates {
        roots.add(CertificateDer::from(certificate.clone()))?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}
