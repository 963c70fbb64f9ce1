//! What an HTTP answer is worth. Nothing but the right status with the right content type is the room's answer; a
//! captive portal's cheerful 200 is not. Bodies are read up to a limit, because whoever answers chooses their length.

use std::time::Duration;

use hifazat_phone::{Answer, Refusal};
use hifazat_protocol::unpack_receipts;
use reqwest::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use serde::Deserialize;

/// A body that may be accepted: its content type and the most bytes it may have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Body {
    pub(super) media_type: &'static str,
    pub(super) limit: usize,
}

/// An exchange without the answer that was wanted.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Unreachable,
    Garbled,
    Busy { after: Option<Duration> },
    Rejected { code: String },
}

const PROBLEM: Body = Body { media_type: "application/problem+json", limit: 8 * 1024 };
/// A room that asks for more patience than this is not obeyed.
const LONGEST_PAUSE: Duration = Duration::from_secs(15 * 60);

impl Fault {
    /// A request that ended without a whole head of an answer.
    pub(super) fn of(error: &reqwest::Error) -> Self {
        tracing::debug!(error = %cause_of(error), "no answer over https");
        Self::Unreachable
    }
}

impl Body {
    /// For answers of which only the arrival matters.
    pub(super) const ANY: Self = Self { media_type: "", limit: 8 * 1024 };

    /// The one place where an answer is classed.
    pub(super) async fn read(self, response: Response) -> Result<Vec<u8>, Fault> {
        let status = response.status();
        if status == StatusCode::OK {
            return if self.is_typed(response.headers()) { self.bytes(response).await } else { Err(Fault::Garbled) };
        }
        if status == StatusCode::SERVICE_UNAVAILABLE || status == StatusCode::TOO_MANY_REQUESTS {
            return Err(Fault::Busy { after: patience(response.headers()) });
        }
        if status.is_client_error() {
            return Err(Fault::Rejected { code: problem_code(response).await });
        }
        Err(Fault::Garbled)
    }

    fn is_typed(self, headers: &HeaderMap) -> bool {
        let named = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let essence = named.and_then(|text| text.split(';').next()).map(str::trim);
        self.media_type.is_empty() || essence.is_some_and(|essence| essence.eq_ignore_ascii_case(self.media_type))
    }

    async fn bytes(self, mut response: Response) -> Result<Vec<u8>, Fault> {
        let mut body = Vec::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if body.len() + chunk.len() <= self.limit => body.extend_from_slice(&chunk),
                Ok(Some(_)) => return Err(Fault::Garbled),
                Ok(None) => return Ok(body),
                Err(error) if error.is_timeout() => return Err(Fault::of(&error)),
                Err(_) => return Err(Fault::Garbled),
            }
        }
    }
}

/// Raw receipts for the brain; the port's words for everything else.
pub(super) fn receipts(outcome: Result<Vec<u8>, Fault>) -> Answer {
    match outcome {
        Ok(body) => unpack_receipts(&body).map_or(Answer::Garbled, Answer::Receipts),
        Err(Fault::Unreachable) => Answer::Unreachable,
        Err(Fault::Garbled) => Answer::Garbled,
        Err(Fault::Busy { after }) => Answer::Busy { after },
        Err(Fault::Rejected { code }) => Answer::Rejected(Refusal { code }),
    }
}

#[derive(Deserialize)]
struct Problem {
    code: String,
}

/// The `code` of a problem document (RFC 9457); `http_NNN` for any other body.
async fn problem_code(response: Response) -> String {
    let unnamed = format!("http_{}", response.status().as_u16());
    if !PROBLEM.is_typed(response.headers()) {
        return unnamed;
    }
    let body = PROBLEM.bytes(response).await.unwrap_or_default();
    let code = serde_json::from_slice::<Problem>(&body).map(|problem| problem.code);
    code.ok().filter(|code| is_plain(code)).unwrap_or(unnamed)
}

/// Codes go into logs and to programs, so they are short lower-case words and nothing else.
fn is_plain(code: &str) -> bool {
    let word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=64).contains(&code.len()) && code.bytes().all(word)
}

/// `Retry-After` in seconds; the form with a date is left out, because this phone's clock may be years off.
fn patience(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).min(LONGEST_PAUSE))
}

/// The innermost reason: the outer ones repeat the address.
fn cause_of(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
