//! Where the bundle says that phones find the room: names for the certificate, ports for the doors.

use std::net::IpAddr;

use anyhow::{Context, bail};
use axum::http::Uri;
use hifazat_protocol::{Endpoint, TrustBundle};

/// The names and addresses the server's certificate must carry: all that the bundle promises, and this machine.
#[must_use]
pub(crate) fn names(bundle: &TrustBundle) -> Vec<String> {
    let promised = bundle.endpoints.iter().flat_map(|endpoint| {
        let host = endpoint.url.parse::<Uri>().ok().and_then(|url| url.host().map(bare));
        host.into_iter().chain(endpoint.addresses.iter().cloned())
    });
    let here = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
    let mut names: Vec<String> = promised.chain(here).collect();
    names.sort();
    names.dedup();
    names
}

/// Where phones that believe this bundle look for the datagram path, one for each endpoint; 0: nowhere.
pub(crate) fn datagram_ports(bundle: &TrustBundle) -> impl Iterator<Item = u16> {
    bundle.endpoints.iter().map(|endpoint| {
        let of_url = endpoint.url.parse::<Uri>().ok().and_then(|url| url.port_u16());
        endpoint.datagram_port.or(of_url).unwrap_or(443)
    })
}

/// An endpoint from what stands behind `--public-url`.
///
/// # Errors
/// A sentence that names the option and what is wrong.
pub(super) fn endpoint(url: &str) -> anyhow::Result<Endpoint> {
    let parsed: Uri = url.parse().with_context(|| format!("--public-url {url}: not a URL"))?;
    let host = parsed.host().map(bare).filter(|host| !host.is_empty());
    let (Some("https"), Some(host)) = (parsed.scheme_str(), host) else {
        bail!("--public-url {url}: phones need https://HOST or https://HOST:PORT");
    };
    if parsed.path() != "/" && !parsed.path().is_empty() || parsed.query().is_some() {
        bail!("--public-url {url}: only scheme, host and port, without a path");
    }
    // An address with a wrong port parses as one without: `authority` keeps the text, `port_u16` does not.
    let port = parsed.authority().and_then(|name| name.as_str().rsplit_once(':')).map(|(_, port)| port);
    let has_port = port.is_some_and(|port| !port.ends_with(']'));
    if has_port && parsed.port_u16().is_none_or(|port| port == 0) {
        bail!("--public-url {url}: a port is a number from 1 to 65535");
    }
    if parsed.authority().is_some_and(|name| name.as_str().contains('@')) {
        bail!("--public-url {url}: without a user or a password");
    }
    let addresses = host.parse::<IpAddr>().map(|address| vec![address.to_string()]).unwrap_or_default();
    Ok(Endpoint { url: url.trim_end_matches('/').to_owned(), addresses, datagram_port: None })
}

fn bare(host: &str) -> String {
    host.trim_start_matches('[').trim_end_matches(']').to_owned()
}
