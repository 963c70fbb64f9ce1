//! Where a name leads: asked of the system each time, and remembered for when it does not answer.
//!
//! A name server is one more round trip on a poor link, and the first thing that fails on a broken one. So what it said
//! last is used when it is slow or silent; whoever is reached there must prove itself all the same.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hifazat_time::Clock;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// A remembered answer waits so long for a fresh one.
const SLOW: Duration = Duration::from_millis(500);

/// The names that were asked for; shared by all paths.
#[derive(Clone)]
pub struct Names {
    clock: Arc<dyn Clock>,
    book: Arc<Mutex<BTreeMap<String, Vec<IpAddr>>>>,
}

impl Names {
    /// An empty book.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, book: Arc::default() }
    }

    /// What was said last.
    pub(crate) fn remembered(&self, host: &str) -> Vec<IpAddr> {
        self.book().get(host).cloned().unwrap_or_default()
    }

    /// Asks the system. Empty: it knows nothing, or cannot say.
    pub(crate) async fn ask(&self, host: &str) -> Vec<IpAddr> {
        let found = tokio::net::lookup_host((host, 0)).await;
        let found: Vec<IpAddr> = found.map(|all| all.map(|address| address.ip()).collect()).unwrap_or_default();
        if !found.is_empty() {
            self.book().insert(host.to_owned(), found.clone());
        }
        found
    }

    /// What the system says, or what it said last if it is slow or silent now.
    async fn find(&self, host: &str) -> Vec<IpAddr> {
        let remembered = self.remembered(host);
        let asked = self.ask(host);
        let found = if remembered.is_empty() {
            asked.await
        } else {
            tokio::select! {
                found = asked => found,
                () = self.clock.sleep(SLOW) => Vec::new(),
            }
        };
        if found.is_empty() { remembered } else { found }
    }

    fn book(&self) -> MutexGuard<'_, BTreeMap<String, Vec<IpAddr>>> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let names = self.clone();
        Box::pin(async move {
            let found = names.find(name.as_str()).await;
            if found.is_empty() {
                return Err(io::Error::from(io::ErrorKind::NotFound).into());
            }
            let addresses: Addrs = Box::new(found.into_iter().map(|ip| SocketAddr::new(ip, 0)));
            Ok(addresses)
        })
    }
}

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Names(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hifazat_time::SystemClock;

    #[tokio::test]
    async fn what_was_said_last_is_used_when_nothing_is_said_now() {
        let names = Names::new(Arc::new(SystemClock));
        let there = IpAddr::from([192, 0, 2, 7]);
        assert!(names.find("room.invalid").await.is_empty());
        names.book().insert("room.invalid".to_owned(), vec![there]);
        assert_eq!(names.find("room.invalid").await, [there]);
        assert!(names.find("localhost").await.iter().all(IpAddr::is_loopback));
    }
}
