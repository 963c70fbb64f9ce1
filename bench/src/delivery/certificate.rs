//! A server that a client knows by its own certificate and no other.

use std::net::Ipv4Addr;
use std::sync::Arc;

use anyhow::Result;
use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ClientConfig, RootCertStore, ServerConfig};

/// A certificate with its key.
pub(super) struct Certificate(CertifiedKey<KeyPair>);

impl Certificate {
    pub(super) fn of(address: Ipv4Addr) -> Result<Self> {
        Ok(Self(generate_simple_self_signed(vec![address.to_string()])?))
    }

    pub(super) fn pem(&self) -> String {
        self.0.cert.pem()
    }

    pub(super) fn key_pem(&self) -> String {
        self.0.signing_key.serialize_pem()
    }

    pub(super) fn server(&self) -> Result<ServerConfig> {
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(self.0.signing_key.serialize_der()));
        let config = ServerConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
        Ok(config.with_no_client_auth().with_single_cert(vec![self.der()], key)?)
    }

    pub(super) fn client(&self) -> Result<ClientConfig> {
        let mut roots = RootCertStore::empty();
        roots.add(self.der())?;
        let config = ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
        Ok(config.with_root_certificates(roots).with_no_client_auth())
    }

    fn der(&self) -> CertificateDer<'static> {
        self.0.cert.der().clone()
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}
