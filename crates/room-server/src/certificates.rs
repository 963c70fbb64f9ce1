//! The room's own certificate authority and the server certificate it renews by itself.
//!
//! Phones trust this authority and no other: it stands in the signed trust bundle. Both certificates begin in 2020, so
//! that a phone whose clock fell back to its factory date still reaches us.

use anyhow::Context;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use hifazat_protocol::UnixMillis;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use serde::{Deserialize, Serialize};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const AUTHORITY_DAYS: i64 = 20 * 365;
/// Longer than any bundle lives with its grace (ten years): a phone believes its clock within the life of its bundle,
/// and one whose clock runs years ahead must still find this certificate valid. A stolen one is worth silence and the
/// sight of traffic, never a word of an alert and never a receipt: those have keys of their own.
const SERVER_DAYS: i64 = 11 * 365;
const RENEW_BEFORE_DAYS: i64 = 30;

/// The authority and the server's certificate as they lie in the data folder.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Certificates {
    authority: Pair,
    server: Pair,
    names: Vec<String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    certificate: String,
    key: String,
    expires_at_ms: i64,
}

impl Certificates {
    /// A new authority, and a server certificate for `names` (host names and addresses).
    ///
    /// # Errors
    /// When a name is not one a certificate can carry.
    pub(crate) fn make(names: &[String], now: UnixMillis) -> anyhow::Result<Self> {
        let key = KeyPair::generate().context("cannot make a certificate key")?;
        let expires_at_ms = now.0 + AUTHORITY_DAYS * DAY_MS;
        let certificate = authority_params(expires_at_ms)?.self_signed(&key).context("cannot sign the authority")?;
        let authority = Pair::new(certificate.der(), &key, expires_at_ms);
        let server = issue(&authority, names, now)?;
        Ok(Self { authority, server, names: names.to_vec() })
    }

    /// The authority's certificate (DER), for the trust bundle.
    ///
    /// # Errors
    /// When the file was tampered with.
    pub(crate) fn authority_der(&self) -> anyhow::Result<Vec<u8>> {
        BASE64.decode(&self.authority.certificate).context("the authority's certificate")
    }

    /// What the server presents.
    ///
    /// # Errors
    /// When the file was tampered with.
    pub(crate) fn server(&self) -> anyhow::Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)> {
        let certificate = BASE64.decode(&self.server.certificate).context("the server's certificate")?;
        Ok((vec![CertificateDer::from(certificate)], PrivateKeyDer::Pkcs8(self.server.key_der()?)))
    }

    /// When the server certificate ends.
    #[must_use]
    pub(crate) fn expires_at(&self) -> UnixMillis {
        UnixMillis(self.server.expires_at_ms)
    }

    /// A fresh server certificate when the present one ends within 30 days or lacks one of `names`; else `None`.
    ///
    /// # Errors
    /// As [`Certificates::make`].
    pub(crate) fn renewed(&self, names: &[String], now: UnixMillis) -> anyhow::Result<Option<Self>> {
        let near_its_end = self.server.expires_at_ms - now.0 < RENEW_BEFORE_DAYS * DAY_MS;
        let lacks_a_name = names.iter().any(|name| !self.names.contains(name));
        if !near_its_end && !lacks_a_name {
            return Ok(None);
        }
        let server = issue(&self.authority, names, now)?;
        Ok(Some(Self { authority: self.authority.clone(), server, names: names.to_vec() }))
    }
}

impl Pair {
    fn new(certificate: &CertificateDer<'_>, key: &KeyPair, expires_at_ms: i64) -> Self {
        Self { certificate: BASE64.encode(certificate), key: BASE64.encode(key.serialized_der()), expires_at_ms }
    }

    fn key_der(&self) -> anyhow::Result<PrivatePkcs8KeyDer<'static>> {
        Ok(PrivatePkcs8KeyDer::from(BASE64.decode(&self.key).context("a certificate's key")?))
    }
}

fn issue(authority: &Pair, names: &[String], now: UnixMillis) -> anyhow::Result<Pair> {
    let signer = KeyPair::try_from(authority.key_der()?.secret_pkcs8_der()).context("the authority's key")?;
    let issuer = Issuer::new(authority_params(authority.expires_at_ms)?, signer);
    let expires_at_ms = authority.expires_at_ms.min(now.0 + SERVER_DAYS * DAY_MS);
    let mut params = params("Hifazat control room", expires_at_ms, names)?;
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.use_authority_key_identifier_extension = true;
    let key = KeyPair::generate().context("cannot make a certificate key")?;
    let certificate = params.signed_by(&key, &issuer).context("cannot sign the server's certificate")?;
    Ok(Pair::new(certificate.der(), &key, expires_at_ms))
}

fn authority_params(expires_at_ms: i64) -> anyhow::Result<CertificateParams> {
    let mut params = params("Hifazat control room authority", expires_at_ms, &[])?;
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    Ok(params)
}

fn params(common_name: &str, expires_at_ms: i64, names: &[String]) -> anyhow::Result<CertificateParams> {
    let mut params = CertificateParams::new(names.to_vec()).context("a name the certificate cannot carry")?;
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common_name);
    params.distinguished_name = name;
    let end = jiff::Timestamp::from_millisecond(expires_at_ms).context("the certificate's end")?;
    let end = jiff::tz::Offset::UTC.to_datetime(end).date();
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after =
        date_time_ymd(end.year().into(), u8::try_from(end.month()).unwrap_or(1), u8::try_from(end.day()).unwrap_or(1));
    Ok(params)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMillis = UnixMillis(1_795_000_000_000);

    fn names() -> Vec<String> {
        vec!["room.example".to_owned(), "127.0.0.1".to_owned()]
    }

    #[test]
    fn a_server_certificate_near_its_end_is_renewed_under_the_same_authority() {
        let made = Certificates::make(&names(), NOW).unwrap();
        assert!(made.renewed(&names(), NOW).unwrap().is_none());
        let later = UnixMillis(NOW.0 + (SERVER_DAYS - 29) * DAY_MS);
        let renewed = made.renewed(&names(), later).unwrap().expect("renewed");
        assert_eq!(renewed.authority_der().unwrap(), made.authority_der().unwrap());
        assert_ne!(renewed.server().unwrap().0, made.server().unwrap().0);
        assert!(renewed.expires_at() > made.expires_at());
    }

    #[test]
    fn a_new_public_name_gets_a_certificate_at_once() {
        let made = Certificates::make(&names(), NOW).unwrap();
        let more = [names(), vec!["new.example".to_owned()]].concat();
        assert!(made.renewed(&more, NOW).unwrap().is_some());
    }
}
