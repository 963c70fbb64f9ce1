//! The phone's ways out: sealed datagram and HTTPS, more behind the same port.
//!
//! A way out carries sealed bytes there and raw receipts back. It refuses to judge: it opens nothing, verifies no
//! receipt and decides no retry; `hifazat_phone` does. What it does decide is whom it talks to: only to an endpoint of
//! the trust bundle. Over HTTPS it must prove itself by a certificate of the bundle's own authorities; the system's list of
//! authorities, its proxies and redirects have no say. A datagram proves itself by the receipt in it, and by nothing else.

mod cost;
mod datagram;
mod https;
mod names;

pub use cost::Cost;
pub use datagram::{Came, DatagramPath, Gaps, Talk, Wire};
pub use https::{Deadlines, HttpsPath, UnusableBundle, check};
pub use names::Names;
