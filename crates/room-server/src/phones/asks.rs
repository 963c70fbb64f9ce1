//! `POST /v1/asks`: "what further receipts have you for this alert?", answered at once or as soon as there is one.

use std::time::Duration;

use axum::body::Body;
use axum::http::header::HeaderMap;
use axum::http::{Response, StatusCode};
use hifazat_room::AskError;

use super::{body, receipts, rejected, unwritten};
use crate::net::connections::Phase;
use crate::net::door::Call;
use crate::problem::{Problem, ProblemDocument};
use crate::shared::Shared;

/// An ask is 60 bytes; room for a longer one of a later version, which is then refused by name.
const MOST_BYTES: usize = 1024;
/// Networks forget a silent connection after half a minute.
const LONGEST_WAIT: Duration = Duration::from_secs(25);

#[utoipa::path(post, path = "/v1/asks", tag = "phones",
    request_body(content = Vec<u8>, content_type = "application/vnd.hifazat.ask", description = "One ask, 60 bytes"),
    params(("Prefer" = Option<String>, Header, description = "`wait=SECONDS`, at most 25: answer when there is news")),
    responses(
        (status = 200, body = Vec<u8>, content_type = "application/vnd.hifazat.receipts",
            description = "The receipts beyond those the phone has; possibly none"),
        (status = 400, body = ProblemDocument, content_type = "application/problem+json", description = "Not an ask"),
        (status = 403, body = ProblemDocument, content_type = "application/problem+json",
            description = "`unproven`: not the device that raised it"),
        (status = 503, body = ProblemDocument, content_type = "application/problem+json", description = "Ask again")))]
pub(crate) async fn take(shared: &Shared, call: Call) -> Result<Response<Body>, Problem> {
    let wait = preferred_wait(call.request.headers());
    let ticket = std::sync::Arc::clone(&call.ticket);
    let bytes = body(shared, call, MOST_BYTES).await?;
    shared.figures.count("hifazat_asks_total", None);
    ticket.set(Phase::Listening);
    let answer = tokio::select! {
        answer = shared.room.ask(&bytes, wait) => answer,
        () = shared.stop.cancelled() => Ok(Vec::new()),
    };
    let signed = answer.map_err(|error| match error {
        AskError::Rejected(rejection) => rejected(shared, &rejection),
        AskError::Unproven => {
            Problem::new(StatusCode::FORBIDDEN, "unproven", "This room does not know that this device raised it")
        }
        AskError::Ledger(error) => unwritten(shared, &error),
    })?;
    Ok(receipts(&signed))
}

/// `Prefer: wait=25` (RFC 7240); anything else means: at once.
fn preferred_wait(headers: &HeaderMap) -> Duration {
    let lines = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    let wait = lines.flat_map(|line| line.split([',', ';'])).find_map(|part| part.trim().strip_prefix("wait="));
    wait.and_then(|seconds| seconds.parse().ok()).map_or(Duration::ZERO, Duration::from_secs).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_is_as_preferred_and_never_too_long() {
        let wait = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert("prefer", axum::http::HeaderValue::from_static(value));
            preferred_wait(&headers).as_secs()
        };
        assert_eq!([wait("wait=7"), wait("respond-async, wait=5"), wait("wait=900")], [7, 5, 25]);
        assert_eq!([wait("wait=x"), wait("wait=-1"), wait("")], [0, 0, 0]);
    }
}
