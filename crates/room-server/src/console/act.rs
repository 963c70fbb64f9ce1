//! `POST /api/incidents/{id}/accept|dispatch|arrive|close`: what a seat does, on the revision it saw.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use hifazat_crash_points::{reached, room as points};
use hifazat_room::{Act, Revision};

use super::body::JsonBody;
use super::caller::Changer;
use super::incident::{parse, refused};
use crate::contract::{AcceptBody, ArriveBody, CloseBody, DispatchBody, Incident};
use crate::problem::{Problem, ProblemDocument};
use crate::shared::Shared;

/// Takes an incident.
#[utoipa::path(post, path = "/api/incidents/{id}/accept", tag = "console", request_body = AcceptBody,
    params(("id" = String, Path), ("X-Hifazat-Csrf" = String, Header)),
    responses((status = 200, body = Incident),
        (status = 409, body = ProblemDocument, description = "`stale_revision` with `current`, `wrong_state`")))]
pub(crate) async fn accept(
    State(shared): State<Arc<Shared>>,
    caller: Changer,
    Path(id): Path<String>,
    JsonBody(body): JsonBody<AcceptBody>,
) -> Result<Json<Incident>, Problem> {
    act(&shared, caller, &id, Act::Accept, body.revision).await
}

/// Sends a unit, or another one.
#[utoipa::path(post, path = "/api/incidents/{id}/dispatch", tag = "console", request_body = DispatchBody,
    params(("id" = String, Path), ("X-Hifazat-Csrf" = String, Header)),
    responses((status = 200, body = Incident),
        (status = 400, body = ProblemDocument, description = "`bad_request`: `unit` or `eta_min`"),
        (status = 409, body = ProblemDocument, description = "`stale_revision` with `current`, `wrong_state`")))]
pub(crate) async fn dispatch(
    State(shared): State<Arc<Shared>>,
    caller: Changer,
    Path(id): Path<String>,
    JsonBody(body): JsonBody<DispatchBody>,
) -> Result<Json<Incident>, Problem> {
    let seconds = |minutes: u32| minutes.checked_mul(60).ok_or_else(|| Problem::bad_field("eta_min: too many minutes"));
    let eta_s = body.eta_min.map(seconds).transpose()?;
    act(&shared, caller, &id, Act::Dispatch { unit: body.unit, eta_s }, body.revision).await
}

/// The unit is with her.
#[utoipa::path(post, path = "/api/incidents/{id}/arrive", tag = "console", request_body = ArriveBody,
    params(("id" = String, Path), ("X-Hifazat-Csrf" = String, Header)),
    responses((status = 200, body = Incident),
        (status = 409, body = ProblemDocument, description = "`stale_revision` with `current`, `wrong_state`")))]
pub(crate) async fn arrive(
    State(shared): State<Arc<Shared>>,
    caller: Changer,
    Path(id): Path<String>,
    JsonBody(body): JsonBody<ArriveBody>,
) -> Result<Json<Incident>, Problem> {
    act(&shared, caller, &id, Act::Arrive, body.revision).await
}

/// Gives it its outcome.
#[utoipa::path(post, path = "/api/incidents/{id}/close", tag = "console", request_body = CloseBody,
    params(("id" = String, Path), ("X-Hifazat-Csrf" = String, Header)),
    responses((status = 200, body = Incident),
        (status = 400, body = ProblemDocument, description = "`bad_request`: `disposition` or `note`"),
        (status = 409, body = ProblemDocument,
            description = "`stale_revision` with `current`, `wrong_state`, `under_duress`")))]
pub(crate) async fn close(
    State(shared): State<Arc<Shared>>,
    caller: Changer,
    Path(id): Path<String>,
    JsonBody(body): JsonBody<CloseBody>,
) -> Result<Json<Incident>, Problem> {
    let outcome = Act::Close { disposition: body.disposition.into(), note: body.note };
    act(&shared, caller, &id, outcome, body.revision).await
}

async fn act(
    shared: &Shared,
    Changer(caller): Changer,
    id: &str,
    act: Act,
    revision: u64,
) -> Result<Json<Incident>, Problem> {
    let done = shared.room.act(parse(id)?, &caller.seat, act, Revision(revision)).await;
    reached(points::ACT_DONE);
    done.map(|file| Json(Incident::from(&file))).map_err(|error| refused(shared, error))
}
