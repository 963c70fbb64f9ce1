//! The phones' endpoint: envelopes in, receipts out. Nothing is refused for who sends it, only for not being an envelope.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use axum::http::{Method, Response};
use axum::response::IntoResponse;
use hifazat_protocol::{Rejection, SignedReceipt, pack_receipts};
use hifazat_room::ledger::LedgerError;

use crate::health;
use crate::net::body::{BodyError, read_body};
use crate::net::connections::Phase;
use crate::net::door::{Answer, Call};
use crate::problem::Problem;
use crate::shared::Shared;

pub(crate) mod asks;
pub(crate) mod bundle;
pub(crate) mod envelopes;

const RECEIPTS: &str = "application/vnd.hifazat.receipts";

/// What answers phones.
pub(crate) fn answer(shared: Arc<Shared>) -> Answer {
    Arc::new(move |call| {
        let shared = Arc::clone(&shared);
        Box::pin(async move {
            let ticket = Arc::clone(&call.ticket);
            let response = route(&shared, call).await.unwrap_or_else(IntoResponse::into_response);
            ticket.set(Phase::Waiting);
            response
        })
    })
}

async fn route(shared: &Shared, call: Call) -> Result<Response<Body>, Problem> {
    match (call.request.method(), call.request.uri().path()) {
        (&Method::POST, "/v1/envelopes") => envelopes::take(shared, call).await,
        (&Method::POST, "/v1/asks") => asks::take(shared, call).await,
        (&Method::GET, "/v1/bundle") => Ok(bundle::show(shared)),
        (&Method::GET, "/healthz") => Ok(health::alive()),
        (&Method::GET, "/readyz") => health::ready(shared).await,
        (_, "/v1/envelopes" | "/v1/asks" | "/v1/bundle" | "/healthz" | "/readyz") => Err(Problem::method_not_allowed()),
        _ => Err(Problem::not_found()),
    }
}

/// The whole body; from here on the call is at work and its connection is not cut.
async fn body(shared: &Shared, call: Call, limit: usize) -> Result<Bytes, Problem> {
    let read = read_body(call.request.into_body(), limit, shared.limits.body).await;
    call.ticket.set(Phase::Working);
    read.map_err(|error| {
        let problem = unread(&error);
        shared.figures.count("hifazat_rejections_total", Some(("code", problem.code())));
        problem
    })
}

fn unread(error: &BodyError) -> Problem {
    use axum::http::StatusCode;
    let detail = error.to_string();
    match error {
        BodyError::TooLarge { .. } => {
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "oversized", "Too long for an envelope").detail(detail)
        }
        BodyError::TooSlow => {
            Problem::new(StatusCode::REQUEST_TIMEOUT, "too_slow", "The request did not arrive in time").detail(detail)
        }
        BodyError::Broken => {
            Problem::new(StatusCode::BAD_REQUEST, "broken_off", "The request broke off").detail(detail)
        }
    }
}

fn rejected(shared: &Shared, rejection: &Rejection) -> Problem {
    use axum::http::StatusCode;
    let code = rejection.code();
    shared.figures.count("hifazat_rejections_total", Some(("code", code)));
    let status = if code == "oversized" { StatusCode::PAYLOAD_TOO_LARGE } else { StatusCode::BAD_REQUEST };
    Problem::new(status, code, "These bytes are not what this address takes").detail(rejection.to_string())
}

fn unwritten(shared: &Shared, error: &LedgerError) -> Problem {
    shared.figures.count("hifazat_store_failures_total", None);
    tracing::error!(%error, "the ledger did not take a request");
    Problem::unavailable()
}

fn receipts(signed: &[SignedReceipt]) -> Response<Body> {
    let mut response = Response::new(Body::from(pack_receipts(signed)));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(RECEIPTS));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
