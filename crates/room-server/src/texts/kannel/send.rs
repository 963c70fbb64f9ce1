//! `sendsms`: a text to a phone, handed to Kannel.

use std::time::Duration;

use anyhow::Context;
use axum::body::Body;
use axum::http::header::HOST;
use axum::http::{Request, StatusCode};
use hifazat_room::DueText;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::texts::line::Sent;
use crate::texts::setting::KannelGate;

const PATIENCE: Duration = Duration::from_secs(15);

/// Sends one text from the number `ours`.
pub(crate) async fn send(gate: &KannelGate, ours: &str, text: &DueText) -> Sent {
    match timeout(PATIENCE, asked(gate, ours, text)).await {
        // "Accepted for delivery" or "queued for later".
        Ok(Ok(status)) if status.is_success() => Sent::Taken,
        Ok(Ok(status)) if status.is_server_error() => Sent::Later,
        Ok(Ok(StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED)) => {
            tracing::warn!("Kannel refuses the user or the password (--kannel-send)");
            Sent::Later
        }
        Ok(Ok(_)) => Sent::Refused,
        // Its own words may hold what was asked.
        Ok(Err(_)) | Err(_) => Sent::Later,
    }
}

async fn asked(gate: &KannelGate, ours: &str, text: &DueText) -> anyhow::Result<StatusCode> {
    let url = &gate.url;
    let stream = TcpStream::connect((&*url.host, url.port)).await.context("connecting")?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    let fields = [
        ("username", &*url.user),
        ("password", gate.password.as_str()),
        ("from", ours),
        ("to", &text.to),
        ("coding", "0"),
        ("charset", "UTF-8"),
        ("text", &text.text),
    ];
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = Request::get(format!("{}?{query}", url.path)).header(HOST, "localhost").body(Body::empty())?;
    tokio::select! {
        answer = sender.send_request(request) => Ok(answer?.status()),
        ended = connection => Err(ended.err().map_or_else(|| anyhow::anyhow!("closed"), Into::into)),
    }
}
