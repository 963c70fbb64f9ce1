//! The ways to the endpoints of a trust bundle, in the order in which they are tried.
//!
//! An endpoint whose addresses the bundle carries is first tried at them, because asking a name server costs a round
//! trip and is the first thing a hostile network lies about. Its name is asked for in the next attempt.

use std::net::{IpAddr, SocketAddr};

use hifazat_protocol::{Endpoint, TrustBundle};
use reqwest::Url;

use super::tls;

/// A trust bundle with which this path could reach nobody, or not all that it names.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnusableBundle {
    /// It names no endpoint.
    #[error("endpoints: the trust bundle names none")]
    NoEndpoint,
    /// An endpoint is not an address for HTTPS.
    #[error("endpoints: {url:?} is not an https:// address")]
    Endpoint {
        /// What it says.
        url: String,
    },
    /// An endpoint's address is not one.
    #[error("endpoints: {address:?} is not an IP address")]
    Address {
        /// What it says.
        address: String,
    },
    /// No certificate that an endpoint could prove itself by.
    #[error("ca_certificates: the trust bundle carries none")]
    NoAuthority,
    /// One of the certificates cannot be used.
    #[error("ca_certificates: number {number} is not a usable certificate")]
    Authority {
        /// Its place in the list, from 1.
        number: usize,
    },
}

/// One way to one endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Route {
    pub(super) base: Url,
    /// Where it is, without asking a name server; the port comes from the address.
    pub(super) known: Vec<SocketAddr>,
}

/// Says what about a bundle this path cannot use; for set-up, where a person can still mend it.
///
/// # Errors
/// [`UnusableBundle`] for the first thing found.
pub fn check(trust: &TrustBundle) -> Result<(), UnusableBundle> {
    if trust.endpoints.is_empty() {
        return Err(UnusableBundle::NoEndpoint);
    }
    for endpoint in &trust.endpoints {
        base_of(endpoint)?;
        endpoint.addresses.iter().try_for_each(|address| address_of(address).map(drop))?;
    }
    tls::authorities(&trust.ca_certificates).map(drop)
}

/// All routes of a bundle. Unusable endpoints are passed over here: they must not stand in the way of the usable.
pub(super) fn routes(trust: &TrustBundle) -> Vec<Route> {
    trust.endpoints.iter().filter_map(|endpoint| Some(routes_of(endpoint, base_of(endpoint).ok()?))).flatten().collect()
}

fn routes_of(endpoint: &Endpoint, base: Url) -> Vec<Route> {
    let known: Vec<_> = endpoint.addresses.iter().filter_map(|address| address_of(address).ok()).collect();
    let is_name = base.domain().is_some();
    let asked = Route { base: base.clone(), known: Vec::new() };
    if known.is_empty() || !is_name { vec![asked] } else { vec![Route { base, known }, asked] }
}

fn base_of(endpoint: &Endpoint) -> Result<Url, UnusableBundle> {
    let url = Url::parse(&endpoint.url).ok().filter(|url| url.scheme() == "https" && url.has_host());
    url.ok_or_else(|| UnusableBundle::Endpoint { url: endpoint.url.clone() })
}

fn address_of(address: &str) -> Result<SocketAddr, UnusableBundle> {
    let ip: Result<IpAddr, _> = address.parse();
    ip.map(|ip| SocketAddr::new(ip, 0)).map_err(|_| UnusableBundle::Address { address: address.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(url: &str, addresses: &[&str]) -> Endpoint {
        Endpoint {
            url: url.into(),
            addresses: addresses.iter().map(|&address| address.into()).collect(),
            datagram_port: None,
        }
    }

    #[test]
    fn known_addresses_are_tried_before_a_name_server() {
        let endpoint = endpoint("https://room.example:8014", &["192.0.2.7", "2001:db8::7"]);
        let routes = routes_of(&endpoint, base_of(&endpoint).unwrap());
        assert_eq!(routes.len(), 2);
        assert_eq!(routes[0].known.len(), 2);
        assert!(routes[1].known.is_empty());
    }

    #[test]
    fn an_address_needs_no_name_server_at_all() {
        let endpoint = endpoint("https://127.0.0.1:8014", &["127.0.0.1"]);
        let routes = routes_of(&endpoint, base_of(&endpoint).unwrap());
        assert_eq!(routes, [Route { base: "https://127.0.0.1:8014".parse().unwrap(), known: Vec::new() }]);
    }

    #[test]
    fn plain_http_is_refused_by_name() {
        let refused = base_of(&endpoint("http://room.example", &[])).unwrap_err();
        assert_eq!(refused.to_string(), r#"endpoints: "http://room.example" is not an https:// address"#);
        assert!(address_of("room.example").is_err());
    }
}
