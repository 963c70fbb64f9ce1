//! JSON bodies, small and in time; whatever is wrong becomes a problem that names the field.

use std::sync::Arc;

use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;

use crate::net::body::{BodyError, read_body};
use crate::problem::Problem;
use crate::shared::Shared;

const MOST_BYTES: usize = 16 * 1024;

/// A JSON body. Only `application/json` is taken: a foreign page's form cannot send that unasked.
pub(crate) struct JsonBody<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Arc<Shared>> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, shared: &Arc<Shared>) -> Result<Self, Problem> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json")) {
            let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
            return Err(Problem::new(status, "not_json", "Send application/json"));
        }
        let bytes = read_body(request.into_body(), MOST_BYTES, shared.limits.body).await.map_err(unread)?;
        serde_json::from_slice(&bytes).map(Self).map_err(|error| Problem::bad_field(error.to_string()))
    }
}

fn unread(error: BodyError) -> Problem {
    let detail = error.to_string();
    match error {
        BodyError::TooLarge { .. } => Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "oversized", "Too long"),
        BodyError::TooSlow => Problem::new(StatusCode::REQUEST_TIMEOUT, "too_slow", "The request came too slowly"),
        BodyError::Broken => Problem::new(StatusCode::BAD_REQUEST, "broken_off", "The request broke off"),
    }
    .detail(detail)
}
