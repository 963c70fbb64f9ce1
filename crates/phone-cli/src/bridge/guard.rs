//! Whose requests are answered.

use std::net::SocketAddr;

use hyper::Request;
use hyper::header::{CONTENT_TYPE, HOST, HeaderMap, HeaderName, ORIGIN};

use super::reply::Reply;

/// Browsers say with it where a request comes from, and pages cannot change it.
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const LOOPBACK_NAMES: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];

/// The names under which this bridge may be asked.
pub(super) struct Guard {
    hosts: Vec<String>,
}

impl Guard {
    pub(super) fn new(address: SocketAddr) -> Self {
        let mut names = vec![match address {
            SocketAddr::V4(v4) => v4.ip().to_string(),
            SocketAddr::V6(v6) => format!("[{}]", v6.ip()),
        }];
        names.extend(LOOPBACK_NAMES.map(str::to_owned));
        let port = address.port();
        let mut hosts: Vec<_> = names.iter().map(|name| format!("{name}:{port}")).collect();
        if port == 80 {
            hosts.extend(names);
        }
        Self { hosts }
    }

    pub(super) fn url(&self) -> String {
        self.hosts.first().map(|host| format!("http://{host}/")).unwrap_or_default()
    }

    /// Refuses what another site may have sent.
    pub(super) fn check<B>(&self, request: &Request<B>) -> Result<(), Reply> {
        let headers = request.headers();
        let known = |host: &str| self.hosts.iter().any(|known| known.eq_ignore_ascii_case(host));
        let is_ours = match only(headers, &HOST) {
            Some(host) => known(host),
            None => false,
        };
        if !is_ours {
            return Err(Reply::problem(421, "foreign_host", "this bridge answers under loopback names only"));
        }
        let from = headers.contains_key(ORIGIN).then(|| only(headers, &ORIGIN).unwrap_or_default());
        if from.is_some_and(|origin| !origin.strip_prefix("http://").is_some_and(known)) {
            return Err(Reply::problem(403, "foreign_origin", "another site's page may not use this bridge"));
        }
        let site = headers.contains_key(FETCH_SITE).then(|| only(headers, &FETCH_SITE).unwrap_or_default());
        // `none` is a person who typed the address or followed a bookmark.
        if site.is_some_and(|site| !matches!(site, "same-origin" | "none")) {
            return Err(Reply::problem(403, "foreign_origin", "another site's page may not use this bridge"));
        }
        Ok(())
    }

    /// Commands come as JSON: a form of another site cannot send that without asking first.
    pub(super) fn check_json<B>(request: &Request<B>) -> Result<(), Reply> {
        let named = only(request.headers(), &CONTENT_TYPE).and_then(|value| value.split(';').next());
        if named.is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json")) {
            return Ok(());
        }
        Err(Reply::problem(415, "not_json", "send the arguments with Content-Type: application/json"))
    }
}

/// The value of a header that is there exactly once and is text.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    if values.next().is_some() {
        return None;
    }
    value.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(headers: &[(&str, &str)]) -> bool {
        let guard = Guard::new("127.0.0.1:8016".parse().unwrap());
        let builder = headers.iter().fold(Request::builder(), |builder, (name, value)| builder.header(*name, *value));
        guard.check(&builder.body(()).unwrap()).is_ok()
    }

    #[test]
    fn the_page_itself_passes() {
        assert!(passes(&[("host", "127.0.0.1:8016")]));
        assert!(passes(&[("host", "LOCALHOST:8016"), ("origin", "http://localhost:8016")]));
        assert!(passes(&[("host", "[::1]:8016"), ("sec-fetch-site", "same-origin")]));
        assert!(passes(&[("host", "127.0.0.1:8016"), ("sec-fetch-site", "none")]));
    }

    #[test]
    fn a_name_made_to_point_here_is_refused() {
        assert!(!passes(&[("host", "evil.example:8016")]));
        assert!(!passes(&[("host", "127.0.0.1.evil.example:8016")]));
        assert!(!passes(&[("host", "127.0.0.1:8017")]));
        assert!(!passes(&[]));
        assert!(!passes(&[("host", "127.0.0.1:8016"), ("host", "evil.example:8016")]));
    }

    #[test]
    fn another_sites_page_is_refused() {
        let host = ("host", "127.0.0.1:8016");
        assert!(!passes(&[host, ("origin", "https://evil.example")]));
        assert!(!passes(&[host, ("origin", "http://127.0.0.1:3000")]));
        assert!(!passes(&[host, ("origin", "https://127.0.0.1:8016")]));
        assert!(!passes(&[host, ("origin", "null")]));
        assert!(!passes(&[host, ("origin", "http://localhost:8016"), ("origin", "http://evil.example")]));
        assert!(!passes(&[host, ("sec-fetch-site", "cross-site")]));
        assert!(!passes(&[host, ("sec-fetch-site", "same-site")]));
    }

    #[test]
    fn the_default_port_may_go_unsaid() {
        let guard = Guard::new("127.0.0.1:80".parse().unwrap());
        assert!(guard.check(&Request::builder().header("host", "localhost").body(()).unwrap()).is_ok());
    }
}
