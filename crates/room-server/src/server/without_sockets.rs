//! For tests: what the phones' doors do, without their sockets.

use std::fmt;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite};

use super::Server;
use crate::datagram::Listener;

/// The datagram path.
pub struct Ear(Listener);

impl Ear {
    /// A packet and what is sent back to it; empty: nothing is.
    pub async fn hear(&mut self, packet: &[u8]) -> Vec<u8> {
        self.0.hear(packet).await
    }
}

impl fmt::Debug for Ear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ear(…)")
    }
}

impl Server {
    /// What takes datagrams.
    #[must_use]
    pub fn ear(&self) -> Ear {
        Ear(Listener::new(Arc::clone(&self.shared)))
    }

    /// Converses with a phone over any stream, until one of the two ends it.
    pub async fn attend<S>(&self, stream: S)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        self.phones.attend(stream, self.listening()).await;
    }
}
