//! Whether the room lives, and whether it can do its work.

use axum::body::Body;
use axum::http::Response;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use hifazat_protocol::AlertId;
use hifazat_room::ledger::{Decision, Target};

use crate::problem::Problem;
use crate::shared::Shared;

/// The process answers.
pub(crate) fn alive() -> Response<Body> {
    words("{\"status\":\"alive\"}")
}

/// The store answers too: a decision goes all the way to its one writer and back, and writes nothing.
pub(crate) async fn ready(shared: &Shared) -> Result<Response<Body>, Problem> {
    let nobody = Target { alert: AlertId([0; 16]), device: None, sequence: None };
    let asked = shared.room.ledger().change(nobody, Box::new(|_| Decision::Nothing)).await;
    asked.map(|_| words("{\"status\":\"ready\"}")).map_err(|_| Problem::unavailable())
}

fn words(json: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(json));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
