//! The session cookie: HttpOnly, SameSite=Strict, Secure wherever the console is not plain HTTP on loopback.

use axum::http::header::{COOKIE, HeaderMap, HeaderValue};

/// Over TLS the `__Host-` prefix makes the browser refuse a cookie set by any other host or path.
const OVER_TLS: &str = "__Host-hifazat";
const ON_LOOPBACK: &str = "hifazat";

/// How the console is reached, as far as cookies are concerned.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CookieRules {
    /// The console is reached over TLS (its own or a proxy's).
    pub secure: bool,
}

impl CookieRules {
    fn name(self) -> &'static str {
        if self.secure { OVER_TLS } else { ON_LOOPBACK }
    }

    /// The token the browser sent.
    #[must_use]
    pub(crate) fn read(self, headers: &HeaderMap) -> Option<String> {
        let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.filter(|(name, _)| *name == self.name()).map(|(_, token)| token.to_owned()).next()
    }

    /// The header that hands the browser its token; it lives as long as the browser's session.
    #[must_use]
    pub(crate) fn set(self, token: &str) -> Option<HeaderValue> {
        HeaderValue::from_str(&format!("{}={token}; Path=/; {}", self.name(), self.attributes())).ok()
    }

    /// The header that takes it away.
    #[must_use]
    pub(crate) fn clear(self) -> Option<HeaderValue> {
        HeaderValue::from_str(&format!("{}=; Path=/; Max-Age=0; {}", self.name(), self.attributes())).ok()
    }

    fn attributes(self) -> &'static str {
        if self.secure { "HttpOnly; SameSite=Strict; Secure" } else { "HttpOnly; SameSite=Strict" }
    }
}
