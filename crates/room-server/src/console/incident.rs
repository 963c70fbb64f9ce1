//! `GET /api/incidents/{id}`: all facts of one incident. The log says who read them, before they are handed out.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use hifazat_protocol::AlertId;
use hifazat_room::DeskError;

use super::caller::{Caller, unwritten};
use crate::contract::Incident;
use crate::problem::{Problem, ProblemDocument};
use crate::shared::Shared;

/// Opens a file.
#[utoipa::path(get, path = "/api/incidents/{id}", tag = "console",
    params(("id" = String, Path, description = "The alert's id")),
    responses(
        (status = 200, body = Incident),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument, description = "`forbidden`: not for this role"),
        (status = 404, body = ProblemDocument, description = "`not_found`")))]
pub(crate) async fn show(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Incident>, Problem> {
    let opened = shared.room.open_file(parse(&id)?, &caller.seat).await;
    let file = opened.map_err(|error| refused(&shared, error))?.ok_or_else(Problem::not_found)?;
    Ok(Json(Incident::from(&file)))
}

/// An id that is none names nothing.
pub(super) fn parse(id: &str) -> Result<AlertId, Problem> {
    id.parse().map_err(|_| Problem::not_found())
}

/// Every way in which the brain says no, as a problem.
pub(super) fn refused(shared: &Shared, error: DeskError) -> Problem {
    use hifazat_room::Refusal;
    let (refusal, current) = match error {
        DeskError::Forbidden => {
            return Problem::new(StatusCode::FORBIDDEN, "forbidden", "The role of this seat does not allow it");
        }
        DeskError::Ledger(error) => return unwritten(shared, &error),
        DeskError::Refused { refusal, current } => (refusal, current),
    };
    let detail = refusal.to_string();
    let (code, title) = match refusal {
        Refusal::Unknown => return Problem::not_found(),
        Refusal::Field { .. } => return Problem::bad_field(detail),
        Refusal::Stale { .. } => ("stale_revision", "The incident has changed meanwhile"),
        Refusal::WrongState { .. } => ("wrong_state", "Not from the state it is in"),
        Refusal::UnderDuress => ("under_duress", "Not under duress"),
        Refusal::NotAssigned => {
            return Problem::new(StatusCode::FORBIDDEN, "not_assigned", "Another seat holds it").detail(detail);
        }
        Refusal::ClipNotHere => ("clip_not_here", "Not all of it has come"),
        Refusal::ClipBroken => ("clip_broken", "It is not what was announced"),
        Refusal::Clip(_) => ("refused", "It is not kept"),
    };
    let problem = Problem::new(StatusCode::CONFLICT, code, title).detail(detail);
    match current {
        Some(file) => problem.current(&Incident::from(&*file)),
        None => problem,
    }
}
