//! Where a room's datagram listener is: at the addresses that the trust bundle carries, and at those that a name server
//! gives for its names. Both are tried; a name server that is slow, lies or is not there delays nobody.

use std::net::{IpAddr, SocketAddr};

use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use hifazat_protocol::{Endpoint, TrustBundle};
use reqwest::Url;

use crate::names::Names;

/// More addresses than this are not tried: each try costs a packet to each of them.
const MOST: usize = 4;
const HTTPS_PORT: u16 = 443;

/// The addresses that are known, and the names that are still asked for.
pub(super) struct Targets<'a> {
    known: Vec<SocketAddr>,
    asking: FuturesUnordered<BoxFuture<'a, Vec<SocketAddr>>>,
}

/// Does the bundle name any datagram listener?
pub(super) fn are_any(trust: &TrustBundle) -> bool {
    trust.endpoints.iter().any(|endpoint| door_of(endpoint).is_some())
}

impl<'a> Targets<'a> {
    /// Begins to ask for every name.
    pub(super) fn of(trust: &TrustBundle, names: &'a Names) -> Self {
        let mut targets = Self { known: Vec::new(), asking: FuturesUnordered::new() };
        for endpoint in &trust.endpoints {
            let Some((host, port)) = door_of(endpoint) else { continue };
            let at = move |ip: IpAddr| SocketAddr::new(ip, port);
            targets.add(endpoint.addresses.iter().filter_map(|address| address.parse().ok()).map(at));
            if let Ok(ip) = host.parse() {
                targets.add([at(ip)]);
                continue;
            }
            targets.add(names.remembered(&host).into_iter().map(at));
            targets.asking.push(Box::pin(async move { names.ask(&host).await.into_iter().map(at).collect() }));
        }
        targets
    }

    /// Where to send now.
    pub(super) fn known(&self) -> &[SocketAddr] {
        &self.known
    }

    /// Is a name server still to answer?
    pub(super) fn is_asking(&self) -> bool {
        !self.asking.is_empty()
    }

    /// Returns when another address was found; never, when nothing is open any more.
    pub(super) async fn more(&mut self) {
        while let Some(found) = self.asking.next().await {
            let before = self.known.len();
            self.add(found);
            if self.known.len() > before {
                return;
            }
        }
        std::future::pending().await
    }

    fn add(&mut self, more: impl IntoIterator<Item = SocketAddr>) {
        for address in more {
            if self.known.len() < MOST && !self.known.contains(&address) {
                self.known.push(address);
            }
        }
    }
}

/// Where an endpoint's datagram listener is.
fn door_of(endpoint: &Endpoint) -> Option<(String, u16)> {
    let url = Url::parse(&endpoint.url).ok()?;
    let host = url.host_str()?.trim_start_matches('[').trim_end_matches(']').to_owned();
    let port = endpoint.datagram_port.or(url.port()).unwrap_or(HTTPS_PORT);
    (port != 0).then_some((host, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(url: &str, datagram_port: Option<u16>) -> Endpoint {
        Endpoint { url: url.into(), addresses: Vec::new(), datagram_port }
    }

    #[test]
    fn the_port_is_the_urls_own_unless_the_bundle_says_otherwise() {
        let door = |url: &str, port| door_of(&endpoint(url, port)).map(|(host, port)| format!("{host} {port}"));
        assert_eq!(door("https://room.example:8014", None).unwrap(), "room.example 8014");
        assert_eq!(door("https://room.example", None).unwrap(), "room.example 443");
        assert_eq!(door("https://[2001:db8::7]:8014", Some(9)).unwrap(), "2001:db8::7 9");
        assert_eq!(door("https://room.example", Some(0)), None);
    }
}
