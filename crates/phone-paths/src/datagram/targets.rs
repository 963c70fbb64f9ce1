//! Where a room's datagram listener is: at the addresses that the trust bundle carries, and at those that a name server
//! gives for its names. Both are tried; a name server that is slow, lies or is not there delays nobody.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, PoisonError};

use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use hifazat_protocol::{Endpoint, TrustBundle};
use reqwest::Url;

/// More addresses than this are not tried: each try costs a packet to each of them.
const MOST: usize = 4;
const HTTPS_PORT: u16 = 443;

/// What name servers said last: tried at once, while they are asked again.
#[derive(Default)]
pub(super) struct Book(Mutex<BTreeMap<Name, Vec<SocketAddr>>>);

/// Host and UDP port.
type Name = (String, u16);
/// A question to a name server, with what it found.
type Question = BoxFuture<'static, (Name, Vec<SocketAddr>)>;

/// The addresses that are known, and the questions that are still open.
pub(super) struct Names<'a> {
    book: &'a Book,
    known: Vec<SocketAddr>,
    asking: FuturesUnordered<Question>,
}

/// Does the bundle name any datagram listener?
pub(super) fn are_any(trust: &TrustBundle) -> bool {
    trust.endpoints.iter().any(|endpoint| door_of(endpoint).is_some())
}

impl<'a> Names<'a> {
    /// Begins to ask for every name.
    pub(super) fn ask(trust: &TrustBundle, book: &'a Book) -> Self {
        let mut names = Self { book, known: Vec::new(), asking: FuturesUnordered::new() };
        for endpoint in &trust.endpoints {
            let Some((host, port)) = door_of(endpoint) else { continue };
            let given = endpoint.addresses.iter().filter_map(|address| address.parse::<IpAddr>().ok());
            names.add(given.map(|ip| SocketAddr::new(ip, port)));
            match host.parse::<IpAddr>() {
                Ok(ip) => names.add([SocketAddr::new(ip, port)]),
                Err(_) => names.look_up((host, port)),
            }
        }
        names
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
    pub(super) async fn next(&mut self) {
        while let Some((name, found)) = self.asking.next().await {
            let before = self.known.len();
            self.add(found.iter().copied());
            if !found.is_empty() {
                self.book.write(name, found);
            }
            if self.known.len() > before {
                return;
            }
        }
        std::future::pending().await
    }

    fn look_up(&mut self, name: Name) {
        self.add(self.book.read(&name));
        self.asking.push(Box::pin(async move {
            let found = tokio::net::lookup_host((name.0.as_str(), name.1)).await;
            let found = found.map(Iterator::collect).unwrap_or_default();
            (name, found)
        }));
    }

    fn add(&mut self, more: impl IntoIterator<Item = SocketAddr>) {
        for address in more {
            if self.known.len() < MOST && !self.known.contains(&address) {
                self.known.push(address);
            }
        }
    }
}

impl Book {
    fn read(&self, name: &Name) -> Vec<SocketAddr> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned().unwrap_or_default()
    }

    fn write(&self, name: Name, found: Vec<SocketAddr>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name, found);
    }
}

/// Where an endpoint's datagram listener is.
fn door_of(endpoint: &Endpoint) -> Option<Name> {
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
