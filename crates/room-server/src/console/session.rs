//! `GET` and `DELETE /api/session`: who is signed in, and signing out.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use hifazat_room::Seat;
use hifazat_room::audit::Note;

use super::caller::{Caller, Changer, unwritten};
use crate::contract::Session;
use crate::problem::{Problem, ProblemDocument};
use crate::sessions::table::Live;
use crate::shared::Shared;

/// Who is signed in.
#[utoipa::path(get, path = "/api/session", tag = "console",
    responses((status = 200, body = Session), (status = 401, body = ProblemDocument, description = "`signed_out`")))]
pub(crate) async fn show(State(shared): State<Arc<Shared>>, caller: Caller) -> Json<Session> {
    Json(answer(&shared, &caller.seat, &caller.session))
}

/// Signs out.
#[utoipa::path(delete, path = "/api/session", tag = "console",
    params(("X-Hifazat-Csrf" = String, Header)),
    responses((status = 204, description = "Signed out"), (status = 401, body = ProblemDocument)))]
pub(crate) async fn end(State(shared): State<Arc<Shared>>, caller: Changer) -> Result<Response, Problem> {
    let Changer(caller) = caller;
    shared.sign_in.sessions.end(&caller.session);
    let note = Note::on_room(shared.clock.now(), caller.seat.name, "signed_out", "");
    shared.room.ledger().note(note).await.map_err(|error| unwritten(&shared, &error))?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    if let Some(cookie) = shared.sign_in.cookies.clear() {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    Ok(response)
}

pub(super) fn answer(shared: &Shared, seat: &Seat, session: &Live) -> Session {
    Session {
        seat: seat.name.clone(),
        role: seat.role.to_string(),
        desk: seat.desk.clone(),
        csrf: session.csrf.clone(),
        room_name: shared.trust.current().room_name.clone(),
    }
}
