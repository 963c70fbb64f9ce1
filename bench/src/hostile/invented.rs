//! Invented devices over HTTPS, as fast as the room takes them.

use std::sync::Arc;

use anyhow::{Context, Result};
use hifazat_protocol::TrustBundle;
use hyper::body::Bytes;

use crate::client::{Connection, connector};

const CONNECTIONS: usize = 16;

/// Brings them all; how many were answered.
pub(super) async fn bring(port: u16, trust: Arc<TrustBundle>, envelopes: Vec<Vec<u8>>) -> Result<usize> {
    let tls = connector(&trust)?;
    let mut tasks = Vec::new();
    for share in envelopes.chunks(envelopes.len().div_ceil(CONNECTIONS).max(1)) {
        let (tls, share) = (tls.clone(), share.to_vec());
        tasks.push(tokio::spawn(async move {
            let mut connection = Connection::to(port, &tls).await?;
            let mut brought = 0;
            for envelope in share {
                connection.bring(Bytes::from(envelope)).await?;
                brought += 1;
            }
            anyhow::Ok(brought)
        }));
    }
    let mut all = 0;
    for task in tasks {
        all += task.await.context("a connection's task")??;
    }
    Ok(all)
}
