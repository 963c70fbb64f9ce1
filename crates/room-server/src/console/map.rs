//! `GET /api/map`: boundaries and headquarters.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use super::caller::Caller;
use crate::contract::RoomMap;
use crate::problem::ProblemDocument;
use crate::shared::Shared;

/// What the map is drawn from.
#[utoipa::path(get, path = "/api/map", tag = "console",
    responses((status = 200, body = RoomMap), (status = 401, body = ProblemDocument)))]
pub(crate) async fn show(State(shared): State<Arc<Shared>>, _caller: Caller) -> Response {
    ([(CONTENT_TYPE, "application/json")], shared.territory.map()).into_response()
}
