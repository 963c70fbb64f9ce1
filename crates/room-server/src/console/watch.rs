//! `GET /healthz` and `GET /readyz`, as on the phones' endpoint.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use crate::health;
use crate::problem::{Problem, ProblemDocument};
use crate::shared::Shared;

/// The process answers.
#[utoipa::path(get, path = "/healthz", tag = "watch", responses((status = 200, body = Object)))]
pub(crate) async fn alive() -> Response {
    health::alive()
}

/// The store answers too.
#[utoipa::path(get, path = "/readyz", tag = "watch",
    responses((status = 200, body = Object), (status = 503, body = ProblemDocument)))]
pub(crate) async fn ready(State(shared): State<Arc<Shared>>) -> Result<Response, Problem> {
    health::ready(&shared).await
}
