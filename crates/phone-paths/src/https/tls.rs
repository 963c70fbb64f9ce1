//! TLS with nobody's trust but the bundle's: its certificate authorities, TLS 1.3, ring.
//!
//! Which time it is decides whether a certificate is valid, and a phone's clock may be years off: a wrong clock must not
//! silence an alert. So the clock is believed only within the life of the trust bundle, which the root has signed. Below
//! it the bundle's issue is taken, above it the end of its grace.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use hifazat_protocol::{TrustBundle, UnixMillis};
use hifazat_time::Clock;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{ClientConfig, RootCertStore};

use super::route::UnusableBundle;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// The TLS configuration of a bundle. Certificates that cannot be used are passed over.
pub(super) fn config(trust: &TrustBundle, clock: Arc<dyn Clock>) -> Option<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(trust.ca_certificates.iter().map(|der| CertificateDer::from(der.as_slice())));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let time = Arc::new(BundleTime { clock, from: trust.issued_at, to: end_of_grace(trust) });
    let builder = ClientConfig::builder_with_details(provider, time);
    let builder = builder.with_protocol_versions(&[&rustls::version::TLS13]).ok()?;
    Some(builder.with_root_certificates(roots).with_no_client_auth())
}

/// The authorities of a bundle, or which of them is none.
pub(super) fn authorities(certificates: &[Vec<u8>]) -> Result<RootCertStore, UnusableBundle> {
    let mut roots = RootCertStore::empty();
    for (place, der) in certificates.iter().enumerate() {
        let added = roots.add(CertificateDer::from(der.as_slice()));
        added.map_err(|_| UnusableBundle::Authority { number: place + 1 })?;
    }
    if roots.is_empty() { Err(UnusableBundle::NoAuthority) } else { Ok(roots) }
}

fn end_of_grace(trust: &TrustBundle) -> UnixMillis {
    trust.expires_at.plus_ms(i64::from(trust.grace_days).saturating_mul(DAY_MS))
}

struct BundleTime {
    clock: Arc<dyn Clock>,
    from: UnixMillis,
    to: UnixMillis,
}

impl BundleTime {
    fn believed(&self, wall_ms: i64) -> i64 {
        wall_ms.min(self.to.0).max(self.from.0)
    }
}

impl TimeProvider for BundleTime {
    fn current_time(&self) -> Option<UnixTime> {
        let believed = u64::try_from(self.believed(self.clock.now().0)).ok()?;
        Some(UnixTime::since_unix_epoch(Duration::from_millis(believed)))
    }
}

impl fmt::Debug for BundleTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BundleTime").field("from", &self.from).field("to", &self.to).finish_non_exhaustive()
    }
}
