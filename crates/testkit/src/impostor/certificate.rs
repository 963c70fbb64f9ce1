//! Certificates that a room would never show, signed by its own authority or by another one.

use std::sync::Arc;

use anyhow::Result;
use rcgen::{BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, SupportedProtocolVersion};
use tokio_rustls::TlsAcceptor;

use crate::door::{kept, provider};
use crate::room::Room;

/// The name of every room's authority: a certificate names its signer so.
const AUTHORITY: &str = "Hifazat control room authority";

/// What an impostor proves itself by.
#[derive(Debug)]
pub struct Certificate {
    der: Vec<u8>,
    key: Vec<u8>,
}

/// From when until when it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// For years past and to come.
    Now,
    /// It ended years ago.
    Past,
    /// It begins in years.
    Future,
}

impl Certificate {
    /// For `host`, signed by the room's own authority.
    ///
    /// # Errors
    /// When the authority's key cannot be read.
    pub fn of_the_room(room: &Room, host: &str, life: Life) -> Result<Self> {
        let key = kept(room, "/authority/key")?;
        Self::signed(AUTHORITY, KeyPair::try_from(key.as_slice())?, host, life)
    }

    /// For `host`, signed by some other authority, such as one that an employer put into the system.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn of_another_authority(host: &str) -> Result<Self> {
        Self::signed("Another authority", KeyPair::generate()?, host, Life::Now)
    }

    /// For `host`, signed by an authority that bears the name of the room's.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn of_an_imitated_authority(host: &str) -> Result<Self> {
        Self::signed(AUTHORITY, KeyPair::generate()?, host, Life::Now)
    }

    fn signed(authority: &str, key: KeyPair, host: &str, life: Life) -> Result<Self> {
        let mut signer = CertificateParams::default();
        signer.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        signer.distinguished_name = DistinguishedName::new();
        signer.distinguished_name.push(DnType::CommonName, authority);
        let issuer = Issuer::new(signer, key);
        let mut params = CertificateParams::new([host.to_owned()])?;
        let (from, to) = match life {
            Life::Now => (2020, 2090),
            Life::Past => (2020, 2022),
            Life::Future => (2080, 2090),
        };
        (params.not_before, params.not_after) = (date_time_ymd(from, 1, 1), date_time_ymd(to, 1, 1));
        let key = KeyPair::generate()?;
        let certificate = params.signed_by(&key, &issuer)?;
        Ok(Self { der: certificate.der().to_vec(), key: key.serialize_der() })
    }

    pub(super) fn acceptor(&self, versions: &[&'static SupportedProtocolVersion]) -> Result<TlsAcceptor> {
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(self.key.clone()));
        let server = ServerConfig::builder_with_provider(provider()).with_protocol_versions(versions)?;
        let server = server.with_no_client_auth();
        let server = server.with_single_cert(vec![CertificateDer::from(self.der.clone())], key)?;
        Ok(TlsAcceptor::from(Arc::new(server)))
    }
}
