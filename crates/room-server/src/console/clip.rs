//! `GET /api/incidents/{id}/clips/{digest}`: a clip, for the seat that holds the incident. The log says who heard it, before
//! it is handed out.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::Response;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use hifazat_protocol::ClipDigest;

use super::caller::Caller;
use super::incident::{parse, refused};
use crate::problem::{Problem, ProblemDocument};
use crate::shared::Shared;

/// Plays a clip.
#[utoipa::path(get, path = "/api/incidents/{id}/clips/{digest}", tag = "console",
    params(("id" = String, Path, description = "The alert's id"),
        ("digest" = String, Path, description = "SHA-256 of the clip, 64 hexadecimal digits")),
    responses(
        (status = 200, body = Vec<u8>, content_type = "audio/aac", description = "The clip, in its own media type"),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument, description = "`forbidden`, `not_assigned`: another seat holds it"),
        (status = 404, body = ProblemDocument, description = "`not_found`"),
        (status = 409, body = ProblemDocument, description = "`clip_not_here`, `clip_broken`")))]
pub(crate) async fn play(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path((id, digest)): Path<(String, String)>,
) -> Result<Response<Body>, Problem> {
    let digest: ClipDigest = digest.parse().map_err(|_| Problem::not_found())?;
    let heard = shared.room.hear_clip(parse(&id)?, digest, &caller.seat).await;
    let sound = heard.map_err(|error| refused(&shared, error))?;
    let mut response = Response::new(Body::from(sound.bytes));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(sound.media.as_str()));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
