//! The phone's ways out: HTTPS today, more behind the same port.
//!
//! A way out carries sealed bytes there and raw receipts back. It refuses to judge: it opens nothing, verifies no
//! receipt and decides no retry; `hifazat_phone` does. What it does decide is whom it talks to: only to an endpoint of
//! the trust bundle that proves itself by a certificate of the bundle's own authorities. The system's list of
//! authorities, its proxies and redirects have no say.

mod https;

pub use https::{Deadlines, HttpsPath, UnusableBundle, check};
