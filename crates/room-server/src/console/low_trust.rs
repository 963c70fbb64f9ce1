//! `GET /api/low-trust`: what a desk with too many low-trust incidents leaves out, page by page.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use hifazat_room::{CROWD, Revision};
use serde::Deserialize;

use super::caller::{Caller, unwritten};
use crate::contract::IncidentRow;
use crate::problem::{Problem, ProblemDocument};
use crate::shared::Shared;

/// Where to go on.
#[derive(Deserialize)]
pub(crate) struct Before {
    before: Option<u64>,
}

/// Low-trust incidents that nobody has taken, the last changed first.
#[utoipa::path(get, path = "/api/low-trust", tag = "console",
    params(("before" = Option<u64>, Query, description = "The last revision of the page before; none for the first")),
    responses((status = 200, body = [IncidentRow]), (status = 401, body = ProblemDocument),
        (status = 503, body = ProblemDocument)))]
pub(crate) async fn show(
    State(shared): State<Arc<Shared>>,
    _caller: Caller,
    Query(page): Query<Before>,
) -> Result<Json<Vec<IncidentRow>>, Problem> {
    let before = Revision(page.before.unwrap_or(u64::MAX));
    let crowd = shared.room.ledger().crowd(before, CROWD).await.map_err(|error| unwritten(&shared, &error))?;
    Ok(Json(crowd.iter().map(IncidentRow::from).collect()))
}
