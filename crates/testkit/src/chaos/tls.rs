//! TLS on both sides, with what lies in the room's own folder.

use std::fs;
use std::sync::Arc;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use serde_json::Value;
use tokio_rustls::{TlsAcceptor, TlsConnector};

use crate::room::Room;

/// Accepts as the room does, connects as a phone does.
pub(super) struct Tls {
    pub(super) acceptor: TlsAcceptor,
    pub(super) connector: TlsConnector,
    pub(super) name: ServerName<'static>,
}

impl Tls {
    pub(super) fn of(room: &Room) -> Result<Self> {
        let file = room.folder().join("certificates.json");
        let text = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
        let kept: Value = serde_json::from_slice(&text).context("the room's certificates")?;
        let part = |pointer: &str| -> Result<Vec<u8>> {
            let text = kept.pointer(pointer).and_then(Value::as_str).with_context(|| format!("no {pointer}"))?;
            STANDARD.decode(text).with_context(|| format!("{pointer} is not base64"))
        };

        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let certificate = CertificateDer::from(part("/server/certificate")?);
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(part("/server/key")?));
        let server =
            ServerConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions()?;
        let server = server.with_no_client_auth().with_single_cert(vec![certificate], key)?;

        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from(part("/authority/certificate")?))?;
        let client = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        let client = client.with_root_certificates(roots).with_no_client_auth();
        Ok(Self {
            acceptor: TlsAcceptor::from(Arc::new(server)),
            connector: TlsConnector::from(Arc::new(client)),
            name: ServerName::try_from("127.0.0.1")?,
        })
    }
}
