//! One caller: the handshake, one request, one answer.

use std::io;

use rustls::AlertDescription;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{Guise, Seen};

/// TLS record type of an alert: its level and its description follow (RFC 8446, section 5.1).
const ALERT_RECORD: u8 = 21;
const MOST_BYTES: usize = 64 * 1024;

/// How the caller took it.
pub(super) async fn converse(stream: TcpStream, guise: &Guise) -> Seen {
    let Some(tls) = &guise.tls else { return without_tls(stream, guise).await };
    match tls.accept(stream).await {
        Ok(stream) => Seen::Asked(request(stream, guise).await.unwrap_or_default()),
        Err(error) => Seen::Refused(reason(&error)),
    }
}

/// Answers the first words, and hears what the caller says to that.
async fn without_tls(mut stream: TcpStream, guise: &Guise) -> Seen {
    let mut hello = vec![0; MOST_BYTES];
    let Ok(length) = stream.read(&mut hello).await else { return Seen::Refused(None) };
    let answer = (guise.answer)(hello.get(..length).unwrap_or_default());
    let mut last = Vec::new();
    // A caller may hang up at any of these.
    drop(stream.write_all(&answer).await);
    drop(stream.read_to_end(&mut last).await);
    let alert =
        last.first_chunk::<7>().and_then(|&[record, _, _, _, _, _, alert]| (record == ALERT_RECORD).then_some(alert));
    Seen::Refused(alert.and_then(|alert| AlertDescription::from(alert).as_str()))
}

/// Reads one request, answers it and hangs up.
async fn request<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S, guise: &Guise) -> io::Result<Vec<u8>> {
    let mut heard = Vec::new();
    let body = loop {
        if let Some(body) = body_of(&heard) {
            break body;
        }
        if heard.len() > MOST_BYTES || stream.read_buf(&mut heard).await? == 0 {
            return Ok(Vec::new());
        }
    };
    stream.write_all(&(guise.answer)(&body)).await?;
    stream.shutdown().await?;
    Ok(body)
}

/// The body, once it is whole.
fn body_of(heard: &[u8]) -> Option<Vec<u8>> {
    let end = heard.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(heard.get(..end)?).to_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"))
        .map_or(Some(0), |n| n.trim().parse().ok())?;
    let begin = end.checked_add(4)?;
    heard.get(begin..begin.checked_add(length)?).map(<[u8]>::to_vec)
}

fn reason(error: &io::Error) -> Option<&'static str> {
    let error = error.get_ref()?.downcast_ref::<rustls::Error>()?;
    if let rustls::Error::AlertReceived(alert) = error { alert.as_str() } else { None }
}
