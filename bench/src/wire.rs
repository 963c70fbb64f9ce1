//! HTTP/1.1 over TLS with as little work as possible: where the room is measured, its client shares the machine with it.

use anyhow::{Context, Result, bail, ensure};
use hifazat_protocol::TrustBundle;
use hifazat_testkit::Room;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

use crate::client::{connector, open_tls};

const MOST_HEADERS: usize = 32;

/// One kept connection to the phones' endpoint.
pub(crate) struct Wire {
    stream: TlsStream<TcpStream>,
    host: String,
    read: Vec<u8>,
}

impl Wire {
    pub(crate) async fn open(room: &Room, trust: &TrustBundle) -> Result<Self> {
        let host = format!("127.0.0.1:{}", room.phones_port());
        let stream = open_tls(room.phones_port(), &connector(trust)?).await?;
        Ok(Self { stream, host, read: Vec::with_capacity(4_096) })
    }

    /// Brings an envelope; the receipts' bytes.
    pub(crate) async fn bring(&mut self, envelope: &[u8]) -> Result<Vec<u8>> {
        let head = format!(
            "POST /v1/envelopes HTTP/1.1\r\nhost: {}\r\ncontent-type: application/vnd.hifazat.envelope\r\ncontent-length: {}\r\n\r\n",
            self.host,
            envelope.len()
        );
        self.stream.write_all(&[head.as_bytes(), envelope].concat()).await?;
        self.stream.flush().await?;
        self.read.clear();
        loop {
            let count = self.stream.read_buf(&mut self.read).await?;
            ensure!(count > 0, "the room closed the connection");
            if let Some(body) = body_of(&self.read)? {
                return Ok(body);
            }
        }
    }
}

/// The body, once it is whole.
fn body_of(read: &[u8]) -> Result<Option<Vec<u8>>> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut answer = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(start) = answer.parse(read)? else { return Ok(None) };
    if answer.code != Some(200) {
        bail!("the room answered {:?}", answer.code);
    }
    let length = answer.headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-length"));
    let length: usize = std::str::from_utf8(length.context("an answer without its length")?.value)?.parse()?;
    ensure!(length > 0, "an empty answer");
    Ok(read.get(start..start + length).map(<[u8]>::to_vec))
}
