//! TLS by rustls over ring, with a certificate that can be replaced while serving.

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use anyhow::Context;
use rustls::ServerConfig;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio_rustls::TlsAcceptor;

/// The certificate in use; replacing it does not touch open connections.
#[derive(Debug)]
pub(crate) struct Credentials {
    current: RwLock<Arc<CertifiedKey>>,
}

impl Credentials {
    /// Starts with this chain and key.
    ///
    /// # Errors
    /// When the key is of an unsupported kind or does not fit the certificate.
    pub(crate) fn new(chain: Vec<CertificateDer<'static>>, key: PrivateKeyDer<'static>) -> anyhow::Result<Arc<Self>> {
        Ok(Arc::new(Self { current: RwLock::new(certified(chain, key)?) }))
    }

    /// From now on presents this chain.
    ///
    /// # Errors
    /// As [`Credentials::new`]; the old certificate then stays.
    pub(crate) fn replace(
        &self,
        chain: Vec<CertificateDer<'static>>,
        key: PrivateKeyDer<'static>,
    ) -> anyhow::Result<()> {
        let fresh = certified(chain, key)?;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// An acceptor that presents whatever certificate is current.
    ///
    /// # Errors
    /// When the provider lacks the safe default versions (it never does).
    pub(crate) fn acceptor(self: &Arc<Self>) -> anyhow::Result<TlsAcceptor> {
        let resolver: Arc<dyn ResolvesServerCert> = Arc::<Self>::clone(self);
        let mut config = ServerConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .context("TLS versions")?
            .with_no_client_auth()
            .with_cert_resolver(resolver);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        config.ticketer = rustls::crypto::ring::Ticketer::new().context("session tickets")?;
        Ok(TlsAcceptor::from(Arc::new(config)))
    }
}

impl ResolvesServerCert for Credentials {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// A certificate chain and its key from PEM files (options `--console-cert` and `--console-key`).
///
/// # Errors
/// A sentence naming the option and the file.
pub(crate) fn from_pem(certificate: &Path, key: &Path) -> anyhow::Result<Arc<Credentials>> {
    let about = || format!("--console-cert {}", certificate.display());
    let chain = CertificateDer::pem_file_iter(certificate).with_context(about)?;
    let chain = chain.collect::<Result<Vec<_>, _>>().with_context(about)?;
    let key = PrivateKeyDer::from_pem_file(key).with_context(|| format!("--console-key {}", key.display()))?;
    Credentials::new(chain, key).with_context(about)
}

fn certified(chain: Vec<CertificateDer<'static>>, key: PrivateKeyDer<'static>) -> anyhow::Result<Arc<CertifiedKey>> {
    let signer = CertifiedKey::from_der(chain, key, &provider()).context("the key does not fit the certificate")?;
    Ok(Arc::new(signer))
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}
